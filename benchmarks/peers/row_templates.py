"""Copies of the annex's template that each peer can fill: its prototype rows as that peer's loop.

The looks stay: every copy has the cell and paragraph properties of the template's own rows.
"""

from __future__ import annotations

import copy
import zipfile
from collections.abc import Sequence
from pathlib import Path

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_DOCUMENT = "word/document.xml"
_HEADING, _GROUP, _SUBGROUP, _DATA = range(4)  # the rows of the template's table


def plain_loop(template: Path, out: Path, headings: Sequence[str]) -> None:
    """For docxtpl: one row of cells in `{%tr for o in hang %}`."""
    table, tree, rows = _opened(template, headings)
    tags = [f"{{{{ o[{index}] }}}}" for index in range(len(headings))]
    for row in (
        _tag_row(rows[_DATA], "{%tr for o in hang %}"),
        _row(rows[_DATA], tags),
        _tag_row(rows[_DATA], "{%tr endfor %}"),
    ):
        table.append(row)
    _save(template, out, tree)


def grouped_loop(template: Path, out: Path, headings: Sequence[str]) -> None:
    """For docxtpl: the three prototype rows chosen by `h.kieu` in one loop."""
    table, tree, rows = _opened(template, headings)
    columns = len(headings)
    tags = ["{{ h.stt }}", *(f"{{{{ h.o[{index}] }}}}" for index in range(columns - 1))]
    spanning = ["{{ h.stt }}", "{{ h.ten }}"]
    for row in (
        _tag_row(rows[_DATA], "{%tr for h in hang %}"),
        _tag_row(rows[_DATA], "{%tr if h.kieu == 'nhóm' %}"),
        _row(rows[_GROUP], spanning, last_spans=columns - 1),
        _tag_row(rows[_DATA], "{%tr elif h.kieu == 'nhóm con' %}"),
        _row(rows[_SUBGROUP], spanning, last_spans=columns - 1),
        _tag_row(rows[_DATA], "{%tr else %}"),
        _row(rows[_DATA], tags),
        _tag_row(rows[_DATA], "{%tr endif %}"),
        _tag_row(rows[_DATA], "{%tr endfor %}"),
    ):
        table.append(row)
    _save(template, out, tree)


def brace_loop(template: Path, out: Path, headings: Sequence[str]) -> None:
    """For docxtemplater: `{#hang}` in the first cell, `{/hang}` in the last; no other tags."""
    table, tree, rows = _opened(template, headings)
    tags = [f"{{o{index}}}" for index in range(len(headings))]
    tags[0], tags[-1] = "{#hang}" + tags[0], tags[-1] + "{/hang}"
    table.append(_row(rows[_DATA], tags))
    _without_other_tags(tree)
    _save(template, out, tree)


def empty_table(template: Path, out: Path, headings: Sequence[str]) -> None:
    """For python-docx: the table with its heading row only."""
    _, tree, _ = _opened(template, headings)
    _without_other_tags(tree)
    _save(template, out, tree)


def _opened(
    template: Path, headings: Sequence[str]
) -> tuple[etree._Element, etree._Element, list[etree._Element]]:
    """The table with its heading row alone, the whole document, and the prototypes."""
    with zipfile.ZipFile(template) as package:
        tree = etree.fromstring(package.read(_DOCUMENT))
    table = next(t for t in tree.iter(f"{_W}tbl") if "hang.o" in _words(t))
    rows = table.findall(f"{_W}tr")
    for row in rows:
        table.remove(row)
    grid = next(table.iter(f"{_W}tblGrid"))
    for column in list(grid):
        grid.remove(column)
    for _ in headings:
        etree.SubElement(grid, f"{_W}gridCol", {f"{_W}w": str(14000 // len(headings))})
    table.append(_row(rows[_HEADING], headings))
    return table, tree, rows


def _row(prototype: etree._Element, words: Sequence[str], last_spans: int = 1) -> etree._Element:
    row = copy.deepcopy(prototype)
    first, second = row.findall(f"{_W}tc")
    row.remove(second)
    for index, cell_words in enumerate(words):
        cell = first if index == 0 else copy.deepcopy(second)
        if index:
            row.append(cell)
        # The line for a dash in a cell is a paragraph more: a plain loop has one.
        for extra in cell.findall(f"{_W}p")[1:]:
            cell.remove(extra)
        texts = list(cell.iter(f"{_W}t"))
        texts[0].text = cell_words
        for extra in texts[1:]:
            extra.text = ""
    if last_spans > 1:
        properties = next(row.findall(f"{_W}tc")[-1].iter(f"{_W}tcPr"))
        properties.insert(1, etree.Element(f"{_W}gridSpan", {f"{_W}val": str(last_spans)}))
    return row


def _tag_row(prototype: etree._Element, tag: str) -> etree._Element:
    return _row(prototype, [tag])


def _without_other_tags(tree: etree._Element) -> None:
    body = next(tree.iter(f"{_W}body"))
    for paragraph in body.findall(f"{_W}p"):
        if "{" in _words(paragraph):
            body.remove(paragraph)


def _words(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{_W}t"))


def _save(template: Path, out: Path, tree: etree._Element) -> None:
    with zipfile.ZipFile(template) as source, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as to:
        for name in source.namelist():
            data = source.read(name)
            if name == _DOCUMENT:
                data = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
            to.writestr(name, data)
