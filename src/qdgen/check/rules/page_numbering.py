"""TB508 to TB510: where the page numbers begin anew."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.elements import Element, PartKind
from qdgen.check.look import Sheet
from qdgen.check.paper import LOOKS, Medium, Paper
from qdgen.check.profile import nd30
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.check.sheets import begins_at, sheets_by_part, where
from qdgen.diagnostics import Severity
from qdgen.messages import text


@rule("TB508", "numbering-start", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def numbering_start(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The page numbers of the document do not begin with 1.

    The first page is page 1, although it does not show it.

    Wrong: trang thứ hai mang số 5
    Right: trang thứ hai mang số 2
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 (PG-10); xác nhận theo
    bản sao của Nghị định
    """
    for part, sheets in sheets_by_part(paper):
        begin = begins_at(paper, sheets)
        if part == 0 and begin is not None and begin != nd30().page_number.first.value:
            yield _wrong_start(paper, sheets[0], begin)


@rule("TB509", "annex-numbering-runs-on", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_numbering_runs_on(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The page numbers of an annex go on from what stands before it.

    Each annex is numbered by itself, from 1. Where the dossier chose otherwise (`so_trang: liên
    tục`) that is told of the dossier instead.

    Wrong: phụ lục bắt đầu từ trang 7
    Right: phụ lục đánh số trang riêng, từ 1
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm đ (PL-07, L53);
    xác nhận theo bản sao của Nghị định
    """
    return _runs_on(paper, PartKind.ANNEX)


@rule("TB510", "attached-numbering-runs-on", Severity.WARNING, Certainty.PRACTICE, LOOKS)
def attached_numbering_runs_on(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The page numbers of an attached document go on from the decision.

    The decree numbers annexes by themselves; offices do the same with a plan or a regulation.

    Wrong: Kế hoạch bắt đầu từ trang 3
    Right: Kế hoạch đánh số trang riêng, từ 1
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm đ áp dụng
    tương tự (AT-05); thông lệ trình bày
    """
    return _runs_on(paper, PartKind.ATTACHMENT)


def _runs_on(paper: Paper, kind: PartKind) -> Iterator[Remark | Unchecked]:
    if paper.chosen.pages_run_on or not paper.sheets:
        return
    pages = dict(sheets_by_part(paper))
    for part, one in paper.parts_of(kind):
        if part == 0:
            continue
        sheets = pages.get(part, [])
        if sheets:
            begin = begins_at(paper, sheets)
            if begin == nd30().page_number.first.value:
                continue
            if begin is not None:
                yield _wrong_start(paper, sheets[0], begin)
                continue
            if paper.medium is Medium.PDF:
                continue  # one page, which shows no number
            if sheets[0].number_place == "":
                continue
        elif paper.medium is Medium.PDF:
            continue
        yield Remark(
            text('the page numbers run on into "{title}"', title=_name(one.title)),
            text("begin it in a section of its own whose numbers start at 1"),
            paper.first(Element.ANNEX_LABEL, part) or paper.first(Element.TITLE, part),
        )


def _name(title: str) -> str:
    return " ".join(title.split())


def _wrong_start(paper: Paper, sheet: Sheet, begin: int) -> Remark:
    return Remark(
        text("its first page has the number {number}", number=begin),
        text("let the numbers start at 1 (Format Page Numbers, Start at)"),
        where=where(paper, [(paper.sheets.index(sheet) + 1, sheet)]),
    )
