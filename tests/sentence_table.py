"""Sentences and what they claim, one a line: ``text => claim; claim``; no claim behind it is none.

``[en]`` opens a part in a language, ``#`` a comment, and ``\\n`` in a text is a new line.
"""

from __future__ import annotations

from pathlib import Path


def read_table(path: Path) -> list[tuple[str, str, set[str]]]:
    """Language ("" before any), text and claims of every line."""
    found: list[tuple[str, str, set[str]]] = []
    language = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        text, sign, claims = line.partition(" =>")
        if sign and not line.startswith("#"):
            told = {one.strip() for one in claims.split(";") if one.strip()}
            found.append((language, text.replace("\\n", "\n"), told))
        elif line.startswith("[") and line.endswith("]"):
            language = line.strip("[]")
    return found
