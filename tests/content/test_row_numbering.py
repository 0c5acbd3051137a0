"""The patterns under `stt`."""

from __future__ import annotations

import pytest

from qdgen.content.nodes import Scalar, SourceFile
from qdgen.content.row_numbering import RowPattern, parse_pattern


def _pattern(written: str) -> RowPattern:
    return parse_pattern(Scalar(written, SourceFile("f", written), 1, 1, 0, len(written)))


@pytest.mark.parametrize(
    ("written", "pattern"),
    [
        ("I", RowPattern("", "", "upper-roman")),
        ("i", RowPattern("", "", "lower-roman")),
        ("1", RowPattern("", "", "arabic")),
        ("a", RowPattern("", "", "lower-letter")),
        ("A", RowPattern("", "", "upper-letter")),
        ("(1)", RowPattern("(", ")", "arabic")),
        ("1.", RowPattern("", ".", "arabic")),
        ("a)", RowPattern("", ")", "lower-letter")),
        ("1.1", RowPattern("", "", "arabic", with_parent=True)),
        ("1.1.", RowPattern("", ".", "arabic", with_parent=True)),
        ("I.1", RowPattern("", "", "arabic", with_parent=True)),
        ("(12.1)", RowPattern("(", ")", "arabic", with_parent=True)),
        ("1 liên tục", RowPattern("", "", "arabic", runs_on=True)),
        ("(1) liên tục", RowPattern("(", ")", "arabic", runs_on=True)),
    ],
)
def test_a_pattern_is_read(written: str, pattern: RowPattern) -> None:
    assert _pattern(written) == pattern


@pytest.mark.parametrize(
    "written", ["Nhóm 1", "II", "b", "1.1.1", "1 liên", "liên tục", ".", "1 1"]
)
def test_what_is_no_pattern_is_refused(written: str) -> None:
    with pytest.raises(ValueError, match=written):
        _pattern(written)
