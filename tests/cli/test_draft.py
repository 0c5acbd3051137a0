"""`qdgen build --ban-thao`: every page says that it is a draft, and the clean files stay."""

from __future__ import annotations

import os
import pty
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from openxml_audit import OpenXmlValidator
from pikepdf import pdfa

from building import DOSSIERS, PROJECT, REAL, Built, environment, program, qdgen_run
from qdgen.pdf.layout import Word, open_pdf, page_layouts
from qdgen.pdf.reading import pages
from qdgen.vietnamese import short_date
from qdgen.word.reading import paragraphs_of, read_docx
from small_dossiers import annex, write_dossier

NAME = "2025-thu"
STAMP = "DỰ THẢO LẦN 2 ngày 10/6/2025"
_PATIENCE = 60


def run(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return qdgen_run("--lang", "en", *arguments, cwd=folder)


def draft(folder: Path, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return run(folder, "build", *arguments, "--ban-thao", "2", "--ngay-ban-thao", "10/6/2025")


def small(folder: Path) -> Path:
    """A project with one dossier, of a decision and an annex; its output folder."""
    write_dossier(
        folder / "content",
        files={"danh-muc": annex("- id: a\n  viec: Xây dựng hệ thống\n")},
    )
    return folder / "output" / NAME


def held(output: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in output.iterdir() if path.is_file()}


def headers(docx: Path) -> list[tuple[str, str]]:
    """The words in the header of the first and of the other pages of each section."""

    def words(blocks: Sequence[object] | None) -> str:
        texts = [p.text for p in paragraphs_of(blocks or ())]  # type: ignore[arg-type]
        return " | ".join(" ".join(t.split()) for t in texts if t.strip())

    return [
        (words(s.headers.first if s.setup.has_title_page else s.headers.default),
         words(s.headers.default))
        for s in read_docx(docx).sections
    ]  # fmt: skip


@pytest.fixture(scope="module")
def drafted(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The drafts of the four dossiers."""
    output = tmp_path_factory.mktemp("du-thao")
    done = draft(PROJECT, *DOSSIERS.values(), "--output", output)
    assert done.returncode == 0, done.stderr
    return output


def drafts(output: Path, name: str) -> tuple[Path, Path]:
    return output / name / f"{name}-du-thao.docx", output / name / f"{name}-du-thao.pdf"


# --- what stands on the pages -------------------------------------------------------------------


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_headers_of_every_part_bear_the_stamp(drafted: Path, name: str) -> None:
    docx, _ = drafts(drafted, name)
    found = headers(docx)
    sections = read_docx(docx).sections
    for (first, following), section in zip(found, sections, strict=True):
        assert first in ((STAMP,) if section.setup.has_title_page else (f"{STAMP} | 2",))
        assert following == f"{STAMP} | 2"


def test_there_are_first_pages_with_and_without_number_and_turned_ones(drafted: Path) -> None:
    setups = [
        section.setup
        for name in DOSSIERS
        for section in read_docx(drafts(drafted, name)[0]).sections
    ]
    assert {s.is_landscape for s in setups} == {True, False}
    assert {s.has_title_page for s in setups} == {True, False}


@pytest.mark.parametrize("name", DOSSIERS)
def test_every_page_says_that_it_is_a_draft_and_is_else_as_the_clean_one(
    drafted: Path, built: Built, name: str
) -> None:
    _, pdf = drafts(drafted, name)
    stamped, clean = list(pages(pdf)), list(pages(built.pdf(name)))
    assert len(stamped) == len(clean)
    for page, other in zip(stamped, clean, strict=True):
        words = page.text.split()
        assert " ".join(words[-len(STAMP.split()) :]) == STAMP
        assert words[: -len(STAMP.split())] == other.text.split()


def _stamp_of(words: Sequence[Word]) -> list[Word]:
    start = next(n for n, w in enumerate(words) if w.text == "DỰ" and words[n + 1].text == "THẢO")
    return list(words[start : start + len(STAMP.split())])


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_stamp_stands_in_the_upper_margin_at_the_left_bold_and_in_13(
    drafted: Path, built: Built, name: str
) -> None:
    """And nothing else has moved: not even the page number beside it."""
    stamped = list(page_layouts(open_pdf(drafts(drafted, name)[1], "")))
    clean = list(page_layouts(open_pdf(built.pdf(name), "")))
    for page, other in zip(stamped, clean, strict=True):
        stamp = _stamp_of(page.words)
        assert all(w.baseline < 20 and w.left >= 30 and w.right < 80 for w in stamp)
        assert all(w.size == 13 and w.face.bold for w in stamp)
        rest = [(w.text, round(w.left, 1), round(w.baseline, 1)) for w in page.words
                if w not in stamp]  # fmt: skip
        assert rest == [(w.text, round(w.left, 1), round(w.baseline, 1)) for w in other.words]


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_pdf_of_a_draft_is_a_pdf_a(drafted: Path, name: str) -> None:
    with pikepdf.open(drafts(drafted, name)[1]) as pdf:
        assert pdfa.check(pdf, "2b").findings == []


@pytest.mark.parametrize("name", DOSSIERS)
def test_two_validators_find_nothing_wrong_in_the_word_file(
    drafted: Path, name: str, ooxml_validator: list[str]
) -> None:
    docx, _ = drafts(drafted, name)
    done = subprocess.run(
        [*ooxml_validator, str(docx)],
        capture_output=True, encoding="utf-8", timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[:4000]
    assert [e.description for e in OpenXmlValidator().validate(docx).errors] == []


@pytest.mark.parametrize("name", DOSSIERS)
def test_the_check_says_that_it_is_a_draft_and_finds_nothing_else_in_it(
    drafted: Path, built: Built, name: str, tmp_path: Path
) -> None:
    for suffix, stamped in zip((".docx", ".pdf"), drafts(drafted, name), strict=True):
        for folder, source in (
            ("stamped", stamped),
            ("clean", built.folder / name / f"{name}{suffix}"),
        ):
            (tmp_path / folder).mkdir(exist_ok=True)
            shutil.copy(source, tmp_path / folder / f"van-ban{suffix}")
    said = run(tmp_path, "check", *sorted(tmp_path.glob("*/van-ban.*"))).stdout
    for suffix in (".docx", ".pdf"):
        stamped_codes, clean_codes = (
            re.findall(
                rf"^{folder}/van-ban\{suffix}\b.*\[([A-Z]{{2}}\d{{3}}) [a-z-]+\]$",
                said,
                re.MULTILINE,
            )
            for folder in ("stamped", "clean")
        )
        assert "TB512" in stamped_codes
        assert sorted(c for c in stamped_codes if c != "TB512") == sorted(clean_codes)


# --- files --------------------------------------------------------------------------------------


def test_a_draft_leaves_the_clean_files_alone_and_they_it(tmp_path: Path) -> None:
    output = small(tmp_path)
    assert run(tmp_path, "build").returncode == 0
    clean = held(output)
    assert draft(tmp_path).returncode == 0
    both = held(output)
    assert clean.items() <= both.items()
    assert both.keys() - clean.keys() == {
        ".qdgen-du-thao.json", f"{NAME}-du-thao.docx", f"{NAME}-du-thao.pdf"
    }  # fmt: skip
    assert "nothing has changed" in run(tmp_path, "build").stdout
    assert "nothing has changed" in draft(tmp_path).stdout
    assert held(output) == both
    assert "DỰ THẢO" not in "".join(page.text for page in pages(output / f"{NAME}.pdf"))


def test_the_same_draft_gives_the_same_bytes(drafted: Path, tmp_path: Path) -> None:
    done = draft(PROJECT, DOSSIERS[REAL], "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    for one, other in zip(drafts(drafted, REAL), drafts(tmp_path, REAL), strict=True):
        assert one.read_bytes() == other.read_bytes()


def test_another_number_or_day_is_another_draft(tmp_path: Path) -> None:
    output = small(tmp_path)
    for options, words in (
        (["--ban-thao"], "DỰ THẢO"),
        (["--ban-thao", "3"], "DỰ THẢO LẦN 3"),
        (["--ban-thao", "3", "--ngay-ban-thao", "5/1/2025"], "DỰ THẢO LẦN 3 ngày 05/01/2025"),
    ):
        done = run(tmp_path, "build", "--no-pdf", *options)
        assert "wrote" in done.stdout, done.stderr
        assert headers(output / f"{NAME}-du-thao.docx")[0] == (words, f"{words} | 2")


def test_each_part_of_a_draft_may_be_a_file_of_its_own(tmp_path: Path) -> None:
    output = small(tmp_path)
    assert draft(tmp_path, "--split", "--no-pdf").returncode == 0
    assert held(output).keys() == {
        ".qdgen-split-du-thao.json",
        f"{NAME}-quyet-dinh-du-thao.docx",
        f"{NAME}-danh-muc-du-thao.docx",
    }
    for part in ("quyet-dinh", "danh-muc"):
        assert headers(output / f"{NAME}-{part}-du-thao.docx") == [(STAMP, f"{STAMP} | 2")]
    assert "nothing has changed" in draft(tmp_path, "--split", "--no-pdf").stdout


def test_watching_makes_the_draft_anew(tmp_path: Path) -> None:
    output = small(tmp_path)
    options = ("build", "--no-pdf", "--watch", "--ban-thao", "2")
    with subprocess.Popen(
        program(*options), cwd=tmp_path, env=environment(),
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    ) as watching:  # fmt: skip
        try:
            file = output / f"{NAME}-du-thao.docx"
            _until(file.exists)
            first = file.read_bytes()
            content = tmp_path / "content" / NAME / "quyet-dinh.yaml"
            words = content.read_text(encoding="utf-8")
            content.write_text(words.replace("ngày ký", "ngày ban hành"), encoding="utf-8")
            _until(lambda: file.read_bytes() != first)
        finally:
            watching.send_signal(signal.SIGINT)
    assert not (output / f"{NAME}.docx").exists()


def _until(condition: object) -> None:
    end = time.monotonic() + _PATIENCE
    while not condition():  # type: ignore[operator]
        assert time.monotonic() < end
        time.sleep(0.05)


def test_on_a_terminal_it_bears_the_day_of_today(tmp_path: Path) -> None:
    output = small(tmp_path)
    before = date.today()  # noqa: DTZ011
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        program("build", "--no-pdf", "--ban-thao", "1"), cwd=tmp_path, env=environment(),
        stdin=theirs, stdout=theirs, stderr=theirs,
    ) as terminal:  # fmt: skip
        assert terminal.wait(_PATIENCE) == 0
    os.close(theirs)
    os.close(ours)
    days = {short_date(day) for day in (before, date.today())}  # noqa: DTZ011
    assert headers(output / f"{NAME}-du-thao.docx")[0][0] in {
        f"DỰ THẢO LẦN 1 ngày {day}" for day in days
    }


# --- refusals -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--ban-thao", "0"], "“0” is no number of a draft"),
        (["--ban-thao", "100"], "write figures from 1 to 99"),
        (["--ban-thao", NAME], "qdgen build DOSSIER --ban-thao 2"),
        (["--ban-thao", "2", "--ngay-ban-thao", "31/6/2025"], "“31/6/2025” is no day"),
        (["--ban-thao", "--ngay-ban-thao", "hôm nay"], "write d/m/yyyy: 10/6/2025"),
        (["--ngay-ban-thao", "10/6/2025"], "--ngay-ban-thao is for drafts only"),
    ],
)
def test_what_is_no_draft_is_told(tmp_path: Path, options: list[str], said: str) -> None:
    small(tmp_path)
    done = run(tmp_path, "build", *options)
    assert done.returncode == 2
    assert said in done.stderr
    assert not (tmp_path / "output").exists()


def test_a_part_may_not_be_called_as_a_draft_is(tmp_path: Path) -> None:
    write_dossier(
        tmp_path / "content",
        files={"du-thao": annex("- id: a\n  viec: Xây dựng hệ thống\n")},
    )
    done = draft(tmp_path, "--no-pdf")
    assert done.returncode == 2
    assert "du-thao.yaml has a name that only drafts may have" in done.stderr
    assert run(tmp_path, "build", "--no-pdf").returncode == 0


def test_templates_without_the_style_give_clean_files_only(tmp_path: Path) -> None:
    small(tmp_path)
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    _restyle(tmp_path, 'w:val="Dự thảo"', 'w:val="Bản thảo"')
    assert run(tmp_path, "build", "--no-pdf").returncode == 0
    done = draft(tmp_path, "--no-pdf")
    assert done.returncode == 4
    assert "there is no style “Dự thảo”" in done.stderr


def test_the_looks_of_the_stamp_are_the_clerk_s(tmp_path: Path) -> None:
    """Without its frame it stands above the page number: still on each page, and proven."""
    output = small(tmp_path)
    shutil.copytree(PROJECT / "templates", tmp_path / "templates")
    _restyle(tmp_path, r"<w:framePr [^>]*/>", "")
    done = draft(tmp_path)
    assert done.returncode == 0, done.stderr
    assert all(STAMP in " ".join(p.text.split()) for p in pages(output / f"{NAME}-du-thao.pdf"))


def _restyle(folder: Path, old: str, new: str) -> None:
    from qdgen.word.package import read_package, write_package

    for template in (folder / "templates").glob("*.docx"):
        parts = read_package(template)
        styles, count = re.subn(old, new, parts["word/styles.xml"].decode())
        assert count == 1
        write_package({**parts, "word/styles.xml": styles.encode()}, template)
