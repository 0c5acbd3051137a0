"""The four dossiers' Word files as text, compared whole with what a person has reviewed.

`pytest --update-golden` writes the texts anew; `git diff` then shows what has changed.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from building import DOSSIERS, Built
from qdgen.word.golden import golden
from qdgen.word.reading import read_docx

FOLDER = Path(__file__).parent
# It says that the content has changed, which the rest of the text tells better.
_HASH = re.compile(r"(?<=qdgen-content-hash: )[0-9a-f]{64}$", re.MULTILINE)


@pytest.mark.parametrize("name", DOSSIERS)
def test_a_dossier_reads_as_reviewed(name: str, built: Built, update_golden: bool) -> None:
    found, hashes = _HASH.subn("…", golden(read_docx(built.docx(name))))
    assert hashes == 1
    reviewed = FOLDER / f"{name}.txt"
    if update_golden:
        reviewed.write_text(found, encoding="utf-8", newline="\n")
    assert reviewed.exists(), "run pytest --update-golden, and review the file it writes"
    assert found == reviewed.read_text(encoding="utf-8")


def test_every_golden_file_belongs_to_a_dossier() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} <= set(DOSSIERS)
