"""`qdgen git-setup`: make `git diff` readable for content and Word files, in one repository."""

from __future__ import annotations

import click

from qdgen.cli.output import chosen_language, say


@click.command("git-setup")
@click.option("--undo", is_flag=True, help="Take out what git-setup set.")
def git_setup(undo: bool) -> None:
    """Make `git diff` in this repository readable, for content and for .docx files."""
    from qdgen.cli.git_wiring import connect, disconnect

    for line in disconnect() if undo else connect():
        say(line, chosen_language())
