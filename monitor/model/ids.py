"""Ids that are short enough to type and the same wherever they are derived again."""

from __future__ import annotations

from base64 import b32encode
from hashlib import blake2b


def make_id(prefix: str, *parts: object) -> str:
    """``prefix`` and ten letters or digits (50 bits) that depend on ``parts`` alone.

    Prefixes: ``n`` article, ``h`` hit, ``c`` claim, ``x`` change, ``a`` alert.
    Where an id is typed, any unambiguous beginning of it will do.
    """
    digest = blake2b("\x1f".join(map(str, parts)).encode(), digest_size=7).digest()
    return prefix + b32encode(digest).decode().lower()[:10]
