"""The golden text, compared whole."""

from __future__ import annotations

from raw_docx import Raw, abstract_xml, instance_xml, numbered, p, r

from qdgen.word.golden import golden
from qdgen.word.reading import read_docx

STYLES = '<w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoản"/></w:style>'
NUMBERING = abstract_xml(
    0, [{"text": "%1."}, {"text": "%2)", "format": "lowerLetter", "suff": "nothing"}]
) + instance_xml(1, 0, {})
NOTES = (
    '<w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t>lời chú</w:t></w:r></w:p>'
    "<w:p><w:r><w:t>đoạn hai</w:t></w:r></w:p></w:footnote>"
)
MARK = '<w:r><w:footnoteReference w:id="1"/></w:r>'
SECTION = (
    '<w:sectPr><w:headerReference w:type="default" r:id="header1"/>'
    '<w:pgSz w:w="11906" w:h="16838"/>'
    '<w:pgMar w:top="1134" w:bottom="1134" w:left="1701" w:right="1020"/>'
    '<w:pgNumType w:start="1"/><w:titlePg/></w:sectPr>'
)
LANDSCAPE = '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/></w:sectPr>'


def _golden(raw: Raw) -> str:
    return golden(read_docx(raw.parts()))


def _lines(body: str) -> list[str]:
    raw = Raw(body, STYLES, NUMBERING, NOTES, links={"r9": "https://a.example"})
    return _golden(raw).splitlines()[1:]


def test_a_whole_document() -> None:
    link = f'<w:hyperlink r:id="r9">{r("142/QĐ-TTg")}</w:hyperlink>'
    cell = "<w:tc><w:tcPr>{}</w:tcPr>{}</w:tc>"
    table = (
        "<w:tbl><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
        f"<w:tr><w:trPr><w:tblHeader/></w:trPr>{cell.format('', p(r('STT')))}"
        f"{cell.format('', p(r('Việc')))}</w:tr>"
        f"<w:tr>{cell.format('', p(r('a')))}"
        f"{cell.format('', p(r('b') + MARK) + p(r('c')))}</w:tr></w:tbl>"
    )
    body = (
        p(
            '<w:bookmarkStart w:id="1" w:name="_qd_bao_cao"/>' + r("Theo số ") + link + MARK,
            '<w:pStyle w:val="Khoan"/><w:numPr><w:numId w:val="1"/></w:numPr>',
        )
        + numbered(1, 1, "điểm")
        + p(r("hết"), SECTION)
        + table
        + p(r("{{ ky.ho_ten }}"))
        + LANDSCAPE
    )
    header = p('<w:fldSimple w:instr=" PAGE "><w:r><w:t>3</w:t></w:r></w:fldSimple>')
    raw = Raw(
        body,
        STYLES,
        NUMBERING,
        NOTES,
        pages={"header1": header},
        links={"r9": "https://a.example"},
        core="<dc:title>Kế hoạch</dc:title><dcterms:modified>2025-01-01</dcterms:modified>",
    )
    assert _golden(raw) == (
        "thuộc tính title: Kế hoạch\n"
        "──── dọc 210 × 297 mm; lề trên 20, dưới 20, trái 30, phải 18 mm; số trang từ 1;"
        " trang đầu riêng\n"
        "đầu trang: [Normal] {số trang}\n"
        "[Khoản] 1. Theo số 142/QĐ-TTg⟨https://a.example⟩⁽¹⁾  #bao_cao\n"
        "    chú thích 1: [Normal] lời chú\n"
        "      [Normal] đoạn hai\n"
        "[Normal] a)điểm\n"
        "[Normal] hết\n"
        "──── ngang 297 × 210 mm; lề trên 25,4, dưới 25,4, trái 25,4, phải 25,4 mm\n"
        "bảng 2 cột\n"
        "  hàng (lặp lại đầu trang)\n"
        "    ô 1: [Normal] STT\n"
        "    ô 2: [Normal] Việc\n"
        "  hàng\n"
        "    ô 1: [Normal] a\n"
        "    ô 2: [Normal] b⁽²⁾\n"
        "          chú thích 2: như chú thích 1\n"
        "      [Normal] c\n"
        "[Normal] {{ ky.ho_ten }}\n"
    )


def test_spanning_and_merged_cells_say_so() -> None:
    table = (
        '<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr><w:p/></w:tc>'
        '<w:tc><w:tcPr><w:vMerge w:val="restart"/></w:tcPr><w:p/></w:tc></w:tr>'
        '<w:tr><w:trPr><w:ins w:id="1" w:author="a"/></w:trPr><w:tc><w:p/></w:tc>'
        "<w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr></w:tbl>"
    )
    assert _lines(table) == [
        "bảng 0 cột",
        "  hàng",
        "    ô 1–2: [Normal]",
        "    ô 3 (gộp dọc): [Normal]",
        "  [+hàng+]",
        "    ô 1: [Normal]",
        "    ô 2 (nối ô trên): [Normal]",
    ]


def test_tracked_changes_stand_in_brackets() -> None:
    changed = (
        '<w:p><w:pPr><w:rPr><w:ins w:id="3" w:author="a"/></w:rPr></w:pPr>'
        '<w:del w:id="1" w:author="a"><w:r><w:delText>15</w:delText></w:r></w:del>'
        '<w:ins w:id="2" w:author="a"><w:r><w:t>20</w:t></w:r></w:ins></w:p>'
    )
    assert _lines(changed) == ["[Normal] [-15-][+20+][+¶+]"]


def test_what_cannot_be_seen_is_made_visible() -> None:
    run = r("a\u200db\u202ec\u009bd") + "<w:r><w:br/><w:t>e</w:t><w:tab/></w:r>"
    hidden = "<w:r><w:rPr><w:vanish/></w:rPr><w:t>f</w:t></w:r>"
    assert _lines(p(run + hidden)) == ["[Normal] a‹U+200D›b‹U+202E›c‹U+009B›d ⏎ e ⇥ [ẩn: f]"]


def test_a_link_whose_words_are_its_address_is_given_once() -> None:
    assert _lines(p(f'<w:hyperlink r:id="r9">{r("https://a.example")}</w:hyperlink>')) == [
        "[Normal] ⟨https://a.example⟩"
    ]


def test_an_inserted_row_adds_lines_and_changes_none() -> None:
    def table(*rows: str) -> list[str]:
        return _lines(
            "<w:tbl>"
            + "".join(f"<w:tr><w:tc>{p(r(row))}</w:tc></w:tr>" for row in rows)
            + "</w:tbl>"
        )

    before, after = table("a", "c"), table("a", "b", "c")
    assert after == [*before[:3], "  hàng", "    ô 1: [Normal] b", *before[3:]]


def test_a_header_is_told_again_only_where_it_changes() -> None:
    body = p(r("a"), SECTION) + p(r("b"), LANDSCAPE) + p(r("c")) + LANDSCAPE
    raw = Raw(body, pages={"header1": p(r("đầu"))})
    assert _golden(raw).count("đầu trang:") == 1
