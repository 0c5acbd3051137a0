"""The house keeps its order: imports point down, and each thing is done in its one place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src/qdgen"
MODULES = sorted(SOURCE.rglob("*.py"))
MOST_LINES = 450

# From the top down; a room imports from rooms below it and from itself.
FLOORS = (
    ("__main__",),
    ("cli",),
    ("pipeline",),
    ("review", "reuse"),
    ("signing", "check"),
    ("tree", "freshness", "workbooks"),
    ("pdf", "word"),
    ("document",),
    ("content",),
    ("vietnamese", "vietnamese_numbers", "replacing", "repository"),
    ("diagnostics", "errors", "outside", "reasons", "cache", "abandoned", "file_lock"),
    ("messages", "font_letters", "__init__"),
)
FLOOR = {room: number for number, rooms in enumerate(FLOORS) for room in rooms}

# These on one floor know each other.
NEIGHBOURS = {("errors", "diagnostics")}

CLOCKS = {
    ("time", "time"),
    ("time", "time_ns"),
    ("time", "localtime"),
    ("time", "gmtime"),
    ("time", "ctime"),
    ("time", "strftime"),
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
}
STOPWATCHES = {("time", "monotonic"), ("time", "perf_counter"), ("time", "sleep")}
STOPWATCH_ROOMS = {"pdf", "pipeline"}
SPEAKERS = {"cli", "__main__"}
VAGUE_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "stuff"}


def _name(path: Path) -> str:
    return path.relative_to(SOURCE).as_posix()


def _room(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


@cache
def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


@cache
def _imports(path: Path) -> tuple[str, ...]:
    """The dotted names of what the module imports, of both forms, wherever in it."""
    return tuple(_imported(path))


def _imported(path: Path) -> Iterator[str]:
    package = ("qdgen", *path.relative_to(SOURCE).parent.parts)
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package[: len(package) + 1 - node.level]) if node.level else ""
            module = ".".join(filter(None, [above, node.module]))
            yield from (f"{module}.{alias.name}" for alias in node.names)


def _rooms_imported(path: Path) -> set[str]:
    own = (name.split(".") for name in _imports(path) if name.split(".")[0] == "qdgen")
    return {parts[1] if parts[1] in FLOOR else "__init__" for parts in own if len(parts) > 1}


@cache
def _calls(path: Path) -> tuple[tuple[tuple[str, ...], int], ...]:
    """The last two names of whatever is named in the module, and the line."""
    return tuple(_named(path))


def _named(path: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Attribute):
            before = node.value
            if isinstance(before, ast.Name):
                yield (before.id, node.attr), node.lineno
            elif isinstance(before, ast.Attribute):
                yield (before.attr, node.attr), node.lineno
        elif isinstance(node, ast.Name):
            yield (node.id,), node.lineno
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                yield (node.module or "", alias.name), node.lineno


def test_there_is_a_house_to_look_at() -> None:
    assert {"messages.py", "errors.py"} <= {_name(path) for path in MODULES}


def test_every_room_has_its_floor() -> None:
    homeless = [_name(path) for path in MODULES if _room(path) not in FLOOR]
    assert homeless == [], "say in FLOORS where they stand"


def test_imports_point_down() -> None:
    wrong = [
        f"{_name(path)} stands beside or below {other}"
        for path in MODULES
        for room in [_room(path)]
        for other in sorted(_rooms_imported(path) - {room})
        if FLOOR[other] <= FLOOR[room] and (room, other) not in NEIGHBOURS
    ]
    assert wrong == []


def test_the_document_reads_and_writes_no_files() -> None:
    touched = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "iterdir"}
    modules = [path for path in MODULES if _room(path) == "document"]
    assert modules
    assert _lines_that_call(modules, lambda names: names[-1] in touched) == []


def test_only_the_command_line_prints_or_exits() -> None:
    silent = [path for path in MODULES if _room(path) not in SPEAKERS]
    speaking = {("print",), ("exit",), ("quit",), ("input",), ("SystemExit",)}
    speaking |= {("sys", name) for name in ("exit", "stdout", "stderr", "stdin")} | {
        ("os", "_exit")
    }
    assert _lines_that_call(silent, lambda names: names in speaking) == []
    assert _modules_that_import("click", silent) == []


def test_only_the_command_line_reads_the_clock() -> None:
    for path in MODULES:
        if _room(path) not in SPEAKERS:
            forbidden = CLOCKS if _room(path) in STOPWATCH_ROOMS else CLOCKS | STOPWATCHES
            assert _lines_that_call([path], forbidden.__contains__) == []


def test_docxtpl_has_one_door() -> None:
    assert _modules_that_import("docxtpl", MODULES) == ["word/merge.py"]


def test_a_module_is_named_after_what_it_does() -> None:
    parts = {path: path.relative_to(SOURCE).with_suffix("").parts for path in MODULES}
    assert [_name(path) for path in MODULES if VAGUE_NAMES & set(parts[path])] == []


def test_a_module_can_be_read_in_one_sitting() -> None:
    lines = {_name(path): path.read_bytes().count(b"\n") for path in MODULES}
    assert {name: count for name, count in lines.items() if count > MOST_LINES} == {}


def _lines_that_call(
    modules: Sequence[Path], is_meant: Callable[[tuple[str, ...]], bool]
) -> list[str]:
    return [
        f"{_name(path)}:{line}: {'.'.join(names)}"
        for path in modules
        for names, line in _calls(path)
        if is_meant(names)
    ]


def _modules_that_import(package: str, modules: Sequence[Path]) -> list[str]:
    return [
        _name(path)
        for path in modules
        if any(imported.split(".")[0] == package for imported in _imports(path))
    ]


def test_what_build_py_reads_before_the_set_up_needs_the_standard_library_alone() -> None:
    for name in ("outside", "messages", "font_letters", "reasons", "__init__"):
        tops = {imported.split(".")[0] for imported in _imports(SOURCE / f"{name}.py")}
        assert tops <= sys.stdlib_module_names | {"qdgen"}, name
