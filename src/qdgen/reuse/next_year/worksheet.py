"""The worksheet of a roll, `chuyen-nam.yaml` in the new dossier: what it came from, and every item
with its decision. A person fills it in; the program changes only what changes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qdgen.content.editing import Edits
from qdgen.content.nodes import ListNode, MapNode, Scalar, SourceFile, Style
from qdgen.content.rendering import Plan, Written, entry_lines, item_lines
from qdgen.content.yaml_reader import read_file
from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import ContentError
from qdgen.messages import text
from qdgen.reuse.next_year.items import WORKSHEET, Item, Kind, decided, parse_spot

_HEAD = "chuyen_nam"
_ITEMS = "muc"
_IDS = "ma_tu_goc"
_KINDS = {kind.value: kind for kind in Kind}
_ORDER = {kind: nth for nth, kind in enumerate(Kind)}
_ABOVE = """\
# yaml-language-server: $schema=../../schema/chuyen-nam.schema.json
# Phiếu chuyển năm. Mỗi mục là một việc phải quyết định; ghi vào quyet_dinh:
#   đồng ý   làm như de_xuat
#   giữ      để như năm trước (cu)
#   bỏ       bỏ căn cứ, nhiệm vụ này; với lỗi: xóa những chữ đó
#   đã sửa   đã tự sửa trong tệp nội dung
#   hoặc chính những chữ phải viết vào chỗ đó
# "tự động" là việc chương trình đã làm, không phải quyết định; ghi đè nếu muốn khác.
# Xem còn bao nhiêu: qdgen roll --status; đưa quyết định vào nội dung: qdgen roll --apply
"""
_KEYS = (
    "id", "loai", "cho", "cu", "hien_tai", "de_xuat", "ly_do", "ngu_canh", "quyet_dinh", "ghi_chu",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Origin:
    """What a dossier was made from: the folder's name, the hash of its content, its year and the
    new one, and the day (d/m/yyyy) on which the registers were asked."""

    dossier: str
    content_hash: str
    plan: int
    target: int
    day: str


@dataclass
class Worksheet:
    """A worksheet. `ids` are the ids of provisions and rows that came from last year; every other
    one is new. `source` is the file it was read from, None where it is not written yet."""

    origin: Origin
    items: list[Item] = field(default_factory=list)
    ids: tuple[str, ...] = ()
    source: SourceFile | None = None

    @property
    def open(self) -> list[Item]:
        """The items that a person must still decide."""
        return [item for item in self.items if item.is_open]

    def with_items(self, items: Iterable[Item]) -> Worksheet:
        """The same with these items, in the order of their kinds."""
        return replace(self, items=sorted(items, key=lambda item: _ORDER[item.kind]))


def read_worksheet(folder: Path, shown: str) -> Worksheet | None:
    """The worksheet in the dossier `folder`, called `shown`; None where there is none.

    Raises ContentError with everything that is wrong with it.
    """
    path = folder / WORKSHEET
    if not path.exists():
        return None
    label = f"{shown}/{WORKSHEET}"
    if not path.resolve().is_relative_to(folder.resolve()):
        raise _broken(label, [])
    root, source, problems = read_file(path, label)
    if root is None:
        raise _broken(label, problems)
    items = [_item(node, problems) for node in _maps(root)]
    head = root.get(_HEAD)
    origin = _origin(head) if isinstance(head, MapNode) else None
    if origin is None:
        problems.append(
            Diagnostic(
                "worksheet-wrong",
                text("the worksheet does not say what the dossier was made from"),
                Location(label, 1, 1),
                text("Restore {key} as `qdgen roll` wrote it.", key=_HEAD),
            )
        )
    if problems or origin is None:
        raise _broken(label, problems)
    names = root.get(_IDS)
    ids = tuple(str(name) for name in names) if isinstance(names, ListNode) else ()
    return Worksheet(origin, [item for item in items if item is not None], ids, source)


def _origin(head: MapNode) -> Origin | None:
    values = {key: str(value) for key, value in head.items()}
    try:
        return Origin(
            values["tu_ho_so"],
            values["noi_dung_sha256"],
            int(values["tu_nam"]),
            int(values["nam"]),
            values["ngay"],
        )
    except (KeyError, ValueError):
        return None


def _maps(root: MapNode) -> list[MapNode]:
    items = root.get(_ITEMS)
    return [i for i in items if isinstance(i, MapNode)] if isinstance(items, ListNode) else []


def _item(node: MapNode, problems: list[Diagnostic]) -> Item | None:
    values = {key: value.value for key, value in node.items() if isinstance(value, Scalar)}
    kind, spot = _KINDS.get(values.get("loai", "")), parse_spot(values.get("cho", ""))
    if not values.get("id") or kind is None or spot is None:
        line = node.line
        problems.append(
            Diagnostic(
                "worksheet-wrong",
                text("this item has lost its id, loai or cho"),
                node.source.location(line, node.column),
                text("Restore these three as they were; fill in quyet_dinh alone."),
                node.source.line_text(line),
            )
        )
        return None
    return Item(
        values["id"],
        kind,
        spot,
        values.get("cu", ""),
        values.get("de_xuat", ""),
        values.get("ly_do", ""),
        decided(values.get("quyet_dinh", "")),
        values.get("hien_tai"),
        values.get("ngu_canh", ""),
        values.get("ghi_chu", ""),
    )


def _broken(label: str, problems: Sequence[Diagnostic]) -> ContentError:
    return ContentError(
        text("{file} cannot be used", file=label),
        text("Correct it; what was there before is in git."),
        problems,
    )


def undone(folder: Path, shown: str) -> Iterator[Diagnostic]:
    """The decisions in the worksheet of the dossier `folder` that were not carried out into its
    content. Raises ContentError."""
    worksheet = read_worksheet(folder, shown)
    for item in worksheet.items if worksheet is not None else ():
        if item.is_waiting:
            yield Diagnostic(
                "decision-waiting",
                text("{id} is decided, but the content does not say so yet", id=item.id),
                Location(f"{shown}/{item.spot.file}", item.spot.line, item.spot.column),
                text("carry it out: qdgen roll --apply {name}", name=folder.name),
            )


# --- writing --------------------------------------------------------------------------------------


def worksheet_text(worksheet: Worksheet) -> str:
    """The text of the file: the one it was read from with only what changed changed, or a new one.

    Raises SplicingError where the file was made such that it cannot be changed.
    """
    return _new(worksheet) if worksheet.source is None else _changed(worksheet, worksheet.source)


def _new(worksheet: Worksheet) -> str:
    lines = [*_ABOVE.splitlines(), ""]
    lines += entry_lines(_HEAD, _head(worksheet.origin), 0, [], Plan())
    lines += ["", f"{_ITEMS}:"]
    for item in worksheet.items:
        lines += item_lines(_data(item), 2, [], Plan())
        lines.append("")
    lines += entry_lines(_IDS, list(worksheet.ids), 0, [], Plan())
    return "\n".join(lines) + "\n"


def _head(origin: Origin) -> dict[str, str]:
    return {
        "tu_ho_so": origin.dossier,
        "noi_dung_sha256": origin.content_hash,
        "tu_nam": str(origin.plan),
        "nam": str(origin.target),
        "ngay": origin.day,
    }


def _data(item: Item) -> dict[str, str | Written]:
    values = {
        "id": item.id,
        "loai": item.kind.value,
        "cho": str(item.spot),
        "cu": item.old,
        "hien_tai": item.now,
        "de_xuat": item.proposed,
        "ly_do": item.reason,
        "ngu_canh": item.around or None,
        "quyet_dinh": item.decision,
        "ghi_chu": item.note or None,
    }
    return {key: _written(value) for key, value in values.items() if value is not None}


def _written(value: str) -> str | Written:
    return Written(value, Style.LITERAL) if "\n" in value else value


def _changed(worksheet: Worksheet, source: SourceFile) -> str:
    edits = Edits(source)
    head = edits.map_at(_HEAD)
    for key, words in _head(worksheet.origin).items():
        if str(head.get(key, "")) != words:
            edits.put(head, key, words)
    nodes = {str(node.get("id", "")): node for node in _maps(edits.root)}
    last: dict[Kind, MapNode] = {}
    for node in nodes.values():
        kind = _KINDS.get(str(node.get("loai", "")))
        if kind is not None:
            last[kind] = node
    for item in worksheet.items:
        there = nodes.get(item.id)
        if there is None:
            kind = max((k for k in last if _ORDER[k] <= _ORDER[item.kind]), key=_ORDER.__getitem__,
                       default=None)  # fmt: skip
            if kind is not None:
                edits.insert_after(last[kind], _data(item))
            else:
                edits.insert_into(edits.root, _ITEMS, _data(item), first=True)
            continue
        _update(edits, there, item)
    return edits.text()


def _update(edits: Edits, node: MapNode, item: Item) -> None:
    values = _data(item)
    for nth, key in enumerate(_KEYS):
        now = node.get(key)
        words = values.get(key)
        if words is None:
            if now is not None and key == "hien_tai":
                edits.remove(node, key)
            continue
        plain = words.value if isinstance(words, Written) else words
        if str(now if now is not None else "\0") == plain:
            continue
        behind = next((k for k in reversed(_KEYS[:nth]) if k in node or k in values), "id")
        edits.put(node, key, words, behind="" if now is not None else behind)
