"""The reasons of a Bảng so sánh, kept beside the dossier by what they are the reasons of.

    muc:
      # Khoản 3 Điều 2
      - id: bao-cao
        ly_do: Để kịp kỳ họp cuối năm.

`id` is that of a provision or a row, or the key of a text that has none. What is written here is
never taken out by the program: a text that is no longer changed may be changed again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qdgen.content.companions import REASONS, ids_twice
from qdgen.content.editing import Edits, SplicingError
from qdgen.content.fields import Line, Maybe, Model, Prose, Several, optional, required, several
from qdgen.content.nodes import MapNode
from qdgen.content.validation import validate
from qdgen.content.yaml_reader import parse, read_file
from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import ContentError, OutputError
from qdgen.messages import text
from qdgen.replacing import replacing

_BEGIN = "# Lý do của từng chỗ sửa, cho Bảng so sánh, thuyết minh: ghi vào ly_do.\n"


class Reason(Model):
    """Why one provision, row or text was changed."""

    id: Line = required("id", "Mã của điều, khoản, hàng; hoặc khóa của phần không có mã")
    words: Maybe[Prose] = optional("ly_do", "Lý do sửa, để vào cột Thuyết minh; trống là chưa có")


class ReasonsFile(Model):
    """thuyet-minh.yaml"""

    reasons: Several[Reason] = several("muc", "Lý do của từng chỗ sửa")


@dataclass(frozen=True, slots=True)
class Reasons:
    """What stands in the file: the words by their key, "" where an entry is still empty; `root` is
    None where there is no file, or none but the comments `begin`."""

    path: Path
    shown: str
    words: Mapping[str, str]
    root: MapNode | None = None
    begin: str = _BEGIN


def read_reasons(folder: Path, shown: str) -> Reasons:
    """The reasons kept in the dossier `folder`, called `shown`; none where the file is not there.

    Raises ContentError for a file with mistakes, or one that is a link out of the folder.
    """
    path = folder / REASONS
    label = f"{shown}/{REASONS}"
    if not path.is_symlink() and not path.exists():
        return Reasons(path, label, {})
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _mistakes(
            label,
            [
                Diagnostic(
                    "link-outside",
                    text("the link leads out of the folder"),
                    Location(label),
                    text("Copy the file into the folder."),
                )
            ],
        )
    root, source, found = read_file(path, label)
    if root is None:
        if source is not None and [problem.code for problem in found] == ["empty-file"]:
            return Reasons(path, label, {}, begin=source.text)
        raise _mistakes(label, found)
    file, problems = validate(ReasonsFile, root)
    problems += ids_twice(root)
    if file is None or problems:
        raise _mistakes(label, problems)
    words = {reason.id.value: reason.words.value if reason.words else "" for reason in file.reasons}
    return Reasons(path, label, words, root)


def add_entries(reasons: Reasons, entries: Sequence[tuple[str, str]]) -> None:
    """Write an empty entry for each key and the words that say what it is, below what is there.

    Nothing of the file changes but that. Raises OutputError where it cannot be written.
    """
    root = reasons.root
    found: Sequence[Diagnostic] = ()
    if root is None:
        begin = reasons.begin
        root, _, found = parse(f"{begin.rstrip()}\nmuc:\n".lstrip("\n"), reasons.shown)
    if root is None:
        raise _mistakes(reasons.shown, found)
    edits = Edits(root)
    for key, place in entries:
        edits.insert_into(edits.root, "muc", {"id": key, "ly_do": ""}, comment=place)
    try:
        written = edits.text()
    except SplicingError as error:
        raise OutputError(error.message) from error
    with replacing(reasons.path, reasons.shown) as file:
        file.write(written.encode())


def _mistakes(label: str, diagnostics: Sequence[Diagnostic]) -> ContentError:
    return ContentError(
        text("the content of {name} has mistakes", name=label), diagnostics=list(diagnostics)
    )
