"""What the build needs that is not Python: where it is on this machine, and how to get it.

Finds and asks; starts no conversion and installs nothing. Standard library alone, because
`build.py` reads this before there is an environment.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from qdgen.font_letters import missing_letters
from qdgen.messages import Text, text

STYLES = ("regular", "bold", "italic", "bold-italic")

# Families with the metrics of Times New Roman, and the names their files go by, in STYLES' order.
_FAMILIES: Mapping[str, Sequence[Sequence[str]]] = {
    "Times New Roman": (
        ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf"),
        (
            "times_new_roman.ttf",
            "times_new_roman_bold.ttf",
            "times_new_roman_italic.ttf",
            "times_new_roman_bold_italic.ttf",
        ),
        (
            "times new roman.ttf",
            "times new roman bold.ttf",
            "times new roman italic.ttf",
            "times new roman bold italic.ttf",
        ),
    ),
    "Liberation Serif": (
        (
            "liberationserif-regular.ttf",
            "liberationserif-bold.ttf",
            "liberationserif-italic.ttf",
            "liberationserif-bolditalic.ttf",
        ),
    ),
}
_MOST_FOLDERS = 5_000  # of fonts; beyond that a folder is not one of fonts
_SECONDS = 20.0  # to answer a question as small as `--version`


@dataclass(frozen=True, slots=True)
class FontFamily:
    """Four files of one family in one folder, by style, and the letters any of them lacks."""

    name: str
    files: Mapping[str, Path]
    missing: str

    @property
    def is_complete(self) -> bool:
        """Whether all four draw every Vietnamese letter."""
        return not self.missing


def find_engine(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform, root: Path = Path("/")
) -> Path | None:
    """The LibreOffice program that has Writer, or None.

    QDGEN_SOFFICE says where outright, and then nothing else is looked at; otherwise the PATH is
    searched, then the places installers use. `root` stands for the top of the disk.
    """
    if own := environ.get("QDGEN_SOFFICE"):
        return Path(own) if _is_program(Path(own)) else None
    for candidate in _engine_candidates(environ, platform, root):
        if _is_program(candidate) and _has_writer(candidate):
            return candidate
    return None


def engine_version(engine: Path) -> str | None:
    """What `engine` calls itself ("7.4.7.2"), or None where it does not answer in 20 seconds."""
    answer = _answer([str(engine), "--version"])
    found = re.search(r"\d+(?:\.\d+)+", answer or "")
    return found.group() if found else None


def find_font_files(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform, root: Path = Path("/")
) -> dict[str, Path] | None:
    """The files of the first complete family, by style (see STYLES), or None."""
    for family in font_families(environ, platform, root):
        if family.is_complete:
            return dict(family.files)
    return None


def font_families(
    environ: Mapping[str, str] = os.environ, platform: str = sys.platform, root: Path = Path("/")
) -> Iterator[FontFamily]:
    """Every family found with the metrics of Times New Roman, complete or not, best first.

    QDGEN_FONTS names the one folder to look in; otherwise it is the usual ones of the system,
    those that LibreOffice brings along, then what fontconfig knows of.
    """
    seen: set[Path] = set()
    for folders in _font_folders(environ, platform, root):
        for name in _FAMILIES:
            for folder in folders:
                for files in _families_in(folder, name):
                    if files["regular"] not in seen:
                        seen.add(files["regular"])
                        yield FontFamily(name, files, _missing_in(files))


def system_kind(environ: Mapping[str, str] = os.environ, platform: str = sys.platform) -> str:
    """What installs programs here: "debian", "fedora", "arch", "macos", "windows" or "other"."""
    if platform == "win32":
        return "windows"
    if platform == "darwin":
        return "macos"
    for program, kind in (("apt-get", "debian"), ("dnf", "fedora"), ("pacman", "arch")):
        if shutil.which(program, path=environ.get("PATH", os.defpath)):
            return kind
    return "other"


_INSTALLERS: Mapping[str, Sequence[str]] = {
    "debian": ("apt-get", "install", "--yes", "--no-install-recommends"),
    "fedora": ("dnf", "install", "--assumeyes", "--setopt=install_weak_deps=False"),
    "arch": ("pacman", "--sync", "--needed"),
    "macos": ("brew", "install"),
    "windows": ("winget", "install", "--exact", "--id"),
}
_PACKAGES: Mapping[str, Mapping[str, Sequence[str]]] = {
    "engine": {
        "debian": ("libreoffice-writer-nogui",),
        "fedora": ("libreoffice-writer",),
        "arch": ("libreoffice-still",),
        "macos": ("--cask", "libreoffice"),
        "windows": ("TheDocumentFoundation.LibreOffice",),
    },
    "fonts": {
        "debian": ("fonts-liberation2",),
        "fedora": ("liberation-serif-fonts",),
        "arch": ("ttf-liberation",),
        "macos": ("--cask", "font-liberation"),
        # LibreOffice for Windows brings Liberation Serif along; Windows itself has Times New Roman.
        "windows": ("TheDocumentFoundation.LibreOffice",),
    },
    "venv": {
        "debian": (f"python{sys.version_info.major}.{sys.version_info.minor}-venv",),
        "fedora": ("python3-pip",),
        "arch": ("python",),
        "macos": ("python",),
        "windows": ("Python.Python.3.13",),
    },
    "git": {
        "debian": ("git",),
        "fedora": ("git",),
        "arch": ("git",),
        "macos": ("git",),
        "windows": ("Git.Git",),
    },
    # A token in software, and the tool that fills it.
    "token": {
        "debian": ("softhsm2", "opensc"),
        "fedora": ("softhsm", "opensc"),
        "arch": ("softhsm", "opensc"),
        "macos": ("softhsm", "opensc"),
        "windows": (),
    },
    # With its compiler: the tests run the validator of PDF/A from a source file.
    "java": {
        "debian": ("default-jdk-headless",),
        "fedora": ("java-latest-openjdk-devel",),
        "arch": ("jdk-openjdk",),
        "macos": ("openjdk",),
        "windows": ("EclipseAdoptium.Temurin.21.JDK",),
    },
    # Writes Word files in its own way, for the tests of foreign files.
    "pandoc": {
        "debian": ("pandoc",),
        "fedora": ("pandoc",),
        "arch": ("pandoc-cli",),
        "macos": ("pandoc",),
        "windows": ("JohnMacFarlane.Pandoc",),
    },
    # A browser and what drives it, for the tests of pages.
    "browser": {
        "debian": ("chromium", "chromium-driver"),
        "fedora": ("chromium", "chromedriver"),
        "arch": ("chromium",),
        "macos": (),
        "windows": (),
    },
    "node": {
        "debian": ("nodejs", "npm"),
        "fedora": ("nodejs", "npm"),
        "arch": ("nodejs", "npm"),
        "macos": ("node",),
        "windows": ("OpenJS.NodeJS.LTS",),
    },
}


def packages(what: Sequence[str], system: str) -> list[str]:
    """What `system` calls the packages of `what` ("engine", "fonts", "venv", "git", "token",
    "java", "pandoc", "browser", "node")."""
    names = (name for need in what for name in _PACKAGES[need].get(system, ()))
    return list(dict.fromkeys(names))


def install_command(what: str | Sequence[str], system: str) -> list[str]:
    """The words of the command that installs `what` on `system`; none where it is not known."""
    wanted = packages([what] if isinstance(what, str) else what, system)
    return [*_INSTALLERS[system], *wanted] if wanted else []


def how_to_install(
    what: str | Sequence[str], environ: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> str:
    """`install_command` for this machine as a line to paste in a terminal; "" where not known."""
    system = system_kind(environ, platform)
    words = install_command(what, system)
    if system == "debian":
        words = with_liberation_of(words, environ)
    if words and system in ("debian", "fedora", "arch") and not is_root():
        words = ["sudo", *words]
    return " ".join(words)


def how_to_get(what: str | Sequence[str], environ: Mapping[str, str] = os.environ) -> Text:
    """The hint that goes with a missing tool."""
    if command := how_to_install(what, environ):
        return text("install it: {command}", command=command)
    if "engine" in what:
        return text("install LibreOffice, or name its program in QDGEN_SOFFICE")
    if "fonts" in what:
        return text("install Liberation Serif 2, or name the folder of the fonts in QDGEN_FONTS")
    return text("install it with what this system has for that")


def is_root() -> bool:
    """Whether packages can be installed without asking for a password."""
    return sys.platform != "win32" and os.geteuid() == 0


def with_liberation_of(words: Sequence[str], environ: Mapping[str, str] = os.environ) -> list[str]:
    """`words` with the name under which this Debian or Ubuntu has Liberation 2.

    Up to Debian 12, fonts-liberation is version 1, which lacks most Vietnamese letters;
    later releases have version 2 under that name and drop fonts-liberation2.
    """
    if "fonts-liberation2" not in words or apt_candidate("fonts-liberation2", environ):
        return list(words)
    if re.match(r"(?:\d+:)?[2-9]", apt_candidate("fonts-liberation", environ)):
        return ["fonts-liberation" if word == "fonts-liberation2" else word for word in words]
    return list(words)


def apt_candidate(package: str, environ: Mapping[str, str] = os.environ) -> str:
    """The version of `package` that apt would install; "" where it knows none."""
    program = shutil.which("apt-cache", path=environ.get("PATH", os.defpath))
    answer = _answer([program, "policy", package]) if program else None
    found = re.search(r"^\s+Candidate: (\d\S*)$", answer or "", re.MULTILINE)
    return found.group(1) if found else ""


def _engine_candidates(environ: Mapping[str, str], platform: str, root: Path) -> Iterator[Path]:
    for name in ("soffice", "libreoffice"):
        if found := shutil.which(name, path=environ.get("PATH", os.defpath)):
            yield Path(found)
    if platform == "win32":
        # soffice.com is the same program, but waits and speaks to the console.
        for variable in ("PROGRAMW6432", "PROGRAMFILES", "PROGRAMFILES(X86)"):
            if folder := environ.get(variable):
                yield Path(folder, "LibreOffice", "program", "soffice.com")
                yield Path(folder, "LibreOffice", "program", "soffice.exe")
    elif platform == "darwin":
        inside = Path("Applications", "LibreOffice.app", "Contents", "MacOS", "soffice")
        yield root / inside
        if home := environ.get("HOME"):
            yield Path(home) / inside
    else:
        for folder in ("usr/lib", "usr/lib64", "usr/local/lib", "opt"):
            yield from sorted(root.glob(f"{folder}/libreoffice*/program/soffice"), reverse=True)
        yield root / "snap/bin/libreoffice"


def _is_program(path: Path) -> bool:
    return path.is_file() and os.access(path, os.X_OK)


def _has_writer(engine: Path) -> bool:
    """False for an installation of parts that has LibreOffice's core without Writer."""
    folder = engine.resolve().parent
    return not (folder / "soffice.bin").exists() or (folder / "libswlo.so").exists()


