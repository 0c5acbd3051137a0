"""Why a file cannot be read or written is said in the user's language."""

from __future__ import annotations

import errno
import os
import zipfile
from pathlib import Path

import pypdfium2
import pytest

from qdgen.messages import render
from qdgen.reasons import reason

USUAL = [
    errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.EISDIR,
    errno.ENOTDIR, errno.EBUSY, errno.ETXTBSY, errno.ENAMETOOLONG, errno.EMFILE, errno.ENFILE,
    errno.EIO, errno.EFBIG,
]  # fmt: skip


@pytest.mark.parametrize("number", USUAL, ids=errno.errorcode.get)
def test_the_usual_reasons_are_told_in_vietnamese(number: int) -> None:
    said = render(reason(OSError(number, os.strerror(number))), "vi")
    assert not said.isascii()
    assert os.strerror(number).lower() not in said.lower()


def test_a_file_that_windows_says_is_open_is_in_use_and_not_forbidden() -> None:
    error = PermissionError(errno.EACCES, "Permission denied")
    assert str(reason(error)) == "permission is denied"
    error.winerror = 32  # type: ignore[attr-defined, unused-ignore]
    assert str(reason(error)) == "another program is using it"


def test_what_a_real_folder_and_a_real_gap_answer_is_known(tmp_path: Path) -> None:
    for path, said in [(tmp_path, "it is a folder"), (tmp_path / "x", "no such file or folder")]:
        with pytest.raises(OSError, match=path.name) as raised:
            path.read_bytes()
        assert said in str(reason(raised.value))


def test_an_error_without_a_number_is_known_by_its_kind(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as raised:
        pypdfium2.PdfDocument(tmp_path / "x.pdf")
    assert raised.value.errno is None
    assert str(reason(raised.value)) == "there is no such file or folder"


def test_another_reason_keeps_its_own_words() -> None:
    assert str(reason(OSError(errno.ESTALE, "Stale file {handle}"))) == "Stale file {handle}"
    assert str(reason(OSError("no number"))) == "no number"
    assert str(reason(zipfile.BadZipFile("File is not a zip file"))) == "File is not a zip file"
