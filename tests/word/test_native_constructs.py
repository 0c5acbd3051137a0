"""What looks like a number, a note, a link or a line in the file is one to Word."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest
from lxml import etree
from opened_docx import NS, Docx, rewritten, w, with_tree, words

from building import DOSSIERS, REAL, Built
from qdgen.content.loader import load_dossier
from qdgen.document.resolve import resolve
from qdgen.word.reading import Cell, paragraphs_of, read_docx
from qdgen.word.text_width import longest_line, text_width

EMU_PER_POINT = 12700
NUMBERED = {"Điều", "Điều có tên", "Khoản", "Khoản có tên", "Mục I", "Mục 1", "Mục 1 có tên"}
NUMBERED |= {"Gạch đầu dòng", "Dấu cộng", "Chương", "Mục", "Nơi nhận - dòng"}
# Paragraphs that hold no words by design: a drawn line, or an anchor before or after a table.
WORDLESS = {"Đường kẻ", "Neo phần", "Cuối phần"}

named = pytest.mark.parametrize("name", DOSSIERS)


@pytest.fixture(scope="module")
def opened(built: Built) -> dict[str, Docx]:
    return {name: Docx(built.docx(name)) for name in DOSSIERS}


# --- numbers ------------------------------------------------------------------------------------


def _is_numbered(docx: Docx, paragraph: etree._Element) -> bool:
    """Whether the paragraph or its style (or what that is based on) belongs to a list."""
    own = paragraph.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}")
    if own is not None:
        return bool(own.get(w("val")) != "0")
    styles = {s.get(w("styleId")): s for s in docx.find("//w:style", "word/styles.xml")}
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
    current = styles.get(style.get(w("val"))) if style is not None else None
    while current is not None:
        if current.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}") is not None:
            return True
        based = current.find(w("basedOn"))
        current = styles.get(based.get(w("val"))) if based is not None else None
    return False


@named
def test_provisions_and_dashes_are_numbered_by_word_and_not_by_typing(
    opened: dict[str, Docx], name: str
) -> None:
    seen = 0
    for style, text, paragraph in opened[name].paragraphs():
        if style.split(" (")[0] in NUMBERED:
            seen += 1
            assert _is_numbered(opened[name], paragraph), (style, text)
            assert not re.match(r"(Điều \d|\d+\. |[IVX]+\. |[-+] )", text), text
    assert seen > 5


def test_every_row_number_is_an_empty_paragraph_that_word_numbers(opened: dict[str, Docx]) -> None:
    for name, count in ((REAL, 41), ("2025-phan-bo-thiet-bi", 4 + 6)):
        docx = opened[name]
        rows = docx.find("//w:tr[.//w:bookmarkStart][not(.//w:tblHeader)]")
        numbers = [row.find(f"{w('tc')}/{w('p')}") for row in rows]
        assert len([n for n in numbers if n.find(f"{w('pPr')}/{w('numPr')}") is not None]) == count
        assert {words(n) for n in numbers} == {""}


def _row_numbers(path: Path) -> list[str]:
    return [
        paragraph.label
        for section in read_docx(path).sections
        for block in section.blocks
        if hasattr(block, "rows")
        for row in block.rows
        if len(row.cells) > 1 and not row.is_header
        for paragraph in paragraphs_of(row.cells[0].blocks)
        if paragraph.anchors
    ]


def test_a_row_deleted_in_word_renumbers_the_rows_after_it(built: Built, tmp_path: Path) -> None:
    before = _row_numbers(built.docx(REAL))
    assert before[:6] == ["I", "1", "2", "3", "4", "5"]

    def delete_second_task(root: etree._Element) -> None:
        mark = root.xpath("//w:bookmarkStart[@w:name='_qd_ra_soat_chien_luoc']", namespaces=NS)[0]
        row = next(mark.iterancestors(w("tr")))
        row.getparent().remove(row)

    edited = rewritten(
        built.docx(REAL),
        tmp_path / "sua.docx",
        {"word/document.xml": with_tree(delete_second_task)},
    )
    after = _row_numbers(edited)
    assert len(after) == len(before) - 1
    assert after[:6] == ["I", "1", "2", "3", "4", "II"]
    assert after[-1] == str(int(before[-1]) - 1)


def test_a_khoan_deleted_in_word_renumbers_the_ones_after_it(built: Built, tmp_path: Path) -> None:
    def delete_first(root: etree._Element) -> None:
        mark = root.xpath("//w:bookmarkStart[@w:name='_qd_theo_doi']", namespaces=NS)[0]
        paragraph = mark.getparent()
        paragraph.getparent().remove(paragraph)

    edited = rewritten(
        built.docx(REAL), tmp_path / "sua.docx", {"word/document.xml": with_tree(delete_first)}
    )
    numbers = {
        anchor: paragraph.label
        for section in read_docx(edited).sections
        for paragraph in paragraphs_of(section.blocks)
        for anchor in paragraph.anchors
    }
    assert (numbers["cap_kinh_phi"], numbers["bao_cao"]) == ("1.", "2.")
    assert numbers["hieu_luc"] == "Điều 3."


@named
def test_a_style_is_tied_to_one_list_and_that_list_to_the_style(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    tied: dict[str, list[str]] = {}
    for abstract in docx.find("//w:abstractNum", "word/numbering.xml"):
        for style in abstract.iter(w("pStyle")):
            tied.setdefault(style.get(w("val")), []).append(abstract.get(w("abstractNumId")))
    assert {style: lists for style, lists in tied.items() if len(lists) > 1} == {}
    lists = {
        n.get(w("numId")): n.find(w("abstractNumId")).get(w("val"))
        for n in docx.find("//w:num", "word/numbering.xml")
    }
    for style in docx.find("//w:style[w:pPr/w:numPr/w:numId]", "word/styles.xml"):
        used = style.find(f"{w('pPr')}/{w('numPr')}/{w('numId')}").get(w("val"))
        own = tied.get(style.get(w("styleId")))
        assert used == "0" or own is None or own == [lists[used]], style.get(w("styleId"))


@named
def test_every_list_style_and_bookmark_that_is_used_is_there(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    lists = {n.get(w("numId")) for n in docx.find("//w:num", "word/numbering.xml")}
    assert {n.get(w("val")) for n in docx.find("//w:numId")} <= lists | {"0"}
    styles = set(docx.style_names())
    for part in ("word/document.xml", "word/styles.xml", "word/numbering.xml"):
        for tag in ("pStyle", "rStyle", "tblStyle", "basedOn", "link", "next"):
            used = {e.get(w("val")) for e in docx.find(f"//w:{tag}", part)}
            assert used <= styles, (part, tag)
    for part in docx.parts:
        if re.fullmatch(r"word/(header|footer|footnotes)\d*\.xml", part):
            used = {e.get(w("val")) for e in docx.find("//w:pStyle|//w:rStyle", part)}
            assert used <= styles, part


# --- notes, fields, links ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "count"), [(REAL, 2), ("2025-quy-che-du-lieu-mo", 2), ("2025-phan-bo-thiet-bi", 1)]
)
def test_footnotes_are_real_and_each_is_marked_once(
    opened: dict[str, Docx], name: str, count: int
) -> None:
    docx = opened[name]
    marks = [e.get(w("id")) for e in docx.find("//w:footnoteReference")]
    notes = docx.find("//w:footnote[not(@w:type)]", "word/footnotes.xml")
    assert marks == [n.get(w("id")) for n in notes] == [str(n) for n in range(1, count + 1)]
    assert all(n.xpath(".//w:footnoteRef", namespaces=NS) for n in notes)
    types = [n.get(w("type")) for n in docx.find("//w:footnote[@w:type]", "word/footnotes.xml")]
    assert types == ["separator", "continuationSeparator"]


def test_a_footnote_stands_in_a_table_cell(opened: dict[str, Docx]) -> None:
    assert opened["2025-phan-bo-thiet-bi"].find("//w:tc//w:footnoteReference")


@named
def test_every_cross_reference_is_a_field_to_a_bookmark_that_is_there_and_holds_its_number(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    marks = {e.get(w("name")): e for e in docx.find("//w:bookmarkStart")}
    fields = [e.text or "" for e in docx.find("//w:instrText")]
    fields = [f for f in fields if f.split()[0] == "REF"]
    assert fields
    for field in fields:
        target = field.split()[1]
        assert target in marks, field
        if target.startswith("_qd_"):
            paragraph = next(marks[target].iterancestors(w("p")))
            assert "\\n" in field
            assert _is_numbered(docx, paragraph), field
    kinds = [e.get(w("fldCharType")) for e in docx.find("//w:fldChar")]
    assert kinds == ["begin", "separate", "end"] * (len(kinds) // 3)


@named
def test_links_are_relationships_to_the_addresses_of_the_registers(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    targets: dict[str, etree._Element] = {
        r.get("Id"): r for r in docx.find("//rel:Relationship", "word/_rels/document.xml.rels")
    }
    for link in docx.find("//w:hyperlink[@r:id]"):
        relation = targets[link.get(f"{{{NS['r']}}}id")]
        assert relation.get("TargetMode") == "External"
        assert relation.get("Target").startswith("https://")
    if name == REAL:
        assert len(docx.find("//w:hyperlink")) == 2
    inside = {r.get("Target") for r in targets.values() if r.get("TargetMode") != "External"}
    assert {f"word/{t}" for t in inside} <= set(docx.parts)


# --- pages ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "landscape", "starts", "title_pages"),
    [
        (REAL, [False, False, True], ["1", None, None], [True, False, False]),
        ("2025-bo-nhiem", [False], ["1"], [True]),
        ("2025-quy-che-du-lieu-mo", [False, False], ["1", "1"], [True, True]),
        (
            "2025-phan-bo-thiet-bi",
            [False, False, True, False],
            ["1"] * 4,
            [True] * 4,
        ),
    ],
)
def test_each_part_is_a_section_with_its_own_paper_and_page_numbers(
    opened: dict[str, Docx],
    name: str,
    landscape: list[bool],
    starts: list[str | None],
    title_pages: list[bool],
) -> None:
    docx = opened[name]
    sections = docx.find("//w:sectPr")
    sizes = [s.find(w("pgSz")) for s in sections]
    assert [s.get(w("orient")) == "landscape" for s in sizes] == landscape
    assert [int(s.get(w("w"))) > int(s.get(w("h"))) for s in sizes] == landscape
    numbers = [s.find(w("pgNumType")) for s in sections]
    assert [n.get(w("start")) if n is not None else None for n in numbers] == starts
    assert [s.find(w("titlePg")) is not None for s in sections] == title_pages
    for section in sections:
        kinds = {r.get(w("type")) for r in section.findall(w("headerReference"))}
        assert "default" in kinds
    headers = [n for n in docx.parts if re.fullmatch(r"word/header\d+\.xml", n)]
    fields = [e.text or "" for n in headers for e in docx.find("//w:instrText", n)]
    fields += [e.get(w("instr")) or "" for n in headers for e in docx.find("//w:fldSimple", n)]
    assert any(f.split()[0] == "PAGE" for f in fields)


@named
def test_tables_repeat_their_heading_and_never_split_a_row(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    tables = docx.find("//w:tbl[.//w:tblHeader]")
    assert len(tables) == {REAL: 1, "2025-phan-bo-thiet-bi": 2}.get(name, 0)
    for table in tables:
        rows = table.findall(w("tr"))
        heads = [r.find(f"{w('trPr')}/{w('tblHeader')}") is not None for r in rows]
        assert heads == [True] + [False] * (len(rows) - 1)
        assert all(r.find(f"{w('trPr')}/{w('cantSplit')}") is not None for r in rows)
        widths = [int(c.get(w("w"))) for c in table.find(w("tblGrid"))]
        for row in rows:
            spans = [c.find(f"{w('tcPr')}/{w('gridSpan')}") for c in row.findall(w("tc"))]
            covered = sum(int(s.get(w("val"))) if s is not None else 1 for s in spans)
            assert covered == len(widths)


def test_a_group_row_stays_with_the_row_after_it(opened: dict[str, Docx]) -> None:
    for style, text, paragraph in opened[REAL].paragraphs():
        if style.startswith("Bảng - nhóm") and text:
            properties = paragraph.find(w("pPr"))
            own = properties.find(w("keepNext")) is not None
            sheet = opened[REAL].find(f"//w:style[w:name/@w:val='{style}']//w:keepNext",
                                      "word/styles.xml")  # fmt: skip
            assert own or sheet, text


@named
def test_the_end_of_the_text_is_kept_with_the_signature(opened: dict[str, Docx], name: str) -> None:
    docx = opened[name]
    (signature,) = [t for t in docx.find("//w:body/w:tbl") if "Nơi nhận:" in words(t)]
    above = signature.getprevious()
    assert above.find(f"{w('pPr')}/{w('keepNext')}") is not None
    assert signature.find(f"{w('tr')}/{w('trPr')}/{w('cantSplit')}") is not None


@named
def test_no_paragraph_is_empty_but_for_the_named_ones(opened: dict[str, Docx], name: str) -> None:
    empty = []
    for style, text, paragraph in opened[name].paragraphs():
        in_cell = next(paragraph.iterancestors(w("tc")), None) is not None
        own_number = paragraph.find(f"{w('pPr')}/{w('numPr')}") is not None
        if text or own_number or style.split(" (")[0] in WORDLESS:
            continue
        if in_cell and style.startswith("Bảng"):
            continue  # a cell without words
        empty.append(style)
    assert empty == []


# --- traces --------------------------------------------------------------------------------------


@named
def test_every_provision_row_and_part_has_its_hidden_bookmark_once(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    dossier, _ = load_dossier(DOSSIERS[name])
    assert dossier is not None
    document, _ = resolve(dossier)
    wanted = {f"_qd_{anchor.replace('-', '_')}" for anchor in document.anchors}
    found = [e.get(w("name")) for e in docx.find("//w:bookmarkStart")]
    assert sorted(n for n in found if n.startswith("_qd_")) == sorted(wanted)
    assert all(re.fullmatch(r"_q[dn]_[A-Za-z0-9_]{1,36}", n) for n in found)
    starts = [e.get(w("id")) for e in docx.find("//w:bookmarkStart")]
    ends = [e.get(w("id")) for e in docx.find("//w:bookmarkEnd")]
    assert sorted(starts) == sorted(ends)
    assert len(set(starts)) == len(starts)


@named
def test_the_file_names_its_subject_and_language_and_no_author(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    core = docx.root("docProps/core.xml")
    assert (core.findtext("dc:title", namespaces=NS) or "").startswith("Quyết định ")
    assert core.findtext("dc:subject", namespaces=NS)
    assert core.findtext("dc:language", namespaces=NS) == "vi-VN"
    for who in ("dc:creator", "cp:lastModifiedBy"):
        assert not core.findtext(who, namespaces=NS)
    assert (core.findtext("dcterms:created", namespaces=NS) or "").startswith("2025-")
    custom = docx.parts["docProps/custom.xml"].decode()
    assert re.search(r'name="qdgen-content-hash"><vt:lpwstr>[0-9a-f]{64}<', custom)
    defaults = docx.find("//w:docDefaults//w:lang/@w:val", "word/styles.xml")
    assert defaults == ["vi-VN"]


@named
def test_nothing_of_the_machine_or_of_the_engine_of_templates_is_left_in_the_file(
    opened: dict[str, Docx], name: str
) -> None:
    docx = opened[name]
    for part, data in docx.parts.items():
        text = data.decode("utf-8")
        assert not re.search(r"\{\{|\{%|[\ue000-\uf8ff]", text), part
        assert not re.search(r"rsid[A-Z]\w*=|attachedTemplate|w14:paraId", text), part
    assert {(i.date_time, i.create_system) for i in docx.infos} == {((1980, 1, 1, 0, 0, 0), 3)} or (
        len({i.date_time for i in docx.infos}) == 1
    )


# --- drawn lines ---------------------------------------------------------------------------------


def _lengths(docx: Docx) -> dict[str, list[tuple[float, str, etree._Element]]]:
    """By the line's name: its length in points, the words above it and their paragraph."""
    found: dict[str, list[tuple[float, str, etree._Element]]] = {}
    for drawing in docx.find("//wp:anchor|//wp:inline"):
        paragraph = next(drawing.iterancestors(w("p")))
        above = paragraph.getprevious()
        text = "".join(
            "\n" if e.tag == w("br") else e.text or "" for e in above.iter(w("t"), w("br"))
        )
        extent = drawing.find("wp:extent", NS)
        inner = drawing.find(".//a:xfrm/a:ext", NS)
        assert inner is None or inner.get("cx") == extent.get("cx")
        name = drawing.find("wp:docPr", NS).get("name")
        found.setdefault(name, []).append((int(extent.get("cx")) / EMU_PER_POINT, text, above))
    return found


