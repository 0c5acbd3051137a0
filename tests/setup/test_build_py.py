"""What `python3 build.py` does on machines in every state, tried with real processes."""

from __future__ import annotations

import ast
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from tiny_checkout import PROJECT, TinyCheckout

from qdgen import outside

NOWHERE = "/nowhere/soffice"


def test_a_fresh_checkout_is_set_up_and_the_arguments_and_exit_code_are_handed_on(
    tmp_path: Path,
) -> None:
    checkout = TinyCheckout.make(tmp_path)
    outcome = checkout.run("check", "một hồ sơ", "7")
    assert outcome.code == 7
    assert outcome.printed == f"qdgen ['check', 'một hồ sơ', '7'] 1 {checkout.folder}\n"
    assert outcome.told.splitlines() == [
        "Đang tạo .venv…",
        "Đang cài 1 gói Python vào .venv…",
        "Đã cài xong phần Python.",
    ]


def test_once_set_up_nothing_is_said(set_up: TinyCheckout) -> None:
    outcome = set_up.run("check")
    assert (outcome.code, outcome.told) == (0, "")


def test_without_arguments_everything_is_built(set_up: TinyCheckout) -> None:
    assert set_up.run().printed.startswith("qdgen ['build'] ")


def test_english_is_spoken_where_it_is_asked_for(checkout: TinyCheckout) -> None:
    assert checkout.run("check", QDGEN_LANG="en").told.startswith("Making .venv…\n")


@pytest.mark.parametrize("stamp", [None, "{"], ids=["absent", "damaged"])
def test_a_set_up_without_a_whole_stamp_is_done_anew_whatever_is_left_of_it(
    set_up: TinyCheckout, stamp: str | None
) -> None:
    (set_up.venv / "set-up.json").unlink()
    if stamp is not None:
        (set_up.venv / "set-up.json").write_text(stamp)
    left = next(set_up.venv.glob("**/ink.py"))
    left.write_text("VERSION = 'half of a f")
    assert set_up.run("check").printed == f"qdgen ['check'] 1 {set_up.folder}\n"


@pytest.mark.parametrize("damage", ["dangling", "rubbish"])
def test_an_environment_whose_python_does_not_start_is_made_anew(
    set_up: TinyCheckout, damage: str
) -> None:
    python = set_up.venv / "bin/python"
    python.unlink()
    if damage == "rubbish":
        python.write_bytes(b"\x00rubbish")
        python.chmod(0o755)
    else:
        python.symlink_to("/nowhere/python3")
    outcome = set_up.run("check")
    assert outcome.code == 0, outcome.told
    assert "Đang tạo .venv…" in outcome.told


def test_a_moved_checkout_is_set_up_where_it_now_is(checkout: TinyCheckout) -> None:
    checkout.run("check")
    moved = shutil.move(checkout.folder, checkout.folder.parent / "nơi khác")
    checkout.folder = Path(moved)
    assert checkout.run("check").printed == f"qdgen ['check'] 1 {moved}\n"


def test_another_lock_brings_its_packages(set_up: TinyCheckout) -> None:
    set_up.lock("requirements.lock", {"ink": "2"})
    assert set_up.run("check").printed == f"qdgen ['check'] 2 {set_up.folder}\n"


def test_the_configuration_of_a_tool_calls_for_no_new_set_up(set_up: TinyCheckout) -> None:
    with (set_up.folder / "pyproject.toml").open("a") as file:
        file.write("[tool.ruff]\nline-length = 80\n")
    assert set_up.run("check").told == ""


def test_a_package_that_is_not_what_the_lock_says_is_refused(checkout: TinyCheckout) -> None:
    wheel = next(checkout.wheels.glob("ink-*"))
    wheel.write_bytes(wheel.read_bytes() + b"more")
    outcome = checkout.run("check")
    assert outcome.code == 5
    assert "THESE PACKAGES DO NOT MATCH THE HASHES" in outcome.told
    assert "Traceback" not in outcome.told
    assert not (checkout.venv / "set-up.json").exists()


