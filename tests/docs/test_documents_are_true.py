"""What the documents say of the program is so: files, commands, codes, names, lists, numbers."""

from __future__ import annotations

import ast
import dataclasses
import pkgutil
import re
import shlex
from collections.abc import Iterable, Iterator
from enum import Enum
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import pytest
from pydantic import BaseModel

import qdgen
from building import DOSSIERS
from qdgen import repository
from qdgen.cli.main import COMMANDS, INTERRUPTED, cli
from qdgen.content import loader, node_builder, yaml_reader
from qdgen.content.loader import load_dossier
from qdgen.document import model as document_model
from qdgen.document.model import Annex, Attachment, Decision, Layout, Part, Role
from qdgen.document.resolve import resolve
from qdgen.errors import QdgenError
from qdgen.review.side_by_side import word_file
from qdgen.signing import attached, changes, keys, manifest, record, verify
from qdgen.word import compose, lines, long_tables, part_merge, table
from qdgen.word.elements import w
from qdgen.word.package import DEFAULT_LIMITS, read_package
from qdgen.word.reading_xml import parse_xml
from qdgen.word.slots import SlotBook
from qdgen.word.templates import (
    COMPARISON,
    DOCUMENT,
    Kind,
    Template,
    Templates,
    load_template,
)
from qdgen.word.view import annex_view, attachment_view, decision_view
from test_layering import FLOORS

PROJECT = Path(__file__).resolve().parents[2]
SOURCE = Path(qdgen.__file__).parent
DOCS = PROJECT / "docs"
DOCUMENTS = sorted(
    [path for path in DOCS.rglob("*.md") if path.is_file()]
    + [path for path in (PROJECT / "README.md", PROJECT / "CHANGELOG.md") if path.is_file()]
)
# What was decided or changed once may speak of commands that are gone or still to come.
OF_TODAY = [p for p in DOCUMENTS if p.parent.name != "adr" and p.name != "CHANGELOG.md"]
TEMPLATES = Templates(PROJECT / "templates")

_FENCE = re.compile(r"^ *```(\w*)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.+?)\s*$", re.MULTILINE)
_FOLDERS = ("src/", "tests/", "docs/", "templates/", "schema/", "benchmarks/", ".ci/")


def _name(path: Path) -> str:
    return path.relative_to(PROJECT).as_posix()


@cache
def _words(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _prose(path: Path) -> str:
    return _FENCE.sub("", _words(path))


def _codes(words: str) -> list[str]:
    return [found.replace("\\|", "|") for found in _CODE.findall(words)]


def _section(path: Path, title: str) -> str:
    """What stands below a heading, up to the next heading."""
    below = re.split(rf"^#+ +{re.escape(title)}$", _words(path), flags=re.MULTILINE)
    assert len(below) == 2, f"{path.name} has one heading “{title}”"
    return re.split(r"^#+ ", below[1], flags=re.MULTILINE)[0]


def _rows(words: str) -> Iterator[list[str]]:
    """The cells of each row of the tables in `words`, headings left out."""
    listed = [line for line in words.splitlines() if line.startswith("|")]
    for index, line in enumerate(listed):
        following = listed[index + 1] if index + 1 < len(listed) else ""
        if not re.match(r"\|[ :|-]+$", line) and not re.match(r"\|[ :|-]+$", following):
            yield [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]]


def _first_codes(words: str) -> list[str]:
    return [_codes(row[0])[0] for row in _rows(words) if _codes(row[0])]


def _modules() -> Iterator[Any]:
    for info in pkgutil.walk_packages([str(SOURCE)], "qdgen."):
        if not info.name.endswith("__main__"):
            yield import_module(info.name)


def _below(kind: type[Any]) -> Iterator[type[Any]]:
    for found in kind.__subclasses__():
        yield found
        yield from _below(found)


@cache
def _trees() -> tuple[ast.Module, ...]:
    return tuple(ast.parse(p.read_text(encoding="utf-8")) for p in sorted(SOURCE.rglob("*.py")))