def _font_folders(
    environ: Mapping[str, str], platform: str, root: Path
) -> Iterator[Sequence[Path]]:
    """Groups of folders: the first group is looked through whole before the next."""
    if own := environ.get("QDGEN_FONTS"):
        yield [Path(own)]
        return
    home = Path(environ.get("HOME") or environ.get("USERPROFILE") or root)
    if platform == "win32":
        local = environ.get("LOCALAPPDATA") or str(home / "AppData" / "Local")
        yield [
            Path(environ.get("WINDIR") or "C:\\Windows", "Fonts"),
            Path(local, "Microsoft", "Windows", "Fonts"),
        ]
    elif platform == "darwin":
        yield [
            root / "System/Library/Fonts/Supplemental",
            root / "Library/Fonts",
            home / "Library/Fonts",
        ]
    else:
        data = Path(environ.get("XDG_DATA_HOME") or home / ".local/share")
        yield [
            root / "usr/share/fonts",
            root / "usr/local/share/fonts",
            data / "fonts",
            home / ".fonts",
        ]
    if engine := find_engine(environ, platform, root):
        contents = engine.resolve().parent.parent
        yield [contents / "share/fonts/truetype", contents / "Resources/fonts/truetype"]
    yield _folders_known_to_fontconfig(environ)


