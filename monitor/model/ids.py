"""Ids that are short enough to type and the same wherever they are derived again."""

from __future__ import annotations

from hashlib import blake2b
from itertools import product

_PAIRS = tuple(map("".join, product("abcdefghijklmnopqrstuvwxyz234567", repeat=2)))  # ten bits each


def make_id(prefix: str, *parts: object) -> str:
    """``prefix`` and ten letters or digits (50 bits) that depend on ``parts`` alone.

    Prefixes: ``n`` article, ``h`` hit, ``c`` claim, ``x`` change, ``a`` alert.
    Where an id is typed, any unambiguous beginning of it will do.
    """
    digest = blake2b("\x1f".join(map(str, parts)).encode(), digest_size=7).digest()
    bits = int.from_bytes(digest) >> 6
    return prefix + "".join([_PAIRS[bits >> at & 1023] for at in (40, 30, 20, 10, 0)])
