"""What differs between a PDF as it was signed and as it is now, in words.

Updates that only fill in another signature field are no difference: the organ signs after the
person (ISO 32000-1, 12.8.2.2; ETSI EN 319 142-1).
"""

from __future__ import annotations

import hashlib
import io
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pikepdf
from pikepdf import Dictionary, Name

from qdgen.messages import Text, text
from qdgen.signing.updates import only_signed, said

_DEEP = 12
_SCRIPTS = ("/JavaScript", "/JS", "/Launch", "/SubmitForm", "/ImportData")


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong: a permanent code, and what it is."""

    code: str
    message: Text


def changes(
    signed: bytes, now: bytes, is_allowed: Callable[[], bool] = lambda: False
) -> list[Problem]:
    """What was changed after the revision `signed`, the first bytes of `now`.

    `is_allowed` is asked, where nothing can be named and the objects are not the same either.
    """
    try:
        with pikepdf.open(io.BytesIO(signed)) as before, pikepdf.open(io.BytesIO(now)) as after:
            if only_signed(before, after):
                return []
            named = [*_pages(before, after), *_catalogue(before, after)]
            if named or is_allowed():
                return named
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        return [Problem("changed-structure", text("it is damaged: {reason}", reason=str(error)))]
    return [Problem("changed-structure", text("something was changed after signing"))]


def _pages(before: pikepdf.Pdf, after: pikepdf.Pdf) -> Iterator[Problem]:
    old, new = [list(map(_page_mark, pdf.pages)) for pdf in (before, after)]
    if old != new:
        yield from _page_changes(old, new)
        if len(old) != len(new) or Counter(old) == Counter(new):
            return
    for number, (one, other) in enumerate(zip(before.pages, after.pages, strict=True), 1):
        yield from _annotations(number, one.obj, other.obj)


def _page_changes(old: list[str], new: list[str]) -> Iterator[Problem]:
    if len(new) > len(old):
        yield Problem("page-added", text("{count} pages were added", count=len(new) - len(old)))
    elif len(new) < len(old):
        yield Problem("page-removed", text("{count} pages are gone", count=len(old) - len(new)))
    elif Counter(old) == Counter(new):
        yield Problem("page-moved", text("pages stand in another order"))
    else:
        for number, (one, other) in enumerate(zip(old, new, strict=True), 1):
            if one != other:
                yield Problem("page-changed", text("page {number} was changed", number=number))


def _page_mark(page: pikepdf.Page) -> str:
    """What is drawn on a page, without its annotations."""
    shown = {
        key: page.obj[key]
        for key in ("/Contents", "/Resources", "/MediaBox", "/CropBox", "/Rotate")
        if key in page.obj
    }
    digest = hashlib.sha256()
    for key, value in shown.items():
        digest.update(key.encode())
        _feed(digest, value, _DEEP)
    return digest.hexdigest()


def _annotations(number: int, one: pikepdf.Object, other: pikepdf.Object) -> Iterator[Problem]:
    old, new = Counter(_annotation_marks(one)), Counter(_annotation_marks(other))
    added, gone = new - old, old - new
    for kind in sorted({kind for kind, _ in added} | {kind for kind, _ in gone}):
        more = sum(count for (k, _), count in added.items() if k == kind)
        less = sum(count for (k, _), count in gone.items() if k == kind)
        name = kind.removeprefix("/")
        if more > less:
            yield Problem(
                "annotation-added",
                text("page {number}: an annotation was added ({kind})", number=number, kind=name),
            )
        elif less > more:
            yield Problem(
                "annotation-removed",
                text("page {number}: an annotation is gone ({kind})", number=number, kind=name),
            )
        else:
            yield Problem(
                "annotation-changed",
                text("page {number}: an annotation was changed ({kind})", number=number, kind=name),
            )


def _annotation_marks(page: pikepdf.Object) -> Iterator[tuple[str, str]]:
    for annotation in page.get("/Annots", ()):
        kind = str(annotation.get("/Subtype", "/?"))
        shown = dict(annotation.items())
        if annotation.get("/FT") == Name.Sig:
            # Signing fills in value and appearance; the place must stay.
            for key in ("/V", "/AP", "/F", "/Lock", "/M", "/MK"):
                shown.pop(key, None)
        digest = hashlib.sha256()
        for key in sorted(shown):
            if key not in ("/P", "/Parent", "/Popup", "/StructParent"):
                digest.update(key.encode())
                _feed(digest, shown[key], _DEEP)
        yield kind, digest.hexdigest()


def _catalogue(before: pikepdf.Pdf, after: pikepdf.Pdf) -> Iterator[Problem]:
    old, new = _attachments(before), _attachments(after)
    for name in sorted(set(new) - set(old)):
        yield Problem("attachment-added", text("the file {name} was attached", name=name))
    for name in sorted(set(old) - set(new)):
        yield Problem("attachment-removed", text("the attached file {name} is gone", name=name))
    for name in sorted(set(old) & set(new)):
        if old[name] != new[name]:
            yield Problem(
                "attachment-changed", text("the attached file {name} was changed", name=name)
            )
    for key, code, message in (
        ("/OpenAction", "script-added", text("something now runs when it is opened")),
        ("/AA", "script-added", text("something now runs when it is opened")),
        ("/Outlines", "bookmarks-changed", text("the bookmarks were changed")),
        ("/OCProperties", "layers-changed", text("layers that hide or show were added")),
    ):
        if _mark(before.Root.get(key)) != _mark(after.Root.get(key)):
            yield Problem(code, message)
    if _fields(before) != _fields(after):
        yield Problem("field-changed", text("a form field was added, taken out or filled in"))
    if _described(before) != _described(after) or _said(before) != _said(after):
        yield Problem("metadata-changed", text("title, subject or author were changed"))


def _attachments(pdf: pikepdf.Pdf) -> dict[str, str]:
    return {
        name: hashlib.sha256(spec.get_file().read_bytes()).hexdigest()
        for name, spec in pdf.attachments.items()
    }


def _fields(pdf: pikepdf.Pdf) -> list[str]:
    """The fields of the form; of a signature's only its name and that it is one."""
    form = pdf.Root.get("/AcroForm", Dictionary())
    marks = []
    for field in form.get("/Fields", ()):
        is_signature = field.get("/FT") == Name.Sig
        value = "" if is_signature else _mark(field.get("/V"))
        marks.append(f"{field.get('/T')} {field.get('/FT')} {value}")
    return sorted(marks)


