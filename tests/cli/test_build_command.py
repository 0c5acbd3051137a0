"""`qdgen build` as its users meet it: what it writes, says and leaves alone."""

from __future__ import annotations

import hashlib
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import docx
import pytest

from building import DOSSIERS, PROJECT, REAL, Built, environment, program, qdgen_run
from small_dossiers import annex, decision, write_dossier

NAME = "2025-thu"
REGISTER = (
    "qd1:\n  loai: Quyết định\n  so: 1/QĐ-TTg\n  ngay: 5/1/2025\n"
    "  co_quan: Thủ tướng Chính phủ\n  trich_yeu: phê duyệt Chiến lược\n"
)
_PATIENCE = 30


class Place:
    """A folder to work in: `content/` with one dossier, and what the program is told."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        articles = "- id: mot\n  noi_dung: Thực hiện @qd1(số).\n"
        self.dossier = write_dossier(
            folder / "content", quyet_dinh=decision(articles), van_ban=REGISTER
        )
        self.content = self.dossier / "quyet-dinh.yaml"
        self.output = folder / "output" / NAME
        self.docx = self.output / f"{NAME}.docx"
        self.pdf = self.output / f"{NAME}.pdf"

    def build(
        self, *arguments: str | Path, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return qdgen_run("--lang", "en", "build", *arguments, cwd=self.folder, env=env)

    def write(self, *arguments: str | Path) -> None:
        """A build that must succeed."""
        done = self.build(*arguments)
        assert done.returncode == 0, done.stderr

    def say(self, words: str) -> None:
        """Let Điều 1 say `words` instead."""
        text = self.content.read_text(encoding="utf-8")
        self.content.write_text(re.sub("Thực hiện.*", words, text), encoding="utf-8")

    def state(self) -> dict[str, tuple[int, str]]:
        """Every file below the output folder, with the time it was written and what is in it."""
        return {
            str(path.relative_to(self.output)): (
                path.stat().st_mtime_ns,
                hashlib.sha256(path.read_bytes()).hexdigest(),
            )
            for path in sorted(self.output.rglob("*"))
            if path.is_file()
        }

    def strays(self) -> list[str]:
        """What is in the output folders besides the documents, the stamp and copies of content."""
        return [
            path.name
            for path in (self.folder / "output").rglob("*")
            if path.suffix not in (".docx", ".pdf")
            and path.is_file()
            and path.name != ".qdgen.json"
            and (path.parent.name, path.suffix) != (".goc", ".zip")
        ] + [p.name for p in (self.folder / "output").rglob(".qdgen-*") if p.is_dir()]


@pytest.fixture
def place(tmp_path: Path) -> Place:
    return Place(tmp_path)


def fake_engine(folder: Path, lines: str) -> dict[str, str]:
    """An environment in which LibreOffice is a shell script."""
    script = folder / "soffice-gia"
    script.write_text(f"#!/bin/sh\n{lines}\n", encoding="utf-8")
    script.chmod(0o755)
    return environment(QDGEN_SOFFICE=str(script))


def until(condition: Callable[[], object], what: str) -> None:
    """Wait, but not for ever."""
    end = time.monotonic() + _PATIENCE
    while not condition():
        assert time.monotonic() < end, what
        time.sleep(0.05)


# --- the same bytes everywhere ------------------------------------------------------------------


def test_the_same_content_gives_the_same_bytes_in_any_folder_time_zone_and_locale(
    built: Built, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "Hồ sơ có dấu cách"
    shutil.copytree(PROJECT / "content", elsewhere / "content")
    shutil.copytree(PROJECT / "tests/dossiers/ba-phu-luc", elsewhere / "khác")
    done = qdgen_run(
        "--lang", "vi", "build", "content", "khác", "--output", "kết quả",
        cwd=elsewhere,
        env=environment(
            TZ="Asia/Ho_Chi_Minh", LANG="vi_VN.UTF-8", LC_ALL="C", PYTHONHASHSEED="7",
            HOME=str(tmp_path), QDGEN_CACHE=str(tmp_path / "cache"), SOURCE_DATE_EPOCH="1",
        ),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    again = Built(elsewhere / "kết quả")
    for name in (REAL, "2025-phan-bo-thiet-bi"):
        assert again.docx(name).read_bytes() == built.docx(name).read_bytes()
        assert again.pdf(name).read_bytes() == built.pdf(name).read_bytes()


# --- doing nothing ------------------------------------------------------------------------------


def test_an_unchanged_build_writes_nothing_and_says_so(place: Place) -> None:
    place.write("--no-pdf")
    before = place.state()
    done = place.build("--no-pdf")
    assert done.returncode == 0
    assert "nothing has changed" in done.stdout
    assert place.state() == before


def test_a_file_that_was_only_touched_counts_as_unchanged(place: Place) -> None:
    place.write("--no-pdf")
    before = place.state()
    os.utime(place.content)
    os.utime(place.folder / "content/van-ban.yaml")
    assert "nothing has changed" in place.build("--no-pdf").stdout
    assert place.state() == before


def _change_template(place: Place) -> None:
    shutil.copytree(PROJECT / "templates", place.folder / "templates")


def _restyle_template(place: Place) -> None:
    path = place.folder / "templates/quyet-dinh.docx"
    template = docx.Document(str(path))
    template.styles["Điều"].font.italic = True
    template.save(str(path))


CHANGES: dict[str, tuple[Callable[[Place], object], Callable[[Place], object]]] = {
    "the content": (lambda _: None, lambda p: p.say("Thôi thực hiện @qd1(số).")),
    "a register": (
        lambda _: None,
        lambda p: (p.folder / "content/van-ban.yaml").write_text(
            REGISTER.replace("1/QĐ", "2/QĐ"), encoding="utf-8"
        ),
    ),
    "a register that was not there": (
        lambda _: None,
        lambda p: (p.folder / "content/don-vi.yaml").write_text(
            "vien:\n  ten: Viện\n", encoding="utf-8"
        ),
    ),
    "a template": (_change_template, _restyle_template),
    "templates nearer by": (lambda _: None, _change_template),
    "the file written": (lambda _: None, lambda p: p.docx.write_bytes(b"khac")),
    "the file written, deleted": (lambda _: None, lambda p: p.docx.unlink()),
}


@pytest.mark.parametrize(("prepare", "change"), CHANGES.values(), ids=CHANGES.keys())
def test_what_has_changed_is_built_anew(
    place: Place, prepare: Callable[[Place], object], change: Callable[[Place], object]
) -> None:
    prepare(place)
    place.write("--no-pdf")
    change(place)
    done = place.build("--no-pdf")
    assert done.returncode == 0, done.stderr
    assert "wrote" in done.stdout
    assert docx.Document(str(place.docx)).paragraphs


def test_another_choice_of_files_is_built_anew(place: Place) -> None:
    place.write("--no-pdf")
    assert "wrote" in place.build("--no-pdf", "--split").stdout


@pytest.fixture
def real_engine() -> str:
    found = shutil.which("soffice")
    assert found
    return found


def test_another_engine_builds_anew(place: Place, real_engine: str) -> None:
    engine = fake_engine(place.folder, f'exec "{real_engine}" "$@"')
    assert place.build(env=engine).returncode == 0
    assert "nothing has changed" in place.build(env=engine).stdout
    engine = fake_engine(place.folder, f'# another version\nexec "{real_engine}" "$@"')
    assert "wrote" in place.build(env=engine).stdout


def test_content_saved_during_a_build_is_not_taken_for_built(
    place: Place, real_engine: str
) -> None:
    saving = f"sed -i 's/Thực hiện/Bãi bỏ/' '{place.content}'\nexec \"{real_engine}\" \"$@\""
    engine = fake_engine(place.folder, saving)
    assert place.build(env=engine).returncode == 0
    after = place.build(env=engine)
    assert "nothing has changed" not in after.stdout
    words = "\n".join(p.text for p in docx.Document(str(place.docx)).paragraphs)
    assert "Bãi bỏ Quyết định số 1/QĐ-TTg" in words


def test_a_copy_of_a_project_is_not_mistaken_for_the_project(place: Place, tmp_path: Path) -> None:
    place.write("--no-pdf")
    copy = Place(tmp_path / "bản sao")
    shutil.copytree(place.folder / "output", copy.folder / "output")
    copy.say("Bãi bỏ @qd1(số).")
    done = copy.build("--no-pdf")
    assert "nothing has changed" not in done.stdout
    words = "\n".join(p.text for p in docx.Document(str(copy.docx)).paragraphs)
    assert "Bãi bỏ Quyết định số 1/QĐ-TTg" in words


# --- a build that fails -------------------------------------------------------------------------


def _bad_content(place: Place) -> tuple[dict[str, str] | None, list[str]]:
    place.say("Thực hiện @qd2.")
    return None, []


def _bad_template(place: Place) -> tuple[dict[str, str] | None, list[str]]:
    folder = place.folder / "templates"
    shutil.copytree(PROJECT / "templates", folder)
    template = docx.Document(str(folder / "quyet-dinh.docx"))
    template.paragraphs[0].insert_paragraph_before("{{ khong_co }}")
    template.save(str(folder / "quyet-dinh.docx"))
    return None, []


def _silent_engine(place: Place) -> tuple[dict[str, str] | None, list[str]]:
    place.say("Bãi bỏ @qd1(số).")
    return fake_engine(place.folder, "exit 0"), []


def _rubbish_engine(place: Place) -> tuple[dict[str, str] | None, list[str]]:
    place.say("Bãi bỏ @qd1(số).")
    lines = 'while [ "$1" != --outdir ]; do shift; done\ntouch "$2/00000.pdf"\nexit 0'
    return fake_engine(place.folder, lines), []


FAILURES = {
    "bad content": (_bad_content, 3),
    "bad template": (_bad_template, 4),
    "an engine that writes nothing": (_silent_engine, 6),
    "an engine that writes rubbish": (_rubbish_engine, 6),
}


@pytest.fixture(scope="module")
def once_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A place with a whole build in it, to be copied."""
    folder = tmp_path_factory.mktemp("place")
    Place(folder).write()
    return folder


