"""Centred headings broken into lines of like length, where a phrase begins.

A drafter used to do this by hand; left to itself, a heading leaves one word alone on its last line.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from lxml import etree

from qdgen.document.model import Inline, LineBreak, Run
from qdgen.word.elements import w
from qdgen.word.lines import Setting, setting_of
from qdgen.word.slots import TOKEN, Slot, SlotBook
from qdgen.word.styles import StyleSheet
from qdgen.word.text_width import lines, text_width

# Words at which a Vietnamese title is readily broken.
_PHRASE_STARTS = frozenset(
    ("của", "về", "đến", "từ", "theo", "trong", "trên", "tại", "cho", "với", "tỉnh", "thành", "xã",
     "phường", "triển", "thực", "giai", "thuộc", "kèm", "nhằm", "ngày")
)  # fmt: skip
# Words of two syllables that a line must not part.
_COMPOUNDS = frozenset(
    ("ban hành", "ban quản", "bảo đảm", "báo cáo", "bộ trưởng", "cán bộ", "chế xuất", "chi cục",
     "chiến lược", "chính phủ", "chính sách", "chủ tịch", "chuyển đổi", "công chức", "công nghệ",
     "công nghiệp", "công tác", "công thương", "cơ quan", "cơ sở", "danh mục", "dịch vụ",
     "doanh nghiệp", "du lịch", "dữ liệu", "dự án", "đào tạo", "đầu tư", "đô thị", "đơn vị",
     "giám đốc", "giao thông", "giáo dục", "hạ tầng", "hành chính", "hành động", "hỗ trợ",
     "hội đồng", "kế hoạch", "khai thác", "khoa học", "kiểm tra", "kinh tế", "kỹ thuật",
     "lao động", "lãnh đạo", "môi trường", "ngân hàng", "ngân sách", "nghị định", "nghị quyết",
     "nhà nước", "nhân dân", "nhân lực", "nhiệm vụ", "nội vụ", "nông nghiệp", "nông thôn",
     "ngoại giao", "phát triển", "phê duyệt", "phó chủ", "pháp luật", "quản lý", "quản trị",
     "quốc gia", "quốc hội", "quốc phòng", "quy chế", "quy định", "quy hoạch", "quyết định",
     "sản phẩm", "số hóa", "sử dụng", "sửa đổi", "tài chính", "tài nguyên", "thành lập",
     "thành phố", "thể thao", "thi đua", "thông tin", "thống kê", "thứ trưởng", "thủ tướng",
     "thực hiện", "thương mại", "tiêu chuẩn", "tổ chức", "trách nhiệm", "triển khai", "trung tâm",
     "trung ương", "truyền thông", "tuyên truyền", "tư pháp", "ủy ban", "uỷ ban", "văn hóa",
     "văn phòng", "vận hành", "viễn thông", "việt nam", "vụ trưởng", "xã hội", "xây dựng", "y tế")
)  # fmt: skip
_SPLIT_PHRASE = 0.1
_BEFORE_AND = 0.04
_SPLIT_COMPOUND = 0.6
_ANOTHER_LINE = 0.1
_MOST_WORDS = 120


def balance(body: etree._Element, book: SlotBook, styles: StyleSheet, text_width_pt: float) -> None:
    """Give the headings among the slots of `body` their line breaks."""
    for paragraph in body.iter(w("p")):
        words = "".join(t.text or "" for t in paragraph.iter(w("t")))
        token = TOKEN.fullmatch(words)
        if token is None:
            continue
        number = int(token.group(1))
        slot = book.slots[number]
        if slot.balanced:
            book.slots[number] = _balanced(slot, setting_of(paragraph, styles, text_width_pt))


def _balanced(slot: Slot, setting: Setting) -> Slot:
    if len(slot.inlines) != 1 or not isinstance(slot.inlines[0], Run):
        return slot  # the drafter's own breaks, or something more than words: left as it is
    run = slot.inlines[0]
    look = setting.look
    bold, italic = look.bold or run.bold, look.italic or run.italic
    count = len(lines(run.text, look.size_pt, setting.width_pt, bold, italic))
    words = run.text.split(" ")
    if count < 2 or len(words) > _MOST_WORDS:
        return slot
    widths = [text_width(word, look.size_pt, bold, italic) for word in words]
    space = text_width(" ", look.size_pt, bold, italic)
    available = setting.width_pt
    _, starts = min(
        _best_starts(words, widths, space, available, count),
        # One line more, rather than a compound parted.
        _best_starts(words, widths, space, available, count + 1, handicap=_ANOTHER_LINE),
    )
    if not starts:
        return slot
    inlines: list[Inline] = []
    for begin, end in zip(starts, [*starts[1:], len(words)], strict=True):
        if inlines:
            inlines.append(LineBreak())
        inlines.append(replace(run, text=" ".join(words[begin:end])))
    return replace(slot, inlines=tuple(inlines))


def _best_starts(
    words: list[str],
    widths: list[float],
    space: float,
    available: float,
    count: int,
    handicap: float = 0.0,
) -> tuple[float, list[int]]:
    """The cost of the best way to make `count` lines, all within `available`, and the first word
    of each; none if there is no way."""

    @cache
    def best(begin: int, left: int) -> tuple[float, tuple[int, ...]]:
        options: list[tuple[float, tuple[int, ...]]] = []
        width = -space
        for end in range(begin + 1, len(words) + 1):
            width += space + widths[end - 1]
            if width > available:
                break
            raggedness = (1 - width / available) ** 2
            if left == 1:
                if end == len(words):
                    options.append((raggedness, (begin,)))
            elif end < len(words) and words[end] and words[end - 1]:  # not inside a blank
                cost, starts = best(end, left - 1)
                split = _cost_of_break(words[end - 1], words[end])
                options.append((raggedness + split + cost, (begin, *starts)))
        return min(options, default=(float("inf"), ()))

    cost, starts = best(0, count)
    return cost + handicap, list(starts)


def _cost_of_break(before: str, after: str) -> float:
    last, first = before.casefold(), after.casefold()
    if f"{last} {first.rstrip(',;:.')}" in _COMPOUNDS:
        return _SPLIT_COMPOUND
    if first in _PHRASE_STARTS or last.endswith((",", ";")):
        return 0.0
    return _BEFORE_AND if first == "và" else _SPLIT_PHRASE
