"""The shape of the content files: what keys exist, which are required, what they mean.

English attribute names, Vietnamese keys (the aliases), Vietnamese descriptions (they become the
JSON Schemas an editor shows to the drafter). Every text stays a `Scalar`, so that later stages
can name its line and column. Dates and numbers are checked here but kept as they were written.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Annotated, Any, Self, TypeVar

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    Tag,
    model_validator,
)
from pydantic_core import PydanticCustomError, core_schema

from qdgen.content.nodes import Scalar

ID_PATTERN = r"[a-z0-9]+(?:-[a-z0-9]+)*"
ID_MAX_LENGTH = 36  # "_qd_" + id must fit Word's 40 characters of a bookmark name
COLUMN_KEY_PATTERN = r"[a-z][a-z0-9_]*"
RESERVED_ROW_KEYS = frozenset({"id", "tieu_de", "hang"})


class _Text:
    """A pydantic field that takes a `Scalar` and keeps it, after `check` has seen its text."""

    def __init__(
        self, json_schema: dict[str, Any], check: Callable[[str], None] | None = None
    ) -> None:
        self.json_schema = json_schema
        self.check = check

    def __get_pydantic_core_schema__(
        self, source: object, handler: GetCoreSchemaHandler
    ) -> core_schema.CoreSchema:
        return core_schema.no_info_plain_validator_function(self._validate)

    def __get_pydantic_json_schema__(
        self, schema: core_schema.CoreSchema, handler: GetJsonSchemaHandler
    ) -> dict[str, Any]:
        return dict(self.json_schema)

    def _validate(self, value: object) -> Scalar:
        if not isinstance(value, Scalar):
            raise PydanticCustomError("text_expected", "text expected")
        if not value.value.strip():
            raise PydanticCustomError("text_empty", "text is empty")
        if self.check is not None:
            self.check(value.value)
        return value


def _matching(pattern: str, error: str, max_length: int = 0) -> Callable[[str], None]:
    compiled = re.compile(pattern)

    def check(value: str) -> None:
        if not compiled.fullmatch(value) or (max_length and len(value) > max_length):
            raise PydanticCustomError(error, error)

    return check


def parse_date(value: str) -> date:
    """A day written `d/m/yyyy`, zeros or not. Raises ValueError where there is no such day."""
    match = re.fullmatch(r"(\d{1,2})/(\d{1,2})/(\d{4})", value)
    if match is None:
        raise ValueError(value)
    day, month, year = map(int, match.groups())
    return date(year, month, day)


def _check_date(value: str) -> None:
    try:
        parse_date(value)
    except ValueError:
        raise PydanticCustomError("date_invalid", "no such date") from None


def _check_width(value: str) -> None:
    if not re.fullmatch(r"\d{1,3}(?:,\d{1,2})?", value):
        raise PydanticCustomError("width_invalid", "width in cm expected")


def _check_url(value: str) -> None:
    if not re.fullmatch(r"https?://[^\s<>\"]+", value):
        raise PydanticCustomError("url_invalid", "http(s) address expected")


def _empty_to_none(value: object) -> object:
    return None if isinstance(value, Scalar) and not value.value.strip() else value


def _empty_to_nothing(value: object) -> object:
    return () if isinstance(value, Scalar) and not value.value.strip() else value


def _empty_to_map(value: object) -> object:
    return {} if isinstance(value, Scalar) and not value.value.strip() else value


def _text_or_map(value: object) -> str:
    return ":map" if isinstance(value, dict) else ":text"


def _one_or_many(value: object) -> object:
    if isinstance(value, Scalar):
        return [value] if value.value.strip() else []
    return value


_TEXT_SCHEMA = {"type": "string", "minLength": 1}
Prose = Annotated[Scalar, _Text(_TEXT_SCHEMA)]
"""Running text with inline markup."""
Line = Annotated[Scalar, _Text(_TEXT_SCHEMA)]
"""Text as it stands, no markup."""
Id = Annotated[
    Scalar,
    _Text(
        {"type": "string", "pattern": f"^{ID_PATTERN}$", "maxLength": ID_MAX_LENGTH},
        _matching(ID_PATTERN, "id_invalid", ID_MAX_LENGTH),
    ),
]
ColumnKey = Annotated[
    Scalar,
    _Text(
        {"type": "string", "pattern": f"^{COLUMN_KEY_PATTERN}$"},
        _matching(COLUMN_KEY_PATTERN, "column_key_invalid"),
    ),
]
Day = Annotated[
    Scalar, _Text({"type": "string", "pattern": r"^\d{1,2}/\d{1,2}/\d{4}$"}, _check_date)
]
# An editor reads `2025` and `6,5` as a number: its schema must take both.
Year = Annotated[
    Scalar,
    _Text(
        {"type": ["integer", "string"], "pattern": r"^\d{4}$"}, _matching(r"\d{4}", "year_invalid")
    ),
]
Number = Annotated[
    Scalar,
    _Text(
        {"type": ["integer", "string"], "pattern": r"^\d+$"}, _matching(r"[0-9]+", "number_invalid")
    ),
]
Width = Annotated[Scalar, _Text({"type": ["number", "string"]}, _check_width)]
Url = Annotated[Scalar, _Text({"type": "string", "format": "uri"}, _check_url)]


class _Choice(_Text):
    """One of a few words."""

    def __init__(self, *words: str) -> None:
        super().__init__({"enum": list(words)})
        self.words = words

    def _validate(self, value: object) -> Scalar:
        scalar = super()._validate(value)
        if scalar.value not in self.words:
            raise PydanticCustomError(
                "choice_invalid", "one of {words}", {"words": ", ".join(self.words)}
            )
        return scalar


class _Model(BaseModel):
    model_config = ConfigDict(
        extra="forbid", frozen=True, arbitrary_types_allowed=True, populate_by_name=False
    )


def _key(alias: str, description: str, **options: Any) -> Any:
    return Field(alias=alias, description=description, **options)


def _optional(alias: str, description: str) -> Any:
    return Field(default=None, alias=alias, description=description)


def _several(alias: str, description: str) -> Any:
    return Field(default=(), alias=alias, description=description)


T = TypeVar("T")
Maybe = Annotated[T | None, BeforeValidator(_empty_to_none)]
"""An optional text: an empty value counts as absent."""
Several = Annotated[tuple[T, ...], BeforeValidator(_empty_to_nothing)]
"""An optional list: an empty value counts as absent."""
TextOr = Annotated[
    Annotated[Prose, Tag(":text")] | Annotated[T, Tag(":map")], Discriminator(_text_or_map)
]
"""A text, or a map: what stands in the file decides, so that a mistake is named once."""


# --- running text -------------------------------------------------------------------------------


class DashItem(_Model):
    """A dash line; its own `gach` lines are printed with "+"."""

    id: Maybe[Id] = _optional("id", "Mã để viện dẫn; có thể bỏ trống")
    text: Prose = _key("noi_dung", "Lời văn của gạch đầu dòng")
    dashes: Several[TextOr[DashItem]] = _several("gach", "Các dòng cộng (+) bên dưới")


class DashBlock(_Model):
    """Dash lines that stand among paragraphs."""

    dashes: tuple[TextOr[DashItem], ...] = _key("gach", "Các gạch đầu dòng (-)")


Blocks = Annotated[
    tuple[TextOr[DashBlock], ...],
    BeforeValidator(_one_or_many, json_schema_input_type=Prose | tuple[TextOr[DashBlock], ...]),
]


class Provision(_Model):
    """What Điều, khoản, điểm and a section of an outline have in common."""

    id: Id = _key("id", "Mã cố định: chữ thường không dấu, số, gạch nối")
    title: Maybe[Line] = _optional("tieu_de", "Tiêu đề")
    text: Blocks = _several("noi_dung", "Lời văn: một đoạn, hoặc danh sách đoạn và gạch đầu dòng")
    dashes: Several[TextOr[DashItem]] = _several("gach", "Các gạch đầu dòng (-)")


class Point(Provision):
    """Điểm: a), b), … đ) …"""


class Clause(Provision):
    """Khoản: 1., 2., …"""

    points: Several[Point] = _several("diem", "Các điểm a), b), c), d), đ) …")


class Article(Provision):
    """Điều."""

    clauses: Several[Clause] = _several("khoan", "Các khoản 1., 2., …")
    points: Several[Point] = _several("diem", "Các điểm, khi Điều không chia khoản")


class ArticleSubsection(_Model):
    """Tiểu mục."""

    id: Id = _key("id", "Mã cố định")
    title: Line = _key("tieu_de", "Tiêu đề tiểu mục")
    articles: tuple[Article, ...] = _key("dieu", "Các điều")


class ArticleSection(_Model):
    """Mục of a chapter."""

    id: Id = _key("id", "Mã cố định")
    title: Line = _key("tieu_de", "Tiêu đề mục")
    subsections: Several[ArticleSubsection] = _several("tieu_muc", "Các tiểu mục")
    articles: Several[Article] = _several("dieu", "Các điều")


class Chapter(_Model):
    """Chương."""

    id: Id = _key("id", "Mã cố định")
    title: Line = _key("tieu_de", "Tiêu đề chương")
    sections: Several[ArticleSection] = _several("muc", "Các mục")
    articles: Several[Article] = _several("dieu", "Các điều")


class Part(_Model):
    """Phần."""

    id: Id = _key("id", "Mã cố định")
    title: Line = _key("tieu_de", "Tiêu đề phần")
    chapters: Several[Chapter] = _several("chuong", "Các chương")
    articles: Several[Article] = _several("dieu", "Các điều")


class OutlineSection(Provision):
    """A section of an outline: I., then 1., then a)."""

    sections: Several[OutlineSection] = _several("muc", "Các mục con: I. rồi 1. rồi a)")


# --- the decision -------------------------------------------------------------------------------


class DecisionHeader(_Model):
    """What stands above the text of the decision."""

    type: Line = _key("loai", "Tên loại văn bản: Quyết định")
    parent: Maybe[Line] = _optional("co_quan_chu_quan", "Cơ quan chủ quản trực tiếp, nếu có")
    organ: Line = _key("co_quan_ban_hanh", "Cơ quan, tổ chức ban hành")
    symbol: Line = _key("ky_hieu", "Ký hiệu, ví dụ QĐ-BKHCN")
    number: Maybe[Number] = _optional("so", "Số văn bản; bỏ trống khi chưa ban hành")
    place: Line = _key("dia_danh", "Địa danh")
    day: Maybe[Day] = _optional("ngay", "Ngày ban hành, d/m/yyyy; bỏ trống khi chưa ban hành")
    year: Year = _key("nam", "Năm ban hành")
    subject: Prose = _key("trich_yeu", "Trích yếu nội dung")
    authority: Line = _key("tham_quyen", "Thẩm quyền ban hành, ví dụ Bộ trưởng Bộ …")


class VerbatimBasis(_Model):
    """A legal basis in the words as they must stand."""

    verbatim: Prose = _key("nguyen_van", "Căn cứ đúng nguyên văn, gồm cả chữ Căn cứ")


class ProposalBasis(_Model):
    """Theo đề nghị của …"""

    proposer: Prose = _key("de_nghi", "Người hoặc đơn vị đề nghị: Theo đề nghị của …")


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


class FilingRecipient(_Model):
    """Lưu: …"""

    filing: Prose = _key("luu", "Nơi lưu, ví dụ VT, VCL (3)")


class SignatureBlock(_Model):
    """Who signs."""

    capacity: Maybe[Line] = _optional(
        "quyen_han", "TM., KT., TL., TUQ., Q. và tên tập thể, chức vụ"
    )
    position: Line = _key("chuc_vu", "Chức vụ người ký")
    name: Maybe[Line] = _optional("ho_ten", "Họ và tên người ký")


class Presentation(_Model):
    """Choices where the decree is silent or a text differs; the defaults follow the decree."""

    page_numbers: Maybe[Annotated[Scalar, _Choice("riêng từng phần", "liên tục")]] = _optional(
        "so_trang", "Đánh số trang: riêng từng phần (mặc định) hoặc liên tục"
    )
    first_annex_page_number: Maybe[Annotated[Scalar, _Choice("ẩn", "hiện")]] = _optional(
        "so_trang_dau_phu_luc", "Số trang ở trang đầu phụ lục: ẩn (mặc định) hoặc hiện"
    )
    annex_title: Maybe[Annotated[Scalar, _Choice("chữ hoa", "chữ thường")]] = _optional(
        "ten_phu_luc", "Tên phụ lục: chữ hoa (mặc định) hoặc chữ thường"
    )
    attached_title: Maybe[Annotated[Scalar, _Choice("tách tên loại", "chữ hoa")]] = _optional(
        "ten_kem_theo",
        "Tên văn bản kèm theo: tách tên loại thành dòng riêng (mặc định) hoặc chữ hoa toàn bộ",
    )
    citation_date: Maybe[Annotated[Scalar, _Choice("số", "chữ")]] = _optional(
        "ngay_vien_dan",
        "Ngày trong viện dẫn: số, 02/3/2025 (mặc định) hoặc chữ, 02 tháng 3 năm 2025",
    )


class DecisionFile(_Model):
    """quyet-dinh.yaml"""

    header: DecisionHeader = _key("van_ban", "Phần đầu văn bản")
    presentation: Annotated[Presentation, BeforeValidator(_empty_to_map)] = Field(
        default_factory=Presentation, alias="trinh_bay", description="Lựa chọn trình bày"
    )
    bases: tuple[Basis, ...] = _key("can_cu", "Các căn cứ ban hành")
    articles: tuple[Article, ...] = _key("dieu", "Các điều", min_length=1)
    recipients: tuple[TextOr[FilingRecipient], ...] = _key("noi_nhan", "Nơi nhận")
    signature: SignatureBlock = _key("ky", "Người ký")
    attachments: Several[Id] = _several("kem_theo", "Tên tệp (không .yaml) của văn bản kèm theo")


# --- what is attached ---------------------------------------------------------------------------


class AttachedHeader(_Model):
    """What stands above an attached document."""

    type: Line = _key("loai", "Tên loại: Kế hoạch, Quy chế, …")
    title: Prose = _key("tieu_de", "Tên đầy đủ, gồm cả tên loại")
    lead: Maybe[Line] = _optional("loi_dan", "Lời dẫn kèm theo; mặc định: Kèm theo")


class AttachedFile(_Model):
    """An attached document: an outline (`muc`) or articles (`phan`, `chuong` or `dieu`)."""

    header: AttachedHeader = _key("van_ban", "Phần đầu văn bản kèm theo")
    text: Blocks = _several("noi_dung", "Lời văn trước các mục")
    sections: Several[OutlineSection] = _several("muc", "Các mục I., II., …")
    parts: Several[Part] = _several("phan", "Các phần")
    chapters: Several[Chapter] = _several("chuong", "Các chương")
    articles: Several[Article] = _several("dieu", "Các điều")
    closing: Maybe[Line] = _optional("cuoi", "Dòng cuối, ví dụ tên cơ quan ban hành")
    attachments: Several[Id] = _several("kem_theo", "Tên tệp của các phụ lục")

    @model_validator(mode="after")
    def _one_structure(self) -> Self:
        used = [s for s in (self.sections, self.parts, self.chapters, self.articles) if s]
        if len(used) != 1 and not (not used and self.text):
            raise PydanticCustomError("structure_ambiguous", "one structure expected")
        return self


class AnnexHeader(_Model):
    """What stands above an annex; "Phụ lục" and its Roman number are computed."""

    title: Prose = _key("tieu_de", "Tên phụ lục")
    lead: Maybe[Line] = _optional("loi_dan", "Lời dẫn kèm theo; mặc định: Kèm theo")
    orientation: Maybe[Annotated[Scalar, _Choice("dọc", "ngang")]] = _optional(
        "huong_giay", "Hướng giấy: dọc (mặc định) hoặc ngang"
    )


class Column(_Model):
    """A column of the annex's table."""

    key: ColumnKey = _key("khoa", "Khóa của cột, dùng trong từng hàng")
    heading: Line = _key("tieu_de", "Tiêu đề cột")
    width: Width = _key("rong", "Chiều rộng, cm")


