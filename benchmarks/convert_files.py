"""qdgen's PDF engine alone: copies of one DOCX into as many PDFs, in one call.

python -m benchmarks.convert_files FILE.docx OUT_FOLDER COUNT WORKERS
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from benchmarks.stopwatch import measured
from qdgen.outside import find_engine, font_families
from qdgen.pdf.engine import Job, Limits, convert
from qdgen.pdf.fonts import FontSet


def main(docx: str, out: str, count: str, workers: str) -> None:
    """Convert, timed."""
    soffice = find_engine()
    family = next((f for f in font_families() if f.is_complete), None)
    if soffice is None or family is None:
        sys.exit("LibreOffice or a complete font is missing: see `qdgen doctor`")
    fonts = FontSet(family.name, tuple(family.files.values()))
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    jobs = []
    for number in range(int(count)):
        copy = folder / f"{number}.docx"
        shutil.copyfile(docx, copy)
        jobs.append(Job(copy, copy.with_suffix(".pdf")))
    with measured():
        convert(jobs, soffice=soffice, fonts=fonts, limits=Limits(int(workers)))


if __name__ == "__main__":
    main(*sys.argv[1:])
