"""`qdgen van-ban`: the register of cited documents."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.output import chosen_language, printable, say
from qdgen.cli.registers import (
    asks,
    chosen_day,
    folder_option,
    looking_options,
    open_desk,
    print_json,
    say_uses,
    tell,
    uses_as_json,
)
from qdgen.diagnostics import Severity
from qdgen.errors import UsageError
from qdgen.messages import Text, render, text

if TYPE_CHECKING:
    from qdgen.reuse.registers.adding import Added, Candidate
    from qdgen.reuse.registers.desk import Desk
    from qdgen.reuse.registers.entry_faults import Fault


@click.group(name="van-ban")
def van_ban() -> None:
    """The register of cited documents (van-ban.yaml): list it, add to it, check it."""


@van_ban.command(name="list")
@click.argument("keys", nargs=-1)
@looking_options
def list_documents(
    keys: tuple[str, ...], content: Path | None, ngay: str | None, form: str
) -> None:
    """List the documents: whether in force on a day, when that was last looked up, who cites them.

    KEYS names some; without any, all are listed."""
    from qdgen.check.in_force import document_on
    from qdgen.check.rules.validity import name_of
    from qdgen.reuse.registers.findings import force_told
    from qdgen.reuse.registers.uses import uses_of
    from qdgen.vietnamese import short_date

    desk, day, language = open_desk(content), chosen_day(ngay), chosen_language()
    uses = uses_of(desk)
    rows = []
    for key, entry in _chosen(desk, keys).items():
        standing = document_on(day, entry, desk.registers)
        told = force_told(standing, desk)
        age = None if entry.checked_on is None else (day - entry.checked_on).days
        if form == "json":
            rows.append(
                {
                    "key": key,
                    "name": name_of(entry),
                    "subject": entry.subject,
                    "state": standing.force.name.lower(),
                    "since": standing.since.isoformat() if standing.since else None,
                    "successor": standing.successor or None,
                    "amended_by": list(standing.amended_by),
                    "told": standing.is_told,
                    "looked_up": entry.checked_on.isoformat() if entry.checked_on else None,
                    "days_since": age,
                    "uses": uses_as_json(uses.get(key, ())),
                }
            )
            continue
        click.echo(f"{click.style(key, bold=True)}: {printable(name_of(entry))}")
        looked = (
            text("never looked up")
            if entry.checked_on is None
            else text("looked up on {day}, {days} days ago", day=short_date(entry.checked_on),
                      days=age)
        )  # fmt: skip
        click.echo(f"    {render(told, language)}; {render(looked, language)}")
        say_uses(uses.get(key, ()), language)
    if form == "json":
        print_json({"day": day.isoformat(), "documents": rows})
    elif not desk.registers.documents:
        say(text("the register of documents is empty"), language)


def _chosen(desk: Desk, keys: tuple[str, ...]) -> dict[str, Any]:
    documents = dict(desk.registers.documents)
    for key in keys:
        if key not in documents:
            raise UsageError(
                text("{key} is not a key of this register", key=key),
                text("see: qdgen van-ban list"),
            )
    return {key: entry for key, entry in documents.items() if not keys or key in keys}


@van_ban.command(name="check")
@click.option(
    "--qua",
    type=click.IntRange(min=0),
    default=366,
    help="Ask to look up again after so many days (default: 366).",
)
@looking_options
def check_documents(qua: int, content: Path | None, ngay: str | None, form: str) -> None:
    """Check the register and its uses: what is not in force on a day though it is cited, what was
    not looked up for long, what is written wrong. Exit code 1 where something is to be done."""
    from qdgen.reuse.registers.findings import document_findings
    from qdgen.reuse.registers.uses import uses_of

    desk = open_desk(content)
    found = document_findings(desk, uses_of(desk), chosen_day(ngay), qua)
    nothing = text("{count} documents, nothing to be done", count=len(desk.registers.documents))
    code = tell(found, desk, form, render(nothing, chosen_language()))
    click.get_current_context().exit(code)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A value that is asked for on a terminal."""

    key: str
    question: Text


_ASKED = (
    _Asked("loai", text("Kind (Nghị định, Quyết định, Luật …)")),
    _Asked("so", text("Number and symbol (142/QĐ-TTg); nothing for a law")),
    _Asked("ngay", text("Day of issue (d/m/yyyy)")),
    _Asked("co_quan", text("Issued by")),
    _Asked("trich_yeu", text("Subject; of a law its name")),
    _Asked("hieu_luc_tu", text("In force from (d/m/yyyy)")),
    _Asked("url", text("Address of the full text")),
)


