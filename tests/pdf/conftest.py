"""What the PDF tests run on: the LibreOffice and the fonts of this machine, in a cache apart."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from qdgen.pdf.fonts import FontSet


@pytest.fixture(scope="session")
def soffice() -> Path:
    found = shutil.which("soffice")
    assert found, "LibreOffice is needed for these tests: `qdgen doctor` says how to install it"
    return Path(found)


@pytest.fixture(scope="session")
def fonts() -> FontSet:
    files = []
    for style in ("Regular", "Bold", "Italic", "Bold Italic"):
        answer = subprocess.run(
            ["fc-match", "--format=%{file}", f"Liberation Serif:style={style}"],
            capture_output=True,
            text=True,
            check=True,
        )
        files.append(Path(answer.stdout))
    assert all(file.name.startswith("LiberationSerif") for file in files), files
    return FontSet("Liberation Serif", tuple(files))


@pytest.fixture(scope="session")
def warm_cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def environ(warm_cache: Path) -> Mapping[str, str]:
    return {**os.environ, "QDGEN_CACHE": str(warm_cache)}