@pytest.fixture
def built_place(once_built: Path, tmp_path: Path) -> Place:
    folder = tmp_path / "place"
    place = Place(folder)
    shutil.copytree(once_built / "output", folder / "output")
    (place.output / ".qdgen.json").unlink()  # it belongs to where it was written
    return place


@pytest.mark.parametrize(("break_it", "code"), FAILURES.values(), ids=FAILURES.keys())
def test_a_build_that_fails_leaves_the_earlier_files_as_they_were(
    built_place: Place,
    break_it: Callable[[Place], tuple[dict[str, str] | None, list[str]]],
    code: int,
) -> None:
    before = built_place.state()
    assert {name for name in before if not name.startswith(".")} == {f"{NAME}.docx", f"{NAME}.pdf"}
    env, arguments = break_it(built_place)
    done = built_place.build(*arguments, env=env)
    assert done.returncode == code, done.stderr
    assert "Traceback" not in done.stderr
    assert "error" in done.stderr
    assert built_place.state() == before
    assert built_place.strays() == []


def test_what_is_said_of_a_failed_conversion_names_no_folder_that_is_gone_and_no_file_not_written(
    place: Place,
) -> None:
    done = place.build(env=fake_engine(place.folder, "exit 0"))
    assert done.returncode == 6
    assert ".qdgen-" not in done.stderr
    if not place.docx.exists():
        assert "the Word files are whole" not in done.stderr


