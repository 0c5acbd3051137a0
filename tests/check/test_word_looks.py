"""Effective properties, as ECMA-376 Part 1 and Word have them."""

from __future__ import annotations

import pytest
from word_parts import A4, drawn_line, p, parts, r, style

from qdgen.check.look import Align, DrawnLine, LineKind, Look
from qdgen.check.paper import Paper, Piece
from qdgen.check.word_paper import read_word

_DEFAULTS = (
    '<w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Calibri" w:hAnsi="Cambria"/>'
    '<w:sz w:val="22"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr>'
    '<w:spacing w:after="160" w:line="259" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    "</w:docDefaults>"
)
_THEME = (
    '<a:theme xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><a:themeElements>'
    '<a:clrScheme name="x"><a:dk1><a:sysClr val="windowText" lastClr="000000"/></a:dk1>'
    '<a:accent1><a:srgbClr val="4472C4"/></a:accent1></a:clrScheme><a:fontScheme name="x">'
    '<a:majorFont><a:latin typeface="Calibri Light"/></a:majorFont><a:minorFont>'
    '<a:latin typeface="Aptos"/></a:minorFont></a:fontScheme></a:themeElements></a:theme>'
)


def _paper(body: str, styles: str = "", numbering: str = "", theme: str = "") -> Paper:
    return read_word(parts(body, styles, numbering, theme), "x.docx")


def _look(body: str, styles: str = "", numbering: str = "", theme: str = "") -> Look:
    look = _paper(body, styles, numbering, theme).pieces[0].look
    assert look is not None
    return look


def test_defaults_of_the_document_lie_below_everything_17_7_2() -> None:
    look = _look(p("chữ"), _DEFAULTS)
    assert look.sizes == {11.0: 1.0}
    assert look.after_pt == 8.0
    assert look.line_spacing == pytest.approx(259 / 240, abs=1e-3)


def test_where_nothing_is_said_word_takes_times_new_roman_of_10_points() -> None:
    look = _look(p("chữ"))
    assert look.fonts == {"Times New Roman": 1.0}
    assert look.sizes == {10.0: 1.0}
    assert (look.align, look.line_spacing, look.colours) == (Align.LEFT, 1.0, {"000000": 1.0})


def test_a_style_lies_over_the_one_it_is_based_on_and_direct_formatting_over_both_17_7_2() -> None:
    styles = (
        style("Normal", '<w:rPr><w:sz w:val="26"/></w:rPr>')
        + style("Base", '<w:rPr><w:sz w:val="28"/><w:i/></w:rPr>', based_on="Normal")
        + style("Own", '<w:pPr><w:jc w:val="both"/></w:pPr>', based_on="Base")
    )
    body = p("a", '<w:pStyle w:val="Own"/>', '<w:sz w:val="30"/>', r("b"))
    look = _look(body, styles)
    assert look.sizes == {15.0: 0.5, 14.0: 0.5}
    assert (look.align, look.italic) == (Align.BOTH, 1.0)


def test_latin_letters_take_the_ascii_font_and_vietnamese_ones_that_of_hansi_17_3_2_26() -> None:
    look = _look(p("Điều"), _DEFAULTS)
    assert look.fonts == {"Cambria": 0.5, "Calibri": 0.5}


def test_a_theme_font_outranks_the_name_beside_it_17_3_2_26() -> None:
    fonts = '<w:rFonts w:asciiTheme="minorHAnsi" w:ascii="Arial" w:hAnsiTheme="majorHAnsi"/>'
    look = _look(p("aả", "", fonts), theme=_THEME)
    assert look.fonts == {"Aptos": 0.5, "Calibri Light": 0.5}


def test_a_font_named_directly_takes_the_place_of_the_styles_theme_font() -> None:
    styles = style(
        "Normal", '<w:rPr><w:rFonts w:asciiTheme="minorHAnsi" w:hAnsiTheme="minorHAnsi"/></w:rPr>'
    )
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>'
    assert _look(p("Điều", "", fonts), styles, theme=_THEME).fonts == {"Times New Roman": 1.0}


@pytest.mark.parametrize(
    ("paragraph", "character", "direct", "bold"),
    [
        ("<w:b/>", "", "", 1.0),
        ("<w:b/>", "<w:b/>", "", 0.0),
        ("", "<w:b/>", "", 1.0),
        ("<w:b/>", '<w:b w:val="0"/>', "", 1.0),
        ("<w:b/>", "<w:b/>", "<w:b/>", 1.0),
        ("<w:b/>", "", '<w:b w:val="0"/>', 0.0),
    ],
)
def test_toggles_of_styles_cancel_each_other_out_and_direct_ones_are_absolute_17_7_3(
    paragraph: str, character: str, direct: str, bold: float
) -> None:
    styles = style("P", f"<w:rPr>{paragraph}</w:rPr>") + style(
        "C", f"<w:rPr>{character}</w:rPr>", "character"
    )
    body = p("chữ", '<w:pStyle w:val="P"/>', f'<w:rStyle w:val="C"/>{direct}')
    assert _look(body, styles).bold == bold