# --- all documents ------------------------------------------------------------------------------


@pytest.mark.parametrize("path", DOCUMENTS, ids=_name)
def test_every_link_leads_somewhere(path: Path) -> None:
    for target in _LINK.findall(_prose(path)):
        if re.match(r"[a-z]+:", target):
            continue
        file, _, anchor = target.partition("#")
        place = (path.parent / file).resolve() if file else path
        assert place.exists(), f"{target} is not there"
        if anchor:
            assert anchor in _anchors(place), f"{target} names no heading"


def _anchors(path: Path) -> set[str]:
    """The anchors of a document's headings, as GitHub makes them."""
    plain = (re.sub(r"[^\w\s-]", "", title.lower()) for title in _HEADING.findall(_prose(path)))
    return {title.strip().replace(" ", "-") for title in plain}


@pytest.mark.parametrize("path", OF_TODAY, ids=_name)
def test_every_file_named_is_there(path: Path) -> None:
    named = {code for code in _codes(_prose(path)) if code.startswith(_FOLDERS) and " " not in code}
    # A hidden folder is made by running something.
    named = {code for code in named if not re.search(r"[<>*{}…]|/\.", code)}
    assert not {code for code in named if not (PROJECT / code).exists()}


@pytest.mark.parametrize("path", OF_TODAY, ids=_name)
def test_every_command_named_is_one(path: Path) -> None:
    for line in _lines_of_code(path):
        for called in re.findall(r"(?:^|[\s(])((?:qdgen|build\.py) [^|;&)]*)", line):
            _check_call(called.partition(" #")[0])


def _lines_of_code(path: Path) -> Iterator[str]:
    yield from _codes(_prose(path))
    for language, block in _FENCE.findall(_words(path)):
        if language in ("", "bash", "sh", "console"):
            yield from block.splitlines()


def _check_call(called: str) -> None:
    program, *words = shlex.split(called)
    if program == "build.py" and words[:1] == ["test"]:
        return
    command: click.Command = cli
    for word in words:
        if command is cli and re.fullmatch(r"[a-z][a-z-]*", word) and word not in ("vi", "en"):
            assert word in COMMANDS, f"qdgen has no command {word} ({called})"
            module, attribute, _ = COMMANDS[word]
            command = getattr(import_module(module), attribute)
        elif isinstance(command, click.Group) and word in command.commands:
            command = command.commands[word]
        elif re.match(r"--?[a-z]", word):
            assert word.partition("=")[0] in _options(command), f"no option {word} ({called})"


def _options(command: click.Command) -> set[str]:
    context = click.Context(command)
    own = {o for p in command.get_params(context) for o in (*p.opts, *p.secondary_opts)}
    return own | set(command.get_help_option_names(context)) | {"-h"}


@pytest.mark.parametrize("path", OF_TODAY, ids=_name)
def test_every_variable_of_the_environment_is_read(path: Path) -> None:
    assert not set(re.findall(r"QDGEN_[A-Z]+", _words(path))) - _variables_of_the_environment()


def _variables_of_the_environment() -> set[str]:
    return {
        node.value
        for tree in _trees()
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and re.fullmatch(r"QDGEN_[A-Z]+", str(node.value))
    }


# --- architecture -------------------------------------------------------------------------------

ARCHITECTURE = DOCS / "architecture.md"


def test_the_rooms_stand_on_the_floors_that_the_layering_enforces() -> None:
    told: dict[int, set[str]] = {}
    for floor, room, *rest in _rows(_section(ARCHITECTURE, "The rooms")):
        if not floor.isdigit():
            continue
        named = _codes(room) or _codes(rest[0])
        told.setdefault(int(floor), set()).update(named)
    assert told == {number: set(rooms) for number, rooms in enumerate(FLOORS, 1)}


