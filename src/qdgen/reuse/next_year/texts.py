"""Every text of a dossier's files with the place a person knows it by: whose it is, and what it is
there. Comments are among them; registers are not, they belong to all dossiers.

A place ("path") stays when numbers and order change: the nearest id, then keys, then the count in a
list: "bao-cao/noi_dung", "muc-dich/gach/2", "quyet-dinh/van_ban/trich_yeu".
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from qdgen.check.text.deadlines import is_deadline_column
from qdgen.content.comments import WHOLE_FILE, comments_of
from qdgen.content.nodes import ListNode, MapNode, Scalar, SourceFile
from qdgen.content.positions import locate
from qdgen.reuse.next_year.years import Setting

_NAMES = frozenset({"id", "kem_theo", "khoa", "ky_hieu", "stt", "rong", "rong_stt", "huong_giay"})
_EMPTIED = frozenset({"so", "ngay"})
_TITLES = frozenset({"trich_yeu", "tieu_de"})
_ROW_WORDS = ("nhiem_vu", "tieu_de")
REMARK = "ghi-chu"


@dataclass(frozen=True, slots=True)
class FileText:
    """A text of the file `stem`. `owner` is the id it belongs to ("" for none); `scalar` is None
    for a comment, whose characters begin at `start` of the file."""

    stem: str
    path: str
    owner: str
    setting: Setting
    source: SourceFile
    start: int
    words: str
    scalar: Scalar | None = None
    about: str = ""
    """Of a cell: the words of its row's task."""

    def index(self, offset: int) -> int:
        """Where in the file the character `offset` of the words stands."""
        if self.scalar is None:
            return self.start + offset
        place = locate(self.scalar, offset)
        return self.source.line_start(place.line) + place.column - 1

    def place(self, offset: int) -> tuple[int, int]:
        """Line and column of the character `offset`, from 1."""
        return self.source.place(self.index(offset))


def texts_of(root: MapNode, stem: str) -> Iterator[FileText]:
    """All texts and comments of a file, each list and map in its order."""
    walk = _Walk(root, stem)
    yield from walk.texts(root, stem, "", Setting.BODY, "")
    yield from walk.comments()


class _Walk:
    def __init__(self, root: MapNode, stem: str) -> None:
        self.root, self.stem = root, stem
        self.source = root.source
        self.paths: dict[int, tuple[str, str]] = {}
        self.deadlines = set(_deadline_columns(root))

    def texts(
        self, node: MapNode, path: str, owner: str, setting: Setting, key_of: str
    ) -> Iterator[FileText]:
        """The texts of a map that stands at `path`, the value (or an item) of the key `key_of`."""
        found = node.get("id")
        if isinstance(found, Scalar) and found.value:
            path = owner = found.value
        about = _about(node) if key_of == "hang" else ""
        for key, child in node.items():
            self.paths.setdefault(node.keys_at[key].start, (f"{path}/{key}", owner))
            below = self._setting(key, key_of, setting, node)
            if below is not None:
                yield from self._below(child, f"{path}/{key}", owner, below, key, about)

    def _below(
        self, child: object, path: str, owner: str, setting: Setting, key: str, about: str
    ) -> Iterator[FileText]:
        if isinstance(child, MapNode):
            yield from self.texts(child, path, owner, setting, key)
        elif isinstance(child, Scalar):
            if child.value:
                yield self._text(child, path, owner, setting, about)
        elif isinstance(child, ListNode):
            names = _names(child) if key == "can_cu" else {}
            for nth, item in enumerate(child, 1):
                here = f"{path}/{names.get(nth, nth)}"
                if isinstance(item, MapNode):
                    yield from self.texts(item, here, owner, setting, key)
                elif isinstance(item, Scalar):
                    self.paths.setdefault(item.start, (here, owner))
                    is_key = key == "can_cu" or setting is Setting.NAME
                    yield self._text(item, here, owner, Setting.NAME if is_key else setting, about)

    def _text(
        self, scalar: Scalar, path: str, owner: str, setting: Setting, about: str
    ) -> FileText:
        return FileText(
            self.stem, path, owner, setting, self.source, scalar.start, scalar.value, scalar, about
        )

    def _setting(self, key: str, key_of: str, outer: Setting, node: MapNode) -> Setting | None:
        if key_of == "van_ban" and key == "nam":
            return Setting.HEADER_YEAR
        if key_of == "van_ban" and key in _EMPTIED and "ky_hieu" in node:
            return None  # emptied, and listed for that
        if key in _NAMES:
            return Setting.NAME
        if key == "can_cu" or outer is Setting.BASIS:
            return Setting.BASIS
        if key_of == "hang":
            if key in self.deadlines:
                return Setting.DEADLINE
            return Setting.CELL if key != "hang" else Setting.BODY
        return Setting.TITLE if key in _TITLES else Setting.BODY

    def comments(self) -> Iterator[FileText]:
        """The comments in the order of the file, each known by what it stands at."""
        counts: dict[str, int] = {}
        content = self.source.text
        for index, at in sorted(comments_of(self.root).owners.items()):
            path, owner = self.paths.get(at, (self.stem, ""))
            if at == WHOLE_FILE:
                path, owner = self.stem, ""
            place = f"{path}/{REMARK}"
            counts[place] = counts.get(place, 0) + 1
            end = content.find("\n", index)
            words = content[index : end if end >= 0 else len(content)].rstrip(" \r")
            name = place if counts[place] == 1 else f"{place}-{counts[place]}"
            yield FileText(self.stem, name, owner, Setting.COMMENT, self.source, index, words)


def _names(bases: ListNode) -> dict[int, str]:
    """What the căn cứ are called by: a key, else their kind and its count, so that one put in
    between renames no other."""
    names: dict[int, str] = {}
    counts: dict[str, int] = {}
    for nth, item in enumerate(bases, 1):
        if isinstance(item, Scalar):
            names[nth] = item.value
        elif isinstance(item, MapNode):
            kind = next(iter(item), "khac").replace("_", "-")
            counts[kind] = counts.get(kind, 0) + 1
            names[nth] = f"{kind}-{counts[kind]}"
    return names


def _about(row: MapNode) -> str:
    """What a row is about: its task, else the first of its texts that is no id."""
    cells: Mapping[str, object] = row
    keys = [*(k for k in _ROW_WORDS if k in cells), *(k for k in cells if k not in ("id", "hang"))]
    found = next((cells[k] for k in keys if isinstance(cells[k], Scalar)), None)
    return " ".join(str(found).split()) if found is not None else ""


def _deadline_columns(root: MapNode) -> Iterator[str]:
    columns = root.get("cot")
    for column in columns if isinstance(columns, ListNode) else ():
        if not isinstance(column, MapNode):
            continue
        heading = str(column.get("tieu_de", ""))
        if is_deadline_column(heading) or heading.strip().casefold() == "thời gian":
            yield str(column.get("khoa", ""))
