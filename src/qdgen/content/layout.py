"""A content file laid out anew from its nodes: order of keys, style of texts, breaks of lines."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pydantic import BaseModel

from qdgen.content.clauses import WIDTH, can_fold, clause_lines
from qdgen.content.comments import BLANK, Comments, comments_of, is_flow
from qdgen.content.model import (
    AnnexFile,
    AttachedFile,
    CitedDocument,
    DecisionFile,
    Row,
    Unit,
)
from qdgen.content.nodes import ListNode, MapNode, Scalar, Style
from qdgen.content.text_scan import beside_a_key
from qdgen.content.validation import aliases, models_in

_UNSAFE_START = re.compile(r"[,\[\]{}#&*!|>'\"%@`]|[-?:](?:\s|$)|---|\.\.\.")
_UNSAFE_INSIDE = re.compile(r":(?:\s|$)|\s#")
_GLUED = re.compile(r"[a-z][a-z0-9_]*[:\uff1a\ufe55\ufe13](?!//)\S")
_NARROWEST = 40


def laid_out(root: MapNode) -> str:
    """The text of a content file with the nodes and comments of `root`."""
    writer = _Writer(comments_of(root), _column_keys(root))
    writer.lines += writer.comments.header
    if writer.lines and writer.lines[-1] != BLANK and not writer.lines[-1].startswith("# yaml"):
        writer.lines.append(BLANK)
    writer.entries(root, 0, _model_of(root))
    lines = writer.lines
    while lines and lines[-1] == BLANK:
        lines.pop()
    return "\n".join(lines) + "\n"


def _model_of(root: MapNode) -> list[type[BaseModel]]:
    if "phu_luc" in root:
        return [AnnexFile]
    if "can_cu" in root or "ky" in root or "noi_nhan" in root:
        return [DecisionFile]
    if "van_ban" in root:
        return [AttachedFile]
    return []


def _column_keys(root: MapNode) -> list[str]:
    columns = root.get("cot")
    keys = (
        [c.get("khoa") for c in columns if isinstance(c, MapNode)]
        if isinstance(columns, ListNode)
        else []
    )
    return [key.value for key in keys if isinstance(key, Scalar)]


class _Writer:
    def __init__(self, comments: Comments, columns: list[str]) -> None:
        self.comments = comments
        self.columns = columns
        self.lines: list[str] = []

    def entries(
        self, node: MapNode, indent: int, models: list[type[BaseModel]], first: str = ""
    ) -> None:
        """Write `node`; `first` is what stands before the first key (the dash of its item)."""
        for nth, name in enumerate(self._ordered(node, models)):
            key, value = node.keys_at[name], node[name]
            dash = first if nth == 0 else ""
            lead = dash or " " * indent
            self._before(key.start, indent - 2 if dash else indent)
            beside = self.comments.beside.get(key.start, "")
            below = _models_below(models, name) or _register_entry(value, indent)
            if isinstance(value, MapNode):
                self._line(f"{lead}{name}:", beside)
                self.entries(value, indent + 2, below)
            elif isinstance(value, ListNode):
                if is_flow(value) or not value:
                    keys = ", ".join(str(item) for item in value)
                    self._line(f"{lead}{name}: [{keys}]", beside)
                else:
                    self._line(f"{lead}{name}:", beside)
                    self.items(value, indent + 2, below)
            elif isinstance(value, Scalar):
                self._text(f"{lead}{name}:", value, indent + 2, beside, item=False)
        self._after(node, indent)

    def items(self, node: ListNode, indent: int, models: list[type[BaseModel]]) -> None:
        """Write `node`, its dashes at `indent`."""
        for item in node:
            if isinstance(item, MapNode):
                self.entries(item, indent + 2, _fitting(models, item), first=" " * indent + "- ")
            elif isinstance(item, Scalar):
                self._before(item.start, indent)
                beside = self.comments.beside.get(item.start, "")
                self._text(" " * indent + "-", item, indent + 2, beside, item=True)
        self._after(node, indent)

    # --- lines -----------------------------------------------------------------------------------

    def _line(self, line: str, beside: str = "") -> None:
        self.lines.append(f"{line}  {beside}" if beside else line)

    def _before(self, start: int, indent: int) -> None:
        self._comment_lines(self.comments.before.get(start, ()), indent)

    def _after(self, node: MapNode | ListNode, indent: int) -> None:
        self._comment_lines(self.comments.after.get(id(node), ()), indent)

    def _comment_lines(self, lines: Iterable[str], indent: int) -> None:
        for line in lines:
            if line != BLANK:
                self.lines.append(" " * indent + line)
            elif self.lines and self.lines[-1] != BLANK:
                self.lines.append(BLANK)

    def _text(self, lead: str, scalar: Scalar, indent: int, beside: str, item: bool) -> None:
        value, style = scalar.value, scalar.style
        if not value:
            self._line(lead, beside)
            return
        width = max(WIDTH - indent, _NARROWEST)
        if style is Style.LITERAL and not value.startswith(" "):
            self._line(f"{lead} |-", beside)
            self.lines += [" " * indent + line if line else "" for line in value.split("\n")]
            return
        fits = len(lead) + 1 + len(value) <= WIDTH or " " not in value
        foldable = can_fold(value)
        if (fits or not foldable) and style is not Style.FOLDED and _plain(value, item, style):
            self._line(f"{lead} {value}", beside)
        elif foldable and (style is Style.FOLDED or len(lead) + 3 + len(value) > WIDTH):
            self._line(f"{lead} >-", beside)
            for line in _own_breaks(scalar):
                self.lines += [" " * indent + clause for clause in clause_lines(line, width)]
        else:
            quoted = value.replace("'", "''")
            self._line(f"{lead} '{quoted}'", beside)

    # --- order of keys ---------------------------------------------------------------------------

    def _ordered(self, node: MapNode, models: list[type[BaseModel]]) -> list[str]:
        names = list(node)
        if not models:
            return names
        order = {alias: nth for nth, alias in enumerate(aliases(models[0]))}
        if models[0] is Row:
            cells = [*self.columns, *(n for n in names if n not in order)]
            known = [*(n for n in order if n != "hang"), *cells, "hang"]
            order = {}
            for name in known:
                order.setdefault(name, len(order))
        return sorted(names, key=lambda name: order.get(name, len(order)))


def _plain(value: str, item: bool, style: Style) -> bool:
    """Whether `value` is read back the same without quotes."""
    if value != value.strip() or "\n" in value or _UNSAFE_START.match(value):
        return False
    if _GLUED.match(value) or beside_a_key(value):
        return False
    if not _UNSAFE_INSIDE.search(value):
        return True
    # "- Lưu: VT" is read as text; so it may stay as it was written
    return item and style is Style.PLAIN


def _own_breaks(scalar: Scalar) -> list[str]:
    """The lines of a folded text as its writer broke them; another text is one line."""
    if scalar.style is not Style.FOLDED:
        return [scalar.value]
    last, _ = scalar.source.place(scalar.end)
    return [line.strip(" ") for line in scalar.source.lines[scalar.line : last]]


def _models_below(models: list[type[BaseModel]], name: str) -> list[type[BaseModel]]:
    return [
        inner
        for model in models
        for field in model.model_fields.values()
        if field.alias == name
        for inner in models_in(field.annotation)
    ]


def _register_entry(value: object, indent: int) -> list[type[BaseModel]]:
    if indent or not isinstance(value, MapNode):
        return []
    return [Unit] if "ten" in value else [CitedDocument] if "loai" in value else []


def _fitting(models: list[type[BaseModel]], node: MapNode) -> list[type[BaseModel]]:
    """The model most of whose keys `node` has, first."""
    return sorted(models, key=lambda model: -len(set(aliases(model)) & node.keys()))
