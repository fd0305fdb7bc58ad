"""How text becomes words that can be found: what is indexed, and what is asked for.

SQLite's tokenizer parts words at spaces, knows no Chinese words and no Russian cases, and
takes ё for another letter than е. So each Chinese character is made a word of its own, ё
becomes е, and Russian words lose their endings; a question goes the same way.
"""

from __future__ import annotations

import re

_HAN = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff\u3005\u3007"
_CYRILLIC_WORD = re.compile("([А-Яа-яЁё]{4,})")
_HAN_RUN = re.compile(f"[{_HAN}]+")
MOST_STEMS = 200_000


class _Stems(dict[str, str]):
    """Words as they stand in texts, and their stems; forgets all when it grows too large."""

    def __missing__(self, word: str) -> str:
        if len(self) >= MOST_STEMS:
            self.clear()
        from monitor.store.stems import stem

        found = self[word] = stem(word.lower())
        return found


_stems = _Stems()


def _spaced(match: re.Match[str]) -> str:
    return f" {' '.join(match[0])} "


def fold(text: str) -> str:
    """Text as it is indexed: words, in their order, parted by spaces."""
    if text.isascii():
        return text
    parts = _CYRILLIC_WORD.split(text)
    if len(parts) > 1:  # every other part is a word
        parts[1::2] = map(_stems.__getitem__, parts[1::2])
        text = "".join(parts).replace("ё", "е").replace("Ё", "Е")
    return _HAN_RUN.sub(_spaced, text)
