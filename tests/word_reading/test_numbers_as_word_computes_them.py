"""Paragraph numbers, case by case, with LibreOffice as an independent witness."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from raw_docx import Raw, abstract_xml, instance_xml, numbered, p, r

from qdgen.word.package import write_package
from qdgen.word.reading import iter_body_texts, read_docx

CASES: list[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "numbering_cases.yaml").read_text(encoding="utf-8")
)


def _steps(case: dict[str, Any]) -> list[tuple[int, int, str]]:
    found = []
    for step in case["steps"]:
        place, _, label = step.partition(" ->")
        number_id, level = place.split()
        found.append((int(number_id), int(level), label.removeprefix(" ")))
    return found


def _numbering(cases: list[dict[str, Any]]) -> str:
    abstracts = "".join(abstract_xml(i, case["levels"]) for i, case in enumerate(cases))
    instances = "".join(
        instance_xml(100 * i + number_id, i, overrides)
        for i, case in enumerate(cases)
        for number_id, overrides in case.get("nums", {1: {}}).items()
    )
    return abstracts + instances


def _body(cases: list[dict[str, Any]]) -> str:
    return "".join(
        numbered(100 * i + number_id, level, f"x{i}.{step}")
        for i, case in enumerate(cases)
        for step, (number_id, level, _) in enumerate(_steps(case))
    )


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_numbering(case: dict[str, Any]) -> None:
    raw = Raw(_body([case]), numbering=_numbering([case]))
    labels = [piece.label for piece in iter_body_texts(raw.parts())]
    assert labels == [label for _, _, label in _steps(case)]


def test_libreoffice_computes_the_same_numbers(tmp_path: Path) -> None:
    path = tmp_path / "numbers.docx"
    write_package(Raw(_body(CASES), numbering=_numbering(CASES)).parts(), path)
    subprocess.run(
        [
            "soffice",
            f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}",
            "--headless",
            "--convert-to",
            "txt:Text (encoded):UTF8",
            "--outdir",
            str(tmp_path),
            str(path),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    shown: dict[str, str] = {}
    for line in path.with_suffix(".txt").read_text(encoding="utf-8-sig").splitlines():
        label, mark, place = line.rpartition("x")
        if mark:
            shown[place] = label.strip()
    wrong: dict[str, tuple[list[str], list[str]]] = {}
    for i, case in enumerate(CASES):
        differing = case.get("libreoffice", {}).get("labels")
        expected = differing or [label for _, _, label in _steps(case)]
        told = [shown[f"{i}.{step}"] for step in range(len(case["steps"]))]
        asked = [t if e != "unasked" else "unasked" for t, e in zip(told, expected, strict=True)]
        if asked != expected:
            wrong[case["name"]] = asked, expected
    assert wrong == {}


STYLES = (
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal">'
    '<w:name w:val="Normal"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Dieu"><w:name w:val="Điều"/>'
    '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Khoan"><w:name w:val="Khoản"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="KhoanCoTen"><w:name w:val="Khoản có tên"/>'
    '<w:basedOn w:val="Khoan"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Sau"><w:name w:val="Sâu"/><w:basedOn w:val="Dieu"/>'
    '<w:pPr><w:numPr><w:ilvl w:val="2"/></w:numPr></w:pPr></w:style>'
    '<w:style w:type="paragraph" w:styleId="Tron"><w:name w:val="Trơn"/><w:basedOn w:val="Dieu"/>'
    '<w:pPr><w:numPr><w:numId w:val="0"/></w:numPr></w:pPr></w:style>'
)
LINKED = [
    {"text": "Điều %1.", "style": "Dieu"},
    {"text": "%2.", "style": "Khoan", "suff": "space"},
    {"text": "%3)", "format": "lowerLetter", "suff": "nothing"},
]


def _styled(style: str, words: str = "x", more: str = "") -> str:
    return p(r(words), f'<w:pStyle w:val="{style}"/>{more}')


def _read_styled(body: str) -> list[tuple[str, str, str]]:
    raw = Raw(body, STYLES, abstract_xml(0, LINKED) + instance_xml(1, 0, {}))
    return [(b.style, b.label, b.paragraph.gap) for b in iter_body_texts(raw.parts())]


def test_a_style_carries_numbering_at_the_level_linked_to_it_whatever_level_it_names() -> None:
    body = _styled("Dieu") + _styled("Khoan") + _styled("Khoan")
    assert _read_styled(body) == [
        ("Điều", "Điều 1.", "\t"),
        ("Khoản", "1.", " "),
        ("Khoản", "2.", " "),
    ]


def test_numbering_and_level_come_down_from_the_style_it_is_based_on() -> None:
    body = _styled("Dieu") + _styled("KhoanCoTen") + _styled("Sau")
    assert _read_styled(body) == [
        ("Điều", "Điều 1.", "\t"),
        ("Khoản có tên", "1.", " "),
        ("Sâu", "a)", ""),
    ]


def test_number_zero_takes_numbering_away_in_a_style_and_in_a_paragraph() -> None:
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = _styled("Dieu") + _styled("Tron") + _styled("Dieu", more=none) + _styled("Dieu")
    assert [label for _, label, _ in _read_styled(body)] == ["Điều 1.", "", "", "Điều 2."]


def test_a_level_of_the_paragraph_itself_outranks_the_style() -> None:
    level = '<w:numPr><w:ilvl w:val="2"/></w:numPr>'
    body = _styled("Dieu") + _styled("Khoan") + _styled("Khoan", more=level)
    assert [label for _, label, _ in _read_styled(body)] == ["Điều 1.", "1.", "a)"]


def test_an_instance_that_does_not_exist_gives_no_number() -> None:
    assert [b.label for b in iter_body_texts(Raw(numbered(9, 0)).parts())] == [""]


def test_an_unknown_style_is_shown_as_the_default_one() -> None:
    assert _read_styled(_styled("Lost")) == [("Normal", "", "")]


def test_styles_based_on_each_other_in_a_circle_are_read_to_an_end() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="A">'
        '<w:name w:val="A"/><w:basedOn w:val="B"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="B">'
        '<w:name w:val="B"/><w:basedOn w:val="A"/></w:style>'
    )
    assert [b.style for b in iter_body_texts(Raw(_styled("A"), styles).parts())] == ["A"]


def test_a_list_style_leads_to_the_definition_it_stands_for() -> None:
    styles = (
        '<w:style w:type="numbering" w:styleId="Ds"><w:name w:val="Danh sách"/>'
        '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    linking = '<w:abstractNum w:abstractNumId="1"><w:numStyleLink w:val="Ds"/></w:abstractNum>'
    numbering = (
        abstract_xml(0, [{"text": "%1/"}])
        + linking
        + instance_xml(1, 0, {})
        + instance_xml(2, 1, {})
    )
    raw = Raw(numbered(1, 0) + numbered(2, 0), styles, numbering)
    assert [b.label for b in iter_body_texts(raw.parts())] == ["1/", "2/"]


def test_a_custom_format_pads_with_zeros() -> None:
    level = (
        '<w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="9"/>'
        '<mc:AlternateContent><mc:Choice Requires="w14">'
        '<w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice>'
        '<mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent>'
        '<w:lvlText w:val="%1"/></w:lvl></w:abstractNum>'
    )
    raw = Raw(numbered(1, 0) + numbered(1, 0), numbering=level + instance_xml(1, 0, {}))
    assert [b.label for b in iter_body_texts(raw.parts())] == ["009", "010"]


def test_a_paragraph_deleted_by_a_tracked_change_takes_no_number() -> None:
    gone = (
        '<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr>'
        '<w:del w:id="1" w:author="a"/></w:rPr></w:pPr><w:del w:id="2" w:author="a">'
        "<w:r><w:delText>x</w:delText></w:r></w:del></w:p>"
    )
    numbering = abstract_xml(0, [{"text": "%1."}]) + instance_xml(1, 0, {})
    raw = Raw(numbered(1, 0) + gone + numbered(1, 0), numbering=numbering)
    assert [b.label for b in iter_body_texts(raw.parts())] == ["1.", "", "2."]


def test_numbers_run_on_through_tables_and_begin_anew_in_a_header() -> None:
    cell = f"<w:tc>{numbered(1, 0)}</w:tc>"
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    body = numbered(1, 0) + f"<w:tbl><w:tr>{cell}{cell}</w:tr></w:tbl>" + numbered(1, 0) + section
    numbering = abstract_xml(0, [{"text": "%1."}]) + instance_xml(1, 0, {})
    raw = Raw(body, numbering=numbering, pages={"header1": numbered(1, 0)})
    docx = read_docx(raw.parts())
    assert [q.label for q in docx.paragraphs()] == ["1.", "2.", "3.", "4."]
    (header,) = docx.sections[0].headers.default
    assert getattr(header, "label", "") == "1."
