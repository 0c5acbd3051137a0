"""TB20: how the elements at the head of a document look."""

from __future__ import annotations

from collections.abc import Iterator

from qdgen.check.deviations import judged
from qdgen.check.elements import Element
from qdgen.check.paper import LOOKS, Paper
from qdgen.check.rule import Certainty, Remark, Unchecked, rule
from qdgen.diagnostics import Severity


@rule("TB201", "national-name-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def national_name_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Quốc hiệu is not set as the decree says.

    It stands in capitals, bold and upright, in size 12 or 13, centred in its column. It is
    the first thing a clerk looks at.

    Wrong: Cộng hòa xã hội chủ nghĩa Việt Nam (cỡ 14, không đậm)
    Right: CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM (cỡ 12 - 13, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm a (EL-01);
    xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.NATIONAL_NAME), "quoc_hieu")


@rule("TB202", "motto-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def motto_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """Tiêu ngữ is not set as the decree says.

    It stands in small letters, bold and upright, in size 13 or 14, centred under Quốc hiệu.

    Wrong: ĐỘC LẬP - TỰ DO - HẠNH PHÚC (cỡ 12)
    Right: Độc lập - Tự do - Hạnh phúc (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 1, điểm b (EL-02);
    xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.MOTTO), "tieu_ngu")


@rule("TB203", "parent-organ-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def parent_organ_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of the superior organ is not set as the decree says.

    It stands in capitals, upright and not bold, in size 12 or 13, centred: only the organ
    that issues the document is bold.

    Wrong: ỦY BAN NHÂN DÂN TỈNH (in đậm)
    Right: ỦY BAN NHÂN DÂN TỈNH (cỡ 12 - 13, đứng, không đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 2, điểm b (EL-05,
    L15); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.PARENT_ORGAN), "co_quan_chu_quan")


@rule("TB204", "organ-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def organ_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The name of the issuing organ is not set as the decree says.

    It stands in capitals, bold and upright, in size 12 or 13, centred in its column.

    Wrong: Bộ Khoa học và Công nghệ (chữ thường)
    Right: BỘ KHOA HỌC VÀ CÔNG NGHỆ (cỡ 12 - 13, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 2, điểm b (EL-06);
    xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.ORGAN), "co_quan")


@rule("TB205", "number-line-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def number_line_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line with the number is not set as the decree says.

    It is size 13, upright and not bold, centred under the name of the organ.

    Wrong: Số: 15/QĐ-BKHCN (in đậm, cỡ 14)
    Right: Số: 15/QĐ-BKHCN (cỡ 13, đứng, không đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 3, điểm c (EL-11,
    EL-12); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.NUMBER), "so_ky_hieu")


@rule("TB206", "place-date-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def place_date_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line with place and date is not set as the decree says.

    It is in italics and not bold, in size 13 or 14, centred under Quốc hiệu and Tiêu ngữ.

    Wrong: Hà Nội, ngày 05 tháng 02 năm 2026 (đứng, đậm)
    Right: Hà Nội, ngày 05 tháng 02 năm 2026 (nghiêng, cỡ 13 - 14)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 4, điểm c (EL-16,
    L08); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.PLACE_DATE), "dia_danh_ngay")


@rule("TB207", "type-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def type_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The type of the document is not set as the decree says.

    It stands in capitals, bold and upright, in size 13 or 14, centred.

    Wrong: Quyết định (chữ thường, cỡ 16)
    Right: QUYẾT ĐỊNH (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b (EL-19);
    xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.TYPE), "ten_loai")


@rule("TB208", "subject-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def subject_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The subject of the document is not set as the decree says.

    It stands in small letters, bold and upright, in size 13 or 14, centred right under the
    type.

    Wrong: BAN HÀNH QUY CHẾ (chữ hoa, không đậm)
    Right: Ban hành Quy chế (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 5, điểm b (EL-20,
    L18); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.SUBJECT), "trich_yeu")


@rule("TB209", "authority-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def authority_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The line that names the authority is not set as the sample says.

    It stands in capitals, bold and upright, in size 13 or 14, centred.

    Wrong: Bộ trưởng Bộ Khoa học và Công nghệ (chữ thường)
    Right: BỘ TRƯỞNG BỘ KHOA HỌC VÀ CÔNG NGHỆ (cỡ 13 - 14, đứng, đậm)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2, Mẫu 1.3 (EL-23); xác nhận theo
    bản sao của Nghị định
    """
    return judged(paper.of(Element.AUTHORITY), "tham_quyen")


@rule("TB210", "basis-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def basis_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """A legal basis is not set as the decree says.

    Each căn cứ is in italics and not bold, in size 13 or 14: the slant tells the grounds from
    the decision itself.

    Wrong: Căn cứ Luật Dữ liệu (đứng)
    Right: Căn cứ Luật Dữ liệu (nghiêng, cỡ 13 - 14)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục I, Phần I, Mục II, khoản 6, điểm a (EL-24,
    CC-03, L19); xác nhận theo bản sao của Nghị định
    """
    return judged(paper.of(Element.BASIS), "can_cu")


@rule("TB211", "order-look", Severity.ERROR, Certainty.CONFIRMED, LOOKS)
def order_look(paper: Paper) -> Iterator[Remark | Unchecked]:
    """The words QUYẾT ĐỊNH: before the first article are not set as the sample says.

    They stand in capitals, bold and upright, in size 13 or 14, centred on a line of their
    own.

    Wrong: Quyết định: (chữ thường, lệch trái)
    Right: QUYẾT ĐỊNH: (cỡ 13 - 14, đứng, đậm, ở giữa)
    Source: Nghị định số 30/2020/NĐ-CP, Phụ lục III, Mẫu 1.2, Mẫu 1.3 (EL-25); xác nhận theo
    bản sao của Nghị định
    """
    return judged(paper.of(Element.ORDER), "lenh")
