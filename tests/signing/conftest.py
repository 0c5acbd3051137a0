"""A package issued in separate files, and the keys to sign it: made once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from issuing_desk import NAME, clerk_desk

import pki
from building import qdgen_run
from sharing import made_once


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> pki.Keys:
    """A PKI of two: a person with a file, an organ with a token."""
    folder = tmp_path_factory.mktemp("pki")
    authority = pki.root()
    signer = pki.leaf(authority, "Nguyễn Văn An")
    organ = pki.leaf(authority, "Bộ Khoa học và Công nghệ")
    (folder / "root.pem").write_bytes(authority.pem)
    library, environ = pki.soft_token(organ, folder / "hsm")
    file = pki.p12(signer, authority, folder / "an.p12")
    return pki.Keys(authority, signer, organ, folder / "root.pem", file, library, environ)


@pytest.fixture(scope="session")
def issued_desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A desk with the dossier issued in separate files. Copy it before changing it."""

    def make(folder: Path) -> None:
        desk = clerk_desk(folder, in_git=False)
        answer = qdgen_run("issue", NAME, "--so", "7", "--ngay", "5/2/2026", "--split", cwd=desk)
        assert answer.returncode == 0, answer.stderr

    return made_once(tmp_path_factory, "issued", make)


@pytest.fixture
def desk(issued_desk: Path, tmp_path: Path) -> Path:
    """The issued desk, one's own."""
    shutil.copytree(issued_desk, tmp_path / "desk")
    return tmp_path / "desk"
