"""From two sides of a comparison to a redline: both as Word files, then one of both."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from qdgen.errors import UsageError
from qdgen.messages import Text, text
from qdgen.pipeline.reading import content_hash
from qdgen.pipeline.versions import Side, open_sides
from qdgen.review.redline.proof import prove_redline
from qdgen.review.redline.redline import Redline, redline
from qdgen.tree import template_folder
from qdgen.word.compose import compose
from qdgen.word.package import Package, read_package, write_package
from qdgen.word.templates import Templates


@dataclass(frozen=True, slots=True)
class Redlined:
    """What was written, and what the user must know of how the sides were read."""

    redline: Redline
    told: tuple[Text, ...]


def write_redline(
    old: str,
    new: str,
    target: Path,
    here: Path,
    author: str,
    when: datetime,
    dossier: Path | None = None,
) -> Redlined:
    """Write the redline of `old` and `new` (as `open_sides` takes them) to `target`.

    Raises as `open_sides`; RefusedError where a DOCX holds tracked changes already; UsageError
    where `target` is one of the two files; TemplateError where the redline does not hold both
    versions; OutputError.
    """
    with open_sides(old, new, here, dossier) as sides:
        for side in sides:
            if side.docx is not None and target.exists() and target.samefile(side.docx):
                raise UsageError(
                    text("{file} is one of the two files compared", file=target.name),
                    text("give another name with -o"),
                )
        before, after = (_word_file(side, here) for side in sides)
        made = redline(before, after, author, when)
        prove_redline(made.parts, before, after)
        write_package(made.parts, target)
        return Redlined(made, tuple(told for side in sides for told in side.told))


def _word_file(side: Side, here: Path) -> Package:
    """The side built into Word, or the DOCX as it is where its content is not known."""
    if side.document is None or side.dossier is None:
        if side.docx is None:
            raise TypeError(side.name)
        return read_package(side.docx)
    templates = Templates(template_folder(side.path or here, here))
    composition = compose(side.document, templates, content_hash(side.dossier))
    return {
        name: data if isinstance(data, bytes) else b"".join(data)
        for name, data in composition.parts.items()
    }
