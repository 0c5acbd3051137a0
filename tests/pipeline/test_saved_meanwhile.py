"""What is saved in the last moment of a build is built by the next one, and kept as no base."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from building import DOSSIERS
from qdgen.pipeline import publish, recipe
from qdgen.pipeline.base_copies import FOLDER
from qdgen.pipeline.work import Options

NAME = "2025-bo-nhiem"


@pytest.fixture
def dossier(tmp_path: Path) -> Path:
    source = DOSSIERS[NAME]
    shutil.copytree(source, tmp_path / "content" / NAME)
    shutil.copy(source.parent / "van-ban.yaml", tmp_path / "content")
    return tmp_path / "content" / NAME


@pytest.mark.parametrize("step", ["make_stamp", "keep_copy"])
def test_a_text_saved_while_the_build_ends_is_not_taken_for_built(
    dossier: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    file = dossier / "quyet-dinh.yaml"
    before: Callable[..., object] = getattr(publish, step)

    def saving(*given: object, **named: object) -> object:
        file.write_text(file.read_text(encoding="utf-8") + "# sửa\n", encoding="utf-8")
        return before(*given, **named)

    monkeypatch.setattr(publish, step, saving)

    (result,) = recipe.build([dossier], Options(tmp_path / "out", tmp_path, pdf=False), print)

    assert result.error is None
    outputs = tmp_path / "out" / NAME
    assert (outputs / f"{NAME}.docx").is_file()
    assert not (outputs / ".qdgen.json").exists()
    copies = list((outputs / FOLDER).glob("*"))
    assert len(copies) == (1 if step == "make_stamp" else 0)
