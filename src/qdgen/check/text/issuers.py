"""Who issued a cited document, and where the words about its subject begin."""

from __future__ import annotations

import re

_FIXED = re.compile(
    r"(?:[UỦ][yỷ] ban [Tt]hường vụ Quốc hội|Quốc hội|Thủ tướng Chính phủ|Chính phủ|Chủ tịch nước"
    r"|Bộ Chính trị|Ban Bí thư(?: Trung ương)?(?: Đảng)?|Ban Chấp hành Trung ương(?: Đảng)?"
    r"(?: Cộng sản Việt Nam)?|Trung ương Đảng)(?: khóa [IVX]+)?(?![\w-])"
)
_STARTERS = (
    "về", "v/v", "V/v", "quy định", "phê duyệt", "phê chuẩn", "ban hành", "sửa đổi", "bổ sung",
    "hướng dẫn", "công bố", "bổ nhiệm", "thành lập", "kiện toàn", "giao", "điều chỉnh", "bãi bỏ",
    "thay thế", "hủy bỏ", "chấp thuận", "cho phép", "tổ chức", "thực hiện", "triển khai",
    "phân công", "phân cấp", "phân bổ", "ủy quyền", "cấp", "thu hồi", "điều động", "tặng",
    "khen thưởng", "đính chính", "công nhận", "xếp hạng", "thông qua", "xử lý", "chuyển", "kéo dài",
    "gia hạn", "đẩy mạnh", "tăng cường", "nâng cao", "phát triển", "ủng hộ", "chi tiết", "xác định",
    "đổi tên", "sắp xếp", "hợp nhất", "sáp nhập", "giải thể", "tiếp nhận", "quyết định", "miễn",
    "nghỉ", "nâng", "chuyển đổi", "chỉ đạo", "xây dựng", "quản lý", "bảo đảm", "đề nghị", "cử",
    "phát động", "tạm ứng", "hỗ trợ", "áp dụng", "chủ trương", "đầu tư", "thí điểm", "tạm dừng",
)  # fmt: skip
_CAPITAL_STARTERS = (
    "Về", "Phê duyệt", "Ban hành", "Quy định", "Sửa đổi", "Hướng dẫn", "Công bố", "Thành lập",
)  # fmt: skip
_STOPS = (
    "được", "có", "tại", "theo", "trong", "để", "đã", "là", "thì", "cho", "như", "với", "nhằm",
    "hoặc", "và các", "và những", "và quy", "và pháp", "hết", "nêu", "này", "số", "ngày", "kể",
    "trên", "từ", "đến", "khi", "nếu", "do", "bằng", "kèm", "nói", "cùng", "không", "chịu", "phải",
    "còn", "vẫn", "sẽ", "mà", "gồm", "bao", "trước", "sau", "thuộc", "liên", "làm", "đối", "nay",
)  # fmt: skip


def _phrases(words: tuple[str, ...]) -> str:
    return "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words)


_SUBJECT = re.compile(rf"\s*(?:{_phrases(_STARTERS + _CAPITAL_STARTERS)})(?!\w)")
_STOP = re.compile(rf"(?:{_phrases(_STARTERS + _CAPITAL_STARTERS + _STOPS)})(?!\w)")
_WORD = re.compile(r"\S+")
_HEAD = re.compile(
    r"(?:Bộ|Sở|[UỦ][yỷ] ban|Cục|Vụ|Viện|Ban|Thủ tướng|Chính phủ|Chủ tịch|Hội đồng|Văn phòng"
    r"|Tổng cục|Giám đốc|Quyết định|Nghị định|Nghị quyết|Thông tư|Chỉ thị|Kế hoạch|Luật|Pháp lệnh"
    r"|Quy chế|Quy định|Kết luận|Công văn|Công điện|Chương trình|Đề án|Căn cứ|Điều|UBND|HĐND)(?!\w)"
)
_JOINED = re.compile(r"và\s+(?=[^\W\d_])(?P<next>\w+)")
_MOST_WORDS = 24


def issuer_end(text: str, start: int) -> int:
    """Where the name that begins at `start` ends; -1 where that cannot be told."""
    if fixed := _FIXED.match(text, start):
        return fixed.end()
    end = start
    for count, word in enumerate(_WORD.finditer(text, start)):
        if count and _ends_before(text, word.start(), end):
            break
        if count > _MOST_WORDS:
            return -1
        bare = word.group().rstrip(",;:.)/")
        end = word.start() + len(bare)
        mark = text[end : word.end()]
        if mark and mark != ",":
            break
        if mark and not _goes_on(text, word.end()):
            break
    return end if end > start else -1


def _ends_before(text: str, index: int, end: int) -> bool:
    if text[index] in "(\"“'" or (index > end and "\n" in text[end:index]):
        return True
    if _STOP.match(text, index):
        return True
    joined = _JOINED.match(text, index)
    return bool(joined and _HEAD.match(text, joined.start("next")))


def _goes_on(text: str, index: int) -> bool:
    """Whether a name goes on after a comma: Bộ Văn hóa, Thể thao và Du lịch."""
    following = _WORD.search(text, index)
    if following is None or not following[0][0].isupper():
        return False
    return not _HEAD.match(text, following.start())


def subject_start(text: str, index: int) -> int:
    """Where the words about the subject begin, which stand at `index` or behind a space; else
    -1."""
    found = _SUBJECT.match(text, index)
    if found is None:
        return -1
    return index + len(text[index : found.end()]) - len(found.group().lstrip())


def begins_with_subject(text: str) -> bool:
    """Whether a text (a footnote) is the subject of what it belongs to: Phê duyệt Kế hoạch …"""
    return any(_SUBJECT.match(words) for words in (text, text[:1].lower() + text[1:]))
