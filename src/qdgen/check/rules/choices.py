"""TB70: what a dossier chose (`trinh_bay`) that departs from the decree."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.elements import Element, PartKind
from qdgen.check.paper import Medium, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity
from qdgen.messages import Text, text


@rule("TB701", "pages-run-on", Severity.ERROR, Certainty.CONFIRMED, Medium.CONTENT)
def pages_run_on(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The dossier lets page numbers run on through what is attached.

    The decree numbers the pages of each annex by themselves; for attached documents it is custom.

    Wrong: so_trang: liên tục
    Right: so_trang: riêng từng phần
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm đ (PL-07, L53);
    xác nhận theo bản sao của Nghị định
    """
    annexes = any(True for _ in paper.parts_of(PartKind.ANNEX))
    attached = any(True for _ in paper.parts_of(PartKind.ATTACHMENT))
    if paper.chosen.pages_run_on and (annexes or attached):
        yield _chosen(
            paper,
            "so_trang",
            text("page numbers run on into annexes")
            if annexes
            else text("page numbers run on into the attached document"),
            text('leave "so_trang" out, or write "{right}"', right="riêng từng phần"),
            None if annexes else Severity.WARNING,
        )


@rule("TB702", "annex-title-not-upper", Severity.ERROR, Certainty.CONFIRMED, Medium.CONTENT)
def annex_title_not_upper(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The dossier prints titles of annexes in small letters.

    The decree has them in capitals.

    Wrong: ten_phu_luc: chữ thường
    Right: ten_phu_luc: chữ hoa
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm b (EL-48,
    PL-04); xác nhận theo bản sao của Nghị định
    """
    has_annex = any(True for _ in paper.parts_of(PartKind.ANNEX))
    if has_annex and not paper.chosen.annex_title_upper:
        yield _chosen(
            paper,
            "ten_phu_luc",
            text("the titles of annexes are printed in small letters"),
            text('leave "ten_phu_luc" out, or write "{right}"', right="chữ hoa"),
        )


@rule("TB703", "annex-page-number-shown", Severity.WARNING, Certainty.PRACTICE, Medium.CONTENT)
def annex_page_number_shown(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The dossier shows the page number on the first page of an annex.

    The decree is silent on it; offices hide it, as on the first page of the decision.

    Wrong: so_trang_dau_phu_luc: hiện
    Right: so_trang_dau_phu_luc: ẩn
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục I, khoản 7 áp dụng tương tự
    (PL-08); thông lệ trình bày
    """
    has_annex = any(True for _ in paper.parts_of(PartKind.ANNEX))
    if has_annex and paper.chosen.first_annex_page_shown and not paper.chosen.pages_run_on:
        yield _chosen(
            paper,
            "so_trang_dau_phu_luc",
            text("the first page of an annex shows its number"),
            text('leave "so_trang_dau_phu_luc" out, or write "{right}"', right="ẩn"),
        )


@rule("TB704", "attached-title-upper", Severity.INFO, Certainty.PRACTICE, Medium.CONTENT)
def attached_title_upper(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The dossier prints the whole title of an attached document in capitals.

    The decree is silent on it. By custom the type stands on a line of its own in capitals, the
    rest below it as in a subject.

    Wrong: ten_kem_theo: chữ hoa
    Right: ten_kem_theo: tách tên loại
    Source: theo Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b áp dụng
    tương tự (AT-04); thông lệ trình bày
    """
    attached = any(True for _ in paper.parts_of(PartKind.ATTACHMENT))
    if attached and paper.chosen.attached_title_upper:
        yield _chosen(
            paper,
            "ten_kem_theo",
            text("the title of the attached document is printed in capitals"),
            text('leave "ten_kem_theo" out, or write "{right}"', right="tách tên loại"),
        )


def _chosen(
    paper: Paper, key: str, message: Text, hint: Text, severity: Severity | None = None
) -> Remark:
    piece = next((p for p in paper.of(Element.CHOICE) if p.label == key), None)
    return Remark(message, hint, piece, severity=severity)
