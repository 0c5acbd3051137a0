"""Words that stand on one line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from operator import attrgetter

from qdgen.pdf.layout import Word

MM = 25.4 / 72
_SAME_LINE_MM = 0.7
_RAISED = 0.75
"""A footnote's mark is smaller than this share of its text."""
_HIGHEST_RAISE = 0.65
_GLUED = 0.13
"""Of the size: a narrower gap is no space."""
_WIDE = 2.6
"""Of the size: a wider gap in a line is a tab or a blank left free."""
_SPACE = 0.25
_TWO_SPACES = 0.42


@dataclass(slots=True)
class Line:
    """Words on one line from left to right. `marks` are the raised numbers taken out of it, each
    with the number of words before it."""

    words: list[Word]
    page: int
    marks: list[tuple[Word, int]] = field(default_factory=list)
    left: float = field(init=False)
    right: float = field(init=False)
    size: float = field(init=False)
    """The size most of its letters have."""
    baseline: float = field(init=False)
    """Where its letters stand."""

    def __post_init__(self) -> None:
        words = self.words
        self.left = words[0].left
        self.right = max(word.right for word in words)
        self.size = size = main_size(words)
        self.baseline = next(word.baseline for word in words if word.size == size)

    @property
    def width(self) -> float:
        """How long it is."""
        return self.right - self.left

    @property
    def centre(self) -> float:
        """Its middle."""
        return (self.left + self.right) / 2

    @property
    def top(self) -> float:
        """The upper edge of its letters."""
        return self.baseline - 0.9 * self.size * MM

    @property
    def bottom(self) -> float:
        """The lower edge of its letters."""
        return self.baseline + 0.22 * self.size * MM

    @property
    def bold(self) -> float:
        """How much of it is bold, 0 to 1."""
        return share(self.words, bold=True)

    @property
    def italic(self) -> float:
        """How much of it is italic, 0 to 1."""
        return share(self.words, bold=False)

    @property
    def text(self) -> str:
        """Its words as they are read."""
        return "".join(words for words, _ in spelled(self.words))

    def first_width(self) -> float:
        """How wide its first word is, all its pieces together."""
        last = self.words[0]
        for word in self.words[1:]:
            if not _is_glued(last, word):
                break
            last = word
        return last.right - self.left


def main_size(words: Sequence[Word]) -> float:
    """The size of most letters."""
    if len({word.size for word in words}) == 1:
        return words[0].size
    counted: Counter[float] = Counter()
    for word in words:
        counted[word.size] += len(word.text)
    return counted.most_common(1)[0][0]


def share(words: Iterable[Word], *, bold: bool) -> float:
    """The share of letters that are bold (or italic)."""
    total = marked = 0
    for word in words:
        total += len(word.text)
        if word.face.bold if bold else word.face.italic:
            marked += len(word.text)
    return marked / total if total else 0.0


def spelled(
    words: Sequence[Word], *, tabs: bool = False, stretched: bool = True
) -> Iterable[tuple[str, Word | None]]:
    """The words and what stands between them. A gap as wide as several spaces, where a number or a
    day is left blank, is given as that many; in a line that may be `stretched` (justified) only a
    very wide one."""
    several = _WIDE / 2 if stretched else _TWO_SPACES
    previous: Word | None = None
    for word in words:
        if previous is not None and not _is_glued(previous, word):
            gap = (word.left - previous.right) / (word.size * MM)
            if gap <= (several if word.face.is_embedded else _WIDE / 2):
                yield " ", None
            elif tabs and gap > _WIDE:
                yield "\t", None
            else:
                yield " " * max(1, round(gap / _SPACE)), None
        yield word.text, word
        previous = word


def _is_glued(previous: Word, word: Word) -> bool:
    gap = (word.left - previous.right) / (max(word.size, previous.size) * MM)
    return gap < _GLUED and not previous.is_followed


def lines_of(words: Sequence[Word], page: int) -> list[Line]:
    """All words of a stretch of page as lines from top to bottom; raised marks are taken out."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=attrgetter("baseline")):
        if rows and word.baseline - rows[-1][0].baseline <= _SAME_LINE_MM:
            rows[-1].append(word)
        else:
            rows.append([word])
    for row in rows:
        row.sort(key=attrgetter("left"))
    return [_line(_put_together(row), page) for row in _with_marks(rows)]


def _put_together(row: list[Word]) -> list[Word]:
    """Some programs draw a word in pieces: these are one."""
    whole: list[Word] = []
    for word in row:
        if whole and _is_glued(whole[-1], word) and _looks_alike(whole[-1], word):
            last = whole[-1]
            whole[-1] = last._replace(
                text=last.text + word.text, right=word.right, is_followed=word.is_followed
            )
        else:
            whole.append(word)
    return whole


def _looks_alike(one: Word, other: Word) -> bool:
    return (
        one.size == other.size and one.colour == other.colour and one.face[1:4] == other.face[1:4]
    )


def _is_mark(word: Word) -> bool:
    return len(word.text) <= 3 and (word.text.isdigit() or set(word.text) <= set("*†"))


def _with_marks(rows: list[list[Word]]) -> list[list[Word]]:
    """Rows of nothing but raised marks join the line below or above that they belong to."""
    joined: list[list[Word]] = []
    for index, row in enumerate(rows):
        if all(map(_is_mark, row)):
            around = [*joined[-1:], *rows[index + 1 : index + 2]]
            homes = [_home(word, around) for word in row]
            if all(home is not None for home in homes):
                for word, home in zip(row, homes, strict=True):
                    if home is not None:
                        home.append(word)
                        home.sort(key=attrgetter("left"))
                continue
        joined.append(row)
    return joined


def _home(mark: Word, rows: list[list[Word]]) -> list[Word] | None:
    for row in rows:
        size = main_size(row)
        rise = row[0].baseline - mark.baseline
        if mark.size > _RAISED * size or not 0 < rise < _HIGHEST_RAISE * size * MM:
            continue
        near = size * MM
        if any(-0.3 * near < mark.left - w.right < 0.4 * near for w in row) or (
            row[0].left - mark.right < near and mark.right <= row[0].left + 0.3 * near
        ):
            return row
    return None


def _line(row: list[Word], page: int) -> Line:
    """The marks after words are taken out; one in front (a note's own) stays."""
    size = main_size(row)
    kept: list[Word] = []
    marks: list[tuple[Word, int]] = []
    for word in row:
        is_small = word.size <= _RAISED * size and _is_mark(word)
        if is_small and kept and kept[-1].size > word.size:
            marks.append((word, len(kept)))
            kept[-1] = kept[-1]._replace(right=max(kept[-1].right, word.right))
        else:
            kept.append(word)
    return Line(kept, page, marks)
