"""What a DOCX says, read back as Word shows it."""

from __future__ import annotations

from raw_docx import Raw, abstract_xml, instance_xml, numbered, p, r

from qdgen.word.reading import (
    Change,
    DocxText,
    Kind,
    Merge,
    Paragraph,
    Table,
    iter_body_texts,
    read_docx,
)


def _only(raw: Raw) -> Paragraph:
    (paragraph,) = read_docx(raw.parts()).paragraphs()
    return paragraph


def _words(body: str) -> str:
    return _only(Raw(body)).text


def _field(code: str, result: str | None) -> str:
    middle = '<w:r><w:fldChar w:fldCharType="separate"/></w:r>' + (result or "")
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve">{code}</w:instrText></w:r>'
        f'{"" if result is None else middle}<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def test_words_split_over_runs_are_joined() -> None:
    assert _words(p(r("Quyết ") + r("định", "<w:b/>"))) == "Quyết định"


def test_breaks_tabs_and_hyphens_are_characters() -> None:
    run = (
        "<w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t>"
        '<w:softHyphen/><w:t>e</w:t><w:cr/><w:br w:type="page"/><w:t>f</w:t></w:r>'
    )
    assert _words(p(run)) == "a\nb\tc\u2011d\u00ade\n\ff"


def test_a_symbol_is_its_unicode_character() -> None:
    wingdings = '<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>'
    plain = '<w:r><w:sym w:font="Times New Roman" w:char="0111"/></w:r>'
    assert _words(p(wingdings + plain)) == "☑đ"


def test_a_field_shows_its_result_and_not_its_code() -> None:
    assert _words(p(r("theo ") + _field(" REF x ", r("khoản 3")) + r("."))) == "theo khoản 3."
    assert _words(p(f'<w:fldSimple w:instr="REF x">{r("Điều 2")}</w:fldSimple>')) == "Điều 2"


def test_a_field_in_the_code_of_another_is_not_shown_and_one_in_its_result_is() -> None:
    inner = _field(" PAGE ", r("7"))
    outer = _field(f" IF </w:instrText></w:r>{inner}<w:r><w:instrText> = 1 ", r("một"))
    assert _words(p(outer)) == "một"
    assert _words(p(_field(" QUOTE ", r("a") + _field(" REF x ", r("b")) + r("c")))) == "abc"


def test_a_field_may_run_over_several_paragraphs() -> None:
    opened = (
        '<w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText>'
        '<w:fldChar w:fldCharType="separate"/></w:r>'
    )
    body = p(opened + r("Mục lục")) + p(r("I")) + p('<w:r><w:fldChar w:fldCharType="end"/></w:r>')
    assert [b.text for b in iter_body_texts(Raw(body).parts())] == ["Mục lục", "I", ""]


def test_a_page_field_is_known_as_one_with_or_without_a_result() -> None:
    for field in (
        _field(" PAGE \\* MERGEFORMAT ", r("2")),
        _field(" PAGE ", None),
        '<w:fldSimple w:instr=" PAGE "/>',
        "<w:r><w:pgNum/></w:r>",
    ):
        (span,) = _only(Raw(p(field))).spans
        assert (span.kind, span.target) == (Kind.PAGE_FIELD, "PAGE")


def test_a_link_keeps_where_it_leads() -> None:
    links = {"r9": "https://vanban.example/142?a=1&amp;b=2"}
    body = p(f'<w:hyperlink r:id="r9">{r("142/QĐ-TTg")}</w:hyperlink>')
    (span,) = _only(Raw(body, links=links)).spans
    assert (span.text, span.target) == ("142/QĐ-TTg", "https://vanban.example/142?a=1&b=2")


def test_a_link_made_by_a_field_keeps_where_it_leads() -> None:
    for code, target in (
        (' HYPERLINK "https://a.example/x y" ', "https://a.example/x y"),
        (' HYPERLINK \\l "phu_luc" ', "#phu_luc"),
        (' HYPERLINK "https://a.example" \\l "b" \\o "tip" ', "https://a.example#b"),
        (" REF _qd_thi_hanh \\h ", "#_qd_thi_hanh"),
        (" REF _qd_thi_hanh ", ""),
    ):
        (span,) = _only(Raw(p(_field(code, r("x"))))).spans
        assert span.target == target, code


