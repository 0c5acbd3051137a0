"""The hash by which an issued dossier is known stays the same from version to version."""

from __future__ import annotations

from dataclasses import dataclass, field, make_dataclass

import pytest
from issuing_desk import BASE, NAME

from qdgen.pipeline import read_document
from qdgen.signing.document_hash import document_hash, feed


def fed(value: object) -> bytes:
    taken = bytearray()
    feed(value, taken.extend)
    return bytes(taken)


def test_the_hash_of_a_dossier_is_what_it_was_in_earlier_versions() -> None:
    """Where this fails, every dossier issued before would count as changed: give what is new in
    the model a default. Only what is printed otherwise may change the hash."""
    _, document, _ = read_document(BASE / NAME, BASE.parent)
    assert (
        document_hash(document)
        == "d80536bf2b4906ed1f203a4506f72c39d4764cfc4f274f869d9c1c12b626e83a"
    )


@dataclass(frozen=True)
class Cell:
    words: str
    place: str = field(default="", repr=False)


def test_a_new_field_with_its_default_and_what_is_not_shown_change_nothing() -> None:
    later = make_dataclass("Cell", [("words", str), ("bold", bool, field(default=False))])
    assert fed(Cell("a", "dòng 1")) == fed(later("a"))
    assert fed(later("a")) != fed(later("a", bold=True))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("a", "b"), ("ab",)),
        (("a", ("b",)), (("a", "b"),)),
        ("1", 1),
        (("", "a"), ("a", "")),
        ({"a": "b"}, ("a", "b")),
        (Cell("a"), ("a",)),
        (None, "None"),
    ],
)
def test_different_values_are_never_the_same_bytes(one: object, other: object) -> None:
    assert fed(one) != fed(other)
