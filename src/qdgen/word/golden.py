"""A DOCX as plain text that a lawyer can review and `git diff` can compare line by line.

    thuộc tính title: Phê duyệt Kế hoạch …
    thuộc tính riêng qdgen-content-hash: 1f0c…
    ──── dọc 210 × 297 mm; lề trên 20, dưới 20, trái 30, phải 15 mm; số trang từ 1; trang đầu riêng
    đầu trang: [Header] {số trang}
    [Điều] Điều 2. Tổ chức thực hiện  #to-chuc
    [Khoản] 1. Theo Quyết định số 142/QĐ-TTg⟨https://…⟩⁽¹⁾, trước ngày 15/12/2025.
        chú thích 1: [Footnote Text] phê duyệt Chiến lược …
    bảng 3 cột
      hàng (lặp lại đầu trang)
        ô 1: [Tiêu đề cột] STT
        ô 2–3: [Tiêu đề cột] Nhiệm vụ
      hàng
        ô 1 (gộp dọc): [STT] 1.  #nhiem-vu

One paragraph a line: style name in brackets, the number as Word computes it, the words, the ids of
its hidden bookmarks as `#id`. One cell a line (its further paragraphs below it), so that a changed
cell is a changed line; rows and tables carry no running number, so that an inserted row leaves the
others as they were. A section's line stands above what is in it; headers and footers are given
where they differ from the section before. In the text:

- `⏎` a line break, `⇥` a tab, `[ngắt trang]` a page or column break
- `⟨target⟩` after a link's words: an address, or `#bookmark`
- `⁽1⁾` (in superscript) and `[cuối 1]` the marks of a footnote and an endnote, `⁽*⁾` one without
  a number; their texts stand below the paragraph
- `{số trang}`, `{tổng số trang}`, `{số trang của phần}` page fields, whatever result was saved
- `[hình: alternative text]`, `[ẩn: hidden words]`, `khung:` the paragraphs of a text box
- `[+inserted+]`, `[-deleted-]` tracked changes, `[±inserted and deleted again±]`; `¶` is a
  paragraph mark
- `‹U+200D›` a character that cannot be seen or that would turn the line round

A template's tags (`{{ … }}`) are words like others. What changes without anybody's doing (dates of
saving, revision numbers) is left out. Same DOCX, same text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from qdgen.word.reading import (
    Block,
    Cell,
    Change,
    DocxText,
    Kind,
    Merge,
    Note,
    PageSetup,
    PageTexts,
    Paragraph,
    Row,
    Span,
    Table,
)

_VOLATILE = frozenset({"created", "modified", "revision", "lastPrinted"})
_PAGE_FIELDS = {
    "PAGE": "{số trang}",
    "NUMPAGES": "{tổng số trang}",
    "SECTIONPAGES": "{số trang của phần}",
}
_STARTS = {
    "continuous": "liền trang",
    "evenPage": "từ trang chẵn",
    "oddPage": "từ trang lẻ",
    "nextColumn": "từ cột mới",
}
_SHOWN = {"\n": " ⏎ ", "\t": " ⇥ ", "\f": "[ngắt trang]"}
# Controls, zero-width and direction marks: unseen, or able to make a terminal lie.
_UNSEEN = re.compile(
    "[\n\t\f\u0080-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]"
)
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_CHANGES = {Change.INSERTED: "[+{}+]", Change.DELETED: "[-{}-]", Change.PASSING: "[±{}±]"}


def golden(docx: DocxText) -> str:
    """The golden text of `docx`, lines ending in \\n."""
    return "".join(f"{line}\n" for line in _Golden().lines(docx))


class _Golden:
    def __init__(self) -> None:
        self._told: dict[int, int] = {}

    def lines(self, docx: DocxText) -> Iterator[str]:
        for name, value in docx.core.items():
            if value and name not in _VOLATILE:
                yield f"thuộc tính {_visible(name)}: {_visible(value)}"
        for name, value in docx.custom.items():
            yield f"thuộc tính riêng {_visible(name)}: {_visible(value)}"
        headers = footers = PageTexts()
        for section in docx.sections:
            yield f"──── {_setup(section.setup)}"
            yield from self._page_texts("đầu trang", section.headers, headers)
            yield from self._page_texts("chân trang", section.footers, footers)
            yield from self._blocks(section.blocks, "")
            headers, footers = section.headers, section.footers

    def _page_texts(self, name: str, texts: PageTexts, before: PageTexts) -> Iterator[str]:
        for which, blocks, earlier in (
            ("", texts.default, before.default),
            (" (trang đầu)", texts.first, before.first),
            (" (trang chẵn)", texts.even, before.even),
        ):
            if blocks != earlier and (blocks or earlier):
                yield from self._led(f"{name}{which}:", blocks or (), "")

    def _led(self, lead: str, blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
        """`blocks` with the first on the line of `lead` and the others further in."""
        if blocks and isinstance(blocks[0], Paragraph):
            first, *others = self._paragraph(blocks[0], indent + "  ")
            yield f"{indent}{lead} {first.lstrip()}"
            yield from others
            blocks = blocks[1:]
        else:
            yield f"{indent}{lead}"
        yield from self._blocks(blocks, indent + "  ")

    def _blocks(self, blocks: tuple[Block, ...], indent: str) -> Iterator[str]:
        for block in blocks:
            if isinstance(block, Paragraph):
                yield from self._paragraph(block, indent)
            else:
                yield from self._table(block, indent)

    def _paragraph(self, paragraph: Paragraph, indent: str) -> Iterator[str]:
        words = "".join(_spans(paragraph.spans))
        if paragraph.mark_change is not Change.NONE:
            words += _changed("¶", paragraph.mark_change)
        label = _visible(paragraph.label) + (" " if paragraph.label and paragraph.gap else "")
        anchors = "".join(f"  #{_visible(anchor)}" for anchor in paragraph.anchors)
        yield f"{indent}[{_visible(paragraph.style)}] {label}{words}{anchors}".rstrip()
        for span in paragraph.spans:
            if span.note is not None:
                yield from self._note(span.note, indent + "    ")
        if paragraph.boxes:
            yield from self._led("khung:", paragraph.boxes, indent + "    ")

    def _note(self, note: Note, indent: str) -> Iterator[str]:
        name = "chú thích cuối" if note.is_endnote else "chú thích"
        lead = f"{name} {note.number or '*'}:"
        # A note marked many times is told once: its text is one object.
        if note.paragraphs and id(note.paragraphs) in self._told:
            yield f"{indent}{lead} như chú thích {self._told[id(note.paragraphs)] or '*'}"
            return
        self._told[id(note.paragraphs)] = note.number
        yield from self._led(lead, note.paragraphs, indent)

    def _table(self, table: Table, indent: str) -> Iterator[str]:
        yield f"{indent}bảng {table.columns} cột"
        for row in table.rows:
            yield from self._row(row, indent + "  ")

    def _row(self, row: Row, indent: str) -> Iterator[str]:
        header = " (lặp lại đầu trang)" if row.is_header else ""
        yield indent + _changed("hàng", row.change) + header
        for cell in row.cells:
            yield from self._cell(cell, indent + "  ")

    def _cell(self, cell: Cell, indent: str) -> Iterator[str]:
        first, last = cell.column + 1, cell.column + cell.span
        name = f"ô {first}" if first == last else f"ô {first}–{last}"
        if cell.merge is not Merge.NONE:
            name += " (gộp dọc)" if cell.merge is Merge.FIRST else " (nối ô trên)"
        yield from self._led(f"{_changed(name, cell.change)}:", cell.blocks, indent)


def _spans(spans: tuple[Span, ...]) -> Iterator[str]:
    for index, span in enumerate(spans):
        words = _span(span)
        following = spans[index + 1] if index + 1 < len(spans) else None
        # A link goes on through changes and notes: its target is given once, at its end.
        goes_on = following is not None and following.target == span.target
        if span.target and span.kind is not Kind.PAGE_FIELD and not goes_on:
            target = _visible(span.target)
            words = f"⟨{target}⟩" if words == target else f"{words}⟨{target}⟩"
        yield _changed(words, span.change)


def _span(span: Span) -> str:
    if span.kind is Kind.NOTE:
        return _note_mark(span.note) if span.note is not None else ""
    if span.kind is Kind.PAGE_FIELD:
        return _PAGE_FIELDS.get(span.target, "{số trang}")
    words = _visible(span.text)
    if span.kind is Kind.PICTURE:
        return f"[hình: {words}]" if words else "[hình]"
    return f"[ẩn: {words}]" if span.kind is Kind.HIDDEN else words


def _note_mark(note: Note) -> str:
    if note.is_endnote:
        return f"[cuối {note.number or '*'}]"
    return f"⁽{str(note.number or '*').translate(_SUPERSCRIPTS)}⁾"


def _changed(words: str, change: Change) -> str:
    return _CHANGES[change].format(words) if change in _CHANGES else words


def _visible(words: str) -> str:
    return _UNSEEN.sub(lambda m: _SHOWN.get(m[0]) or f"‹U+{ord(m[0]):04X}›", words)


def _setup(setup: PageSetup) -> str:
    margins = f"lề trên {_mm(setup.top)}, dưới {_mm(setup.bottom)}, trái {_mm(setup.left)}"
    said = [
        f"{'ngang' if setup.is_landscape else 'dọc'} {_mm(setup.width)} × {_mm(setup.height)} mm",
        f"{margins}, phải {_mm(setup.right)} mm",
    ]
    if setup.gutter:
        said.append(f"lề đóng gáy {_mm(setup.gutter)} mm")
    if setup.start in _STARTS:
        said.append(_STARTS[setup.start])
    if setup.columns > 1:
        said.append(f"{setup.columns} cột")
    if setup.page_start is not None:
        said.append(f"số trang từ {setup.page_start}")
    if setup.page_format != "decimal":
        said.append(f"kiểu số trang {_visible(setup.page_format[:40])}")
    if setup.has_title_page:
        said.append("trang đầu riêng")
    return "; ".join(said)


def _mm(length: float) -> str:
    """To a tenth of a millimetre, with a decimal comma."""
    return f"{length:.1f}".removesuffix(".0").replace(".", ",")