def test_inserted_and_deleted_words_are_kept_apart() -> None:
    body = p(
        r("trước ngày ")
        + '<w:del w:id="1" w:author="a"><w:r><w:delText>15</w:delText></w:r></w:del>'
        + f'<w:ins w:id="2" w:author="a">{r("20")}<w:del w:id="3" w:author="b">'
        + "<w:r><w:delText>!</w:delText></w:r></w:del></w:ins>"
        + r("/12")
    )
    paragraph = _only(Raw(body))
    assert paragraph.text == "trước ngày 20/12"
    assert paragraph.original_text == "trước ngày 15/12"
    changes = [span.change for span in paragraph.spans]
    assert changes == [
        Change.NONE,
        Change.DELETED,
        Change.INSERTED,
        Change.PASSING,
        Change.NONE,
    ]


def test_moved_words_are_deleted_in_one_place_and_inserted_in_the_other() -> None:
    body = p(
        f'<w:moveFrom w:id="1" w:author="a">{r("a")}</w:moveFrom>{r("b")}'
        f'<w:moveTo w:id="2" w:author="a">{r("a")}</w:moveTo>'
    )
    assert (_only(Raw(body)).text, _only(Raw(body)).original_text) == ("ba", "ab")


def test_hidden_words_are_kept_apart_from_what_is_shown() -> None:
    styles = (
        '<w:style w:type="character" w:styleId="An"><w:name w:val="Ẩn"/>'
        "<w:rPr><w:vanish/></w:rPr></w:style>"
    )
    body = p(
        r("a")
        + r("b", "<w:vanish/>")
        + r("c", '<w:rStyle w:val="An"/>')
        + r("d", '<w:rStyle w:val="An"/><w:vanish w:val="0"/>')
    )
    paragraph = _only(Raw(body, styles))
    assert paragraph.text == "ad"
    assert [span.text for span in paragraph.spans if span.kind is Kind.HIDDEN] == ["bc"]


NOTES = (
    '<w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
    '<w:footnote w:id="5"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>năm</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>hai đoạn</w:t></w:r></w:p></w:footnote>"
    '<w:footnote w:id="2"><w:p><w:r><w:t>hai</w:t></w:r></w:p></w:footnote>'
)


def _mark(note_id: int, more: str = "") -> str:
    return f'<w:r><w:footnoteReference w:id="{note_id}"{more}/></w:r>'


def test_footnotes_are_numbered_in_the_order_of_their_marks_also_in_cells() -> None:
    body = f"<w:tbl><w:tr><w:tc>{p(_mark(5))}</w:tc></w:tr></w:tbl>" + p(r("x") + _mark(2))
    pieces = list(iter_body_texts(Raw(body, footnotes=NOTES).parts()))
    assert [(n.number, n.text) for b in pieces for n in b.notes] == [
        (1, "năm\nhai đoạn"),
        (2, "hai"),
    ]
    assert [b.text for b in pieces] == ["", "x"]


def test_a_mark_of_the_authors_own_and_a_deleted_mark_take_no_number() -> None:
    own = _mark(5, ' w:customMarkFollows="1"')
    deleted = f'<w:del w:id="1" w:author="a">{_mark(5)}</w:del>'
    paragraph = _only(Raw(p(own + r("*") + deleted + _mark(2)), footnotes=NOTES))
    assert [s.note.number for s in paragraph.spans if s.note is not None] == [0, 0, 1]
    assert len(paragraph.notes) == 2


def test_endnotes_count_by_themselves() -> None:
    endnote = '<w:r><w:endnoteReference w:id="1"/></w:r>'
    raw = Raw(
        p(_mark(2) + endnote),
        footnotes=NOTES,
        endnotes='<w:endnote w:id="1"><w:p><w:r><w:t>cuối</w:t></w:r></w:p></w:endnote>',
    )
    assert [(n.number, n.text, n.is_endnote) for n in read_docx(raw.parts()).notes()] == [
        (1, "hai", False),
        (1, "cuối", True),
    ]


def test_content_controls_smart_tags_and_formulas_give_their_words() -> None:
    inline = (
        f'<w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent>{r("a")}</w:sdtContent>'
        f"</w:sdt><w:smartTag>{r('b')}</w:smartTag>"
        "<m:oMath><m:r><m:t>x+y</m:t></m:r></m:oMath>"
    )
    body = p(inline) + f"<w:sdt><w:sdtContent>{p(r('c'))}</w:sdtContent></w:sdt>"
    assert [b.text for b in iter_body_texts(Raw(body).parts())] == ["abx+y", "c"]


ALTERNATIVES = (
    '<mc:AlternateContent><mc:Choice Requires="wps">{}</mc:Choice>'
    '<mc:Choice Requires="x">{}</mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent>'
)


def test_of_alternative_contents_only_the_first_choice_is_read() -> None:
    in_run = f"<w:r>{ALTERNATIVES.format('<w:t>a</w:t>', '<w:t>b</w:t>', '<w:t>c</w:t>')}</w:r>"
    in_paragraph = ALTERNATIVES.format(r("d"), r("e"), r("f"))
    in_body = ALTERNATIVES.format(p(r("g")), p(r("h")), p(r("i")))
    body = p(in_run + in_paragraph) + in_body + p(r("k"))
    assert [b.text for b in iter_body_texts(Raw(body).parts())] == ["ad", "g", "k"]


