"""A content file laid out anew from its nodes: order of keys, style of texts, breaks of lines."""

from __future__ import annotations

from collections.abc import Iterable

from qdgen.content.comments import BLANK, Comments, comments_of, is_flow
from qdgen.content.key_order import (
    Models,
    column_keys,
    fitting,
    models_below,
    models_of_entry,
    models_of_file,
    ordered,
)
from qdgen.content.nodes import ListNode, MapNode, Scalar, Style
from qdgen.content.rendering import Written, text_lines


def laid_out(root: MapNode) -> str:
    """The text of a content file with the nodes and comments of `root`."""
    writer = _Writer(comments_of(root), column_keys(root))
    writer.lines += writer.comments.header
    if writer.lines and writer.lines[-1] != BLANK and not writer.lines[-1].startswith("# yaml"):
        writer.lines.append(BLANK)
    writer.entries(root, 0, models_of_file(root))
    lines = writer.lines
    while lines and lines[-1] == BLANK:
        lines.pop()
    return "\n".join(lines) + "\n"


class _Writer:
    def __init__(self, comments: Comments, columns: list[str]) -> None:
        self.comments = comments
        self.columns = columns
        self.lines: list[str] = []

    def entries(self, node: MapNode, indent: int, models: Models, first: str = "") -> None:
        """Write `node`; `first` is what stands before the first key (the dash of its item)."""
        for nth, name in enumerate(ordered(node, models, self.columns)):
            key, value = node.keys_at[name], node[name]
            dash = first if nth == 0 else ""
            lead = dash or " " * indent
            self._before(key.start, indent - 2 if dash else indent)
            beside = self.comments.beside.get(key.start, "")
            below = models_below(models, name) or ([] if indent else models_of_entry(value))
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

    def items(self, node: ListNode, indent: int, models: Models) -> None:
        """Write `node`, its dashes at `indent`."""
        for item in node:
            if isinstance(item, MapNode):
                self.entries(item, indent + 2, fitting(models, item), first=" " * indent + "- ")
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
        own = Written(scalar.value, scalar.style, _own_breaks(scalar))
        self.lines += text_lines(lead, own, indent, beside, item=item)


def _own_breaks(scalar: Scalar) -> tuple[str, ...]:
    """The lines of a folded text as its writer broke them; of another text none."""
    if scalar.style is not Style.FOLDED:
        return ()
    last, _ = scalar.source.place(scalar.end)
    return tuple(line.strip(" ") for line in scalar.source.lines[scalar.line : last])
