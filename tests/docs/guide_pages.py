"""The pages of docs/huong-dan as scripts: what they say to write and to run is written and run.

A comment before a fenced block says what the block is:

    <!-- tệp: PATH -->          the file PATH; the pages share the files of soan-thao.md
    <!-- trước: COMMAND -->     run unseen, no block; $DU_AN is the project, $PYTHON its Python
    <!-- chạy -->               commands after `$ ` with what they print; a line … is any
    <!-- sai: PATH -->          three blocks: the mistake, what is said, the right lines
    <!-- sửa: PATH -->          lines that take the place of those with the same keys
    <!-- mẫu: FILE | PART | OLD | NEW -->   what is said when a template has NEW for OLD
    <!-- ô: FILE | CELL | WORDS | TO -->    the workbook TO: FILE with other words in CELL
    <!-- khóa -->               an.p12, so.p12, ca.pem and pictures to sign with, no block
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from openpyxl import load_workbook
from PIL import Image

import pki
from qdgen.cli.output import say_diagnostics
from qdgen.errors import ContentError
from qdgen.pipeline import read_document
from qdgen.word.package import read_package, write_package

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = PROJECT / "docs/huong-dan"
FILES_OF = GUIDE / "soan-thao.md"
SECONDS = 120
_STEP = re.compile(r"^<!-- (tệp|trước|chạy|sai|sửa|mẫu|khóa|ô)(?:: (.*?))? -->\n", re.MULTILINE)
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_BLOCKS_OF = {"tệp": 1, "trước": 0, "chạy": 1, "sai": 3, "sửa": 1, "mẫu": 1, "khóa": 0, "ô": 0}
_ANYTHING = "…"
_DAY = "2025-10-20T08:00:00+07:00"


@dataclass(frozen=True, slots=True)
class Step:
    """One comment of a page with the spans of its blocks in the text."""

    kind: str
    argument: str
    blocks: tuple[tuple[int, int], ...]


def steps(page: str) -> list[Step]:
    """What a page says to do, in order."""
    found = []
    for match in _STEP.finditer(page):
        blocks, at = [], match.end()
        for _ in range(_BLOCKS_OF[match[1]]):
            block = _BLOCK.search(page, at)
            assert block is not None, f"no block after {match[0]}"
            blocks.append(block.span(2))
            at = block.end()
        found.append(Step(match[1], match[2] or "", tuple(blocks)))
    return found


class Desk:
    """A folder with the guide's dossier in a git repository, and `qdgen` on the path."""

    def __init__(self, folder: Path, outside: Path) -> None:
        self.folder = folder
        outside.mkdir()
        command = outside / "qdgen"
        start = "import sys; from qdgen.cli.main import main; sys.argv[0] = 'qdgen'; main()"
        words = shlex.join([sys.executable, "-P", "-c", start])
        command.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        command.chmod(0o755)
        (outside / "gitconfig").write_text("[user]\nname = An\nemail = an@binhminh.example\n")
        self._environment = {
            **os.environ,
            "PATH": f"{outside}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(PROJECT / "src"),
            "QDGEN_LANG": "vi",
            "DU_AN": str(PROJECT),
            "PYTHON": sys.executable,
            "LC_ALL": "C.UTF-8",
            "GIT_CONFIG_GLOBAL": str(outside / "gitconfig"),
            "GIT_CONFIG_NOSYSTEM": "1",
            # The names of commits are part of what is shown.
            "GIT_AUTHOR_DATE": _DAY,
            "GIT_COMMITTER_DATE": _DAY,
        }
        self._lay_out()

    def _lay_out(self) -> None:
        page = FILES_OF.read_text(encoding="utf-8")
        for step in steps(page):
            if step.kind == "tệp":
                path = self.folder / step.argument
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(page[slice(*step.blocks[0])], encoding="utf-8")
        (self.folder / ".gitignore").write_text("output/\n")
        self.run("git init -q && git add . && git commit -q -m 'Dự thảo'")

    def run(self, command: str) -> str:
        """What `command` prints, its errors among it."""
        done = subprocess.run(
            ["bash", "-c", command],
            cwd=self.folder,
            env=self._environment,
            input=f"{pki.PASSWORD}\n",
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
            text=True,
            encoding="utf-8",
        )
        return done.stdout.replace(str(self.folder), "/home/an/ho-so")

    def replay(self, page: str) -> str:
        """The page with every printed answer as it is now, where it is another."""
        changes: list[tuple[tuple[int, int], str]] = []
        for step in steps(page):
            texts = [page[slice(*span)] for span in step.blocks]
            match step.kind:
                case "trước":
                    self.run(step.argument)
                case "chạy":
                    changes.append((step.blocks[0], self._console(texts[0])))
                case "sai":
                    changes.append((step.blocks[1], self._mistake(step.argument, *texts)))
                case "sửa":
                    self._set(self.folder / step.argument, texts[0])
                case "khóa":
                    self._make_keys()
                case "ô":
                    self._fill_in(*step.argument.split(" | "))
                case "mẫu":
                    changes.append((step.blocks[0], self._template(step.argument, texts[0])))
        for (start, end), words in reversed(changes):
            page = page[:start] + words + page[end:]
        return page

    def _console(self, block: str) -> str:
        answers = []
        for part in re.split(r"^(?=\$ )", block, flags=re.MULTILINE):
            if part:
                command, _, expected = part.partition("\n")
                answers.append(f"{command}\n{_kept(expected, self.run(command[2:]))}")
        return "".join(answers)

    def _mistake(self, name: str, wrong: str, said: str, right: str) -> str:
        path = self.folder / name
        good = path.read_text(encoding="utf-8")
        assert f"\n{good}".count(f"\n{right}") == 1, f"{name} has not once:\n{right}"
        path.write_text(f"\n{good}".replace(f"\n{right}", f"\n{wrong}")[1:], encoding="utf-8")
        printed = io.StringIO()
        try:
            read_document(next(self.folder.glob("content/*/")), self.folder)
        except ContentError as error:
            with contextlib.redirect_stderr(printed):
                say_diagnostics(error.diagnostics, "vi")
        path.write_text(good, encoding="utf-8")
        return _kept(said, printed.getvalue())

    def _set(self, path: Path, lines: str) -> None:
        content = path.read_text(encoding="utf-8")
        for line in lines.splitlines():
            key = line.partition(":")[0]
            content, count = re.subn(rf"^{key}:.*$", line, content, flags=re.MULTILINE)
            assert count == 1, line
        path.write_text(content, encoding="utf-8")

    def _fill_in(self, file: str, cell: str, words: str, to: str) -> None:
        book = load_workbook(self.folder / file)
        book.worksheets[0][cell] = words
        book.save(self.folder / to)

    def _make_keys(self) -> None:
        authority = pki.root("CA thử nghiệm")
        for file, name in (("an", "Trần Văn An"), ("so", "Sở Nội vụ tỉnh Bình Minh")):
            pki.p12(pki.leaf(authority, name), authority, self.folder / f"{file}.p12")
        (self.folder / "ca.pem").write_bytes(authority.pem)
        for file in ("chu-ky", "con-dau"):
            Image.new("RGBA", (300, 300), (200, 0, 0, 90)).save(self.folder / f"{file}.png")

    def _template(self, argument: str, said: str) -> str:
        name, part, old, new = (word.strip() for word in argument.split(" |", 3))
        templates = self.folder / "templates"
        shutil.copytree(PROJECT / "templates", templates)
        parts = dict(read_package(templates / name))
        content = parts[f"word/{part}"].decode()
        assert content.count(old) == 1, old
        parts[f"word/{part}"] = content.replace(old, new).encode()
        write_package(parts, templates / name)
        printed = self.run("qdgen build --no-pdf --output thu")
        shutil.rmtree(templates)
        return _kept(said, "lỗi: " + printed.partition("lỗi: ")[2].partition("đã dựng")[0])


def _kept(expected: str, printed: str) -> str:
    """`expected` where it says what was printed, else what was printed."""
    printed = printed if printed.endswith("\n") or not printed else f"{printed}\n"
    pattern = "".join(
        r"(?:.*\n)*" if line == _ANYTHING else f"{re.escape(_without_time(line))}\n"
        for line in expected.splitlines()
    )
    return expected if re.fullmatch(pattern, _without_time(printed)) else printed


def _without_time(words: str) -> str:
    words = re.sub(r"\d+,\d giây", "… giây", words)
    return re.sub(r"\d\d/\d\d/\d{4} \d\d:\d\d:\d\d \+07:00", "… +07:00", words)
