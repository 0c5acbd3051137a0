"""All dossiers of a build, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from qdgen.abandoned import passing_folder
from qdgen.errors import QdgenError
from qdgen.messages import text
from qdgen.pipeline.to_word import to_word
from qdgen.pipeline.work import Options, Progress, Result, Work
from qdgen.replacing import cannot_write

_TOGETHER = 100
"""Dossiers built together: enough that an engine's start costs nothing to speak of, few enough that
a series of a thousand takes no more memory and an interrupted one keeps what was done."""


def build(dossiers: Sequence[Path], options: Options, progress: Progress) -> list[Result]:
    """Build every dossier; a mistake in one does not stop the others (see `Result.error`)."""
    results: list[Result] = []
    for first in range(0, len(dossiers), _TOGETHER):
        together = dossiers[first : first + _TOGETHER]
        results += _build_together(together, first, len(dossiers), options, progress)
    return results


def _build_together(
    dossiers: Sequence[Path], first: int, count: int, options: Options, progress: Progress
) -> list[Result]:
    results: list[Result] = []
    works: list[Work] = []
    with ExitStack() as stack:
        for index, folder in enumerate(dossiers, first + 1):
            progress(
                text(
                    "{name}: content and Word ({index}/{count})",
                    name=folder.name,
                    index=index,
                    count=count,
                )
            )
            result = Result(folder)
            results.append(result)
            try:
                stage = _stage(options.target(folder).folder, stack)
                works.append(to_word(folder, options, result, stage))
            except QdgenError as error:
                result.fail(error)
        if options.pdf:
            # Not at start-up: a build without PDF needs neither pikepdf nor pdfium.
            from qdgen.pipeline.to_pdf import to_pdf

            to_pdf(works, options, progress)
        # Nor does the engine wait for what reads Word files to be loaded.
        from qdgen.pipeline.publish import publish

        for work in works:
            publish(work, options)
    return results


def _stage(folder: Path, stack: ExitStack) -> Path:
    """A folder beside the outputs, gone when the build ends however it ends."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return stack.enter_context(passing_folder(folder))
    except OSError as error:
        raise cannot_write(folder, error, text("choose another folder with --output")) from error
