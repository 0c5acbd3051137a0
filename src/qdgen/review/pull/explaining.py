"""Edits of what the program makes: where to change it, or what new reference they would mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from qdgen.content.loader import Dossier
from qdgen.content.nodes import Scalar
from qdgen.content.positions import locate
from qdgen.diagnostics import Location
from qdgen.document.citations import Form, IncompleteEntry, cite
from qdgen.document.model import plain_text
from qdgen.document.places import Place, Places, find_places
from qdgen.document.references import annex_name, phrase
from qdgen.messages import Text, text
from qdgen.review.pull.letters import Letter, Made
from qdgen.review.pull.origins import Origin, Sort
from qdgen.review.pull.outcome import Edit, State

_MOST_PLACES = 2_000
_ISSUED = ("so", "ngay")
_HEADS = {
    "dan_chieu": "loi_dan",
    "co_quan_ban_hanh": "co_quan_ban_hanh",
    "co_quan_chu_quan": "co_quan_chu_quan",
    "loai": "loai",
}


class Explainer:
    """Explains edits within one base version."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self._places: Places | None = None

    def made(self, origin: Origin, edit: Edit, letters: Sequence[Letter], after: str) -> Edit:
        """`edit`, of a text of `origin`, touches `letters` the program made; `after` are the words
        that would stand in their place."""
        letter = letters[0]
        if origin.is_made:
            return self._whole(origin, edit)
        scalar = origin.scalar
        if letter.made is Made.MENTION and scalar is not None:
            return self._mention(origin, scalar, letter, edit, after)
        if letter.made is Made.TOTAL and scalar is not None:
            return edit.refused(
                text("this is a total, added up from the figures of its column"),
                text("change the figures; the total at {place} follows",
                     place=_place(scalar, letter.start)),
            )  # fmt: skip
        if letter.made is Made.ADDRESS and scalar is not None:
            return edit.refused(
                text("an address is changed as a whole"),
                text("write the new address at {place}", place=_place(scalar, letter.start)),
            )
        if letter.made is Made.BLANK and scalar is not None:
            return edit.refused(
                text("a blank is filled in as a whole"),
                text("write the words in place of @trống at {place}",
                     place=_place(scalar, letter.start)),
            )  # fmt: skip
        return edit.refused(
            text("the program puts these words or this sign there"),
            text("nothing in the content holds them"),
        )

    def fixed(self, edit: Edit) -> Edit:
        """An edit of the template's own words."""
        return edit.refused(
            text("these words are the template's"),
            text("change them in the Word template"),
        )

    def number(self, edit: Edit, computed: str) -> Edit:
        """An edit of a number that is counted."""
        return edit.refused(
            text("numbers are counted, and this one comes to {number}", number=computed or "–"),
            text("move the provision to where it shall be counted"),
        )

    # --- texts made as a whole -------------------------------------------------------------------

    def _whole(self, origin: Origin, edit: Edit) -> Edit:
        scalar = origin.scalar
        key = origin.key.partition("/")[2].partition("/")[0]
        if origin.sort is Sort.BASIS and scalar is not None:
            return self._register(scalar.value, edit)
        if key in _ISSUED:
            return edit.refused(
                text("number and day are given when the document is issued"),
                text("qdgen issue --so … --ngay …"),
                location=_place(scalar) if scalar is not None else None,
            )
        if key == "phu_luc":
            return edit.refused(
                text("annexes are counted by their order"), text("change the order of kem_theo")
            )
        where = _place(scalar) if scalar is not None else None
        return edit.refused(
            text("these words are made from {key}", key=_HEADS.get(key, key)),
            text("change it at {place}", place=where) if where else Text(""),
            location=where,
        )

    # --- citations and references ----------------------------------------------------------------

    def _mention(
        self, origin: Origin, scalar: Scalar, letter: Letter, edit: Edit, after: str
    ) -> Edit:
        written = scalar.value[letter.start : letter.end]
        key = written[1:].partition("(")[0]
        where = locate(scalar, letter.start)
        meant = next(self._meanings(after.strip(" ,;."), origin), "")
        if meant and meant != written:
            return edit.held(
                State.PROPOSED,
                text("this would be the reference {mention}", mention=meant),
                text("write {mention} for {written} at {place}", mention=meant, written=written,
                     place=where),
                location=where,
            )  # fmt: skip
        if key in self._dossier.documents or key in self._dossier.units:
            explained = self._register(key, edit)
            return explained.refused(explained.reason, explained.hint, location=where)
        return edit.refused(
            text("this is the reference {written}: its number is counted", written=written),
            text("write the id of the provision that is meant at {place}", place=where),
            location=where,
        )

    def _register(self, key: str, edit: Edit) -> Edit:
        place = self._dossier.key_places.get(key)
        return edit.refused(
            text("these words come from the register entry {key}", key=key),
            text("change the entry at {place}, or cite another one", place=place)
            if place is not None
            else Text(""),
            location=place,
        )

    def _meanings(self, words: str, origin: Origin) -> Iterator[str]:
        """The mentions that would print `words` here."""
        if not words:
            return
        chosen = self._dossier.decision.presentation.citation_date
        in_words = chosen is not None and chosen.value == "chữ"
        for key, document in self._dossier.documents.items():
            for form in (Form.PLAIN, Form.NUMBER, Form.FULL):
                try:
                    said = cite(document, form, date_in_words=in_words)
                except IncompleteEntry:
                    continue
                if said == words:
                    yield f"@{key}" + (f"({form})" if form.value else "")
        viewer = origin.passage.viewer if origin.passage is not None else None
        if viewer is None:
            return
        if self._places is None:
            self._places = find_places(self._dossier)
        for place in list(self._places.values())[:_MOST_PLACES]:
            if place.number and _said(place, viewer) == words:
                yield f"@{place.id}"


def _said(place: Place, viewer: Place) -> str:
    if place.parent is None:
        return plain_text(tuple(annex_name(place, bold=False, italic=False)))
    return plain_text(phrase(place, viewer, place.root.id))


def _place(scalar: Scalar, offset: int = 0) -> Location:
    return locate(scalar, offset)
