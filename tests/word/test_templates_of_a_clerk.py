"""A clerk may restyle a template; what the program needs of it is named when it is not there."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from docx.shared import Pt
from lxml import etree
from opened_docx import Docx, w, words
from saved_by_word import save_as_word_would
from template_desk import Desk, resolved

from building import DOSSIERS, REAL, environment
from qdgen.document.model import Document
from qdgen.errors import TemplateError
from qdgen.word.golden import golden
from qdgen.word.reading import read_docx
from qdgen.word.text_width import text_width

KINDS = ("quyet-dinh", "de-cuong", "dieu-khoan", "phu-luc")
EMU_PER_POINT = 12700


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return resolved()


@pytest.fixture
def desk(tmp_path: Path, documents: dict[str, Document]) -> Desk:
    return Desk(tmp_path, documents)


# --- what is missing is named -------------------------------------------------------------------


def test_a_missing_template_is_named_with_its_folder(desk: Desk) -> None:
    desk.path("phu-luc").unlink()
    said = desk.refusal()
    assert "phu-luc.docx" in said
    assert str(desk.folder) in said


@pytest.mark.parametrize(
    "damage",
    [b"", b"not a zip", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600],
    ids=["empty", "text", "an old .doc"],
)
def test_a_template_that_is_no_word_file_is_a_mistake_of_the_template(
    desk: Desk, damage: bytes
) -> None:
    desk.path("phu-luc").write_bytes(damage)
    assert "phu-luc.docx" in desk.refusal()


def test_a_misspelt_variable_is_named_with_the_one_that_was_meant(desk: Desk) -> None:
    desk.tag("quyet-dinh", "{{ trich_yeu }}", "{{ trich_yue }}")
    said = desk.refusal()
    assert "trich_yue" in said
    assert "trich_yeu" in said


@pytest.mark.parametrize(
    ("kind", "tag", "variable"),
    [
        ("quyet-dinh", "{{ trich_yeu }}", "trich_yeu"),
        ("quyet-dinh", "{{ ky.ho_ten }}", "ky.ho_ten"),
        ("de-cuong", "{{ cuoi }}", "cuoi"),
        ("phu-luc", "{{ dan_chieu }}", "dan_chieu"),
    ],
)
def test_a_variable_that_is_not_printed_is_named(
    desk: Desk, kind: str, tag: str, variable: str
) -> None:
    desk.tag(kind, tag, "Lời văn")
    said = desk.refusal()
    assert variable in said
    assert f"{kind}.docx" in said


def test_a_variable_that_is_printed_twice_is_named(desk: Desk) -> None:
    desk.add("quyet-dinh", "{{ trich_yeu }}")
    assert "trich_yeu is printed 2 times" in desk.refusal()


@pytest.mark.parametrize(
    ("tag", "named"),
    [
        ("{{ cot.tieu_de }}", "cot.tieu_de"),
        ("{{ nhom.ten }}", "nhom.ten"),
        ("{{ nhom_con.stt }}", "nhom_con.stt"),
        ("{{ hang.stt }}", "hang.stt"),
        ("{{ hang.o }}", "hang.o"),
    ],
)
def test_a_missing_prototype_row_is_named(desk: Desk, tag: str, named: str) -> None:
    desk.tag("phu-luc", tag, "Lời văn")
    assert named in desk.refusal()


def _rename_style(name: str) -> Callable[[etree._Element], None]:
    def change(root: etree._Element) -> None:
        (style,) = [s for s in root if s.find(w("name")) is not None
                    and s.find(w("name")).get(w("val")) == name]  # fmt: skip
        style.find(w("name")).set(w("val"), "Kiểu khác")

    return change


@pytest.mark.parametrize("name", ["footnote reference", "footnote text", "Hyperlink", "Neo phần"])
def test_a_missing_style_is_named(desk: Desk, name: str) -> None:
    for kind in KINDS:
        desk.edit(kind, _rename_style(name), "word/styles.xml")
    assert name in desk.refusal()


def test_a_paragraph_with_a_style_that_is_not_there_is_named(desk: Desk) -> None:
    def drop(root: etree._Element) -> None:
        root.remove(next(s for s in root if s.get(w("styleId")) == "Khoan"))

    for kind in KINDS:
        desk.edit(kind, drop, "word/styles.xml")
    assert "Khoan" in desk.refusal()


def test_a_decision_template_without_its_signature_table_is_named(desk: Desk) -> None:
    def drop(root: etree._Element) -> None:
        for table in root.findall(f"{w('body')}/{w('tbl')}"):
            for paragraph in table.iter(w("p")):
                table.addprevious(paragraph)
            root[0].remove(table)

    desk.edit("quyet-dinh", drop)
    assert "quyet-dinh.docx" in desk.refusal()


@pytest.mark.parametrize(
    "tag", ["{{ trich_yeu", "{% if trich_yeu %}", "{{ }}", "{% endif %}", "{{ trich_yeu | upper }}"]
)
def test_a_tag_that_is_not_understood_is_a_mistake_of_the_template(desk: Desk, tag: str) -> None:
    desk.add("quyet-dinh", tag)
    assert "quyet-dinh.docx" in desk.refusal()


# --- nothing runs from a template ----------------------------------------------------------------


@pytest.mark.parametrize(
    "code",
    [
        "{{ ''.__class__ }}",
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ trich_yeu.__init__.__globals__ }}",
        "{% import 'os' as os %}",
        "{% include '/etc/passwd' %}",
        "{% extends '/etc/passwd' %}",
        "{{ cycler.__init__.__globals__.os }}",
        "{{ range(10) }}",
        "{{ lipsum() }}",
        "{{ self.__class__ }}",
        "{{ trich_yeu | attr('__class__') }}",
        "{{ trich_yeu.upper() }}",
        "{{ can_cu.append('x') }}",
        "{{ 'x'.ljust(9) }}",
        "{{ 2 ** 3 }}",
        "{{ 'x' * 3 }}",
        "{{ '%9d' % 1 }}",
        "{% macro a() %}{{ a() }}{% endmacro %}{{ a() }}",
    ],
)
def test_code_in_a_template_is_refused(desk: Desk, code: str) -> None:
    desk.add("quyet-dinh", code)
    assert "quyet-dinh.docx" in desk.refusal()


def test_a_template_that_would_count_for_ever_is_refused_at_once(desk: Desk) -> None:
    desk.add("quyet-dinh", "{{ 9 ** 9 ** 9 }}")
    script = (
        "import sys\nfrom pathlib import Path\n"
        "from qdgen.content.loader import load_dossier\n"
        "from qdgen.document.resolve import resolve\n"
        "from qdgen.errors import TemplateError\n"
        "from qdgen.word.compose import compose\nfrom qdgen.word.templates import Templates\n"
        "document, _ = resolve(load_dossier(Path(sys.argv[1]))[0])\n"
        "try:\n    compose(document, Templates(Path(sys.argv[2])), '0')\n"
        "except TemplateError:\n    sys.exit(4)\n"
    )
    command = [sys.executable, "-c", script, str(DOSSIERS[REAL]), str(desk.folder)]
    try:
        done = subprocess.run(command, env=environment(), timeout=8, check=False)
    except subprocess.TimeoutExpired:
        pytest.fail("it counts")
    assert done.returncode == 4


# --- restyling -----------------------------------------------------------------------------------


def _sizes(path: Path, style_name: str) -> dict[str, float | None]:
    """The size of every style of this name that the body uses, by style id."""
    opened = Docx(path)
    used = {e.get(w("val")) for e in opened.find("//w:pStyle")}
    found: dict[str, float | None] = {}
    for style in opened.find("//w:style", "word/styles.xml"):
        name = style.find(w("name")).get(w("val"))
        if name.split(" (")[0] == style_name and style.get(w("styleId")) in used:
            size = style.find(f"{w('rPr')}/{w('sz')}")
            found[style.get(w("styleId"))] = (
                int(size.get(w("val"))) / 2 if size is not None else None
            )
    return found


@pytest.mark.parametrize("kind", ["quyet-dinh", "dieu-khoan"])
def test_a_style_restyled_in_one_template_changes_that_part_and_no_other(
    desk: Desk, kind: str
) -> None:
    template = docx.Document(str(desk.path(kind)))
    template.styles["Khoản"].font.size = Pt(19)
    template.save(str(desk.path(kind)))
    built = desk.build("2025-quy-che-du-lieu-mo")
    by_size: dict[float | None, list[str]] = {}
    sizes = _sizes(built, "Khoản")
    for paragraph in Docx(built).find("//w:body/w:p"):
        style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
        if style is not None and style.get(w("val")) in sizes:
            by_size.setdefault(sizes[style.get(w("val"))], []).append(words(paragraph))
    restyled = by_size.pop(19)
    (others,) = by_size.values()
    in_decision = "Quyết định này có hiệu lực kể từ ngày ký"
    assert any(in_decision in text for text in (restyled if kind == "quyet-dinh" else others))
    assert not any(in_decision in text for text in (others if kind == "quyet-dinh" else restyled))


def test_the_page_number_restyled_in_one_template_changes_in_that_part_only(desk: Desk) -> None:
    template = docx.Document(str(desk.path("phu-luc")))
    template.styles["Số trang"].font.size = Pt(19)
    template.save(str(desk.path("phu-luc")))
    opened = Docx(desk.build())
    sizes = {
        s.get(w("styleId")): s.find(f"{w('rPr')}/{w('sz')}").get(w("val"))
        for s in opened.find("//w:style[w:rPr/w:sz]", "word/styles.xml")
    }
    relations = {
        r.get("Id"): r.get("Target")
        for r in opened.find("//rel:Relationship", "word/_rels/document.xml.rels")
    }
    found = []
    for section in opened.find("//w:sectPr"):
        reference = section.find(w("headerReference"))
        target = relations[next(v for k, v in reference.attrib.items() if k.endswith("}id"))]
        used = opened.find("//w:pStyle", f"word/{target}")[0].get(w("val"))
        found.append(sizes[used])
    assert found[0] != "38"
    assert found[1] != "38"
    assert found[2] == "38"


def test_rows_look_as_their_prototypes(desk: Desk) -> None:
    def shade(root: etree._Element) -> None:
        tag = next(t for t in root.iter(w("t")) if (t.text or "").strip() == "{{ nhom.ten }}")
        cell = next(tag.iterancestors(w("tc")))
        etree.SubElement(cell.find(w("tcPr")), w("shd"), {w("val"): "clear", w("fill"): "DDDDDD"})

    desk.edit("phu-luc", shade)
    cells = Docx(desk.build()).find("//w:tc[w:tcPr/w:shd/@w:fill='DDDDDD']")
    assert [words(c) for c in cells] == [
        "Xây dựng thể chế, chính sách",
        "Phát triển dữ liệu, hạ tầng dữ liệu",
        "Một số nhiệm vụ khác",
    ]


def test_the_line_under_the_motto_follows_a_size_set_on_the_words_themselves(desk: Desk) -> None:
    def enlarge(root: etree._Element) -> None:
        tag = next(t for t in root.iter(w("t")) if (t.text or "").startswith("Độc lập"))
        run = tag.getparent()
        properties = run.find(w("rPr"))
        if properties is None:
            properties = etree.Element(w("rPr"))
            run.insert(0, properties)
        etree.SubElement(properties, w("sz"), {w("val"): "28"})

    desk.edit("quyet-dinh", enlarge)
    line = Docx(desk.build()).find("//*[wp:docPr/@name='Kẻ dưới Tiêu ngữ']/wp:extent")[0]
    whole = text_width("Độc lập - Tự do - Hạnh phúc", 14, bold=True)
    assert int(line.get("cx")) / EMU_PER_POINT == pytest.approx(whole, rel=0.02)


def test_a_line_break_or_a_tab_in_the_words_of_a_template_stays(desk: Desk) -> None:
    def change(root: etree._Element) -> None:
        tag = next(t for t in root.iter(w("t")) if t.text == "QUYẾT ĐỊNH:")
        tag.text = "QUYẾT"
        etree.SubElement(tag.getparent(), w("br"))
        etree.SubElement(tag.getparent(), w("t")).text = "ĐỊNH:"

    desk.edit("quyet-dinh", change)
    assert "QUYẾT ⏎ ĐỊNH:" in golden(read_docx(desk.build()))


def test_a_template_without_its_own_page_settings_still_keeps_the_decree(desk: Desk) -> None:
    def forget(root: etree._Element) -> None:
        for name in ("titlePg", "pgNumType"):
            for found in root.iter(w(name)):
                found.getparent().remove(found)

    for kind in KINDS:
        desk.edit(kind, forget)
    sections = Docx(desk.build("2025-quy-che-du-lieu-mo")).find("//w:sectPr")
    assert [s.find(w("titlePg")) is not None for s in sections] == [True, True]
    assert [s.find(w("pgNumType")) is not None for s in sections] == [True, True]


def test_a_picture_in_a_template_stands_in_the_file_or_is_refused_by_name(
    desk: Desk, tmp_path: Path
) -> None:
    from PIL import Image

    picture = tmp_path / "quoc-huy.png"
    Image.new("RGB", (20, 20), "red").save(picture)
    template = docx.Document(str(desk.path("quyet-dinh")))
    template.paragraphs[0].insert_paragraph_before().add_run().add_picture(str(picture))
    template.save(str(desk.path("quyet-dinh")))
    try:
        path = desk.build()
    except TemplateError:
        assert "quyet-dinh.docx" in desk.refusal()
        return
    built = Docx(path)
    relations = {
        r.get("Id") for r in built.find("//rel:Relationship", "word/_rels/document.xml.rels")
    }
    used = built.find("//a:blip/@r:embed")
    assert used
    assert set(used) <= relations


# --- Word has saved it ---------------------------------------------------------------------------


@pytest.mark.parametrize("kinds", [KINDS, ("quyet-dinh",), ("phu-luc",)], ids="+".join)
@pytest.mark.parametrize("name", [REAL, "2025-phan-bo-thiet-bi"])
def test_a_template_that_word_has_saved_gives_the_same_text_and_looks(
    desk: Desk, kinds: tuple[str, ...], name: str
) -> None:
    before = golden(read_docx(desk.build(name)))
    for kind in kinds:
        save_as_word_would(desk.path(kind))
    path = desk.build(name)
    after = golden(read_docx(path))
    for kind in KINDS:  # a style taken in under another name is the same style to a reader
        after = after.replace(f" ({kind})]", "]")
    assert after == before


def test_what_word_strews_over_a_template_does_not_reach_the_file(desk: Desk) -> None:
    for kind in KINDS:
        save_as_word_would(desk.path(kind))
    opened = Docx(desk.build())
    text = opened.parts["word/document.xml"].decode()
    for debris in ("proofErr", "rsid", "paraId", "_GoBack", "lastRenderedPageBreak", "v:line"):
        assert debris not in text, debris
    assert "rsid" not in opened.parts["word/settings.xml"].decode()
    assert not any(b"Van phong" in data for data in opened.parts.values())


def test_a_style_taken_in_keeps_its_list_to_itself(desk: Desk) -> None:
    save_as_word_would(desk.path("dieu-khoan"))
    opened = Docx(desk.build("2025-quy-che-du-lieu-mo"))
    tied: dict[str, int] = {}
    for style in opened.find("//w:lvl/w:pStyle/@w:val", "word/numbering.xml"):
        tied[style] = tied.get(style, 0) + 1
    assert {style for style, count in tied.items() if count > 1} == set()
