"""Where a name or word may begin and end: not inside a word, in scripts that part their words."""

from __future__ import annotations

import re

_HAN_FROM = "\u2e80"
_FREE = "\u2e80-\U0010ffff"  # scripts that do not part their words
# A letter or digit where a name may begin, and one where it may end.
STARTS = re.compile(rf"(?:(?<![^\W_])|(?<=[{_FREE}])|(?=[{_FREE}]))[^\W_]")
_NUMBER = rf"\d[\d.,]*[{_FREE}]"  # a year or an amount in Chinese, which a name may stand before
ENDS = re.compile(rf"[^\W_](?:(?![^\W_])|(?<=[{_FREE}])|(?=[{_FREE}])|(?<=[^\W\d_])(?={_NUMBER}))")
_NUMBER_HERE = re.compile(_NUMBER)
WORD_END = re.compile(r"[^\W_\u2e80-\uffff]*")


def is_letter(char: str) -> bool:
    """Whether the character belongs to a word in a script that parts its words."""
    return char.isalnum() and char < _HAN_FROM


def starts_word(text: str, at: int) -> bool:
    """Whether a name may begin here: not inside a word."""
    return at == 0 or not (is_letter(text[at]) and is_letter(text[at - 1]))


def ends_word(text: str, at: int) -> bool:
    """Whether a name may end before this position: not inside a word."""
    if at == len(text) or not (is_letter(text[at - 1]) and is_letter(text[at])):
        return True
    return text[at - 1].isalpha() and _NUMBER_HERE.match(text, at) is not None
