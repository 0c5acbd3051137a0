"""What the tests of review share."""

from __future__ import annotations

import pytest
from office import Office


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """LibreOffice at work as a reviewer."""
    return Office(tmp_path_factory.mktemp("office"))
