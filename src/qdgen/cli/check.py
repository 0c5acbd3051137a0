"""`qdgen check`"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.output import say_diagnostics, say_error

if TYPE_CHECKING:
    from qdgen.cli.report.report import Report

_FORMATS = ("text", "json", "sarif", "github", "html")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="How to tell what was found; html is a page to read or print.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="File to write the report to.",
)
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    help="Only these rules: codes, beginnings of codes (TN, TN1) or names, with commas.",
)
@click.option("--ignore", multiple=True, metavar="RULES", help="Not these rules.")
@click.option("--fix", is_flag=True, help="Mend what has only one right answer.")
@click.option("--diff", is_flag=True, help="Show what --fix would change; write nothing.")
@click.option("--nguyen-van", is_flag=True, help="Mend nguyen_van texts too.")
@click.pass_context
def check(ctx: click.Context, /, paths: tuple[Path, ...], **options: Any) -> None:
    """Check dossiers, Word and PDF files against Nghị định 30/2020/NĐ-CP.

    PATHS are dossiers, content files, .docx or .pdf files (by default all in content/, and what
    was built of it)."""
    from qdgen.check.inspection import Inspection
    from qdgen.check.rule import all_rules
    from qdgen.check.selection import selected
    from qdgen.check.subjects import find_subjects
    from qdgen.cli.report.report import Report

    asked = _Options(**options)
    language: str = ctx.obj.language
    rules = selected(all_rules(), _words(asked.select), _words(asked.ignore))
    here = Path.cwd()
    subjects = find_subjects(paths, here)
    if asked.fix or asked.diff:
        from qdgen.cli.check_fix import mend

        how = {"only_show": asked.diff, "verbatim": asked.nguyen_van, "aside": asked.form != "text"}
        changes = mend(subjects, rules, language, **how)
        if asked.diff:
            ctx.exit(int(changes))
    inspected = []
    for one in Inspection(rules, here).all(subjects):
        inspected.append(one)
        say_diagnostics(one.noticed, language)
        if one.error is not None:
            say_error(one.error, language)
    report = Report(inspected, rules, language)
    _tell(_writer(asked.form)(report), asked.output)
    ctx.exit(report.exit_code)


@dataclass(frozen=True, slots=True)
class _Options:
    form: str
    output: Path | None
    select: tuple[str, ...]
    ignore: tuple[str, ...]
    fix: bool
    diff: bool
    nguyen_van: bool


def _words(given: Sequence[str]) -> list[str]:
    return [word for words in given for word in words.split(",") if word.strip()]


def _writer(form: str) -> Callable[[Report], str]:
    """What says a report in one of the formats."""
    name = f"as_{form}"
    write: Callable[[Report], str] = getattr(import_module(f"qdgen.cli.report.{name}"), name)
    return write


def _tell(words: str, output: Path | None) -> None:
    if output is None:
        click.echo(words, nl=False)
        return
    from qdgen.replacing import replacing

    with replacing(output) as file:
        file.write(click.unstyle(words).encode("utf-8"))
