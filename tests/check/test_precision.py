"""Decisions of several kinds, drafted without a fault: no rule may find anything in them."""

from __future__ import annotations

from pathlib import Path

import pytest
from seeded import HERE, check_content, told

FAULTLESS = sorted(path.parent for path in (HERE / "precision").glob("*/*/quyet-dinh.yaml"))


def test_there_are_three_kinds() -> None:
    assert [folder.parent.name for folder in FAULTLESS] == ["bo-nhiem", "danh-sach", "quy-che"]


@pytest.mark.parametrize("folder", FAULTLESS, ids=lambda folder: folder.parent.name)
def test_nothing_is_found_where_nothing_is_wrong(folder: Path) -> None:
    assert told(check_content(folder).findings) == []
