"""`qdgen check --fix`: the characters that have one right answer, and no others, written anew.

What would come out is proven before it is written: read again, the content must be the same texts
with just those characters changed. What cannot be done so is left, and said.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from qdgen.check.examine import Finding
from qdgen.check.inspection import Inspected, Inspection
from qdgen.check.rule import Rule
from qdgen.check.subjects import Subject
from qdgen.content.comments import comments_of
from qdgen.content.loader import DOCUMENTS, UNITS
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.yaml_reader import decode, parse

_MOST_ROUNDS = 10
_MARKS = "ɊɄɅꞫƜ"
"""Letters of no Vietnamese text, one of which stands for the characters that change."""


@dataclass(frozen=True, slots=True, order=True)
class Splice:
    """`replacement` for the characters `start` up to `end` of a text."""

    start: int
    end: int
    replacement: str


@dataclass
class FixedFile:
    """A content file as it is, and as it should be. `codes` counts what was mended, by rule."""

    path: Path
    shown: str
    before: str
    after: str
    codes: Counter[str] = field(default_factory=Counter)


@dataclass
class Fixed:
    """What came of mending a dossier: the files that change, what is found afterwards, and how many
    places could not be mended safely (`refused`) or are `nguyen_van` (`verbatim`)."""

    inspected: Inspected
    files: list[FixedFile] = field(default_factory=list)
    refused: list[Finding] = field(default_factory=list)
    verbatim: int = 0


def fixed(
    subject: Subject,
    rules: Sequence[Rule],
    changed: Mapping[Path, str],
    *,
    also_verbatim: bool = False,
) -> Fixed:
    """Mend a dossier in a copy; nothing is written. `changed` are files that an earlier dossier
    would change: the registers are common to all."""
    with tempfile.TemporaryDirectory(prefix="qdgen-") as folder:
        desk = _Desk(subject, Path(folder), changed)
        return desk.mend(rules, also_verbatim=also_verbatim)


class _Desk:
    """A copy of the content files of a dossier, to try fixes on."""

    def __init__(self, subject: Subject, root: Path, changed: Mapping[Path, str]) -> None:
        self._subject = subject
        self._copy = root / subject.path.resolve().name
        self._copy.mkdir()
        self._originals: dict[Path, Path] = {}
        self._before: dict[Path, str] = {}
        inside = [p for p in sorted(subject.path.iterdir()) if p.suffix in (".yaml", ".yml")]
        registers = [subject.path.resolve().parent / name for name in (DOCUMENTS, UNITS)]
        for original in [*inside, *registers]:
            copy = self._copy if original in inside else root
            if _leads_out(original):
                (copy / original.name).symlink_to(original.resolve())  # reading refuses it
                continue
            content = changed.get(original.resolve())
            if content is None and original.is_file():
                content, _ = decode(original, original.name)
            if content is not None:
                path = copy / original.name
                self._originals[path] = original
                self._before[path] = content
                _write(path, content)

    def mend(self, rules: Sequence[Rule], *, also_verbatim: bool) -> Fixed:
        result = Fixed(self._inspect(rules))
        files: dict[Path, FixedFile] = {}
        left: set[tuple[Path, str, Splice]] = set()
        for _ in range(_MOST_ROUNDS):
            examined = result.inspected.examined
            if examined is None:
                break
            wanted: dict[Path, list[Finding]] = {}
            for finding in examined.findings:
                if finding.fix is not None and (also_verbatim or not finding.verbatim):
                    wanted.setdefault(finding.fix.written.file, []).append(finding)
            changes = {
                path: change
                for path, findings in wanted.items()
                if (change := self._change(path, findings, left)) is not None
            }
            if not changes:
                break
            again = self._tried(changes, rules)
            if again is None:
                break
            result.inspected = again
            for path, (content, codes) in changes.items():
                file = files.setdefault(path, self._file(path))
                file.after = content
                file.codes += codes
        result.files = [f for _, f in sorted(files.items()) if f.after != f.before]
        self._tell_what_is_left(result, also_verbatim=also_verbatim)
        return result

    def _inspect(self, rules: Sequence[Rule]) -> Inspected:
        copy = replace(self._subject, path=self._copy)
        return replace(Inspection(rules, self._copy).one(copy), subject=self._subject)

    def _change(
        self, path: Path, findings: Sequence[Finding], left: set[tuple[Path, str, Splice]]
    ) -> tuple[str, Counter[str]] | None:
        content = decode(path, path.name)[0] or ""
        splices: dict[Splice, str] = {}
        for finding in findings:
            if finding.fix is not None:
                written = finding.fix.written
                splice = Splice(written.start, written.end, finding.fix.replacement)
                if (path, content, splice) not in left:
                    splices.setdefault(splice, finding.rule.code)
        done = spliced(content, list(splices))
        left |= {(path, content, splice) for splice in splices if splice not in done.accepted}
        if not done.accepted:
            return None
        return done.text, Counter(splices[splice] for splice in done.accepted)

    def _tried(
        self, changes: Mapping[Path, tuple[str, Counter[str]]], rules: Sequence[Rule]
    ) -> Inspected | None:
        """What is found once these changes are made; None, all being as before, where the content
        would no longer be valid."""
        before = {path: decode(path, path.name)[0] or "" for path in changes}
        for path, (content, _) in changes.items():
            _write(path, content)
        again = self._inspect(rules)
        if again.error is None:
            return again
        for path, content in before.items():
            _write(path, content)
        return None

    def _file(self, path: Path) -> FixedFile:
        original = self._originals[path]
        folder = self._subject.shown if path.parent == self._copy else ""
        parent = self._subject.shown.replace("\\", "/").rpartition("/")[0]
        shown = "/".join(filter(None, [folder or parent, path.name]))
        before = self._before[path]
        return FixedFile(original, shown, before, before)

    def _tell_what_is_left(self, result: Fixed, *, also_verbatim: bool) -> None:
        examined = result.inspected.examined
        if examined is None:
            return
        for finding in examined.findings:
            if finding.fix is None:
                continue
            if finding.verbatim and not also_verbatim:
                result.verbatim += 1
            else:
                result.refused.append(finding)


def _leads_out(path: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(path.parent.resolve())


def _write(path: Path, content: str) -> None:
    path.write_bytes(content.encode("utf-8"))


# --- splicing ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Spliced:
    """A text after some splices; the others were in their way, or would have changed more."""

    text: str
    accepted: frozenset[Splice]


def spliced(content: str, splices: Sequence[Splice]) -> Spliced:
    """The content file with as many of the splices as change nothing but their own characters.

    Of two that touch, the first is done. Comments, keys, order and every other text stay.
    """
    chosen = list(_apart(splices))
    root, _, _ = parse(content, "")
    if root is None or not chosen:
        return Spliced(content, frozenset())
    accepted = _safe(content, root, chosen)
    return Spliced(_joined(content, accepted), frozenset(accepted))


def _apart(splices: Sequence[Splice]) -> Iterator[Splice]:
    end = -1
    for splice in sorted(splices):
        if splice.start > end:
            yield splice
            end = splice.end


def _safe(content: str, root: MapNode, splices: list[Splice]) -> list[Splice]:
    """Those that can be done, found by halving: most often all of them."""
    if _changes_only(content, root, splices):
        return splices
    if len(splices) == 1:
        return []
    middle = len(splices) // 2
    both = _safe(content, root, splices[:middle]) + _safe(content, root, splices[middle:])
    return both if _changes_only(content, root, both) else []


def _changes_only(content: str, root: MapNode, splices: list[Splice]) -> bool:
    """Whether the text, read again, is the same but for the characters of the splices.

    Read a third time, with a mark in the place of each, it shows what the values must have become.
    """
    mark = next((letter for letter in _MARKS if letter not in content), "")
    marks = [Splice(s.start, s.end, f"{mark}{n}{mark}") for n, s in enumerate(splices)]
    marked, _, _ = parse(_joined(content, marks), "")
    after, _, _ = parse(_joined(content, splices), "")
    if not mark or marked is None or after is None:
        return False
    old = {m.replacement: content[s.start : s.end] for m, s in zip(marks, splices, strict=True)}
    new = {m.replacement: s.replacement for m, s in zip(marks, splices, strict=True)}
    return (
        _same(root, marked, old, mark)
        and _same(after, marked, new, mark)
        and _comments(root) == _comments(after)
    )


def _comments(root: MapNode) -> list[object]:
    found = comments_of(root)
    kept = (found.before, found.beside, found.after)
    return [found.header, found.footer, *(list(those.values()) for those in kept)]


def _same(wanted: object, marked: object, words: Mapping[str, str], mark: str) -> bool:
    """Whether `marked` is `wanted` once each mark in its texts is the word it stands for."""
    waiting = [(wanted, marked)]
    while waiting:
        one, other = waiting.pop()
        if isinstance(one, Scalar) and isinstance(other, Scalar):
            if one.style is not other.style or one.value != _unmarked(other.value, words, mark):
                return False
        elif isinstance(one, MapNode) and isinstance(other, MapNode):
            if list(one) != list(other):
                return False
            waiting += zip(one.values(), other.values(), strict=True)
        elif isinstance(one, ListNode) and isinstance(other, ListNode):
            if len(one) != len(other):
                return False
            waiting += zip(one, other, strict=True)
        else:
            return False
    return True


def _unmarked(value: str, words: Mapping[str, str], mark: str) -> str:
    if mark not in value:
        return value
    parts = value.split(mark)
    for nth in range(1, len(parts), 2):
        parts[nth] = words.get(f"{mark}{parts[nth]}{mark}", mark)
    return "".join(parts)


def _joined(content: str, splices: Sequence[Splice]) -> str:
    parts, position = [], 0
    for splice in splices:
        parts += [content[position : splice.start], splice.replacement]
        position = splice.end
    return "".join([*parts, content[position:]])


def write_fixed(files: Sequence[FixedFile]) -> None:
    """Write the files anew, each beside its place and renamed into it. Raises OutputError."""
    from qdgen.replacing import replacing

    for file in files:
        with replacing(file.path.resolve(), file.shown) as out:
            out.write(file.after.encode("utf-8"))