def test_rooms_that_do_not_exist_are_told_as_such() -> None:
    there = {p.name.removesuffix(".py") for p in SOURCE.iterdir() if p.name != "locale"}
    to_come = {room for rooms in FLOORS for room in rooms} - there
    told = [row for row in _rows(_section(ARCHITECTURE, "The rooms")) if row[1] == ""]
    assert {code for row in told for code in _codes(row[2])} == to_come


def test_the_types_and_doors_that_the_architecture_names_exist() -> None:
    known = {name for tree in _trees() for node in tree.body for name in _defined(node)}
    known |= {room for rooms in FLOORS for room in rooms}
    codes = _codes(_prose(ARCHITECTURE))
    named = {code for code in codes if re.fullmatch(r"[A-Z]\w+|[a-z]+(_[a-z]+)+", code)}
    assert not sorted(named - known - _variables_of_the_environment())


def _defined(node: ast.stmt) -> list[str]:
    if isinstance(node, ast.ClassDef | ast.FunctionDef):
        return [node.name]
    if isinstance(node, ast.Assign):
        return [target.id for target in node.targets if isinstance(target, ast.Name)]
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
        return [node.target.id]
    return []


def test_the_doors_are_in_their_rooms() -> None:
    for row in _rows(_section(ARCHITECTURE, "The rooms")):
        for room in _codes(row[1]) if len(row) == 4 else []:
            path = SOURCE / room if (SOURCE / room).is_dir() else SOURCE / f"{room}.py"
            files = path.rglob("*.py") if path.is_dir() else [path]
            words = "\n".join(file.read_text(encoding="utf-8") for file in files)
            for door in _codes(row[3]):
                assert re.search(rf"^(?:def|class) {door}\b", words, re.MULTILINE), (room, door)


def test_the_modules_that_the_architecture_names_exist() -> None:
    named = {c for c in _codes(_prose(ARCHITECTURE)) if re.fullmatch(r"[a-z_]+/[a-z_]+\.py", c)}
    assert named
    assert not {
        name for name in named if not (SOURCE / name).exists() and not (PROJECT / name).exists()
    }


def test_every_folder_of_tests_is_told_of() -> None:
    told = {c for row in _rows(_section(ARCHITECTURE, "Tests")) for c in _codes(row[0])}
    folders = (PROJECT / "tests").iterdir()
    there = {f"tests/{p.name}" for p in folders if p.is_dir() and not p.name.startswith((".", "_"))}
    assert told == there


def test_the_bounds_told_are_those_of_the_code() -> None:
    words = _words(ARCHITECTURE)
    for bound in (
        f"{yaml_reader.MOST_BYTES >> 20} MB, {node_builder.DEEPEST} levels",
        f"at most {loader.MOST_ATTACHED} attached files",
        f"{DEFAULT_LIMITS.entries:,} entries, {DEFAULT_LIMITS.part_bytes >> 20} MB a part",
        f"{DEFAULT_LIMITS.total_bytes >> 20} MB in all, {DEFAULT_LIMITS.ratio} times",
        f"at most {verify._MOST_BYTES >> 30} GB; values followed {changes._DEEP} levels deep",
        f"{manifest._MOST_BYTES >> 20} MB and {record._MOST_BYTES >> 20} MB; a name in it",
        f"at most {attached._MOST_FILES:,} files, {attached._MOST_BYTES >> 20} MB in all",
        f"{keys._MOST_BYTES >> 20} MB a key file",
        f"no repository inside the content; {repository._SECONDS} seconds",
        f"more than {long_tables.LONG_TABLE} rows",
        f"tables of about {long_tables.ROWS_PER_PIECE} rows",
    ):
        assert bound in words


# --- glossary -----------------------------------------------------------------------------------

GLOSSARY = DOCS / "glossary.md"


def _file_models() -> set[type[BaseModel]]:
    return {
        found
        for found in _below(BaseModel)
        if found.__module__.startswith("qdgen.content.") and found.model_fields
    }


