"""`qdgen fmt` lays a file out anew: no text, key or comment is lost, and twice is once."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from unittest.mock import Mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qdgen.content import formatter
from qdgen.content.clauses import WIDTH, clause_lines
from qdgen.content.formatter import format_file, format_text
from qdgen.content.nodes import Scalar
from qdgen.content.yaml_reader import parse
from qdgen.errors import ContentError, OutputError

BASE = Path(__file__).parent / "cases" / "base"
ALPHABET = "aăđ ộĐ.,;:()@*^'\"\\#-/09&<>{}[]%!?|`=~+–“”\u00a0"
WORDS = st.text(ALPHABET, max_size=200).map(lambda t: unicodedata.normalize("NFC", t))
COMMENT = st.text("aă #:'-", max_size=12).map(lambda t: f"# {t}".rstrip())
KEYS = ["so", "noi_dung", "tieu_de", "van_ban", "hang", "cot_1", "x"]


def _plain(node: object) -> object:
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(item) for item in node]
    assert isinstance(node, Scalar)
    return node.value


def _read(content: str) -> object:
    root, _, diagnostics = parse(content, "f.yaml")
    assert diagnostics == []
    return _plain(root)


class _Careless:
    """Writes a content file carelessly: odd indentation, comments and blank lines anywhere."""

    def __init__(self, draw: st.DrawFn) -> None:
        self.draw = draw
        self.lines: list[str] = []

    def gap(self, indent: int) -> None:
        for _ in range(self.draw(st.integers(0, 2))):
            comment = " " * self.draw(st.integers(0, indent)) + self.draw(COMMENT)
            self.lines.append(self.draw(st.sampled_from(["", comment])))

    def beside(self) -> str:
        return self.draw(st.one_of(st.just(""), COMMENT.map(lambda c: "  " + c)))

    def words(self, lead: str, indent: int) -> None:
        value = self.draw(WORDS)
        form = self.draw(st.sampled_from(["quoted", "folded", "literal", "empty"]))
        pieces = [p for p in value.replace("\u00a0", " ").split(" ") if p.strip("-–+#:")]
        if form in ("folded", "literal") and pieces and not pieces[0].startswith("so"):
            self.lines.append(f"{lead} {'>-' if form == 'folded' else '|-'}{self.beside()}")
            self.lines += [" " * indent + piece for piece in pieces]
        elif form == "empty":
            self.lines.append(lead + self.beside())
        else:
            quoted = value.strip("\u00a0").replace("'", "''")
            self.lines.append(f"{lead} '{quoted}'{self.beside()}")

    def entries(self, indent: int, depth: int, first: str = "") -> None:
        names = self.draw(st.lists(st.sampled_from(KEYS), min_size=1, max_size=4, unique=True))
        for nth, name in enumerate(names):
            lead = first if nth == 0 and first else " " * indent
            if nth or not first:
                self.gap(indent)
            kind = (
                "text"
                if depth > 2
                else self.draw(st.sampled_from(["text", "map", "items", "keys"]))
            )
            if kind == "text":
                self.words(f"{lead}{name}:", indent + 3)
                continue
            keys = " [nd55, qd142]" if kind == "keys" else ""
            self.lines.append(f"{lead}{name}:{keys}{self.beside()}")
            inner = indent + self.draw(st.integers(1, 4))
            if kind == "map":
                self.entries(inner, depth + 1)
            elif kind == "items":
                self.items(inner, depth + 1)

    def items(self, indent: int, depth: int) -> None:
        for _ in range(self.draw(st.integers(1, 3))):
            self.gap(indent)
            if self.draw(st.booleans()):
                self.entries(indent + 2, depth, " " * indent + "- ")
            else:
                self.words(" " * indent + "-", indent + 2)


@st.composite
def files(draw: st.DrawFn) -> str:
    careless = _Careless(draw)
    careless.gap(0)
    careless.entries(0, 0)
    careless.gap(0)
    return "\n".join(careless.lines) + draw(st.sampled_from(["", "\n", "\n\n"]))


@given(files())
def test_laying_out_keeps_every_text_and_comment_and_twice_is_once(content: str) -> None:
    root, _, diagnostics = parse(content, "f.yaml")
    if root is None:  # a comment between a key and its text, and the like
        assert diagnostics
        return
    result = format_text(content)
    assert _read(result) == _plain(root)
    assert result.count("#") == content.count("#")
    assert format_text(result) == result
    assert not any(line.endswith(" ") for line in result.splitlines())


@given(WORDS, st.sampled_from(["text", "item"]))
def test_any_text_survives_the_choice_of_quotes(value: str, where: str) -> None:
    value = value.strip("\u00a0")
    quoted = value.replace("'", "''")
    content = f"a: '{quoted}'\n" if where == "text" else f"a:\n  - '{quoted}'\n"
    expected = {"a": value} if where == "text" else {"a": [value]}
    assert _read(content) == expected
    result = format_text(content)
    assert _read(result) == expected
    assert format_text(result) == result


@given(st.text("aăđ .,;:()ĐX12", max_size=400), st.integers(20, 90))
def test_clauses_joined_by_spaces_are_the_text_again(value: str, width: int) -> None:
    lines = clause_lines(value, width)
    assert " ".join(lines) == value
    assert [clause for line in lines for clause in clause_lines(line, width)] == lines


def test_a_sentence_and_a_semicolon_end_a_line() -> None:
    value = "Ban hành Kế hoạch; giao Vụ Pháp chế. Quyết định này có hiệu lực từ ngày ký."
    assert clause_lines(value, 90) == [
        "Ban hành Kế hoạch;",
        "giao Vụ Pháp chế.",
        "Quyết định này có hiệu lực từ ngày ký.",
    ]


@pytest.mark.parametrize("value", ["theo Điều 2. Tổ chức", "tại TP. Hồ Chí Minh", "ngày 1. Sau"])
def test_a_stop_that_ends_no_sentence_ends_no_line(value: str) -> None:
    assert clause_lines(value, 90) == [value]


def test_a_long_clause_is_broken_before_a_word_that_opens_a_part_of_it() -> None:
    value = (
        "Phê duyệt Kế hoạch hành động năm 2025 của Bộ Khoa học và Công nghệ "
        "triển khai Chiến lược dữ liệu quốc gia đến năm 2030"
    )
    assert clause_lines(value, 90) == [
        "Phê duyệt Kế hoạch hành động năm 2025 của Bộ Khoa học và Công nghệ",
        "triển khai Chiến lược dữ liệu quốc gia đến năm 2030",
    ]


def test_keys_come_in_the_order_of_the_format_with_their_comments() -> None:
    content = (
        "# yaml-language-server: $schema=a.json\n"
        "dieu:\n"
        "- noi_dung: b  # lời văn\n"
        "  # mã\n"
        "  id: a\n"
        "\n\n"
        "# phần đầu\n"
        "van_ban:\n"
        "    nam: 2025   # năm nay\n"
        "    loai: 'Quyết định'\n"
        "can_cu: [nd55]\n"
        "# hết\n"
    )
    assert format_text(content) == (
        "# yaml-language-server: $schema=a.json\n"
        "\n"
        "# phần đầu\n"
        "van_ban:\n"
        "  loai: Quyết định\n"
        "  nam: 2025  # năm nay\n"
        "can_cu: [nd55]\n"
        "dieu:\n"
        "  # mã\n"
        "  - id: a\n"
        "    noi_dung: b  # lời văn\n"
        "# hết\n"
    )


def test_cells_come_in_the_order_of_the_columns() -> None:
    content = (
        "phu_luc:\n  tieu_de: a\n"
        "cot:\n  - khoa: mot\n    tieu_de: a\n    rong: 1\n  - khoa: hai\n    rong: 1\n"
        "hang:\n  - hang: []\n    hai: b\n    mot: a\n    id: x\n"
    )
    assert format_text(content).endswith("hang:\n  - id: x\n    mot: a\n    hai: b\n    hang: []\n")


def test_a_comment_at_the_end_of_a_list_stays_in_it() -> None:
    content = "can_cu:\n  - nd55\n  # - qd142\n\n# điều\ndieu:\n  - id: a\n    # chờ\nky:\n"
    assert format_text(content) == content


def test_a_long_text_is_folded_and_a_writers_own_breaks_stay() -> None:
    long = "Ban hành kèm theo Quyết định này Kế hoạch hành động; " * 3
    result = format_text(f"noi_dung: {long}\ntrich_yeu: >-\n  Một\n  hai\n")
    assert result == (
        "noi_dung: >-\n"
        + "  Ban hành kèm theo Quyết định này Kế hoạch hành động;\n" * 3
        + "trich_yeu: >-\n  Một\n  hai\n"
    )
    assert all(len(line) <= WIDTH for line in result.splitlines())


def test_letters_are_put_together_and_line_ends_made_one() -> None:
    decomposed = unicodedata.normalize("NFD", "\ufeffa: Kế hoạch\r\nb: >-\r\n  Điều\r\n  lệ\r\n")
    assert format_text(decomposed) == "a: Kế hoạch\nb: >-\n  Điều\n  lệ\n"


def test_a_colon_in_an_item_of_prose_stays_as_it_was_written() -> None:
    content = "noi_nhan:\n  - Lưu: VT, VCL (3).\n"
    assert format_text(content) == content


def test_a_file_with_a_mistake_is_refused_with_its_place() -> None:
    with pytest.raises(ContentError) as refused:
        format_text("a: b: c\n", "f.yaml")
    assert [d.code for d in refused.value.diagnostics] == ["colon-in-text"]


def test_a_layout_that_would_mean_something_else_is_never_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.yaml"
    path.write_text("a:   b\n", encoding="utf-8")
    for wrong in (
        "a: c\n",
        "a:\n",
        "a: b\nc: d\n",
        "b: b\n",
        "a: [b]\n",
        "a: b  # c\n",
        "a: b: c\n",
    ):
        monkeypatch.setattr(formatter, "laid_out", Mock(return_value=wrong))
        with pytest.raises(ContentError):
            format_file(path)
    assert path.read_text(encoding="utf-8") == "a:   b\n"


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a:   b\r\n")
    path.chmod(0o640)
    assert format_file(path) is True
    assert path.read_bytes() == b"a: b\n"
    assert path.stat().st_mode & 0o777 == 0o640
    assert format_file(path) is False
    assert [p.name for p in tmp_path.iterdir()] == ["f.yaml"]


def test_a_file_that_cannot_be_replaced_stays_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a:   b\n")

    full = Mock(side_effect=OSError(28, "No space left on device"))
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OutputError, match="the disk is full"):
        format_file(path)
    assert path.read_bytes() == b"a:   b\n"
    assert [p.name for p in tmp_path.iterdir()] == ["f.yaml"]


def test_a_file_in_another_encoding_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "f.yaml"
    path.write_bytes(b"a: \xff\n")
    with pytest.raises(ContentError):
        format_file(path)
    assert path.read_bytes() == b"a: \xff\n"


def test_the_files_of_the_cases_are_laid_out_already(tmp_path: Path) -> None:
    folder = shutil.copytree(BASE, tmp_path / "base")
    changed = [p.name for p in sorted(Path(folder).rglob("*.yaml")) if format_file(p)]
    assert changed == []
