"""DOCX to PDF through LibreOffice: all documents of a build over a few processes, each checked.

LibreOffice exits 0 whatever happens and draws a PDF of nearly anything, so its word is never
taken: what goes in must be a Word document, what comes out a PDF with pages.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

from qdgen.cache import cache_folder
from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import ConversionError, MissingToolError
from qdgen.messages import Text, text
from qdgen.pdf.font_set import FontSet
from qdgen.pdf.fontconfig import private_fontconfig, uses_fontconfig
from qdgen.pdf.inputs import check_docx
from qdgen.pdf.made import deliver, is_pdf, is_whole
from qdgen.pdf.processes import Program, interrupts_held, plain_environment
from qdgen.pdf.profiles import Profile, own_profile, profile_root
from qdgen.reasons import reason

Progress = Callable[[int, int], None]

_POLL_SECONDS = 0.005
_LOOK_SECONDS = 0.2
_LARGEST_BATCH = 100
# What opening any document costs, in the bytes of a document that takes as long to lay out.
_USUAL_BYTES = 20_000
_HOPELESS = 3
# Said at each start where there is no Java, which is not needed.
_NO_JAVA = "Warning: failed to launch javaldx"

# The filter options of LibreOffice 7.4's Writer PDF export, by their names in its help.
_EXPORT: dict[str, tuple[str, object]] = {
    "SelectPdfVersion": ("long", "2"),  # PDF/A-2b
    "UseTaggedPDF": ("boolean", "true"),
    "ExportBookmarks": ("boolean", "true"),
    "ExportBookmarksToPDFDestination": ("boolean", "true"),
    "ExportNotes": ("boolean", "false"),
    "ExportNotesInMargin": ("boolean", "false"),
    "ExportFormFields": ("boolean", "false"),
    "ExportPlaceholders": ("boolean", "false"),
    "ReduceImageResolution": ("boolean", "false"),
    "UseLosslessCompression": ("boolean", "true"),
    "InitialView": ("long", "0"),
    "Magnification": ("long", "0"),
    "DisplayPDFDocumentTitle": ("boolean", "true"),
}


@dataclass(frozen=True, slots=True)
class Limits:
    """What engines may take: how many `workers` at once (0: by the processors there are), and
    seconds. The first `document` of a process gets those of its `start` more; when all are made,
    the process has those of `leave` to end."""

    workers: int = 0
    document: float = 300
    start: float = 60
    leave: float = 10


USUAL_LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Job:
    """One document to convert: where the DOCX is and where its PDF goes."""

    docx: Path
    pdf: Path


def convert(
    jobs: Sequence[Job],
    *,
    soffice: Path,
    fonts: FontSet | None = None,
    limits: Limits = USUAL_LIMITS,
    on_progress: Progress | None = None,
    environ: Mapping[str, str] = os.environ,
    leaving: ExitStack | None = None,
) -> None:
    """Write `job.pdf` from `job.docx` for every job, with a few engines at once.

    `fonts` makes a private font world where fontconfig is used; `on_progress` is told (done, all),
    for the first time when the engines have been started. A document that is lost is tried once
    more alone. An engine that has made all it should is waited for when `leaving` is closed, or
    before the end where there is none.
    Raises MissingToolError when `soffice` cannot be started, and ConversionError with a diagnostic
    for each document that could not be converted, OutputError when a PDF cannot be put in its
    place. The other documents' PDFs are there, and an earlier PDF of a lost one is left as it was.
    """
    if not jobs:
        return
    cache = cache_folder(environ)
    environment = plain_environment(environ)
    with ExitStack() as stack:
        stage = Path(
            stack.enter_context(
                tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True)
            )
        )
        if fonts is not None and uses_fontconfig():
            environment["FONTCONFIG_FILE"] = str(_font_world(fonts, cache, stage))
        conversion = _Conversion(
            jobs=jobs,
            soffice=_console_program(soffice),
            stage=stage,
            profiles=profile_root(cache, soffice),
            environment=environment,
            limits=limits,
            on_progress=on_progress,
        )
        stack.callback(conversion.leave)
        conversion.run(limits.workers or min(4, max(2, os.cpu_count() or 1)))
        if leaving is not None:
            with interrupts_held():
                leaving.enter_context(stack.pop_all())


def _font_world(fonts: FontSet, cache: Path, stage: Path) -> Path:
    try:
        return private_fontconfig(fonts, cache)
    except OSError:
        pass
    try:
        return private_fontconfig(fonts, stage)
    except OSError as error:
        raise ConversionError(
            text(
                "the font files of {family} cannot be read: {reason}",
                family=fonts.family,
                reason=reason(error),
            ),
            text("`qdgen doctor` says which fonts are needed and how to get them"),
        ) from error


def _console_program(soffice: Path) -> Path:
    """On Windows soffice.exe returns at once; soffice.com beside it waits."""
    console = soffice.with_suffix(".com")
    return console if sys.platform == "win32" and console.exists() else soffice


@dataclass(slots=True)
class _Batch:
    """Documents (by their number) for one process; `last` says there is no further try."""

    numbers: list[int]
    last: bool = False


@dataclass(slots=True)
class _Running:
    batch: _Batch
    program: Program
    profile: Profile
    stack: ExitStack
    out: Path
    written: int
    next_look: float
    until: float
    timed_out: bool = False
    is_leaving: bool = False
    """All its documents were taken over: it has only to end."""

    def made(self, number: int) -> Path:
        """Where its PDF of a document appears."""
        return self.out / Path(_staged(number)).with_suffix(".pdf")

    def close(self) -> None:
        """Give back what it held; the program must have ended."""
        self.program.close()
        self.stack.close()


@dataclass(slots=True)
class _Conversion:
    jobs: Sequence[Job]
    soffice: Path
    stage: Path
    profiles: Path
    environment: Mapping[str, str]
    limits: Limits
    on_progress: Progress | None
    waiting: deque[_Batch] = field(default_factory=deque)
    running: list[_Running] = field(default_factory=list)
    done: int = 0
    reported: int = -1
    started: int = 0
    failures: int = 0
    lost: dict[int, Diagnostic] = field(default_factory=dict)

    def run(self, workers: int) -> None:
        sound: list[int] = []
        for number, job in enumerate(self.jobs):
            try:
                check_docx(job.docx)
            except ConversionError as error:
                self._lose([number], error.message, error.hint)
                continue
            shutil.copyfile(job.docx, self.stage / _staged(number))
            sound.append(number)
        self.waiting.extend(_shared_out(self.jobs, sound, workers))
        while self.waiting or any(not run.is_leaving for run in self.running):
            while self.waiting and len(self.running) < workers:
                self._start(self.waiting.popleft())
            self._look()
            if self.running:
                time.sleep(_POLL_SECONDS)
        if self.lost:
            raise _failure(self.jobs, self.lost)

    def leave(self) -> None:
        """Wait for the engines that have made everything; where one still works, end them all."""
        try:
            while self.running and all(run.is_leaving for run in self.running):
                self._look()
                time.sleep(_POLL_SECONDS)
        finally:
            for run in self.running:
                run.program.end()
                run.close()

    def _start(self, batch: _Batch) -> None:
        with interrupts_held():
            self.running.append(self._started(batch))

    def _started(self, batch: _Batch) -> _Running:
        stack = ExitStack()
        profile = stack.enter_context(own_profile(self.profiles))
        self.started += 1
        out = self.stage / f"out-{self.started}"
        out.mkdir()
        try:
            program = Program(
                [
                    str(self.soffice),
                    "--headless",
                    "--norestore",
                    "--nolockcheck",
                    "--nologo",
                    f"-env:UserInstallation={profile.folder.as_uri()}",
                    "--convert-to",
                    f"pdf:writer_pdf_Export:{_export_options()}",
                    "--outdir",
                    out.name,
                    *(_staged(number) for number in batch.numbers),
                ],
                folder=self.stage,
                environ=self.environment,
                hand_on=[profile.lock] if profile.lock >= 0 else [],
            )
        except OSError as error:
            stack.close()
            raise MissingToolError(
                text(
                    "{program} cannot be started: {reason}",
                    program=str(self.soffice),
                    reason=reason(error),
                ),
                text("`qdgen doctor` says how to install LibreOffice on this system"),
            ) from error
        now = time.monotonic()
        until = now + self.limits.start + self.limits.document
        return _Running(batch, program, profile, stack, out, 0, now + _LOOK_SECONDS, until)

    def _look(self) -> None:
        """Let every process that ended hand over what it made; end the ones that stand still."""
        for run in list(self.running):
            now = time.monotonic()
            if run.program.exit_code is None and run.is_leaving:
                if now > run.until:
                    run.program.end()
            elif run.program.exit_code is None:
                if _has_made_all(run):
                    self._hand_over(run)
                    run.is_leaving = True
                    run.until = now + self.limits.leave
                    continue
                if now < run.next_look:
                    continue
                run.next_look = now + _LOOK_SECONDS
                # LibreOffice keeps a passing file of its own beside the PDFs.
                written = sum(1 for _ in run.out.glob("*.pdf"))
                if written > run.written:
                    run.written = written
                    run.until = now + self.limits.document
                elif now > run.until:
                    run.timed_out = True
                    run.program.end()
            if run.program.exit_code is not None:
                self.running.remove(run)
                try:
                    if not run.is_leaving:
                        self._hand_over(run)
                finally:
                    run.close()
        self._report()

    def _report(self) -> None:
        # A file being written does not count: the newest of each process may be incomplete.
        working = [run for run in self.running if not run.is_leaving]
        done = self.done + sum(max(0, run.written - 1) for run in working)
        if self.on_progress and done > self.reported:
            self.reported = done
            self.on_progress(done, len(self.jobs))

    def _hand_over(self, run: _Running) -> None:
        code = run.program.exit_code
        missing = []
        for number in run.batch.numbers:
            made = run.made(number)
            if is_pdf(made):
                deliver(made, self.jobs[number].pdf)
                self.done += 1
            else:
                missing.append(number)
        if not missing:
            return
        if len(missing) == len(run.batch.numbers):
            run.profile.discard()
        reason = _reason(run.timed_out, code, run.program.last_words(), self.limits.document)
        if run.batch.last or self._is_hopeless():
            self.failures += len(missing)
            self._lose(missing, reason)
            if self._is_hopeless():
                untried = [number for batch in self.waiting for number in batch.numbers]
                self._lose(untried, reason)
                self.waiting.clear()
            return
        # After a crash or a hang only the document at work is suspect; the rest never had a turn.
        suspects = missing[:1] if run.timed_out or code else missing
        untried = missing[len(suspects) :]
        if untried:
            self.waiting.append(_Batch(untried))
        self.waiting.extendleft(_Batch([number], last=True) for number in reversed(suspects))

    def _lose(self, numbers: Sequence[int], reason: Text, hint: Text = Text("")) -> None:
        for number in numbers:
            place = Location(str(self.jobs[number].docx))
            self.lost[number] = Diagnostic("pdf-not-converted", reason, place, hint)

    def _is_hopeless(self) -> bool:
        """Whether the engine itself seems broken: no use in trying every document twice."""
        return not self.done and self.failures >= _HOPELESS


def _shared_out(jobs: Sequence[Job], numbers: Sequence[int], workers: int) -> list[_Batch]:
    """The documents in as many batches as engines, about equally heavy, none too long."""
    weights = {number: jobs[number].docx.stat().st_size + _USUAL_BYTES for number in numbers}
    shares: list[list[int]] = [[] for _ in range(min(workers, len(numbers)))]
    loads = [0] * len(shares)
    for number in sorted(numbers, key=lambda n: -weights[n]):
        lightest = loads.index(min(loads))
        shares[lightest].append(number)
        loads[lightest] += weights[number]
    return [
        _Batch(sorted(share)[first : first + _LARGEST_BATCH])
        for share in shares
        for first in range(0, len(share), _LARGEST_BATCH)
    ]


def _staged(number: int) -> str:
    """A plain name of its own: batches share one folder, and a title is never a file name."""
    return f"{number:05d}.docx"


def _export_options() -> str:
    options = {name: {"type": kind, "value": value} for name, (kind, value) in _EXPORT.items()}
    return json.dumps(options, separators=(",", ":"))


def _has_made_all(run: _Running) -> bool:
    """Whether there is nothing to wait for but the end of the process: a tenth of a second.

    Windows lets no file be moved that a program may have open.
    """
    made = [run.made(number) for number in run.batch.numbers]
    return (
        sys.platform != "win32"
        and made[-1].exists()
        and all(is_whole(path) and is_pdf(path) for path in made)
    )


def _reason(timed_out: bool, code: int | None, errors: str, timeout: float) -> Text:
    if timed_out:
        return text(
            "LibreOffice made no progress for {seconds} seconds and was ended",
            seconds=round(timeout),
        )
    lines = [line for line in errors.splitlines() if not line.startswith(_NO_JAVA)]
    last_words = "\n".join(lines) or text("it gave no reason")
    if code:
        return text("LibreOffice ended with code {code}: {errors}", code=code, errors=last_words)
    return text("LibreOffice wrote no PDF of it: {errors}", errors=last_words)


def _failure(jobs: Sequence[Job], lost: Mapping[int, Diagnostic]) -> ConversionError:
    first = min(lost)
    return ConversionError(
        text(
            "{count} of {all} documents could not be converted to PDF; the first is {path}: {why}",
            count=len(lost),
            all=len(jobs),
            path=str(jobs[first].docx),
            why=lost[first].message,
        ),
        text("the Word files are whole; `qdgen doctor` checks LibreOffice"),
        [finding for _, finding in sorted(lost.items())],
    )
