"""The Bảng so sánh as a Word file: what is in it, in whose looks, and whatever the words say."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree
from table_samples import HOSTILE, ROWS, table

from building import PROJECT
from qdgen.errors import TemplateError
from qdgen.review.side_by_side.rows import Group, Pair, Row, SideBySide, Span
from qdgen.review.side_by_side.word_file import HEADING_TAGS, PART_TAG, ROW_TAGS, word_parts
from qdgen.word.elements import w
from qdgen.word.package import read_package, write_package
from qdgen.word.templates import COMPARISON, DOCUMENT, Template, load_template

TEMPLATE = PROJECT / "templates" / COMPARISON


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return _written(table(), tmp_path_factory.mktemp("bang") / "a.docx")


def _written(content: SideBySide, path: Path, template: Template | None = None) -> Path:
    write_package(word_parts(content, template or load_template(TEMPLATE)), path)
    return path


def _root(path: Path) -> etree._Element:
    return etree.fromstring(read_package(path)[DOCUMENT])


def _rows(path: Path) -> list[list[list[str]]]:
    """The paragraphs of the cells of the rows of the comparison's table."""
    found = list(_root(path).iter(w("tbl")))[-1]
    return [
        [
            ["".join(_shown(p)) for p in cell.iter(w("p"))]
            for cell in row.iter(w("tc"))
        ]
        for row in found.iter(w("tr"))
    ]  # fmt: skip


def _shown(paragraph: etree._Element) -> list[str]:
    return ["\n" if e.tag == w("br") else e.text or "" for e in paragraph.iter(w("t"), w("br"))]


def test_every_word_stands_in_its_column(written: Path) -> None:
    heading, group, basis, added, removed, *rest = _rows(written)
    assert heading == [["HIỆN HÀNH"], ["DỰ THẢO"], ["THUYẾT MINH"]]
    assert group == [["QUYẾT ĐỊNH"]]
    assert basis == [
        ["Căn cứ", "Quyết định số 570/QĐ-BKHCN;"],
        ["Căn cứ", "Quyết định số 571/QĐ-BKHCN;"],
        ["Cho đúng số & ký hiệu.", "Theo ý kiến của <Văn thư>."],
    ]
    assert added == [
        ["Bổ sung mới"],
        ["Khoản 3 Điều 2", "3. Khoản mới1", "xuống\ndòng"],
        [""],
    ]
    assert removed == [["Khoản 4 Điều 2", "4. Khoản cũ"], ["Bỏ"], [""]]
    assert rest == [[[words, words], [words, words], [words]] for words in HOSTILE]


def test_changed_words_bear_the_styles_that_the_clerk_may_restyle(written: Path) -> None:
    def words_in(style: str) -> list[str]:
        return [
            "".join(t.text or "" for t in run.iter(w("t")))
            for run in _root(written).iter(w("r"))
            if (mark := run.find(f"{w('rPr')}/{w('rStyle')}")) is not None
            and mark.get(w("val")) == style
        ]

    assert words_in("ChuBo") == ["570/QĐ-BKHCN", "4. Khoản cũ"]
    assert words_in("ChuThem") == ["571/QĐ-BKHCN", "3. Khoản mới", "1", "xuốngdòng"]
    assert words_in("NhanXet") == ["Bổ sung mới", "Bỏ"]


def test_the_head_and_the_notes_are_there_and_the_page_is_turned(written: Path) -> None:
    said = [line for line in _lines(written) if line]
    assert "SỞ NỘI VỤ" in said
    assert "BẢNG SO SÁNH, THUYẾT MINH" in said
    assert "Quyết định ban hành Kế hoạch & <Quy chế>" in said
    assert "(Bản trước: HEAD~1; dự thảo: {{ x }})" in said
    assert said[-1] == "Ngoài ra, 3 hàng chỉ đổi số."
    (page,) = _root(written).iter(w("pgSz"))
    assert (page.get(w("w")), page.get(w("h")), page.get(w("orient"))) == (
        "16838",
        "11906",
        "landscape",
    )
    assert "{" not in "".join(said).replace("{{ x }}", "").replace(HOSTILE[4], "")


