"""The style hierarchy (ECMA-376 Part 1, §17.7.2): layers of properties, and what they come to.

Document defaults, the table's style, the numbering level, the paragraph's style with those it is
based on, the character's style, and what is set directly. Toggle properties of styles cancel each
other out (§17.7.3). Where the standard and Word part, Word is followed: a numbering level named by
the paragraph itself sets indents over those of its style; one named by a style stands below them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from qdgen.word.looks.definitions import StyleFormat, levels_of, style_format
from qdgen.word.looks.formats import THEMED, TOGGLES, Format, paragraph_format, run_format
from qdgen.word.looks.model import ParagraphLook, RunLook
from qdgen.word.looks.theme import Theme
from qdgen.word.reader.names import PPR, RPR, VAL, w
from qdgen.word.reader.values import integer

_MM = 25.4 / 1440
_DEFAULT_FONT = "Times New Roman"
_AUTO_SPACING = 14.0
_ALIGNS = {
    "": "left", "left": "left", "start": "left", "center": "center", "right": "right",
    "end": "right", "both": "both", "distribute": "both", "thaiDistribute": "both",
    "lowKashida": "both", "mediumKashida": "both", "highKashida": "both", "numTab": "left",
}  # fmt: skip


class TableLayer(NamedTuple):
    """What a table's style gives a cell."""

    run: Format
    paragraph: Format


NO_TABLE = TableLayer({}, {})


