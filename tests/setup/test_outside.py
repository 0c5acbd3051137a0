"""Finding LibreOffice and the fonts on every system, and saying how to get them."""

from __future__ import annotations

import os
import shutil
import struct
from pathlib import Path

import pytest
from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables._c_m_a_p import CmapSubtable
from fontTools.ttLib.tables._g_l_y_f import Glyph
from hypothesis import given
from hypothesis import strategies as st

from qdgen import outside
from qdgen.font_letters import VIETNAMESE_LETTERS, missing_letters
from qdgen.messages import render


def _program(path: Path, script: str = "") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return path


def _real_fonts() -> dict[str, Path]:
    files = outside.find_font_files()
    assert files is not None, "the tests need Liberation Serif 2 or Times New Roman"
    return files


# The engine


def test_the_engine_of_this_machine_is_found_and_says_its_version() -> None:
    engine = outside.find_engine()
    assert engine is not None
    version = outside.engine_version(engine)
    assert version is not None
    assert int(version.split(".")[0]) >= 5


def test_the_engine_named_in_the_environment_wins(tmp_path: Path) -> None:
    named = _program(tmp_path / "mine/soffice")
    path = _program(tmp_path / "bin/soffice").parent
    environ = {"QDGEN_SOFFICE": str(named), "PATH": str(path)}
    assert outside.find_engine(environ, "linux", tmp_path) == named


def test_a_wrongly_named_engine_is_not_replaced_by_another(tmp_path: Path) -> None:
    path = _program(tmp_path / "bin/soffice").parent
    environ = {"QDGEN_SOFFICE": str(tmp_path / "gone"), "PATH": str(path)}
    assert outside.find_engine(environ, "linux", tmp_path) is None


def test_the_path_is_searched_before_the_usual_places(tmp_path: Path) -> None:
    on_path = _program(tmp_path / "bin/libreoffice")
    _program(tmp_path / "usr/lib/libreoffice/program/soffice")
    assert outside.find_engine({"PATH": str(on_path.parent)}, "linux", tmp_path) == on_path


@pytest.mark.parametrize(
    ("platform", "place"),
    [
        ("linux", "usr/lib/libreoffice/program/soffice"),
        ("linux", "usr/lib64/libreoffice/program/soffice"),
        ("linux", "opt/libreoffice25.2/program/soffice"),
        ("linux", "snap/bin/libreoffice"),
        ("darwin", "Applications/LibreOffice.app/Contents/MacOS/soffice"),
        ("darwin", "Users/lan/Applications/LibreOffice.app/Contents/MacOS/soffice"),
        ("win32", "Program Files/LibreOffice/program/soffice.exe"),
        ("win32", "Program Files/LibreOffice/program/soffice.com"),
        ("win32", "Program Files (x86)/LibreOffice/program/soffice.exe"),
    ],
)
def test_installers_put_the_engine_in_places_that_are_known(
    tmp_path: Path, platform: str, place: str
) -> None:
    engine = _program(tmp_path / place)
    environ = {
        "PATH": str(tmp_path / "empty"),
        "HOME": str(tmp_path / "Users/lan"),
        "PROGRAMFILES": str(tmp_path / "Program Files"),
        "PROGRAMFILES(X86)": str(tmp_path / "Program Files (x86)"),
    }
    assert outside.find_engine(environ, platform, tmp_path) == engine


def test_on_windows_the_program_that_speaks_to_the_console_comes_first(tmp_path: Path) -> None:
    folder = tmp_path / "LibreOffice/program"
    _program(folder / "soffice.exe")
    console = _program(folder / "soffice.com")
    environ = {"PATH": "", "PROGRAMFILES": str(tmp_path)}
    assert outside.find_engine(environ, "win32", tmp_path) == console


