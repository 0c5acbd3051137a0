"""`qdgen check --fix` and `--diff`: what is mended, told file by file."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from qdgen.check.fixing import Fixed, fixed, write_fixed
from qdgen.check.paper import Medium
from qdgen.check.rule import Rule
from qdgen.check.subjects import Subject
from qdgen.cli.line_difference import difference
from qdgen.cli.output import say
from qdgen.messages import text


def mend(
    subjects: Sequence[Subject],
    rules: Sequence[Rule],
    language: str,
    *,
    only_show: bool,
    verbatim: bool,
    aside: bool,
) -> bool:
    """Mend the content among `subjects` and say so (on stderr where `aside`), or print the
    differences that mending would make. Whether anything changes."""
    changed: dict[Path, str] = {}
    if all(subject.medium is not Medium.CONTENT for subject in subjects):
        say(text("only content is mended; mend a Word file in Word"), language, err=True)
    for subject in subjects:
        if subject.medium is not Medium.CONTENT:
            continue
        result = fixed(subject, rules, changed, also_verbatim=verbatim)
        if only_show:
            for file in result.files:
                for line in difference(file.before, file.after, file.shown):
                    click.echo(line)
        else:
            write_fixed(result.files)
        changed |= {file.path.resolve(): file.after for file in result.files}
        _say_what_was_done(result, language, told=not only_show, err=aside or only_show)
    return bool(changed)


def _say_what_was_done(result: Fixed, language: str, *, told: bool, err: bool) -> None:
    for file in result.files if told else ():
        rules = ", ".join(
            f"{code} × {count}" if count > 1 else code for code, count in sorted(file.codes.items())
        )
        say(
            text(
                "{file}: {count} mended ({rules})",
                file=file.shown,
                count=file.codes.total(),
                rules=rules,
            ),
            language,
            err=err,
        )
    if result.refused:
        say(
            text(
                "{count} left to be mended by hand: the file would not stay what it is otherwise",
                count=len(result.refused),
            ),
            language,
            err=err,
        )
    if result.verbatim:
        say(
            text("{count} left in nguyen_van; --nguyen-van mends them too", count=result.verbatim),
            language,
            err=err,
        )
