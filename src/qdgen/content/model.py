"""The shape of the content files: what keys exist, which are required, what they mean.

English attribute names, Vietnamese keys (the aliases), Vietnamese descriptions (they become the
JSON Schemas an editor shows to the drafter). Every text stays a `Scalar`, so that later stages
can name its line and column. Dates and numbers are checked here but kept as they were written.
"""

from __future__ import annotations

from typing import Annotated, Self

from pydantic import BeforeValidator, ConfigDict, Discriminator, Field, Tag, model_validator
from pydantic_core import PydanticCustomError

from qdgen.content.fields import (
    Choice,
    ColumnKey,
    Day,
    Id,
    Line,
    Maybe,
    Model,
    Number,
    Prose,
    Several,
    TextOr,
    Url,
    Width,
    Year,
    empty_to_map,
    one_or_many,
    optional,
    parse_date,
    required,
    several,
)
from qdgen.content.nodes import Scalar

__all__ = [
    "RESERVED_ROW_KEYS",
    "AnnexFile",
    "AnnexHeader",
    "Article",
    "ArticleSection",
    "ArticleSubsection",
    "AttachedFile",
    "AttachedHeader",
    "Basis",
    "Blocks",
    "Chapter",
    "CitedDocument",
    "Clause",
    "Column",
    "DashBlock",
    "DashItem",
    "DecisionFile",
    "DecisionHeader",
    "FilingRecipient",
    "OutlineSection",
    "Part",
    "Point",
    "Presentation",
    "ProposalBasis",
    "Provision",
    "Row",
    "SignatureBlock",
    "Unit",
    "VerbatimBasis",
    "cells_of",
    "parse_date",
]

RESERVED_ROW_KEYS = frozenset({"id", "tieu_de", "hang"})


# --- running text -------------------------------------------------------------------------------


class DashItem(Model):
    """A dash line; its own `gach` lines are printed with "+"."""

    id: Maybe[Id] = optional("id", "Mã để viện dẫn; có thể bỏ trống")
    text: Prose = required("noi_dung", "Lời văn của gạch đầu dòng")
    dashes: Several[TextOr[DashItem]] = several("gach", "Các dòng cộng (+) bên dưới")


class DashBlock(Model):
    """Dash lines that stand among paragraphs."""

    dashes: tuple[TextOr[DashItem], ...] = required("gach", "Các gạch đầu dòng (-)")


Blocks = Annotated[
    tuple[TextOr[DashBlock], ...],
    BeforeValidator(one_or_many, json_schema_input_type=Prose | tuple[TextOr[DashBlock], ...]),
]


class Provision(Model):
    """What Điều, khoản, điểm and a section of an outline have in common."""

    id: Id = required("id", "Mã cố định: chữ thường không dấu, số, gạch nối")
    title: Maybe[Line] = optional("tieu_de", "Tiêu đề")
    text: Blocks = several("noi_dung", "Lời văn: một đoạn, hoặc danh sách đoạn và gạch đầu dòng")
    dashes: Several[TextOr[DashItem]] = several("gach", "Các gạch đầu dòng (-)")


class Point(Provision):
    """Điểm: a), b), … đ) …"""


class Clause(Provision):
    """Khoản: 1., 2., …"""

    points: Several[Point] = several("diem", "Các điểm a), b), c), d), đ) …")


class Article(Provision):
    """Điều."""

    clauses: Several[Clause] = several("khoan", "Các khoản 1., 2., …")
    points: Several[Point] = several("diem", "Các điểm, khi Điều không chia khoản")


class ArticleSubsection(Model):
    """Tiểu mục."""

    id: Id = required("id", "Mã cố định")
    title: Line = required("tieu_de", "Tiêu đề tiểu mục")
    articles: tuple[Article, ...] = required("dieu", "Các điều")


class ArticleSection(Model):
    """Mục of a chapter."""

    id: Id = required("id", "Mã cố định")
    title: Line = required("tieu_de", "Tiêu đề mục")
    subsections: Several[ArticleSubsection] = several("tieu_muc", "Các tiểu mục")
    articles: Several[Article] = several("dieu", "Các điều")


class Chapter(Model):
    """Chương."""

    id: Id = required("id", "Mã cố định")
    title: Line = required("tieu_de", "Tiêu đề chương")
    sections: Several[ArticleSection] = several("muc", "Các mục")
    articles: Several[Article] = several("dieu", "Các điều")


class Part(Model):
    """Phần."""

    id: Id = required("id", "Mã cố định")
    title: Line = required("tieu_de", "Tiêu đề phần")
    chapters: Several[Chapter] = several("chuong", "Các chương")
    articles: Several[Article] = several("dieu", "Các điều")


class OutlineSection(Provision):
    """A section of an outline: I., then 1., then a)."""

    sections: Several[OutlineSection] = several("muc", "Các mục con: I. rồi 1. rồi a)")


# --- the decision -------------------------------------------------------------------------------