def _box(inside: str) -> str:
    shape = (
        '<w:drawing><wp:inline><wp:docPr id="1" name="n"/><a:graphic><a:graphicData><wps:wsp>'
        f"<wps:txbx><w:txbxContent>{inside}</w:txbxContent></wps:txbx></wps:wsp></a:graphicData>"
        "</a:graphic></wp:inline></w:drawing>"
    )
    old = (
        f"<w:pict><v:shape><v:textbox><w:txbxContent>{inside}</w:txbxContent></v:textbox>"
        "</v:shape></w:pict>"
    )
    return f"<w:r>{ALTERNATIVES.format(shape, old, old)}</w:r>"


def test_a_text_box_is_read_once_after_the_paragraph_that_holds_it() -> None:
    numbering = abstract_xml(0, [{"text": "%1."}]) + instance_xml(1, 0, {})
    table = f"<w:tbl><w:tr><w:tc>{p(r('ô'))}</w:tc></w:tr></w:tbl>"
    body = p(r("a") + _box(numbered(1, 0, "trong") + table)) + numbered(1, 0, "ngoài")
    pieces = list(iter_body_texts(Raw(body, numbering=numbering).parts()))
    assert [(b.text, b.label, b.in_text_box) for b in pieces] == [
        ("a", "", False),
        ("trong", "1.", True),
        ("ô", "", True),
        ("ngoài", "2.", False),
    ]


def test_a_picture_gives_its_alternative_text_and_no_words() -> None:
    described = (
        '<w:drawing><wp:inline><wp:docPr id="1" name="n" descr="Con dấu"/></wp:inline></w:drawing>'
    )
    silent = (
        '<w:drawing><wp:inline><wp:docPr id="2" name="n"/><a:graphic><a:graphicData><pic:pic/>'
        "</a:graphicData></a:graphic></wp:inline></w:drawing>"
    )
    line = '<w:drawing><wp:inline><wp:docPr id="3" name="n"/></wp:inline></w:drawing>'
    paragraph = _only(Raw(p(f"<w:r>{described}{silent}{line}</w:r>")))
    assert [s.text for s in paragraph.spans if s.kind is Kind.PICTURE] == ["Con dấu", ""]
    assert paragraph.text == ""


def _bookmark(name: str) -> str:
    return f'<w:bookmarkStart w:id="1" w:name="{name}"/><w:bookmarkEnd w:id="1"/>'


def test_anchors_are_the_hidden_bookmarks_that_begin_in_or_just_before_a_paragraph() -> None:
    body = (
        p(_bookmark("_qd_a") + r("x") + _bookmark("_Ref1"))
        + _bookmark("_qd_b")
        + _bookmark("_qd_c")
        + p(f'<w:hyperlink w:anchor="y">{_bookmark("_qd_d")}{r("z")}</w:hyperlink>')
        + f"<w:tbl>{_bookmark('_qd_e')}<w:tr><w:tc>{p()}</w:tc></w:tr></w:tbl>"
    )
    anchors = [b.anchors for b in iter_body_texts(Raw(body).parts())]
    assert anchors == [("a",), ("b", "c", "d"), ("e",)]


TABLE = (
    "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/><w:gridCol/></w:tblGrid>"
    "<w:tr><w:trPr><w:tblHeader/></w:trPr>"
    f'<w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p(r("A"))}</w:tc>'
    f"<w:tc>{p(r('B'))}</w:tc></w:tr>"
    '<w:tr><w:trPr><w:tblHeader w:val="0"/></w:trPr>'
    f'<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p(r("c"))}{p(r("d"))}</w:tc>'
    "<w:tc><w:tbl><w:tblGrid><w:gridCol/></w:tblGrid>"
    f"<w:tr><w:tc>{p(r('e'))}</w:tc></w:tr></w:tbl>{p()}</w:tc></w:tr>"
    '<w:tr><w:trPr><w:gridBefore w:val="1"/><w:del w:id="1" w:author="a"/></w:trPr>'
    f"<w:tc><w:tcPr><w:vMerge/></w:tcPr>{p()}</w:tc></w:tr></w:tbl>"
)


def _table(docx: DocxText) -> Table:
    (table,) = [block for block in docx.blocks if isinstance(block, Table)]
    return table


