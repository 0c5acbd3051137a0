"""`qdgen pull`"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.output import chosen_language, printable, say
from qdgen.errors import UsageError
from qdgen.messages import Text, render, text
from qdgen.tree import OUTPUT, shown

if TYPE_CHECKING:
    from qdgen.pipeline.pull import Pulled
    from qdgen.review.pull.outcome import Edit

_LEFT_OPEN = 1


@click.command()
@click.argument("reviewed", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("dossier", required=False, type=click.Path(path_type=Path))
@click.option(
    "--base",
    default="",
    metavar="DOSSIER|REVISION",
    help="What the file was made from, where it cannot be found by itself.",
)
@click.option("--yes", "-y", is_flag=True, help="Write the changes without asking.")
@click.option("--dry-run", is_flag=True, help="Only show; write nothing.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    help="How it is told: text (default) or json.",
)
@click.option("--comments", is_flag=True, help="Write comments as YAML comments beside the text.")
@click.option(
    "--no-ra-soat", is_flag=True, help="Leave nothing that is open in the dossier's ra-soat.yaml."
)
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder for the files made (default: output).",
)
@click.pass_context
def pull(ctx: click.Context, /, reviewed: Path, dossier: Path | None, **choices: Any) -> None:
    """Bring the edits of a REVIEWED Word file home into the content.

    REVIEWED is a file that qdgen built and people edited, as .docx, .odt, .doc or .rtf; DOSSIER
    says which dossier it belongs to, where that cannot be told."""
    from qdgen.pipeline.pull import PullOrder, propose, refuse_frozen, write
    from qdgen.pipeline.review_items import with_open_items

    language = chosen_language()
    here = Path.cwd()
    if choices["yes"] and choices["dry_run"]:
        raise UsageError(text("--yes and --dry-run contradict each other"))
    order = PullOrder(
        reviewed,
        here,
        choices["output"] or here / OUTPUT,
        dossier,
        choices["base"],
        comments=choices["comments"],
    )
    pulled = propose(order)
    refuse_frozen(pulled, here)
    if not choices["no_ra_soat"]:
        with_open_items(pulled, lambda message: render(message, "vi"))
    as_json = choices["form"] == "json"
    if not as_json:
        _tell(pulled, reviewed, here, language)
    writes = bool(pulled.patches) and not choices["dry_run"]
    if writes and not choices["yes"]:
        writes = not as_json and _agreed(language)
    written = write(pulled) if writes else []
    if as_json:
        click.echo(json.dumps(_data(pulled, written, here, language), ensure_ascii=False, indent=1))
    else:
        for path in written:
            say(text("wrote {file}", file=shown(path, here)), language)
        if pulled.patches and not written:
            say(text("nothing was written"), language)
        elif pulled.outcome.edits and not pulled.patches:
            say(text("the content needs no change for this"), language)
    unwritten = bool(pulled.patches) and not written and not choices["dry_run"]
    ctx.exit(_LEFT_OPEN if pulled.is_open or unwritten else 0)


def _agreed(language: str) -> bool:
    if not sys.stdin.isatty():
        say(text("run it again with --yes to write this"), language)
        return False
    return click.confirm(render(text("Write these changes?"), language))


# --- telling ------------------------------------------------------------------------------------


def _tell(pulled: Pulled, reviewed: Path, here: Path, language: str) -> None:
    from qdgen.review.pull.outcome import State

    outcome = pulled.outcome
    say(text("{file} → {dossier}; {base}", file=reviewed.name,
             dossier=shown(pulled.dossier, here), base=pulled.base), language)  # fmt: skip
    if pulled.moved_on:
        say(text("the content has moved on since; the edits are merged into it"), language)
    if not outcome.edits and not outcome.comments:
        say(text("the file says what the content says: there is nothing to bring home"), language)
        return
    for state, title, colour in (
        (State.APPLIED, text("brought home: {count}", count=len(outcome.by_state(State.APPLIED))),
         "green"),
        (State.PROPOSED, text("to be decided: {count}",
                              count=len(outcome.by_state(State.PROPOSED))), "yellow"),
        (State.CONFLICT, text("conflicts: {count}", count=len(outcome.by_state(State.CONFLICT))),
         "red"),
        (State.REFUSED, text("not brought home: {count}",
                             count=len(outcome.by_state(State.REFUSED))), "red"),
    ):  # fmt: skip
        _tell_edits(outcome.by_state(state), title, colour, language)
    _tell_comments(pulled, language)
    if pulled.patches:
        click.echo()
        for line in diff_lines(pulled, here):
            click.echo(_coloured(printable(line)))


def _tell_edits(found: Sequence[Edit], title: Text, colour: str, language: str) -> None:
    from qdgen.review.pull.outcome import State

    if not found:
        return
    click.echo()
    say(title, language, colour=colour)
    for edit in found:
        click.echo(f"  {printable(_words(edit, language))}")
        if edit.state is State.CONFLICT:
            for line in _conflict(edit, language):
                click.echo(f"    {printable(line)}")
        if edit.reason.msgid:
            click.echo(f"    {printable(render(edit.reason, language))}")
        if edit.hint.msgid:
            click.echo(f"    → {printable(render(edit.hint, language))}")


def _words(edit: Edit, language: str) -> str:
    """An edit in one line: what was done, where, and the words."""
    what = render(_KINDS[edit.kind.value], language)
    place = f"{edit.place}: " if edit.place else ""
    before, after = edit.before.replace("\n", " / "), edit.after.replace("\n", " / ")
    if before and after and before != after:
        return f"{place}{what} “{before}” → “{after}”"
    return f"{place}{what} “{after or before}”"


_KINDS = {
    "words": text("words"),
    "emphasis": text("bold or italic of"),
    "note": text("footnote"),
    "cell": text("cell"),
    "new": text("new"),
    "deleted": text("deleted"),
    "moved": text("moved"),
    "split": text("split off"),
    "joined": text("joined"),
    "made": text("made by the program"),
}


def _conflict(edit: Edit, language: str) -> list[str]:
    """Both sides, the way git shows them."""
    return [
        f"<<<<<<< {render(text('content'), language)}",
        *(edit.current or "").split("\n"),
        "=======",
        *(edit.after or edit.before).split("\n"),
        f">>>>>>> {render(text('Word file'), language)}",
    ]


def _tell_comments(pulled: Pulled, language: str) -> None:
    comments = pulled.outcome.comments
    if not comments:
        return
    click.echo()
    say(text("comments: {count}", count=len(comments)), language, colour="cyan")
    for comment in comments:
        place = f"{comment.place}: " if comment.place else ""
        about = f" (“{comment.about}”)" if comment.about else ""
        author = f"{comment.author}: " if comment.author else ""
        click.echo(f"  {printable(f'{place}{author}{comment.words}{about}')}")


def diff_lines(pulled: Pulled, here: Path) -> list[str]:
    """The patch as a unified diff."""
    from difflib import unified_diff

    lines: list[str] = []
    for patch in pulled.patches:
        name = shown(patch.path, here)
        lines += unified_diff(
            patch.before.splitlines(), patch.after.splitlines(), f"a/{name}", f"b/{name}",
            lineterm="",
        )  # fmt: skip
    return lines


def _coloured(line: str) -> str:
    if line.startswith(("+++", "---")):
        return click.style(line, bold=True)
    colour = {"+": "green", "-": "red", "@": "cyan"}.get(line[:1])
    return click.style(line, fg=colour) if colour else line


def _data(pulled: Pulled, written: list[Path], here: Path, language: str) -> dict[str, object]:
    return {
        "dossier": shown(pulled.dossier, here),
        "base": render(pulled.base, language),
        "moved_on": pulled.moved_on,
        "edits": [
            {
                "kind": edit.kind.value,
                "state": edit.state.value,
                "key": edit.key,
                "place": edit.place,
                "before": edit.before,
                "after": edit.after,
                "reason": render(edit.reason, language),
                "hint": render(edit.hint, language),
                "location": str(edit.location) if edit.location else "",
                "current": edit.current,
            }
            for edit in pulled.outcome.edits
        ],
        "comments": [
            {
                "author": comment.author,
                "words": comment.words,
                "about": comment.about,
                "key": comment.key,
                "place": comment.place,
            }
            for comment in pulled.outcome.comments
        ],
        "diff": "\n".join(diff_lines(pulled, here)),
        "written": [shown(path, here) for path in written],
    }
