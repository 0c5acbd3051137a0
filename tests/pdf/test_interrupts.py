"""An interrupt that comes while a program is being started waits until it can be ended."""

from __future__ import annotations

import signal

import pytest

from qdgen.pdf.processes import interrupts_held


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_what_comes_during_a_start_is_raised_once_the_start_is_done(
    number: signal.Signals,
) -> None:
    def raised(_number: int, _frame: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(number, raised)
    done: list[str] = []
    try:
        with pytest.raises(KeyboardInterrupt):
            _start(number, done)
        assert signal.getsignal(number) is raised
    finally:
        signal.signal(number, before)
    assert done == ["started"]


def _start(number: signal.Signals, done: list[str]) -> None:
    with interrupts_held():
        signal.raise_signal(number)
        done.append("started")
