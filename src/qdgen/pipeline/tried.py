"""A dossier as it would be with other texts in its files, to be read before anything is written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from qdgen.content.loader import Dossier


@contextmanager
def with_texts(dossier: Dossier, texts: Mapping[str, str]) -> Iterator[Path]:
    """A copy of the dossier, gone afterwards, with other texts in its own files, by their names."""
    with tempfile.TemporaryDirectory(prefix="qdgen-", ignore_cleanup_errors=True) as made:
        top = Path(made)
        folder = top / dossier.folder.resolve().name
        folder.mkdir()
        inside = dossier.folder.resolve()
        for path in dossier.files:
            if path.parent.resolve() == inside:
                target = folder / path.name
                if path.name in texts:
                    target.write_bytes(texts[path.name].encode("utf-8"))
                    continue
            else:
                target = top / path.name
            shutil.copyfile(path, target)
        yield folder