class DecisionHeader(Model):
    """What stands above the text of the decision."""

    type: Line = required("loai", "Tên loại văn bản: Quyết định")
    parent: Maybe[Line] = optional("co_quan_chu_quan", "Cơ quan chủ quản trực tiếp, nếu có")
    organ: Line = required("co_quan_ban_hanh", "Cơ quan, tổ chức ban hành")
    symbol: Line = required("ky_hieu", "Ký hiệu, ví dụ QĐ-BKHCN")
    number: Maybe[Number] = optional("so", "Số văn bản; bỏ trống khi chưa ban hành")
    place: Line = required("dia_danh", "Địa danh")
    day: Maybe[Day] = optional("ngay", "Ngày ban hành, d/m/yyyy; bỏ trống khi chưa ban hành")
    year: Year = required("nam", "Năm ban hành")
    subject: Prose = required("trich_yeu", "Trích yếu nội dung")
    authority: Line = required("tham_quyen", "Thẩm quyền ban hành, ví dụ Bộ trưởng Bộ …")


class VerbatimBasis(Model):
    """A legal basis in the words as they must stand."""

    verbatim: Prose = required("nguyen_van", "Căn cứ đúng nguyên văn, gồm cả chữ Căn cứ")


class ProposalBasis(Model):
    """Theo đề nghị của …"""

    proposer: Prose = required("de_nghi", "Người hoặc đơn vị đề nghị: Theo đề nghị của …")


def _kind_of_basis(value: object) -> str | None:
    if not isinstance(value, dict):
        return ":key"
    return next((f":{key}" for key in ("nguyen_van", "de_nghi") if key in value), None)


Basis = Annotated[
    Annotated[Id, Tag(":key")]
    | Annotated[VerbatimBasis, Tag(":nguyen_van")]
    | Annotated[ProposalBasis, Tag(":de_nghi")],
    Discriminator(_kind_of_basis),
]


class FilingRecipient(Model):
    """Lưu: …"""

    filing: Prose = required("luu", "Nơi lưu, ví dụ VT, VCL (3)")


class SignatureBlock(Model):
    """Who signs."""

    capacity: Maybe[Line] = optional("quyen_han", "TM., KT., TL., TUQ., Q. và tên tập thể, chức vụ")
    position: Line = required("chuc_vu", "Chức vụ người ký")
    name: Maybe[Line] = optional("ho_ten", "Họ và tên người ký")


class Presentation(Model):
    """Choices where the decree is silent or a text differs; the defaults follow the decree."""

    page_numbers: Maybe[Annotated[Scalar, Choice("riêng từng phần", "liên tục")]] = optional(
        "so_trang", "Đánh số trang: riêng từng phần (mặc định) hoặc liên tục"
    )
    first_annex_page_number: Maybe[Annotated[Scalar, Choice("ẩn", "hiện")]] = optional(
        "so_trang_dau_phu_luc", "Số trang ở trang đầu phụ lục: ẩn (mặc định) hoặc hiện"
    )
    annex_title: Maybe[Annotated[Scalar, Choice("chữ hoa", "chữ thường")]] = optional(
        "ten_phu_luc", "Tên phụ lục: chữ hoa (mặc định) hoặc chữ thường"
    )
    attached_title: Maybe[Annotated[Scalar, Choice("tách tên loại", "chữ hoa")]] = optional(
        "ten_kem_theo",
        "Tên văn bản kèm theo: tách tên loại thành dòng riêng (mặc định) hoặc chữ hoa toàn bộ",
    )
    citation_date: Maybe[Annotated[Scalar, Choice("số", "chữ")]] = optional(
        "ngay_vien_dan",
        "Ngày trong viện dẫn: số, 02/3/2025 (mặc định) hoặc chữ, 02 tháng 3 năm 2025",
    )


class DecisionFile(Model):
    """quyet-dinh.yaml"""

    header: DecisionHeader = required("van_ban", "Phần đầu văn bản")
    presentation: Annotated[Presentation, BeforeValidator(empty_to_map)] = Field(
        default_factory=Presentation, alias="trinh_bay", description="Lựa chọn trình bày"
    )
    bases: tuple[Basis, ...] = required("can_cu", "Các căn cứ ban hành")
    articles: tuple[Article, ...] = required("dieu", "Các điều", min_length=1)
    recipients: tuple[TextOr[FilingRecipient], ...] = required("noi_nhan", "Nơi nhận")
    signature: SignatureBlock = required("ky", "Người ký")
    attachments: Several[Id] = several("kem_theo", "Tên tệp (không .yaml) của văn bản kèm theo")


# --- what is attached ---------------------------------------------------------------------------


class AttachedHeader(Model):
    """What stands above an attached document."""

    type: Line = required("loai", "Tên loại: Kế hoạch, Quy chế, …")
    title: Prose = required("tieu_de", "Tên đầy đủ, gồm cả tên loại")
    lead: Maybe[Line] = optional("loi_dan", "Lời dẫn kèm theo; mặc định: Kèm theo")


