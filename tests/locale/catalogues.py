"""The message catalogues: what is to be translated, and their writing.

    python tests/locale/catalogues.py         bring the .po files up to date, compile the .mo files
    python tests/locale/catalogues.py --todo  only list what has no translation yet

Two domains. "qdgen" holds what the program says: the first argument of each `text("…")`, the help
of its commands and options, and of each rule's manual page what it finds and why. "messages" holds
what click says, in the installed version and in any earlier one that was seen here: its entries are
never taken out.
"""

from __future__ import annotations

import argparse
import ast
import inspect
import io
import os
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pathlib import Path

import click
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

import qdgen
from qdgen.check.rule import all_rules

SOURCE = Path(qdgen.__file__).parent
CATALOGUES = SOURCE / "locale" / "vi" / "LC_MESSAGES"
DOMAINS = ("qdgen", "messages")

Msgid = str | tuple[str, str]
"""A sentence, or its singular and plural."""

_MARKERS = {"text", "Text"}
_CLICK_KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2)}
_WIDTH = 100


class _PlainCatalogue(Catalog):
    """A catalogue whose header names no time and no version: only its sentences change it."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", "vi"),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", f"text/plain; charset={self.charset}"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def wanted(domain: str) -> Mapping[Msgid, str]:
    """Every sentence of `domain`, with the file it comes from."""
    return own_sentences() if domain == "qdgen" else click_sentences()


@cache
def own_sentences() -> Mapping[Msgid, str]:
    """What qdgen says, in the order of its files."""
    found: dict[Msgid, str] = {}
    for path in sorted(SOURCE.rglob("*.py")):
        name = path.relative_to(SOURCE.parent).as_posix()
        for sentence in _marked(ast.parse(path.read_text(encoding="utf-8"), str(path))):
            found.setdefault(sentence, name)
    for sentence, module in (*_help(), *_manuals()):
        found.setdefault(sentence, module.replace(".", "/") + ".py")
    return found


def unmarked_arguments() -> list[str]:
    """The places where `text()` is given something else than a literal, which nothing can find."""
    return [
        f"{path.relative_to(SOURCE.parent)}:{call.lineno}"
        for path in sorted(SOURCE.rglob("*.py"))
        for call in _calls(ast.parse(path.read_text(encoding="utf-8"), str(path)))
        if isinstance(call.func, ast.Name) and call.func.id == "text" and _literal(call) is None
    ]


@cache
def click_sentences() -> Mapping[Msgid, str]:
    """What the installed click says."""
    folder = Path(click.__file__).parent
    return {
        sentence: f"click/{path.name}"
        for path in sorted(folder.glob("*.py"))
        for _, sentence, _, _ in extract_from_file("python", path, keywords=_CLICK_KEYWORDS)
    }


def _marked(tree: ast.Module) -> Iterator[str]:
    calls = sorted(_calls(tree), key=lambda call: (call.lineno, call.col_offset))
    yield from filter(None, map(_literal, calls))


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in _MARKERS
            and node.args
        ):
            yield node


def _literal(call: ast.Call) -> str | None:
    first = call.args[0]
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return None


def _help() -> Iterator[tuple[str, str]]:
    """The help of the commands as the command line looks it up, each with its module."""
    from qdgen.cli.main import COMMANDS, cli, in_english

    commands: list[tuple[click.Command, str]] = [(cli, "qdgen.cli.main")]
    commands += [(getattr(import_module(m), name), m) for m, name, _ in COMMANDS.values()]
    while commands:
        command, module = commands.pop(0)
        if isinstance(command, click.Group) and command is not cli:
            commands += [(inner, module) for inner in command.commands.values()]
        if english := in_english(command):
            yield " ".join(english.split()), module
        for parameter in command.params:
            if isinstance(parameter, click.Option) and (english := in_english(parameter)):
                yield inspect.cleandoc(english), module


def _manuals() -> Iterator[tuple[str, str]]:
    """What the manual pages of the rules say in prose, each with its module."""
    for rule in all_rules():
        for sentence in (rule.manual.summary, rule.manual.why):
            if sentence:
                yield sentence, rule.check.__module__


def read(domain: str) -> Catalog:
    """The catalogue as it is on disk; an empty one where there is none."""
    path = CATALOGUES / f"{domain}.po"
    if not path.exists():
        return Catalog("vi", domain)
    with path.open("rb") as file:
        return read_po(file, locale="vi", domain=domain)


def updated(domain: str) -> Catalog:
    """The catalogue brought up to date: new sentences come in empty, dead ones go."""
    old = read(domain)
    known = {message.id: message for message in old if message.id}
    sentences = dict(wanted(domain))
    if domain == "messages":
        for sentence, message in known.items():
            origin = message.locations[0][0] if message.locations else "click"
            sentences.setdefault(_as_msgid(sentence), origin)
    catalogue = _PlainCatalogue("vi", domain, header_comment=_HEADERS[domain], fuzzy=False)
    for sentence, origin in sentences.items():
        before = known.get(sentence)
        # The places of values are checked by the tests; Babel's own flags would only be noise.
        catalogue.add(
            sentence,
            before.string if before else None,
            locations=[(origin, 0)],
            user_comments=before.user_comments if before else (),
        )
        catalogue[sentence].flags.clear()  # type: ignore[union-attr]
    return catalogue


def _as_msgid(sentence: object) -> Msgid:
    return (sentence[0], sentence[1]) if isinstance(sentence, tuple | list) else str(sentence)


def po_bytes(catalogue: Catalog) -> bytes:
    """The catalogue as a .po file."""
    buffer = io.BytesIO()
    write_po(buffer, catalogue, width=_WIDTH, include_lineno=False)
    return buffer.getvalue()


def mo_bytes(catalogue: Catalog) -> bytes:
    """The catalogue compiled, as gettext reads it."""
    buffer = io.BytesIO()
    write_mo(buffer, catalogue)
    return buffer.getvalue()


def untranslated(catalogue: Catalog) -> list[Msgid]:
    """The sentences without a translation."""
    return [
        _as_msgid(message.id)
        for message in catalogue
        if message.id and not all(strings(message.string))
    ]


def strings(translation: object) -> tuple[str, ...]:
    """A translation as the forms it has: Vietnamese has one, also where English has two."""
    if isinstance(translation, tuple | list):
        return tuple(str(form or "") for form in translation)
    return (str(translation or ""),)


def update() -> Mapping[str, Catalog]:
    """Write the .po and .mo files of both domains."""
    catalogues = {domain: updated(domain) for domain in DOMAINS}
    CATALOGUES.mkdir(parents=True, exist_ok=True)
    for domain, catalogue in catalogues.items():
        for suffix, data in (("po", po_bytes(catalogue)), ("mo", mo_bytes(catalogue))):
            path = CATALOGUES / f"{domain}.{suffix}"
            beside = path.with_suffix(f".{suffix}.new")
            beside.write_bytes(data)
            os.replace(beside, path)
    return catalogues


_HEADERS = {
    "qdgen": "# What qdgen says, in Vietnamese. See README.md beside the folder of the language.",
    "messages": "# What click says, in Vietnamese: usage, options, mistakes in the command line.",
}


def _main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--todo", action="store_true", help="write nothing")
    only_list = parser.parse_args().todo
    catalogues = {domain: updated(domain) for domain in DOMAINS} if only_list else update()
    missing = 0
    for domain, catalogue in catalogues.items():
        todo = untranslated(catalogue)
        missing += len(todo)
        lines = [f"{domain}: {len(catalogue)} sentences, {len(todo)} without a translation"]
        lines += [f"  {sentence!r}" for sentence in todo]
        sys.stdout.write("\n".join(lines) + "\n")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(_main())