def test_within_one_chain_the_nearest_toggle_wins() -> None:
    styles = style("A", "<w:rPr><w:b/></w:rPr>") + style("B", "<w:rPr><w:b/></w:rPr>", based_on="A")
    assert _look(p("chữ", '<w:pStyle w:val="B"/>'), styles).bold == 1.0


def test_capitals_made_by_the_look_are_printed_17_3_2_5() -> None:
    piece = _paper(p("Độc lập", "", "<w:caps/>")).pieces[0]
    assert piece.text == "ĐỘC LẬP"


def test_hidden_words_are_not_printed_17_3_2_41() -> None:
    assert _paper(p("a", "", "", r("b", "<w:vanish/>") + r("c"))).pieces[0].text == "ac"


def test_a_tables_style_lies_below_the_paragraphs_and_its_first_row_over_the_whole_17_7_6() -> None:
    table = style(
        "Grid",
        '<w:rPr><w:sz w:val="24"/></w:rPr><w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr>'
        "</w:tblStylePr>",
        "table",
    )
    rows = "".join(
        f"<w:tr><w:tc>{p(a)}</w:tc><w:tc>{p(b)}</w:tc></w:tr>"
        for a, b in (("STT", "Tên"), ("1", "Máy"))
    )
    body = (
        '<w:tbl><w:tblPr><w:tblStyle w:val="Grid"/><w:tblLook w:val="0020"/></w:tblPr>'
        f"<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>{rows}</w:tbl>"
    )
    found = {piece.text: piece.look for piece in _paper(body, table).pieces}
    assert found["Tên"] is not None
    assert found["Máy"] is not None
    assert (found["Tên"].bold, found["Máy"].bold) == (1.0, 0.0)
    assert found["Máy"].sizes == {12.0: 1.0}


def _numbered(level: str, own: str = "", styled: str = "") -> Look:
    numbering = (
        f'<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt '
        f'w:val="decimal"/><w:lvlText w:val="Điều %1."/>{level}</w:lvl></w:abstractNum>'
        '<w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>'
    )
    styles = style("P", f"<w:pPr>{styled}</w:pPr>")
    return _look(p("Hiệu lực", f'<w:pStyle w:val="P"/>{own}'), styles, numbering)


_NUMBER = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>'


def test_a_level_named_by_the_paragraph_sets_its_indents_over_the_styles() -> None:
    level = '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>'
    look = _numbered(level, _NUMBER, '<w:ind w:firstLine="567"/>')
    assert (look.left_mm, look.first_line_mm) == (12.7, -6.35)


def test_a_level_named_by_the_style_yields_to_the_styles_own_indents() -> None:
    level = '<w:pPr><w:ind w:left="720" w:hanging="360"/></w:pPr>'
    look = _numbered(level, "", f'{_NUMBER}<w:ind w:left="0" w:firstLine="567"/>')
    assert (look.left_mm, look.first_line_mm) == (0.0, 10.0)


def test_a_number_looks_as_the_paragraphs_mark_and_its_level_say_17_9_24() -> None:
    look = _numbered("<w:rPr><w:b/></w:rPr>", _NUMBER)
    assert (look.label_bold, look.bold) == (True, 0.0)


def test_indents_in_letters_are_of_the_size_of_the_letters_17_3_1_12() -> None:
    body = p(
        "chữ", '<w:ind w:firstLineChars="200" w:firstLine="1"/><w:rPr><w:sz w:val="28"/></w:rPr>'
    )
    assert _look(body).first_line_mm == pytest.approx(28 * 25.4 / 72, abs=0.01)


def test_contextual_spacing_leaves_out_the_space_between_paragraphs_of_one_style() -> None:
    own = '<w:spacing w:before="120" w:after="120"/><w:contextualSpacing/>'
    first, second = (piece.look for piece in _paper(p("a", own) + p("b", own)).pieces)
    assert first is not None
    assert second is not None
    assert (first.before_pt, first.after_pt) == (6.0, 0.0)
    assert (second.before_pt, second.after_pt) == (0.0, 6.0)


@pytest.mark.parametrize(
    ("spacing", "lines", "height"),
    [
        ('w:line="360" w:lineRule="auto"', 1.5, None),
        ('w:line="360"', 1.5, None),
        ('w:line="360" w:lineRule="exact"', None, 18.0),
        ('w:line="240" w:lineRule="atLeast"', None, 12.0),
    ],
)
def test_a_line_is_so_high_17_3_1_33(
    spacing: str, lines: float | None, height: float | None
) -> None:
    look = _look(p("chữ", f"<w:spacing {spacing}/>"))
    assert (look.line_spacing, look.line_height_pt) == (lines, height)


