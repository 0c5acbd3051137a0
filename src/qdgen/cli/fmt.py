"""`qdgen fmt`"""

from __future__ import annotations

from pathlib import Path

import click

from qdgen.cli.output import say, say_error
from qdgen.errors import QdgenError
from qdgen.messages import text


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--check", is_flag=True, help="Only tell which files would change; exit code 1 if any."
)
@click.pass_context
def fmt(ctx: click.Context, paths: tuple[Path, ...], check: bool) -> None:
    """Lay out content files anew: one clause a line, keys in order. No word changes.

    PATHS are files or folders (content/ by default)."""
    from qdgen.content.companions import COMPANIONS
    from qdgen.content.formatter import format_file
    from qdgen.tree import CONTENT, shown

    language: str = ctx.obj.language
    here = Path.cwd()
    files: list[Path] = []
    for path in paths or (here / CONTENT,):
        found = sorted(path.rglob("*.yaml")) if path.is_dir() else [path]
        files += [file for file in found if file.name not in COMPANIONS]
    changed, code = 0, 0
    for path in files:
        try:
            differs = format_file(path, shown(path, here), write=not check)
        except QdgenError as error:
            say_error(error, language)
            code = code or error.exit_code
            continue
        if differs:
            changed += 1
            message = (
                text("{file} would be laid out anew", file=shown(path, here))
                if check
                else text("{file} laid out anew", file=shown(path, here))
            )
            say(message, language)
    say(text("{changed} of {count} files", changed=changed, count=len(files)), language)
    ctx.exit(code or (1 if check and changed else 0))
