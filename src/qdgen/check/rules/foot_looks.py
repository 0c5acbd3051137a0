"""TB23 and TB24: how the foot of a decision and the heads of annexes look."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.deviations import judged
from qdgen.check.elements import Element
from qdgen.check.paper import LOOKS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity


@rule("TB231", "signing-title-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def signing_title_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The capacity and position of the signer are not set as the decree says.

    They stand in capitals, bold and upright, in size 13 or 14, centred above the name.

    Wrong: KT. Bộ trưởng (chữ thường)
    Right: KT. BỘ TRƯỞNG (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7, điểm đ (EL-35);
    xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.CAPACITY, Element.POSITION), "quyen_han_chuc_vu")


@rule("TB232", "signer-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def signer_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of the signer is not set as the decree says.

    It stands in small letters, bold and upright, in size 13 or 14, centred under the
    position.

    Wrong: NGUYỄN VĂN AN (chữ hoa)
    Right: Nguyễn Văn An (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 7, điểm đ (EL-36);
    xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.SIGNER), "ho_ten")


@rule("TB233", "recipients-label-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def recipients_label_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The words Nơi nhận: are not set as the decree says.

    They are size 12, bold and in italics, at the left margin.

    Wrong: Nơi nhận: (cỡ 13, đứng)
    Right: Nơi nhận: (cỡ 12, nghiêng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 9, điểm d (EL-40,
    L45); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.RECIPIENTS_LABEL), "noi_nhan")


@rule("TB234", "recipient-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def recipient_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A line of the list of recipients is not set as the decree says.

    The lines are size 11, upright and not bold, at the left margin.

    Wrong: - Như Điều 3; (cỡ 13)
    Right: - Như Điều 3; (cỡ 11, đứng)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 9, điểm d (EL-41,
    L45); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.RECIPIENT), "danh_sach_noi_nhan")


@rule("TB241", "annex-label-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def annex_label_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The words Phụ lục above an annex are not set as the decree says.

    They stand in small letters, bold and upright, in size 14, centred.

    Wrong: PHỤ LỤC I (chữ hoa, cỡ 13)
    Right: Phụ lục I (cỡ 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm b (EL-47,
    PL-03, L50); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.ANNEX_LABEL), "nhan_phu_luc")


@rule("TB243", "reference-line-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def reference_line_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line that says what an annex or plan belongs to is not set as the decree says.

    It is in italics and not bold, in size 13 or 14, centred under the title.

    Wrong: (Kèm theo Quyết định số 15/QĐ-BKHCN …) (đứng, cỡ 12)
    Right: (Kèm theo Quyết định số 15/QĐ-BKHCN …) (nghiêng, cỡ 13 - 14)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục III, khoản 1, điểm c (EL-49,
    PL-05, AT-03); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.REFERENCE_LINE), "dan_chieu")
