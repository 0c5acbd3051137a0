"""What a piece of a document is: the elements (thành phần thể thức) of Nghị định 30/2020/NĐ-CP,
Điều 8 and Phụ lục I, and what the body, the annexes and the pages are made of."""

from __future__ import annotations

from enum import StrEnum


class Element(StrEnum):
    """The values are the words a clerk uses."""

    # the head of the first page
    NATIONAL_NAME = "Quốc hiệu"
    MOTTO = "Tiêu ngữ"
    PARENT_ORGAN = "tên cơ quan chủ quản"
    ORGAN = "tên cơ quan ban hành"
    NUMBER = "số, ký hiệu"
    PLACE_DATE = "địa danh, thời gian"
    TYPE = "tên loại"
    SUBJECT = "trích yếu"
    AUTHORITY = "thẩm quyền ban hành"
    BASIS = "căn cứ"
    ORDER = "lệnh QUYẾT ĐỊNH:"
    # the body
    HEADING_LABEL = "số của phần, chương, mục, tiểu mục"
    HEADING_TITLE = "tên phần, chương, mục, tiểu mục"
    ARTICLE = "điều"
    CLAUSE = "khoản"
    POINT = "điểm"
    OUTLINE = "đề mục"
    """I., 1., a) of a document without articles; `level` 0, 1, 2."""
    TEXT = "lời văn"
    DASH = "gạch đầu dòng"
    CLOSING = "dòng cuối"
    # the foot of the decision
    RECIPIENTS_LABEL = "từ Nơi nhận"
    RECIPIENT = "nơi nhận"
    CAPACITY = "quyền hạn"
    POSITION = "chức vụ"
    SIGNER = "họ tên người ký"
    # attached documents and annexes
    ANNEX_LABEL = "từ Phụ lục"
    TITLE = "tên phụ lục, văn bản kèm theo"
    REFERENCE_LINE = "dòng kèm theo"
    COLUMN_HEADING = "tiêu đề cột"
    ROW_NUMBER = "số thứ tự"
    ROW_HEADING = "hàng tiêu đề"
    CELL = "ô"
    # the rest
    NOTE = "chú thích"
    PAGE_NUMBER = "số trang"
    PAGE_TEXT = "đầu trang, chân trang"
    ADDRESSEE = "Kính gửi"
    EMPTY = "đoạn trống"
    REGISTER = "mục của sổ"
    """A text of a register beside the dossier: van-ban.yaml, don-vi.yaml."""
    CHOICE = "lựa chọn trình bày"
    """An entry of `trinh_bay` in the dossier; its label is the key."""
    OTHER = "đoạn khác"


class PartKind(StrEnum):
    """What a part of a document is."""

    DECISION = "quyết định"
    ATTACHMENT = "văn bản kèm theo"
    ANNEX = "phụ lục"
    OTHER = "văn bản khác"
    """A document that is no decision: a letter, a plan issued by itself."""
    REGISTER = "sổ"


BODY = frozenset(
    {Element.ARTICLE, Element.CLAUSE, Element.POINT, Element.OUTLINE, Element.TEXT, Element.DASH}
)
"""Lời văn: what the body is made of, but for the headings of Phần, Chương, Mục."""

TABLE = frozenset({Element.COLUMN_HEADING, Element.ROW_NUMBER, Element.ROW_HEADING, Element.CELL})

PROSE = BODY | {
    Element.SUBJECT,
    Element.BASIS,
    Element.HEADING_TITLE,
    Element.TITLE,
    Element.ROW_HEADING,
    Element.CELL,
    Element.NOTE,
}
"""Where people write sentences or phrases of their own."""
