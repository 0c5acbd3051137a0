"""A comparison as Markdown for a merge request: every text escaped, words in GitLab's and GitHub's
common notation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from qdgen.cli.differences.telling import Piece, Telling, Told, ToldGroup
from qdgen.messages import Text, text
from qdgen.review.changes import Kind

_SPECIAL = re.compile(r"[\\`*_{}\[\]#|~$!<>&@]|:(?=//)|(?<=www)\.|^[-+=](?=\s|$)|(?<=^\d)[.)]")
_ENTITIES = {"<": "&lt;", ">": "&gt;", "&": "&amp;", "@": "&#64;", ":": "&#58;", ".": "&#46;"}
_MOST_LINES = 20
_MOST_FOLDED = 200


def as_markdown(telling: Telling) -> str:
    """The comparison, a heading a change."""
    return "".join(f"{line}\n" for line in _lines(telling))


def escaped(words: str) -> str:
    """`words` on one line, of which Markdown and HTML make nothing: no link, mention or markup."""
    even = " ".join(words.split())
    return _SPECIAL.sub(lambda found: _ENTITIES.get(found[0], f"\\{found[0]}"), even)


def _lines(telling: Telling) -> Iterator[str]:
    comparison = telling.comparison
    yield f"### {escaped(comparison.old.name)} → {escaped(comparison.new.name)}"
    yield ""
    for remark in telling.remarks:
        yield f"> {escaped(telling.say(remark))}"
        yield ""
    for words in telling.summary():
        yield f"- {escaped(words)}"
    yield ""
    for entry in telling.entries:
        if isinstance(entry, ToldGroup):
            yield from _group(telling, entry)
        else:
            yield from _change(entry)
        yield ""
    yield from _folded(telling, text("Renumbered only"), telling.renumbered)
    yield from _folded(telling, text("Follow from these"), telling.following)


def _group(telling: Telling, entry: ToldGroup) -> Iterator[str]:
    group = entry.group
    head = telling.say(text("in {count} places:", count=len(entry.told)))
    words = _pieces([Piece("-", group.old), Piece("+", group.new)])
    yield f"#### {words} {escaped(head)} *{escaped(entry.level)}*"
    yield ""
    for told in entry.told[:_MOST_FOLDED]:
        yield f"- **{escaped(told.place)}** {_key(told)}: {_pieces(told.pieces)}"


def _change(told: Told) -> Iterator[str]:
    yield f"#### {escaped(told.place)} {_key(told)}"
    yield ""
    yield f"{escaped(told.kind)} · **{escaped(told.level)}** ({escaped(told.reason)})"
    for detail in told.details:
        yield ""
        yield f"- {escaped(detail)}"
    if told.pieces:
        yield ""
        yield _pieces(told.pieces)
    if told.lines:
        yield ""
        tag = "del" if told.change.kind is Kind.REMOVED else "ins"
        for line in told.lines[:_MOST_LINES]:
            yield f"> <{tag}>{escaped(f'{line.label} {line.words}'.strip())}</{tag}>"
            yield ">"
        if len(told.lines) > _MOST_LINES:
            yield f"> … {len(told.lines) - _MOST_LINES}"


def _key(told: Told) -> str:
    return f"`{told.change.key.replace('`', '')}`"


def _pieces(pieces: Sequence[Piece]) -> str:
    out = []
    for piece in pieces:
        words = escaped(piece.words)
        if not words:
            out.append(" ")
            continue
        before = " " if piece.words[:1].isspace() else ""
        after = " " if piece.words[-1:].isspace() else ""
        if piece.sign != " ":
            tag = "del" if piece.sign == "-" else "ins"
            words = f"<{tag}>{words}</{tag}>"
        out.append(f"{before}{words}{after}")
    return "".join(out).strip()


def _folded(telling: Telling, title: Text, told: Sequence[Told]) -> Iterator[str]:
    if not told:
        return
    yield f"<details><summary>{escaped(telling.say(title))}: {len(told)}</summary>"
    yield ""
    for one in told[:_MOST_FOLDED]:
        detail = f": {escaped(one.details[0])}" if one.details else ""
        yield f"- {escaped(one.place)} {_key(one)}{detail}"
    yield ""
    yield "</details>"
    yield ""
