"""`qdgen check`"""

from __future__ import annotations

from pathlib import Path

import click


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.pass_context
def check(ctx: click.Context, paths: tuple[Path, ...]) -> None:
    """Check dossiers, Word and PDF files against Nghị định 30/2020/NĐ-CP.

    PATHS are dossiers, content files, .docx or .pdf files (by default all in content/, and what
    was built of it)."""
    from qdgen.check.inspection import inspect
    from qdgen.check.rule import all_rules
    from qdgen.check.subjects import find_subjects
    from qdgen.cli.check_text import say_inspected

    here = Path.cwd()
    subjects = find_subjects(paths, here)
    language: str = ctx.obj.language
    ctx.exit(say_inspected(list(inspect(subjects, all_rules())), language))
