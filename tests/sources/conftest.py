"""``in_world`` runs a scenario against a fault server, a store and a poller of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.sources.world import Scenario, runner


@pytest.fixture
def in_world(tmp_path: Path) -> Callable[[Scenario], None]:
    return runner(tmp_path)