def test_without_an_engine_the_word_file_is_written_and_the_command_to_get_one_named(
    place: Place,
) -> None:
    done = place.build(env=environment(QDGEN_SOFFICE=str(place.folder / "khong-co")))
    assert done.returncode == 5
    assert docx.Document(str(place.docx)).paragraphs
    assert not place.pdf.exists()
    assert "libreoffice" in done.stderr.lower()
    assert re.search(r"apt-get install|dnf install|pacman|brew|winget", done.stderr)
    assert place.strays() == []


def test_without_an_engine_no_pdf_of_older_words_stands_beside_the_new_word_file(
    built_place: Place,
) -> None:
    built_place.say("Bãi bỏ @qd1(số).")
    done = built_place.build(env=environment(QDGEN_SOFFICE="/khong/co"))
    assert done.returncode == 5
    assert not built_place.pdf.exists() or built_place.pdf.name in done.stderr


@pytest.mark.parametrize("size", [0, 3000])
def test_a_full_disk_leaves_the_earlier_files_as_they_were(built_place: Place, size: int) -> None:
    before = built_place.state()
    built_place.say("Bãi bỏ @qd1(số).")

    def no_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    done = subprocess.run(
        program("--lang", "en", "build", "--no-pdf"),
        cwd=built_place.folder,
        env=environment(PYTHONDONTWRITEBYTECODE="1"),
        preexec_fn=no_room,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 8, done.stderr
    assert "Traceback" not in done.stderr
    assert built_place.state() == before
    assert built_place.strays() == []


def test_an_output_folder_that_cannot_be_written_is_named(place: Place) -> None:
    (place.folder / "output").write_text("đây là một tệp", encoding="utf-8")
    done = place.build("--no-pdf")
    assert done.returncode == 8, done.stderr
    assert "output" in done.stderr
    assert "Traceback" not in done.stderr


# --- interrupted --------------------------------------------------------------------------------


@pytest.fixture
def in_mid_build(built_place: Place) -> Iterator[tuple[Place, subprocess.Popen[str], int]]:
    """A build that waits for its engine, and the number of the engine's process."""
    mark = built_place.folder / "engine"
    env = fake_engine(
        built_place.folder, f'echo $$ > "{mark}.new"; mv "{mark}.new" "{mark}"\nexec sleep 120'
    )
    built_place.say("Bãi bỏ @qd1(số).")
    running = subprocess.Popen(
        program("--lang", "en", "build"),
        cwd=built_place.folder,
        env=env,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )
    engine = 0
    try:
        until(lambda: mark.exists() or running.poll() is not None, "the engine never started")
        engine = int(mark.read_text())
        yield built_place, running, engine
    finally:
        if running.poll() is None:
            running.kill()
        running.communicate(timeout=20)
        if engine and _lives(engine):
            os.kill(engine, signal.SIGKILL)


def _lives(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "SIGTERM"])
def test_an_interrupted_build_leaves_the_earlier_files_and_no_process_behind(
    in_mid_build: tuple[Place, subprocess.Popen[str], int], number: signal.Signals
) -> None:
    place, running, engine = in_mid_build
    before = place.state()
    before = {name: seen for name, seen in before.items() if not name.startswith(".qdgen-")}
    running.send_signal(number)
    _, said = running.communicate(timeout=_PATIENCE)
    assert running.returncode not in (0, None)
    assert "Traceback" not in said
    assert place.state() == before
    assert place.strays() == []
    until(lambda: not _lives(engine), "the engine still runs")


