"""From the resolved document to Word files, to be read back before anyone gets them."""

from __future__ import annotations

from pathlib import Path

from qdgen.document.model import Document
from qdgen.document.split import split
from qdgen.errors import UsageError
from qdgen.freshness import glance
from qdgen.messages import text
from qdgen.pipeline.reading import content_hash, read_document
from qdgen.pipeline.work import File, Options, Result, Work
from qdgen.signing.record import record_of_another, refuse_draft_if_issued, refuse_if_frozen
from qdgen.tree import DECISION_FILE, DRAFT, shown, template_folder
from qdgen.word.compose import compose
from qdgen.word.long_tables import needs_layout_copy
from qdgen.word.package import write_package
from qdgen.word.templates import Templates

_TRIES = 3


def to_word(folder: Path, options: Options, result: Result, stage: Path) -> Work:
    """Make the Word files of a dossier in the folder `stage`; `prove_files` is to read them back.

    Raises ContentError, TemplateError, OutputError; RefusedError where the dossier is issued and
    its content has changed since, or a draft is wanted; UsageError where a part bears a name that
    only drafts may have.
    """
    name = shown(folder, options.here)
    if options.draft is not None:
        refuse_draft_if_issued(folder, name)
    target = options.target(folder)
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
    foreign = record_of_another(folder, name)
    if foreign is not None:
        result.diagnostics.append(foreign)
    refuse_if_frozen(folder, name, document)
    if options.draft is not None:
        _refuse_names_of_drafts(document)
    work = Work(result, target, dossier, templates, seen_before=seen, mark=mark)
    for part, whole in split(document) if options.split else [("", document)]:
        composition = compose(whole, templates, mark, draft=options.draft)
        docx = stage / target.file(".docx", part).name
        write_package(composition.parts, docx)
        result.diagnostics += composition.findings
        printed = drawn = composition.printed
        layout = docx
        if options.pdf and needs_layout_copy(whole):
            composition = compose(whole, templates, mark, draft=options.draft, for_layout=True)
            layout, drawn = docx.with_suffix(".layout.docx"), composition.printed
            write_package(composition.parts, layout)
        work.files.append(File(whole, printed, drawn, docx, layout, part))
    return work


def _refuse_names_of_drafts(document: Document) -> None:
    """The clean file of a part called so would have the name of the draft's."""
    for part in document.parts:
        if f"-{part.anchor}".endswith(DRAFT):
            raise UsageError(
                text("{file} has a name that only drafts may have", file=f"{part.anchor}.yaml"),
                text("rename the file, and its name in {file}", file=DECISION_FILE),
            )
