"""The house keeps its order: imports point down, and each thing is done in its one place."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

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
    ("vietnamese", "replacing", "repository"),
    ("diagnostics", "errors", "outside", "reasons", "cache", "abandoned"),
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


def _tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def _imports(path: Path) -> Iterator[str]:
    """The dotted names of what the module imports, of both forms, wherever in it."""
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


def _calls(path: Path) -> Iterator[tuple[tuple[str, ...], int]]:
    """The last two names of whatever is named in the module, and the line."""
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


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_room_has_its_floor(path: Path) -> None:
    assert _room(path) in FLOOR, "say in FLOORS where it stands"


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_point_down(path: Path) -> None:
    room = _room(path)
    wrong = {
        other
        for other in _rooms_imported(path)
        if other != room and FLOOR[other] <= FLOOR[room] and (room, other) not in NEIGHBOURS
    }
    assert not wrong, f"{room} stands beside or below {wrong}"


@pytest.mark.parametrize("path", [path for path in MODULES if _room(path) == "document"], ids=_name)
def test_the_document_reads_and_writes_no_files(path: Path) -> None:
    touched = {"open", "read_text", "read_bytes", "write_text", "write_bytes", "exists", "iterdir"}
    assert not [call for call in _calls(path) if call[0][-1] in touched]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_command_line_prints_or_exits(path: Path) -> None:
    if _room(path) in SPEAKERS:
        return
    speaking = {("print",), ("exit",), ("quit",), ("input",), ("SystemExit",)}
    speaking |= {("sys", name) for name in ("exit", "stdout", "stderr", "stdin")} | {
        ("os", "_exit")
    }
    assert not [call for call in _calls(path) if call[0] in speaking]
    assert not [name for name in _imports(path) if name.split(".")[0] == "click"]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_only_the_command_line_reads_the_clock(path: Path) -> None:
    if _room(path) in SPEAKERS:
        return
    forbidden = CLOCKS if _room(path) in STOPWATCH_ROOMS else CLOCKS | STOPWATCHES
    assert not [call for call in _calls(path) if call[0] in forbidden]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_docxtpl_has_one_door(path: Path) -> None:
    if _name(path) == "word/merge.py":
        return
    assert not [name for name in _imports(path) if name.split(".")[0] == "docxtpl"]


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_is_named_after_what_it_does(path: Path) -> None:
    assert not VAGUE_NAMES & set(path.relative_to(SOURCE).with_suffix("").parts)


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_module_can_be_read_in_one_sitting(path: Path) -> None:
    lines = path.read_bytes().count(b"\n")
    assert lines <= MOST_LINES


def test_what_build_py_reads_before_the_set_up_needs_the_standard_library_alone() -> None:
    for name in ("outside", "messages", "font_letters", "reasons", "__init__"):
        tops = {imported.split(".")[0] for imported in _imports(SOURCE / f"{name}.py")}
        assert tops <= sys.stdlib_module_names | {"qdgen"}, name
