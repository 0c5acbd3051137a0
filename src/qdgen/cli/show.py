"""`qdgen show`: a DOCX as reviewable text."""

from __future__ import annotations

from pathlib import Path

import click

from qdgen.cli.output import chosen_language
from qdgen.messages import render


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--textconv", is_flag=True, hidden=True, help="For git: a broken file is shown as its fault."
)
def show(file: Path, textconv: bool) -> None:
    """Print FILE (a .docx) as text: styles, numbers, words, footnotes, cells, sections."""
    from qdgen.errors import QdgenError
    from qdgen.word.golden import golden
    from qdgen.word.reading import read_docx

    try:
        words = golden(read_docx(file))
    except QdgenError as error:
        if not textconv:
            raise
        # A textconv that fails stops the whole `git diff`, not only this file.
        words = render(error.message, chosen_language()) + "\n"
    click.echo(words, nl=False)