def test_a_colour_of_the_theme_and_the_automatic_one() -> None:
    assert _look(p("a", "", '<w:color w:val="auto"/>')).colours == {"000000": 1.0}
    themed = '<w:color w:val="auto" w:themeColor="accent1"/>'
    assert _look(p("a", "", themed), theme=_THEME).colours == {"4472C4": 1.0}


def test_tracked_changes_are_read_as_accepted() -> None:
    body = p(
        "Điều 1. Ban hành ",
        inside=f"<w:del>{r('quy định')}</w:del><w:ins>{r('Quy chế', '<w:b/>')}</w:ins>",
    )
    piece = _paper(body).pieces[0]
    assert (piece.label, piece.text) == ("Điều 1.", "Ban hành Quy chế")


def test_a_paragraph_whose_mark_was_deleted_goes_on_in_the_next() -> None:
    body = p("Một ", '<w:rPr><w:del w:id="1"/></w:rPr>') + p("hai")
    assert [piece.text for piece in _paper(body).pieces] == ["Một hai"]


def test_a_typed_number_is_told_from_a_native_one() -> None:
    typed, text = _paper(p("Điều 1. ", "", "<w:b/>", r("Ban hành"))).pieces[0], "Ban hành"
    assert (typed.label, typed.text, typed.label_is_typed) == ("Điều 1.", text, True)
    assert typed.look is not None
    assert (typed.look.label_bold, typed.look.bold) == (True, 0.0)


def test_a_section_gives_a_sheet_with_its_gutter_and_where_the_number_stands() -> None:
    section = A4.replace('w:gutter="0"', 'w:gutter="57"').replace(
        "<w:pgSz", '<w:headerReference w:type="default" r:id="rHead"/><w:pgSz'
    ).replace("</w:sectPr>", "<w:titlePg/></w:sectPr>")  # fmt: skip
    header = p(properties='<w:jc w:val="center"/>', inside='<w:fldSimple w:instr="PAGE"/>')
    paper = read_word(parts(p("chữ"), pages=header, section=section), "x.docx")
    (sheet,) = paper.sheets
    assert (sheet.width, sheet.left, sheet.right) == (210.0, 31.0, 20.0)
    assert (sheet.number_place, sheet.first_number_shown) == ("header", False)
    number = paper.pieces[-1]
    assert number.look is not None
    assert (number.element.value, number.look.align) == ("số trang", Align.CENTRE)


_MOTTO = p("Độc lập - Tự do - Hạnh phúc", '<w:jc w:val="center"/>', '<w:sz w:val="28"/><w:b/>')


def _line(after: str) -> DrawnLine:
    paper = _paper(_MOTTO + after + p("", inside=r("Số: 12/QĐ-SYT")))
    (line,) = paper.lines
    assert _above(paper, line).text.startswith("Độc lập")
    return line


def _above(paper: Paper, line: DrawnLine) -> Piece:
    return paper.pieces[line.below]


def test_an_inline_line_is_measured_and_centred_as_its_paragraph_is() -> None:
    line = _line(p(properties='<w:jc w:val="center"/>', inside=drawn_line(60.5)))
    assert (line.kind, line.length_mm, line.is_solid) == (LineKind.DRAWN, 60.5, True)
    assert line.text_mm == pytest.approx(60.5, abs=0.1)
    assert line.off_centre_mm == 0.0


def test_an_anchored_line_that_is_aside_and_dashed() -> None:
    position = (
        '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
        '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    )
    line = _line(p(inside=drawn_line(40, position, '<a:prstDash val="dash"/>')))
    assert not line.is_solid
    assert line.off_centre_mm == pytest.approx(20 - 80, abs=0.1)


def test_a_line_of_vml() -> None:
    line = '<v:line style="position:absolute" from="10pt,1pt" to="110pt,1pt"/>'
    shape = f"<w:r><w:pict>{line}</w:pict></w:r>"
    assert _line(p(inside=shape)).length_mm == pytest.approx(100 * 25.4 / 72, abs=0.01)


def test_a_border_an_underline_and_typed_characters_are_told_as_what_they_are() -> None:
    assert _line(p("________________")).kind is LineKind.CHARACTERS
    border = '<w:jc w:val="center"/><w:pBdr><w:bottom w:val="single" w:sz="4"/></w:pBdr>'
    (line,) = _paper(p("Độc lập - Tự do - Hạnh phúc", border)).lines
    assert line.kind is LineKind.BORDER
    (line,) = _paper(p("Độc lập - Tự do - Hạnh phúc", "", '<w:u w:val="single"/>')).lines
    assert line.kind is LineKind.UNDERLINE
