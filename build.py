#!/usr/bin/env python3
# -*- coding: utf-8 -*-
"""Sets up what the project needs, then hands on to qdgen: `python3 build.py` builds everything.

    python3 build.py                  build every dossier in content/
    python3 build.py fmt ...          any arguments are those of qdgen
    python3 build.py test ...         install what the tests need and run them (pytest's arguments)

Set-up happens once and again when what it rests on has changed. The stamp that says so is
written last, so that an interrupted set-up is done anew.

The syntax stays that of Python 3.6, so that an older Python can say what it lacks.
"""

import contextlib
import hashlib
import io
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

OLDEST = (3, 11)

if sys.version_info < OLDEST:
    newer = [
        name for name in ("python3.%d" % minor for minor in range(20, 10, -1)) if shutil.which(name)
    ]
    sys.stderr.buffer.write(
        "Cần Python 3.11 trở lên; bản đang chạy là {have}.{vi}\n"
        "Python 3.11 or later is needed; this is {have}.{en}\n".format(
            have=".".join(map(str, sys.version_info[:2])),
            vi=" Hãy chạy: {} build.py".format(newer[0]) if newer else "",
            en=" Run: {} build.py".format(newer[0]) if newer else "",
        ).encode("utf-8")
    )
    sys.exit(5)

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
TOOLS = ROOT / ".tools"
STAMP = VENV / "set-up.json"
LOG = VENV / "set-up.log"
SET_UP_LOCK = ROOT / ".venv.lock"
WINDOWS = sys.platform == "win32"
PYTHON = VENV / ("Scripts/python.exe" if WINDOWS else "bin/python")
QDGEN = VENV / ("Scripts/qdgen.exe" if WINDOWS else "bin/qdgen")
LOCKS = {"run": "requirements.lock", "test": "requirements-test.lock"}

MISSING_TOOL, OUTPUT_FAILED, INTERRUPTED = 5, 8, 130  # as qdgen's own exit codes
LAST_LINES = 12

sys.path.insert(0, str(ROOT / "src"))


class SetUpError(Exception):
    """The set-up cannot go on; why, in Vietnamese and in English."""


def with_command(arguments: list[str]) -> list[str]:
    """Without a command, or with no more than a language, everything is built."""
    rest = list(arguments)
    if rest[:1] == ["--lang"]:
        rest = rest[2:]
    elif rest and rest[0].startswith("--lang="):
        rest = rest[1:]
    return arguments if rest else [*arguments, "build"]


def main(arguments: list[str]) -> int:
    arguments = with_command(arguments)
    testing = arguments[:1] == ["test"]
    level = "test" if testing else "run"
    try:
        is_new = prepare(level)
        if testing or ("build" in arguments and "--no-pdf" not in arguments):
            look_outside(testing, tell=testing or is_new)
        if testing:
            os.chdir(ROOT)
            return hand_over([str(PYTHON), "-m", "pytest", *arguments[1:]], level)
        return hand_over([str(PYTHON), str(QDGEN), *arguments], level)
    except SetUpError as error:
        say(*error.args)
        return MISSING_TOOL
    except OSError as error:
        from qdgen.messages import render
        from qdgen.reasons import reason

        place, why = error.filename or ROOT, reason(error)
        say(
            "Không đọc hoặc ghi được {}: {}".format(place, render(why, "vi")),
            "Cannot read or write {}: {}".format(place, render(why, "en")),
        )
        return OUTPUT_FAILED
    except KeyboardInterrupt:
        say("Đã dừng. Chạy lại lệnh này để làm tiếp.", "Stopped. Run this again to go on.")
        return INTERRUPTED


def say(vietnamese: str, english: str) -> None:
    """Tell the user, on stderr, so that what qdgen prints can be piped."""
    from qdgen.messages import language_of_environment

    sentence = vietnamese if language_of_environment() == "vi" else english
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


# The environment of Python


def prepare(level: str) -> bool:
    """See to it that `.venv` holds what `level` ("run" or "test") needs; whether it did not yet."""
    if is_ready(level):
        return False
    leave_own_environment()
    with only_set_up() as lock:
        if not is_ready(level):
            set_up(level, lock)
    return True


