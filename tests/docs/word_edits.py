"""What the people of the guide do in Word, done in LibreOffice with tracked changes.

    python tests/docs/word_edits.py SOURCE "FILE: AUTHOR" EDIT… "FILE: AUTHOR" EDIT…

Each FILE is SOURCE with the edits that follow it: `thay | OLD | NEW`, `thêm | BEHIND | NEW`,
`xóa | WORDS`, `xóa đoạn | WORDS`.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "review"))

from office import Office, Task

_ACTS = {
    "thay": Task.replace,
    "thêm": Task.insert_after,
    "xóa": Task.delete,
    "xóa đoạn": Task.delete_paragraph,
}


def edited(source: Path, words: Sequence[str]) -> None:
    """Make every FILE of `words` from `source`."""
    tasks: list[tuple[Task, Path]] = []
    for word in words:
        act, *arguments = (part.strip() for part in word.split("|"))
        if not arguments:
            file, _, author = word.partition(": ")
            tasks.append((Task(source.resolve()).track(author), Path(file).resolve()))
        else:
            _ACTS[act](tasks[-1][0], *arguments)
    with tempfile.TemporaryDirectory() as folder:
        Office(Path(folder)).run([task.save(target) for task, target in tasks])


if __name__ == "__main__":
    edited(Path(sys.argv[1]), sys.argv[2:])
