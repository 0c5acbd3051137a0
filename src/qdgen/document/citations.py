"""How a document of the register is cited (Nghị định 30/2020/NĐ-CP, Phụ lục I, II.6.a and b)."""

from __future__ import annotations

from enum import StrEnum

from qdgen.content.model import CitedDocument, parse_date
from qdgen.vietnamese import long_date, short_date

LAWS = ("Hiến pháp", "Bộ luật", "Luật", "Pháp lệnh")


class Form(StrEnum):
    """What of a document a citation tells; the values are the words in the brackets."""

    PLAIN = ""
    NUMBER = "số"
    FULL = "đầy đủ"
    NOTE = "chú thích"


class IncompleteEntry(Exception):
    """The register entry lacks `key`, which the wanted form needs."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


def cite(document: CitedDocument, form: Form, *, date_in_words: bool = False) -> str:
    """The words of a citation. A law is cited by its name; with its date only in full.

    Raises IncompleteEntry naming the register key that is missing.
    """
    if document.type.value in LAWS:
        name = f"{document.type} {_need(document, 'trich_yeu')}"
        if form is Form.FULL and document.day is not None:
            return f"{name} ngày {long_date(parse_date(document.day.value))}"
        return name
    words = f"{document.type} số {_need(document, 'so')}"
    if form is Form.NUMBER:
        return words
    day = parse_date(_need(document, "ngay"))
    words += f" ngày {long_date(day) if date_in_words else short_date(day)}"
    words += f" của {_need(document, 'co_quan')}"
    if form is Form.FULL:
        words += f" {_need(document, 'trich_yeu')}"
    return words


def subject_note(document: CitedDocument) -> str:
    """The text of the footnote that `(chú thích)` adds: the subject as a sentence."""
    subject = _need(document, "trich_yeu")
    return subject[:1].upper() + subject[1:] + ("" if subject.endswith(".") else ".")


def _need(document: CitedDocument, key: str) -> str:
    value = {
        "so": document.number,
        "ngay": document.day,
        "co_quan": document.issuer,
        "trich_yeu": document.subject,
    }[key]
    if value is None:
        raise IncompleteEntry(key)
    return value.value
