"""The made-up pairs are what they say: valid content, changed where an edit is listed."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from random_edits import PAIRS, random_pair, seeds

from qdgen.content.loader import load_dossier
from qdgen.diagnostics import Severity
from qdgen.document.resolve import resolve


def test_both_sides_are_valid_and_differ(tmp_path: Path, whole: bool) -> None:
    for seed in seeds(whole=whole)[: None if whole else 12]:
        pair = random_pair(seed)
        assert pair.old != pair.new, seed
        for folder in pair.write(tmp_path / str(seed)):
            dossier, diagnostics = load_dossier(folder)
            assert not [d for d in diagnostics if d.severity is Severity.ERROR], (seed, diagnostics)
            assert dossier is not None
            _, more = resolve(dossier)
            assert not [d for d in more if d.severity is Severity.ERROR], (seed, more)


@pytest.mark.whole
def test_every_kind_of_edit_comes_up() -> None:
    done = Counter(done.what for seed in range(PAIRS) for done in random_pair(seed).done)
    assert len(done) == 16
    assert min(done.values()) >= 5, done


def test_a_seed_gives_the_same_pair_always() -> None:
    assert random_pair(7) == random_pair(7)
    assert random_pair(7) != random_pair(8)
