"""What these tests run on: LibreOffice, the base dossier as built, and faults put into its Word
file, all converted at once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from building import qdgen_run
from sharing import made_once

BASE = Path(__file__).resolve().parents[1] / "check/base/content/ho-so"


@pytest.fixture(scope="session")
def soffice() -> Path:
    found = shutil.which("soffice")
    assert found, "LibreOffice is needed for these tests: `qdgen doctor` says how to install it"
    return Path(found)


@pytest.fixture(scope="session")
def base_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the base's Word file and PDF."""

    def make(output: Path) -> None:
        done = qdgen_run("--lang", "en", "build", BASE, "--output", output)
        assert done.returncode == 0, done.stderr

    return made_once(tmp_path_factory, "base", make) / "ho-so"