def _size(docx: Docx, paragraph: etree._Element) -> float:
    style = paragraph.find(f"{w('pPr')}/{w('pStyle')}").get(w("val"))
    size = docx.find(f"//w:style[@w:styleId='{style}']/w:rPr/w:sz/@w:val", "word/styles.xml")
    return int(size[0]) / 2


@named
def test_the_line_under_the_motto_is_as_long_as_the_motto(
    opened: dict[str, Docx], name: str
) -> None:
    lines = _lengths(opened[name])["Kẻ dưới Tiêu ngữ"]
    assert lines
    for length, text, above in lines:
        assert text == "Độc lập - Tự do - Hạnh phúc"
        whole = text_width(text, _size(opened[name], above), bold=True)
        assert length / whole == pytest.approx(1.0, abs=0.02)


@named
def test_the_lines_under_organ_and_subject_are_a_third_to_a_half_of_the_text(
    opened: dict[str, Docx], name: str
) -> None:
    found = _lengths(opened[name])
    for kind in ("Kẻ dưới tên cơ quan", "Kẻ dưới trích yếu"):
        assert found[kind]
        for length, text, above in found[kind]:
            cell = next(above.iterancestors(w("tc")), None)
            width = cell.find(f"{w('tcPr')}/{w('tcW')}") if cell is not None else None
            available = int(width.get(w("w"))) / 20 if width is not None else 460
            longest = longest_line(text, _size(opened[name], above), available, bold=True)
            assert 1 / 3 <= length / longest <= 1 / 2, (kind, text)


# --- validity ------------------------------------------------------------------------------------


@named
def test_the_open_xml_sdk_finds_nothing_wrong(
    built: Built, name: str, ooxml_validator: list[str]
) -> None:
    done = subprocess.run(
        [*ooxml_validator, str(built.docx(name))],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout[:4000]


@named
def test_an_independent_validator_finds_nothing_wrong(built: Built, name: str) -> None:
    from openxml_audit import OpenXmlValidator

    result = OpenXmlValidator().validate(built.docx(name))
    assert [e.description for e in result.errors] == []


def test_a_cell_holds_what_its_column_says(built: Built) -> None:
    cells: list[Cell] = [
        cell
        for section in read_docx(built.docx(REAL)).sections
        for block in section.blocks
        if hasattr(block, "rows") and block.columns == 6
        for row in block.rows
        for cell in row.cells
    ]
    assert len([c for c in cells if c.span == 5]) == 7
