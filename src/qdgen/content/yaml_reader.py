"""The strict reader of the restricted YAML of docs/content-format.md.

PyYAML's parser (the C one where it is there) says what the structure is; nothing is taken from
its typing. Whatever ordinary YAML would change, lose or reinterpret silently is refused here.
"""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from qdgen.content.node_builder import Builder
from qdgen.content.nodes import MapNode, SourceFile
from qdgen.content.problems import Problems
from qdgen.content.text_scan import scan_characters
from qdgen.diagnostics import Diagnostic, Location
from qdgen.messages import text
from qdgen.reasons import reason

MOST_BYTES = 64 * 1024 * 1024


def read_file(
    path: Path, shown_as: str
) -> tuple[MapNode | None, SourceFile | None, list[Diagnostic]]:
    """Read the content file at `path`, called `shown_as` in messages.

    Gives the root map, the source and nothing wrong; or no map and the list of what is wrong
    (and no source where the bytes are not text at all).
    """
    content, problems = decode(path, shown_as)
    if content is None:
        return None, None, problems
    return parse(content, shown_as)


def decode(path: Path, shown_as: str) -> tuple[str | None, list[Diagnostic]]:
    """The text of the file at `path`; or None and why it is not text in UTF-8."""
    try:
        with path.open("rb") as file:
            data = file.read(MOST_BYTES + 1)
    except OSError as error:
        return None, [
            Diagnostic(
                "file-unreadable",
                text("the file cannot be read: {reason}", reason=reason(error)),
                Location(shown_as),
                text("Check that it is an ordinary file and that you may read it."),
            )
        ]
    if len(data) > MOST_BYTES:
        return None, [
            Diagnostic(
                "file-too-large",
                text("the file is larger than {most} MB", most=MOST_BYTES // 1024 // 1024),
                Location(shown_as),
                text("Divide it into several annexes."),
            )
        ]
    try:
        content = data.decode("utf-8")
    except UnicodeDecodeError as error:
        return None, [_not_utf8(data, error.start, shown_as)]
    if "\0" in content[:64] and content.count("\0") * 3 > len(content):
        return None, [_not_utf8(data, 0, shown_as)]
    return content, []


def parse(content: str, shown_as: str) -> tuple[MapNode | None, SourceFile, list[Diagnostic]]:
    """Read `content` as one content file; see `read_file`."""
    source = SourceFile(shown_as, content)
    problems = Problems(source)
    scan_characters(problems)
    if problems:
        return None, source, problems.listed()
    with _without_collector():
        root = Builder(problems).build()
    if problems or root is None:
        return None, source, problems.listed()
    return root, source, []


def _not_utf8(data: bytes, at: int, shown_as: str) -> Diagnostic:
    line_start = data.rfind(b"\n", 0, at) + 1
    place = Location(
        shown_as,
        data.count(b"\n", 0, at) + 1,
        len(data[line_start:at].decode("utf-8", "replace")) + 1,
    )
    if data[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in data[:64]:
        return Diagnostic(
            "not-utf8",
            text("the file is in UTF-16, not in UTF-8"),
            place,
            text("In Notepad: Save as, Encoding: UTF-8 (not UTF-8 with BOM)."),
        )
    line_end = data.find(b"\n", at)
    line = data[line_start : line_end if line_end >= 0 else len(data)][:2000]
    return Diagnostic(
        "not-utf8",
        text("the file is not in UTF-8"),
        place,
        text("Convert it from TCVN3 (ABC), VNI or Windows-1258 to Unicode and save it as UTF-8."),
        line.decode("utf-8", "replace").rstrip("\r"),
    )


@contextmanager
def _without_collector() -> Iterator[None]:
    """Hundreds of thousands of nodes are made and none is garbage: let Python not look for any."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
