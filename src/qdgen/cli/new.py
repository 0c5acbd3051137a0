"""`qdgen new`: a dossier of a known kind, asked for question by question, or a row at a time."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.output import chosen_language, say, say_diagnostics
from qdgen.errors import ContentError, UsageError
from qdgen.messages import Text, render, text
from qdgen.tree import CONTENT, shown

if TYPE_CHECKING:
    from qdgen.pipeline.begin import Beginning
    from qdgen.reuse.kinds import Kind, Question
    from qdgen.reuse.organs import Organ

_ORGANS = ("bo", "ubnd-tinh", "ubnd-xa", "so")


@click.command()
@click.argument("kind", required=False, metavar="LOAI")
@click.argument("name", required=False, metavar="THU_MUC")
@click.option("--co-quan", default="", help="The organ that issues, by its full name.")
@click.option(
    "--loai-co-quan",
    type=click.Choice(_ORGANS),
    default=None,
    help="What the organ is, where its name does not tell: ministry, People's Committee of a province or a commune, department.",  # noqa: E501
)
@click.option("--co-quan-chu-quan", default="", help="The organ above it, where it is printed.")
@click.option("--ky-hieu", default="", help="The symbol of its decisions: QĐ-BTP.")
@click.option("--dia-danh", default="", help="The place of issue.")
@click.option("--nam", type=click.IntRange(1900, 2999), default=None, help="The year of issue.")
@click.option("--nguoi-ky", default=None, help="Who signs.")
@click.option("--luu", default="", help="Where it is filed, behind VT: TCCB (03 bản).")
@click.option(
    "--dat",
    multiple=True,
    metavar="KHOA=LOI",
    help="An answer to a question of the kind; may be given several times.",
)
@click.option(
    "--from",
    "table",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="A spreadsheet (XLSX, CSV): a dossier is made of each row.",
)
@click.option(
    "--mau",
    type=click.Path(dir_okay=False, path_type=Path),
    default=None,
    help="Write an empty spreadsheet for --from instead.",
)
@click.option(
    "--content",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="The folder of the dossiers and registers (default: content).",
)
@click.option("--danh-sach", is_flag=True, help="Only list the kinds and what they ask for.")
def new(kind: str | None, name: str | None, **given: Any) -> None:
    """Begin a decision of a kind: asks for what it needs, leaves the rest as blanks."""
    from qdgen.reuse.kinds import all_kinds

    language = chosen_language()
    if given["danh_sach"] or kind is None:
        _list(language)
        return
    chosen = all_kinds().get(kind)
    if chosen is None:
        raise UsageError(
            text("there is no kind {kind}", kind=kind),
            text("kinds: {kinds}", kinds=", ".join(all_kinds())),
        )
    if given["mau"] is not None:
        _write_form(chosen, given["mau"], language)
        return
    if given["table"] is not None and name:
        raise UsageError(
            text("--from makes a folder for each row; {name} names none of them", name=name),
            text("leave it out; a column “{heading}” may name the folders", heading="thư mục"),
        )
    _begin(chosen, name or "", given, language)


def _list(language: str) -> None:
    from qdgen.reuse.kinds import all_kinds

    for kind in all_kinds().values():
        click.echo(f"{click.style(kind.name, bold=True)}  {kind.title}")
        click.echo(f"    {', '.join(q.key for q in kind.questions)}")
    say(text("begin one with: qdgen new KIND"), language)


def _begin(kind: Kind, name: str, given: dict[str, Any], language: str) -> None:
    from qdgen.pipeline.begin import Beginning, begin, last_organ

    here = Path.cwd()
    content = given["content"] or here / CONTENT
    asks = sys.stdin.isatty() and sys.stdout.isatty() and given["table"] is None
    answers = _given_answers(kind, given["dat"])
    last = last_organ(content)
    organ = _organ(given, last[0] if last else None, language, asks=asks)
    signer = given["nguoi_ky"]
    if signer is None:
        same = last is not None and last[0].name == organ.name
        signer = last[1] if last and same and not asks else ""
        if asks:
            signer = _ask(text("Who signs"), last[1] if last and same else "", language)
    year = given["nam"] or date.today().year  # noqa: DTZ011 - the drafter's own calendar
    start = Beginning(kind, organ, year, content, here, signer, given["luu"])
    if given["table"] is not None:
        _begin_many(start, given["table"], answers, language)
        return
    if asks:
        answers |= {q.key: _answer(q, language) for q in kind.questions if q.key not in answers}
    folder, entered = begin(start, answers, name)
    say(text("wrote {file}", file=shown(folder, here)), language)
    _say_entered(entered, language)
    say(
        text("see what is left to fill in: qdgen check {folder}", folder=shown(folder, here)),
        language,
    )


def _begin_many(start: Beginning, table: Path, answers: dict[str, str], language: str) -> None:
    from qdgen.pipeline.begin_serial import begin_many
    from qdgen.workbooks.reading import read_workbook

    sheet = next((s for s in read_workbook(table) if s.rows and not s.is_hidden), None)
    if sheet is None:
        raise UsageError(text("{file} holds nothing", file=table))
    on_terminal = sys.stderr.isatty()

    def progress(done: int, count: int) -> None:
        if on_terminal:
            click.echo(f"\r{done}/{count}", nl=done == count, err=True)

    begun = begin_many(start, sheet, str(table), answers, progress)
    say_diagnostics(begun.refused, language)
    for folder in begun.changed:
        say(
            text("{folder} is there with other words and was left as it is",
                 folder=shown(folder, start.here)),
            language,
        )  # fmt: skip
    say(
        text("made {made}, there already {there}, rows not taken {refused}",
             made=len(begun.made), there=len(begun.there) + len(begun.changed),
             refused=len(begun.refused)),
        language,
    )  # fmt: skip
    _say_entered(begun.entered, language)
    if begun.refused:
        raise ContentError(
            text("{count} rows of {file} were not taken", count=len(begun.refused), file=table),
            text("mend them and call the same again: what is made is not made twice"),
        )


def _write_form(kind: Kind, path: Path, language: str) -> None:
    from qdgen.pipeline.begin_serial import write_form

    write_form(kind, path)
    say(text("wrote {file}", file=path), language)


def _say_entered(entered: list[str], language: str) -> None:
    if entered:
        say(
            text("entered into the register: {keys}; look whether they are in force",
                 keys=", ".join(entered)),
            language,
        )  # fmt: skip


# --- answers ------------------------------------------------------------------------------------


def _given_answers(kind: Kind, given: tuple[str, ...]) -> dict[str, str]:
    from qdgen.reuse.drafting import AnswerError, checked

    questions = {q.key: q for q in kind.questions}
    answers = {}
    for entry in given:
        key, sign, words = entry.partition("=")
        if not sign or key.strip() not in questions:
            raise UsageError(
                text("{kind} does not ask for “{key}”", kind=kind.name, key=key.strip()),
                text("it asks for: {keys}", keys=", ".join(questions)),
            )
        try:
            answers[key.strip()] = checked(questions[key.strip()], words)
        except AnswerError as error:
            raise UsageError(
                text("{heading}: {message}", heading=key.strip(), message=error.message), error.hint
            ) from error
    return answers


def _organ(given: dict[str, Any], last: Organ | None, language: str, *, asks: bool) -> Organ:
    from qdgen.reuse.organs import organ_named

    name = given["co_quan"] or (last.name if last and not asks else "")
    if not name and asks:
        name = _ask(text("The organ that issues"), last.name if last else "", language)
    if not name:
        raise UsageError(
            text("which organ issues?"), text("--co-quan “Bộ Tư pháp”, or answer on a terminal")
        )
    same = last if last is not None and last.name == name else None
    organ = organ_named(
        name,
        kind=given["loai_co_quan"] or (same.kind if same else ""),
        symbol=given["ky_hieu"] or (same.symbol if same else ""),
        place=given["dia_danh"] or (same.place if same else ""),
        parent=given["co_quan_chu_quan"] or (same.parent if same else ""),
    )
    if organ.kind == "so" and not organ.parent:
        parent = _ask(text("The organ above it"), "", language) if asks else ""
        if not parent:
            raise UsageError(
                text("which People's Committee does {organ} belong to?", organ=name),
                text("--co-quan-chu-quan “Ủy ban nhân dân tỉnh Phú Thọ”"),
            )
        organ = organ_named(
            name, kind="so", symbol=organ.symbol, place=given["dia_danh"], parent=parent
        )
    if not organ.place:
        place = _ask(text("The place of issue"), "", language) if asks else ""
        if not place:
            raise UsageError(text("where is it issued?"), text("--dia-danh “Phú Thọ”"))
        organ = replace(organ, place=place)
    return organ


def _answer(question: Question, language: str) -> str:
    """What is answered on the terminal, asked for again until it can be taken; Enter leaves it."""
    from qdgen.reuse.drafting import AnswerError, checked

    while True:
        said = text(
            "{question} (such as {example})",
            question=question.words[:1].upper() + question.words[1:],
            example=question.example,
        )
        words = _ask(said, question.default, language)
        try:
            return checked(question, words)
        except AnswerError as error:
            say(error.message, language, err=True, colour="red")
            say(error.hint, language, err=True)


def _ask(question: Text, default: str, language: str) -> str:
    answer: str = click.prompt(
        render(question, language), default=default, show_default=bool(default)
    )
    return answer.strip()
