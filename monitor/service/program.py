"""What tells one version of our own rules from another: their very words."""

from __future__ import annotations

from functools import cache
from hashlib import blake2b
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_RULES = frozenset({".py", ".toml", ".json", ".txt"})


@cache
def digest_of(room: str) -> bytes:
    """Sixteen bytes that change with any file of a room of the house, say ``reading``."""
    digest = blake2b(digest_size=16)
    for file in sorted((_ROOT / room).rglob("*")):
        if file.suffix in _RULES:
            digest.update(file.read_bytes())
    return digest.digest()