def is_ready(level: str) -> bool:
    return read_stamp().get(level) == foundation(level) and PYTHON.exists() and QDGEN.exists()


def read_stamp() -> dict[str, str]:
    try:
        stamp = json.loads(STAMP.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stamp if isinstance(stamp, dict) else {}


def foundation(level: str) -> str:
    """A hash of all that the environment rests on: another one calls for another set-up."""
    import tomllib

    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    parts = [
        str(ROOT),
        repr(sys.version_info[:2]),
        json.dumps([project["project"], project["build-system"]], sort_keys=True),
        (ROOT / LOCKS[level]).read_text(encoding="utf-8"),
    ]
    return hashlib.sha256("\0".join(parts).encode("utf-8")).hexdigest()


def leave_own_environment() -> None:
    """Where this Python is the one in `.venv`, which may be made anew, go on with the one below."""
    below = getattr(sys, "_base_executable", "")
    if Path(sys.prefix).resolve() == VENV.resolve() and below and below != sys.executable:
        start([below, str(Path(__file__).resolve()), *sys.argv[1:]])


@contextlib.contextmanager
def only_set_up() -> Iterator[BinaryIO]:
    """Hold the lock of the set-up; the system lets go of it however this process ends."""
    with SET_UP_LOCK.open("a+b") as file:
        if not take(file):
            say("Một lần cài đặt khác đang chạy; đang chờ…", "Waiting for another set-up to end…")
            while not take(file):
                time.sleep(0.2)
        yield file


def take(file: BinaryIO) -> bool:
    """Whether the lock is ours now. Where the disk knows no locks, it is."""
    import errno

    try:
        if WINDOWS:
            import msvcrt

            file.seek(0)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        else:
            import fcntl

            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True


def set_up(level: str, lock: BinaryIO) -> None:
    stamp = read_stamp()
    is_sound = stamp.get("run") == foundation("run") and PYTHON.exists()
    STAMP.unlink(missing_ok=True)
    if not is_sound:
        make_environment(lock)
    packages = (ROOT / LOCKS[level]).read_text(encoding="utf-8").count("==")
    say(
        "Đang cài {} gói Python vào .venv…".format(packages),
        "Installing {} Python packages into .venv…".format(packages),
    )
    install = [*pip(), "install", "--no-input", "--disable-pip-version-check"]
    run_quietly([*install, "--require-hashes", "-r", str(ROOT / LOCKS[level])], lock)
    run_quietly([*install, "--no-deps", "--no-build-isolation", "-e", str(ROOT)], lock)
    levels = ("run", "test") if level == "test" else ("run",)
    write_stamp({name: foundation(name) for name in levels})
    say("Đã cài xong phần Python.", "The Python part is set up.")


def make_environment(lock: BinaryIO) -> None:
    """Make `.venv` anew, with a pip of its own where this Python can give it one."""
    clear_environment()
    say("Đang tạo .venv…", "Making .venv…")
    if not has_module("ensurepip") and not has_module("pip"):
        get_ensurepip()
    without = [] if has_module("ensurepip") else ["--without-pip"]
    run_quietly([sys.executable, "-m", "venv", *without, str(VENV)], lock)


def pip() -> list[str]:
    """The words that start a pip for `.venv`: its own, else that of this Python."""
    if has_module("pip", str(PYTHON)):
        return [str(PYTHON), "-m", "pip"]
    return [sys.executable, "-m", "pip", "--python", str(PYTHON)]


def clear_environment() -> None:
    """Empty `.venv` but for the log."""
    if VENV.is_dir():
        inside = {path.name for path in VENV.iterdir()}
        if inside and not inside & {"pyvenv.cfg", LOG.name}:
            raise SetUpError(
                "{} không phải môi trường Python; "
                "hãy chuyển thư mục này đi nơi khác rồi chạy lại.".format(VENV),
                "{} is not a Python environment; move it away and run this again.".format(VENV),
            )
        # The mark of an environment goes last, so that an interrupted clearing is taken up again.
        for path in sorted(VENV.iterdir(), key=lambda path: path.name == "pyvenv.cfg"):
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path)
            elif path != LOG:
                path.unlink()
    VENV.mkdir(parents=True, exist_ok=True)
    LOG.write_bytes(b"")