def test_a_table_keeps_its_rows_cells_spans_and_merges() -> None:
    table = _table(read_docx(Raw(TABLE).parts()))
    assert table.columns == 3
    assert [row.is_header for row in table.rows] == [True, False, False]
    assert [[(c.column, c.span, c.merge) for c in row.cells] for row in table.rows] == [
        [(0, 2, Merge.NONE), (2, 1, Merge.NONE)],
        [(0, 1, Merge.FIRST), (1, 1, Merge.NONE)],
        [(1, 1, Merge.CONTINUED)],
    ]
    assert table.rows[2].change is Change.DELETED
    assert isinstance(table.rows[1].cells[1].blocks[0], Table)


def test_every_piece_knows_its_table_row_and_cell() -> None:
    pieces = iter_body_texts(Raw(p(r("trước")) + TABLE + TABLE + p(r("sau"))).parts())
    assert [(b.text, b.table, b.row, b.cell) for b in pieces if b.text] == [
        ("trước", -1, -1, -1),
        ("A", 0, 0, 0),
        ("B", 0, 0, 1),
        ("c", 0, 1, 0),
        ("d", 0, 1, 0),
        ("e", 1, 0, 0),
        ("A", 2, 0, 0),
        ("B", 2, 0, 1),
        ("c", 2, 1, 0),
        ("d", 2, 1, 0),
        ("e", 3, 0, 0),
        ("sau", -1, -1, -1),
    ]


PORTRAIT = (
    '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
    '<w:headerReference w:type="first" r:id="header2"/>'
    '<w:footerReference w:type="even" r:id="footer1"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="1020" w:header="720"/>'
    '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
)
LANDSCAPE = (
    '<w:sectPr><w:type w:val="continuous"/>'
    '<w:pgSz w:w="297mm" w:h="210mm" w:orient="landscape"/></w:sectPr>'
)
PAGES = {
    "header1": p(_field(" PAGE ", r("9"))),
    "header2": p(r("Trang đầu")),
    "footer1": p(r("Chẵn")),
}


def test_sections_give_paper_margins_page_numbers_and_their_blocks() -> None:
    raw = Raw(p(r("a"), PORTRAIT) + p(r("b")) + LANDSCAPE, pages=PAGES)
    first, second = read_docx(raw.parts()).sections
    assert (first.setup.width, first.setup.height) == (210.01, 297.0)
    assert (first.setup.top, first.setup.left, first.setup.right) == (20.0, 30.0, 17.99)
    assert (first.setup.page_start, first.setup.has_title_page) == (1, True)
    assert (second.setup.width, second.setup.is_landscape) == (297.0, True)
    assert (second.setup.start, second.setup.page_start) == ("continuous", None)
    assert [len(s.blocks) for s in (first, second)] == [1, 1]


def test_headers_are_inherited_and_shown_only_where_word_shows_them() -> None:
    body = p(r("a"), PORTRAIT) + p(r("b")) + LANDSCAPE
    first, second = read_docx(Raw(body, pages=PAGES).parts()).sections
    assert first.headers.first is not None
    assert [b.text for b in first.headers.first if isinstance(b, Paragraph)] == ["Trang đầu"]
    assert second.headers.default == first.headers.default
    assert second.headers.first is None
    assert first.footers.even is None
    even = read_docx(Raw(body, pages=PAGES, settings="<w:evenAndOddHeaders/>").parts())
    assert even.sections[1].footers.even is not None


def test_a_body_without_a_section_has_words_default_page() -> None:
    (section,) = read_docx(Raw(p(r("a"))).parts()).sections
    assert section.setup.width == 215.9
    assert len(section.blocks) == 1


def test_properties_are_read() -> None:
    raw = Raw(
        p(),
        core="<dc:title>Kế hoạch &amp; phụ lục</dc:title><dc:language>vi-VN</dc:language>",
        custom='<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}" pid="2" name="qd_x">'
        "<vt:lpwstr>ab12</vt:lpwstr></property>",
    )
    docx = read_docx(raw.parts())
    assert docx.core == {"title": "Kế hoạch & phụ lục", "language": "vi-VN"}
    assert docx.custom == {"qd_x": "ab12"}


def test_ten_megabytes_in_one_cell_are_read() -> None:
    words = "đ" * 5_500_000
    body = f"<w:tbl><w:tr><w:tc>{p(r(words))}</w:tc></w:tr></w:tbl>"
    assert _words(body) == words


def test_both_ways_of_reading_give_the_same_paragraphs() -> None:
    raw = Raw(p(r("a") + _box(p(r("b")))) + TABLE + p(r("c"), PORTRAIT) + LANDSCAPE, pages=PAGES)
    streamed = [piece.paragraph for piece in iter_body_texts(raw.parts())]
    assert streamed == list(read_docx(raw.parts()).paragraphs())