class Hierarchy:
    """The looks of a document's styles."""

    def __init__(
        self,
        styles: etree._Element | None,
        numbering: etree._Element | None,
        theme: etree._Element | None,
    ) -> None:
        self.theme = Theme(theme)
        self._styles: dict[str, StyleFormat] = {}
        self._defaults: dict[str, str] = {}
        self._run_defaults: Format = {}
        self._paragraph_defaults: Format = {}
        if styles is not None:
            found = styles.find(f"{w('docDefaults')}/{w('rPrDefault')}/{RPR}")
            self._run_defaults = run_format(found)
            found = styles.find(f"{w('docDefaults')}/{w('pPrDefault')}/{PPR}")
            self._paragraph_defaults = paragraph_format(found)
            for element in styles.iterchildren(w("style")):
                style_id = element.get(w("styleId"), "")
                self._styles[style_id] = style = style_format(element)
                if element.get(w("default")) in ("1", "true", "on"):
                    self._defaults[style.kind] = style_id
        self._levels = levels_of(numbering)
        self._merged: dict[tuple[str, str], Format] = {}
        self._run_looks: dict[object, RunLook] = {}
        self._paragraph_looks: dict[object, ParagraphLook] = {}
        self._layers: dict[tuple[str, tuple[str, ...]], TableLayer] = {}

    # --- styles ----------------------------------------------------------------------------------

    def paragraph_style(self, style_id: str) -> str:
        """The id of the style a paragraph really has."""
        known = self._styles.get(style_id)
        return style_id if known and known.kind == "paragraph" else self._default("paragraph")

    def table_style(self, style_id: str) -> str:
        """The id of the style a table really has."""
        known = self._styles.get(style_id)
        return style_id if known and known.kind == "table" else self._default("table")

    def _default(self, kind: str) -> str:
        return self._defaults.get(kind, "")

    def _chain(self, style_id: str) -> Iterator[tuple[str, StyleFormat]]:
        """The style and those it is based on, nearest first."""
        seen: set[str] = set()
        style = self._styles.get(style_id)
        while style is not None and style_id not in seen:
            seen.add(style_id)
            yield style_id, style
            style_id = style.based_on or ""
            style = self._styles.get(style_id)

    def style_run(self, style_id: str) -> Format:
        """The run properties of a style with those it is based on; in one chain the nearest wins,
        toggles too."""
        key = "run", style_id
        if key not in self._merged:
            merged: Format = {}
            for _, style in reversed([*self._chain(style_id)]):
                merged.update(style.run)
            self._merged[key] = merged
        return self._merged[key]

    def table_layer(self, style_id: str, parts: tuple[str, ...]) -> TableLayer:
        """What a table's style gives the cells of these parts ("firstRow"), the whole first."""
        layer = self._layers.get((style_id, parts))
        if layer is None:
            layer = self._layers[style_id, parts] = self._table_layer(style_id, parts)
        return layer

    def _table_layer(self, style_id: str, parts: tuple[str, ...]) -> TableLayer:
        run: Format = {}
        paragraph: Format = {}
        chain = [style for _, style in self._chain(style_id)][::-1]
        for style in chain:
            run.update(style.run)
            paragraph.update(style.paragraph)
        for part in parts:
            for style in chain:
                own_run, own_paragraph, _ = style.parts.get(part, ({}, {}, {}))
                run.update(own_run)
                paragraph.update(own_paragraph)
        return TableLayer(run, paragraph)

    def table_borders(self, style_id: str, part: str = "") -> dict[str, str]:
        """The borders a table's style gives: of the table, or of the cells of one part of it."""
        found: dict[str, str] = {}
        for _, style in reversed([*self._chain(style_id)]):
            if part in style.parts:
                found.update(style.parts[part][2])
        return found

    def cell_margin(self, style_id: str, side: str) -> str | None:
        """The cell margin a table's style gives, in twips."""
        return next(
            (style.margins[side] for _, style in self._chain(style_id) if side in style.margins),
            None,
        )

    # --- paragraphs ------------------------------------------------------------------------------

    def paragraph_look(
        self, style_id: str, own: Format, level: tuple[str, int] | None, *, is_own_level: bool,
        table: TableLayer, size: float,
    ) -> ParagraphLook:  # fmt: skip
        """What the layers of a paragraph come to. `level` is the numbering that applies;
        `is_own_level` where the paragraph itself names it. `size` is that of its style's letters,
        of which the indents in characters are made."""
        key = style_id, frozenset(own.items()), level, is_own_level, id(table), size
        look = self._paragraph_looks.get(key)
        if look is None:
            merged = self._paragraph_layers(style_id, own, level, table, is_own_level=is_own_level)
            look = self._paragraph_looks[key] = _paragraph_look(merged, size)
        return look

    def _paragraph_layers(
        self, style_id: str, own: Format, level: tuple[str, int] | None, table: TableLayer, *,
        is_own_level: bool,
    ) -> Format:  # fmt: skip
        merged: Format = {**self._paragraph_defaults, **table.paragraph}
        numbers = self.level_paragraph(level)
        given = False
        for _, style in reversed([*self._chain(style_id)]):
            if style.numbers is not None and numbers and not is_own_level:
                merged.update(numbers)
                given = True
            merged.update(style.paragraph)
        if numbers and (is_own_level or not given):
            merged.update(numbers)
        merged.update(own)
        return merged

    def level_paragraph(self, level: tuple[str, int] | None) -> Format:
        """The paragraph properties of a numbering level."""
        return {} if level is None else self._levels.get(level, ({}, {}))[0]

    def level_run(self, level: tuple[str, int] | None) -> Format:
        """The run properties of a numbering level: of the number alone."""
        return {} if level is None else self._levels.get(level, ({}, {}))[1]

    # --- runs ------------------------------------------------------------------------------------

    def run_look(self, style_id: str, own: Format, table: TableLayer, over: Format) -> RunLook:
        """The look of a run with the properties `own`, in a paragraph of this style. `over` lies
        over it all: of a number, its level's."""
        key = style_id, frozenset(own.items()), id(table), frozenset(over.items())
        look = self._run_looks.get(key)
        if look is None:
            look = self._run_looks[key] = self._resolved(style_id, own, table, over)
        return look

    def _resolved(self, style_id: str, own: Format, table: TableLayer, over: Format) -> RunLook:
        character = own.get("rStyle", "")
        merged: Format = {**self._run_defaults, **table.run}
        levels = [table.run, self.style_run(style_id)]
        if character:
            levels.append(self.style_run(character))
        for level in levels[1:]:
            merged.update(level)
        merged.update(own)
        merged.update(over)
        direct = {**own, **over}
        for toggle in TOGGLES:
            if toggle in direct:
                merged[toggle] = direct[toggle]
            elif self._run_defaults.get(toggle) == "1":
                merged[toggle] = "1"
            else:
                count = sum(level.get(toggle) == "1" for level in levels)
                merged[toggle] = str(count % 2)
        look = self._look(merged)
        return self._run_looks.setdefault(look, look)  # one and the same where it is equal

    def _look(self, merged: Format) -> RunLook:
        is_complex = merged.get("rtl") == "1" or merged.get("cs") == "1"
        bold, italic, size = ("bCs", "iCs", "szCs") if is_complex else ("b", "i", "sz")
        latin, other = self._font(merged, "ascii"), self._font(merged, "hAnsi")
        east = self._font(merged, "eastAsia")
        if is_complex:
            latin = other = self._font(merged, "cs")
        return RunLook(
            latin,
            other,
            east,
            max(integer(merged.get(size), 20), 0) / 2,
            merged.get(bold) == "1",
            merged.get(italic) == "1",
            merged.get("u", "none") not in ("none", ""),
            self._colour(merged),
            merged.get("caps") == "1" or merged.get("smallCaps") == "1",
        )

    def _font(self, merged: Format, slot: str) -> str:
        name = merged.get(f"font.{slot}", "")
        if name.startswith(THEMED):
            name = self.theme.font(name[1:])
        return name or _DEFAULT_FONT

    def _colour(self, merged: Format) -> str:
        value = merged.get("color", "auto")
        if value == "auto" and merged.get("themeColor"):
            value = self.theme.colour(merged["themeColor"]) or "auto"
        return "000000" if value == "auto" or len(value) != 6 else value.upper()


