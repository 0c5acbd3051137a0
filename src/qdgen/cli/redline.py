"""`qdgen redline`: two versions as one Word file with tracked changes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import click

from qdgen.cli.output import chosen_language, printable, say
from qdgen.errors import UsageError
from qdgen.messages import render, text
from qdgen.tree import shown

_AUTHOR = "qdgen"


@click.command()
@click.argument("old")
@click.argument("new")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The Word file to write.",
)
@click.option(
    "--tac-gia", default=_AUTHOR, help="Whose changes they are, as Word shows it (qdgen)."
)
@click.option("--ngay", default=None, metavar="D/M/YYYY", help="The day they bear (today).")
@click.option(
    "--ho-so",
    default=None,
    type=click.Path(path_type=Path),
    help="The dossier meant, where revisions are compared.",
)
def redline(
    old: str, new: str, output: Path, tac_gia: str, ngay: str | None, ho_so: Path | None
) -> None:
    """Write what became of OLD in NEW as a Word file with tracked changes.

    Each is a dossier, a revision of git (HEAD~3, a tag, main:content/…) or a Word file built here.
    Accepting all changes gives NEW, rejecting all gives OLD.
    """
    from qdgen.pipeline.redline import write_redline

    language = chosen_language()
    if output.suffix.lower() != ".docx":
        raise UsageError(
            text("{file} does not end in .docx", file=output.name),
            text("tracked changes are written as a Word file: -o so-sanh.docx"),
        )
    author = " ".join(tac_gia.split())
    if not author or not author.isprintable():
        raise UsageError(
            text("--tac-gia must be a name"), text('for example: --tac-gia "Nguyễn Văn An"')
        )
    here = Path.cwd()
    done = write_redline(old, new, output, here, author, _moment(ngay), ho_so)
    for told in done.told:
        say(told, language, err=True)
    made, counts = done.redline, done.redline.counts
    say(text("wrote {file}", file=shown(output, here)), language)
    say(
        text(
            "paragraphs: {changed} changed, {inserted} inserted, {deleted} deleted; "
            "rows: {rows_inserted} inserted, {rows_deleted} deleted",
            changed=counts.changed,
            inserted=counts.inserted,
            deleted=counts.deleted,
            rows_inserted=counts.rows_inserted,
            rows_deleted=counts.rows_deleted,
        ),
        language,
    )
    if made.untracked:
        say(text("Word cannot track these; they are as in the new version:"), language)
        for what in made.untracked:
            click.echo(f"  - {printable(render(what, language))}")


def _moment(given: str | None) -> datetime:
    """Midnight of the day given, else of today."""
    if given is None:
        day = date.today()  # noqa: DTZ011 - the day on which the changes are handed round
    else:
        from qdgen.cli.issue import parse_day

        day = parse_day(given)
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
