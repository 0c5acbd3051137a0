"""One text before and after: what was changed in it, and what only follows from other changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, repeat

from qdgen.check.elements import Element
from qdgen.review.changes import Change, Kind
from qdgen.review.levels import LevelRule, rule_named, rule_of
from qdgen.review.looks import Look, looks_of
from qdgen.review.mentions import Mention, keys_in, mentions_of
from qdgen.review.unit import Unit
from qdgen.review.words import NOTE_MARK, Edit, word_edits


def simple(kind: Kind, rule: str, key: str, old: Unit | None, new: Unit | None) -> Change:
    """A change that one rule decides."""
    return Change(kind, key, rule_named(rule).level, rule, old, new)


class Rewording:
    """Compares the two sides of a unit. `renamed` are old ids by what they are called now, `names`
    those of units, `words_alone` whether one side was read from a Word file's words, `unsettled`
    the new keys of the texts whose footnotes came or went."""

    def __init__(
        self,
        renamed: Mapping[str, str],
        names: frozenset[str],
        unsettled: frozenset[str],
        *,
        words_alone: bool,
    ) -> None:
        self._renamed = renamed
        self._names = names
        self._unsettled = unsettled
        self._words_alone = words_alone

    def changes(self, old: Unit, new: Unit, *, moved_away: bool) -> Iterator[Change]:
        """What became of the unit. `moved_away` says that it stands in another provision now, where
        it may have become another kind of provision."""
        if old.inlines == new.inlines and _look_alike(old, new):
            return
        is_reshaped = not moved_away and self._is_reshaped(old, new)
        if is_reshaped:
            yield simple(Kind.SHAPE, "shape", new.key, old, new)
        elif old.label != new.label or old.ending != new.ending:
            yield simple(Kind.RENUMBERED, "number", new.key, old, new)
        edits = [] if old.text == new.text else self._edits(old, new)
        if edits:
            yield from self._of_words(old, new, edits)
        else:
            yield from self._of_looks(old, new)

    def _is_reshaped(self, old: Unit, new: Unit) -> bool:
        if old.element is Element.DASH and new.element is Element.DASH:
            return old.level != new.level
        if self._words_alone and Element.ROW_HEADING not in {old.element, new.element}:
            return False
        return old.element is not new.element or old.is_title != new.is_title

    # --- words -----------------------------------------------------------------------------------

    def _edits(self, old: Unit, new: Unit) -> list[Edit]:
        """What differs, without the marks that the program set behind them, and without note marks
        that came or went with their notes."""
        before = old.text.removesuffix(old.ending) if old.ending else old.text
        after = new.text.removesuffix(new.ending) if new.ending else new.text
        edits = word_edits(before, after)
        if not self._words_alone and new.key not in self._unsettled:
            return edits
        kept = []
        for edit in edits:
            was, now = before[edit.start : edit.end], after[edit.new_start : edit.new_end]
            was, now = was.replace(NOTE_MARK, ""), now.replace(NOTE_MARK, "")
            if was != now and not (self._words_alone and _even(was) == _even(now)):
                kept.append(edit)
        return kept

    def _of_words(self, old: Unit, new: Unit, edits: Sequence[Edit]) -> Iterator[Change]:
        mine, its = mentions_of(old), mentions_of(new)
        if new.is_derived or _same_written(old, new):
            keys = keys_in(old) | keys_in(new)
            yield _with(simple(Kind.FOLLOWS, "follows", new.key, old, new), edits, edits, keys)
            return
        aside = []
        causes: set[str] = set()
        for edit in edits:
            mention = _generated(edit, mine, its)
            if mention is not None:
                aside.append(edit)
                causes.add(mention.key)
        made = [edit for edit in edits if edit not in aside]
        if not made:
            yield _with(simple(Kind.FOLLOWS, "follows", new.key, old, new), edits, edits, causes)
        else:
            rule = self._rule(old, new, made)
            change = Change(Kind.REWORDED, new.key, rule.level, rule.name, old, new)
            yield _with(change, edits, aside, causes)
        if not self._words_alone:
            yield from self._of_looks_beside(old, new, edits, mine)

    def _rule(self, old: Unit, new: Unit, made: Sequence[Edit]) -> LevelRule:
        if new.element is Element.CELL and not (old.text and new.text):
            return rule_named("cell")
        return rule_of(old, new, made, self._names)

    # --- looks -----------------------------------------------------------------------------------

    def _of_looks(self, old: Unit, new: Unit) -> Iterator[Change]:
        """Of texts of the same words."""
        if self._words_alone:
            return
        was, now = looks_of(old.inlines, self._renamed), looks_of(new.inlines, {})
        if was == now:
            if old.written and new.written and not _same_written(old, new):
                yield simple(Kind.WRITTEN, "written", new.key, old, new)
            return
        if old.text != new.text:  # by the marks of footnotes that came or went
            yield from self._of_looks_beside(old, new, word_edits(old.text, new.text), ())
            return
        if _same_written(old, new):
            change = simple(Kind.FOLLOWS, "follows", new.key, old, new)
            yield _with(change, (), (), keys_in(old) | keys_in(new))
            return
        yield simple(Kind.EMPHASIS, _look_rule({*dict(was)} ^ {*dict(now)}), new.key, old, new)

    def _of_looks_beside(
        self, old: Unit, new: Unit, edits: Sequence[Edit], mentions: Sequence[Mention]
    ) -> Iterator[Change]:
        """Of what stayed of texts whose words changed; what was generated looks as it must."""
        was = list(chain.from_iterable(repeat(*p) for p in looks_of(old.inlines, self._renamed)))
        now = list(chain.from_iterable(repeat(*pair) for pair in looks_of(new.inlines, {})))
        generated = {at for mention in mentions for at in range(mention.start, mention.end)}
        at = new_at = 0
        different: set[Look] = set()
        for edit in (*edits, Edit(len(was), len(was), len(now), len(now))):
            for nth in range(min(edit.start - at, edit.new_start - new_at)):
                one, other = was[at + nth], now[new_at + nth]
                if one != other and at + nth not in generated:
                    different |= {one, other}
            at, new_at = edit.end, edit.new_end
        if different:
            yield simple(Kind.EMPHASIS, _look_rule(different), new.key, old, new)


def _look_alike(old: Unit, new: Unit) -> bool:
    return (
        old.label == new.label
        and old.element is new.element
        and old.is_title == new.is_title
        and old.ending == new.ending
        and old.written == new.written
        and (old.level == new.level or old.element is not Element.DASH)
    )


def _with(change: Change, edits: Sequence[Edit], aside: Sequence[Edit], causes: set[str]) -> Change:
    return Change(
        change.kind,
        change.key,
        change.level,
        change.rule,
        change.old,
        change.new,
        tuple(edits),
        tuple(aside),
        causes=tuple(sorted(causes)),
    )


def _generated(edit: Edit, mine: Sequence[Mention], its: Sequence[Mention]) -> Mention | None:
    """The mention that an edit lies in, on both sides the same one."""
    for mention in mine:
        if mention.start <= edit.start and edit.end <= mention.end:
            for other in its:
                inside = other.start <= edit.new_start and edit.new_end <= other.end
                if inside and other.written == mention.written:
                    return mention
    return None


def _same_written(old: Unit, new: Unit) -> bool:
    """Whether both were written with the same words, but for those of footnotes, which are units
    too."""
    if not old.written or not new.written:
        return False
    if old.written == new.written:
        return True
    return _without_notes(old.written) == _without_notes(new.written)


def _without_notes(written: str) -> str:
    if "^(" not in written:
        return written
    kept: list[str] = []
    at = depth = 0
    while at < len(written):
        if written.startswith("\\", at):
            kept.append(written[at : at + 2] if not depth else "")
            at += 2
            continue
        if not depth and written.startswith("^(", at):
            kept.append(NOTE_MARK)
            depth, at = 1, at + 2
            continue
        if depth:
            depth += {"(": 1, ")": -1}.get(written[at], 0)
        else:
            kept.append(written[at])
        at += 1
    return "".join(kept)


def _look_rule(looks: set[Look]) -> str:
    if any(look.leads_to for look in looks):
        return "link"
    return "blank" if any(look.remark for look in looks) else "emphasis"


def _even(words: str) -> str:
    return " ".join(words.split())