def _lines(path: Path) -> list[str]:
    return ["".join(_shown(p)) for p in _root(path).iter(w("p"))]


def test_the_heading_row_is_repeated_and_a_row_is_held_on_its_page_unless_it_is_tall(
    tmp_path: Path,
) -> None:
    tall = Row("dai", [Pair((Span("rất dài " * 300),), (Span("ngắn"),))])
    path = _written(table([ROWS[1], tall]), tmp_path / "a.docx")
    heading, short, long = list(_root(path).iter(w("tbl")))[-1].findall(w("tr"))
    marks = [
        {etree.QName(mark).localname for mark in row.iterfind(f"{w('trPr')}/*")}
        for row in (heading, short, long)
    ]
    assert marks == [{"cantSplit", "tblHeader"}, {"cantSplit"}, set()]


def test_the_same_table_gives_the_same_bytes(written: Path, tmp_path: Path) -> None:
    again = _written(table(), tmp_path / "b.docx")
    assert again.read_bytes() == written.read_bytes()


def test_the_file_is_valid(written: Path, ooxml_validator: list[str]) -> None:
    done = subprocess.run([*ooxml_validator, written], capture_output=True, check=False, timeout=60)
    assert json.loads(done.stdout)["errors"] == []


def test_a_table_without_rows_is_a_table_of_its_headings(tmp_path: Path) -> None:
    path = _written(table([]), tmp_path / "a.docx")
    assert _rows(path) == [[["HIỆN HÀNH"], ["DỰ THẢO"], ["THUYẾT MINH"]]]


def test_ten_thousand_rows_are_written(tmp_path: Path) -> None:
    rows: list[Group | Row] = [
        Row(f"r{n}", [Pair((Span(f"hàng {n}"),), (Span(f"hàng {n}"),))]) for n in range(10_000)
    ]
    path = _written(table(rows), tmp_path / "a.docx")
    assert read_package(path)[DOCUMENT].count(b"<w:tr>") > 10_000


def _changed(tmp_path: Path, change: Callable[[str], str]) -> Template:
    parts = dict(read_package(TEMPLATE))
    content = parts[DOCUMENT].decode()
    assert change(content) != content
    parts[DOCUMENT] = change(content).encode()
    path = tmp_path / COMPARISON
    write_package(parts, path)
    return load_template(path)


@pytest.mark.parametrize("tag", [*HEADING_TAGS, PART_TAG, *ROW_TAGS])
def test_a_tag_of_the_table_that_is_gone_is_named(tag: str, tmp_path: Path) -> None:
    template = _changed(tmp_path, lambda words: words.replace(f"{{{{ {tag} }}}}", "x"))
    with pytest.raises(TemplateError) as caught:
        word_parts(table(), template)
    assert tag in str(caught.value.message)


@pytest.mark.parametrize("tag", ["co_quan", "ten_van_ban", "cac_ban", "dong"])
def test_a_variable_that_is_not_printed_is_named(tag: str, tmp_path: Path) -> None:
    template = _changed(tmp_path, lambda words: words.replace(f"{{{{ {tag} }}}}", "x"))
    with pytest.raises(TemplateError) as caught:
        word_parts(table(), template)
    assert tag in str(caught.value.message)


def test_a_clerk_may_widen_a_column_and_change_the_title(tmp_path: Path) -> None:
    template = _changed(
        tmp_path,
        lambda words: words.replace("BẢNG SO SÁNH, THUYẾT MINH", "BẢNG THUYẾT MINH").replace(
            'w:w="3735"', 'w:w="3000"'
        ),
    )
    path = _written(table(), tmp_path / "a.docx", template)
    assert "BẢNG THUYẾT MINH" in _lines(path)
    assert 'w:w="3000"' in read_package(path)[DOCUMENT].decode()
