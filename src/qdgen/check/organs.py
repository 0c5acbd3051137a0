"""Names of organs: the codes made of them, the titles of their heads, short forms people use."""

from __future__ import annotations

import re

from qdgen.check.text.compare import plain

_SMALL = frozenset(("và", "-", "của", "cho", "về", "tại", "ở", "thuộc", "các"))
_WORD = re.compile(r"[^\W\d_]+")
_PHRASES = (
    ("ủy ban nhân dân", "UBND"), ("hội đồng nhân dân", "HĐND"), ("văn phòng", "VP"),
    ("thanh tra", "TT"), ("ban quản lý", "BQL"), ("trung tâm", "TT"),
    ("thủ tướng chính phủ", "TTg"), ("thủ tướng", "TTg"), ("chủ tịch nước", "CTN"),
    ("kiểm toán nhà nước", "KTNN"), ("ngân hàng nhà nước", "NHNN"),
)  # fmt: skip
_PLACES = re.compile(
    r"\s(?:tỉnh|thành phố|quận|huyện|thị xã|xã|phường|thị trấn|đặc khu)\s", re.IGNORECASE
)
_EXCEPTIONS = {
    "bộ giáo dục và đào tạo": ("BGDĐT",), "bộ văn hóa, thể thao và du lịch": ("BVHTTDL",),
    "chính phủ": ("CP",), "văn phòng chính phủ": ("VPCP",), "bộ công an": ("BCA",),
    "thanh tra chính phủ": ("TTCP",), "tổng cục thuế": ("TCT",), "cục thuế": ("CT",),
    "ủy ban dân tộc": ("UBDT",), "ngân hàng nhà nước việt nam": ("NHNN",),
    "bộ dân tộc và tôn giáo": ("BDTTG",), "bộ nội vụ": ("BNV",),
}  # fmt: skip

HEADS = (
    "thủ tướng", "bộ trưởng", "tổng giám đốc", "giám đốc", "chủ tịch", "tổng cục trưởng",
    "chi cục trưởng", "cục trưởng", "viện trưởng", "vụ trưởng", "hiệu trưởng", "chánh văn phòng",
    "chánh thanh tra", "chánh án", "thống đốc", "chủ nhiệm", "tổng thanh tra",
    "tổng kiểm toán nhà nước", "tư lệnh", "trưởng ban", "trưởng phòng", "tổng thư ký",
    "tổng biên tập", "trưởng khoa", "trưởng thuế", "trưởng công an", "đội trưởng",
    "hạt trưởng", "trạm trưởng",
    "tổng tham mưu trưởng", "kế toán trưởng", "trưởng đại diện",
)  # fmt: skip
"""Titles of those who decide alone."""

COLLECTIVES = (
    "ủy ban nhân dân", "hội đồng", "thường trực", "ban chấp hành", "ban thường vụ", "chính phủ",
    "ủy ban thường vụ", "quốc hội", "ban cán sự", "ban chỉ đạo", "tập thể", "đảng ủy", "tỉnh ủy",
    "thành ủy", "huyện ủy", "đoàn đại biểu", "ban thường trực", "đoàn chủ tịch",
)  # fmt: skip
"""How the names of bodies begin that decide together."""

ORGAN_WORDS = ("bộ ", "sở ", "cục ", "tổng cục ", "vụ ", "viện ", "chi cục ", "trung tâm ",
               "trường ", "học viện ", "phòng ", "bệnh viện ")  # fmt: skip
"""How the names of organs begin that a head directs."""


def _initials(words: str) -> str:
    return "".join(w[0] for w in _WORD.findall(words) if w not in _SMALL).upper()


def codes_of_organ(organ: str, parent: str = "") -> set[str]:
    """The codes one would expect for an organ of that name; none where its name is too special."""
    name = plain(organ)
    if name in _EXCEPTIONS:
        return {*_EXCEPTIONS[name], _initials(name)}
    bare = _PLACES.split(f" {name} ")[0].strip()
    found = {_initials(name), _initials(bare)}
    for phrase, code in _PHRASES:
        for words in (name, bare):
            if words.startswith(phrase):
                found.add(code + _initials(words.removeprefix(phrase)))
                if not words.removeprefix(phrase):
                    found.add(code)
    if "nhân dân" in name or not parent:
        found |= {code for phrase, code in _PHRASES if name.startswith(phrase)}
    return {code for code in found if len(code) > 1}


def may_stand_for(code: str, expected: str) -> bool:
    """Whether `code` is `expected`, or leaves out letters of it: ĐHX of Trường Đại học X."""
    letters = iter(plain(expected))
    return len(code) > 1 and all(letter in letters for letter in plain(code))


def head_of(words: str) -> str:
    """The title of a head with which `words` begin, in lower case; "" where none does."""
    name = plain(words)
    return max((h for h in HEADS if re.match(rf"{h}\b", name)), key=len, default="")


def is_collective(words: str) -> bool:
    """Whether `words` name a body that decides together."""
    return plain(words).startswith(COLLECTIVES)


_SHORT = re.compile(
    r"\S*&\S*|\b(?:UBND|HĐND|UBMTTQ|KHCN|GDĐT|TNMT|NNPTNT|NNMT|LĐTBXH|VHTTDL|TTTT|TTĐT|CNTT|TW"
    r"|QLDA|BQL|ĐHQG|ĐH|CĐ|TP|XHCN|VP|KHĐT|VHTT|BHXH)\b\.?"
)


def short_forms(name: str) -> list[re.Match[str]]:
    """Abbreviations in the name of an organ."""
    return list(_SHORT.finditer(name))
