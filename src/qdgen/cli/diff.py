"""`qdgen diff`"""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from qdgen.cli.differences.telling import Telling

_FORMATS = ("text", "json", "html", "markdown")


@click.command()
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="text",
    help="How to tell it; html is a page to read or print, markdown for a merge request.",
)
@click.option(
    "--output",
    "-o",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="File to write it to.",
)
@click.option(
    "--ho-so",
    metavar="DOSSIER",
    type=click.Path(path_type=Path),
    default=None,
    help="The dossier meant, where OLD and NEW are revisions of git.",
)
@click.pass_context
def diff(
    ctx: click.Context, /, old: str, new: str, form: str, output: Path | None, ho_so: Path | None
) -> None:
    """Compare two versions of a decision by the ids of its provisions.

    OLD and NEW are each a dossier, a revision of git (HEAD~3, a tag, main:content/…), or a .docx
    that qdgen built. Ends with 1 where they differ, with 0 where they do not."""
    from qdgen.cli.differences.telling import Telling
    from qdgen.cli.output import say
    from qdgen.pipeline.versions import open_sides
    from qdgen.review.compare import compare

    language: str = ctx.obj.language
    with open_sides(old, new, Path.cwd(), ho_so) as (before, after):
        remarks = (*before.told, *after.told)
        for remark in remarks:
            say(remark, language, err=True, colour="yellow")
        telling = Telling(compare(before.version, after.version), language, remarks)
        _write(_told(telling, form, output), output)
    ctx.exit(telling.exit_code)


def _told(telling: Telling, form: str, output: Path | None) -> str:
    if form == "json":
        from qdgen.cli.differences.as_json import as_json

        return as_json(telling)
    if form == "html":
        from qdgen.cli.differences.as_html import as_html

        return as_html(telling)
    if form == "markdown":
        from qdgen.cli.differences.as_markdown import as_markdown

        return as_markdown(telling)
    from qdgen.cli.differences.as_text import as_text

    colour = output is None and sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return as_text(telling, colour=colour)


def _write(words: str, output: Path | None) -> None:
    if output is None:
        click.echo(words, nl=False)
        return
    from qdgen.replacing import replacing

    with replacing(output) as file:
        file.write(words.encode("utf-8"))
