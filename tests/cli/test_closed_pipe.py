"""Output that nobody reads to its end (`| head`)."""

from __future__ import annotations

import os
import subprocess

import pytest

from building import PROJECT, environment, program


@pytest.mark.parametrize("words", [("explain",), ("--help",), ("explain", "nosuch")])
def test_a_reader_that_has_gone_is_no_failure(words: tuple[str, ...]) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [*program(), *words], cwd=PROJECT, env=environment(), stdout=writing, stderr=writing,
            timeout=60, check=False,
        )  # fmt: skip
    finally:
        os.close(writing)
    assert done.returncode == 0