def _folders_known_to_fontconfig(environ: Mapping[str, str]) -> list[Path]:
    program = shutil.which("fc-list", path=environ.get("PATH", os.defpath))
    if not program:
        return []
    folders: dict[Path, None] = {}
    for name in _FAMILIES:
        answer = _answer([program, "--format", "%{file}\n", f":family={name}"])
        folders |= dict.fromkeys(Path(line).parent for line in (answer or "").splitlines())
    return list(folders)


def _families_in(top: Path, name: str) -> Iterator[dict[str, Path]]:
    """The sets of four files of the family `name` in `top` and below, by the names of the files."""
    for count, (folder, subfolders, files) in enumerate(os.walk(top)):
        if count == _MOST_FOLDERS:
            return
        subfolders.sort()
        by_name = {file.lower(): Path(folder, file) for file in sorted(files)}
        for wanted in _FAMILIES[name]:
            if all(file in by_name for file in wanted):
                yield {style: by_name[file] for style, file in zip(STYLES, wanted, strict=True)}


def _missing_in(files: Mapping[str, Path]) -> str:
    return "".join(dict.fromkeys("".join(missing_letters(path) for path in files.values())))


def _answer(command: Sequence[str]) -> str | None:
    """What `command` prints, or None where it fails, hangs or cannot be started."""
    try:
        with subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "LC_ALL": "C"},
            start_new_session=True,
        ) as process:
            try:
                printed, _ = process.communicate(timeout=_SECONDS)
            except subprocess.TimeoutExpired:
                _end_with_its_children(process)
                return None
    except OSError:
        return None
    return printed.decode("utf-8", "replace") if process.returncode == 0 else None


def _end_with_its_children(process: subprocess.Popen[bytes]) -> None:
    if sys.platform == "win32":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
