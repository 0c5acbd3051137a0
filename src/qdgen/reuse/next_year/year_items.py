"""Every year and every deadline of a dossier's texts as an item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from qdgen.reuse.next_year.deadlines import is_standing, propose
from qdgen.reuse.next_year.items import AUTO, KEEP, Item, Kind, Spot, excerpt
from qdgen.reuse.next_year.texts import FileText
from qdgen.reuse.next_year.years import Setting, Verdict, YearMention, judge_years

_SLUGS = {Kind.YEAR: "nam", Kind.DEADLINE: "thoi-han"}
_NO_DATE = "không có ngày tháng để chuyển; xem còn đúng cho năm mới không"
_BLANK = "còn để trống"
_STANDING = "việc không có thời hạn, chuyển tiếp nguyên"


@dataclass(frozen=True, slots=True)
class Years:
    """From which year to which: `plan` is the year of last year's plan. `documents` are the keys of
    the register of documents."""

    plan: int
    target: int
    documents: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class YearItem:
    """An item about characters of a text. `move`: the words that are written there at once."""

    item: Item
    text: FileText
    start: int
    end: int
    move: str | None = None


class Numbers:
    """Ids of items: kind, path, and the how-manieth there."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._last = Counter[str]()
        for name in taken:
            stem, _, number = name.rpartition("/")
            if number.isdecimal():
                self._last[stem] = max(self._last[stem], int(number))

    def next(self, stem: str) -> str:
        """The next id that begins with `stem`."""
        self._last[stem] += 1
        return f"{stem}/{self._last[stem]}"


def year_items(texts: Iterable[FileText], years: Years, numbers: Numbers) -> Iterator[YearItem]:
    """The items of all texts, in order."""
    for text in texts:
        mentions = judge_years(text.words, text.setting, years.plan, years.target, years.documents)
        for mention in mentions:
            yield _item(text, mention, years, numbers)
        has_deadline = any(m.verdict is Verdict.DEADLINE for m in mentions)
        if text.setting is Setting.DEADLINE and not has_deadline:
            yield _without_date(text, numbers)


def spot_of(text: FileText, offset: int) -> Spot:
    """Where the character `offset` of a text stands."""
    line, column = text.place(offset)
    return Spot(f"{text.stem}.yaml", line, column, text.path)


def _item(text: FileText, mention: YearMention, years: Years, numbers: Numbers) -> YearItem:
    is_deadline = mention.verdict is Verdict.DEADLINE
    kind = Kind.DEADLINE if is_deadline else Kind.YEAR
    proposed, reason = mention.proposed, mention.why.value
    if is_deadline:
        proposal = propose(mention, text.words, years.target)
        proposed = proposal.proposed
        reason = "; ".join(("thời hạn cho năm mới, cần xác nhận", *proposal.warnings))
    around = excerpt(text.words, mention.start, mention.end)
    if text.setting is Setting.DEADLINE:
        around = excerpt(text.about, 0, 0, 160)
    moves = mention.verdict in (Verdict.MOVED, Verdict.DEADLINE)
    item = Item(
        numbers.next(f"{_SLUGS[kind]}/{text.path}"),
        kind,
        spot_of(text, mention.start),
        mention.words,
        KEEP if mention.verdict is Verdict.KEPT else proposed,
        reason if is_deadline else f"{mention.verdict.value}: {reason}",
        AUTO if mention.verdict in (Verdict.MOVED, Verdict.KEPT) else "",
        around=around,
    )
    move = proposed if moves and proposed != mention.words else None
    return YearItem(item, text, mention.start, mention.end, move)


def _without_date(text: FileText, numbers: Numbers) -> YearItem:
    standing = is_standing(text.words)
    blank = "@trống" in text.words
    reason = _STANDING if standing else _BLANK if blank else _NO_DATE
    item = Item(
        numbers.next(f"{_SLUGS[Kind.DEADLINE]}/{text.path}"),
        Kind.DEADLINE,
        spot_of(text, 0),
        text.words,
        "" if blank else KEEP,
        reason,
        AUTO if standing else "",
        around=excerpt(text.about, 0, 0, 160),
    )
    return YearItem(item, text, 0, len(text.words))
