"""Which lines belong together: the tests that need no more than the lines themselves."""

from __future__ import annotations

import re

from qdgen.check.pages.lines import MM, Line
from qdgen.check.pages.paragraphs import Frame
from qdgen.check.pages.tables import Cell, Grid

_MOST_LEADING = 1.95
_FULL_MM = 0.9
_SAME_COLUMN_MM = 1.2

ALONE = re.compile(
    r"(?:QUYẾT ĐỊNH|KẾ HOẠCH|QUY CHẾ|QUY ĐỊNH|CHƯƠNG TRÌNH|ĐỀ ÁN|PHƯƠNG ÁN|DỰ ÁN|NGHỊ QUYẾT|CHỈ THỊ"
    r"|THÔNG BÁO|HƯỚNG DẪN|BÁO CÁO|TỜ TRÌNH|ĐIỀU LỆ|NỘI QUY|DANH MỤC|DANH SÁCH"
    r"|QUYẾT ĐỊNH\s*:"
    r"|PHỤ LỤC(?: (?:SỐ )?[IVXLC\d]+)?"
    r"|(?:PHẦN|CHƯƠNG|MỤC|TIỂU MỤC) (?:THỨ )?[\wÀ-ỹ]+)\.?",
    re.IGNORECASE,
)
ITEM = re.compile(r"[-–+•*]\s")
_ORGAN = re.compile(
    r"(?:SỞ|CỤC|VỤ|VIỆN|PHÒNG|CHI CỤC|TRUNG TÂM|BAN QUẢN LÝ|TRƯỜNG|HỌC VIỆN|BỆNH VIỆN|VĂN PHÒNG"
    r"|TỔNG CỤC|THANH TRA|KHO BẠC)\b"
)
NUMBER_LINE = re.compile(r"số\s*:?(?:\s|\d|$)", re.IGNORECASE)
_OPEN_DATE = re.compile(r"ngày\s(?!.*năm\s+\d{4}\s*$)")
"""A date of which the year stands on the next line."""
_NATIONAL = "cộng hòa xã hội chủ nghĩa việt nam"
_MOTTO = "độc lập - tự do - hạnh phúc"
TYPED_RULE = re.compile(r"[_─—–=\-]{4,}|[-—–─_ ]{6,}")


def goes_on(above: Line, line: Line, frame: Frame) -> bool:
    """Whether a sentence goes on from a full line to one further down than usual: lines set wide
    apart."""
    return (
        above.right >= frame.right - _FULL_MM
        and abs(line.left - frame.left) < _FULL_MM
        and above.size == line.size
        and line.text[:1].islower()
        and not above.text.rstrip().endswith((".", ";", ":"))
    )


def same_columns(one: Grid, other: Grid) -> bool:
    outer = abs(one.columns[0] - other.columns[0]) <= _SAME_COLUMN_MM
    outer = outer and abs(one.columns[-1] - other.columns[-1]) <= _SAME_COLUMN_MM
    common = sum(
        any(abs(edge - own) <= _SAME_COLUMN_MM for own in other.columns) for edge in one.columns
    )
    return outer and common >= min(len(one.columns), len(other.columns)) - 1


def ends_in_cell(above: Line, line: Line, right: float) -> bool:
    if ITEM.match(line.text):
        return True
    room = right - above.right - 0.25 * line.size * MM
    return line.first_width() < room - 0.4


def stacks(group: list[Line], line: Line, *, is_head: bool, column: int) -> bool:
    """Whether a line of a column goes on with the paragraph `group`."""
    above = group[-1]
    so_far = " ".join(one.text for one in group).casefold()
    if is_head and column == 1:
        longer = f"{so_far} {line.text}".casefold()
        if _OPEN_DATE.search(so_far):
            return True
        return _NATIONAL.startswith(longer) or _MOTTO.startswith(longer)
    if is_head:
        step = (line.baseline - above.baseline) / MM
        return (
            round(above.bold) == round(line.bold)
            and above.size == line.size
            and step < _MOST_LEADING * line.size
            and not _ORGAN.match(line.text)
            and not NUMBER_LINE.match(above.text.strip())
        )
    if column == 0:
        return not ITEM.match(line.text) and not above.text.rstrip().endswith(":")
    return False


def goes_on_with_row(first: list[Cell], grid: Grid) -> bool:
    """Whether the first row of a table's page is the rest of the row before: it has no number, and
    some cell begins in the middle of a sentence."""
    if len(grid.columns) < 4 or len(first) < 3 or first[0].column or first[0].text:
        return False
    words = [cell.text for cell in first if cell.text]
    return any(word[0].islower() for word in words)