@van_ban.command(name="add")
@click.option("--khoa", default="", help="Key of the entry (default: made of kind and number).")
@click.option("--loai", default="", help="Kind: Nghị định, Quyết định, Luật …")
@click.option("--so", default="", help="Number and symbol: 142/QĐ-TTg.")
@click.option("--ngay", default="", help="Day of issue: d/m/yyyy.")
@click.option("--co-quan", default="", help="Who issued it.")
@click.option("--trich-yeu", default="", help="Its subject; of a law its name.")
@click.option("--url", default="", help="Address of the full text.")
@click.option("--hieu-luc-tu", default="", help="In force from: d/m/yyyy.")
@click.option("--hieu-luc-den", default="", help="No longer in force from: d/m/yyyy.")
@click.option("--thay-the-boi", default="", metavar="KHOA", help="Key of what replaced it.")
@click.option("--sua-doi-boi", default="", metavar="KHOA", help="Key of what amended it.")
@click.option("--kiem-tra-ngay", default="", help="When its validity was looked up: d/m/yyyy.")
@click.option("--nguon", default="", help="Where it was looked up.")
@click.option("--thay-the", multiple=True, metavar="KHOA", help="Key of what it replaces.")
@click.option("--sua-doi", multiple=True, metavar="KHOA", help="Key of what it amends.")
@click.option(
    "--tu",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    metavar="TEP",
    help="Add the rows of a workbook (.xlsx, .csv): columns Loại, Số ký hiệu, Ngày …",
)
@folder_option
def add_document(content: Path | None, tu: Path | None, **given: Any) -> None:
    """Add a document to the register, checked for form and spelling; without options it is asked
    for on the terminal. What is there stays as it is written."""
    from qdgen.reuse.registers.adding import Candidate, added

    desk = open_desk(content)
    if tu is not None:
        from qdgen.reuse.registers.importing import candidates_in

        candidates = candidates_in(tu)
    else:
        values = {k: v.strip() for k, v in given.items() if isinstance(v, str) and k != "khoa"}
        if not any(values.values()):
            values = _answers(set(desk.registers.documents))
        candidates = [Candidate(values, given["khoa"], "", given["thay_the"], given["sua_doi"])]
    result = added(desk, candidates)
    _write(desk, result)
    click.get_current_context().exit(_say_what_came(desk, candidates, result))


def _answers(known: set[str]) -> dict[str, str]:
    from qdgen.reuse.registers.entry_faults import faults_of

    if not asks():
        raise UsageError(
            text("nothing is given to add"),
            text("give at least --loai and --so, or --tu with a workbook; see --help"),
        )
    language = chosen_language()
    values: dict[str, str] = {}
    for one in _ASKED:
        right = ""
        while True:
            asked = render(one.question, language)
            answer = str(click.prompt(asked, default=right, show_default=bool(right)))
            values[one.key] = answer.strip()
            wrong = [f for f in faults_of(values, known) if f.key == one.key]
            for fault in wrong:
                _say_fault("", values[one.key], fault, language)
            if all(fault.severity is not Severity.ERROR for fault in wrong):
                break
            right = next((fault.right for fault in wrong if fault.right), "")
    return values


def _write(desk: Desk, result: Added) -> None:
    from qdgen.replacing import Replacement, replace_together

    if result.content != desk.documents.content:
        path = desk.documents.path
        before = desk.documents.content.encode() if path.exists() else None
        after = result.content.encode()
        replace_together([Replacement(path.resolve(), before, after, desk.documents.shown)])


def _say_what_came(desk: Desk, candidates: list[Candidate], result: Added) -> int:
    language = chosen_language()
    code = 0
    for nth, candidate in enumerate(candidates):
        where = (
            f"{render(text('row {row}:', row=candidate.name), language)} " if candidate.name else ""
        )
        kind, number = candidate.values.get("loai", ""), candidate.values.get("so", "")
        name = printable(f"{kind} {number or candidate.values.get('trich_yeu', '')}".strip())
        for fault in result.faults.get(nth, ()):
            _say_fault(where, name, fault, language)
        if nth in result.twice:
            code = 1
            there = text("{name} is there already, as {key}", name=name, key=result.twice[nth])
            click.echo(where + render(there, language), err=True)
            if result.differing[nth]:
                differ = text("there it differs in {keys}", keys=", ".join(result.differing[nth]))
                click.echo(f"    → {render(differ, language)}", err=True)
        elif nth in result.keys:
            key = result.keys[nth]
            click.echo(where + render(text("added {name}: @{key}", name=name, key=key), language))
        else:
            code = 1
    say(
        text(
            "{count} added to {file}, {left} not",
            count=len(result.keys),
            file=desk.documents.shown,
            left=len(candidates) - len(result.keys),
        ),
        language,
    )
    return code


def _say_fault(where: str, name: str, fault: Fault, language: str) -> None:
    from qdgen.cli.output import COLOURS, WORDS

    word = click.style(render(WORDS[fault.severity], language), fg=COLOURS[fault.severity])
    click.echo(f"{where}{name}: {word}: {printable(render(fault.message, language))}", err=True)
    if fault.hint.msgid:
        click.echo(f"    → {printable(render(fault.hint, language))}", err=True)
