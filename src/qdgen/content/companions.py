"""Files that lie in a dossier's folder and are no part of the decision: what is open in it.

They are neither printed nor in the content's hash, and `qdgen fmt` leaves them as they are.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from qdgen.content.fields import (
    Line,
    Maybe,
    Model,
    Prose,
    Several,
    optional,
    required,
    several,
)
from qdgen.content.nodes import MapNode, Scalar
from qdgen.content.problems import Problems
from qdgen.content.validation import validate
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, Location
from qdgen.messages import text

REVIEW = "ra-soat.yaml"
REASONS = "thuyet-minh.yaml"
NEXT_YEAR = "chuyen-nam.yaml"
COMPANIONS = frozenset((REVIEW, REASONS, NEXT_YEAR))
"""The names of all companion files."""


class ReviewItem(Model):
    """What a reviewer asked, and what was done about it."""

    id: Line = required("id", "Mã của việc cần xử lý")
    words: Prose = required("noi_dung", "Ý kiến, câu hỏi cần xử lý")
    where: Maybe[Line] = optional("cho", "Chỗ được nói đến: mã của điều, khoản, hàng")
    outcome: Maybe[Prose] = optional("xu_ly", "Cách xử lý; để trống là chưa xong")


class ReviewFile(Model):
    """ra-soat.yaml"""

    items: Several[ReviewItem] = several("muc", "Các việc cần xử lý trước khi ban hành")


class RollItem(Model):
    """What a person decides when last year's decision becomes next year's; `qdgen roll` writes
    more keys beside these."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)

    id: Line = required("id", "Mã của việc cần quyết định")
    decision: Maybe[Prose] = optional("quyet_dinh", "Quyết định; để trống là còn mở")


class RollFile(Model):
    """chuyen-nam.yaml"""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)

    items: Several[RollItem] = several("muc", "Các việc cần quyết định khi chuyển sang năm mới")


AGREED = "đồng ý"
"""The decision that takes what is proposed."""


def plain_outcome(words: str) -> str:
    """A decision as typed, without its case and full stop."""
    return " ".join(words.split()).rstrip(".").casefold()


def is_incomplete(proposed: str) -> bool:
    """Whether what is proposed cannot simply be agreed to: nothing, or an entry with gaps."""
    return not proposed or re.search(r"^ +\w+:$", proposed, re.MULTILINE) is not None


@dataclass(frozen=True, slots=True)
class CompanionItem:
    """An item of a companion file. `file` is its name, `words` what it says (its id where it says
    nothing), `where` the id it speaks of ("" where it names none), `outcome` what was done or
    decided ("" while it is open); `keys` every text of the item by its key."""

    file: str
    id: str
    words: str
    where: str
    outcome: str
    location: Location
    keys: dict[str, str]

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do or decide something: nobody can agree to what is not
        proposed, or has gaps."""
        if self.file == NEXT_YEAR and plain_outcome(self.outcome) == AGREED:
            return is_incomplete(self.keys.get("de_xuat", ""))
        return not self.outcome


_OPEN_FILES: dict[str, tuple[type[BaseModel], str]] = {
    REVIEW: (ReviewFile, "xu_ly"),
    NEXT_YEAR: (RollFile, "quyet_dinh"),
}


def companion_items(
    folder: Path, shown: str, names: Sequence[str] = (REVIEW, NEXT_YEAR)
) -> tuple[list[CompanionItem], list[Diagnostic]]:
    """All items of the companion files `names` of the dossier in `folder`, called `shown`; and what
    is wrong with the files, each an error. A file that is not there has no items."""
    items: list[CompanionItem] = []
    diagnostics: list[Diagnostic] = []
    for name in names:
        path = folder / name
        if not path.is_symlink() and not path.exists():
            continue
        label = f"{shown}/{name}"
        if not path.resolve().is_relative_to(folder.resolve()):
            diagnostics.append(
                Diagnostic(
                    "link-outside",
                    text("the link leads out of the folder"),
                    Location(label),
                    text("Copy the file into the folder."),
                )
            )
            continue
        root, _, found = read_file(path, label)
        diagnostics += found
        if root is not None:
            model, outcome = _OPEN_FILES[name]
            diagnostics += validate(model, root)[1]
            diagnostics += ids_twice(root)
            items += _items(root, name, outcome)
    return items, diagnostics


def _items(root: MapNode, name: str, outcome: str) -> list[CompanionItem]:
    found = []
    for node in _maps(root):
        keys = {key: str(value) for key, value in node.items() if isinstance(value, Scalar)}
        own_id = keys.get("id", "")
        words = keys.get("noi_dung") or own_id
        location = root.source.location(node.line, node.column)
        found.append(
            CompanionItem(
                name, own_id, words, keys.get("cho", ""), keys.get(outcome, ""), location, keys
            )
        )
    return found


def ids_twice(root: MapNode) -> list[Diagnostic]:
    """The ids that stand a second time among the items of `muc`."""
    problems = Problems(root.source)
    seen: dict[str, int] = {}
    for node in _maps(root):
        found = node.get("id")
        if not isinstance(found, Scalar) or not found.value:
            continue
        first = seen.setdefault(found.value, found.line)
        if first != found.line:
            problems.at(
                found.line,
                found.column,
                "duplicate-id",
                text("{key} is already the name of something else", key=found.value),
                text("It is already on line {line}; keep one of the two.", line=first),
            )
    return problems.listed()


def _maps(root: MapNode) -> list[MapNode]:
    items = root.get("muc")
    return [item for item in items if isinstance(item, MapNode)] if isinstance(items, list) else []
