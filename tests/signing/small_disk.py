"""A command on a disk with little room: a real one, mounted for it alone, where that is allowed (by
root, or in a name space of one's own); else with a limit to how large a file may grow."""

from __future__ import annotations

import shlex
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from building import environment

_SPACES = (["unshare", "--mount"], ["unshare", "--map-root-user", "--mount"])


@dataclass(frozen=True)
class Answer:
    """What a command said: on the full disk, and again after room was made."""

    code: int
    said: str
    again: int | None


def on_small_disk(
    words: Sequence[str],
    desk: Path,
    kilobytes: int,
    after: Path,
    *,
    passing: Path | None = None,
    again: bool = True,
) -> Answer:
    """Run `words` in a copy of `desk` on a disk with `kilobytes` of room; leave in `after` the desk
    as it then is, and run them once more with room where `again` asks for it. Passing files lie
    there, too, unless `passing` is another folder for them."""
    place = after.parent / f"disk-{kilobytes}"
    place.mkdir()
    script = "; ".join(
        (
            *_made_small(desk, place, kilobytes),
            f"export TMPDIR={passing or place / 'passing'}",
            f"{shlex.join(words)} > {after}.said 2>&1; echo $? > {after}.code",
            f"cp -R {place}/desk {after}",
            *(_made_large(place) if again else ()),
            *(
                [f"{shlex.join(words)} > {after}.log 2>&1; echo $? > {after}.again"]
                if again
                else ()
            ),
        )
    )
    subprocess.run(
        [*(_space() or []), "sh", "-c", script], env=environment(), check=True, timeout=180
    )
    return Answer(
        int(Path(f"{after}.code").read_text()),
        Path(f"{after}.said").read_text(encoding="utf-8"),
        int(Path(f"{after}.again").read_text()) if again else None,
    )


@cache
def _space() -> list[str] | None:
    """How to get a name space in which a file system may be mounted; None where one may not."""
    for words in _SPACES:
        try:
            tried = [*words, "sh", "-c", "mount -t tmpfs -o size=4k none /mnt"]
            if subprocess.run(tried, capture_output=True, check=False).returncode == 0:
                return words
        except OSError:
            continue
    return None


def _made_small(desk: Path, place: Path, kilobytes: int) -> list[str]:
    start = [f"cp -R {desk} {place}/desk", f"mkdir {place}/passing", f"cd {place}/desk"]
    if _space() is None:
        return [*start, f"ulimit -S -f {kilobytes * 2}"]  # in blocks of 512 bytes
    return [
        f"mount -t tmpfs -o size=64m none {place}",
        *start,
        f"mount -o remount,size=$(($(du -sk {place} | cut -f1) + {kilobytes}))k {place}",
    ]


def _made_large(place: Path) -> list[str]:
    if _space() is None:
        return ["ulimit -S -f unlimited"]
    return [f"mount -o remount,size=64m {place}"]
