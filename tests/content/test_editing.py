"""Edits change what is meant and nothing else, however the file is written."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from qdgen.content.editing import Edits, SplicingError
from qdgen.content.formatter import format_text
from qdgen.content.nodes import ListNode, MapNode, Scalar, SourceFile
from qdgen.content.yaml_reader import parse

BASE = Path(__file__).parent / "cases" / "base"
PROJECT = Path(__file__).resolve().parents[2]
LETTERS = "aăâđeêơư xyĐẾ Ô.,;:()@*'\"\\#-/09 &<>{}[]%!?|`=–“”"
WORDS = st.text(LETTERS, max_size=90).map(lambda t: unicodedata.normalize("NFC", t))
_SYLLABLES = (
    "Ban hành kèm theo Quyết định này Kế hoạch; hành động, năm 2025 của Bộ. Điều 2: phối hợp "
    "-x (a) #5 'b' tổ chức thực hiện trách nhiệm"
)
PROSE = st.lists(st.sampled_from(_SYLLABLES.split(" ")), min_size=1, max_size=40).map(" ".join)


def _plain(node: object) -> object:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    return str(node)


def _read(content: str) -> MapNode:
    root, _, diagnostics = parse(content, "f.yaml")
    assert root is not None, diagnostics
    return root


def _scalars(root: MapNode) -> list[Scalar]:
    found: list[Scalar] = []
    waiting: list[object] = [root]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Scalar):
            found.append(node)
        elif isinstance(node, MapNode):
            waiting += reversed(list(node.values()))
        elif isinstance(node, ListNode):
            waiting += reversed(node)
    return found


def _written(value: str, style: str, indent: int, cuts: Sequence[int]) -> str | None:
    """`value` in a style, behind a colon or a dash; None where it cannot be written so."""
    pad = "\n" + " " * indent
    words = value.split(" ")
    lines = [""]
    for nth, word in enumerate(words):
        if nth and nth in cuts and lines[-1] and word:
            lines.append(word)
        else:
            lines[-1] += (" " if nth else "") + word
    folds = [line for line in lines if line == line.strip() and line]
    if style in ("plain", "continued"):
        return " " + (value if style == "plain" else pad.join(lines))
    if style == "single":
        return " '" + pad.join(lines).replace("'", "''") + "'"
    if style == "double":
        return ' "' + pad.join(lines).replace("\\", "\\\\").replace('"', '\\"') + '"'
    if style == "folded" and folds == lines:
        return " >-" + pad + pad.join(lines)
    if style == "literal" and value == value.strip():
        return " |-" + pad + value.replace(" ", pad if len(words) % 2 else " ", 1)
    return None


STYLES = ["plain", "continued", "single", "double", "folded", "literal"]


@st.composite
def files(draw: st.DrawFn) -> str:
    """A small file with texts in every style, comments, either line end, with or without a last."""
    out = ["# đầu tệp\n\n", "van_ban:\n"]
    for nth in range(draw(st.integers(1, 4))):
        value = draw(st.one_of(WORDS, PROSE))
        cuts = draw(st.lists(st.integers(1, 12), max_size=3))
        written = _written(value, draw(st.sampled_from(STYLES)), 4, cuts) or f" {nth}"
        beside = "  # bên cạnh" if draw(st.booleans()) and "\n" not in written else ""
        out.append(f"  # trên {nth}\n  khoa_{nth}:{written}{beside}\n")
    out.append("dieu:\n")
    for nth in range(draw(st.integers(1, 4))):
        value = draw(st.one_of(WORDS, PROSE))
        cuts = draw(st.lists(st.integers(1, 12), max_size=3))
        written = _written(value, draw(st.sampled_from(STYLES)), 4, cuts) or f" {nth}"
        out.append(f"  -{written}\n")
    content = "".join([*out, draw(st.sampled_from(["", "  # cuối danh sách\n", "ky: x\n"]))])
    if draw(st.booleans()):
        content = content.removesuffix("\n")
    return content.replace("\n", draw(st.sampled_from(["\n", "\r\n"])))


@st.composite
def replaced(draw: st.DrawFn) -> tuple[str, list[tuple[int, int, int, str]]]:
    """A file, and stretches of its texts (number, start, end) with other words for them."""
    content = draw(files())
    root, _, _ = parse(content, "f.yaml")
    assume(root is not None)
    assert root is not None
    changes = []
    for nth, scalar in enumerate(_scalars(root)):
        length = len(scalar.value)
        marks = sorted(draw(st.lists(st.integers(0, length), max_size=4, unique=True)))
        for start, end in zip(marks[::2], marks[1::2], strict=False):
            words = draw(st.one_of(st.sampled_from(["", " ", "mới", "- x", ": ", " # "]), WORDS))
            changes.append((nth, start, end, words))
    return content, changes


def _is_writable(value: str) -> bool:
    """Whether a value can stand in a content file at all."""
    lines = value.split("\n")
    if len(lines) == 1:
        return True
    return (
        bool(lines[0] and lines[-1])
        and lines[0][0] != " "
        and not any(line.endswith(" ") for line in lines)
    )


@given(replaced())
@example(("van_ban:\n  x: 1\ndieu:\n  - Ban Ban\n    Ban\n", [(1, 0, 1, "0"), (1, 2, 3, ": ")]))
def test_a_stretch_of_words_changes_and_no_byte_outside_of_its_text(
    case: tuple[str, list[tuple[int, int, int, str]]],
) -> None:
    content, changes = case
    root = _read(content)
    scalars = _scalars(root)
    values = [scalar.value for scalar in scalars]
    edits = Edits(root)
    for nth, start, end, words in reversed(changes):
        values[nth] = values[nth][:start] + words + values[nth][end:]
        edits.replace(scalars[nth], start, end, words)
    if not all(map(_is_writable, values)):
        with pytest.raises(SplicingError):
            edits.text()
        return
    result = edits.text()
    after = _scalars(_read(result))
    assert [scalar.value for scalar in after] == values
    # between the texts every byte is what it was, but where a style had to change
    old, new = 0, 0
    for before, now in zip(scalars, after, strict=True):
        gap, gap_now = content[old : before.start], result[new : now.start]
        if before.value == now.value:
            assert content[before.start : before.end] == result[now.start : now.end]
        assert gap.strip(" \r\n") == gap_now.strip(" \r\n") or "# bên cạnh" in gap + gap_now
        old, new = before.end, now.end
    assert content.count("#") - sum(v.value.count("#") for v in scalars) == result.count("#") - sum(
        v.value.count("#") for v in after
    )
    assert result.endswith("\n") == content.endswith("\n")
    assert ("\r" in content) == ("\r" in result)
    assert "\r" not in result.replace("\r\n", "")
    assert "\r\n" not in content or "\n" not in result.replace("\r\n", "")


@given(replaced())
def test_a_file_that_was_laid_out_stays_so(
    case: tuple[str, list[tuple[int, int, int, str]]],
) -> None:
    content = format_text(case[0])
    root = _read(content)
    scalars = _scalars(root)
    edits = Edits(root)
    try:
        for nth, scalar in enumerate(_scalars(_read(case[0]))):
            stretches = [change for change in case[1] if change[0] == nth]
            assert scalars[nth].value == scalar.value
            for _, start, end, words in stretches:
                edits.replace(scalars[nth], start, end, " ".join(words.split()))
        result = edits.text()
    except SplicingError:
        return
    left = [s.value for s in _scalars(_read(result)) if "'" in result[s.start : s.start + 1]]
    assume(not left)  # quotes that are no longer needed are left to their writer
    assert format_text(result) == result


@given(files(), st.data())
def test_a_whole_text_is_set_in_whatever_style_holds_it(content: str, data: st.DataObject) -> None:
    root, _, _ = parse(content, "f.yaml")
    assume(root is not None)
    assert root is not None
    scalars = _scalars(root)
    nth = data.draw(st.integers(0, len(scalars) - 1))
    value = data.draw(st.one_of(WORDS, PROSE, st.just(""), st.just("một\nhai")))
    edits = Edits(root)
    edits.set_text(scalars[nth], value)
    result = edits.text()
    expected = [s.value for s in scalars]
    expected[nth] = value
    assert [s.value for s in _scalars(_read(result))] == expected
    back = Edits(SourceFile("f.yaml", result))
    back.set_text(_scalars(back.root)[nth], scalars[nth].value)
    assert [s.value for s in _scalars(_read(back.text()))] == [s.value for s in scalars]


# --- items ---------------------------------------------------------------------------------------

CONTENT = [
    path.read_text(encoding="utf-8")
    for path in (
        BASE / "ho-so/quyet-dinh.yaml",
        BASE / "ho-so/phu-luc.yaml",
        PROJECT / "content/2025-du-lieu-quoc-gia/quyet-dinh.yaml",
        PROJECT / "content/2025-du-lieu-quoc-gia/ke-hoach.yaml",
    )
]
NEW: st.SearchStrategy[dict[str, object] | str] = st.one_of(
    PROSE,
    st.builds(
        lambda words, more: {"id": "moi", "noi_dung": words, "gach": more},
        PROSE,
        st.lists(PROSE, min_size=1, max_size=2),
    ),
)
_NOTHING = object()


class _Beside:
    """The same changes, made to plain data by the simplest means."""

    def __init__(self, root: MapNode) -> None:
        self.root = root
        self.before: dict[int, list[object]] = {}
        self.after: dict[int, list[object]] = {}
        self.gone: set[int] = set()
        self.moved: set[int] = set()
        self.items: list[tuple[ListNode, object]] = []
        waiting: list[object] = [root]
        while waiting:
            node = waiting.pop()
            if isinstance(node, ListNode):
                self.items += [(node, item) for item in node]
                waiting += node
            elif isinstance(node, MapNode):
                waiting += node.values()

    def can_move(self, item: object) -> bool:
        return id(item) not in {*self.gone, *self.moved, *self.before, *self.after}

    def meant(self, node: object) -> object:
        if isinstance(node, MapNode):
            entries = {key: self.meant(value) for key, value in node.items()}
            return {k: v for k, v in entries.items() if v is not _NOTHING} or _NOTHING
        if isinstance(node, ListNode):
            found = [v for item in node if id(item) not in self.moved for v in self.around(item)]
            return found or (_NOTHING if node else [])
        return str(node) if isinstance(node, Scalar) else node

    def around(self, item: object) -> list[object]:
        own = self.meant(item)
        return [
            *(value for piece in self.before.get(id(item), ()) for value in self.placed(piece)),
            *(() if id(item) in self.gone or own is _NOTHING else [own]),
            *(value for piece in self.after.get(id(item), ()) for value in self.placed(piece)),
        ]

    def placed(self, piece: object) -> list[object]:
        return self.around(piece) if isinstance(piece, (Scalar, MapNode)) else [piece]


def _change_something(edits: Edits, model: _Beside, nth: int, data: st.DataObject) -> None:
    held, item = model.items[nth]
    assert isinstance(item, (Scalar, MapNode))
    what = data.draw(st.sampled_from(["before", "after", "delete", "move"]))
    others = [o for o in held if o is not item and id(o) not in model.gone | model.moved]
    if what == "delete" and id(item) not in model.moved:
        edits.delete(item)
        model.gone.add(id(item))
    elif what == "move" and others and model.can_move(item):
        other = data.draw(st.sampled_from(others))
        assert isinstance(other, (Scalar, MapNode))
        edits.move_after(item, other)
        model.after.setdefault(id(other), []).append(item)
        model.moved.add(id(item))
    elif what in ("before", "after"):
        new = data.draw(NEW)
        (edits.insert_before if what == "before" else edits.insert_after)(item, new)
        (model.before if what == "before" else model.after).setdefault(id(item), []).append(new)


@given(st.sampled_from(CONTENT), st.booleans(), st.data())
def test_items_come_and_go_and_move_and_everything_else_stays(
    content: str, is_windows: bool, data: st.DataObject
) -> None:
    content = content.replace("\n", "\r\n") if is_windows else content
    root = _read(content)
    edits, model = Edits(root), _Beside(root)
    count = len(model.items)
    for nth in data.draw(st.lists(st.integers(0, count - 1), min_size=1, max_size=5, unique=True)):
        _change_something(edits, model, nth, data)
    wanted = model.meant(root)
    try:
        result = edits.text()
    except SplicingError:
        # nothing is left, or something was moved into what is gone
        assert wanted is _NOTHING or (model.moved and model.gone)
        return
    assert _plain(_read(result)) == wanted
    # what was not deleted stands there still, line for line
    if not model.gone:
        kept = {line.strip() for line in result.split("\n")}
        lost = [line for line in content.split("\n") if line.strip() not in kept]
        assert [line for line in lost if "[" not in line] == []
