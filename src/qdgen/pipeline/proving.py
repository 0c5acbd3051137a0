"""Word files read back: what has not been proven is never published."""

from __future__ import annotations

from qdgen.errors import QdgenError, TemplateError
from qdgen.messages import text
from qdgen.pipeline.work import File, Work
from qdgen.word.proof import prove_docx


def prove_files(work: Work) -> None:
    """Read back every Word file of a dossier that has not been; the first that lacks something
    fails the dossier with a TemplateError, whatever else was missing for it."""
    try:
        for file in work.files:
            if not file.is_proven:
                _prove(file)
    except QdgenError as error:
        work.result.fail(error)


def _prove(file: File) -> None:
    findings = prove_docx(file.docx, file.printed, file.document.anchors)
    if findings:
        raise TemplateError(
            text("{file} does not hold what it should; nothing was written", file=file.docx.name),
            text("compare the template with the one that comes with the program"),
            findings,
        )
    file.is_proven = True
