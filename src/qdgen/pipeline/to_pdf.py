"""From Word files to PDFs that have been read back: one engine run for all of a build."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Thread

from qdgen.diagnostics import Location
from qdgen.errors import ConversionError, MissingToolError, OutputError, QdgenError
from qdgen.messages import Text, text
from qdgen.outside import find_engine, font_families, how_to_get
from qdgen.pdf.engine import Job, convert
from qdgen.pdf.font_set import FontSet
from qdgen.pipeline.work import File, Options, Progress, Work

_ENGINE_FILES = ("soffice.bin", "versionrc", "version.ini", "versioninfo.ini")


def to_pdf(works: Sequence[Work], options: Options, progress: Progress) -> None:
    """Make the PDF of every file of `works`; what fails is told in the work's result."""
    if not works:
        return
    soffice = find_engine()
    family = next((f for f in font_families() if f.is_complete), None)
    if soffice is None or family is None:
        missing = [
            what for what, found in (("engine", soffice), ("fonts", family)) if found is None
        ]
        error = MissingToolError(
            text("the PDF was not made: {reason}", reason=_missing_words(missing)),
            how_to_get(missing),
        )
        for work in works:
            work.result.fail(error)
        return
    fonts = FontSet(family.name, tuple(family.files.values()))
    files = [(work, file) for work in works for file in work.files]

    meanwhile = Thread(target=_meanwhile, args=(works, options, fonts))

    def told(done: int, count: int) -> None:
        if meanwhile.ident is None:
            meanwhile.start()  # now the engines run, and take no notice
        progress(text("PDF ({done}/{count})", done=done, count=count))

    failed: ConversionError | MissingToolError | OutputError | None = None
    with ExitStack() as leaving:
        try:
            convert(
                [Job(file.layout, file.raw_pdf) for _, file in files],
                soffice=soffice,
                fonts=fonts,
                on_progress=told,
                leaving=leaving,
            )
        except (ConversionError, MissingToolError, OutputError) as error:
            failed = error
        if meanwhile.ident is not None:
            meanwhile.join()
        for work, file in files:
            work.engine_files = [*_program(soffice), *fonts.files]
            if work.result.error is not None:
                continue
            if failed is not None and not file.raw_pdf.exists():
                work.result.fail(_of(file, work, failed))
                continue
            from qdgen.pipeline.finished_pdf import finish_pdf

            try:
                finish_pdf(file, work, fonts)
            except (ConversionError, MissingToolError, OutputError) as error:
                work.result.fail(error)


def _meanwhile(works: Sequence[Work], options: Options, fonts: FontSet) -> None:
    """What needs no PDF, done while the engine works: the Word files proven, what comes after the
    engine loaded, the content checked."""
    from qdgen.pipeline.proving import prove_files

    for work in works:
        prove_files(work)
    import_module("qdgen.pipeline.finished_pdf")
    from qdgen.pdf.fonts import known_faces

    with suppress(MissingToolError):  # told when the PDF's fonts are looked at
        known_faces(fonts)
    from qdgen.pipeline.checking import find_errors

    for work in works:
        # A rule that fails must not cost anyone the build; `qdgen check` shows how it fails.
        with suppress(Exception):
            find_errors(work, options)


def _program(soffice: Path) -> Iterator[Path]:
    """The files that change with an upgrade of the engine: what is started may be only a script."""
    yield soffice
    folder = soffice.resolve().parent
    yield from (p for name in _ENGINE_FILES if (p := folder / name).is_file())


def _of(
    file: File, work: Work, failed: ConversionError | MissingToolError | OutputError
) -> QdgenError:
    """What the engine said of `file`, under the name it would have had."""
    if isinstance(failed, MissingToolError):
        return failed
    pdf = work.target.file(".pdf", file.part)
    own = [d for d in failed.diagnostics if d.location.file == str(file.layout)]
    return type(failed)(
        text("{file} could not be made; the files of the last build are as they were", file=pdf),
        failed.hint if not own else text("`qdgen doctor` checks LibreOffice"),
        [replace(d, location=Location(str(pdf))) for d in own],
    )


def _missing_words(missing: Sequence[str]) -> Text:
    if "engine" in missing:
        return text("LibreOffice Writer is not installed")
    return text(
        "no font with the metrics of Times New Roman and all Vietnamese letters is installed"
    )
