"""A process that has loaded qdgen and forks for each call: the program itself, without the half
second in which Python starts and loads it.

Every call is a process of its own with folder, environment and streams of its own. What depends on
how Python starts (locale, time zone, hash seed, buffering) wants a real start: `qdgen_run` with
`env` makes one.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import IO, Any, NoReturn

_MOST_BYTES = 1 << 18
LOADED = (
    "qdgen.cli.main",
    "qdgen.cli.build",
    "qdgen.cli.check",
    "qdgen.cli.issue",
    "qdgen.cli.show",
    "qdgen.cli.sign",
    "qdgen.cli.verify",
    "qdgen.pipeline.to_pdf",
    "qdgen.pipeline.publish",
    "qdgen.pipeline.finished_pdf",
    "qdgen.pipeline.checking",
    "qdgen.check.rule",
)


class ForkServer:
    """The server's other side; one for each process of the tests, started when first asked."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._door: socket.socket | None = None

    def run(
        self, arguments: Sequence[str], folder: Path, environ: Mapping[str, str], seconds: float
    ) -> subprocess.CompletedProcess[str]:
        """What `subprocess.run` gives for `qdgen` with these arguments, output captured."""
        asked = {"arguments": list(arguments), "folder": str(folder), "environ": dict(environ)}
        with (
            self._lock,
            tempfile.TemporaryFile() as out,
            tempfile.TemporaryFile() as errors,
            open(os.devnull, "rb") as nothing,
        ):
            door = self._opened(environ)
            streams = [file.fileno() for file in (nothing, out, errors)]
            door.settimeout(seconds)
            socket.send_fds(door, [json.dumps(asked).encode()], streams)
            child = int(door.recv(100))
            try:
                code = int(door.recv(100))
            except TimeoutError:
                os.kill(child, 9)
                door.settimeout(None)
                door.recv(100)
                raise subprocess.TimeoutExpired(["qdgen", *arguments], seconds) from None
            return subprocess.CompletedProcess(
                ["qdgen", *arguments], code, _words(out), _words(errors)
            )

    def _opened(self, environ: Mapping[str, str]) -> socket.socket:
        if self._door is None:
            self._door, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
            # It ends when this process has ended and with it the door.
            self._server = subprocess.Popen(
                [sys.executable, str(Path(__file__)), str(theirs.fileno())],
                env=dict(environ),
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
            )
            theirs.close()
        return self._door


def _words(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8").replace("\r\n", "\n")


def _serve(door: socket.socket) -> None:
    """Run what is asked for until the other side has gone: JSON with the three streams of the call,
    answered by the number of its process, then by its exit code."""
    while True:
        request, streams, _, _ = socket.recv_fds(door, _MOST_BYTES, 3)
        if not request:
            return
        child = os.fork()
        if child == 0:
            door.close()
            _become(json.loads(request), streams)
        for stream in streams:
            os.close(stream)
        door.send(str(child).encode())
        _, status = os.waitpid(child, 0)
        door.send(str(os.waitstatus_to_exitcode(status)).encode())


def _become(asked: dict[str, Any], streams: Sequence[int]) -> NoReturn:
    """Be the program that was asked for, to the end."""
    try:
        for number, stream in enumerate(streams):
            os.dup2(stream, number)
            os.close(stream)
        os.chdir(asked["folder"])
        os.environ.clear()
        os.environ.update(asked["environ"])
        time.tzset()
        sys.argv = ["qdgen", *asked["arguments"]]
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", 1, "utf-8", "backslashreplace", closefd=False)  # noqa: SIM115
        import_module("qdgen.cli.main").main()
    except BaseException:  # noqa: BLE001 - said as Python says it, and never back into the server
        sys.excepthook(*sys.exc_info())
        sys.stderr.flush()
    os._exit(1)


if __name__ == "__main__":
    os.environ["PYDANTIC_DISABLE_PLUGINS"] = "__all__"
    for module in LOADED:
        import_module(module)
    sys.modules["qdgen.check.rule"].all_rules()
    _serve(socket.socket(fileno=int(sys.argv[1])))
