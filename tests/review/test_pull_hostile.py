"""Files from mail that are broken or meant to do harm: a clear refusal, soon and in little room."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pull_desk import Desk, open_desk, rewritten

from building import environment

_SECONDS = 60
_MEGABYTES = 900


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    return open_desk(tmp_path_factory.mktemp("hostile"))


def _document(change: Callable[[str], str]) -> Callable[[Path], None]:
    return lambda docx: rewritten(docx, "word/document.xml", change)


def _million(docx: Path) -> None:
    many = "".join(f"<w:p><w:r><w:t>{n * 7919}</w:t></w:r></w:p>" for n in range(1_000_000))
    rewritten(docx, "word/document.xml", lambda xml: xml.replace("<w:body>", f"<w:body>{many}", 1))


def _entities(docx: Path) -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    rewritten(docx, "word/document.xml", lambda xml: f"{bomb}]>{xml.partition('?>')[2]}")


def _zip_bomb(docx: Path) -> None:
    with zipfile.ZipFile(docx, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/media/a.bin", b"\0" * (300 << 20))


def _linked(docx: Path) -> None:
    link = (
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/image" Target="http://example.org/a.png" TargetMode="External"/>'
    )
    rewritten(
        docx, "word/_rels/document.xml.rels",
        lambda xml: xml.replace("</Relationships>", f"{link}</Relationships>"),
    )  # fmt: skip


def _macros(docx: Path) -> None:
    with zipfile.ZipFile(docx, "a") as package:
        package.writestr("word/vbaProject.bin", b"\xd0\xcf\x11\xe0")


def _cut_off(docx: Path) -> None:
    docx.write_bytes(docx.read_bytes()[:4000])


def _locked(docx: Path) -> None:
    docx.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"))


def _of_other_kind(docx: Path) -> None:
    docx.write_bytes(b"%PDF-1.7\n")


def _linked_rtf(docx: Path) -> None:
    docx.write_bytes(rb'{\rtf1{\field{\*\fldinst INCLUDEPICTURE "http://example.org/a.png"}}}')


def _macro_odt(docx: Path) -> None:
    with zipfile.ZipFile(docx, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("Basic/Standard/Module1.xml", "<x/>")
        package.writestr("content.xml", "<x/>")


def _locked_odt(docx: Path) -> None:
    with zipfile.ZipFile(docx, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        package.writestr("META-INF/manifest.xml", "<manifest:encryption-data/>")
        package.writestr("content.xml", "secret")


@pytest.mark.parametrize(
    ("harm", "told"),
    [
        (_million, "paragraphs"),
        (_entities, "DTD"),
        (_zip_bomb, "sent"),
        (_linked, "outside itself"),
        (_macros, "macros"),
        pytest.param(_cut_off, "sent", marks=pytest.mark.whole),
        (_document(lambda xml: xml[:-200]), "not well-formed"),
        (_document(lambda xml: xml.replace("<w:p>", "<w:p>" + "<w:sdt>" * 500, 1)), "document.xml"),
        (_locked, "password"),
        (_of_other_kind, "neither"),
        pytest.param(_linked_rtf, "outside itself", marks=pytest.mark.whole),
        (_macro_odt, "macros"),
        pytest.param(_locked_odt, "password", marks=pytest.mark.whole),
    ],
)
def test_a_hostile_file_is_refused_soon_and_nothing_is_written(
    desk: Desk, harm: Callable[[Path], None], told: str
) -> None:
    file = desk.root / "sent-back.docx"
    file.write_bytes(desk.sent.read_bytes())
    harm(file)
    before = {path: path.read_bytes() for path in desk.dossier.iterdir()}
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "qdgen", "--lang", "en", "pull", str(file), "--yes"],
        cwd=desk.root,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        timeout=_SECONDS,
        check=False,
        preexec_fn=_in_little_room,
    )
    assert time.monotonic() - started < _SECONDS
    assert done.returncode in (3, 6), done.stderr
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert before == {path: path.read_bytes() for path in desk.dossier.iterdir()}


def _in_little_room() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (_MEGABYTES << 20, _MEGABYTES << 20))
