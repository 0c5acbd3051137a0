"""`qdgen explain`"""

from __future__ import annotations

import click


@click.command()
@click.argument("rules", nargs=-1)
@click.option("--markdown", is_flag=True, help="All pages as one Markdown document.")
@click.pass_context
def explain(ctx: click.Context, rules: tuple[str, ...], markdown: bool) -> None:
    """Explain RULES (codes, names or families); without any, list them all."""
    from qdgen.check.rule import all_rules
    from qdgen.check.selection import named
    from qdgen.cli.manual import as_page, as_reference, listed

    language: str = ctx.obj.language
    known = all_rules()
    if markdown:
        click.echo(as_reference(known, language), nl=False)
        return
    if not rules:
        for line in listed(known, language):
            click.echo(line)
        return
    wanted = {rule.code: rule for word in rules for rule in named(known, word)}
    for nth, rule in enumerate(wanted.values()):
        if nth:
            click.echo()
        for line in as_page(rule, language):
            click.echo(line)
