"""Signs and words that join the members of a list, or part a name from what follows; per cent."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.reading.languages import everywhere, load

_HAN = re.compile("[\u3400-\u9fff]")


@cache
def listing(*keys: str) -> re.Pattern[str]:
    """What stands between the members of a list in any language: ``[joining]`` and commas."""
    return _any_of(
        (",", "、"), (word for key in keys for word in sorted(everywhere("joining", key)))
    )


@cache
def parting(code: str) -> re.Pattern[str]:
    """Signs and the small words of a language that are in no name."""
    return _any_of(",;:.()", load(code).phrases("joining", "small"))


@cache
def percent() -> str:
    """The pattern of a sign or a word for per cent, in any language."""
    words = (re.escape(one) for one in sorted(everywhere("shares", "percent")))
    told = "|".join(one.replace(r"\*", r"\w*") for one in words)
    return f"(?:%|{told})"


def _any_of(signs: Iterable[str], words: Iterable[str]) -> re.Pattern[str]:
    """A pattern of signs and whole words; Han characters have no ends of words."""
    words = list(words)
    whole = [rf"\b{re.escape(one)}\b" for one in words if not _HAN.search(one)]
    han = [re.escape(one) for one in words if _HAN.search(one)]
    return re.compile("|".join((*map(re.escape, signs), *whole, *han)), re.IGNORECASE)