def _glossary_rows() -> list[tuple[list[str], list[str]]]:
    rows = [row for row in _rows(_words(GLOSSARY)) if len(row) == 4]
    return [(_codes(row[1]), _codes(row[2])) for row in rows]


def test_the_glossary_has_every_key_with_the_name_it_has_in_the_code() -> None:
    told = [(c, key) for names, keys in _glossary_rows() for c in names if "." in c for key in keys]
    there = {
        (f"{kind.__name__}.{name}", field.alias)
        for kind in _file_models()
        for name, field in kind.model_fields.items()
        if not any(name in base.model_fields for base in _bases(kind))
    }
    assert set(told) == there
    assert len(told) == len(set(told)), "each stands once"


def _bases(kind: type[BaseModel]) -> Iterable[type[BaseModel]]:
    return (base for base in kind.__mro__[1:] if base in _file_models())


def test_the_glossary_has_every_type_of_the_content_and_the_document() -> None:
    told = {c for names, _ in _glossary_rows() for c in names if "." not in c}
    resolved = {
        name
        for name, found in vars(document_model).items()
        if isinstance(found, type)
        and found.__module__ == document_model.__name__
        and (dataclasses.is_dataclass(found) or issubclass(found, Enum))
    }
    wanted = {kind.__name__ for kind in _file_models()} | resolved
    assert not sorted(wanted - told)
    assert told - wanted == {"Dossier", "Cell"}


def test_the_glossary_has_every_role() -> None:
    (listed,) = re.findall(r"one of these roles: ([^.]+)\.", _words(GLOSSARY))
    assert [role.strip() for role in listed.replace("\n", " ").split(",")] == [
        r.value for r in Role
    ]


# --- templates ----------------------------------------------------------------------------------

CONTRACT = DOCS / "templates.md"
_TABLE_TAGS = {
    tag
    for tags in (
        table._HEADING,
        table._GROUP,
        table._SUBGROUP,
        table._DATA,
        (table._DASH, table._FIGURE),
    )
    for tag in tags
}


@cache
def _parts() -> tuple[Part, ...]:
    parts: list[Part] = []
    for folder in DOSSIERS.values():
        dossier, _ = load_dossier(folder)
        assert dossier is not None
        parts += resolve(dossier)[0].parts
    return tuple(parts)


def _kind(part: Part) -> Kind:
    if isinstance(part, Decision):
        return Kind.DECISION
    if isinstance(part, Annex):
        return Kind.ANNEX
    return Kind.ARTICLES if part.layout is Layout.ARTICLES else Kind.OUTLINE


def _view(part: Part) -> dict[str, object]:
    if isinstance(part, Decision):
        return decision_view(part, SlotBook())
    if isinstance(part, Attachment):
        return attachment_view(part, SlotBook())
    return annex_view(part, SlotBook())


def _variables(view: dict[str, object]) -> Iterator[str]:
    for name, value in view.items():
        if isinstance(value, dict):
            yield from (f"{name}.{inner}" for inner in value)
        else:
            yield name


def _body(kind: Kind) -> str:
    """The words of a template, paragraph by paragraph."""
    root = parse_xml(TEMPLATES.get(kind).parts[DOCUMENT])
    return "\n".join("".join(t.text or "" for t in p.iter(w("t"))) for p in root.iter(w("p")))


@pytest.mark.parametrize("kind", Kind)
def test_the_variables_told_are_those_of_the_view_and_all_are_printed(kind: Kind) -> None:
    told = set(_first_codes(_section(CONTRACT, f"{kind}.docx")))
    views = [_view(part) for part in _parts() if _kind(part) is kind]
    assert views
    assert {frozenset(_variables(view)) for view in views} == {frozenset(told)}
    used = set(re.findall(r"[\w.]+", _body(kind)))
    assert not told - used


def test_the_variables_of_a_block_are_those_told() -> None:
    told = {c for c in _first_codes(_section(CONTRACT, "Blocks")) if c.startswith("khoi.")}
    blocks = [
        block
        for part in _parts()
        for value in _view(part).values()
        if isinstance(value, list)
        for block in value
        if isinstance(block, dict)
    ]
    assert {f"khoi.{name}" for block in blocks for name in block} == told


