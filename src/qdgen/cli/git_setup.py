"""`qdgen git-setup`: make `git diff` show Word files as text, in one repository."""

from __future__ import annotations

import click

from qdgen.messages import Text, language_of_environment, render


@click.command("git-setup")
@click.option("--undo", is_flag=True, help="Take out what git-setup set.")
def git_setup(undo: bool) -> None:
    """Make `git diff` in this repository show .docx files as text."""
    from qdgen.cli.git_textconv import connect, disconnect

    for line in disconnect() if undo else connect():
        _say(line)


def _say(message: Text) -> None:
    chosen = getattr(click.get_current_context().obj, "language", None)
    language = chosen if isinstance(chosen, str) else language_of_environment()
    click.echo(render(message, language))
