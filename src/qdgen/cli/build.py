"""`qdgen build`"""

from __future__ import annotations

import gc
import signal
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qdgen.cli.draft import asked_draft
from qdgen.cli.output import say, say_diagnostics, say_error, say_reason
from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.document.draft import Draft
from qdgen.errors import QdgenError
from qdgen.freshness import build_options, is_fresh
from qdgen.messages import Text, render, text
from qdgen.tree import DECISION_FILE, OUTPUT, find_dossiers, output_folder, overlooked, shown

if TYPE_CHECKING:
    from qdgen.pipeline import Result

_WATCH_SECONDS = 0.5


@click.command()
@click.argument("dossiers", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--output",
    "-o",
    type=click.Path(file_okay=False, path_type=Path),
    default=None,
    help="Folder for the files made (default: output).",
)
@click.option("--no-pdf", is_flag=True, help="Make the Word file only.")
@click.option("--split", is_flag=True, help="Make a file of each part: decision, plan, annexes.")
@click.option(
    "--ban-thao",
    is_flag=False,
    flag_value="",
    default=None,
    metavar="[LẦN]",
    help="Stamp every page as a draft, with its number if given; the clean files stay.",
)
@click.option(
    "--ngay-ban-thao",
    default=None,
    metavar="D/M/YYYY",
    help="The day printed on the draft (on a terminal: today).",
)
@click.option("--watch", is_flag=True, help="Go on building whenever a file is saved.")
@click.pass_context
def build(
    ctx: click.Context, /, dossiers: tuple[Path, ...], output: Path | None, **choices: Any
) -> None:
    """Build the DOSSIERS given (all in content/ by default) into Word and PDF files."""
    language: str = ctx.obj.language
    here = Path.cwd()
    request = _Request(
        language,
        here,
        output or here / OUTPUT,
        pdf=not choices["no_pdf"],
        split=choices["split"],
        draft=asked_draft(choices["ban_thao"], choices["ngay_ban_thao"]),
    )
    if choices["watch"]:
        _watch(request, dossiers)
    code = request.run(dossiers)
    ctx.exit(code)


class _Request:
    def __init__(
        self,
        language: str,
        here: Path,
        output: Path,
        *,
        pdf: bool,
        split: bool,
        draft: Draft | None,
    ) -> None:
        self.language = language
        self.here = here
        self.output = output
        self.pdf = pdf
        self.split = split
        self.draft = draft

    def run(self, given: tuple[Path, ...]) -> int:
        """Build, say what came of it, and give the exit code."""
        started = time.monotonic()
        self._say_overlooked(given)
        folders = find_dossiers(given, self.here)
        stale = [f for f in folders if self._fresh(f) is None]
        for folder in folders:
            if folder not in stale:
                self._say(
                    text("{name}: nothing has changed, the files are up to date", name=folder.name)
                )
        if not stale:
            return 0
        from qdgen.pipeline import Options
        from qdgen.pipeline import build as build_dossiers

        progress = _Progress(self.language)
        try:
            options = Options(self.output, self.here, self.pdf, self.split, draft=self.draft)
            results = build_dossiers(stale, options, progress.show)
        finally:
            progress.clear()
        code = 0
        for result in results:
            self._report(result)
            if result.error is not None and code == 0:
                code = result.error.exit_code
        self._say_checked(results)
        done = sum(result.error is None for result in results)
        seconds = f"{time.monotonic() - started:.1f}"
        if self.language == "vi":
            seconds = seconds.replace(".", ",")
        self._say(
            text(
                "{done} of {count} built in {seconds} seconds",
                done=done,
                count=len(results),
                seconds=seconds,
            )
        )
        return code

    def _say_overlooked(self, given: tuple[Path, ...]) -> None:
        for folder, near in [] if given else overlooked(self.here):
            message = text(
                "{folder} holds no {file} and is not built",
                folder=shown(folder, self.here),
                file=DECISION_FILE,
            )
            hint = text("rename {near} to {file}", near=near, file=DECISION_FILE)
            finding = Diagnostic(
                "dossier-overlooked",
                message,
                Location(shown(folder, self.here)),
                hint if near else text(""),
                severity=Severity.WARNING,
            )
            say_diagnostics([finding], self.language)

    def _fresh(self, folder: Path) -> object:
        outputs = output_folder(folder, self.output, draft=self.draft is not None)
        stamp = outputs.stamp(split=self.split)
        if not stamp.exists():
            return None
        return is_fresh(stamp, self._options(folder))

    def _options(self, folder: Path) -> dict[str, object]:
        target = output_folder(folder, self.output).folder
        stamped = self.draft.lines if self.draft else ()
        return build_options(folder, target, pdf=self.pdf, split=self.split, draft=stamped)

    def _report(self, result: Result) -> None:
        say_diagnostics(result.diagnostics, self.language)
        for path in result.written:
            pages = result.pages.get(path, 0)
            self._say(
                text("wrote {file} ({pages} pages)", file=shown(path, self.here), pages=pages)
                if pages
                else text("wrote {file}", file=shown(path, self.here))
            )
        if result.error is not None:
            say_reason(result.error, self.language)

    def _say_checked(self, results: Sequence[Result]) -> None:
        """What of the decree the content certainly breaks: told, and nothing is stopped by it."""
        for result in results:
            say_diagnostics(result.checked or (), self.language)
        broken = sum(len(result.checked or ()) for result in results)
        if broken:
            self._say(text("errors against the decree: {count}; see: qdgen check", count=broken))
        if any(result.error is None and result.checked is None for result in results):
            self._say(text("not checked against the decree; run: qdgen check"))

    def _say(self, message: Text) -> None:
        say(message, self.language)


class _Progress:
    """One line that changes, on a terminal; nothing in a pipe."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._shown = sys.stderr.isatty()

    def show(self, message: Text) -> None:
        if self._shown:
            click.echo(f"\r\x1b[K{render(message, self._language)}", nl=False, err=True)

    def clear(self) -> None:
        if self._shown:
            click.echo("\r\x1b[K", nl=False, err=True)


def _watch(request: _Request, given: tuple[Path, ...]) -> None:
    """Build, then again whenever what was read has changed, until Ctrl-C."""
    gc.enable()  # this run may be long
    ended = False

    def end(_number: int, _frame: object) -> None:
        # An interrupt that meets a finalizer is swallowed by Python: the loop must see it too.
        nonlocal ended
        ended = True
        raise KeyboardInterrupt

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)
    seen: dict[Path, float] | None = None
    while not ended:
        now = _seen(given, request.here)
        if now != seen:
            seen = now
            try:
                request.run(given)
            except QdgenError as error:
                say_error(error, request.language)
            say(text("waiting for changes; Ctrl-C ends"), request.language)
        time.sleep(_WATCH_SECONDS)
    raise KeyboardInterrupt


def _seen(given: tuple[Path, ...], here: Path) -> dict[Path, float]:
    """The content files, registers and templates there are, with the time each was saved."""
    from qdgen.tree import template_candidates

    files: set[Path] = set()
    try:
        folders = find_dossiers(given, here)
    except QdgenError:
        return {}
    for folder in folders:
        files |= set(folder.glob("*.yaml")) | set(folder.parent.glob("*.yaml"))
        for templates in template_candidates(folder, here):
            files |= set(templates.glob("*.docx")) if templates.is_dir() else set()
    seen = {}
    for path in files:
        try:
            seen[path] = path.stat().st_mtime
        except OSError:
            continue  # just being saved
    return seen
