"""Finished files into their places, and the stamp by which the next build knows them."""

from __future__ import annotations

import os
from pathlib import Path

from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.errors import MissingToolError, OutputError
from qdgen.freshness import glance, make_stamp, write_stamp
from qdgen.messages import text
from qdgen.pipeline.base_copies import keep_copy
from qdgen.pipeline.proving import prove_files
from qdgen.pipeline.work import Options, Work
from qdgen.replacing import cannot_write
from qdgen.signing.record import RECORD
from qdgen.tree import template_candidates
from qdgen.word.templates import Kind


def publish(work: Work, options: Options) -> None:
    """Rename what was made and proven into place. Without an engine that is the DOCX alone; a
    dossier that failed leaves everything as it was."""
    result = work.result
    if result.error is None or isinstance(result.error, MissingToolError):
        prove_files(work)  # what was not proven while the engine worked
    if result.error is not None and not isinstance(result.error, MissingToolError):
        return
    with_pdf = options.pdf and result.error is None
    try:
        for file in work.files:
            for suffix in (".docx", ".pdf"):
                place = work.target.file(suffix, file.part)
                if suffix == ".docx" or with_pdf:
                    os.replace(file.docx.with_suffix(suffix), place)
                    result.written.append(place)
                elif place.exists():
                    result.diagnostics.append(_older(place))
        keep_copy(
            work.dossier,
            work.mark,
            work.target.folder,
            is_still=lambda: glance(work.dossier.files).items() <= work.seen_before.items(),
        )
        if result.error is None:
            _stamp(work, options)
    except OutputError as error:
        result.fail(error)
    except OSError as error:
        place = error.filename2 or error.filename or work.target.folder
        result.fail(
            cannot_write(
                place,
                error,
                text("close the file where it is open, or choose another folder with --output"),
            )
        )


def _older(pdf: Path) -> Diagnostic:
    return Diagnostic(
        "pdf-older",
        text("this PDF is of an earlier build, not of the Word file beside it"),
        Location(str(pdf)),
        text("build it again with the PDF, or delete it"),
        severity=Severity.WARNING,
    )


def _stamp(work: Work, options: Options) -> None:
    folder = work.dossier.folder
    used = work.templates.folder
    templates = [path for kind in Kind if (path := work.templates.path(kind)).is_file()]
    candidates = template_candidates(folder, options.here)
    nearer = candidates[: candidates.index(used)] if used in candidates else []
    read = [*work.dossier.files, *templates]
    built_from = tuple(read)
    record, absent = folder / RECORD, [*work.dossier.absent, *nearer]
    if options.draft is not None:
        # What is issued meanwhile is refused, however little has changed.
        (read if record.is_file() else absent).append(record)
    stamp = make_stamp(
        options=options.stamp(folder),
        read=[*read, *work.engine_files],
        absent=absent,
        written=work.result.written,
    )
    # Looked at once the stamp is made: what was saved until then is in it, and not in the outputs.
    if glance(built_from).items() <= work.seen_before.items():
        write_stamp(stamp, work.target.stamp(split=options.split))