def test_without_a_network_it_is_said_and_the_next_run_goes_on(checkout: TinyCheckout) -> None:
    wheel = next(checkout.wheels.glob("ink-*"))
    away = wheel.rename(wheel.with_suffix(".away"))
    failed = checkout.run("check")
    assert failed.code == 5
    assert str(checkout.venv / "set-up.log") in failed.told
    assert "nối mạng rồi chạy lại" in failed.told
    assert "Traceback" not in failed.told
    away.rename(wheel)
    assert checkout.run("check").code == 0


def test_a_set_up_that_was_killed_is_taken_up_by_the_next_run(checkout: TinyCheckout) -> None:
    with checkout.start("check") as killed:
        _wait_for(checkout.venv / "pyvenv.cfg")
        killed.kill()
        killed.communicate(timeout=60)
    assert not (checkout.venv / "set-up.json").exists()
    outcome = checkout.run("check")
    assert outcome.printed == f"qdgen ['check'] 1 {checkout.folder}\n", outcome.told


def test_a_set_up_that_was_stopped_says_how_to_go_on(checkout: TinyCheckout) -> None:
    with checkout.start("check") as stopped:
        _wait_for(checkout.venv / "pyvenv.cfg")
        stopped.send_signal(signal.SIGINT)
        _, told = stopped.communicate(timeout=60)
    assert stopped.returncode == 130
    assert told.splitlines()[-1] == "Đã dừng. Chạy lại lệnh này để làm tiếp."
    assert "Traceback" not in told
    assert checkout.run("check").code == 0


def test_two_set_ups_at_once_wait_for_each_other(checkout: TinyCheckout) -> None:
    with checkout.start("check") as first, checkout.start("check") as second:
        told = [process.communicate(timeout=120)[1] for process in (first, second)]
    assert [first.returncode, second.returncode] == [0, 0], told
    assert "".join(told).count("Đang tạo .venv…") == 1


