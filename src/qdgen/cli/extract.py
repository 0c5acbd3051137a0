"""`qdgen extract`"""

from __future__ import annotations

from pathlib import Path

import click

from qdgen.cli.output import chosen_language, say
from qdgen.messages import text
from qdgen.tree import shown


@click.command()
@click.argument("pdf", type=click.Path(dir_okay=False, path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    help="Folder for the files (default: the PDF's name with -nguon).",
)
@click.pass_context
def extract(ctx: click.Context, pdf: Path, output: Path | None) -> None:
    """Take the content files and tables out of a PDF that carries them."""
    from qdgen.signing.attached import extract as take_out

    target = output or pdf.with_name(f"{pdf.stem}-nguon")
    written = take_out(pdf, target)
    for path in written:
        say(text("wrote {file}", file=shown(path, Path.cwd())), chosen_language())
    if not written:
        say(text("{file} carries no files", file=pdf.name), chosen_language())
        ctx.exit(1)