def has_module(name: str, python: str = sys.executable) -> bool:
    """Asked of a new process, because a package may have been installed since this one began."""
    question = [python, "-c", "import " + name]
    return subprocess.run(question, stderr=subprocess.DEVNULL, check=False).returncode == 0


def get_ensurepip() -> None:
    from qdgen import outside

    if can_install():
        install_by_apt(["venv"])
    if not has_module("ensurepip"):
        command = outside.how_to_install("venv")
        raise SetUpError(
            "Bản Python này thiếu venv và pip. Hãy cài {}rồi chạy lại{}".format(
                "bằng lệnh sau " if command else "", ": " + command if command else "."
            ),
            "This Python lacks venv and pip. Install them {}and run this again{}".format(
                "with this command " if command else "", ": " + command if command else "."
            ),
        )


def run_quietly(command: list[str], lock: BinaryIO) -> None:
    """Run a step with its noise in the log; the lock outlives us as long as the step does."""
    kept = {} if WINDOWS else {"pass_fds": (lock.fileno(),)}
    if not logged(command, **kept):
        raise SetUpError(
            "Cài đặt không thành công. Những dòng cuối của {}:\n{}\n"
            "Nếu máy chưa nối mạng, hãy nối mạng rồi chạy lại.".format(LOG, last_lines()),
            "The set-up failed. The last lines of {}:\n{}\n"
            "If this machine is offline, connect it and run this again.".format(LOG, last_lines()),
        )


def logged(command: list[str], **options: Any) -> bool:
    """Whether `command` went well; what it says goes into the log."""
    LOG.parent.mkdir(exist_ok=True)
    with LOG.open("ab") as log:
        log.write("$ {}\n".format(" ".join(command)).encode("utf-8"))
        log.flush()
        done = subprocess.run(
            command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            **options,
        )
    return done.returncode == 0


def last_lines() -> str:
    lines = LOG.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join("    " + line for line in lines[-LAST_LINES:])


def write_stamp(stamp: dict[str, str]) -> None:
    if hasattr(os, "sync"):
        os.sync()  # what the stamp vouches for is on the disk before it
    beside = STAMP.with_suffix(".new")
    beside.write_text(json.dumps(stamp), encoding="utf-8")
    beside.replace(STAMP)


# What is not Python


def look_outside(testing: bool, tell: bool) -> None:
    """Find or install LibreOffice and the fonts, and what tests need besides.

    What cannot be installed from here is told of where `tell`; qdgen says so again when it
    comes to the PDF, and then exits with 5.
    """
    missing = missing_outside(testing)
    if missing and can_install():
        install_by_apt(missing)
        missing = missing_outside(testing)
    if testing:
        with only_set_up():
            install_validator()
    if tell:
        tell_how_to_install(missing)


def missing_outside(testing: bool) -> list[str]:
    from qdgen import outside

    missing = []
    if outside.find_engine() is None:
        missing.append("engine")
    if outside.find_font_files() is None:
        missing.append("fonts")
    if testing and not shutil.which("npm"):
        missing.append("node")
    if testing and not shutil.which("git"):
        missing.append("git")
    if testing and not (shutil.which("softhsm2-util") and shutil.which("pkcs11-tool")):
        missing.append("token")
    if testing and not (shutil.which("java") and shutil.which("javac")):
        missing.append("java")
    if testing and not shutil.which("pandoc"):
        missing.append("pandoc")
    if testing and not (shutil.which("chromium") and shutil.which("chromedriver")):
        missing.append("browser")
    return missing


