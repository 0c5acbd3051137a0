"""Random pairs of versions: the Word file of the new one, pulled into the old one, gives it."""

from __future__ import annotations

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pull_desk import printed, said, to_word
from random_edits import random_pair, seeds

from qdgen.pipeline.pull import PullOrder, propose, write
from qdgen.review.pull.outcome import State
from qdgen.review.redline.redline import redline
from qdgen.word.package import read_package, write_package

_SHARES = 12
_DAILY = 4
_WHEN = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    "share",
    [pytest.param(n, marks=[pytest.mark.whole] if n >= _DAILY else []) for n in range(_SHARES)],
)
def test_a_redline_accepted_rebuilds_the_new_version(
    share: int, tmp_path: Path, whole: bool
) -> None:
    chosen = seeds(whole=whole)
    for seed in chosen[share::_SHARES] if whole else chosen[share : share + 1]:
        _pulled_is_new(seed, tmp_path / str(seed))


def _pulled_is_new(seed: int, folder: Path) -> None:
    pair = random_pair(seed)
    old, new = pair.write(folder)
    before = {path.name: path.read_text("utf-8") for path in old.iterdir()}
    to_word(old, folder / "old.docx")
    to_word(new, folder / "new.docx")
    made = redline(
        read_package(folder / "old.docx"), read_package(folder / "new.docx"), "An", _WHEN
    )
    write_package(made.parts, folder / "back.docx")
    order = PullOrder(folder / "back.docx", folder, folder / "output", old, base=str(old))
    pulled = propose(order)
    register = any(done.what == "register" for done in pair.done)
    for edit in pulled.outcome.held_back:
        assert register, (seed, edit)
        assert edit.state in (State.REFUSED, State.PROPOSED)
        assert "register entry" in str(edit.reason) or "reference" in str(edit.reason), (seed, edit)
    write(pulled)
    _keeps_comments(before, old)
    # What a register holds is not the decision's: that edit is explained and made by hand.
    shutil.copy(new.parent / "van-ban.yaml", old.parent / "van-ban.yaml")
    now = printed(old, folder / "now.docx")
    assert now == said(folder / "new.docx"), seed


def _keeps_comments(before: dict[str, str], folder: Path) -> None:
    """Every comment whose own text is still there is still there too."""
    for name, words in before.items():
        now = (folder / name).read_text("utf-8")
        if now == words:
            continue
        lines, later = words.splitlines(), now.splitlines()
        for nth, line in enumerate(lines[:-1]):
            if line.lstrip().startswith("#") and lines[nth + 1] in later:
                assert line.strip() in (other.strip() for other in later), (name, line)


@pytest.mark.whole
def test_pairs_hold_what_a_pull_must_bring_home() -> None:
    kinds = {done.what for seed in seeds(whole=True) for done in random_pair(seed).done}
    assert {"reworded", "note added", "note removed", "note reworded", "node added"} <= kinds
    assert {"node moved", "node removed", "emphasis", "cell filled", "text added"} <= kinds
