"""The checkouts that the tests of the set-up work on."""

from __future__ import annotations

from pathlib import Path

import pytest
from tiny_checkout import TinyCheckout


@pytest.fixture
def checkout(tmp_path: Path) -> TinyCheckout:
    """A tiny checkout, not set up; pip is this Python's, which spares a second each."""
    tiny = TinyCheckout.make(tmp_path)
    tiny.forget_module("ensurepip")
    return tiny


@pytest.fixture(scope="session")
def shared(tmp_path_factory: pytest.TempPathFactory) -> TinyCheckout:
    return TinyCheckout.make(tmp_path_factory.mktemp("shared"))


@pytest.fixture
def set_up(shared: TinyCheckout, tmp_path: Path) -> TinyCheckout:
    """A tiny checkout that is set up, with programs of its own; put in order again if need be."""
    programs = tmp_path / "programs"
    programs.mkdir()
    tiny = TinyCheckout(shared.folder, shared.wheels, programs)
    tiny.forget_module("ensurepip")
    tiny.write()
    outcome = tiny.run("check")
    assert outcome.code == 0, outcome.told
    return tiny
