"""What can be compared: dossiers, revisions of git, Word files; and git that is not obeyed."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from building import qdgen_run
from qdgen.errors import ContentError, UsageError
from qdgen.pipeline.versions import Side, open_sides
from qdgen.repository import find_repository
from qdgen.word.package import read_package, write_package
from small_dossiers import annex, decision, write_dossier

NAME = "2025-thu"


def git(folder: Path, *words: str) -> str:
    identity = ("-c", "user.name=A", "-c", "user.email=a@example.vn", "-c", "commit.gpgsign=false")
    done = subprocess.run(
        ["git", *identity, *words], cwd=folder, check=True, capture_output=True, encoding="utf-8"
    )
    return done.stdout.strip()


def write(desk: Path, words: str = "Cũ") -> Path:
    return write_dossier(
        desk / "content",
        NAME,
        quyet_dinh=decision(
            f"- id: mot\n  noi_dung: {words}^(Ghi chú.) theo @luat./.\n", kem_theo=("phu-luc",)
        ),
        van_ban="luat:\n  loai: Luật\n  trich_yeu: Dữ liệu\n",
        files={"phu-luc": annex("- id: a\n  viec: Một việc\n", stt="- 1\n")},
    )


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A repository with three states of a dossier; the last is not committed."""
    folder = write(tmp_path, "Cũ nhất")
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "một")
    git(tmp_path, "tag", "lan-1")
    write(tmp_path, "Cũ")
    git(tmp_path, "commit", "-qam", "hai")
    write(tmp_path, "Mới")
    assert folder.is_dir()
    return tmp_path


@contextmanager
def opened(desk: Path, old: str, new: str, dossier: str = "") -> Iterator[tuple[Side, Side]]:
    with open_sides(old, new, desk, Path(dossier) if dossier else None) as sides:
        yield sides


def words(side: Side) -> str:
    text = next(unit.text for unit in side.version.units if unit.key == "mot")
    return text.partition(" theo")[0].removesuffix("￼")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("content/2025-thu", "Mới"),
        ("2025-thu", "Mới"),
        ("HEAD", "Cũ"),
        ("HEAD~1", "Cũ nhất"),
        ("lan-1", "Cũ nhất"),
        ("main:content/2025-thu", "Cũ"),
        ("main:./content/2025-thu/quyet-dinh.yaml", "Cũ"),
    ],
)
def test_a_side_is_a_dossier_or_a_revision_of_it(desk: Path, asked: str, says: str) -> None:
    with opened(desk, asked, "2025-thu") as (old, new):
        assert words(old) == says
        assert words(new) == "Mới"
        assert old.version.registers["luat/trich_yeu"] == "Dữ liệu"


def test_two_revisions_need_a_dossier_only_where_there_are_several(desk: Path) -> None:
    with opened(desk, "lan-1", "HEAD") as (old, new):
        assert (words(old), words(new)) == ("Cũ nhất", "Cũ")
    write_dossier(desk / "content", "2025-khac", quyet_dinh=decision())
    with pytest.raises(UsageError), opened(desk, "lan-1", "HEAD"):
        pass
    with opened(desk, "lan-1", "HEAD", NAME) as (old, _):
        assert words(old) == "Cũ nhất"


@pytest.mark.parametrize("asked", ["khong-co", "HEAD:khong/co", "HEAD:../..", "--help", "HEAD~99"])
def test_what_cannot_be_compared_is_told(desk: Path, asked: str) -> None:
    with pytest.raises(UsageError), opened(desk, asked, "2025-thu"):
        pass


def test_mistakes_are_those_of_the_side_that_has_them(desk: Path) -> None:
    file = desk / "content/2025-thu/quyet-dinh.yaml"
    good = file.read_text(encoding="utf-8")
    file.write_text(good.replace("dieu:", "dieu_sai:"), encoding="utf-8")
    git(desk, "commit", "-qam", "sai")
    file.write_text(good, encoding="utf-8")
    with pytest.raises(ContentError) as caught, opened(desk, "HEAD", "2025-thu"):
        pass
    assert {d.location.file for d in caught.value.diagnostics} == {
        "HEAD:content/2025-thu/quyet-dinh.yaml"
    }
    with opened(desk, "HEAD~1", "2025-thu") as (old, _):
        assert words(old) == "Cũ"


def test_nothing_of_a_revision_stays_behind(desk: Path) -> None:
    with opened(desk, "HEAD", "2025-thu") as (old, _):
        assert old.dossier is not None
        folder = old.dossier.folder
        assert folder.is_dir()
    assert not folder.parent.exists()


# --- Word files -----------------------------------------------------------------------------------


@pytest.fixture
def docx(desk: Path) -> Path:
    """Built from the first state; the dossier has moved on since."""
    write(desk, "Cũ nhất")
    done = qdgen_run("build", "--no-pdf", cwd=desk)
    assert done.returncode == 0, done.stderr
    write(desk, "Mới")
    return desk / "output" / NAME / f"{NAME}.docx"


def test_the_content_of_a_word_file_is_found_in_git(desk: Path, docx: Path) -> None:
    with opened(desk, str(docx), "2025-thu") as (old, _):
        assert words(old) == "Cũ nhất"
        assert old.dossier is not None
        assert not old.told


