"""PL1: the units charged with tasks, and the counts that the text claims."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from qdgen.check.columns import Columns, columns_of, task_rows, units_in
from qdgen.check.decision import decision_part, execution_articles, joined
from qdgen.check.elements import BODY, Element, PartKind
from qdgen.check.paper import TEXTS, Paper, Piece, Row, Table
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.text.compare import plain
from qdgen.diagnostics import Severity
from qdgen.messages import text

_GENERAL = re.compile(r"^các\b|^(?:những|mọi|toàn thể)\b|\bliên quan\b|\bđịa phương\b|\bcó tên\b")
_COVERED = re.compile(
    r"\bthủ trưởng\b|\bcác\s(?:cơ quan|đơn vị|sở|vụ|cục|phòng|tổ chức|bộ)\b"
    r"|(?<!hiệu )\btrưởng các\b"  # heads of schools are no heads of units
    r"|\bngười đứng đầu\b"
)
_UNIT = re.compile(
    r"^(?:vụ|cục|viện|trung tâm|văn phòng|thanh tra|phòng|ban|học viện|báo|tạp chí|quỹ|chi cục)\b"
)
_VAGUE = re.compile(r"^các\b.*\bliên quan(?: khác)?$")
_COUNT = re.compile(
    r"\b(?:gồm|bao gồm|có|với)\s+(?:có\s+)?(?:tổng (?:số|cộng)\s+)?(?P<count>\d{1,4})\s+"
    r"(?P<what>nhóm nhiệm vụ|nhiệm vụ|nhóm|đầu việc|công việc)\b",
    re.IGNORECASE,
)
_ANNEX = re.compile(r"\bphụ lục(?:\s+(?P<number>[IVXLC]+)\b)?", re.IGNORECASE)
_ALIKE = 0.8
_ENOUGH = 0.6


def _known(paper: Paper) -> frozenset[str]:
    """Every name of the register of units, plain."""
    units = paper.registers.units.values()
    return frozenset(plain(n) for u in units for n in (u.name, u.short_name) if n)


class _Cells:
    """The units named in cells; the same words are taken apart once."""

    def __init__(self, paper: Paper) -> None:
        self.known = _known(paper)
        self._apart: dict[str, list[str]] = {}

    def units(self, row: Row, column: int) -> list[str]:
        """The units of a cell; blanks and those named in general are left out."""
        words = row.cell_text(column) if column >= 0 else ""
        if words not in self._apart:
            found = units_in(words, self.known)
            self._apart[words] = [u for u in found if u.strip("… ") and not _GENERAL.search(u)]
        return self._apart[words]


def _task_tables(paper: Paper) -> list[tuple[Table, Columns]]:
    pairs = [(table, columns_of(table)) for table in paper.tables]
    return [(table, columns) for table, columns in pairs if columns.are_tasks]


def _naming(row: Row, column: int, unit: str) -> Piece | None:
    """The line of a cell that names the unit."""
    cell = row.cells[column]
    return next((p for p in cell if unit in plain(p.text)), cell[0] if cell else None)


@rule("PL121", "leader-is-partner", Severity.WARNING, Certainty.DERIVED, TEXTS)
def leader_is_partner(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit both leads a task and takes part in it.

    Who leads a task does not coordinate with itself; one of the two cells was copied.

    Wrong: chủ trì: Cục Viễn thông | phối hợp: Cục Viễn thông; Vụ Pháp chế
    Right: chủ trì: Cục Viễn thông | phối hợp: Vụ Pháp chế
    Source: suy ra, đối chiếu giữa các cột
    """
    cells = _Cells(paper)
    for table, columns in _task_tables(paper):
        if columns.partner < 0:
            continue
        for row in task_rows(table):
            leaders = set(cells.units(row, columns.leader))
            for unit in cells.units(row, columns.partner):
                if unit in leaders:
                    piece = _naming(row, columns.partner, unit)
                    yield Remark(
                        text("this unit leads the task already"),
                        text("leave it out of one of the two cells"),
                        piece,
                    )


