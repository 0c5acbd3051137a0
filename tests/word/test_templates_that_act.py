"""Templates come by mail: nothing in them acts, leaks or prints what is no text of the decision."""

from __future__ import annotations

from pathlib import Path

import pytest
from lxml import etree
from opened_docx import w
from template_desk import Desk, resolved

from qdgen.document.model import Document


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return resolved()


@pytest.fixture
def desk(tmp_path: Path, documents: dict[str, Document]) -> Desk:
    return Desk(tmp_path, documents)


def _run(parent: etree._Element, name: str, words: str = "", **attributes: str) -> None:
    run = etree.SubElement(parent, w("r"))
    element = etree.SubElement(run, w(name), {w(k): v for k, v in attributes.items()})
    element.text = words or None


def _field(instruction: list[str]) -> etree._Element:
    paragraph = etree.Element(w("p"))
    _run(paragraph, "fldChar", fldCharType="begin")
    for piece in instruction:
        _run(paragraph, "instrText", piece)
    _run(paragraph, "fldChar", fldCharType="separate")
    _run(paragraph, "t", "kết quả")
    _run(paragraph, "fldChar", fldCharType="end")
    return paragraph


@pytest.mark.parametrize(
    "instruction",
    [
        [' DDEAUTO cmd "/c calc" '],
        [' INCLUDETEXT "file:///etc/passwd" '],
        [' includepicture "http://example.org/a.png" '],
        [" DDE", 'AUTO cmd "/c calc"'],
        [" USERNAME "],
        [' HYPERLINK "http://example.org" '],
        [' PAGE \\* "INCLUDETEXT x" '],
    ],
    ids=lambda pieces: "".join(pieces).strip()[:24],
)
def test_a_field_that_is_more_than_a_page_number_is_refused(
    desk: Desk, instruction: list[str]
) -> None:
    desk.edit("quyet-dinh", lambda root: root[0].insert(0, _field(instruction)))
    assert "quyet-dinh.docx" in desk.refusal()


def test_a_simple_field_is_refused_too(desk: Desk) -> None:
    def add(root: etree._Element) -> None:
        paragraph = etree.Element(w("p"))
        etree.SubElement(paragraph, w("fldSimple"), {w("instr"): 'INCLUDETEXT "/etc/passwd"'})
        root[0].insert(0, paragraph)

    desk.edit("phu-luc", add)
    assert "INCLUDETEXT" in desk.refusal()


def test_a_field_in_the_page_header_is_looked_at_as_well(desk: Desk) -> None:
    desk.edit("de-cuong", lambda root: root.append(_field([" DATE "])), "word/header1.xml")
    assert "DATE" in desk.refusal()


@pytest.mark.parametrize("name", ["ins", "del", "moveFrom", "moveTo"])
def test_tracked_changes_are_refused_and_named(desk: Desk, name: str) -> None:
    def track(root: etree._Element) -> None:
        paragraph = etree.Element(w("p"))
        change = etree.SubElement(paragraph, w(name), {w("id"): "7", w("author"): "Ai đó"})
        _run(change, "delText" if name == "del" else "t", "lời bị xóa")
        root[0].insert(0, paragraph)

    desk.edit("quyet-dinh", track)
    assert "tracked changes" in desk.refusal()


def test_an_old_drawing_that_names_a_file_is_refused(desk: Desk) -> None:
    def draw(root: etree._Element) -> None:
        paragraph = etree.Element(w("p"))
        picture = etree.SubElement(etree.SubElement(paragraph, w("r")), w("pict"))
        etree.SubElement(
            picture, "{urn:schemas-microsoft-com:vml}imagedata", {"src": "http://example.org/a"}
        )
        root[0].insert(0, paragraph)

    desk.edit("quyet-dinh", draw)
    assert "picture" in desk.refusal()


@pytest.mark.parametrize(
    "tag",
    [
        "{{ ky }}", "{{ noi_dung }}", "{{ self }}", "{{ true }}", "{{ 'chữ' }}", "{{ 7 }}",
        "{{r trich_yeu }}", "còn lại }}", "còn lại %}",
    ],
)  # fmt: skip
def test_a_tag_that_prints_no_text_of_the_decision_is_refused(desk: Desk, tag: str) -> None:
    desk.add("quyet-dinh", tag)
    assert "quyet-dinh.docx" in desk.refusal()


def _without_number(root: etree._Element) -> None:
    for paragraph in list(root):
        root.remove(paragraph)
    etree.SubElement(root, w("p"))


def _words_beside(root: etree._Element) -> None:
    _run(root[0], "t", "Trang ")


@pytest.mark.parametrize("change", [_without_number, _words_beside])
def test_a_page_header_that_does_not_hold_the_page_number_alone_is_named(
    desk: Desk, change: object
) -> None:
    desk.edit("phu-luc", change, "word/header1.xml")  # type: ignore[arg-type]
    assert "phu-luc.docx" in desk.refusal()
    assert "page number" in desk.refusal()