def test_an_installation_without_writer_is_passed_over(tmp_path: Path) -> None:
    engine = _program(tmp_path / "usr/lib/libreoffice/program/soffice")
    _program(engine.parent / "soffice.bin")
    environ = {"PATH": str(engine.parent)}
    assert outside.find_engine(environ, "linux", tmp_path) is None
    (engine.parent / "libswlo.so").touch()
    assert outside.find_engine(environ, "linux", tmp_path) == engine


@pytest.mark.parametrize("script", ["exit 1", "echo no number", "printf '\\377'"])
def test_an_engine_that_answers_nothing_has_no_version(tmp_path: Path, script: str) -> None:
    assert outside.engine_version(_program(tmp_path / "soffice", script)) is None


def test_an_engine_that_hangs_is_ended_with_its_children(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_SECONDS", 0.5)
    child = tmp_path / "child"
    engine = _program(tmp_path / "soffice", f'sleep 600 & echo $! > "{child}"; wait')
    assert outside.engine_version(engine) is None
    with pytest.raises(ProcessLookupError):
        _signal_until_gone(int(child.read_text()))


def _signal_until_gone(pid: int) -> None:
    for _ in range(10_000):
        os.kill(pid, 0)
        status = Path(f"/proc/{pid}/status")
        if status.exists() and "\nState:\tZ" in status.read_text():
            raise ProcessLookupError(pid)


# The fonts


def test_the_alphabet_has_its_146_letters() -> None:
    assert len(VIETNAMESE_LETTERS) == 146
    assert set("aàảãáạăằẳẵắặâầẩẫấậđơởưữỳỵÝĐ") <= set(VIETNAMESE_LETTERS)


def test_the_fonts_of_this_machine_draw_every_vietnamese_letter() -> None:
    files = _real_fonts()
    assert tuple(files) == outside.STYLES
    assert {style: missing_letters(path) for style, path in files.items()} == dict.fromkeys(
        outside.STYLES, ""
    )


@pytest.mark.parametrize("form", [4, 12])
def test_letters_taken_out_of_a_font_are_named(tmp_path: Path, form: int) -> None:
    font = TTFont(_real_fonts()["regular"])
    table = CmapSubtable.newSubtable(form)
    table.platformID, table.platEncID, table.language = 3, 1 if form == 4 else 10, 0
    table.cmap = {
        code: glyph for code, glyph in font.getBestCmap().items() if chr(code) not in "ạỆữ"
    }
    font["cmap"].tables = [table]
    doctored = tmp_path / "doctored.ttf"
    font.save(doctored)
    assert missing_letters(doctored) == "ạỆữ"


def test_a_letter_with_an_empty_outline_counts_as_missing(tmp_path: Path) -> None:
    font = TTFont(_real_fonts()["regular"])
    font["glyf"][font.getBestCmap()[ord("ộ")]] = Glyph()
    doctored = tmp_path / "doctored.ttf"
    font.save(doctored)
    assert missing_letters(doctored) == "ộ"


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"PK\3\4" * 100, b"\0\1\0\0\xff\xff" * 50])
def test_a_file_that_is_no_font_lacks_every_letter(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rubbish.ttf"
    path.write_bytes(content)
    assert missing_letters(path) == VIETNAMESE_LETTERS


@given(
    table=st.sampled_from(["cmap", "head", "loca"]),
    at=st.integers(0, 400),
    rubbish=st.binary(min_size=1, max_size=12),
)
def test_no_damage_to_a_font_does_more_than_cost_letters(
    tmp_path_factory: pytest.TempPathFactory, table: str, at: int, rubbish: bytes
) -> None:
    content = bytearray(_real_fonts()["regular"].read_bytes())
    place = content.index(table.encode())
    (offset,) = struct.unpack_from(">L", content, place + 8)
    content[offset + at : offset + at + len(rubbish)] = rubbish
    path = tmp_path_factory.mktemp("damaged") / "font.ttf"
    path.write_bytes(content)
    assert set(missing_letters(path)) <= set(VIETNAMESE_LETTERS)


def _fonts_in(folder: Path, names: tuple[str, ...]) -> dict[str, Path]:
    folder.mkdir(parents=True)
    files = {}
    for (style, source), name in zip(_real_fonts().items(), names, strict=True):
        files[style] = Path(shutil.copy(source, folder / name))
    return files


LIBERATION = (
    "LiberationSerif-Regular.ttf",
    "LiberationSerif-Bold.ttf",
    "LiberationSerif-Italic.ttf",
    "LiberationSerif-BoldItalic.ttf",
)
WINDOWS = ("times.ttf", "timesbd.ttf", "timesi.ttf", "timesbi.ttf")
MACOS = (
    "Times New Roman.ttf",
    "Times New Roman Bold.ttf",
    "Times New Roman Italic.ttf",
    "Times New Roman Bold Italic.ttf",
)


@pytest.mark.parametrize(
    ("platform", "place", "names"),
    [
        ("linux", "usr/share/fonts/truetype/liberation2", LIBERATION),
        ("linux", "usr/share/fonts/liberation-serif", LIBERATION),
        ("linux", "home/lan/.local/share/fonts", LIBERATION),
        ("linux", "usr/share/fonts/ms", tuple(name.replace(" ", "_") for name in MACOS)),
        ("darwin", "System/Library/Fonts/Supplemental", MACOS),
        ("darwin", "home/lan/Library/Fonts", LIBERATION),
        ("win32", "Windows/Fonts", WINDOWS),
        ("win32", "home/lan/AppData/Local/Microsoft/Windows/Fonts", LIBERATION),
    ],
)
def test_fonts_are_found_where_each_system_keeps_them(
    tmp_path: Path, platform: str, place: str, names: tuple[str, ...]
) -> None:
    files = _fonts_in(tmp_path / place, names)
    environ = {
        "PATH": str(tmp_path / "empty"),
        "HOME": str(tmp_path / "home/lan"),
        "WINDIR": str(tmp_path / "Windows"),
    }
    assert outside.find_font_files(environ, platform, tmp_path) == files


def test_the_fonts_that_the_engine_brings_along_serve(tmp_path: Path) -> None:
    engine = _program(tmp_path / "opt/libreoffice25.2/program/soffice")
    files = _fonts_in(engine.parents[1] / "share/fonts/truetype", LIBERATION)
    environ = {"PATH": str(tmp_path / "empty"), "HOME": str(tmp_path)}
    assert outside.find_font_files(environ, "linux", tmp_path) == files


def test_fonts_that_fontconfig_alone_knows_of_are_found(tmp_path: Path) -> None:
    files = _fonts_in(tmp_path / "nix/store/x", LIBERATION)
    path = _program(tmp_path / "bin/fc-list", f'echo "{files["bold"]}"').parent
    environ = {"PATH": f"{path}{os.pathsep}/bin", "HOME": str(tmp_path)}
    assert outside.find_font_files(environ, "linux", tmp_path) == files


def test_the_folder_named_in_the_environment_is_the_only_one(tmp_path: Path) -> None:
    mine = _fonts_in(tmp_path / "mine", WINDOWS)
    assert outside.find_font_files({"QDGEN_FONTS": str(tmp_path / "mine")}) == mine
    (tmp_path / "empty").mkdir()
    assert outside.find_font_files({"QDGEN_FONTS": str(tmp_path / "empty")}) is None


def test_a_family_that_lacks_letters_is_refused_and_named(tmp_path: Path) -> None:
    old = _fonts_in(tmp_path / "usr/share/fonts/truetype/liberation", LIBERATION)
    font = TTFont(old["italic"])
    subsetter = Subsetter(Options(notdef_outline=True, glyph_names=False))
    subsetter.populate(text="aàáâãăđĂ")
    subsetter.subset(font)
    font.save(old["italic"])
    environ = {"PATH": "", "HOME": str(tmp_path)}
    assert outside.find_font_files(environ, "linux", tmp_path) is None
    [family] = outside.font_families(environ, "linux", tmp_path)
    assert family.name == "Liberation Serif"
    assert "ệ" in family.missing
    assert len(family.missing) == 146 - 8

    new = _fonts_in(tmp_path / "usr/share/fonts/truetype/liberation2", LIBERATION)
    assert outside.find_font_files(environ, "linux", tmp_path) == new


# How to get what is missing


@pytest.mark.parametrize(
    ("program", "platform", "kind"),
    [
        ("apt-get", "linux", "debian"),
        ("dnf", "linux", "fedora"),
        ("pacman", "linux", "arch"),
        ("slackpkg", "linux", "other"),
        ("brew", "darwin", "macos"),
        ("winget", "win32", "windows"),
    ],
)
def test_a_system_is_known_by_what_installs_its_programs(
    tmp_path: Path, program: str, platform: str, kind: str
) -> None:
    path = _program(tmp_path / program).parent
    assert outside.system_kind({"PATH": str(path)}, platform) == kind


APT = "apt-get install --yes --no-install-recommends"


@pytest.mark.parametrize(
    ("what", "system", "command"),
    [
        (
            ["engine", "fonts"],
            "debian",
            f"{APT} libreoffice-writer-nogui fonts-liberation2",
        ),
        (
            "engine",
            "fedora",
            "dnf install --assumeyes --setopt=install_weak_deps=False libreoffice-writer",
        ),
        ("fonts", "arch", "pacman --sync --needed ttf-liberation"),
        ("engine", "macos", "brew install --cask libreoffice"),
        ("engine", "windows", "winget install --exact --id TheDocumentFoundation.LibreOffice"),
        ("node", "windows", "winget install --exact --id OpenJS.NodeJS.LTS"),
        ("engine", "other", ""),
    ],
)
def test_the_command_that_installs_is_that_of_the_system(
    what: str | list[str], system: str, command: str
) -> None:
    assert " ".join(outside.install_command(what, system)) == command


def test_who_is_not_root_is_told_to_use_sudo(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    environ = {"PATH": str(_program(tmp_path / "dnf").parent)}
    monkeypatch.setattr(outside, "is_root", lambda: False)
    assert outside.how_to_install("git", environ, "linux").startswith("sudo dnf install ")
    monkeypatch.setattr(outside, "is_root", lambda: True)
    assert outside.how_to_install("git", environ, "linux").startswith("dnf install ")


_POLICY = (
    'case "$2" in fonts-liberation) echo "  Candidate: {one}";; *) echo "  Candidate: {two}";; esac'
)


@pytest.mark.parametrize(
    ("one", "two", "package"),
    [
        ("1:1.07.4-11", "2.1.5-1", "fonts-liberation2"),
        ("1:2.1.5-3", "(none)", "fonts-liberation"),
        ("1:2.1.5-3", "1:2.1.5-3", "fonts-liberation2"),
        ("1:1.07.4-11", "(none)", "fonts-liberation2"),
        ("(none)", "(none)", "fonts-liberation2"),
    ],
)
def test_debian_gets_liberation_2_under_the_name_it_has_there(
    tmp_path: Path, one: str, two: str, package: str
) -> None:
    _program(tmp_path / "apt-get")
    _program(tmp_path / "apt-cache", _POLICY.format(one=one, two=two))
    command = outside.how_to_install("fonts", {"PATH": str(tmp_path)}, "linux")
    assert command.endswith(f" --no-install-recommends {package}")


def test_where_no_command_is_known_the_hint_says_what_to_get(tmp_path: Path) -> None:
    nowhere = {"PATH": str(tmp_path)}
    assert "QDGEN_SOFFICE" in render(outside.how_to_get("engine", nowhere), "en")
    assert "QDGEN_FONTS" in render(outside.how_to_get("fonts", nowhere), "en")
    _program(tmp_path / "pacman")
    assert "pacman --sync" in render(outside.how_to_get("engine", nowhere), "en")
