"""Regular expressions that mean the same on every Python that we support."""

import re
from pathlib import Path

import pytest

ROOMS = Path(__file__).parents[2] / "monitor"
GROUP = re.compile(r"(?<![\\(])\)(?:[*+?]|\{[\d,]+\})\+")
"""A possessive group: 3.11.0 to 3.11.4 match it wrongly (python/cpython#106052)."""


@pytest.mark.parametrize(
    "room", sorted(each.name for each in ROOMS.iterdir() if (each / "__init__.py").exists())
)
def test_no_group_is_possessive(room):
    found = [
        f"{file.name}: {line.strip()}"
        for kind in ("*.py", "*.toml")
        for file in sorted((ROOMS / room).rglob(kind))
        for line in file.read_text(encoding="utf-8").splitlines()
        if GROUP.search(line)
    ]
    assert not found