def test_a_killed_build_leaves_the_earlier_files_and_the_next_one_clears_up(
    in_mid_build: tuple[Place, subprocess.Popen[str], int],
) -> None:
    place, running, _ = in_mid_build
    whole = (f"{NAME}.docx", f"{NAME}.pdf")
    before = {name: place.state()[name] for name in whole}
    running.kill()
    running.wait(timeout=_PATIENCE)
    assert {name: place.state()[name] for name in whole} == before
    place.write("--no-pdf")
    assert place.strays() == []


def test_two_builds_at_once_do_not_hurt_each_other(place: Place, once_built: Path) -> None:
    both = [
        subprocess.Popen(
            program("--lang", "en", "build"),
            cwd=place.folder,
            env=environment(),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )
        for _ in range(2)
    ]
    for running in both:
        _, said = running.communicate(timeout=120)
        assert running.returncode == 0, said
    assert place.strays() == []
    alone = once_built / "output" / NAME
    assert place.docx.read_bytes() == (alone / place.docx.name).read_bytes()
    assert place.pdf.read_bytes() == (alone / place.pdf.name).read_bytes()


# --- where files go -----------------------------------------------------------------------------


def test_each_part_is_a_file_of_its_own_when_asked(tmp_path: Path) -> None:
    done = qdgen_run("build", DOSSIERS[REAL], "--split", "--output", tmp_path)
    assert done.returncode == 0, done.stderr
    stems = {p.name for p in (tmp_path / REAL).iterdir() if not p.name.startswith(".")}
    parts = ("quyet-dinh", "ke-hoach", "phu-luc")
    assert stems == {f"{REAL}-{part}{end}" for part in parts for end in (".docx", ".pdf")}
    plan = docx.Document(str(tmp_path / REAL / f"{REAL}-ke-hoach.docx"))
    words = [p.text for p in plan.paragraphs]
    assert "MỤC ĐÍCH, YÊU CẦU" in words
    assert not any("chịu trách nhiệm thi hành Quyết định này" in text for text in words)


