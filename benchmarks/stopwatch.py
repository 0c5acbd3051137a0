"""Times a piece of work inside a process, with the process's peak memory while it lasted.

The peak is set back before the work starts where the system can (Linux), so that what was needed
to get ready does not count; what is still held in memory does.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PROCESS = Path("/proc/self")


@contextmanager
def measured() -> Iterator[None]:
    """Print {"seconds", "peak_mb"} of the block as one line of JSON when it ends well."""
    gc.collect()
    with suppress(OSError):
        (_PROCESS / "clear_refs").write_text("5", encoding="ascii")
    started = time.perf_counter()
    yield
    seconds = time.perf_counter() - started
    sys.stdout.write(json.dumps({"seconds": seconds, "peak_mb": _peak_mb()}) + "\n")


def _peak_mb() -> float:
    try:
        status = (_PROCESS / "status").read_text(encoding="ascii")
    except OSError:
        import resource

        # Kilobytes, but bytes on macOS.
        unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(peak.split()[1]) / 1024