@rule("PL122", "leader-not-addressed", Severity.WARNING, Certainty.DERIVED, TEXTS)
def leader_not_addressed(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit that leads a task is neither in the article on execution nor in nơi nhận.

    Who has to do something must be told so by the decision and receive it. "Thủ trưởng các đơn vị
    …" in that article covers all units.

    Wrong: chủ trì: Cục Viễn thông (Điều 4 và nơi nhận không nhắc đến Cục Viễn thông)
    Right: Chánh Văn phòng Bộ, Cục trưởng Cục Viễn thông … chịu trách nhiệm thi hành
    Source: suy ra từ Phụ lục III, mẫu 1.3 và Phụ lục I, Phần I, Mục II.9
    """
    articles = execution_articles(paper)
    if not articles:
        return
    recipients = joined(paper, Element.RECIPIENT, decision_part(paper))
    addressed = plain("\n".join(a.words for a in articles) + "\n" + recipients)
    if _COVERED.search(addressed):
        return
    names = {
        plain(n): {plain(m) for m in (u.name, u.short_name) if m}
        for u in paper.registers.units.values()
        for n in (u.name, u.short_name)
        if n
    }
    cells = _Cells(paper)
    told: set[str] = set()
    for table, columns in _task_tables(paper):
        for row in task_rows(table):
            for unit in cells.units(row, columns.leader):
                if unit in told or any(n in addressed for n in names.get(unit, {unit})):
                    continue
                # A name nearly right is misspelt, which another rule tells: not left out.
                if unit not in names and any(
                    other in addressed and _nearly(unit, other) for other in names
                ):
                    continue
                if unit.startswith(("văn phòng", "thanh tra")) and f"chánh {unit[:8]}" in addressed:
                    continue
                told.add(unit)
                yield Remark(
                    text("this unit is neither in the article on execution nor in nơi nhận"),
                    text("name it in one of the two"),
                    _naming(row, columns.leader, unit),
                )


@rule("PL123", "unit-unknown", Severity.INFO, Certainty.DERIVED, TEXTS)
def unit_unknown(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A unit of the table is not in the register of units.

    Where nearly all units of a table are in the register, one that is not may be misnamed or
    dissolved. Names that nearly fit are told of by another rule.

    Wrong: Vụ Khoa học tự nhiên (sổ đơn vị không có)
    Right: Vụ Pháp chế (có trong sổ đơn vị)
    Source: suy ra, đối chiếu với sổ đơn vị
    """
    cells = _Cells(paper)
    if not cells.known:
        return
    for table, columns in _task_tables(paper):
        for column in (columns.leader, columns.partner):
            if column < 0:
                continue
            known = unknown = 0
            strange: dict[str, Row] = {}
            for row in task_rows(table):
                for unit in cells.units(row, column):
                    if unit in cells.known:
                        known += 1
                    elif _UNIT.match(unit):
                        unknown += 1
                        strange.setdefault(unit, row)
            if known < (known + unknown) * _ENOUGH:
                continue
            for unit, row in strange.items():
                if not any(_nearly(unit, other) for other in cells.known):
                    yield Remark(
                        text("the register of units does not know this unit"),
                        text("correct the name, or add the unit to the register"),
                        _naming(row, column, unit),
                    )


def _nearly(one: str, other: str) -> bool:
    if one in other or other in one:
        return True
    matcher = SequenceMatcher(None, one, other, autojunk=False)
    return matcher.quick_ratio() >= _ALIKE and matcher.ratio() >= _ALIKE


@rule("PL124", "leader-vague", Severity.INFO, Certainty.PRACTICE, TEXTS)
def leader_vague(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A task is led by "các đơn vị liên quan", that is by nobody in particular.

    Every task needs one unit that answers for it.

    Wrong: chủ trì: Các cơ quan, đơn vị liên quan
    Right: chủ trì: Cục Viễn thông | phối hợp: Các cơ quan, đơn vị liên quan
    Source: không có quy định về thể thức; thông lệ soạn kế hoạch
    """
    for table, columns in _task_tables(paper):
        for row in task_rows(table):
            words = row.cell_text(columns.leader)
            if words and _VAGUE.match(plain(words)):
                yield Remark(
                    text("“{words}” names nobody in particular", words=words.replace("\n", " ")),
                    text("name the unit in charge; the others take part"),
                    row.cells[columns.leader][0],
                )


@rule("PL125", "count-of-tasks", Severity.WARNING, Certainty.DERIVED, TEXTS)
def count_of_tasks(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The text says how many tasks or groups an annex has, and the table has another number.

    Rows are added and taken out to the last; the number in the text is then forgotten.

    Wrong: Phụ lục gồm 12 nhiệm vụ (bảng có 11 nhiệm vụ)
    Right: Phụ lục gồm 11 nhiệm vụ (bảng có 11 nhiệm vụ)
    Source: suy ra, đối chiếu giữa lời văn và bảng
    """
    tables = _task_tables(paper)
    if not tables:
        return
    for piece in paper.of(*BODY):
        if not piece.text or ("hiệm vụ" not in piece.text and "hóm" not in piece.text):
            continue
        for match in _COUNT.finditer(piece.text):
            table = _meant(paper, tables, piece)
            if table is None:
                continue
            groups = match["what"].lower().startswith("nhóm")
            counts = _groups(table) if groups else _tasks(table)
            if counts and int(match["count"]) not in counts:
                yield Remark(
                    text("the text says {said}, the table has {count}",
                         said=match["count"], count=max(counts)),
                    text("correct the number, or see whether a row is missing"),
                    piece,
                    *match.span("count"),
                )  # fmt: skip


def _meant(paper: Paper, tables: list[tuple[Table, Columns]], piece: Piece) -> Table | None:
    """The table that a piece of text counts, where that is clear."""
    own = [table for table, _ in tables if table.part == piece.part]
    if not own:
        named = _ANNEX.search(piece.text)
        if named is None:
            return None
        annexes = list(paper.parts_of(PartKind.ANNEX))
        parts = {n for n, p in annexes if len(annexes) == 1 or p.number == named["number"]}
        own = [table for table, _ in tables if table.part in parts]
    return own[0] if len(own) == 1 else None


def _tasks(table: Table) -> set[int]:
    """The numbers of tasks one may read from a table: all, those of the first level, the last."""
    levels = [row.level for row in table.rows if row.heading is None]
    if not levels:
        return set()
    leaves = sum(
        row.heading is None and (following is None or following.level <= row.level)
        for row, following in zip(table.rows, [*table.rows[1:], None], strict=False)
    )
    first = sum(row.level == min(levels) for row in table.rows)
    return {len(levels), leaves, first, levels.count(min(levels))}


def _groups(table: Table) -> set[int]:
    headings = [row.level for row in table.rows if row.heading is not None]
    return {len(headings), headings.count(min(headings))} if headings else set()
