"""`qdgen xlsx export` and `qdgen xlsx import`: annexes in Excel."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.line_difference import difference
from qdgen.cli.output import chosen_language, printable, say, say_diagnostics
from qdgen.errors import UsageError
from qdgen.messages import render, text
from qdgen.tree import OUTPUT, find_dossiers, shown

if TYPE_CHECKING:
    from qdgen.pipeline.annex_books import Imported

_LEFT_OPEN = 1
_MOST_LISTED = 200


@click.group()
def xlsx() -> None:
    """An annex as a workbook that people fill in, and back into the content."""


@xlsx.command("export")
@click.argument("dossier", type=click.Path(path_type=Path))
@click.argument("annex", required=False, default="")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path),
    default=None,
    help="The workbook, or with --theo-don-vi the folder (default: in output/DOSSIER/).",
)
@click.option(
    "--theo-don-vi",
    is_flag=True,
    help="For each leading unit: a workbook of its rows, a task slip (DOCX), a calendar (ICS).",
)
def export(dossier: Path, annex: str, output: Path | None, *, theo_don_vi: bool) -> None:
    """Write the table of an ANNEX of a DOSSIER as a workbook."""
    from qdgen.pipeline.annex_books import export_book, export_by_unit, read_annexes

    language = chosen_language()
    here = Path.cwd()
    folders = find_dossiers([dossier], here)
    if len(folders) != 1:
        raise UsageError(text("one dossier at a time"), text("name the folder of one dossier"))
    annexes = read_annexes(folders[0], here, annex)
    if output is not None and len(annexes.tables) > 1:
        raise UsageError(
            text("several annexes have a table: {names}",
                 names=", ".join(table.annex for table in annexes.tables)),
            text("name one of them behind the dossier"),
        )  # fmt: skip
    own = here / OUTPUT / annexes.dossier.name
    for table in annexes.tables:
        if theo_don_vi:
            folder = output or own / "theo-don-vi" / table.annex
            for unit in export_by_unit(annexes, table, folder, here):
                say(
                    text("{unit}: {count} tasks, in {folder}", unit=unit.unit, count=unit.tasks,
                         folder=shown(unit.files[0].with_suffix(""), here)),
                    language,
                )  # fmt: skip
                if unit.dateless:
                    say(text("{count} without a date are not in the calendar",
                             count=unit.dateless), language, indent=4)  # fmt: skip
            continue
        path = output or own / f"{annexes.dossier.name}-{table.annex}.xlsx"
        export_book(annexes, table, path)
        say(text("wrote {file}", file=shown(path, here)), language)


@xlsx.command("import")
@click.argument("books", nargs=-1, required=True,
                type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--ho-so", type=click.Path(path_type=Path), default=None,
              help="The dossier, where it cannot be told from the workbook.")  # fmt: skip
@click.option("--yes", "-y", is_flag=True, help="Write the changes without asking.")
@click.option("--dry-run", is_flag=True, help="Only show; write nothing.")
@click.pass_context
def import_(ctx: click.Context, /, books: tuple[Path, ...], **choices: Any) -> None:
    """Bring filled-in workbooks back into the content: BOOKS that qdgen xlsx export made.

    What changed in the content meanwhile stays; where both changed the same cell, neither is
    taken and both are shown."""
    from qdgen.pipeline.annex_books import propose_import, write_import

    language = chosen_language()
    here = Path.cwd()
    is_open = False
    for book in books:
        imported = propose_import(book, choices["ho_so"], here)
        _tell(imported, book, here, language)
        is_open |= bool(imported.merged.conflicts)
        if imported.before == imported.after:
            continue
        if choices["dry_run"] or not (choices["yes"] or _agreed(language)):
            say(text("nothing was written"), language)
            is_open |= not choices["dry_run"]
            continue
        write_import(imported)
        say(text("wrote {file}", file=shown(imported.path, here)), language)
    ctx.exit(_LEFT_OPEN if is_open else 0)


def _agreed(language: str) -> bool:
    if not sys.stdin.isatty():
        say(text("run it again with --yes to write this"), language)
        return False
    return click.confirm(render(text("Write these changes?"), language))


def _tell(imported: Imported, book: Path, here: Path, language: str) -> None:
    merged = imported.merged
    say(text("{file} → {dossier}", file=book.name, dossier=shown(imported.path, here)), language)
    if merged.is_nothing and not merged.conflicts:
        say(text("the workbook says what the content says"), language)
        return
    if merged.is_reordered:
        say(text("the rows were sorted anew; their order is not taken"), language)
    for conflict in merged.conflicts:
        place = f"{conflict.row}.{conflict.column}" if conflict.column else conflict.row
        say(text("conflict at {place}: {why}", place=place, why=conflict.why), language,
            colour="red")  # fmt: skip
        for head, words in (
            (f"<<<<<<< {render(text('content'), language)}", conflict.ours),
            ("=======", conflict.theirs),
        ):
            click.echo(f"    {head}\n    {printable(words)}")
        click.echo(f"    >>>>>>> {render(text('workbook'), language)}")
    say(
        text("cells changed: {cells}, new rows: {added}, rows taken out: {removed}, "
             "conflicts: {conflicts}",
             cells=len(merged.cells), added=len(merged.added), removed=len(merged.removed),
             conflicts=len(merged.conflicts)),
        language,
    )  # fmt: skip
    say_diagnostics(imported.noticed, language)
    lines = list(difference(imported.before, imported.after, shown(imported.path, here)))
    for line in lines[:_MOST_LISTED]:
        click.echo(line)
    if len(lines) > _MOST_LISTED:
        say(text("… {count} more lines", count=len(lines) - _MOST_LISTED), language)
