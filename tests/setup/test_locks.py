"""The locks say what pyproject.toml asks for, wholly and without a place to get it from."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

PROJECT = Path(__file__).resolve().parents[2]
ASKED = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
GROUPS = ASKED["dependency-groups"]
RUN = ASKED["project"]["dependencies"] + GROUPS["build"]


def _locked(name: str) -> dict[str, str]:
    text = (PROJECT / name).read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))


@pytest.mark.parametrize(
    ("lock", "asked"),
    [
        ("requirements.lock", RUN),
        ("requirements-test.lock", RUN + GROUPS["test"] + GROUPS["dev"]),
    ],
)
def test_a_lock_holds_a_fitting_version_of_everything_asked_for(
    lock: str, asked: list[str]
) -> None:
    locked = _locked(lock)
    for requirement in map(Requirement, asked):
        assert requirement.specifier.contains(locked[requirement.name.lower()]), requirement


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock"])
def test_every_locked_package_has_hashes_and_no_address(lock: str) -> None:
    text = (PROJECT / lock).read_text(encoding="utf-8")
    entries = re.split(r"^(?=\S)", text, flags=re.MULTILINE)[1:]
    assert len(entries) > 20
    for entry in entries:
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", entry), entry
    assert not re.search(r"://|--index|--find-links|-i ", text)


def test_the_tests_run_on_the_versions_that_users_get() -> None:
    assert _locked("requirements.lock").items() <= _locked("requirements-test.lock").items()


def test_the_lock_of_the_test_tools_has_hashes_and_no_address() -> None:
    text = (PROJECT / "tests/tools/package-lock.json").read_text(encoding="utf-8")
    packages = json.loads(text)["packages"]
    tools = {path: package for path, package in packages.items() if path}
    assert tools
    assert all(package["integrity"].startswith("sha512-") for package in tools.values())
    assert "resolved" not in text
    assert "://" not in text
