"""`--fix` changes the characters that are meant and no others, whatever they are changed into."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from seeded import BASE, told

from qdgen.check.fixing import Splice, fixed, spliced, write_fixed
from qdgen.check.inspection import Inspection
from qdgen.check.paper import Medium
from qdgen.check.rule import all_rules
from qdgen.check.subjects import Subject
from qdgen.content.nodes import ListNode, MapNode, Scalar
from qdgen.content.positions import locate
from qdgen.content.yaml_reader import parse

PROJECT = Path(__file__).resolve().parents[2]
FILES = (
    BASE / "content/ho-so/quyet-dinh.yaml",
    BASE / "content/ho-so/ke-hoach.yaml",
    BASE / "content/ho-so/phu-luc.yaml",
    BASE / "content/van-ban.yaml",
)
QUOTED = """\
# lời đầu tệp
van_ban:  # bên cạnh
  tieu_de: 'Kế hoạch "một": năm 2026'
  loi_dan: "Ban hành kèm theo: \\"quyết định\\""
  # ở trên
  ghi_chu: Một dòng
    và dòng nối
danh_sach:
  - thứ nhất
  - >-
    thứ hai,
    nối tiếp
khoa: [mot, hai]
"""


def _scalars(node: object) -> list[Scalar]:
    found: list[Scalar] = []
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Scalar):
            found.append(one)
        elif isinstance(one, MapNode):
            waiting += reversed(list(one.values()))
        elif isinstance(one, ListNode):
            waiting += reversed(one)
    return found


@dataclass(frozen=True)
class _File:
    text: str
    values: tuple[str, ...]
    written: tuple[tuple[int, int, int], ...]
    """Of every character that is written one for one: scalar, offset in it, index in the file."""


@cache
def _files() -> list[_File]:
    found = []
    for content in [QUOTED, *(path.read_text(encoding="utf-8") for path in FILES)]:
        root, source, problems = parse(content, "")
        assert root is not None, problems
        scalars = _scalars(root)
        written = []
        for nth, scalar in enumerate(scalars):
            for offset, letter in enumerate(scalar.value):
                place = locate(scalar, offset)
                index = source.line_start(place.line) + place.column - 1
                if content[index : index + 1] == letter:
                    written.append((nth, offset, index))
        found.append(_File(content, tuple(s.value for s in scalars), tuple(written)))
    return found


RISKY = st.one_of(
    st.sampled_from(
        ["", " ", "  ", ": ", "- ", " #", "# ", "'", '"', "''", "@", "*", "[", "]", "{", "}", "&",
         "!", "|", ">", "%", "`", "\\", "\n", "\n  ", "\n- ", "\t", "so: 1", "…", "\u00a0", "ệ"]
    ),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=6),
)  # fmt: skip


@st.composite
def _changes(draw: st.DrawFn) -> tuple[_File, list[tuple[int, int, int, Splice]]]:
    """A file, and splices inside its texts: scalar, first and last offset, and the splice."""
    file = draw(st.sampled_from(_files()))
    changes = []
    for _ in range(draw(st.integers(1, 4))):
        nth = draw(st.integers(0, len(file.written) - 1))
        scalar, offset, index = file.written[nth]
        length = 1
        most = draw(st.integers(1, 6))
        while length < most and nth + length < len(file.written):
            if file.written[nth + length] != (scalar, offset + length, index + length):
                break
            length += 1
        splice = Splice(index, index + length, draw(RISKY))
        changes.append((scalar, offset, offset + length, splice))
    return file, changes


@given(_changes())
def test_nothing_changes_but_the_characters_that_are_meant(
    change: tuple[_File, list[tuple[int, int, int, Splice]]],
) -> None:
    file, changes = change
    done = spliced(file.text, [splice for *_, splice in changes])
    accepted = [change for change in changes if change[3] in done.accepted]
    before, _, _ = parse(file.text, "")
    after, _, problems = parse(done.text, "")
    assert after is not None, problems
    assert before is not None
    # each text is as it was, or has just the replacement in the place of the characters
    values = list(file.values)
    for scalar, start, end, splice in sorted(set(accepted), key=lambda c: -c[3].start):
        values[scalar] = values[scalar][:start] + splice.replacement + values[scalar][end:]
    texts = _scalars(after)
    assert [scalar.value for scalar in texts] == values
    # what no splice stands in is, byte for byte, what it was
    for nth, (old, new) in enumerate(zip(_scalars(before), texts, strict=True)):
        if nth not in {change[0] for change in accepted}:
            written = done.text[new.start : new.end]
            assert written == file.text[old.start : old.end]


@pytest.mark.parametrize(
    ("meant", "instead", "written"),
    [
        ("thứ nhất", "- thứ nhất", "- '- thứ nhất'"),
        ("Một dòng", "Một: dòng", "'Một: dòng và dòng nối'"),
        ("nối tiếp", "- nối tiếp", "thứ hai, - nối tiếp"),
        ('Kế hoạch "một"', "Kế hoạch 'một'", "'Kế hoạch ''một'': năm 2026'"),
    ],
)
def test_what_would_break_the_file_is_written_another_way(
    meant: str, instead: str, written: str
) -> None:
    start = QUOTED.index(meant)
    splice = Splice(start, start + len(meant), instead)
    done = spliced(QUOTED, [splice])
    assert done.accepted == {splice}
    assert written in done.text


@pytest.mark.parametrize("instead", ["a\tb", "x\u200by", "a\n \nb\n"])
def test_what_no_file_can_hold_is_refused(instead: str) -> None:
    start = QUOTED.index("thứ nhất")
    done = spliced(QUOTED, [Splice(start, start + 8, instead)])
    assert (done.text, done.accepted) == (QUOTED, frozenset())


def test_what_stands_in_no_text_is_refused() -> None:
    for meant in ("ghi_chu", "# bên cạnh", "một:", "[mot", "\n  - thứ"):
        start = QUOTED.find(meant)
        if start >= 0:
            splice = Splice(start, start + len(meant), "x")
            assert spliced(QUOTED, [splice]).accepted == frozenset()


def test_one_that_is_refused_does_not_hold_up_the_others() -> None:
    good = [Splice(i, i + 3, "THỨ") for i in (QUOTED.index("thứ nhất"), QUOTED.index("thứ hai"))]
    bad = Splice(QUOTED.index("Một dòng"), QUOTED.index("Một dòng") + 3, "Một\t")
    done = spliced(QUOTED, [*good, bad])
    assert done.accepted == frozenset(good)
    assert done.text == QUOTED.replace("thứ", "THỨ")


def test_of_two_that_touch_the_first_is_done() -> None:
    start = QUOTED.index("thứ nhất")
    first, second = Splice(start, start + 4, "a "), Splice(start + 3, start + 8, "b")
    assert spliced(QUOTED, [second, first]).accepted == frozenset({first})


# --- whole dossiers ------------------------------------------------------------------------------


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    shutil.copytree(BASE / "content", tmp_path / "content")
    return tmp_path / "content/ho-so"


def _edit(path: Path, old: str, new: str) -> None:
    words = path.read_bytes().decode()
    assert old in words
    path.write_bytes(words.replace(old, new).encode())


def _subject(dossier: Path) -> Subject:
    return Subject(Medium.CONTENT, dossier, "content/ho-so")


RULES = [rule for rule in all_rules() if rule.code == "TN101"]


def test_mending_gives_back_the_file_and_twice_is_once(dossier: Path) -> None:
    before = {path: path.read_bytes() for path in dossier.parent.rglob("*.yaml")}
    _edit(dossier / "ke-hoach.yaml", "sự phối hợp", "sự    phối  hợp")
    _edit(dossier.parent / "don-vi.yaml", "Cục Viễn thông", "Cục  Viễn thông")
    _edit(dossier / "phu-luc.yaml", "nhiem_vu: Vận hành cổng", "nhiem_vu: Vận  hành  cổng")
    done = fixed(_subject(dossier), RULES, {})
    assert [(f.shown, dict(f.codes)) for f in done.files] == [
        ("content/don-vi.yaml", {"TN101": 1}),
        ("content/ho-so/ke-hoach.yaml", {"TN101": 2}),
        ("content/ho-so/phu-luc.yaml", {"TN101": 2}),
    ]
    write_fixed(done.files)
    assert {path: path.read_bytes() for path in dossier.parent.rglob("*.yaml")} == before
    again = fixed(_subject(dossier), RULES, {})
    assert (again.files, again.refused, again.verbatim) == ([], [], 0)


def test_windows_line_ends_stay(dossier: Path) -> None:
    path = dossier / "ke-hoach.yaml"
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    before = path.read_bytes()
    _edit(path, "sự phối hợp", "sự  phối hợp")
    write_fixed(fixed(_subject(dossier), RULES, {}).files)
    assert path.read_bytes() == before


def test_verbatim_texts_are_left_unless_asked(dossier: Path) -> None:
    path = dossier / "quyet-dinh.yaml"
    _edit(path, "can_cu:\n", "can_cu:\n  - nguyen_van: Căn cứ  Luật Dữ liệu;\n")
    left = fixed(_subject(dossier), RULES, {})
    assert (left.files, left.verbatim) == ([], 1)
    asked = fixed(_subject(dossier), RULES, {}, also_verbatim=True)
    assert [f.codes["TN101"] for f in asked.files] == [1]
    assert "Căn cứ Luật Dữ liệu;" in asked.files[0].after


def test_what_a_comment_lets_pass_is_left(dossier: Path) -> None:
    path = dossier / "phu-luc.yaml"
    _edit(path, "nhiem_vu: Vận hành cổng", "nhiem_vu: Vận  hành cổng")
    _edit(path, "phu_luc:\n", "# bỏ qua TN101: như văn bản gốc\n\nphu_luc:\n")
    assert fixed(_subject(dossier), RULES, {}).files == []


def test_a_file_changed_for_one_dossier_is_changed_for_the_next(dossier: Path) -> None:
    register = dossier.parent / "don-vi.yaml"
    _edit(register, "Cục Viễn thông", "Cục  Viễn thông")
    first = fixed(_subject(dossier), RULES, {})
    changed = {file.path.resolve(): file.after for file in first.files}
    assert register.resolve() in changed
    assert fixed(_subject(dossier), RULES, changed).files == []


def test_content_with_mistakes_is_not_touched(dossier: Path) -> None:
    _edit(dossier / "ke-hoach.yaml", "sự phối hợp", "sự  phối hợp @khong-co")
    done = fixed(_subject(dossier), RULES, {})
    assert done.files == []
    assert done.inspected.error is not None


def test_everything_that_all_rules_would_mend_converges(dossier: Path) -> None:
    """Whatever the rules would write in the decision of 2025, twice is once and no worse."""
    shutil.copytree(PROJECT / "content", dossier.parents[1] / "that")
    real = dossier.parents[1] / "that/2025-du-lieu-quoc-gia"
    subject = Subject(Medium.CONTENT, real, "that/2025-du-lieu-quoc-gia")
    before = Inspection(all_rules(), real).one(subject)
    done = fixed(subject, all_rules(), {}, also_verbatim=True)
    write_fixed(done.files)
    after = Inspection(all_rules(), real).one(subject)
    assert after.examined is not None
    assert before.examined is not None
    assert len(after.examined.findings) <= len(before.examined.findings)
    assert fixed(subject, all_rules(), {}, also_verbatim=True).files == []
    left = [f for f in after.examined.findings if f.fix is not None]
    assert told(left) == told(done.refused)
