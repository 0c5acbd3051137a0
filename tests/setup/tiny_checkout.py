"""A checkout as small as can be: the real build.py, and packages that are made on the spot.

Nothing is fetched: the locked packages are wheels in a folder, and the build backend is in the
tree. What build.py does with them is what it does with the real ones.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

_BACKEND = """
import zipfile
from pathlib import Path

def build_editable(wheel_directory, config_settings=None, metadata_directory=None):
    info = "qdgen-0.1.0.dist-info"
    files = {
        "qdgen.pth": str(Path.cwd() / "src"),
        info + "/METADATA": "Metadata-Version: 2.1\\nName: qdgen\\nVersion: 0.1.0\\n",
        info + "/WHEEL": "Wheel-Version: 1.0\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n",
        info + "/entry_points.txt": "[console_scripts]\\nqdgen = qdgen.cli.main:main\\n",
    }
    record = "".join(name + ",,\\n" for name in files) + info + "/RECORD,,\\n"
    name = "qdgen-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(Path(wheel_directory, name), "w") as wheel:
        for path, text in {**files, info + "/RECORD": record}.items():
            wheel.writestr(path, text)
    return name
"""
_PYPROJECT = """
[build-system]
requires = []
build-backend = "backend"
backend-path = ["."]
[project]
name = "qdgen"
version = "0.1.0"
"""
_MAIN = """
import os, sys
import ink
def main():
    print("qdgen", sys.argv[1:], ink.VERSION, os.path.dirname(sys.prefix))
    sys.exit(int(sys.argv[-1]) if sys.argv[-1].isdigit() else 0)
"""
_PYTEST = """
import os, sys
print("pytest", sys.argv[1:], os.getcwd())
sys.exit(1)
"""


@dataclass(frozen=True)
class Outcome:
    """How a run ended: its exit code and what it printed."""

    code: int
    printed: str
    told: str


class TinyCheckout:
    """The folder of a checkout, the wheels its locks name, and the programs it finds."""

    def __init__(self, folder: Path, wheels: Path, programs: Path) -> None:
        self.folder, self.wheels, self.programs = folder, wheels, programs
        self.venv = folder / ".venv"
        self.environ = {
            "HOME": os.environ.get("HOME", str(folder)),
            "PATH": f"{programs}{os.pathsep}{os.environ['PATH']}",
            "LANG": "C.UTF-8",
            "PIP_NO_INDEX": "1",
            "PIP_FIND_LINKS": str(wheels),
            "PIP_CONFIG_FILE": os.devnull,
        }

    @classmethod
    def make(cls, base: Path) -> TinyCheckout:
        """A new one below `base`, not yet set up."""
        folder, wheels, programs = base / "hồ sơ", base / "wheels", base / "programs"
        for path in (folder / "src/qdgen/cli", folder / "tests/tools", wheels, programs):
            path.mkdir(parents=True)
        tiny = cls(folder, wheels, programs)
        tiny.write()
        return tiny

    def write(self) -> None:
        """Put every file of the checkout there, as it was at first."""
        shutil.copy(PROJECT / "build.py", self.folder)
        for name in ("__init__", "messages", "outside", "font_letters", "reasons"):
            shutil.copy(PROJECT / "src/qdgen" / f"{name}.py", self.folder / "src/qdgen")
        (self.folder / "src/qdgen/cli/__init__.py").touch()
        (self.folder / "src/qdgen/cli/main.py").write_text(_MAIN)
        (self.folder / "pyproject.toml").write_text(_PYPROJECT)
        (self.folder / "backend.py").write_text(_BACKEND)
        for name in ("package.json", "package-lock.json"):
            (self.folder / "tests/tools" / name).write_text("{}")
        self.lock("requirements.lock", {"ink": "1"})
        self.lock("requirements-test.lock", {"ink": "1", "pytest": "9"})

    def lock(self, name: str, versions: dict[str, str]) -> None:
        """Write the lock file `name` and the wheels it names."""
        lines = []
        for package, version in versions.items():
            source = {"ink": f"VERSION = {version}", "pytest": _PYTEST}[package]
            digest = _write_wheel(self.wheels, package, version, source)
            lines.append(f"{package}=={version} \\\n    --hash=sha256:{digest}\n")
        (self.folder / name).write_text("".join(lines))

    def program(self, name: str, script: str) -> None:
        """A program of that name that is found before the system's."""
        path = self.programs / name
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)

    def forget_module(self, name: str) -> None:
        """Take the module `name` out of the Python that runs build.py."""
        hidden = self.programs / f"without-{name}"
        hidden.mkdir()
        (hidden / f"{name}.py").write_text(f"raise ImportError({name!r})")
        before = self.environ.get("PYTHONPATH")
        self.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(hidden), before]))

    def start(self, *arguments: str, **environ: str) -> subprocess.Popen[str]:
        """`python build.py ARGUMENTS`, running."""
        return subprocess.Popen(
            [python_with_pip(), str(self.folder / "build.py"), *arguments],
            env={**self.environ, **environ},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
        )

    def run(self, *arguments: str, **environ: str) -> Outcome:
        """`python build.py ARGUMENTS`, to its end."""
        with self.start(*arguments, **environ) as process:
            printed, told = process.communicate(timeout=120)
        return Outcome(process.returncode, printed, told)


def python_with_pip() -> str:
    """This Python, or the one its environment was made from where that alone has pip."""
    question = [sys.executable, "-c", "import pip"]
    has_pip = subprocess.run(question, stderr=subprocess.DEVNULL, check=False).returncode == 0
    return sys.executable if has_pip else sys._base_executable


def _write_wheel(folder: Path, name: str, version: str, source: str) -> str:
    """Write the wheel of a package with one module; return its SHA-256 in hex."""
    info = f"{name}-{version}.dist-info"
    files = {
        f"{name}.py": source,
        f"{info}/METADATA": f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n",
        f"{info}/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    record = "".join(f"{path},,\n" for path in files) + f"{info}/RECORD,,\n"
    path = folder / f"{name}-{version}-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as wheel:
        for inside, content in {**files, f"{info}/RECORD": record}.items():
            wheel.writestr(zipfile.ZipInfo(inside), content)
    return hashlib.sha256(path.read_bytes()).hexdigest()