def _paragraph_look(merged: Format, size: float) -> ParagraphLook:
    align = _ALIGNS.get(merged.get("jc", ""), "left")
    left, right = _indent(merged, "left", size), _indent(merged, "right", size)
    if merged.get("bidi") == "1":
        align = {"left": "right", "right": "left"}.get(align, align)
        left, right = right, left
    lines, height = _line(merged, size)
    return ParagraphLook(
        align,
        left,
        right,
        _indent(merged, "firstLine", size),
        _spacing(merged, "before"),
        _spacing(merged, "after"),
        lines,
        height,
        merged.get("keepNext") == "1",
        merged.get("pageBreakBefore") == "1",
        merged.get("contextualSpacing") == "1",
        frozenset(
            key.removeprefix("border.")
            for key, value in merged.items()
            if key.startswith("border.") and value
        ),
    )


def twips(value: str | None) -> float:
    """A length in twips, or with its unit, in twips."""
    if not value:
        return 0.0
    for unit, size in (("mm", 56.693), ("cm", 566.93), ("in", 1440.0), ("pt", 20.0)):
        if value.endswith(unit):
            try:
                return float(value[: -len(unit)]) * size
            except ValueError:
                return 0.0
    try:
        return float(value[:12])
    except ValueError:
        return 0.0


def _indent(merged: Format, name: str, size: float) -> float:
    chars = twips(merged.get(f"{name}Chars"))
    if chars:  # hundredths of a letter's width (§17.3.1.12); set aside where they are 0
        return chars / 100 * size * 20 * _MM
    return twips(merged.get(name)) * _MM


def _spacing(merged: Format, name: str) -> float:
    if merged.get(f"{name}Autospacing", "0") not in ("0", "false", "off"):
        return _AUTO_SPACING
    lines = twips(merged.get(f"{name}Lines"))
    if lines:
        return lines / 100 * 12.0
    return twips(merged.get(name)) / 20


def _line(merged: Format, size: float) -> tuple[float | None, float | None]:
    """Lines, or a fixed height in points (§17.3.1.33)."""
    value = merged.get("line")
    if not value:
        return 1.0, None
    height = twips(value)
    rule = merged.get("lineRule", "auto")
    if rule == "exact":
        return None, abs(height) / 20
    if rule == "atLeast":
        return (1.0, None) if height / 20 <= size * 1.16 else (None, height / 20)
    return round(height / 240, 4), None


def table_parts(
    look: etree._Element | None, *, first_row: bool, first_column: bool
) -> tuple[str, ...]:
    """The conditional parts of a table's style that a cell is in, by the table's w:tblLook
    (§17.4.55, §17.7.6)."""
    if look is None:
        return ()
    bits = int(look.get(VAL, "0"), 16) if _is_hex(look.get(VAL, "0")) else 0

    def chosen(name: str, bit: int) -> bool:
        own = look.get(w(name))
        return own not in ("0", "false", "off") if own is not None else bool(bits & bit)

    found = []
    if first_column and chosen("firstColumn", 0x80):
        found.append("firstCol")
    if first_row and chosen("firstRow", 0x20):
        found.append("firstRow")
    return tuple(found)


def _is_hex(value: str) -> bool:
    return 0 < len(value) <= 8 and all(c in "0123456789abcdefABCDEF" for c in value)
