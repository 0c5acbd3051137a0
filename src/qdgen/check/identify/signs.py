"""By which words a clerk knows the elements, also where they are slightly wrong."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher
from functools import lru_cache

from qdgen.check.elements import Element

_LIKE = 0.8
_NATIONAL = "conghoaxahoichunghiavietnam"
_MOTTO = "doclaptudohanhphuc"

TYPES = (
    "nghị quyết", "quyết định", "chỉ thị", "quy chế", "quy định", "thông cáo", "thông báo",
    "hướng dẫn", "chương trình", "kế hoạch", "phương án", "đề án", "dự án", "báo cáo", "biên bản",
    "tờ trình", "hợp đồng", "công điện", "bản ghi nhớ", "bản thỏa thuận", "giấy ủy quyền",
    "giấy mời", "giấy giới thiệu", "giấy nghỉ phép", "phiếu gửi", "phiếu chuyển", "phiếu báo",
    "điều lệ", "nội quy", "nghị định", "thông tư", "danh mục", "danh sách", "quy trình", "đề cương",
)  # fmt: skip
"""Tên loại: those of the decree (Điều 7), and others that offices attach."""

_ORGAN_WORDS = (
    "bộ", "sở", "cục", "tổng cục", "chi cục", "vụ", "viện", "trung tâm", "ủy ban", "uỷ ban", "ubnd",
    "hđnd", "hội đồng", "hội", "trường", "ban", "văn phòng", "phòng", "đại học", "học viện",
    "công ty", "tập đoàn", "tổng công ty", "bệnh viện", "thanh tra", "kho bạc", "bảo hiểm", "báo",
    "chính phủ", "thủ tướng", "chủ tịch", "quốc hội", "tòa án", "toà án", "kiểm toán", "ngân hàng",
    "trạm", "đài", "nhà xuất bản", "thông tấn xã", "liên hiệp", "liên đoàn", "công an", "quỹ",
    "thuế", "hải quan", "thống kê",
)  # fmt: skip
_AUTHORITIES = (
    "bộ trưởng", "chủ tịch", "chủ nhiệm", "giám đốc", "tổng giám đốc", "ủy ban", "uỷ ban",
    "hội đồng", "thủ tướng", "chánh", "tổng", "viện trưởng", "hiệu trưởng", "cục trưởng",
    "chi cục trưởng", "vụ trưởng", "trưởng ban", "trưởng phòng", "thống đốc", "chính phủ",
    "thủ trưởng", "trưởng", "tổng cục trưởng", "ban", "tư lệnh", "viện kiểm sát", "tòa án",
)  # fmt: skip
_POSITIONS = (
    "bộ trưởng", "thứ trưởng", "chủ tịch", "phó", "giám đốc", "tổng", "chánh", "viện trưởng",
    "hiệu trưởng", "cục trưởng", "chi cục trưởng", "vụ trưởng", "trưởng", "thủ tướng", "thống đốc",
    "chủ nhiệm", "ủy viên", "uỷ viên", "thủ trưởng", "quyền", "đội trưởng", "bí thư", "tư lệnh",
    "trạm trưởng", "kế toán trưởng", "hội trưởng",
)  # fmt: skip


def _begins(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})\b")


_ORGAN, _AUTHORITY, _POSITION = map(_begins, (_ORGAN_WORDS, _AUTHORITIES, _POSITIONS))
_GOES_ON = re.compile(r"(?:và|tỉnh|thành phố|tp|huyện|quận|phường|xã|thị xã|đặc khu|của)\b")

_SYMBOL = r"[\d\s._…]*(?:/\s*\d{4}\s*)?/\s*[^\W\d]{1,6}\s*[-–][^\s,;)]"
NUMBER = re.compile(rf"(?:số|so)\s*:?(?:{_SYMBOL}|[\s._…]*\d*\s*[-–/]|[\s.…\d]*$)|{_SYMBOL}")
PLACE_DATE = re.compile(
    r"[^\d(]{0,60}?(?:,|\s|^)\s*(?:ngày\b.{0,20}\btháng\b.{0,20}\bnăm\b|"
    r"ngày\s*[\d.…]{1,4}\s*[/.-]\s*[\d.…]{1,4}\s*[/.-])|"
    r"[^\d(]{2,60}?,\s*\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}$"
)
BASIS = re.compile(
    r"(?:căn\s*cứ|theo\s+đề\s+nghị|xét\s+(?:đề\s+nghị|tờ\s+trình)|xét|trên\s+cơ\s+sở|thực\s+hiện|"
    r"để\s+thực\s+hiện)\b"
)
_BASIS_LIKE = re.compile(r"cancu|theodenghi|xetdenghi|xettotrinh")
REFERENCE = re.compile(r"[(\[]?\s*(?:được\s+)?(?:ban\s+hành\s+)?(?:đính\s+)?kèm\b(?:\s+theo\b)?")
RECIPIENTS = re.compile(r"n[ơo]i\s+(?:nh[ậâa]n|gửi)\s*:?\s*")
ADDRESSEE = re.compile(r"kính\s+gửi\b")
CAPACITY = re.compile(r"(?:TM|KT|TL|TUQ|T\.?UQ|Q|T/M|K/T|T/L|T\.M|K\.T|T\.L|TƯQ)(?:[./\s]+)(?=\S)")
SIGNED = re.compile(r"[(\[].{0,40}[)\]]$")
RULE_OF_SIGNS = re.compile(r"[\s_\-–—―─━=*~.…]{3,}")
ANNEX = re.compile(
    r"(ph[ụu]\s*l[ụu]c(?:\s+(?:số\s+)?(?P<number>[ivxlc]{1,7}|\d{1,2}|[a-h]))?)\s*(?P<mark>[.:–-]?)",
    re.IGNORECASE,
)


@lru_cache(maxsize=4096)
def folded(words: str) -> str:
    """The letters of `words` in lower case without any marks."""
    plain = unicodedata.normalize("NFD", words.casefold().replace("đ", "d"))
    return "".join(letter for letter in plain if letter.isalpha() and letter.isascii())


@lru_cache(maxsize=4096)
def _is_like(words: str, model: str) -> bool:
    if not len(model) * 0.6 <= len(words) <= len(model) * 1.6:
        return False
    letters = folded(words)
    if not len(model) * 0.75 <= len(letters) <= len(model) * 1.3:
        return False
    return SequenceMatcher(None, letters, model, autojunk=False).ratio() >= _LIKE


def is_upper(words: str) -> bool:
    """Whether it is written in capitals, but for a letter or two."""
    letters = [letter for letter in words if letter.isalpha()]
    if not letters:
        return False
    return sum(map(str.isupper, letters)) >= 0.85 * len(letters)


@lru_cache(maxsize=4096)
def type_of(words: str) -> str:
    """The tên loại that `words` are, in lower case; "" where they are none."""
    if len(words) > 24:
        return ""
    bare = words.strip(" .:\t\n").casefold()
    if bare in TYPES:
        return bare
    letters = folded(bare)
    for known in TYPES:
        if letters == folded(known):
            return known
    if len(letters) >= 6:
        for known in TYPES[:12]:
            if SequenceMatcher(None, letters, folded(known), autojunk=False).ratio() > 0.9:
                return known
    return ""


def leading_type(words: str) -> str:
    """The tên loại that a title begins with, as written there; "" where it begins with none."""
    lower = words.casefold()
    for known in TYPES:
        if lower.startswith(known) and not lower[len(known) : len(known) + 1].isalpha():
            return words[: len(known)]
    return ""


def is_order(words: str) -> bool:
    """Whether it is the line QUYẾT ĐỊNH: or one like it."""
    if len(words) > 24:
        return False
    return folded(words) in ("quyetdinh", "quyetnghi") or type_of(words) == "quyết định"


def annex_label(words: str) -> re.Match[str] | None:
    """The match where a whole line is Phụ lục and its number."""
    if len(words) > 30:
        return None
    return ANNEX.fullmatch(words.strip())


def annex_opening(words: str) -> re.Match[str] | None:
    """The match where a line begins with Phụ lục, its number and a mark, and a title follows."""
    found = ANNEX.match(words)
    if found is None or not found["number"] or not found["mark"]:
        return None
    return found if is_upper(words[found.end() :]) else None


def right_of_head(words: str) -> Element | None:
    """What a line is that stands on the right of the head."""
    bare = words.strip()
    if _is_like(bare, _NATIONAL):
        return Element.NATIONAL_NAME
    if _is_like(bare, _MOTTO):
        return Element.MOTTO
    lower = bare.casefold()
    if len(bare) <= 90 and PLACE_DATE.match(lower) and not REFERENCE.match(lower):
        return None if BASIS.match(lower) else Element.PLACE_DATE
    return None


def left_of_head(words: str) -> Element | None:
    """What a line is that stands on the left of the head, but for an organ's name."""
    bare = words.strip().casefold()
    return Element.NUMBER if len(bare) <= 60 and NUMBER.match(bare) else None


def is_organ(words: str) -> bool:
    """Whether it begins as the name of an organ does."""
    return bool(_ORGAN.match(words.strip().casefold()))


def goes_on(words: str) -> bool:
    """Whether it goes on with a name begun on the line above."""
    return bool(_GOES_ON.match(words.strip().casefold()))


def is_authority(words: str) -> bool:
    """Whether it begins as thẩm quyền ban hành does."""
    return bool(_AUTHORITY.match(words.strip().casefold()))


def is_basis(words: str) -> bool:
    """Whether it begins as a căn cứ does."""
    lower = words.lstrip(" \t\n-–").casefold()
    return bool(BASIS.match(lower)) or bool(_BASIS_LIKE.match(folded(lower[:16])))


def is_position(words: str) -> bool:
    """Whether it begins as a chức vụ does."""
    return bool(_POSITION.match(words.strip().casefold()))


def is_capacity(words: str) -> bool:
    """Whether it begins with TM., KT. and the like."""
    return bool(CAPACITY.match(words.strip()))


def is_reference(words: str) -> bool:
    """Whether it is the line (Kèm theo …) under a title."""
    bare = words.lstrip().casefold()
    return bool(REFERENCE.match(bare)) and (bare.startswith(("(", "[")) or len(bare) < 200)
