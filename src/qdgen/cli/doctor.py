"""`qdgen doctor`: what is installed, what is missing, and the command that gets it."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import click

from qdgen import outside
from qdgen.cli.output import chosen_language
from qdgen.errors import MissingToolError
from qdgen.font_letters import VIETNAMESE_LETTERS
from qdgen.messages import Text, render, text

_CHECKOUT = Path(__file__).resolve().parents[3]
_OLDEST_PYTHON = (3, 11)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked for. What is not `needed` serves the tests or convenience alone."""

    name: str
    is_there: bool
    found: Text
    remedy: Text = Text("")
    needed: bool = True


@click.command()
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="json for programs.",
)
def doctor(form: str) -> None:
    """Say what is installed, what is missing and how to get it; exits with 5 where a need is."""
    findings = list(examine())
    language = chosen_language()
    if form == "json":
        click.echo(json.dumps(_as_data(findings, language), ensure_ascii=False, indent=2))
    else:
        for line in _as_lines(findings, language):
            click.echo(line)
    if any(finding.needed and not finding.is_there for finding in findings):
        click.get_current_context().exit(MissingToolError.exit_code)


def examine() -> Iterator[Finding]:
    """Look at everything the build rests on, then at what only some work needs."""
    yield _python()
    yield from _packages()
    yield _engine()
    yield from _fonts()
    yield _program("git", text("for diffs of Word files"))
    yield _program("node", text("for the tests"))


def _python() -> Finding:
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(
        "Python",
        sys.version_info >= _OLDEST_PYTHON,
        text("{version} ({path})", version=version, path=sys.executable),
        text("install Python {version} or later", version=".".join(map(str, _OLDEST_PYTHON))),
    )


def _packages() -> Iterator[Finding]:
    locked = _locked_versions()
    for name in _packages_asked_for():
        wanted = locked.get(name, "")
        try:
            version = metadata.version(name)
        except metadata.PackageNotFoundError:
            yield Finding(name, False, text("not installed"), text("run build.py again"))
            continue
        if wanted in ("", version):
            yield Finding(name, True, text("{version}", version=version))
        else:
            yield Finding(
                name,
                True,
                text("{version}; tried with {wanted}", version=version, wanted=wanted),
                text("run build.py to have the version that was tried"),
                needed=False,
            )


def _packages_asked_for() -> list[str]:
    """The distributions that qdgen itself asks for, in lower case."""
    try:
        requirements = metadata.requires("qdgen") or []
    except metadata.PackageNotFoundError:
        return []
    names = (re.match(r"[\w.-]+", line) for line in requirements if "extra ==" not in line)
    return sorted(name.group().lower() for name in names if name)


def _locked_versions() -> Mapping[str, str]:
    """Version by package of the lock in the checkout; none where qdgen runs without one."""
    try:
        lock = (_CHECKOUT / "requirements.lock").read_text(encoding="utf-8")
    except OSError:
        return {}
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))


def _engine() -> Finding:
    engine = outside.find_engine()
    if engine is None:
        return Finding("LibreOffice", False, text("not found"), outside.how_to_get("engine"))
    version = outside.engine_version(engine)
    if version is None:
        return Finding(
            "LibreOffice",
            False,
            text("{path} does not say its version", path=str(engine)),
            outside.how_to_get("engine"),
        )
    return Finding(
        "LibreOffice", True, text("{version} ({path})", version=version, path=str(engine))
    )


def _fonts() -> Iterator[Finding]:
    """The family that is used; where there is none, those that were refused and why."""
    refused = []
    for family in outside.font_families():
        folder = str(family.files["regular"].parent)
        if family.is_complete:
            files = ", ".join(path.name for path in family.files.values())
            yield Finding(
                "fonts",
                True,
                text(
                    "{family}: {folder} ({files})", family=family.name, folder=folder, files=files
                ),
            )
            return
        refused.append(
            text(
                "{family} in {folder} lacks {count} of {all} letters: {letters}",
                family=family.name,
                folder=folder,
                count=len(family.missing),
                all=len(VIETNAMESE_LETTERS),
                letters=family.missing,
            )
        )
    for found in refused or [text("not found")]:
        yield Finding("fonts", False, found, outside.how_to_get("fonts"))


def _program(name: str, purpose: Text) -> Finding:
    path = shutil.which(name)
    if path:
        return Finding(name, True, text("{path}", path=path), needed=False)
    return Finding(
        name,
        False,
        text("not found ({purpose})", purpose=purpose),
        outside.how_to_get(name),
        needed=False,
    )


def _as_lines(findings: list[Finding], language: str) -> Iterator[str]:
    width = max(len(finding.name) for finding in findings)
    for finding in findings:
        mark = "✓" if finding.is_there else "✗" if finding.needed else "–"
        yield f"{mark} {finding.name:{width}}  {render(finding.found, language)}"
        if finding.remedy.msgid and not (finding.is_there and finding.needed):
            yield f"  {'':{width}}  → {render(finding.remedy, language)}"


def _as_data(findings: list[Finding], language: str) -> dict[str, object]:
    return {
        "ok": all(finding.is_there for finding in findings if finding.needed),
        "findings": [
            {
                "name": finding.name,
                "there": finding.is_there,
                "needed": finding.needed,
                "found": render(finding.found, language),
                "remedy": render(finding.remedy, language) if not finding.is_there else "",
            }
            for finding in findings
        ],
    }