class Row(_Model):
    """A row: a heading (`tieu_de`) that spans the table, or cells by column key; rows below it."""

    model_config = ConfigDict(extra="allow", frozen=True, arbitrary_types_allowed=True)

    id: Id = _key("id", "Mã cố định của hàng")
    title: Maybe[Prose] = _optional("tieu_de", "Hàng tiêu đề, chạy suốt bảng")
    rows: Several[Row] = _several("hang", "Các hàng con")


class AnnexFile(_Model):
    """A file with `phu_luc`: a table (`cot`, `hang`), or text."""

    header: AnnexHeader = _key("phu_luc", "Phần đầu phụ lục")
    text: Blocks = _several("noi_dung", "Lời văn trước bảng")
    sections: Several[OutlineSection] = _several("muc", "Các mục, khi phụ lục là lời văn")
    number_width: Maybe[Width] = _optional("rong_stt", "Chiều rộng cột STT, cm; mặc định 1,2")
    numbering: Several[Line] = _several(
        "stt", "Kiểu số thứ tự từng cấp: I · 1 liên tục · (1) · (1.1); bỏ trống là không có cột STT"
    )
    columns: Several[Column] = _several("cot", "Các cột")
    rows: Several[Row] = _several("hang", "Các hàng")
    notes: Blocks = _several("ghi_chu", "Lời văn sau bảng")


