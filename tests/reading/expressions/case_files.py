"""Cases as data: one line each, spans in brackets, values behind an arrow."""

from __future__ import annotations

import re
from pathlib import Path

CASES = Path(__file__).parent / "cases"


def read_cases(name: str) -> list[tuple[str, list[tuple[int, int]], list[str]]]:
    """Text without its brackets, the spans they marked, the values expected."""
    found = []
    for line in (CASES / name).read_text(encoding="utf-8").splitlines():
        if not line.strip() or line.startswith("#"):
            continue
        marked, _, values = line.partition(" => ")
        text, spans = "", []
        for piece in re.split(r"(\[[^\]]*\])", marked):
            if piece.startswith("["):
                spans.append((len(text), len(text) + len(piece) - 2))
                text += piece[1:-1]
            else:
                text += piece
        wanted = [] if values.strip() == "-" else [each.strip() for each in values.split(" ; ")]
        found.append((text, spans, wanted))
    return found
