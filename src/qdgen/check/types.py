"""The 29 types of administrative documents and their codes (NĐ 30/2020/NĐ-CP, Điều 7, PL III)."""

from __future__ import annotations

from qdgen.check.text.compare import plain

CODES = {
    "NQ": "Nghị quyết", "QĐ": "Quyết định", "CT": "Chỉ thị", "QC": "Quy chế", "QyĐ": "Quy định",
    "TC": "Thông cáo", "TB": "Thông báo", "HD": "Hướng dẫn", "CTr": "Chương trình",
    "KH": "Kế hoạch", "PA": "Phương án", "ĐA": "Đề án", "DA": "Dự án", "BC": "Báo cáo",
    "BB": "Biên bản", "TTr": "Tờ trình", "HĐ": "Hợp đồng", "CĐ": "Công điện",
    "BGN": "Bản ghi nhớ", "BTT": "Bản thỏa thuận", "GUQ": "Giấy ủy quyền", "GM": "Giấy mời",
    "GGT": "Giấy giới thiệu", "GNP": "Giấy nghỉ phép", "PG": "Phiếu gửi", "PC": "Phiếu chuyển",
    "PB": "Phiếu báo",
}  # fmt: skip
"""Code and name. Công văn and Thư công have none."""

ATTACHABLE = (
    "Điều lệ", "Chiến lược", "Quy hoạch", "Nội quy", "Danh mục", "Danh sách", "Bảng", "Biểu",
    "Mẫu", "Định mức", "Tiêu chuẩn", "Tiêu chí", "Quy trình", "Quy tắc", "Bộ", "Khung", "Sổ tay",
    "Đề cương", "Kết luận", "Kịch bản", "Lộ trình", "Hệ thống", "Kiến trúc", "Đơn giá", "Thể lệ",
)  # fmt: skip
"""What decisions bring into force besides the 29 types, by its first words."""

_BY_NAME = {plain(name): code for code, name in CODES.items()}
_NAMES = frozenset(_BY_NAME) | {plain("Công văn"), plain("Thư công")}


def code_of(name: str) -> str | None:
    """The code of a type by its name, in any case; None where it is none of the 29 or has none."""
    return _BY_NAME.get(plain(name))


def is_type(name: str) -> bool:
    """Whether it is one of the 29 types."""
    return plain(name) in _NAMES


def may_be_attached(name: str) -> bool:
    """Whether a decision may bring a document of that kind into force."""
    return is_type(name) or plain(name).startswith(tuple(map(plain, ATTACHABLE)))
