"""`qdgen don-vi`: the register of organisational units."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from qdgen.cli.issue import parse_day
from qdgen.cli.output import chosen_language, printable, say
from qdgen.cli.registers import (
    asks,
    chosen_day,
    folder_option,
    looking_options,
    open_desk,
    print_json,
    say_uses,
    tell,
    uses_as_json,
)
from qdgen.errors import UsageError
from qdgen.messages import render, text

if TYPE_CHECKING:
    from qdgen.reuse.registers.desk import Desk
    from qdgen.reuse.registers.renaming import Renamed


@click.group(name="don-vi", invoke_without_command=True)
@click.option(
    "--rename",
    nargs=2,
    type=str,
    default=None,
    metavar="CU MOI",
    help="Another name for a unit (its key or name), or another key for a key, everywhere.",
)
@click.option(
    "--tu-ngay", default=None, help="It is called so from this day on: d/m/yyyy; links both names."
)
@click.option("--yes", "-y", is_flag=True, help="Write without asking.")
@folder_option
@click.pass_context
def don_vi(
    ctx: click.Context,
    rename: tuple[str, str] | None,
    tu_ngay: str | None,
    yes: bool,
    content: Path | None,
) -> None:
    """The register of units (don-vi.yaml): list it, check it, rename a unit wherever it is used."""
    if rename is not None and ctx.invoked_subcommand is None:
        _rename(rename, tu_ngay, content, yes=yes)
    elif rename is not None or (tu_ngay is not None) or yes:
        raise UsageError(
            text("--rename, --tu-ngay and --yes go together, and with no other command"),
            text('for example: qdgen don-vi --rename "Cục A" "Cục B" --tu-ngay 01/3/2026'),
        )
    elif ctx.invoked_subcommand is None:
        click.echo(ctx.get_help())


@don_vi.command(name="list")
@looking_options
def list_units(content: Path | None, ngay: str | None, form: str) -> None:
    """List the units: their names and since when, what became of them, who uses them."""
    from qdgen.check.in_force import unit_on
    from qdgen.reuse.registers.findings import being_told
    from qdgen.reuse.registers.uses import uses_of

    desk, day, language = open_desk(content), chosen_day(ngay), chosen_language()
    uses = uses_of(desk)
    rows = []
    for key, unit in desk.registers.units.items():
        if form == "json":
            standing = unit_on(day, unit, desk.registers)
            rows.append(
                {
                    "key": key,
                    "name": unit.name,
                    "short_name": unit.short_name or None,
                    "state": standing.being.name.lower(),
                    "since": standing.since.isoformat() if standing.since else None,
                    "successor": standing.successor or None,
                    "uses": uses_as_json(uses.get(key, ())),
                }
            )
            continue
        short = f" ({printable(unit.short_name)})" if unit.short_name else ""
        click.echo(f"{click.style(key, bold=True)}: {printable(unit.name)}{short}")
        click.echo(f"    {render(being_told(key, desk, day), language)}")
        say_uses(uses.get(key, ()), language)
    if form == "json":
        print_json({"day": day.isoformat(), "units": rows})
    elif not desk.registers.units:
        say(text("the register of units is empty"), language)


@don_vi.command(name="check")
@looking_options
def check_units(content: Path | None, ngay: str | None, form: str) -> None:
    """Check the register and its uses: units that are not there on a day, names that are almost
    those of the register. Exit code 1 where something is to be done."""
    from qdgen.reuse.registers.findings import unit_findings
    from qdgen.reuse.registers.uses import uses_of

    desk = open_desk(content)
    found = unit_findings(desk, uses_of(desk), chosen_day(ngay))
    nothing = text("{count} units, nothing to be done", count=len(desk.registers.units))
    code = tell(found, desk, form, render(nothing, chosen_language()))
    click.get_current_context().exit(code)


# --- renaming ------------------------------------------------------------------------------------


def _rename(
    names: tuple[str, str], tu_ngay: str | None, content: Path | None, *, yes: bool
) -> None:
    from qdgen.replacing import Replacement, replace_together
    from qdgen.reuse.registers.renaming import renamed

    language = chosen_language()
    desk = open_desk(content)
    result = renamed(desk, *names, None if tu_ngay is None else parse_day(tu_ngay))
    _show(result, desk, language)
    if not yes:
        if not asks():
            raise UsageError(
                text("nothing was written, since nobody was there to be asked"),
                text("add --yes to write it"),
            )
        if not click.confirm(render(text("Write this?"), language)):
            say(text("nothing was written"), language)
            return
    replace_together(
        [
            Replacement(
                f.file.path.resolve(), f.file.content.encode(), f.after.encode(), f.file.shown
            )
            for f in result.files
        ]
    )
    for file in result.files:
        say(text("wrote {file}", file=file.file.shown), language)


def _show(result: Renamed, desk: Desk, language: str) -> None:
    from qdgen.cli.line_difference import difference

    for file in result.files:
        for line in difference(file.file.content, file.after, file.file.shown):
            click.echo(line)
    for place, words in result.left:
        say(
            text("{place}: “{words}” is left as it is", place=str(place), words=words),
            language,
            err=True,
        )
    for name in result.frozen:
        say(text("{name} is issued and keeps the old name", name=name), language, err=True)
    if result.new_key != result.key and result.new_key not in desk.registers.units:
        say(text("its key is {key}", key=result.new_key), language, err=True)
