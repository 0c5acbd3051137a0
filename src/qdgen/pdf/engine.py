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

import pypdfium2 as pdfium

from qdgen.cache import cache_folder
from qdgen.diagnostics import Diagnostic, Location
from qdgen.errors import ConversionError, MissingToolError
from qdgen.messages import Text, text
from qdgen.pdf.font_set import FontSet
from qdgen.pdf.fontconfig import private_fontconfig, uses_fontconfig
from qdgen.pdf.inputs import check_docx
from qdgen.pdf.processes import Program, interrupts_held, plain_environment
from qdgen.pdf.profiles import Profile, own_profile, profile_root
from qdgen.reasons import reason
from qdgen.replacing import cannot_write, replacing_by_path

Progress = Callable[[int, int], None]

_POLL_SECONDS = 0.015
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
class Timeout:
    """Seconds one `document` may take; the first of a process gets those of its `start` more."""

    document: float = 300
    start: float = 60


DEFAULT_TIMEOUT = Timeout()


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
    workers: int | None = None,
    timeout: Timeout = DEFAULT_TIMEOUT,
    on_progress: Progress | None = None,
    environ: Mapping[str, str] = os.environ,
) -> None:
    """Write `job.pdf` from `job.docx` for every job, with at most `workers` engines at once.

    `fonts` makes a private font world where fontconfig is used; `on_progress` is told (done, all).
    A document that is lost is tried once more alone.
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
        _Conversion(
            jobs=jobs,
            soffice=_console_program(soffice),
            stage=stage,
            profiles=profile_root(cache, soffice),
            environment=environment,
            timeout=timeout,
            on_progress=on_progress,
        ).run(workers or min(4, max(2, os.cpu_count() or 1)))


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


@dataclass(slots=True)
class _Conversion:
    jobs: Sequence[Job]
    soffice: Path
    stage: Path
    profiles: Path
    environment: Mapping[str, str]
    timeout: Timeout
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
        try:
            while self.waiting or self.running:
                while self.waiting and len(self.running) < workers:
                    self._start(self.waiting.popleft())
                self._look()
                if self.running:
                    time.sleep(_POLL_SECONDS)
        finally:
            for run in self.running:
                run.program.end()
                run.program.close()
                run.stack.close()
        if self.lost:
            raise _failure(self.jobs, self.lost)

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
        until = now + self.timeout.start + self.timeout.document
        return _Running(batch, program, profile, stack, out, 0, now + _LOOK_SECONDS, until)

    def _look(self) -> None:
        """Let every process that ended hand over what it made; end the ones that stand still."""
        for run in list(self.running):
            now = time.monotonic()
            if run.program.exit_code is None:
                if now < run.next_look:
                    continue
                run.next_look = now + _LOOK_SECONDS
                # LibreOffice keeps a passing file of its own beside the PDFs.
                written = sum(1 for _ in run.out.glob("*.pdf"))
                if written > run.written:
                    run.written = written
                    run.until = now + self.timeout.document
                elif now > run.until:
                    run.timed_out = True
                    run.program.end()
            if run.program.exit_code is not None:
                self.running.remove(run)
                try:
                    self._hand_over(run)
                finally:
                    run.stack.close()
        self._report()

    def _report(self) -> None:
        # A file being written does not count: the newest of each process may be incomplete.
        done = self.done + sum(max(0, run.written - 1) for run in self.running)
        if self.on_progress and done > self.reported:
            self.reported = done
            self.on_progress(done, len(self.jobs))

    def _hand_over(self, run: _Running) -> None:
        code = run.program.exit_code
        errors = run.program.close()
        missing = []
        for number in run.batch.numbers:
            made = run.out / Path(_staged(number)).with_suffix(".pdf")
            if _is_pdf(made):
                _deliver(made, self.jobs[number].pdf)
                self.done += 1
            else:
                missing.append(number)
        if not missing:
            return
        if len(missing) == len(run.batch.numbers):
            run.profile.discard()
        reason = _reason(run.timed_out, code, errors, self.timeout.document)
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


def _is_pdf(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            if file.read(5) != b"%PDF-":
                return False
        pdf = pdfium.PdfDocument(path)
    except (OSError, pdfium.PdfiumError):
        return False
    with pdf:
        return len(pdf) > 0


def _deliver(made: Path, wanted: Path) -> None:
    """Move `made` into place in one step, also from another file system."""
    try:
        wanted.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(wanted, error) from error
    with replacing_by_path(wanted) as beside:
        shutil.move(made, beside)


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