def test_the_environments_own_python_can_make_it_anew(set_up: TinyCheckout) -> None:
    set_up.lock("requirements.lock", {"ink": "2"})
    command = [str(set_up.venv / "bin/python"), str(set_up.folder / "build.py"), "check"]
    done = subprocess.run(
        command, env=set_up.environ, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    assert done.stdout == f"qdgen ['check'] 2 {set_up.folder}\n", done.stderr


def test_a_folder_that_is_no_environment_is_left_alone(checkout: TinyCheckout) -> None:
    checkout.venv.mkdir()
    own = checkout.venv / "luận văn.txt"
    own.write_text("của tôi")
    outcome = checkout.run("check")
    assert outcome.code == 5
    assert "không phải môi trường Python" in outcome.told
    assert own.read_text() == "của tôi"


def test_a_place_that_cannot_be_written_is_named(checkout: TinyCheckout) -> None:
    checkout.venv.write_text("")
    outcome = checkout.run("check")
    assert outcome.code == 8
    assert str(checkout.venv) in outcome.told
    assert "Traceback" not in outcome.told


def test_a_python_without_venv_gets_it_from_apt_or_is_told_how(tmp_path: Path) -> None:
    checkout = TinyCheckout.make(tmp_path)
    for module in ("ensurepip", "pip"):
        checkout.forget_module(module)
    checkout.program("apt-cache", 'echo "  Candidate: 1"')
    checkout.program("apt-get", f'echo "$@" >> "{tmp_path}/asked"; rm -r "{tmp_path}"/programs/w*')
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    command = f"apt-get install --yes --no-install-recommends {package}"
    outcome = checkout.run("check")
    if outside.is_root():
        assert outcome.code == 0, outcome.told
        assert outcome.told.splitlines()[:2] == ["Đang tạo .venv…", f"Đang chạy: {command}"]
        assert f"apt-get {(tmp_path / 'asked').read_text()}" == f"{command}\n"
    else:
        assert outcome.code == 5
        assert f"Hãy cài bằng lệnh sau rồi chạy lại: sudo {command}" in outcome.told


def test_a_python_that_apt_cannot_help_is_told_what_it_lacks(tmp_path: Path) -> None:
    checkout = TinyCheckout.make(tmp_path)
    for module in ("ensurepip", "pip"):
        checkout.forget_module(module)
    checkout.program("apt-cache", "exit 0")
    checkout.program("apt-get", "exit 100")
    checkout.program("dpkg", "exit 0")
    outcome = checkout.run("check")
    assert outcome.code == 5
    assert "Bản Python này thiếu venv và pip." in outcome.told
    assert "Traceback" not in outcome.told


def test_a_place_that_cannot_be_written_is_told_with_its_reason(tmp_path: Path) -> None:
    checkout = TinyCheckout.make(tmp_path)
    checkout.venv.write_text("một tệp")
    outcome = checkout.run("build")
    assert outcome.code == 8
    assert outcome.told.startswith(f"Không đọc hoặc ghi được {checkout.venv}")
    assert "is not a folder" in outcome.told  # this checkout has no catalogue
    assert "Traceback" not in outcome.told


def test_a_missing_engine_is_told_of_and_the_build_goes_on(set_up: TinyCheckout) -> None:
    asked = set_up.programs / "asked"
    set_up.program("apt-cache", 'echo "  Candidate: 1"')
    set_up.program("apt-get", f'echo "$@" >> "{asked}"')
    (set_up.venv / "set-up.json").unlink()
    outcome = set_up.run("build", "5", QDGEN_SOFFICE=NOWHERE)
    assert outcome.code == 5
    assert outcome.printed.startswith("qdgen ['build', '5']")
    command = "apt-get install --yes --no-install-recommends libreoffice-writer-nogui"
    if outside.is_root():
        assert f"Đang chạy: {command}\n" in outcome.told
        assert f"apt-get {asked.read_text()}" == f"{command}\n"
    assert "Chưa có LibreOffice Writer (để xuất PDF). Cài bằng lệnh: " in outcome.told
    assert f"{command}\n" in outcome.told


def test_without_a_pdf_no_engine_is_asked_for(set_up: TinyCheckout) -> None:
    outcome = set_up.run("build", "--no-pdf", QDGEN_SOFFICE=NOWHERE)
    assert (outcome.code, outcome.told) == (0, "")


def test_the_word_test_installs_what_tests_need_and_runs_them_in_the_checkout(
    set_up: TinyCheckout,
) -> None:
    asked = set_up.programs / "asked"
    set_up.program("npm", f'echo "$@" >> "{asked}"')
    outcome = set_up.run("test", "-k", "hai từ")
    assert outcome.printed == f"pytest ['-k', 'hai từ'] {set_up.folder}\n", outcome.told
    assert outcome.code == 1
    again = set_up.run("test")
    assert (again.code, again.told) == (1, "")
    [installed] = asked.read_text().splitlines()
    assert "--ignore-scripts" in installed
    assert set_up.run("check").told == ""


def test_the_syntax_is_that_of_python_3_6() -> None:
    source = (PROJECT / "build.py").read_text(encoding="utf-8")
    ast.parse(source, feature_version=(3, 6))
    assert "from __future__ import annotations" not in source


def test_an_older_python_is_told_what_it_lacks_in_both_languages() -> None:
    script = (
        "import sys, runpy; sys.version_info = (3, 6, 15, 'final', 0);"
        f"runpy.run_path({str(PROJECT / 'build.py')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        check=False,
        env={**os.environ, "LC_ALL": "C"},
    )
    assert done.returncode == 5
    vietnamese, english = done.stderr.decode("utf-8").splitlines()
    assert vietnamese.startswith("Cần Python 3.11 trở lên; bản đang chạy là 3.6.")
    assert english.startswith("Python 3.11 or later is needed; this is 3.6.")


def _wait_for(path: Path) -> None:
    for _ in range(600):
        if path.exists():
            return
        time.sleep(0.05)
    raise AssertionError(path)
