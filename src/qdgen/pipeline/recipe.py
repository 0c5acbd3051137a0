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


def build(dossiers: Sequence[Path], options: Options, progress: Progress) -> list[Result]:
    """Build every dossier; a mistake in one does not stop the others (see `Result.error`)."""
    results: list[Result] = []
    works: list[Work] = []
    with ExitStack() as stack:
        for index, folder in enumerate(dossiers, 1):
            progress(
                text(
                    "{name}: content and Word ({index}/{count})",
                    name=folder.name,
                    index=index,
                    count=len(dossiers),
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
