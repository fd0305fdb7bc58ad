from datetime import date

import pytest

from monitor.reading.expressions.found import ReadingContext


@pytest.fixture
def context() -> ReadingContext:
    """A Tuesday."""
    return ReadingContext(date(2026, 3, 10))