class AttachedFile(Model):
    """An attached document: an outline (`muc`) or articles (`phan`, `chuong` or `dieu`)."""

    header: AttachedHeader = required("van_ban", "Phần đầu văn bản kèm theo")
    text: Blocks = several("noi_dung", "Lời văn trước các mục")
    sections: Several[OutlineSection] = several("muc", "Các mục I., II., …")
    parts: Several[Part] = several("phan", "Các phần")
    chapters: Several[Chapter] = several("chuong", "Các chương")
    articles: Several[Article] = several("dieu", "Các điều")
    closing: Maybe[Line] = optional("cuoi", "Dòng cuối, ví dụ tên cơ quan ban hành")
    attachments: Several[Id] = several("kem_theo", "Tên tệp của các phụ lục")

    @model_validator(mode="after")
    def _one_structure(self) -> Self:
        used = [s for s in (self.sections, self.parts, self.chapters, self.articles) if s]
        if len(used) != 1 and not (not used and self.text):
            raise PydanticCustomError("structure_ambiguous", "one structure expected")
        return self


class AnnexHeader(Model):
    """What stands above an annex; "Phụ lục" and its Roman number are computed."""

    title: Prose = required("tieu_de", "Tên phụ lục")
    lead: Maybe[Line] = optional("loi_dan", "Lời dẫn kèm theo; mặc định: Kèm theo")
    orientation: Maybe[Annotated[Scalar, Choice("dọc", "ngang")]] = optional(
        "huong_giay", "Hướng giấy: dọc (mặc định) hoặc ngang"
    )


class Column(Model):
    """A column of the annex's table."""

    key: ColumnKey = required("khoa", "Khóa của cột, dùng trong từng hàng")
    heading: Line = required("tieu_de", "Tiêu đề cột")
    width: Width = required("rong", "Chiều rộng, cm")
    kind: Maybe[Annotated[Scalar, Choice("chữ", "số")]] = optional(
        "kieu", "Cột chứa gì: chữ (mặc định) hoặc số; cột số cộng được bằng @tổng"
    )


class Row(Model):
    """A row: a heading (`tieu_de`) that spans the table, or cells by column key; rows below it."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)

    id: Id = required("id", "Mã cố định của hàng")
    title: Maybe[Prose] = optional("tieu_de", "Hàng tiêu đề, chạy suốt bảng")
    rows: Several[Row] = several("hang", "Các hàng con")


class AnnexFile(Model):
    """A file with `phu_luc`: a table (`cot`, `hang`), or text."""

    header: AnnexHeader = required("phu_luc", "Phần đầu phụ lục")
    text: Blocks = several("noi_dung", "Lời văn trước bảng")
    sections: Several[OutlineSection] = several("muc", "Các mục, khi phụ lục là lời văn")
    number_width: Maybe[Width] = optional("rong_stt", "Chiều rộng cột STT, cm; mặc định 1,2")
    numbering: Several[Line] = several(
        "stt", "Kiểu số thứ tự từng cấp: I · 1 liên tục · (1) · (1.1); bỏ trống là không có cột STT"
    )
    columns: Several[Column] = several("cot", "Các cột")
    rows: Several[Row] = several("hang", "Các hàng")
    notes: Blocks = several("ghi_chu", "Lời văn sau bảng")


# --- registers ----------------------------------------------------------------------------------


class CitedDocument(Model):
    """An entry of van-ban.yaml. A Luật, Bộ luật or Pháp lệnh is cited by name, without number."""

    type: Line = required("loai", "Tên loại: Luật, Nghị định, Quyết định, …")
    number: Maybe[Line] = optional("so", "Số và ký hiệu, ví dụ 142/QĐ-TTg")
    day: Maybe[Day] = optional("ngay", "Ngày ban hành, d/m/yyyy")
    issuer: Maybe[Line] = optional("co_quan", "Cơ quan hoặc người ban hành")
    subject: Maybe[Line] = optional("trich_yeu", "Trích yếu; với Luật là tên luật")
    url: Maybe[Url] = optional("url", "Địa chỉ toàn văn")
    in_force_from: Maybe[Day] = optional("hieu_luc_tu", "Có hiệu lực từ ngày")
    in_force_until: Maybe[Day] = optional("hieu_luc_den", "Hết hiệu lực từ ngày")
    replaced_by: Maybe[Line] = optional("thay_the_boi", "Khóa của văn bản thay thế")
    amended_by: Maybe[Line] = optional("sua_doi_boi", "Khóa của văn bản sửa đổi")
    checked_on: Maybe[Day] = optional("kiem_tra_ngay", "Ngày kiểm tra hiệu lực gần nhất")
    source: Maybe[Line] = optional("nguon", "Nguồn đã tra cứu")


class Unit(Model):
    """An entry of don-vi.yaml."""

    name: Line = required("ten", "Tên chính thức")
    short_name: Maybe[Line] = optional("ten_tat", "Tên viết tắt, tên gọi ngắn")
    valid_from: Maybe[Day] = optional("hieu_luc_tu", "Mang tên này từ ngày")
    valid_until: Maybe[Day] = optional("hieu_luc_den", "Mang tên này đến ngày")
    successor: Maybe[Line] = optional("ke_thua", "Khóa của đơn vị kế thừa")


def cells_of(row: Row) -> dict[str, Scalar]:
    """The cells of a data row by column key, as written (unknown keys included)."""
    return dict(row.model_extra or {})
