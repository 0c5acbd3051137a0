"""LibreOffice at work as a reviewer: it opens files, edits them with tracked changes, accepts or
rejects all, and saves them.

The orders of a whole run are carried out by one process, through a Basic macro (office_desk.bas) in
a profile of the tests' own; nothing but LibreOffice itself is needed. It writes
no comments: Debian's build without windows dies of them.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

_MACRO = Path(__file__).with_name("office_desk.bas")
_MODULE = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE script:module PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN" "module.dtd">\n'
    '<script:module xmlns:script="http://openoffice.org/2000/script" script:name="Desk"'
    ' script:language="StarBasic">%s</script:module>'
)
_LIBRARY = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<!DOCTYPE library:library PUBLIC "-//OpenOffice.org//DTD OfficeDocument 1.0//EN"'
    ' "library.dtd">\n'
    '<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"'
    ' library:readonly="false" library:passwordprotected="false">'
    '<library:element library:name="Desk"/></library:library>'
)
_FILTERS = {
    ".docx": "MS Word 2007 XML",
    ".odt": "writer8",
    ".doc": "MS Word 97",
    ".rtf": "Rich Text Format",
}
_ESCAPES = str.maketrans({"\\": "\\\\", "\n": "\\n", "\t": "\\t"})


@dataclass
class Task:
    """One document from its opening to its closing. Words are searched for as they stand in one
    paragraph, and the first place counts; a line break in new words begins a new paragraph."""

    source: Path
    orders: list[tuple[str, ...]] = field(default_factory=list)

    def accept_all(self) -> Task:
        """Accept every tracked change."""
        return self._order("accept")

    def reject_all(self) -> Task:
        """Reject every tracked change."""
        return self._order("reject")

    def track(self, author: str) -> Task:
        """Record what follows as changes by `author`."""
        return self._order("author", author)._order("track", "on")

    def replace(self, words: str, new: str) -> Task:
        """Type `new` over `words`."""
        return self._order("replace", words, new)

    def delete(self, words: str) -> Task:
        """Delete `words`."""
        return self._order("delete", words)

    def insert_after(self, words: str, new: str) -> Task:
        """Type `new` behind `words`; split the paragraph there with a lone line break."""
        return self._order("after", words, new)

    def join_next(self, words: str) -> Task:
        """Delete the end of the paragraph that holds `words`."""
        return self._order("join", words)

    def delete_paragraph(self, words: str) -> Task:
        """Delete the paragraph that holds `words`."""
        return self._order("delete-paragraph", words)

    def bold(self, words: str) -> Task:
        """Make `words` bold."""
        return self._order("bold", words)

    def new_row(self, words: str) -> Task:
        """Insert an empty row below the one that holds `words`."""
        return self._order("new-row", words)

    def delete_row(self, words: str) -> Task:
        """Delete the row that holds `words`."""
        return self._order("delete-row", words)

    def fill_cell(self, words: str, new: str, *, down: int = 0, right: int = 0) -> Task:
        """Write `new` into the cell so far from the one that holds `words`."""
        return self._order("cell", words, str(down), str(right), new)

    def add_note(self, words: str, new: str) -> Task:
        """Put a footnote behind `words`."""
        return self._order("note", words, new)

    def save(self, target: Path) -> Task:
        """Save as what the name says: .docx, .odt, .doc or .rtf. More may follow."""
        target.parent.mkdir(parents=True, exist_ok=True)
        return self._order("save", str(target), _FILTERS[target.suffix])

    def _order(self, *words: str) -> Task:
        self.orders.append(words)
        return self


class Office:
    """One LibreOffice with a profile of its own in `folder`."""

    def __init__(self, folder: Path) -> None:
        found = shutil.which("soffice")
        assert found is not None, "LibreOffice is missing"
        self._soffice = found
        self._folder = folder
        self._profile = folder / "profile"
        # The first start fills the profile, and would write over a macro that is there already.
        self._start("--terminate_after_init", seconds=60)
        library = self._profile / "user/basic/Standard"
        (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
        macro = _MODULE % escape(_MACRO.read_text(encoding="utf-8"), quote=False)
        (library / "Desk.xba").write_text(macro, encoding="utf-8")

    def run(self, tasks: Iterable[Task], *, seconds: float = 300) -> None:
        """Carry out `tasks` in one process; an order that fails fails the test."""
        lines = [line for task in tasks for line in _lines(task)]
        (self._folder / "orders.txt").write_text("\n".join(lines), encoding="utf-8")
        log = self._folder / "log.txt"
        log.unlink(missing_ok=True)
        said = self._start("macro:///Standard.Desk.Main", seconds=seconds)
        told = log.read_text(encoding="utf-8") if log.exists() else ""
        assert told == "done\n", told or f"LibreOffice died: {said}"

    def _start(self, *arguments: str, seconds: float) -> str:
        process = subprocess.Popen(
            [
                self._soffice,
                "--headless",
                "--norestore",
                "--nologo",
                "--nolockcheck",
                f"-env:UserInstallation={self._profile.as_uri()}",
                *arguments,
            ],
            env={**os.environ, "QDGEN_DESK": str(self._folder)},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            start_new_session=True,
        )
        try:
            return process.communicate(timeout=seconds)[1]
        except BaseException:
            # The program found on the PATH is a script: what it started must end too.
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
            raise


def _lines(task: Task) -> list[str]:
    orders: Sequence[tuple[str, ...]] = [("open", str(task.source)), *task.orders, ("close",)]
    return ["\t".join(word.translate(_ESCAPES) for word in order) for order in orders]
