"""What the words of one phrase look like in a text: its regular expression, and its first words.

How phrases are written is told in ``phrases``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from monitor.reading.text.text import fold_name

SKIP, LONG_SKIP = "…", "……"
BEGINNING = 4  # letters by which a word is known to stand in a text
STOPS = frozenset(".;:!?()")  # over which no phrase skips words
# a word begins here, and not behind a short prefix ("pre-", "non-", "по-")
BEGIN = r"(?<!\w)(?<!\W\w\w-)(?<!\W\w\w\w-)"
_WORD = re.compile(r"\w+")
_SKIP_WORDS = r"(?:(?:[^\s.,;:!?()]|(?<=\d)[.,](?=\d))+[\s-]+){0,4}?"
_SKIP_MORE = r"(?:(?:[^\s.;:!?()]|(?<=\d)\.(?=\d))+[\s-]+){0,12}?"


def is_word(tokens: list[str]) -> bool:
    """Whether a phrase is one word, or one of several."""
    if len(tokens) > 1 or _optional(tokens[0]) or tokens[0] in (SKIP, LONG_SKIP):
        return False
    return all(fold_name(one.rstrip("*")).isalnum() for one in tokens[0].split("|") if one)


def needs_of(tokens: list[str]) -> frozenset[str]:
    """Beginnings of the words its last word may be, where the phrase has to have one."""
    if len(tokens) < 2 or any(sign in STOPS for token in tokens for sign in token.rstrip("?")):
        return frozenset()
    return _beginnings(tokens[-1:])


def _beginnings(tokens: list[str]) -> frozenset[str]:
    """Beginnings of the words, one of which comes first in the rest of a phrase; empty for any."""
    if not tokens or tokens[0] in (SKIP, LONG_SKIP):
        return frozenset()
    found: set[str] = set()
    for one in tokens[0].removesuffix("?").split("|"):
        begins = _beginning(fold_name(one.rstrip("*")), open_end=one.endswith("*"), number=0)
        if not begins:
            return frozenset()
        found.add(begins)
    if _optional(tokens[0]):
        others = _beginnings(tokens[1:])
        return others and others | found
    return frozenset(found)


def _beginning(plain: str, *, open_end: bool, number: int) -> str:
    """How word ``number`` of what stands between two blanks begins; empty where it need not."""
    words = list(_WORD.finditer(plain))
    if len(words) <= number:
        return ""
    word = words[number]
    opened = open_end and word.end() == len(plain) and len(word.group()) < BEGINNING
    return "" if opened else word.group()[:BEGINNING]


def _optional(token: str) -> bool:
    return token.endswith("?") and len(token) > 1


def pattern_of(tokens: list[str]) -> str:
    """The regular expression of a phrase's words."""
    parts: list[str] = []
    for index, token in enumerate(tokens):
        if token in (SKIP, LONG_SKIP):
            parts.append(_SKIP_WORDS if token == SKIP else _SKIP_MORE)
            continue
        body = _any_of(token)
        last = all(map(_optional, tokens[index + 1 :]))
        if last and index < len(tokens) - 1:  # only optional words follow
            parts.append(body)
            parts += [rf"(?:[\s-]+{_any_of(rest)})?" for rest in tokens[index + 1 :]]
            break
        gap = "" if last else r"[\s-]+"
        if tokens[index + 1 : index + 2] == [LONG_SKIP]:
            gap = r",?[\s-]+"
        parts.append(f"(?:{body}{gap})?" if _optional(token) else body + gap)
    return "".join(parts)


def _any_of(token: str) -> str:
    """One of a token's words; where each has to begin a word, that is looked at but once."""
    words = [one for one in token.removesuffix("?").split("|") if one]
    plain = [fold_name(one.rstrip("*")) for one in words]
    begins = [BEGIN if one[:1].isalnum() else "" for one in plain]
    ends = [
        r"\w*" if word.endswith("*") else r"(?!\w)" if one[-1:].isalnum() else ""
        for word, one in zip(words, plain, strict=True)
    ]
    if all(begins):
        before, begins = BEGIN, [""] * len(words)
    else:
        before = ""
    choices = map("".join, zip(begins, map(re.escape, plain), ends, strict=True))
    return f"{before}(?:{'|'.join(choices)})"


def heads_of(tokens: list[str]) -> Iterable[tuple[int, str, bool, frozenset[str]]]:
    """The words a phrase may begin with: (characters before it, word, open end, what follows)."""
    for index, token in enumerate(tokens):
        for one in token.removesuffix("?").split("|"):
            plain = fold_name(one.rstrip("*"))
            word = _WORD.search(plain)
            if word:
                open_end = one.endswith("*")
                whole = word.end() == len(plain)
                follows = _follows(plain, tokens[index + 1 :], open_end=open_end)
                yield word.start(), word.group(), open_end and whole, follows
        if not _optional(token):
            return


def _follows(plain: str, rest: list[str], *, open_end: bool) -> frozenset[str]:
    """Beginnings of the word after the first one of a phrase; empty for any."""
    if len(_WORD.findall(plain)) > 1:
        second = _beginning(plain, open_end=open_end, number=1)
        return frozenset({second} if second else ())
    if open_end and not plain[-1:].isalnum():
        return frozenset()  # the ending is a word of its own
    return _beginnings(rest)