def _described(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    if "/Info" not in pdf.trailer:
        return ()
    return tuple(
        str(pdf.docinfo.get(key, "")) for key in ("/Title", "/Subject", "/Author", "/Keywords")
    )


def _said(pdf: pikepdf.Pdf) -> list[object] | None:
    metadata = pdf.Root.get("/Metadata")
    return said(metadata) if isinstance(metadata, pikepdf.Stream) else None


def _mark(value: object) -> str:
    digest = hashlib.sha256()
    if value is not None:
        _feed(digest, value, _DEEP)
    return digest.hexdigest()


def _feed(digest: hashlib._Hash, value: object, deep: int) -> None:
    """Feed a PDF object, whatever number it has in the file."""
    if deep == 0:
        return
    if isinstance(value, pikepdf.Dictionary) and value.get("/Type") == Name.Page:
        # Where a link goes; what stands there is told by its page. Updates keep the numbers.
        digest.update(repr(value.objgen).encode())
    elif isinstance(value, pikepdf.Dictionary | pikepdf.Stream):
        for key in sorted(value.keys()):
            if key not in ("/Parent", "/P", "/Length", "/StructParents", "/Prev"):
                digest.update(str(key).encode())
                _feed(digest, value[key], deep - 1)
        if isinstance(value, pikepdf.Stream):
            digest.update(value.read_raw_bytes())
    elif isinstance(value, pikepdf.Array):
        digest.update(b"[")
        for item in value:
            _feed(digest, item, deep - 1)
    else:
        digest.update(str(value).encode("utf-8", "surrogatepass"))
