"""Nothing lost, nothing added: the DOCX read back against what was to be printed.

The reader knows nothing of how the file was made: it computes every number from the lists, as Word
does, and gathers the notes from their part.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from qdgen.diagnostics import Diagnostic, Location
from qdgen.document.printed import Piece, Printed
from qdgen.messages import Text, text
from qdgen.word.reading import iter_body_texts, iter_page_headers, paragraphs_of

_SHOWN = 80
_LOOK_AHEAD = 30


@dataclass(frozen=True, slots=True)
class _Found:
    words: str
    notes: tuple[str, ...]


def prove_docx(path: Path, printed: Printed, anchors: tuple[str, ...]) -> list[Diagnostic]:
    """What is missing from, doubled in or foreign to the file at `path`; empty when all is there.

    Every piece must stand there in order with its number and words, every note once, and every
    provision's and row's bookmark once.
    """
    return _Proof(path, printed).run(anchors)


class _Proof:
    def __init__(self, path: Path, printed: Printed) -> None:
        self._path = path
        self._printed = printed
        self._anchors: dict[str, int] = {}
        self._notes: list[str] = []

    def run(self, anchors: tuple[str, ...]) -> list[Diagnostic]:
        expected = (piece for part in self._printed.parts for piece in part.pieces())
        found = self._found()
        for piece in expected:
            here = next(found, None)
            if here is not None and here.words == _collapsed(piece.words):
                self._notes += here.notes
                continue
            return [self._differs(piece, here, found, expected)]
        extra = next(found, None)
        if extra is not None:
            return [
                self._finding(
                    "docx-foreign-text",
                    text("foreign text at the end: “{found}”", found=_cut(extra.words)),
                )
            ]
        return [*self._check_notes(), *self._check_anchors(anchors), *self._check_stamp()]

    def _found(self) -> Iterator[_Found]:
        for piece in iter_body_texts(self._path):
            for anchor in piece.paragraph.anchors:
                self._anchors[anchor] = self._anchors.get(anchor, 0) + 1
            words = _collapsed(f"{piece.label} {piece.text}" if piece.label else piece.text)
            if words:
                notes = tuple(_collapsed(n.text) for n in piece.paragraph.notes)
                yield _Found(words, notes)

    def _differs(
        self,
        piece: Piece,
        here: _Found | None,
        found: Iterator[_Found],
        expected: Iterator[Piece],
    ) -> Diagnostic:
        wanted = _collapsed(piece.words)
        if here is None:
            return self._finding(
                "docx-missing-text",
                text("missing: {name}: “{wanted}”", name=piece.name, wanted=_cut(wanted)),
            )
        later = {f.words for f in islice(found, _LOOK_AHEAD)}
        following = {_collapsed(p.words) for p in islice(expected, _LOOK_AHEAD)}
        if here.words in following and wanted not in later:
            return self._finding(
                "docx-missing-text",
                text("missing: {name}: “{wanted}”", name=piece.name, wanted=_cut(wanted)),
            )
        if wanted in later:
            return self._finding(
                "docx-foreign-text",
                text(
                    "foreign or doubled text before {name}: “{found}”",
                    name=piece.name,
                    found=_cut(here.words),
                ),
            )
        return self._finding(
            "docx-different-text",
            text(
                "{name}: “{wanted}” was to be printed, “{found}” stands there",
                name=piece.name,
                wanted=_cut(wanted),
                found=_cut(here.words),
            ),
        )

    def _check_notes(self) -> Iterator[Diagnostic]:
        wanted = [_collapsed(Piece(n, text("")).words) for n in self._printed.notes]
        for number, note in enumerate(wanted, 1):
            if number > len(self._notes) or self._notes[number - 1] != note:
                yield self._finding(
                    "docx-different-note",
                    text(
                        "footnote {number} is not as written: “{wanted}”",
                        number=number,
                        wanted=_cut(note),
                    ),
                )
                return
        if len(self._notes) > len(wanted):
            yield self._finding(
                "docx-foreign-text",
                text("foreign text at the end: “{found}”", found=_cut(self._notes[len(wanted)])),
            )

    def _check_anchors(self, anchors: tuple[str, ...]) -> Iterator[Diagnostic]:
        names = {a.replace("-", "_"): a for a in anchors}
        for name, anchor in names.items():
            count = self._anchors.get(name, 0) + self._anchors.get(anchor, 0) * (name != anchor)
            if count != 1:
                yield self._finding(
                    "docx-bookmark",
                    text(
                        "the bookmark of {anchor} stands {count} times", anchor=anchor, count=count
                    ),
                )

    def _check_stamp(self) -> Iterator[Diagnostic]:
        """A draft says on every page that it is one; beside it stands the page number alone."""
        if not self._printed.stamp:
            return
        stamp = _collapsed(" ".join(self._printed.stamp))
        for number, headers in enumerate(iter_page_headers(self._path), 1):
            for blocks in (headers.default, headers.first, headers.even):
                if blocks is None:
                    continue
                found = [_collapsed(p.text) for p in paragraphs_of(blocks)]
                others = [words for words in found if words and words != stamp]
                if found.count(stamp) != 1 or not all(map(str.isdecimal, others)):
                    yield self._finding(
                        "docx-draft-stamp",
                        text(
                            "section {number}: “{wanted}” was to stand in the header, "
                            "“{found}” stands there",
                            number=number,
                            wanted=stamp,
                            found=_cut(" ".join(filter(None, found))),
                        ),
                    )

    def _finding(self, code: str, message: Text) -> Diagnostic:
        return Diagnostic(code, message, Location(self._path.name))


def _collapsed(words: str) -> str:
    return " ".join(words.split())


def _cut(words: str) -> str:
    return words if len(words) <= _SHOWN else words[: _SHOWN - 1] + "…"
