"""Inline markup into settled inlines: the second pass, text by text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from qdgen.content import markup
from qdgen.content.figures import TOTAL
from qdgen.content.markup_parser import parse_inline
from qdgen.content.nodes import Scalar
from qdgen.content.positions import locate, source_line
from qdgen.content.vocabulary import nearest
from qdgen.diagnostics import Diagnostic, Location, Severity
from qdgen.document.citations import LAWS, Form, IncompleteEntry, cite, subject_note
from qdgen.document.figures import find_figures
from qdgen.document.model import (
    Blank,
    Inline,
    Inlines,
    LineBreak,
    Link,
    NoteMark,
    Run,
    plain_text,
)
from qdgen.document.passages import Passage, PassageWriter
from qdgen.document.places import Kind, Place, Places
from qdgen.document.references import annex_name, phrase
from qdgen.messages import Text, text

if TYPE_CHECKING:
    from qdgen.content.loader import Dossier

# What inline markup can begin with; a text without any of it needs no parser.
_MARKUP = re.compile(r"[@*^<\\\n]")
_MARK_IN_TITLE = re.compile(r"(?<![\w\\])@[a-z0-9-]+|\^\(|\*\*?\w[^*]*\*|<https?:")
_MOST_OF_A_KIND = 20
_DOCUMENT_FORMS = tuple(Form)
_LAW_FORMS = (Form.PLAIN, Form.NUMBER, Form.FULL)
_PROVISION_FORMS = ("", "đầy đủ", "tên")
_ATTACHMENT_FORMS = ("", "tên")
_UNIT_FORMS = ("", "tắt")
_OPEN_TOTAL = "tổng của những số còn để trống"
_TITLES_WITH_MARKUP = (Kind.DECISION, Kind.ATTACHMENT, Kind.ANNEX, Kind.ROW)


class InlineResolver:
    """Resolves texts in print order: footnotes are numbered as they are met. Where `passages` is
    given, every text resolved is added to it; a text stands before its footnotes."""

    def __init__(
        self, dossier: Dossier, places: Places, passages: list[Passage] | None = None
    ) -> None:
        self.notes: list[Inlines] = []
        self._passages = passages
        self._diagnostics: list[Diagnostic] = []
        self._counts: dict[tuple[str, str], int] = {}
        self._documents = dossier.documents
        self._units = dossier.units
        self._figures = find_figures(dossier)
        self._places = places
        self._types = {
            stem: file.header.type.value
            for stem, file in dossier.attachments.items()
            if hasattr(file.header, "type")
        }
        self._decision_type = dossier.decision.header.type.value
        presentation = dossier.decision.presentation
        self._date_in_words = (
            presentation.citation_date is not None and presentation.citation_date.value == "chữ"
        )
        self._titles_open: list[str] = []

    def resolve(self, scalar: Scalar, viewer: Place) -> Inlines:
        """The inlines of `scalar`, which stands in `viewer`."""
        if not _MARKUP.search(scalar.value):
            if self._passages is not None:
                self._passages.append(Passage(scalar, viewer, scalar.value))
            return (Run(scalar.value),) if scalar.value else ()
        nodes, diagnostics = parse_inline(scalar)
        self._diagnostics.extend(diagnostics)
        return merge_runs(self._whole(nodes, scalar, viewer, in_note=False))

    def report(self, code: str, message: Text, hint: Text, scalar: Scalar, offset: int = 0) -> None:
        """Note a mistake at `offset` of `scalar`."""
        if self._is_listed(code, scalar):
            self._diagnostics.append(
                Diagnostic(code, message, locate(scalar, offset), hint, source_line(scalar, offset))
            )

    def found(self) -> list[Diagnostic]:
        """All that was noted; of a kind too frequent in a file, how many more there are."""
        more = [
            Diagnostic(
                code,
                text(
                    "{count} more places of this kind in this file", count=count - _MOST_OF_A_KIND
                ),
                Location(file),
            )
            for (code, file), count in self._counts.items()
            if count > _MOST_OF_A_KIND
        ]
        return [*self._diagnostics, *more]

    def _is_listed(self, code: str, scalar: Scalar) -> bool:
        key = code, scalar.source.path
        self._counts[key] = self._counts.get(key, 0) + 1
        return self._counts[key] <= _MOST_OF_A_KIND

    def plain_title(self, scalar: Scalar, viewer: Place) -> str:
        """The words of a title without markup; marks that look like markup are warned of."""
        if self._passages is not None:
            self._passages.append(Passage(scalar, viewer, scalar.value))
        mark = _MARK_IN_TITLE.search(scalar.value)
        if mark is not None:
            self._diagnostics.append(
                Diagnostic(
                    "title-markup",
                    text("“{mark}” is printed as it stands: titles hold no markup", mark=mark[0]),
                    locate(scalar, mark.start()),
                    text("write the words themselves in the title"),
                    source_line(scalar, mark.start()),
                    Severity.WARNING,
                )
            )
        return scalar.value

    def basis(self, key: Scalar, viewer: Place) -> Inlines:
        """ "Căn cứ" and the full citation of the register entry `key`."""
        document = self._documents.get(key.value)
        if document is None:
            self._unknown(key.value, key, 0, tuple(self._documents))
            return ()
        try:
            words = cite(document, Form.FULL, date_in_words=self._date_in_words)
        except IncompleteEntry as lack:
            self._incomplete(key.value, lack.key, key, 0)
            return ()
        printed = (Run(f"Căn cứ {words}"),)
        if self._passages is not None:
            writer = PassageWriter()
            writer.add(printed, 0, written=False)
            self._passages.append(writer.passage(key, viewer))
        return printed

    def _whole(
        self, nodes: Sequence[markup.Inline], scalar: Scalar, viewer: Place, *, in_note: bool
    ) -> list[Inline]:
        """The inlines of a text or of a footnote; both are passages."""
        if self._passages is None:
            return self._resolve(nodes, scalar, viewer, in_note=in_note)
        nth = len(self._passages)
        writer = PassageWriter()
        inlines = self._resolve(nodes, scalar, viewer, in_note=in_note, writer=writer)
        self._passages.insert(nth, writer.passage(scalar, viewer, in_note=in_note))
        return inlines

    def _resolve(
        self,
        nodes: Sequence[markup.Inline],
        scalar: Scalar,
        viewer: Place,
        *,
        in_note: bool,
        writer: PassageWriter | None = None,
    ) -> list[Inline]:
        inlines: list[Inline] = []
        for node in nodes:
            before = len(inlines)
            match node:
                case markup.Span():
                    inlines.append(Run(node.text, node.bold, node.italic))
                case markup.Break():
                    inlines.append(LineBreak())
                case markup.Address():
                    inlines.append(Link(node.url, Run(node.url, node.bold, node.italic)))
                case markup.Blank():
                    inlines.append(Blank(node.note, locate(scalar, node.offset)))
                case markup.Footnote():
                    content = self._whole(node.content, scalar, viewer, in_note=True)
                    inlines.append(self._note(merge_runs(content)))
                case markup.Total():
                    inlines.extend(self._total(node, scalar))
                case markup.Mention():
                    inlines.extend(self._mention(node, scalar, viewer, in_note=in_note))
            if writer is not None:
                is_written = isinstance(node, markup.Span | markup.Break)
                writer.add(inlines[before:], node.offset, written=is_written)
        return inlines

    def _total(self, node: markup.Total, scalar: Scalar) -> Sequence[Inline]:
        amount = self._figures.totals.get(scalar)
        if amount is None:
            self.report(
                "total-misplaced",
                text("{sign} adds up a column of figures, and this is none", sign=TOTAL),
                text("Write it in a cell of a column with kieu: số, alone."),
                scalar,
                node.offset,
            )
            return ()
        return self._amount(amount.words, node, scalar)

    def _amount(
        self, words: str, node: markup.Total | markup.Mention, scalar: Scalar
    ) -> Sequence[Inline]:
        """A figure; where a blank is among what makes it, a blank."""
        if words:
            return (Run(words, node.bold, node.italic),)
        return (Blank(_OPEN_TOTAL, locate(scalar, node.offset)),)

    def _note(self, content: Inlines) -> NoteMark:
        self.notes.append(content)
        return NoteMark(len(self.notes))

    def _mention(
        self, node: markup.Mention, scalar: Scalar, viewer: Place, *, in_note: bool
    ) -> Sequence[Inline]:
        form = node.form or ""
        if node.key in self._documents:
            return self._citation(node, form, scalar, in_note=in_note)
        if unit := self._units.get(node.key):
            if not self._form_known(form, _UNIT_FORMS, node, scalar):
                return ()
            if form and unit.short_name is None:
                self._incomplete(node.key, "ten_tat", scalar, node.offset)
                return ()
            name = unit.short_name if form and unit.short_name else unit.name
            return (Run(name.value, node.bold, node.italic),)
        place = self._places.get(node.key)
        if place is None:
            known = (*self._documents, *self._units, *self._places)
            self._unknown(node.key, scalar, node.offset, known)
            return ()
        return self._provision(place, node, form, scalar, viewer)

    def _citation(
        self, node: markup.Mention, form: str, scalar: Scalar, *, in_note: bool
    ) -> Sequence[Inline]:
        document = self._documents[node.key]
        # A law's subject is its name: there is nothing left for a footnote.
        forms = _LAW_FORMS if document.type.value in LAWS else _DOCUMENT_FORMS
        if not self._form_known(form, forms, node, scalar):
            return ()
        if in_note and form == Form.NOTE:
            self.report(
                "footnote-nested",
                text("a footnote cannot hold another footnote"),
                text("write @{key} without (chú thích) here", key=node.key),
                scalar,
                node.offset,
            )
            return ()
        shown = Form.PLAIN if form == Form.NOTE else Form(form)
        try:
            words = cite(document, shown, date_in_words=self._date_in_words)
            note = subject_note(document) if form == Form.NOTE else ""
        except IncompleteEntry as lack:
            self._incomplete(node.key, lack.key, scalar, node.offset)
            return ()
        run = Run(words, node.bold, node.italic)
        inlines: list[Inline] = [Link(document.url.value, run) if document.url else run]
        if note:
            inlines.append(self._note((Run(note),)))
        return inlines

    def _provision(
        self, place: Place, node: markup.Mention, form: str, scalar: Scalar, viewer: Place
    ) -> Sequence[Inline]:
        top = place.parent is None
        if form and (figure := self._figures.phrase(place.id, form)) is not None:
            return self._amount(figure, node, scalar)
        forms = _ATTACHMENT_FORMS if top else _PROVISION_FORMS
        if not self._form_known(form, (*forms, *self._figures.forms(place.id)), node, scalar):
            return ()
        if form == "tên":
            return self._title(place, node, scalar)
        if place.kind is Kind.ANNEX:
            return annex_name(place, bold=node.bold, italic=node.italic)
        if top:
            return (Run(self._root_name(place, node, scalar), node.bold, node.italic),)
        if place.kind is Kind.ROW and not place.number:
            self.report(
                "reference-unnumbered",
                text("@{key} is a row without a number", key=node.key),
                text("number the rows by stt, or say in words which row is meant"),
                scalar,
                node.offset,
            )
            return ()
        return phrase(
            place,
            viewer,
            self._root_name(place.root, node, scalar),
            whole=form == "đầy đủ",
            bold=node.bold,
            italic=node.italic,
        )

    def _title(self, place: Place, node: markup.Mention, scalar: Scalar) -> Sequence[Inline]:
        if place.title is None:
            self.report(
                "reference-untitled",
                text("@{key} has no title", key=node.key),
                text("give it a tieu_de, or write @{key} alone", key=node.key),
                scalar,
                node.offset,
            )
            return ()
        if place.id in self._titles_open:
            self.report(
                "reference-circular",
                text(
                    "@{key}(tên) leads back to itself: {path}",
                    key=node.key,
                    path=" → ".join((*self._titles_open, place.id)),
                ),
                text("write the words of one of these titles instead of a reference"),
                scalar,
                node.offset,
            )
            return ()
        if place.kind not in _TITLES_WITH_MARKUP:
            return (Run(place.title.value, node.bold, node.italic),)
        self._titles_open.append(place.id)
        reported = len(self._diagnostics)
        try:
            nodes, _ = parse_inline(place.title)
            found = self._resolve(
                [n for n in nodes if not isinstance(n, markup.Footnote)],
                place.title,
                place,
                in_note=True,
            )
        finally:
            self._titles_open.pop()
        # Any other mistake in a title is reported where the title itself is printed.
        self._diagnostics[reported:] = [
            d for d in self._diagnostics[reported:] if d.code == "reference-circular"
        ]
        words = plain_text(tuple(found)).replace("\n", " ")
        return (Run(words, node.bold, node.italic),)

    def _root_name(self, root: Place, node: markup.Mention, scalar: Scalar) -> str:
        if root.kind is Kind.DECISION:
            return self._decision_type
        name = self._types.get(root.id, "")
        if list(self._types.values()).count(name) > 1:
            # Two attached documents of one type are told apart by their titles.
            return plain_text(tuple(self._title(root, node, scalar)))
        return name

    def _form_known(
        self, form: str, known: Sequence[str], node: markup.Mention, scalar: Scalar
    ) -> bool:
        if form in known:
            return True
        shown = ", ".join(f"@{node.key}({word})" if word else f"@{node.key}" for word in known)
        self.report(
            "reference-form-unknown",
            text("@{key} has no form “{form}”", key=node.key, form=form),
            text("forms there are: {forms}", forms=shown),
            scalar,
            node.offset,
        )
        return False

    def _unknown(self, key: str, scalar: Scalar, offset: int, known: Sequence[str]) -> None:
        frequent = self._counts.get(("reference-unknown", scalar.source.path), 0)
        near = nearest(key, known) if frequent < _MOST_OF_A_KIND else None
        hint = (
            text("did you mean @{near}?", near=near)
            if near
            else text("declare it in van-ban.yaml or don-vi.yaml, or as the id of a provision")
        )
        self.report(
            "reference-unknown", text("@{key} is not declared", key=key), hint, scalar, offset
        )

    def _incomplete(self, key: str, missing: str, scalar: Scalar, offset: int) -> None:
        self.report(
            "citation-incomplete",
            text("the register entry {key} has no {missing}", key=key, missing=missing),
            text("add {missing} to the entry, or use another form", missing=missing),
            scalar,
            offset,
        )


def merge_runs(inlines: Sequence[Inline]) -> Inlines:
    """Neighbouring runs of one look become one; empty ones go."""
    merged: list[Inline] = []
    for look, group in groupby(inlines, key=_look):
        if look is None:
            merged.extend(group)
        elif words := "".join(run.text for run in group if isinstance(run, Run)):
            merged.append(Run(words, *look))
    return tuple(merged)


def _look(inline: Inline) -> tuple[bool, bool] | None:
    return (inline.bold, inline.italic) if isinstance(inline, Run) else None