# --- registers ----------------------------------------------------------------------------------


class CitedDocument(_Model):
    """An entry of van-ban.yaml. A Luật, Bộ luật or Pháp lệnh is cited by name, without number."""

    type: Line = _key("loai", "Tên loại: Luật, Nghị định, Quyết định, …")
    number: Maybe[Line] = _optional("so", "Số và ký hiệu, ví dụ 142/QĐ-TTg")
    day: Maybe[Day] = _optional("ngay", "Ngày ban hành, d/m/yyyy")
    issuer: Maybe[Line] = _optional("co_quan", "Cơ quan hoặc người ban hành")
    subject: Maybe[Line] = _optional("trich_yeu", "Trích yếu; với Luật là tên luật")
    url: Maybe[Url] = _optional("url", "Địa chỉ toàn văn")
    in_force_from: Maybe[Day] = _optional("hieu_luc_tu", "Có hiệu lực từ ngày")
    in_force_until: Maybe[Day] = _optional("hieu_luc_den", "Hết hiệu lực từ ngày")
    replaced_by: Maybe[Line] = _optional("thay_the_boi", "Khóa của văn bản thay thế")
    amended_by: Maybe[Line] = _optional("sua_doi_boi", "Khóa của văn bản sửa đổi")
    checked_on: Maybe[Day] = _optional("kiem_tra_ngay", "Ngày kiểm tra hiệu lực gần nhất")
    source: Maybe[Line] = _optional("nguon", "Nguồn đã tra cứu")


class Unit(_Model):
    """An entry of don-vi.yaml."""

    name: Line = _key("ten", "Tên chính thức")
    short_name: Maybe[Line] = _optional("ten_tat", "Tên viết tắt, tên gọi ngắn")
    valid_from: Maybe[Day] = _optional("hieu_luc_tu", "Mang tên này từ ngày")
    valid_until: Maybe[Day] = _optional("hieu_luc_den", "Mang tên này đến ngày")
    successor: Maybe[Line] = _optional("ke_thua", "Khóa của đơn vị kế thừa")


def cells_of(row: Row) -> dict[str, Scalar]:
    """The cells of a data row by column key, as written (unknown keys included)."""
    return dict(row.model_extra or {})
