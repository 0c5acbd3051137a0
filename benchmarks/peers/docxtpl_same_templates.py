"""The bare docxtpl script: three templates merged with a plain context, three files saved.

    python docxtpl_same_templates.py CONTEXT.json OUT_FOLDER

CONTEXT.json is a list of {"template": path, "out": name, "context": variables}. Footnotes, links,
numbering checks and one file out of three are what this does not do.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate


def main(context_file: str, out: str) -> None:
    """Merge each template with its context."""
    folder = Path(out)
    folder.mkdir(parents=True, exist_ok=True)
    for part in json.loads(Path(context_file).read_text(encoding="utf-8")):
        template = DocxTemplate(part["template"])
        template.render(part["context"], autoescape=True)  # else `&` cuts the words off
        template.save(folder / part["out"])


if __name__ == "__main__":
    main(*sys.argv[1:])
