"""What is made once for a whole run, whichever of its workers needs it first, and who does what."""

from __future__ import annotations

import fcntl
from collections.abc import Callable
from pathlib import Path

import pytest

# The files that take longest, the longest first, by the processor's time. They are begun first, so
# that no worker is left alone with one at the end.
LONGEST = (
    "benchmarks/test_suite.py",
    "cli/test_build_command.py",
    "setup/test_build_py.py",
    "signing/test_issue.py",
    "cli/test_draft.py",
    "signing/test_verify.py",
    "check/test_mutations.py",
    "check/test_cases.py",
    "pipeline/test_pages.py",
    "reuse/test_new.py",
    "word_reading/test_hostile_files.py",
    "docs/test_documents_are_true.py",
    "word/test_native_constructs.py",
    "pdf/test_engine.py",
    "check/test_wording.py",
)


def rank(path: Path, tests: Path) -> int:
    """The place of a file in the order in which files are begun; unnamed ones come last."""
    name = path.relative_to(tests).as_posix() if path.is_relative_to(tests) else ""
    return LONGEST.index(name) if name in LONGEST else len(LONGEST)


def folder_of_the_run(factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of a run know, and no other run."""
    own = factory.getbasetemp()
    return own.parent if own.name.startswith("popen-") else own


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], None]) -> Path:
    """The folder `name` of the run, filled by `make` in the first worker that asks for it."""
    folder = folder_of_the_run(factory) / name
    with folder.with_suffix(".lock").open("a+b") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        done = folder.with_suffix(".made")
        if not done.exists():
            folder.mkdir(exist_ok=True)
            make(folder)
            done.touch()
    return folder
