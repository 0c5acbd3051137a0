"""Plain words become markup that says them, and ids that are free."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.content.escaping import as_markup
from qdgen.content.fresh_ids import fresh_id
from qdgen.content.markup import Footnote, Span
from qdgen.content.markup_parser import parse_inline
from qdgen.content.nodes import Scalar, SourceFile

WORDS = st.text("aĐ1 *@^\\<>()._:/htps", min_size=1, max_size=30).map(
    lambda words: unicodedata.normalize("NFC", words)
)


def _parsed(value: str) -> tuple[object, ...]:
    nodes, wrong = parse_inline(Scalar(value, SourceFile("f", value), 1, 1, 0, len(value)))
    assert wrong == []
    return nodes


@given(WORDS)
def test_the_markup_of_words_gives_the_words(words: str) -> None:
    nodes = _parsed(as_markup(words))
    assert all(isinstance(node, Span) and not node.bold and not node.italic for node in nodes)
    assert "".join(node.text for node in nodes if isinstance(node, Span)) == words


@given(WORDS)
def test_the_markup_of_words_in_a_footnote_does_not_close_it(words: str) -> None:
    (note,) = _parsed(f"^({as_markup(words, in_note=True)})")[:1]
    assert isinstance(note, Footnote)
    assert "".join(node.text for node in note.content if isinstance(node, Span)) == words


@pytest.mark.parametrize(
    ("words", "markup"),
    [
        ("Điều 5 (khoản 1) và 3 * 4", "Điều 5 (khoản 1) và 3 * 4"),
        ("gửi a@b.vn, @nd55", "gửi a@b.vn, \\@nd55"),
        ("5*3 < 16, <https://a.vn>", "5\\*3 < 16, \\<https://a.vn>"),
        ("C:\\x^2", "C:\\\\x\\^2"),
    ],
)
def test_only_what_must_be_is_escaped(words: str, markup: str) -> None:
    assert as_markup(words) == markup


def test_fresh_ids_are_short_readable_and_free() -> None:
    taken: set[str] = set()
    for words, expected in (
        ("Vụ Kế hoạch - Tài chính có trách nhiệm thẩm định", "vu-ke-hoach-tai-chinh"),
        ("Đề án @nd55(số) của **Bộ**", "de-an-bo"),
        ("Đề án của Bộ", "de-an-bo-2"),
        ("Quyết định", "quyet-dinh-2"),
        ("***", "muc"),
        ("", "muc-2"),
        ("x" * 90, "x" * 28),
    ):
        name = fresh_id(words, taken)
        assert name == expected
        taken.add(name)