def tell_how_to_install(missing: list[str]) -> None:
    from qdgen import outside

    letters = "Times New Roman / Liberation Serif 2"
    names = {
        "engine": ("LibreOffice Writer (để xuất PDF)", "LibreOffice Writer (for the PDF)"),
        "fonts": (
            "phông chữ cùng kích thước với Times New Roman và đủ chữ tiếng Việt ({})".format(
                letters
            ),
            "a font with the metrics of Times New Roman and all Vietnamese letters ({})".format(
                letters
            ),
        ),
        "node": ("Node.js và npm (để kiểm thử)", "Node.js and npm (for the tests)"),
        "git": ("git (để kiểm thử)", "git (for the tests)"),
        "java": ("Java có trình biên dịch (để kiểm thử)", "Java with its compiler (for the tests)"),
        "pandoc": ("pandoc (để kiểm thử)", "pandoc (for the tests)"),
        "browser": (
            "Chromium và ChromeDriver (để kiểm thử)",
            "Chromium and ChromeDriver (for the tests)",
        ),
        "token": ("SoftHSM2 và OpenSC (để kiểm thử)", "SoftHSM2 and OpenSC (for the tests)"),
    }
    for name in missing:
        vietnamese, english = names[name]
        command = outside.how_to_install(name)
        say(
            "Chưa có {}.{}".format(vietnamese, " Cài bằng lệnh: " + command if command else ""),
            "Missing: {}.{}".format(english, " Install it with: " + command if command else ""),
        )


def can_install() -> bool:
    from qdgen import outside

    return outside.system_kind() == "debian" and outside.is_root()


def install_by_apt(missing: list[str]) -> None:
    """Say what apt is going to do, then let it; whether it helped is for the caller to find out."""
    from qdgen import outside

    if any(not outside.apt_candidate(name) for name in outside.packages(missing, "debian")):
        run_apt(["apt-get", "update"])
    command = outside.with_liberation_of(outside.install_command(missing, "debian"))
    if run_apt(command):
        return
    # An earlier run may have been cut off in the middle, or the list of packages is old.
    run_apt(["dpkg", "--configure", "-a"])
    run_apt(["apt-get", "update"])
    if not run_apt(command):
        say(
            "apt không cài được. Những dòng cuối của {}:\n{}".format(LOG, last_lines()),
            "apt could not install it. The last lines of {}:\n{}".format(LOG, last_lines()),
        )


def run_apt(command: list[str]) -> bool:
    say("Đang chạy: {}".format(" ".join(command)), "Running: {}".format(" ".join(command)))
    return logged(command, env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"})


def install_validator() -> None:
    """Put the validator of Word files that the tests ask, pinned, into `.tools`."""
    wanted = ROOT / "tests" / "tools"
    npm = shutil.which("npm")
    mark = TOOLS / "installed"
    lock = (wanted / "package-lock.json").read_bytes()
    if npm is None or (mark.exists() and mark.read_bytes() == lock):
        return
    say("Đang cài công cụ kiểm tra tệp Word…", "Installing the validator of Word files…")
    shutil.rmtree(TOOLS, ignore_errors=True)
    TOOLS.mkdir()
    for name in ("package.json", "package-lock.json"):
        shutil.copyfile(wanted / name, TOOLS / name)
    words = ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund"]
    if not logged([npm, *words, "--prefix", str(TOOLS)], cwd=TOOLS):
        raise SetUpError(
            "npm không cài được:\n{}".format(last_lines()),
            "npm could not install it:\n{}".format(last_lines()),
        )
    mark.write_bytes(lock)


# Handing on


def hand_over(command: list[str], level: str) -> int:
    """Become `command`; where the environment's Python does not start, after making it anew."""
    try:
        return start(command)
    except OSError:
        STAMP.unlink(missing_ok=True)
        prepare(level)
        return start(command)


def start(command: list[str]) -> int:
    """Replace this process by `command`; on Windows, which cannot, wait for it."""
    sys.stdout.flush()
    sys.stderr.flush()
    if not WINDOWS:
        os.execv(command[0], command)
    with subprocess.Popen(command) as process:
        while True:
            # Ctrl-C reaches the child as well, which ends in its own time.
            with contextlib.suppress(KeyboardInterrupt):
                sys.exit(process.wait())


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    sys.exit(main(sys.argv[1:]))
