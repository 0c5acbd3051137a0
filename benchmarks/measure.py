"""One measurement is one process: its time, its peak memory, and what it must have made."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.places import ROOT, environment

_TAIL = 600
_GRACE_SECONDS = 10.0


class MeasurementError(Exception):
    """A process that failed or did not make what it should: its times mean nothing."""


@dataclass(frozen=True, slots=True)
class Command:
    """What to start and what of it counts.

    `made` are the files that must be there afterwards and are removed beforehand, `cleared` folders
    emptied beforehand. `own_clock`: the last line it prints is JSON with `seconds` and `peak_mb`,
    which count instead of the whole process. `timeout` in seconds. `ends`
    are the exit codes of a process that did its work.
    """

    words: tuple[str, ...]
    made: tuple[Path, ...] = ()
    cleared: tuple[Path, ...] = ()
    own_clock: bool = False
    timeout: float = 120.0
    ends: tuple[int, ...] = (0,)
    extra_environment: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sample:
    """Wall-clock seconds and peak memory in MiB (0 where the system does not tell)."""

    seconds: float
    peak_mb: float


def run(command: Command) -> Sample | None:
    """Run once; None where it did not end in time. Raises MeasurementError where it fails."""
    for folder in command.cleared:
        shutil.rmtree(folder, ignore_errors=True)
    for path in command.made:
        path.unlink(missing_ok=True)
        path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        started = time.perf_counter()
        process = subprocess.Popen(
            command.words,
            cwd=ROOT,
            env=environment() | dict(command.extra_environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=errors,
            start_new_session=True,
        )
        code, peak_mb = _ended(process, started + command.timeout)
        seconds = time.perf_counter() - started
        if code is None:
            return None
        errors.seek(0)
        out.seek(0)
        said = out.read().decode("utf-8", "replace")
        missing = [path.name for path in command.made if not path.exists()]
        if code not in command.ends or missing:
            tail = errors.read().decode("utf-8", "replace")[-_TAIL:]
            raise MeasurementError(
                f"{' '.join(command.words)}\nexit code {code}, not made: {missing}\n{tail}"
            )
    if command.own_clock:
        told = json.loads(said.strip().splitlines()[-1])
        return Sample(told["seconds"], told["peak_mb"])
    return Sample(seconds, peak_mb)


def _ended(process: subprocess.Popen[bytes], until: float) -> tuple[int | None, float]:
    """The exit code (None: out of time) and the peak of the process and its children in MiB."""
    if not hasattr(os, "wait4"):
        try:
            return process.wait(max(0.0, until - time.perf_counter())), 0.0
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            return None, 0.0
    late = threading.Event()
    alarms = [
        threading.Timer(until - time.perf_counter(), _end_politely, [process, late]),
        threading.Timer(until - time.perf_counter() + _GRACE_SECONDS, _end_by_force, [process]),
    ]
    for alarm in alarms:
        alarm.daemon = True
        alarm.start()
    try:
        _, status, usage = os.wait4(process.pid, 0)
    except BaseException:
        _end_politely(process, late)
        process.wait()
        raise
    finally:
        for alarm in alarms:
            alarm.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    if late.is_set():
        _end_by_force(process)
        return None, 0.0
    # Kilobytes, but bytes on macOS.
    unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
    return process.returncode, usage.ru_maxrss / unit


def _end_politely(process: subprocess.Popen[bytes], late: threading.Event) -> None:
    """Ctrl-C, so that qdgen ends its engine itself."""
    late.set()
    with suppress(ProcessLookupError):
        os.kill(process.pid, signal.SIGINT)


def _end_by_force(process: subprocess.Popen[bytes]) -> None:
    """Whatever is left of the group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
