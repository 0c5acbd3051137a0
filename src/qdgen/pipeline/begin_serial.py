"""Serial decisions: a dossier of each row of a spreadsheet, taken up again where it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import UsageError
from qdgen.messages import Text, text
from qdgen.pipeline.begin import (
    Beginning,
    checked_name,
    documents_beside,
    enter,
    is_same,
    plain_name,
    staging,
    write_dossier,
)
from qdgen.reuse.drafting import AnswerError, NewDossier, checked, draft
from qdgen.reuse.kinds import Kind
from qdgen.workbooks.reading import Cell, Sheet
from qdgen.workbooks.writing import write_workbook

FOLDER = "thư mục"
"""The column of a spreadsheet that names the folders, where they are not to be named by rule."""

_PREPARED_ROWS = 200
"""Rows whose cells are set to text, so that Excel makes no date or figure of what is typed."""


@dataclass(slots=True)
class Begun:
    """What came of a spreadsheet: dossiers made, those that were there, rows that were not taken,
    and keys that the register gained."""

    made: list[Path] = field(default_factory=list)
    there: list[Path] = field(default_factory=list)
    changed: list[Path] = field(default_factory=list)
    """There, with other words than the spreadsheet's: left as they are."""
    refused: list[Diagnostic] = field(default_factory=list)
    entered: list[str] = field(default_factory=list)


def begin_many(
    start: Beginning,
    sheet: Sheet,
    shown_as: str,
    given: Mapping[str, str],
    progress: Callable[[int, int], None],
) -> Begun:
    """Make a dossier of each row of `sheet`, whose first row names the questions; `given` answers
    what no column answers. Rows that cannot be taken are told, the others are made; those made
    before by the same row are there already, so that an interrupted run is taken up again.

    Raises UsageError where no column answers a question, ContentError, OutputError.
    """
    columns = _columns(start.kind, sheet, shown_as)
    documents = documents_beside(start)
    begun = Begun()
    rows = list(sheet.table())
    names: set[str] = set()
    with staging(start) as place:
        for nth, (number, row) in enumerate(rows, 1):
            progress(nth, len(rows))
            try:
                answers = dict(given) | _answers(start.kind, columns, row)
                name = _row_name(start, answers, row, number, names)
            except _BadCellError as bad:
                begun.refused.append(bad.told(shown_as, number))
                continue
            made = draft(
                start.kind, start.organ, start.year, answers, documents,
                signer=start.signer, filing=start.filing,
            )  # fmt: skip
            folder = start.content / name
            if folder.exists():
                (begun.there if is_same(folder, start, made) else begun.changed).append(folder)
                continue
            # Before the dossier that cites them: where the run ends here, it can be built.
            entries = {k: e for k, e in made.entries.items() if k not in begun.entered}
            begun.entered += enter(start, NewDossier({}, entries))
            write_dossier(folder, start, made, place)
            begun.made.append(folder)
    return begun


def write_form(kind: Kind, path: Path) -> None:
    """Write a workbook with the questions of `kind` as headings, an example in the comment of each,
    all cells text. Raises OutputError."""
    from openpyxl import Workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import Alignment, Font
    from openpyxl.worksheet.worksheet import Worksheet

    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError(sheet)
    sheet.title = kind.name[:31]
    for nth, question in enumerate(kind.questions, 1):
        heading = sheet.cell(1, nth, question.words)
        heading.font = Font(bold=True)
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        heading.comment = Comment(f"Ví dụ: {question.example}", "qdgen")
        sheet.column_dimensions[heading.column_letter].width = 28
        for row in range(2, _PREPARED_ROWS + 2):
            sheet.cell(row, nth).number_format = "@"
    sheet.freeze_panes = "A2"
    write_workbook(book, path)


class _BadCellError(Exception):
    def __init__(self, cell: Cell | None, message: Text, hint: Text) -> None:
        super().__init__(message)
        self.cell = cell
        self.message = message
        self.hint = hint

    def told(self, shown_as: str, row: int) -> Diagnostic:
        place = Location(shown_as, row, self.cell.column if self.cell else 1)
        line = self.cell.text if self.cell else ""
        return Diagnostic("row-not-taken", self.message, place, self.hint, line)


def _columns(kind: Kind, sheet: Sheet, shown_as: str) -> dict[str, str]:
    """The keys of the questions by the headings of the columns that answer them."""
    known = {words.casefold(): q.key for q in kind.questions for words in (q.words, q.key)}
    headings = [c.text.strip().casefold() for c in sheet.rows[0] if c.text] if sheet.rows else []
    strange = [h for h in headings if h not in known and h != FOLDER]
    if not headings or strange:
        raise UsageError(
            text("{file}: no question of {kind} is called “{heading}”", file=shown_as,
                 kind=kind.name, heading=strange[0] if strange else ""),
            text("the first row holds the questions: {questions}",
                 questions=", ".join(q.words for q in kind.questions)),
        )  # fmt: skip
    return {h: known[h] for h in headings if h in known}


def _answers(kind: Kind, columns: Mapping[str, str], row: Mapping[str, Cell]) -> dict[str, str]:
    questions = {q.key: q for q in kind.questions}
    found = {}
    for heading, key in columns.items():
        cell = row.get(heading)
        try:
            found[key] = checked(questions[key], cell.text if cell else "")
        except AnswerError as error:
            raise _BadCellError(
                cell,
                text("{heading}: {message}", heading=questions[key].words, message=error.message),
                error.hint,
            ) from error
    return found


def _row_name(
    start: Beginning,
    answers: Mapping[str, str],
    row: Mapping[str, Cell],
    number: int,
    names: set[str],
) -> str:
    wanted = row.get(FOLDER)
    if wanted is not None:
        try:
            name = checked_name(wanted.text)
        except UsageError as error:
            raise _BadCellError(wanted, error.message, error.hint) from error
        if name in names:
            raise _BadCellError(
                wanted,
                text("the folder {name} is named a second time", name=name),
                text("give each row a folder of its own"),
            )
    else:
        plain = plain_name(start, answers) or f"{start.year}-{start.kind.name}-{number}"
        name, again = plain, 2
        while name in names:
            name, again = f"{plain}-{again}", again + 1
    names.add(name)
    return name
