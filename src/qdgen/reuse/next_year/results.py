"""Last year's results by id, from a YAML file or a workbook: what was done, what goes on, what is
dropped."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.vocabulary import nearest
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import ContentError
from qdgen.messages import Text, text
from qdgen.vietnamese import without_marks
from qdgen.workbooks.reading import read_workbook

_SHEETS = (".xlsx", ".csv", ".xlsm", ".xls")
_ID_COLUMNS = ("mã", "id")
_RESULT_COLUMNS = ("kết quả", "ket_qua", "kết quả thực hiện")
_NOTE_COLUMNS = ("ghi chú", "ghi_chu")


class Result(Enum):
    """What became of a task, in the words of the file."""

    DONE = "hoàn thành"
    CARRIED = "chuyển tiếp"
    DROPPED = "bỏ"


_SPELLINGS = {
    without_marks(words): result
    for result, all_words in (
        (Result.DONE, ("hoàn thành", "đã hoàn thành", "xong", "đã xong")),
        (Result.CARRIED, ("chuyển tiếp", "tiếp tục", "đang thực hiện", "chưa hoàn thành")),
        (Result.DROPPED, ("bỏ", "không thực hiện", "dừng")),
    )
    for words in all_words
}


@dataclass(frozen=True, slots=True)
class TaskResult:
    """The result of a task, and what was remarked on it."""

    result: Result
    note: str = ""


def read_results(path: Path, shown: str, rows: Collection[str]) -> dict[str, TaskResult]:
    """The results in the file `path`, called `shown`, by the ids of `rows`. A row without a result
    is left out.

    Raises ContentError with every mistake found, UnreadableFileError for a broken workbook,
    OutputError where the file cannot be opened.
    """
    told = _of_workbook(path, shown) if path.suffix.casefold() in _SHEETS else _of_yaml(path, shown)
    found: dict[str, TaskResult] = {}
    problems: list[Diagnostic] = []
    for row, words, note, place in told:
        result = _SPELLINGS.get(without_marks(" ".join(words.split()).rstrip(".")))
        if row not in rows:
            match = nearest(row, rows)
            hint = (
                text("Do you mean {key}?", key=match)
                if match
                else text("Write the id of a row of last year's annex.")
            )
            problems.append(_problem(text("no row has the id {key}", key=row), place, hint))
        elif row in found:
            problems.append(
                _problem(text("{key} stands there a second time", key=row), place,
                         text("Keep one of the two."))
            )  # fmt: skip
        elif result is not None:
            found[row] = TaskResult(result, note)
        elif words.strip():
            problems.append(
                _problem(
                    text("“{words}” is no result", words=words),
                    place,
                    text("Write: {words}", words=", ".join(r.value for r in Result)),
                )
            )
    if problems:
        raise ContentError(
            text("the results in {file} cannot be used", file=shown), diagnostics=problems
        )
    return found


def _problem(message: Text, place: Location, hint: Text) -> Diagnostic:
    return Diagnostic("result-wrong", message, place, hint)


_Told = tuple[str, str, str, Location]


def _of_yaml(path: Path, shown: str) -> Iterator[_Told]:
    root, _, problems = read_file(path, shown)
    if root is None:
        raise ContentError(
            text("the results in {file} cannot be used", file=shown), diagnostics=problems
        )
    for name, value in root.items():
        key = root.keys_at[name]
        words, note = value, ""
        if isinstance(value, MapNode):
            words, note = value.get("ket_qua", ""), str(value.get("ghi_chu", ""))
        place = root.source.location(key.line, key.column)
        yield name, words.value if isinstance(words, Scalar) else "?", note, place


def _of_workbook(path: Path, shown: str) -> Iterator[_Told]:
    is_told = False
    for sheet in read_workbook(path):
        if sheet.is_hidden or sheet.headings.isdisjoint(_RESULT_COLUMNS):
            continue
        for number, cells in sheet.table():
            row = next((cells[c] for c in _ID_COLUMNS if c in cells), None)
            result = next((cells[c] for c in _RESULT_COLUMNS if c in cells), None)
            note = next((cells[c].text for c in _NOTE_COLUMNS if c in cells), "")
            if row is None:
                continue
            is_told = True
            if result is not None:
                yield row.text.strip(), result.text, note, Location(shown, number, result.column)
    if not is_told:
        raise ContentError(
            text("the results in {file} cannot be used", file=shown),
            text("the first row of a sheet names its columns: Mã, Kết quả, Ghi chú"),
        )
