"""`qdgen bang-so-sanh`: two versions side by side, for the legal unit."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.output import chosen_language, printable, say
from qdgen.messages import Text, text

if TYPE_CHECKING:
    from qdgen.pipeline.side_by_side import MadeTable


@click.command("bang-so-sanh")
@click.argument("old")
@click.argument("new")
@click.option(
    "--output",
    "-o",
    required=True,
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write: .docx or .xlsx.",
)
@click.option(
    "--ho-so",
    default=None,
    type=click.Path(path_type=Path),
    help="The dossier meant, where a revision of git holds several.",
)
@click.option(
    "--cot-cu",
    default="",
    metavar="TIÊU ĐỀ",
    help="Heading of the first column (default: BẢN TRƯỚC for one dossier, else HIỆN HÀNH).",
)
@click.option("--ca-phan-giu-nguyen", is_flag=True, help="Show what stays as it is too.")
@click.option(
    "--ghi-thuyet-minh",
    is_flag=True,
    help="Put an empty entry into thuyet-minh.yaml for each change without a reason.",
)
def bang_so_sanh(old: str, new: str, output: Path, **choices: Any) -> None:
    """Put OLD and NEW side by side in a table with the reasons of the changes.

    Each is a dossier, a revision of git, or a .docx that qdgen built. The reasons are those of
    thuyet-minh.yaml in the folder of the dossier.
    """
    from qdgen.errors import UsageError
    from qdgen.pipeline.side_by_side import TableOrder, check_target, make_table, write_table
    from qdgen.pipeline.versions import open_sides
    from qdgen.review.side_by_side.reasons import add_entries

    here = Path.cwd()
    language = chosen_language()
    check_target(output)
    order = TableOrder(here, choices["cot_cu"], choices["ca_phan_giu_nguyen"])
    with open_sides(old, new, here, choices["ho_so"]) as (first, second):
        for side in (first, second):
            if side.docx is not None and output.exists() and output.samefile(side.docx):
                raise UsageError(
                    text("{file} is one of the two versions", file=output),
                    text("Give another name with -o."),
                )
            for sentence in side.told:
                say(sentence, language, err=True)
        made = make_table(first, second, order)
        write_table(made.table, output, second.path or first.path, here)
    entries = made.new_entries
    if choices["ghi_thuyet_minh"] and entries:
        if made.reasons is None:
            raise UsageError(
                text("there is no dossier here to keep the reasons in"),
                text("Give the dossier itself as OLD or NEW."),
            )
        add_entries(made.reasons, entries)
    for told in _told(made, output, is_noted=choices["ghi_thuyet_minh"]):
        if isinstance(told, str):
            click.echo(f"  {printable(told)}")
        else:
            say(told, language)


def _told(made: MadeTable, output: Path, *, is_noted: bool) -> Iterator[Text | str]:
    """What is said of the table; the changes without a reason as they are."""
    changes = sum(1 for _ in made.table.changes())
    if not changes:
        yield text("{file}: nothing differs", file=output)
    else:
        yield text("{file}: rows with changes: {count}", file=output, count=changes)
    missing = made.without_reason
    if missing:
        yield text("without a reason: {count}", count=len(missing))
        for row in missing:
            yield f"{row.key}: {row.name}"
    if missing and made.reasons is not None:
        if is_noted:
            yield text("write the reasons into {file}", file=made.reasons.shown)
        else:
            yield text("--ghi-thuyet-minh puts their entries into {file}", file=made.reasons.shown)
    if made.idle:
        yield text("reasons of what is not changed, kept: {keys}", keys=", ".join(made.idle))
