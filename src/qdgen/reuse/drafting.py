"""A new dossier's files from a kind, an organ and what was answered; what is not stays a blank."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from qdgen.content.escaping import as_markup
from qdgen.content.fields import parse_date
from qdgen.content.figures import Holds, meant, read_figure
from qdgen.content.layout import laid_out
from qdgen.content.model import CitedDocument
from qdgen.content.nodes import ListNode, MapNode, Scalar, Style
from qdgen.content.yaml_reader import parse
from qdgen.messages import Text, text
from qdgen.reuse.kinds import Kind, Question, listed
from qdgen.reuse.organs import Organ
from qdgen.vietnamese import long_date

MOST_CHARACTERS = 2_000
"""Of an answer: more is no answer but a text, and belongs into the file itself."""

_PLACEHOLDER = re.compile(r"⟦(\w+)⟧")
_BASIS = "⟦can_cu_to_chuc⟧"
_HEADS = ("van_ban", "ky")
_PROSE_OF_HEADER = ("trich_yeu", "tieu_de")
_FORBIDDEN = {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
_PERSON = "ong_ba"
_OWN_DOCUMENT = "quy định chức năng, nhiệm vụ, quyền hạn"


Words = Mapping[str, str]


class AnswerError(Exception):
    """An answer that cannot be taken. `message` says why, `hint` what to write instead."""

    def __init__(self, question: Question, message: Text, hint: Text) -> None:
        super().__init__(question.key)
        self.question = question
        self.message = message
        self.hint = hint


@dataclass(frozen=True, slots=True)
class NewDossier:
    """The files of a dossier by name, and entries, by key, that its register must gain for it."""

    files: Mapping[str, str]
    entries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def checked(question: Question, words: str) -> str:
    """An answer in the form in which it is printed; "" where there is none and no default.

    Raises AnswerError.
    """
    words = " ".join(unicodedata.normalize("NFC", words).split()) or question.default
    if not words:
        return ""
    if len(words) > MOST_CHARACTERS:
        raise AnswerError(
            question,
            text("{count} characters are too many", count=len(words)),
            text("at most {most}; write longer texts into the file", most=MOST_CHARACTERS),
        )
    if strange := next((c for c in words if unicodedata.category(c) in _FORBIDDEN), ""):
        raise AnswerError(
            question,
            text("the answer holds the character U+{code}", code=f"{ord(strange):04X}"),
            text("type the words anew"),
        )
    if question.choices and words not in question.choices:
        raise AnswerError(
            question,
            text("“{words}” is none of the choices", words=words),
            text("choices: {choices}", choices=", ".join(question.choices)),
        )
    if question.kind == "ngày":
        try:
            return long_date(parse_date(words))
        except ValueError:
            raise AnswerError(
                question,
                text("“{words}” is no day", words=words),
                text("write it as day/month/year: {example}", example=question.example),
            ) from None
    if question.kind == "tiền":
        if read_figure(words).holds is not Holds.NUMBER:
            right = meant(words)
            raise AnswerError(
                question,
                text("“{words}” is no figure", words=words),
                text("write it as {right}", right=right or question.example),
            )
        return words
    if question.kind == "số":
        if not re.fullmatch(r"[0-9]{1,4}", words):
            raise AnswerError(
                question,
                text("“{words}” is no number", words=words),
                text("write digits: {example}", example=question.example),
            )
        return f"{int(words):02d}"
    return words


def draft(
    kind: Kind,
    organ: Organ,
    year: int,
    answers: Mapping[str, str],
    documents: Mapping[str, CitedDocument],
    *,
    signer: str = "",
    filing: str = "",
) -> NewDossier:
    """The dossier. `answers` by the keys of the questions, as `checked` gives them; `documents` is
    the register beside it, whose entries are cited where they are the same documents."""
    blanks = {q.key: f"@trống({q.words})" for q in kind.questions}
    usual = {q.key: checked(q, "") for q in kind.questions if q.default}
    given = {key: as_markup(words) for key, words in (usual | dict(answers)).items() if words}
    if person := given.get(_PERSON):
        given["Ong_ba"] = person[0].upper() + person[1:]
    fixed = {key: as_markup(words) for key, words in organ.words(kind).items()}
    prose = {
        "Ong_ba": "@trống(Ông hay bà)",
        "noi_luu": "@trống(đơn vị soạn thảo và số bản)",
        **blanks,
        **given,
        **fixed,
        "nam": str(year),
    }
    if filing:
        prose["noi_luu"] = as_markup(filing)
    # The signer's name and the head of the decision are lines without markup.
    lines = {**answers, **organ.words(kind), "nam": str(year), "nguoi_ky": signer}
    keys, entries = _cited(documents)
    basis = keys.get(organ.basis) or _own_document(documents, organ)
    if not basis:
        basis = f"nguyen_van: Căn cứ {organ.basis_wanted}"
    files, used = {}, set()
    for name, words in kind.files().items():
        root, _, found = parse(words.replace(_BASIS, basis), name)
        if root is None:
            raise ValueError(f"{kind.name}/{name}: {found}")
        used |= _with_keys(root, keys)
        _fill(root, prose, lines)
        files[name] = laid_out(root)
    return NewDossier(files, {key: entries[key] for key in entries if key in used})


def _cited(
    documents: Mapping[str, CitedDocument],
) -> tuple[dict[str, str], dict[str, Words]]:
    """For each document that the kinds cite: its key in the office's register, or the key it is to
    have there, and then its entry."""
    of_number = {d.number.value: key for key, d in documents.items() if d.number}
    keys: dict[str, str] = {}
    entries: dict[str, Words] = {}
    for key, entry in listed("van-ban").items():
        there = of_number.get(entry["so"])
        if there is None:
            there = key
            while there in documents:
                there += "-2"
            entries[there] = {name: str(value) for name, value in entry.items()}
        keys[key] = there
    return keys, entries


def _own_document(documents: Mapping[str, CitedDocument], organ: Organ) -> str:
    """The newest document of the register that gives the organ its functions; "" for none."""
    found = [
        key
        for key, document in documents.items()
        if document.subject
        and document.subject.value.startswith(_OWN_DOCUMENT)
        and organ.name in document.subject.value
        and not document.replaced_by
    ]
    return found[-1] if found else ""


def _with_keys(root: MapNode, keys: Mapping[str, str]) -> set[str]:
    """Put the register's keys into the căn cứ; the keys it has then."""
    bases = root.get("can_cu")
    if not isinstance(bases, ListNode):
        return set()
    for nth, item in enumerate(bases):
        if isinstance(item, Scalar) and item.value in keys:
            bases[nth] = replace(item, value=keys[item.value])
    return {item.value for item in bases if isinstance(item, Scalar)}


def _fill(node: MapNode | ListNode, prose: Words, lines: Words, *, in_head: bool = False) -> None:
    """Put words in the place of every ⟦key⟧ below `node`: `lines` in the head of a file and in its
    signature, which hold no markup, `prose` elsewhere."""
    if isinstance(node, MapNode):
        for key, child in node.items():
            is_line = in_head and key not in _PROSE_OF_HEADER
            if isinstance(child, Scalar):
                node[key] = _filled(child, lines if is_line else prose)
            elif isinstance(child, MapNode | ListNode):
                _fill(child, prose, lines, in_head=key in _HEADS)
        return
    for nth, child in enumerate(node):
        if isinstance(child, Scalar):
            node[nth] = _filled(child, prose)
        elif isinstance(child, MapNode | ListNode):
            _fill(child, prose, lines)


def _filled(scalar: Scalar, words: Words) -> Scalar:
    if "⟦" not in scalar.value:
        return scalar
    value = _PLACEHOLDER.sub(lambda found: words[found[1]], scalar.value)
    # A text broken into lines is broken anew: its lines are others now.
    return replace(scalar, value=" ".join(value.split()), style=Style.PLAIN)