def test_no_pdf_means_none(place: Place) -> None:
    place.write("--no-pdf")
    assert place.docx.exists()
    assert not place.pdf.exists()


def test_names_with_spaces_and_vietnamese_letters_are_kept(tmp_path: Path) -> None:
    name = "Hồ sơ số 5 (bản nháp)"
    write_dossier(tmp_path / "nội dung", name)
    done = qdgen_run("build", "nội dung", "--no-pdf", "--output", "kết quả", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "kết quả" / name / f"{name}.docx").exists()


@pytest.mark.parametrize("given", [".", "../2025-thu", "quyet-dinh.yaml"])
def test_a_dossier_named_from_inside_keeps_to_the_output_folder(place: Place, given: str) -> None:
    done = qdgen_run(
        "build", given, "--no-pdf", "--output", place.folder / "output", cwd=place.dossier
    )
    assert done.returncode == 0, done.stderr
    assert place.docx.exists()
    made = set(place.folder.rglob("*.docx"))
    assert made == {place.docx}


def test_a_link_in_the_place_of_a_dossier_does_not_lead_out_of_the_output_folder(
    tmp_path: Path,
) -> None:
    write_dossier(tmp_path / "xa", "2025-that")
    (tmp_path / "content").mkdir()
    (tmp_path / "content/2025-lien-ket").symlink_to(tmp_path / "xa/2025-that")
    done = qdgen_run("build", "content", "--no-pdf", cwd=tmp_path)
    assert done.returncode in (0, 2), done.stderr
    assert all(p.is_relative_to(tmp_path / "output") for p in tmp_path.rglob("*.docx"))


def test_two_dossiers_of_one_name_do_not_overwrite_each_other(tmp_path: Path) -> None:
    one = write_dossier(tmp_path / "a")
    other = write_dossier(tmp_path / "b", quyet_dinh=decision("- id: mot\n  noi_dung: Khác.\n"))
    done = qdgen_run("--lang", "en", "build", one, other, "--no-pdf", cwd=tmp_path)
    made = list((tmp_path / "output").rglob("*.docx"))
    assert done.returncode == 2 or len(made) == 2, done.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        ("khong-co",),
        ("content/2025-thu/khong-co.yaml",),
        ("--khong-co",),
        ("--output", "content/van-ban.yaml"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_meant_is_a_mistake_of_usage(
    place: Place, arguments: tuple[str, ...]
) -> None:
    done = place.build("--no-pdf", *arguments)
    assert done.returncode == 2, done.stdout
    assert "Traceback" not in done.stderr
    assert not (place.folder / "output").exists()


def test_a_folder_without_dossiers_is_a_mistake_of_usage(tmp_path: Path) -> None:
    done = qdgen_run("--lang", "en", "build", cwd=tmp_path)
    assert done.returncode == 2
    assert "quyet-dinh.yaml" in done.stderr


def test_a_mistake_in_one_dossier_does_not_stop_the_others(place: Place) -> None:
    write_dossier(
        place.folder / "content", "2025-hong", quyet_dinh=decision("- id: mot\n  noi_dung: '@x'\n")
    )
    done = place.build("--no-pdf")
    assert done.returncode == 3
    assert place.docx.exists()
    assert "content/2025-hong/quyet-dinh.yaml:" in done.stderr


# --- what it says --------------------------------------------------------------------------------


def test_in_a_pipe_it_says_nothing_but_sentences(place: Place) -> None:
    place.say("Trước @trống(chờ số liệu) phải xong.")
    done = place.build("--no-pdf")
    assert done.returncode == 0
    assert "a blank is left: chờ số liệu" in done.stderr
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.stdout + done.stderr)


def test_on_a_terminal_it_shows_how_far_it_is(place: Place) -> None:
    master, slave = os.openpty()
    try:
        done = subprocess.run(
            program("--lang", "en", "build", "--no-pdf"),
            cwd=place.folder,
            env=environment(TERM="xterm"),
            stdout=subprocess.PIPE,
            stderr=slave,
            timeout=60,
            check=False,
        )
        shown = os.read(master, 10_000).decode()
    finally:
        os.close(master)
        os.close(slave)
    assert done.returncode == 0
    assert f"{NAME}: content and Word (1/1)" in shown
    assert shown.endswith("\r\x1b[K")


