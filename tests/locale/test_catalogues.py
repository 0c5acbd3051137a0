"""Everything the program says is said in Vietnamese, with one word for one thing."""

from __future__ import annotations

import gettext
import io
import re
import string
import unicodedata
from pathlib import Path
from typing import Any

import catalogues
import pytest
import yaml
from babel.messages.catalog import Message

from qdgen.messages import LOCALE_FOLDER, Text, render

GLOSSARY: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "glossary.yaml").read_text(encoding="utf-8")
)
UPDATE = "run: python tests/locale/catalogues.py"
_PERCENT = re.compile(r"%\(\w+\)[sd]")


def _messages(domain: str) -> list[Message]:
    return [message for message in catalogues.read(domain) if message.id]


def _forms(message: Message) -> list[tuple[str, str]]:
    """Each Vietnamese form with the English sentence it stands for (of two, the plural)."""
    english = message.id[-1] if isinstance(message.id, tuple | list) else message.id
    return [(str(english), form) for form in catalogues.strings(message.string)]


def _places(sentence: str) -> list[tuple[str, str | None, str | None]]:
    fields = string.Formatter().parse(sentence)
    return sorted(((n, s, c) for _, n, s, c in fields if n is not None), key=str)


ALL = [
    pair
    for domain in catalogues.DOMAINS
    for message in _messages(domain)
    for pair in _forms(message)
]


def test_the_sources_and_click_have_sentences_to_translate() -> None:
    assert len(catalogues.own_sentences()) > 300
    assert "Usage:" in catalogues.click_sentences()


def test_every_sentence_is_written_where_the_extractor_finds_it() -> None:
    assert catalogues.unmarked_arguments() == []


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_every_sentence_has_a_translation(domain: str) -> None:
    known = {
        tuple(m.id) if isinstance(m.id, list) else m.id
        for m in _messages(domain)
        if all(catalogues.strings(m.string))
    }
    assert [s for s in catalogues.wanted(domain) if s not in known] == [], UPDATE


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_nothing_is_fuzzy_obsolete_or_without_translation(domain: str) -> None:
    catalogue = catalogues.read(domain)
    assert not catalogue.obsolete
    assert [m.id for m in catalogue if m.id and m.fuzzy] == []
    assert catalogues.untranslated(catalogue) == []


def test_what_the_program_no_longer_says_is_not_translated() -> None:
    said = catalogues.own_sentences()
    assert [m.id for m in _messages("qdgen") if m.id not in said] == [], UPDATE


@pytest.mark.parametrize("domain", catalogues.DOMAINS)
def test_the_files_are_what_the_update_writes(domain: str) -> None:
    catalogue = catalogues.updated(domain)
    written = (catalogues.CATALOGUES / f"{domain}.po").read_bytes()
    assert written.decode() == catalogues.po_bytes(catalogue).decode(), UPDATE
    compiled = (catalogues.CATALOGUES / f"{domain}.mo").read_bytes()
    assert compiled == catalogues.mo_bytes(catalogue), UPDATE


def test_the_compiled_file_says_what_the_written_one_does() -> None:
    for domain in catalogues.DOMAINS:
        compiled = gettext.GNUTranslations(
            io.BytesIO((catalogues.CATALOGUES / f"{domain}.mo").read_bytes())
        )
        for message in _messages(domain):
            forms = catalogues.strings(message.string)
            if isinstance(message.id, tuple | list):
                assert compiled.ngettext(*message.id, 2) == forms[0]
            else:
                assert compiled.gettext(message.id) == forms[0]


def test_a_translation_has_the_same_places() -> None:
    def is_same(english: str, vietnamese: str) -> bool:
        return (
            _places(vietnamese) == _places(english)
            and sorted(_PERCENT.findall(vietnamese)) == sorted(_PERCENT.findall(english))
            and vietnamese.count("\n") == english.count("\n")
        )

    assert [pair for pair in ALL if not is_same(*pair)] == []


def test_a_translation_is_vietnamese() -> None:
    def is_left(english: str, vietnamese: str) -> bool:
        words = _PERCENT.sub("", "".join(part[0] for part in string.Formatter().parse(english)))
        says_something = re.search(r"[^\W\d_]", words) is not None
        if not says_something or words.strip(" ()/:,.") in GLOSSARY["names"]:
            return False
        return vietnamese == english or vietnamese.isascii()

    assert [pair for pair in ALL if is_left(*pair)] == []


def test_a_translation_is_written_cleanly() -> None:
    def is_clean(words: str) -> bool:
        return (
            unicodedata.is_normalized("NFC", words) and words == words.strip() and "  " not in words
        )

    assert [vietnamese for _, vietnamese in ALL if not is_clean(vietnamese)] == []


def test_one_word_stands_for_one_thing() -> None:
    terms = {
        pattern: (re.compile(rf"(?<![\w{{-])(?:{pattern})(?![\w}}-])", re.IGNORECASE), words)
        for pattern, words in GLOSSARY["terms"].items()
    }
    wrong = []
    for english, vietnamese in ALL:
        said = vietnamese.lower()
        for pattern, (meant, words) in terms.items():
            if any(p == pattern and part in english for p, part in GLOSSARY["other_senses"]):
                continue
            if meant.search(english) and not any(word in said for word in words):
                wrong.append((pattern, english, vietnamese))
        without_places = re.sub(r"\{\w+\}|“[^”]*”", "", said)  # what is quoted may be a fault
        wrong += [
            (word, english, vietnamese)
            for word in GLOSSARY["not_used"]
            if word in f"{without_places} "
        ]
    assert wrong == []


def test_every_term_of_the_glossary_is_used() -> None:
    said = "\n".join(str(m.id) for domain in catalogues.DOMAINS for m in _messages(domain))
    for pattern in GLOSSARY["terms"]:
        assert re.search(rf"\b(?:{pattern})(?!\w)", said, re.IGNORECASE), pattern


def test_a_sentence_is_said_with_its_values_in_both_languages() -> None:
    message = Text("wrote {file} ({pages} pages)", (("file", "a.pdf"), ("pages", 10)))
    assert render(message, "vi") == "đã ghi a.pdf (10 trang)"
    assert render(message, "en") == "wrote a.pdf (10 pages)"
    assert LOCALE_FOLDER == catalogues.SOURCE / "locale"
