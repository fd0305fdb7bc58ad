"""Real databases in a directory of the test's own."""

from pathlib import Path

import pytest

from monitor.store import open_store


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "monitor.db"


@pytest.fixture
def store(path: Path):
    with open_store(path) as opened:
        yield opened
