"""The Bảng so sánh as a workbook (SpreadsheetML, ECMA-376 Part 1, 18), written directly.

Every cell is an inline string, so that a text that begins with "=" is a text; the same table gives
the same bytes. A row of Excel is at most 409 points high and a cell 32,767 characters long: what
needs more goes on in the row below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import escape
from itertools import zip_longest

from qdgen.review.side_by_side.rows import Group, Line, Mark, Pair, Row, SideBySide, Span
from qdgen.word.package import PartData
from qdgen.word.properties import titled_core_part
from qdgen.word.text_width import lines

SHEET = "So sánh"
TITLE = "BẢNG SO SÁNH, THUYẾT MINH"
WIDTHS = (56, 56, 40)
"""Of the columns, in letters."""

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_SHEET_TYPES = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_HEADING_ROW = 7
_SIZE = 12
_LINE_POINTS = 16
# A column of 56 is as wide as 56 digits of the workbook's font, and some space beside them.
_DIGIT_POINTS = _SIZE / 2
_PADDING_POINTS = 6
# Stays well below 409 points.
_MOST_LINES = 20
_ROWS_PER_CHUNK = 200
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_STARTS_A_FORMULA = ("=", "+", "-", "@")

# Cell formats by their place in `_STYLES`; 5 to 8 are a row of the table whole, its first piece,
# one between, its last. The same again with the mark that the words are no formula.
_PLAIN, _ORGAN, _TITLE, _VERSIONS, _HEADING, _WHOLE, _FIRST, _BETWEEN, _LAST, _GROUP = range(10)
_FORMATS = 10


def workbook_parts(table: SideBySide) -> dict[str, PartData]:
    """The parts of the file, its rows as a stream."""
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relationships(
            (f"{_OFFICE}/officeDocument", "xl/workbook.xml"),
            (f"{_PACKAGE}/relationships/metadata/core-properties", "docProps/core.xml"),
        ),
        "docProps/core.xml": titled_core_part(TITLE, _clean(table.subject), table.date),
        "xl/workbook.xml": _workbook(),
        "xl/_rels/workbook.xml.rels": _relationships(
            (f"{_OFFICE}/worksheet", "worksheets/sheet1.xml"),
            (f"{_OFFICE}/styles", "styles.xml"),
        ),
        "xl/styles.xml": _styles(),
        "xl/worksheets/sheet1.xml": _sheet(table),
    }


def _sheet(table: SideBySide) -> Iterator[bytes]:
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(WIDTHS, 1)
    )
    yield (
        f'{_XML}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
        f'<sheetViews><sheetView showGridLines="0" workbookViewId="0">'
        f'<pane ySplit="{_HEADING_ROW}" topLeftCell="A{_HEADING_ROW + 1}" '
        'activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="{_LINE_POINTS}"/><cols>{columns}</cols>'
        "<sheetData>"
    ).encode()
    merged = [f"A{n}:C{n}" for n in (3, 4, 5)]
    yield "".join(_head(table)).encode()
    chunk: list[str] = []
    number = _HEADING_ROW
    for row in table.rows:
        if isinstance(row, Group):
            number += 1
            merged.append(f"A{number}:C{number}")
            chunk.append(_row(number, [(Span(row.title),), (), ()], _GROUP, sum(WIDTHS)))
        else:
            pieces = list(_pieces(row))
            for nth, cells in enumerate(pieces):
                number += 1
                chunk.append(_row(number, cells, _format(nth, len(pieces))))
        if len(chunk) > _ROWS_PER_CHUNK:
            yield "".join(chunk).encode()
            chunk.clear()
    for note in table.notes:
        number += 1
        merged.append(f"A{number}:C{number}")
        chunk.append(_row(number, [(Span(note),), (), ()], _PLAIN, sum(WIDTHS)))
    yield "".join(chunk).encode()
    areas = "".join(f'<mergeCell ref="{area}"/>' for area in merged)
    yield (
        f'</sheetData><mergeCells count="{len(merged)}">{areas}</mergeCells>'
        '<pageMargins left="0.79" right="0.6" top="0.79" bottom="0.79" header="0.39" '
        'footer="0.39"/><pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>'
        '<headerFooter differentFirst="1"><oddHeader>&amp;C&amp;P</oddHeader></headerFooter>'
        "</worksheet>"
    ).encode()


def _head(table: SideBySide) -> Iterator[str]:
    def across(number: int, words: str, style: int) -> str:
        return _row(number, [(Span(words),), (), ()], style, sum(WIDTHS))

    organ = "\n".join(words for words in (table.parent_organ, table.organ) if words)
    yield _row(1, [(Span(organ),), (), ()], _ORGAN)
    yield across(3, TITLE, _TITLE)
    yield across(4, table.subject, _TITLE)
    yield across(5, table.versions, _VERSIONS)
    yield _row(_HEADING_ROW, [(Span(words),) for words in table.headings], _HEADING)


def _pieces(row: Row) -> Iterator[list[Line]]:
    """The rows of Excel that a row of the table needs: each the words of the three columns."""
    pairs = list(row.pairs)
    if row.old_place or row.new_place:
        places = (
            (Span(place, bold=True),) if place else () for place in (row.old_place, row.new_place)
        )
        pairs.insert(0, Pair(*places))
    reasons: list[Line] = [(Span(row.reason),)] if row.reason else []
    sides = list(_in_pieces(pairs))
    whys = [why for line in reasons for why in _cut(line, WIDTHS[2])]
    for side, why in zip_longest(sides, whys):
        old, new = side or ((), ())
        yield [old, new, why or ()]


def _in_pieces(pairs: list[Pair]) -> Iterator[tuple[Line, Line]]:
    """The paragraphs of two cells joined into as few cells as have room for them."""
    old: list[Line] = []
    new: list[Line] = []
    used = 0
    for pair in pairs:
        halves = zip_longest(_cut(pair.old, WIDTHS[0]), _cut(pair.new, WIDTHS[1]), fillvalue=())
        for before, after in halves:
            high = max(_lines_in(before, WIDTHS[0]), _lines_in(after, WIDTHS[1]))
            if used and used + high > _MOST_LINES:
                yield _joined(old), _joined(new)
                old, new, used = [], [], 0
            used += high
            old += [before] if before else []
            new += [after] if after else []
    if used:
        yield _joined(old), _joined(new)


def _joined(lines: list[Line]) -> Line:
    spans: list[Span] = []
    for line in lines:
        if spans:
            spans.append(Span("\n"))
        spans += line
    return tuple(spans)


def _cut(line: Line, width: int) -> list[Line]:
    """A paragraph cut after a word wherever a cell of `width` letters would be too high for it."""
    most = _MOST_LINES * width
    if _lines_in(line, width) <= _MOST_LINES:
        return [line]
    found: list[Line] = []
    piece: list[Span] = []
    room = float(most)
    for span in line:
        for word in re.findall(r"\S*\s*", span.text):
            # A line break costs the rest of its line; counted as a whole one.
            cost = len(word) + word.count("\n") * width
            if cost > room and piece:
                found.append(tuple(piece))
                piece, room = [], float(most)
            for start in range(0, len(word), most):
                piece.append(_like(span, word[start : start + most]))
            room -= cost
    return [*found, tuple(piece)]


def _like(span: Span, words: str) -> Span:
    return Span(words, span.mark, span.bold, span.italic, span.raised)


def _lines_in(line: Line, width: int) -> int:
    return _lines_of("".join(span.text for span in line), width) if line else 0


def _lines_of(words: str, width: int) -> int:
    """How many lines `words` take in a column of `width` letters, if all of them were bold."""
    room = width * _DIGIT_POINTS - _PADDING_POINTS
    # No letter is wider than its size: what is short needs no measuring.
    if "\n" not in words and len(words) * _SIZE <= room:
        return 1
    return len(lines(words, _SIZE, room, bold=True))


def _row(number: int, cells: list[Line], style: int, width: int = 0) -> str:
    """A row with its height, which not every program finds by itself; `width` of merged cells."""
    widths = (width, width, width) if width else WIDTHS
    high = max(1, *(_lines_in(line, w) for line, w in zip(cells, widths, strict=True)))
    written = "".join(
        _cell(f"{column}{number}", line, style) for column, line in zip("ABC", cells, strict=True)
    )
    return f'<row r="{number}" ht="{high * _LINE_POINTS}" customHeight="1">{written}</row>'


def _cell(place: str, line: Line, style: int) -> str:
    spans = [span for span in line if span.text]
    if not spans:
        return f'<c r="{place}" s="{style}"/>'
    if spans[0].text.startswith(_STARTS_A_FORMULA):
        style += _FORMATS
    if len(spans) == 1 and spans[0] == Span(spans[0].text):
        words = _text(spans[0].text)
    else:
        words = "".join(f"<r>{_looks(span)}{_text(span.text)}</r>" for span in _merged(spans))
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{words}</is></c>'


def _merged(spans: list[Span]) -> Iterator[Span]:
    """Neighbours of one look as one."""
    last = spans[0]
    for span in spans[1:]:
        if _like(span, "") == _like(last, ""):
            last = _like(last, last.text + span.text)
        else:
            yield last
            last = span
    yield last


def _looks(span: Span) -> str:
    bold = span.bold or span.mark is Mark.ADDED
    italic = span.italic or span.mark is Mark.REMARK
    return (
        "<rPr>"
        + ("<b/>" if bold else "")
        + ("<i/>" if italic else "")
        + ("<strike/>" if span.mark is Mark.REMOVED else "")
        + ("<u/>" if span.mark is Mark.ADDED else "")
        + ('<vertAlign val="superscript"/>' if span.raised else "")
        + '<sz val="12"/><rFont val="Times New Roman"/><family val="1"/></rPr>'
    )


def _text(words: str) -> str:
    return f'<t xml:space="preserve">{escape(_clean(words), quote=False)}</t>'


def _clean(words: str) -> str:
    """`words` without what XML cannot hold, and nothing that Excel would take for an escape."""
    return _LOOKS_ESCAPED.sub("_x005F_", _NO_TEXT.sub("\N{REPLACEMENT CHARACTER}", words))


def _format(nth: int, count: int) -> int:
    if count == 1:
        return _WHOLE
    return _FIRST if nth == 0 else _LAST if nth == count - 1 else _BETWEEN


def _styles() -> bytes:
    def border(top: bool, bottom: bool) -> str:
        sides = (("left", True), ("right", True), ("top", top), ("bottom", bottom))
        return (
            "<border>"
            + "".join(
                f'<{side} style="thin"><color auto="1"/></{side}>' if drawn else f"<{side}/>"
                for side, drawn in sides
            )
            + "<diagonal/></border>"
        )

    def font(marks: str) -> str:
        return f'<font>{marks}<sz val="12"/><name val="Times New Roman"/><family val="1"/></font>'

    # (font, border, horizontal, vertical) of each format
    formats = (
        (0, 0, "left", "top"),
        (1, 0, "center", "top"),
        (1, 0, "center", "center"),
        (2, 0, "center", "center"),
        (1, 1, "center", "center"),
        (0, 1, "left", "top"),
        (0, 2, "left", "top"),
        (0, 3, "left", "top"),
        (0, 4, "left", "top"),
        (1, 1, "left", "top"),
    )
    cells = "".join(
        f'<xf numFmtId="0" fontId="{face}" fillId="0" borderId="{edge}" xfId="0"{mark} '
        f'applyFont="1" applyBorder="1" applyAlignment="1">'
        f'<alignment horizontal="{across}" vertical="{down}" wrapText="1"/></xf>'
        for mark in ("", ' quotePrefix="1"')
        for face, edge, across, down in formats
    )
    return (
        f'{_XML}<styleSheet xmlns="{_MAIN}"><fonts count="3">{font("")}{font("<b/>")}{font("<i/>")}'
        '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill>'
        '<patternFill patternType="gray125"/></fill></fills><borders count="5"><border><left/>'
        "<right/><top/><bottom/><diagonal/></border>"
        f"{border(True, True)}{border(True, False)}{border(False, False)}{border(False, True)}"
        '</borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'
        f'</cellStyleXfs><cellXfs count="{2 * _FORMATS}">{cells}</cellXfs><cellStyles count="1">'
        '<cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
    ).encode()


def _workbook() -> bytes:
    return (
        f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        f'<sheet name="{SHEET}" sheetId="1" r:id="rId1"/></sheets><definedNames>'
        f'<definedName name="_xlnm.Print_Titles" localSheetId="0">\'{SHEET}\'!'
        f"${_HEADING_ROW}:${_HEADING_ROW}</definedName></definedNames></workbook>"
    ).encode()


def _content_types() -> bytes:
    kinds = {
        "/xl/workbook.xml": f"{_SHEET_TYPES}.sheet.main+xml",
        "/xl/worksheets/sheet1.xml": f"{_SHEET_TYPES}.worksheet+xml",
        "/xl/styles.xml": f"{_SHEET_TYPES}.styles+xml",
        "/docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
    }
    return (
        f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        + "".join(f'<Override PartName="{n}" ContentType="{k}"/>' for n, k in kinds.items())
        + "</Types>"
    ).encode()


def _relationships(*entries: tuple[str, str]) -> bytes:
    return (
        f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{kind}" Target="{target}"/>'
            for n, (kind, target) in enumerate(entries, 1)
        )
        + "</Relationships>"
    ).encode()
