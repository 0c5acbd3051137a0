"""From the resolved document to Word files that have been read back."""

from __future__ import annotations

from pathlib import Path

from qdgen.document.split import split
from qdgen.errors import TemplateError
from qdgen.freshness import glance
from qdgen.messages import text
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.pipeline.work import File, Options, Result, Work
from qdgen.signing.record import refuse_if_frozen
from qdgen.tree import output_folder, shown, template_folder
from qdgen.word.compose import compose
from qdgen.word.long_tables import needs_layout_copy
from qdgen.word.package import write_package
from qdgen.word.proof import prove_docx
from qdgen.word.templates import Templates

_TRIES = 3


def to_word(folder: Path, options: Options, result: Result, stage: Path) -> Work:
    """Make the Word files of a dossier in the folder `stage`.

    Raises ContentError, TemplateError, OutputError; RefusedError where the dossier is issued and
    its content has changed since.
    """
    target = output_folder(folder, options.output)
    templates = Templates(options.templates or template_folder(folder, options.here))
    places = (folder, folder.parent, templates.folder)
    tries = _TRIES
    while True:
        seen = glance(path for place in places for path in place.iterdir())
        dossier, document, result.diagnostics = read_document(
            folder, options.here, annex_lines_open=options.annex_lines_open
        )
        mark = content_hash(dossier)
        tries -= 1
        # Something saved while it was being read is read anew.
        if not tries or glance(dossier.files).items() <= seen.items():
            break
    refuse_if_frozen(folder, shown(folder, options.here), document)
    work = Work(result, target, dossier, templates, seen_before=seen)
    for part, whole in split(document) if options.split else [("", document)]:
        composition = compose(whole, templates, mark)
        docx = stage / target.file(".docx", part).name
        write_package(composition.parts, docx)
        findings = prove_docx(docx, composition.printed, whole.anchors)
        if findings:
            raise TemplateError(
                text("{file} does not hold what it should; nothing was written", file=docx.name),
                text("compare the template with the one that comes with the program"),
                findings,
            )
        result.diagnostics += composition.findings
        layout, printed = docx, composition.printed
        if options.pdf and needs_layout_copy(whole):
            composition = compose(whole, templates, mark, for_layout=True)
            layout, printed = docx.with_suffix(".layout.docx"), composition.printed
            write_package(composition.parts, layout)
        work.files.append(File(whole, printed, docx, layout, part))
    return work
