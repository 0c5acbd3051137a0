"""Format judged by pages, as a PDF shows them: hand-made papers, a rule each."""

from __future__ import annotations

from typing import Any

import pytest

from qdgen.check.elements import Element, PartKind
from qdgen.check.examine import Verdict, examine
from qdgen.check.look import Align, Box, Look, Sheet
from qdgen.check.paper import Chosen, Located, Medium, Paper, PaperPart, Piece
from qdgen.check.rule import all_rules
from qdgen.diagnostics import Location

TB = [rule for rule in all_rules() if rule.family == "TB"]


class _Spot:
    def located(self, _start: int, _end: int) -> Located:
        return Located(Location("van-ban.pdf"))

    def is_generated(self, _start: int, _end: int) -> bool:
        return False


def page(number: int, part: int = 0, **changed: Any) -> Sheet:
    """A page as it must be; the first of a part shows no number."""
    values: dict[str, Any] = {
        "top": 20.0,
        "bottom": 20.0,
        "left": 30.0,
        "right": 15.0,
        "number_shown": "" if number == 1 else str(number),
        "number_place": "" if number == 1 else "header",
    }
    return Sheet(210, 297, part=part, **{"page": number, **values, **changed})


def paper(*sheets: Sheet, pieces: list[Piece] | None = None, **more: Any) -> Paper:
    """A decision with an annex."""
    parts = [PaperPart(PartKind.DECISION), PaperPart(PartKind.ANNEX, "DANH MỤC")]
    return Paper(Medium.PDF, "van-ban.pdf", pieces or [], parts, sheets=sheets, **more)


def piece(element: Element, text: str, part: int = 0, **look: Any) -> Piece:
    return Piece(element, text, _Spot(), part, look=Look(**look))


def codes(made: Paper) -> list[str]:
    return sorted({finding.rule.code for finding in examine(made, TB).findings})


def test_pages_as_they_must_be() -> None:
    assert codes(paper(page(1), page(2), page(1, 1, page=3), page(2, 1, page=4))) == []


@pytest.mark.parametrize(
    ("sheets", "code"),
    [
        ([page(1, left=25.0), page(2, left=25.0)], "TB105"),
        ([page(1), page(2, right=8.0)], "TB106"),
        ([page(1, bottom=11.0), page(2)], "TB104"),
        ([page(1, top=35.0), page(2, top=35.0)], "TB103"),
        ([page(1), page(2, number_shown="", number_place="")], "TB501"),
        ([page(1), page(2, number_place="footer")], "TB502"),
        ([page(1), page(2, number_shown="ii")], "TB505"),
        ([page(1, number_shown="1", number_place="header"), page(2)], "TB506"),
        ([page(1), page(2, number_shown="7")], "TB508"),
        ([page(1), page(1, 1, page=2), page(2, 1, page=3, number_shown="4")], "TB509"),
        (
            [page(1), page(1, 1, page=2, number_shown="1", number_place="header")],
            "TB507",
        ),
    ],
)
def test_a_page_that_is_wrong(sheets: list[Sheet], code: str) -> None:
    found = [c for c in codes(paper(*sheets)) if c != "TB528"]  # a jump in the numbers besides
    assert found == [code]


@pytest.mark.parametrize(
    "sheets",
    [
        # the last page is not full; a page of centred words is narrower
        [page(1), page(2, bottom=180.0), page(3, left=60.0, right=45.0, top=40.0)],
        # numbers that run on, as the dossier chose
        [page(1), page(2, 1, number_shown="2", number_place="header")],
    ],
)
def test_a_page_that_only_looks_wrong(sheets: list[Sheet]) -> None:
    assert codes(paper(*sheets, chosen=Chosen(pages_run_on=True))) == []


def test_number_and_date_are_level_where_their_lines_are() -> None:
    def head(bottom: float) -> list[Piece]:
        number = {"boxes": (Box(1, 40, 35, 80, 40),), "align": Align.CENTRE}
        day = {"boxes": (Box(1, 120, bottom - 5, 180, bottom),), "align": Align.CENTRE}
        return [
            piece(Element.NUMBER, "Số: 15/QĐ-BKHCN", **number),
            piece(Element.PLACE_DATE, "Hà Nội, ngày 10 tháng 6 năm 2026", **day),
        ]

    assert codes(paper(page(1), pieces=head(40.8))) == []
    assert codes(paper(page(1), pieces=head(46.0))) == ["TB323"]


def test_an_annex_begins_a_page_where_the_page_before_holds_none_of_it() -> None:
    def parts(annex_page: int) -> list[Piece]:
        words = {"boxes": (Box(1, 30, 35, 180, 40),), "align": Align.BOTH}
        label = {"boxes": (Box(annex_page, 90, 60, 120, 65),), "align": Align.CENTRE}
        return [
            piece(Element.TEXT, "Quyết định này có hiệu lực.", **words),
            piece(Element.ANNEX_LABEL, "Phụ lục", 1, **label),
        ]

    assert codes(paper(page(1), page(1, 1, page=2), pieces=parts(2))) == []
    assert "TB601" in codes(paper(page(1), pieces=parts(1)))


def test_what_a_pdf_cannot_show_is_not_passed() -> None:
    words = piece(Element.TEXT, "Quyết định này có hiệu lực.", align=Align.BOTH)
    verdicts = examine(paper(page(1), pieces=[words]), TB).verdicts
    assert verdicts["TB402"] is Verdict.UNCHECKED
    assert verdicts["TB406"] is Verdict.UNCHECKED
