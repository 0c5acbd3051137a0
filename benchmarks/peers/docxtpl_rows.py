"""docxtpl's plain row loop: rows in memory into a written DOCX.

python -m benchmarks.peers.docxtpl_rows TEMPLATE.docx ROWS.json OUT.docx
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate

from benchmarks.stopwatch import measured


def main(template_file: str, rows_file: str, out: str) -> None:
    """Render and save, timed."""
    rows = json.loads(Path(rows_file).read_text(encoding="utf-8"))
    with measured():
        template = DocxTemplate(template_file)
        template.render({"hang": rows})
        template.save(out)


if __name__ == "__main__":
    main(*sys.argv[1:])
