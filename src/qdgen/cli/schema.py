"""`qdgen schema`"""

from __future__ import annotations

from pathlib import Path

import click

from qdgen.cli.output import say
from qdgen.messages import text


@click.command()
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("schema"),
    help="Folder for the schemas (default: schema).",
)
@click.pass_context
def schema(ctx: click.Context, output: Path) -> None:
    """Write the JSON Schemas by which an editor completes and explains the keys."""
    from qdgen.content.schema import write_schemas

    for path in write_schemas(output):
        say(text("wrote {file}", file=path), ctx.obj.language)
