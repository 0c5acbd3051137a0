"""python-docx adding rows: rows in memory into a written DOCX.

python -m benchmarks.peers.python_docx_rows TEMPLATE.docx ROWS.json OUT.docx
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docx import Document

from benchmarks.stopwatch import measured


def main(template_file: str, rows_file: str, out: str) -> None:
    """Add every row and save, timed."""
    rows = json.loads(Path(rows_file).read_text(encoding="utf-8"))
    with measured():
        document = Document(template_file)
        table = document.tables[-1]
        for row in rows:
            for cell, words in zip(table.add_row().cells, row, strict=True):
                cell.text = words
        document.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
