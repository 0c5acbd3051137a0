"""The decree as data: complete, typed, never surer than its source."""

from __future__ import annotations

import pytest

from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, all_rules
from qdgen.diagnostics import Severity

SURE = (Certainty.CONFIRMED, Certainty.DERIVED)


@pytest.mark.parametrize(("name", "entry"), nd30().entries().items())
def test_an_uncertain_entry_is_no_error(name: str, entry: object) -> None:
    entry = nd30().entries()[name]
    assert entry.certainty in SURE or entry.severity is not Severity.ERROR
    assert entry.id
    assert entry.cite


def test_ranges_run_upwards() -> None:
    for name, entry in nd30().entries().items():
        if hasattr(entry.value, "least"):
            assert entry.value.least <= entry.value.most, name


def test_the_profile_is_read_once() -> None:
    assert nd30() is nd30()


def test_format_rules_cite_what_the_profile_knows() -> None:
    known = {entry.id for entry in nd30().entries().values()}
    cited = " ".join(rule.manual.source for rule in all_rules() if rule.family == "TB")
    assert [entry for entry in sorted(known) if entry not in cited] == []


ENTRY_OF = {
    "TB101": "page.size_mm",
    "TB102": "page.portrait",
    "TB103": "page.margin_top_mm",
    "TB104": "page.margin_bottom_mm",
    "TB105": "page.margin_left_mm",
    "TB106": "page.margin_right_mm",
    "TB107": "page.landscape_turned",
    "TB111": "page.font",
    "TB112": "page.font",
    "TB113": "page.legacy_fonts",
    "TB114": "page.colour",
    "TB115": "page.one_body_size",
    "TB117": "page.size_sets",
    "TB118": "page.underlined",
    "TB302": "lines.motto_ratio",
    "TB304": "lines.organ_ratio",
    "TB306": "lines.subject_ratio",
    "TB307": "lines.drawn",
    "TB308": "lines.solid",
    "TB309": "lines.off_centre_mm",
    "TB310": "lines.under_parent_organ",
    "TB311": "lines.attached_ratio",
    "TB321": "head.lines_each",
    "TB322": "head.borders",
    "TB323": "head.number_level_with_date",
    "TB324": "head.blank_lines",
    "TB325": "head.line_spacing",
    "TB401": "body.align",
    "TB402": "body.indents_mm",
    "TB403": "body.one_indent",
    "TB404": "body.block_indent_mm",
    "TB405": "body.gap_pt",
    "TB406": "body.line_spacing",
    "TB407": "body.title_on_next_line",
    "TB408": "body.blank_paragraphs",
    "TB409": "body.typed_labels",
    "TB410": "body.blanks",
    "TB501": "page_number.place",
    "TB502": "page_number.place",
    "TB503": "page_number.align",
    "TB504": "page_number.size",
    "TB505": "page_number.digits",
    "TB506": "page_number.hide_first",
    "TB507": "page_number.hide_first_of_annex",
    "TB508": "page_number.first",
    "TB509": "page_number.restart_in_annex",
    "TB510": "page_number.restart_in_attachment",
    "TB511": "page_number.other_text",
    "TB601": "annex.new_page",
    "TB602": "annex.label_alone",
    "TB603": "annex.repeated_headings",
    "TB604": "annex.whole_rows",
    "TB254": "annex.one_table_size",
    "TB701": "page_number.restart_in_annex",
    "TB702": "elements.ten_phu_luc.case",
    "TB703": "page_number.hide_first_of_annex",
    "TB704": "elements.ten_kem_theo.case",
}


@pytest.mark.parametrize(("code", "name"), ENTRY_OF.items())
def test_a_rule_is_as_grave_and_as_sure_as_its_entry(code: str, name: str) -> None:
    rule = next(rule for rule in all_rules() if rule.code == code)
    entry = nd30().entries()[name]
    assert (rule.severity, rule.certainty) == (entry.severity, entry.certainty)
    assert entry.id in rule.manual.source