def test_a_word_file_finds_the_copy_that_its_build_kept(desk: Path, docx: Path) -> None:
    write(desk, "Chưa từng gửi")
    assert qdgen_run("build", "--no-pdf", cwd=desk).returncode == 0
    write(desk, "Mới")
    sent = desk / "thu.docx"
    docx.rename(sent)
    with opened(desk, "thu.docx", "2025-thu") as (old, _):
        assert words(old) == "Chưa từng gửi"
        assert old.dossier is not None
        assert old.path == desk / "content" / NAME
        assert not old.told


def test_a_word_file_whose_content_is_gone_speaks_for_itself(desk: Path, docx: Path) -> None:
    shutil.rmtree(docx.parent / ".goc")
    for folder in (desk / ".git").iterdir():
        if folder.name == "HEAD":
            folder.unlink()
    with opened(desk, str(docx), "2025-thu") as (old, new):
        assert words(old) == "Cũ nhất"
        assert old.version.words_alone
        assert old.told
        assert {"mot", "a", "a/viec", "mot/chu_thich/1"} <= {u.key for u in old.version.units}
        assert words(new) == "Mới"


def test_a_word_file_that_was_edited_is_compared_as_it_is(desk: Path, docx: Path) -> None:
    parts = read_package(docx)
    body = parts["word/document.xml"].decode()
    parts["word/document.xml"] = body.replace("Một việc", "Một việc khác").encode()
    write_package(parts, docx)
    with opened(desk, str(docx), "2025-thu") as (old, _):
        assert "edited" in str(old.told[0])
        assert "Một việc khác" in [unit.text for unit in old.version.units]


def test_a_word_file_of_somebody_else_is_refused(desk: Path) -> None:
    letter = desk / "thu.docx"
    parts = read_package(Path(__file__).resolve().parents[2] / "templates/quyet-dinh.docx")
    write_package(parts, letter)
    with pytest.raises(UsageError), opened(desk, "thu.docx", "2025-thu"):
        pass


# --- git that is not obeyed -----------------------------------------------------------------------


def test_nothing_that_a_repository_names_is_run(desk: Path) -> None:
    trap, sprung = desk / "bay.sh", desk / "sap-bay"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    for key in (
        *("core.fsmonitor", "core.sshCommand", "core.pager", "diff.external", "gpg.program"),
        *("filter.bay.clean", "filter.bay.smudge", "diff.bay.textconv", "core.editor"),
    ):
        git(desk, "config", key, str(trap))
    git(desk, "config", "log.showSignature", "true")
    git(desk, "config", "filter.bay.required", "true")
    (desk / ".gitattributes").write_text("*.yaml filter=bay diff=bay\n", encoding="utf-8")
    hooks = desk / ".git/hooks"
    for name in ("post-checkout", "post-index-change", "reference-transaction"):
        (hooks / name).write_text(trap.read_text(encoding="utf-8"), encoding="utf-8")
        (hooks / name).chmod(0o755)
    with opened(desk, "HEAD", "lan-1") as (old, _):
        assert words(old) == "Cũ"
    repository = find_repository(desk)
    assert repository is not None
    assert repository.changed(desk / "content/2025-thu/quyet-dinh.yaml")
    assert not repository.changed(desk / "content/van-ban.yaml")
    assert len(repository.commits_of(["content"], 10)) == 2
    assert not sprung.exists()


@pytest.mark.parametrize("name", ["", "a=b"])
def test_a_filter_of_a_strange_name_is_not_run_either(desk: Path, name: str) -> None:
    trap, sprung = desk / "bay.sh", desk / "sap-bay"
    trap.write_text(f"#!/bin/sh\ntouch '{sprung}'\ncat\n", encoding="utf-8")
    trap.chmod(0o755)
    with (desk / ".git/config").open("a", encoding="utf-8") as config:
        config.write(f'[filter "{name}"]\n\tclean = "{trap}"\n')
    (desk / ".gitattributes").write_text(f"*.yaml filter={name}\n", encoding="utf-8")
    file = desk / "content/van-ban.yaml"
    file.touch()
    repository = find_repository(desk)
    assert repository is not None

    repository.changed(file)

    assert not sprung.exists()


def test_a_repository_hidden_in_the_content_is_not_asked(desk: Path, tmp_path: Path) -> None:
    hidden = desk / "content/2025-thu"
    git(tmp_path, "init", "-q", "--bare", str(hidden))
    assert find_repository(hidden) is None


def test_links_in_a_revision_lead_nowhere(desk: Path) -> None:
    secret = desk / "mat.yaml"
    secret.write_text("mat: khau\n", encoding="utf-8")
    link = desk / "content/2025-thu/phu-luc.yaml"
    link.unlink()
    link.symlink_to(secret)
    git(desk, "add", ".")
    git(desk, "commit", "-qm", "liên kết")
    with pytest.raises(ContentError) as caught, opened(desk, "HEAD", "lan-1"):
        pass
    assert [d.code for d in caught.value.diagnostics] == ["attached-missing"]