def _role_rows() -> list[tuple[str, str, set[str]]]:
    rows = [row for row in _rows(_section(CONTRACT, "Blocks")) if len(row) == 4]
    every = {f"{kind}.docx" for kind in Kind}
    return [(_codes(r[0])[0], _codes(r[1])[0], set(_codes(r[3])) or every) for r in rows]


def test_the_roles_told_are_those_of_the_document() -> None:
    assert [(name, style) for name, style, _ in _role_rows()] == [(r.name, r.value) for r in Role]


@pytest.mark.parametrize("kind", Kind)
def test_a_template_has_a_branch_for_the_roles_told(kind: Kind) -> None:
    told = {style for _, style, files in _role_rows() if f"{kind}.docx" in files}
    assert set(re.findall(r"khoi\.kieu == '([^']+)'", _body(kind))) == told


def _style_names(template: Template) -> set[str]:
    return {name.get(w("val"), "") for name in template.styles.iter(w("name"))}


@pytest.mark.parametrize("kind", Kind)
def test_every_role_has_its_style_in_each_template(kind: Kind) -> None:
    assert not {role.value for role in Role} - _style_names(TEMPLATES.get(kind))


@pytest.mark.parametrize("kind", Kind)
def test_a_branch_prints_in_the_style_of_its_role(kind: Kind) -> None:
    template = TEMPLATES.get(kind)
    names = {
        style.get(w("styleId")): name.get(w("val"))
        for style in template.styles.iter(w("style"))
        if (name := style.find(w("name"))) is not None
    }
    role = ""
    for paragraph in parse_xml(template.parts[DOCUMENT]).iter(w("p")):
        words = "".join(t.text or "" for t in paragraph.iter(w("t")))
        branch = re.search(r"khoi\.kieu == '([^']+)'", words)
        role = branch[1] if branch else role
        if "khoi.chu" in words:
            style = paragraph.find(f"{w('pPr')}/{w('pStyle')}")
            assert style is not None
            assert names[style.get(w("val"))] == role


def test_the_styles_sought_by_name_are_those_told_and_all_are_there() -> None:
    told = set(_first_codes(_section(CONTRACT, "Styles sought by name")))
    assert set(_arguments("style")) | set(_arguments("_paragraph")) == told
    for kind in Kind:
        assert not told - _style_names(TEMPLATES.get(kind))


def _arguments(function: str) -> Iterator[str]:
    """The literal first arguments with which a method is called in the room `word`."""
    for path in sorted((SOURCE / "word").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr == function
                and node.args
                and isinstance(node.args[0], ast.Constant)
            ):
                yield str(node.args[0].value)


def test_the_tags_of_the_table_are_those_told() -> None:
    told = set(_first_codes(_section(CONTRACT, "The table of an annex")))
    assert told == _TABLE_TAGS
    assert (
        set(re.findall(r"\{\{ ?((?:cot|nhom|nhom_con|hang)\.\w+) ?\}\}", _body(Kind.ANNEX))) == told
    )


def test_the_template_of_a_comparison_has_the_tags_and_styles_told() -> None:
    template = load_template(PROJECT / "templates" / COMPARISON)
    table_tags = _first_codes(_section(CONTRACT, "The table of a comparison"))
    assert table_tags == [*word_file.HEADING_TAGS, word_file.PART_TAG, *word_file.ROW_TAGS]
    variables = _first_codes(_section(CONTRACT, COMPARISON))
    used = set(re.findall(r"[\w.]+", "".join(parse_xml(template.parts[DOCUMENT]).itertext())))
    assert not {*table_tags, *variables} - used
    assert not set(word_file.MARK_STYLES.values()) - _style_names(template)
    assert not set(word_file.MARK_STYLES.values()) - set(
        _codes(_section(CONTRACT, "The table of a comparison"))
    )