@pytest.mark.parametrize(("language", "said"), [("en", "built in"), ("vi", "giây")])
def test_it_speaks_the_language_asked_for(place: Place, language: str, said: str) -> None:
    done = qdgen_run("--lang", language, "build", "--no-pdf", cwd=place.folder)
    assert said in done.stdout


def test_the_version_is_told() -> None:
    done = qdgen_run("--version")
    assert done.returncode == 0
    assert re.fullmatch(r"qdgen \d+\.\d+\S*\n", done.stdout)


@pytest.fixture
def qdgen_on_path(tmp_path: Path) -> dict[str, str]:
    """An environment in which a shell finds `qdgen`."""
    script = tmp_path / "qdgen"
    script.write_text(
        f"#!{sys.executable}\nfrom qdgen.cli.main import main\nmain()\n", encoding="utf-8"
    )
    script.chmod(0o755)
    return environment(PATH=f"{tmp_path}:{os.environ['PATH']}")


def test_the_completion_of_bash_completes(qdgen_on_path: dict[str, str]) -> None:
    done = subprocess.run(
        ["bash", "-c", 'eval "$(qdgen completion bash)" && complete -p qdgen'],
        env=qdgen_on_path,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "_qdgen_completion" in done.stdout
    done = subprocess.run(
        ["qdgen"],
        env={
            **qdgen_on_path,
            "_QDGEN_COMPLETE": "bash_complete",
            "COMP_WORDS": "qdgen bui",
            "COMP_CWORD": "1",
        },
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert "plain,build" in done.stdout.splitlines()


@pytest.mark.parametrize("shell", ["zsh", "fish"])
def test_other_shells_have_a_completion_too(shell: str) -> None:
    done = qdgen_run("completion", shell)
    assert done.returncode == 0, done.stderr
    assert "_QDGEN_COMPLETE" in done.stdout


def test_watching_builds_again_what_is_saved_until_it_is_ended(
    place: Place, tmp_path: Path
) -> None:
    heard = tmp_path / "said.txt"
    with heard.open("w", encoding="utf-8") as out:
        running = _watching(place, out)
    try:
        until(place.docx.exists, "never built")
        before = place.docx.read_bytes()
        place.say("Bãi bỏ @qd9.")
        time.sleep(1.5)  # a mistake does not end the watch
        assert running.poll() is None
        assert place.docx.read_bytes() == before
        text = place.content.read_text(encoding="utf-8").replace("@qd9", "@qd1")
        place.content.write_text(text, encoding="utf-8")
        until(lambda: heard.read_text(encoding="utf-8").count("wrote") == 2, "never built again")
        assert place.docx.read_bytes() != before
        running.send_signal(signal.SIGINT)
        _, errors = running.communicate(timeout=_PATIENCE)
    finally:
        if running.poll() is None:
            running.kill()
            running.communicate()
    assert running.returncode in (0, 130)
    assert "Traceback" not in errors
    assert place.strays() == []


def _watching(place: Place, out: IO[str]) -> subprocess.Popen[str]:
    return subprocess.Popen(
        program("--lang", "en", "build", "--no-pdf", "--watch"),
        cwd=place.folder,
        env=environment(),
        stdout=out,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )


# --- hostile content -----------------------------------------------------------------------------

TEXTS = [
    "{{ 7 * 7 }}",
    "{% for i in range(9) %}x{% endfor %}",
    "{# ghi chú #}",
    "{{ ''.__class__ }}",
    "A & B &amp; C &#65;",
    "a < b > c <w:p/> </w:t>",
    "]]> <![CDATA[ x ]]>",
    "\"ngoặc\" và 'ngoặc'",
    "%s %(x)s {0} {x} ${x}",
    "=1+1 và +84 và -1",
]


def test_what_looks_like_code_is_printed_as_the_text_it_is(tmp_path: Path) -> None:
    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''").replace("<", "\\<") + "'"

    clauses = "".join(
        f"    - id: k-{n}\n      noi_dung: {quoted(text)}\n" for n, text in enumerate(TEXTS)
    )
    rows = "".join(f"- id: h-{n}\n  viec: {quoted(text)}\n" for n, text in enumerate(TEXTS))
    folder = write_dossier(
        tmp_path / "content",
        quyet_dinh=decision(
            f"- id: mot\n  tieu_de: '{{{{ 7 * 7 }}}} & <b>'\n  khoan:\n{clauses}",
            van_ban={"co_quan_ban_hanh": "'Sở {{ 7 * 7 }} & {% if %}'", "dia_danh": "'Hà & Nội'"},
            ky="chuc_vu: 'GIÁM ĐỐC {{ x }}'\nho_ten: 'An & Bình'\n",
            kem_theo=("bang",),
        ),
        files={"bang": annex(rows)},
    )
    done = qdgen_run("--lang", "en", "build", folder, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    opened = docx.Document(str(tmp_path / "output" / NAME / f"{NAME}.docx"))
    paragraphs = [p.text for p in opened.paragraphs]
    cells = [c.text for t in opened.tables for r in t.rows for c in r.cells]
    for text in TEXTS:
        assert text in paragraphs
        assert text in cells
    assert "{{ 7 * 7 }} & <b>" in paragraphs
    assert any("SỞ {{ 7 * 7 }} & {% IF %}" in " ".join(c.split()) for c in cells)
    assert any("GIÁM ĐỐC {{ x }}" in c and "An & Bình" in c for c in cells)


REFUSED = {
    "a control character": "'a\x07b'",
    "an escaped control character": '"a\\u0007b"',
    "an escaped private-use character": '"\\uE0000\\uE001"',
    "a private-use character": "\ue0000\ue001",
    "an escaped non-character": '"a\\uFFFEb"',
    "half of a character": '"a\\uD800b"',
    "a tag": "!!python/object/apply:os.system [ls]",
    "an alias": "*a",
}


@pytest.mark.parametrize("written", REFUSED.values(), ids=REFUSED.keys())
@pytest.mark.parametrize("where", ["noi_dung", "cot"])
def test_what_no_document_holds_is_refused_with_its_place(
    tmp_path: Path, written: str, where: str
) -> None:
    articles = f"- id: mot\n  noi_dung: {written if where == 'noi_dung' else 'Nội dung.'}\n"
    table = annex("- id: h-1\n  viec: Việc\n")
    if where == "cot":
        table = table.replace("tieu_de: Nhiệm vụ", f"tieu_de: {written}")
    write_dossier(
        tmp_path / "content",
        quyet_dinh=decision(articles, kem_theo=("bang",)),
        files={"bang": table},
    )
    done = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=tmp_path)
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    file = "quyet-dinh" if where == "noi_dung" else "bang"
    assert re.search(rf"{file}\.yaml:\d+:\d+: error", done.stderr)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f]", done.stderr)


def test_an_alias_bomb_is_refused(tmp_path: Path) -> None:
    bomb = 'a: &a ["x","x"]\n' + "".join(
        f"{b}: &{b} [{','.join(['*' + a] * 9)}]\n"
        for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    write_dossier(tmp_path / "content", quyet_dinh=bomb)
    done = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=tmp_path, seconds=20)
    assert done.returncode == 3
    assert "Traceback" not in done.stderr


def test_ten_megabytes_of_text_in_a_cell_are_printed_or_refused(tmp_path: Path) -> None:
    words = "nhiệm vụ thường xuyên " * (10_000_000 // 28)
    write_dossier(tmp_path / "content", files={"bang": annex(f"- id: h-1\n  viec: {words}\n")})
    done = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=tmp_path, seconds=60)
    assert done.returncode in (0, 3), done.stderr[-2000:]
    assert "Traceback" not in done.stderr
    if done.returncode == 0:
        with zipfile.ZipFile(tmp_path / "output" / NAME / f"{NAME}.docx") as written:
            assert words.strip().encode() in written.read("word/document.xml")


@pytest.mark.parametrize("width", ["0", "0,00"])
def test_columns_without_any_width_are_refused(tmp_path: Path, width: str) -> None:
    table = annex("- id: h-1\n  viec: Việc\n").replace("rong: 10", f"rong: {width}")
    write_dossier(tmp_path / "content", files={"bang": table})
    done = qdgen_run("--lang", "en", "build", "--no-pdf", cwd=tmp_path)
    assert done.returncode == 3, done.stderr[-800:]
