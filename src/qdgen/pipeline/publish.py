"""Finished files into their places, and the stamp by which the next build knows them."""

from __future__ import annotations

import os

from qdgen.errors import MissingToolError, OutputError
from qdgen.freshness import make_stamp, write_stamp
from qdgen.messages import text
from qdgen.pipeline.work import Options, Work
from qdgen.tree import template_candidates
from qdgen.word.templates import Kind


def publish(work: Work, options: Options) -> None:
    """Rename what was made into place. Without an engine that is the DOCX alone; a dossier that
    failed leaves everything as it was."""
    result = work.result
    if result.error is not None and not isinstance(result.error, MissingToolError):
        return
    with_pdf = options.pdf and result.error is None
    try:
        for file in work.files:
            for suffix in (".docx", ".pdf") if with_pdf else (".docx",):
                place = work.target.file(suffix, file.part)
                os.replace(file.docx.with_suffix(suffix), place)
                result.written.append(place)
        if result.error is None:
            _stamp(work, options)
    except OSError as error:
        result.fail(
            OutputError(
                text(
                    "cannot write {file}: {reason}",
                    file=error.filename2 or error.filename or work.target.folder,
                    reason=error.strerror or "",
                ),
                text("close the file where it is open, or choose another folder with --output"),
            )
        )


def _stamp(work: Work, options: Options) -> None:
    used = work.templates.folder
    templates = [work.templates.path(kind) for kind in Kind]
    candidates = template_candidates(work.dossier.folder, options.here)
    nearer = candidates[: candidates.index(used)] if used in candidates else []
    write_stamp(
        make_stamp(
            options=options.stamp,
            read=[
                *work.dossier.files,
                *(path for path in templates if path.is_file()),
                *work.engine_files,
            ],
            absent=[*work.dossier.absent, *nearer],
            written=work.result.written,
        ),
        work.target.stamp(split=options.split),
    )
