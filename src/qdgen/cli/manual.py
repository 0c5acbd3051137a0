"""The manual page of a rule, in the language of its reader."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import click

from qdgen.check.rule import Rule
from qdgen.check.selection import FAMILIES
from qdgen.cli.output import COLOURS, WORDS
from qdgen.cli.report.report import CERTAINTIES, MEDIA
from qdgen.messages import Text, render, text


def as_page(rule: Rule, language: str) -> Iterator[str]:
    """The page of a rule for a terminal, line by line."""
    manual = rule.manual
    head = click.style(f"{rule.code} {rule.name}", bold=True)
    kind = click.style(render(WORDS[rule.severity], language), fg=COLOURS[rule.severity])
    yield f"{head} ({kind})"
    yield ""
    yield render(Text(manual.summary), language)
    if manual.why:
        yield ""
        yield render(Text(manual.why), language)
    for title, lines, colour in (
        (text("Wrong:"), manual.wrong, "red"),
        (text("Right:"), manual.right, "green"),
    ):
        if lines:
            yield ""
            yield render(title, language)
            yield from (click.style(f"    {line}", fg=colour) for line in lines)
    yield ""
    for name, value in facts(rule, language):
        yield f"{name} {value}"


def facts(rule: Rule, language: str) -> list[tuple[str, str]]:
    """What is told of a rule besides its text, each with what it is called."""
    families = render(FAMILIES[rule.family], language)
    said = [
        (text("Source:"), rule.manual.source),
        (text("How sure:"), render(CERTAINTIES[rule.certainty], language)),
        (text("Family:"), families),
        (text("Judges:"), ", ".join(media_of(rule, language))),
        (text("To let it pass, above or beside the text:"), allow_line(rule, language)),
    ]
    return [(render(name, language), value) for name, value in said if value]


def media_of(rule: Rule, language: str) -> list[str]:
    """The kinds of file the rule judges, in words."""
    return [render(name, language) for medium, name in MEDIA.items() if medium & rule.media]


def allow_line(rule: Rule, language: str) -> str:
    """The comment that lets the rule pass; "" where it judges no content."""
    from qdgen.check.examine import SUPPRESSION_RULES
    from qdgen.check.paper import Medium

    if rule.code in SUPPRESSION_RULES or not rule.media & Medium.CONTENT:
        return ""
    return f"# bỏ qua {rule.name}: {render(text('the reason'), language)}"


def as_markdown(rule: Rule, language: str, heading: str = "") -> str:
    """The page of a rule in Markdown; with `heading` (## or ###) under one of its own."""
    manual = rule.manual
    kind = render(WORDS[rule.severity], language)
    lines = [f"{heading} {rule.code} {rule.name}", ""] if heading else []
    lines += [f"*{kind}*. {_plain(render(Text(manual.summary), language))}", ""]
    if manual.why:
        lines += [_plain(render(Text(manual.why), language)), ""]
    for title, examples in ((text("Wrong:"), manual.wrong), (text("Right:"), manual.right)):
        if examples:
            lines += [render(title, language), "", "```text", *examples, "```", ""]
    for name, value in facts(rule, language):
        lines.append(f"- {name} {f'`{value}`' if value.startswith('#') else _plain(value)}")
    return "\n".join(lines).rstrip() + "\n"


def _plain(words: str) -> str:
    """Words whose signs Markdown would obey."""
    return "".join(f"\\{c}" if c in "\\`*_<>[]|" else c for c in words)


def listed(rules: Sequence[Rule], language: str) -> Iterator[str]:
    """All rules, family by family, a line each."""
    width = max((len(rule.name) for rule in rules), default=0)
    family = ""
    for rule in by_family(rules):
        if rule.family != family:
            if family:
                yield ""
            family = rule.family
            title = f"{family}  {render(FAMILIES[family], language)}"
            yield click.style(title, bold=True)
        summary = render(Text(rule.manual.summary), language)
        code = click.style(rule.code, fg=COLOURS[rule.severity])
        yield f"  {code}  {rule.name:{width}}  {summary}"
    yield ""
    yield render(
        text("{count} rules; a page on each: qdgen explain CODE", count=len(rules)), language
    )


def by_family(rules: Sequence[Rule]) -> list[Rule]:
    """The rules in the order in which families are told."""
    order = list(FAMILIES)
    return sorted(rules, key=lambda rule: (order.index(rule.family), rule.code))


def as_reference(rules: Sequence[Rule], language: str) -> str:
    """All manual pages as one Markdown document: docs/rules.md."""
    title = render(text("The rules of qdgen check"), language)
    intro = render(
        text(
            "Made from the rules themselves by: qdgen explain --markdown. "
            "Codes and names are permanent. There are {count} rules.",
            count=len(rules),
        ),
        language,
    )
    lines = [f"# {title}", "", intro, ""]
    family = ""
    for rule in by_family(rules):
        if rule.family != family:
            family = rule.family
            lines += [f"## {family}: {render(FAMILIES[family], language)}", ""]
            lines += [_head(language), "| --- | --- | --- | --- |"]
            lines += [_row(r, language) for r in rules if r.family == family]
            lines.append("")
        lines += [as_markdown(rule, language, "###")]
    return "\n".join(lines).rstrip() + "\n"


def _head(language: str) -> str:
    names = (text("Code"), text("Name"), text("Severity"), text("What it finds"))
    return f"| {' | '.join(render(name, language) for name in names)} |"


def _row(rule: Rule, language: str) -> str:
    anchor = f"{rule.code} {rule.name}".lower().replace(" ", "-")
    cells = (
        f"[{rule.code}](#{anchor})",
        rule.name,
        render(WORDS[rule.severity], language),
        _plain(render(Text(rule.manual.summary), language)),
    )
    return f"| {' | '.join(cells)} |"
