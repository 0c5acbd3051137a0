"""A Word file by its own words: what it says is what its content says, by the same ids."""

from __future__ import annotations

from pathlib import Path

import pytest

from building import DOSSIERS, Built, qdgen_run
from qdgen.check.elements import Element
from qdgen.review.changes import Kind
from qdgen.review.compare import compare
from qdgen.review.content_version import content_version
from qdgen.review.unit import Version
from qdgen.review.word_version import recorded_hash, same_words, word_version
from qdgen.word.package import read_package, write_package
from small_dossiers import load


@pytest.fixture(scope="module")
def word_files(tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("word")
    done = qdgen_run("build", "--no-pdf", *DOSSIERS.values(), "--output", folder)
    assert done.returncode == 0, done.stderr
    return Built(folder)


def both(name: str, docx: Path) -> tuple[Version, Version]:
    content = content_version(load(DOSSIERS[name]), "nội dung")
    columns = {
        (unit.part, " ".join(unit.text.split()).casefold()): unit.key.rpartition("/")[2]
        for unit in content.units
        if unit.element is Element.COLUMN_HEADING
    }
    return content, word_version(docx, "tệp Word", columns)


@pytest.mark.parametrize("name", DOSSIERS)
def test_a_file_as_it_was_built_differs_in_nothing(name: str, word_files: Built) -> None:
    content, word = both(name, word_files.docx(name))
    assert same_words(word, content)
    assert compare(content, word).changes == []
    assert compare(word, content).changes == []
    assert len(recorded_hash(word_files.docx(name))) == 64


def test_an_edit_in_word_is_found_by_its_id(word_files: Built, tmp_path: Path) -> None:
    name = "2025-quy-che-du-lieu-mo"
    parts = read_package(word_files.docx(name))
    body = parts["word/document.xml"].decode()
    assert body.count("được hiểu như sau") == 1
    parts["word/document.xml"] = body.replace("được hiểu như sau", "được hiểu thế này").encode()
    edited = tmp_path / "sua.docx"
    write_package(parts, edited)
    content, word = both(name, edited)
    assert not same_words(word, content)
    (change,) = compare(content, word).changes
    assert (change.kind, change.key) == (Kind.REWORDED, "tu-ngu/noi_dung/1")