def test_the_drawn_lines_told_are_those_whose_length_is_set() -> None:
    told = {row[0].strip("`"): row[1] for row in _rows(_section(CONTRACT, "Drawn lines"))}
    assert told.keys() == lines.RULES.keys()
    for name, part in lines.RULES.items():
        assert told[name] == ("the whole of the text" if part == 1 else f"{part} of the text")


def test_every_drawn_line_is_in_a_template_and_the_templates_name_no_other() -> None:
    drawn = {
        shape.get("name", "")
        for kind in Kind
        for shape in parse_xml(TEMPLATES.get(kind).parts[DOCUMENT]).iter(compose._WP_DOC_PR)
    }
    assert drawn == lines.RULES.keys()


def test_the_messages_about_templates_are_those_of_the_program() -> None:
    said = set()
    for tree in _trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "text" and node.args:
                first = node.args[0]
                said.add(first.value if isinstance(first, ast.Constant) else "")
    told = _first_codes(_section(CONTRACT, "When something is missing"))
    assert told
    assert not set(told) - said


def test_the_templates_are_those_told_and_their_table_is_found() -> None:
    told = _first_codes(_section(CONTRACT, "The Word templates"))
    kinds = (Kind.DECISION, Kind.OUTLINE, Kind.ARTICLES, Kind.ANNEX)
    assert told == [*(f"{kind}.docx" for kind in kinds), COMPARISON]
    assert set(told) == {path.name for path in (PROJECT / "templates").iterdir()}
    for part in _parts():
        merged = part_merge.merge_part(part, TEMPLATES)
        assert (merged.maker is not None) == (isinstance(part, Annex) and part.table is not None)


# --- exit codes ---------------------------------------------------------------------------------


def test_the_exit_codes_told_are_those_of_the_program() -> None:
    for _ in _modules():
        pass
    told = {
        int(row[0]): set(_codes(row[1]))
        for row in _rows(_words(DOCS / "errors.md"))
        if len(row) == 4
    }
    there: dict[int, set[str]] = {0: set(), INTERRUPTED: set()}
    for error in (QdgenError, *_below(QdgenError)):
        if error.__module__.startswith("qdgen."):
            there.setdefault(error.exit_code, set()).add(error.__name__)
    assert told == there


# --- contributing -------------------------------------------------------------------------------

CONTRIBUTING = DOCS / "contributing.md"


def test_a_template_can_be_changed_as_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (example,) = (block for language, block in _FENCE.findall(_words(CONTRIBUTING)) if language)
    folder = tmp_path / "templates"
    folder.mkdir()
    for kind in Kind:
        path = TEMPLATES.path(kind)
        (folder / path.name).write_bytes(path.read_bytes())
    monkeypatch.chdir(tmp_path)
    exec(compile(example, CONTRIBUTING.name, "exec"), {})  # noqa: S102 - our own document
    once = {path.name: path.read_bytes() for path in folder.iterdir()}
    exec(compile(example, CONTRIBUTING.name, "exec"), {})  # noqa: S102 - our own document
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == once
    for kind in Kind:
        before = TEMPLATES.get(kind).parts
        after = read_package(folder / f"{kind}.docx")
        assert {name for name in before if before[name] != after[name]} == {"word/styles.xml"}


def test_the_checks_told_are_those_that_are_run() -> None:
    run = _words(PROJECT / ".ci/run")
    told = re.findall(
        r"^\.venv/bin/python (-m (?:ruff|mypy).*)$", _words(CONTRIBUTING), re.MULTILINE
    )
    assert told == re.findall(r"^ +step \w+ \.venv/bin/python (-m .*)$", run, re.MULTILINE)


def test_the_options_of_pytest_told_exist(pytestconfig: pytest.Config) -> None:
    told = set(re.findall(r"build\.py test.*?(--[a-z-]+)", _words(CONTRIBUTING)))
    assert told
    for option in told:
        assert isinstance(pytestconfig.getoption(option), bool)
