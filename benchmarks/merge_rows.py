"""qdgen's merge alone: a resolved document in memory into a written DOCX.

python -m benchmarks.merge_rows DOCUMENT.pickle TEMPLATES OUT.docx
"""

from __future__ import annotations

import pickle
import sys
from pathlib import Path

from benchmarks.stopwatch import measured
from qdgen.word.compose import compose
from qdgen.word.package import write_package
from qdgen.word.templates import Templates


def main(document_file: str, templates: str, out: str) -> None:
    """Merge and write, timed."""
    with Path(document_file).open("rb") as file:
        document = pickle.load(file)  # noqa: S301 - made by `prepare` in the same run
    with measured():
        composition = compose(document, Templates(Path(templates)), "0" * 64)
        write_package(composition.parts, Path(out))


if __name__ == "__main__":
    main(*sys.argv[1:])
