"""A text as words with their places: what all finders of expressions read.

A Chinese character is a word of its own (a run of Chinese numerals is one word), so that
phrases are sequences of words in every language. HTML spaces and hyphens at line ends
are read as what they stand for; every word keeps its place in the text as it came.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache

from monitor.reading.languages import load
from monitor.reading.languages.structure import written_in

BREAK = "¶"
HAN_NUMERALS = "〇零一二两兩三四五六七八九十百千"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff\u3007"
_TOKEN = re.compile(
    rf"\d+(?:[.,]\d+)*|[{HAN_NUMERALS}]+|[{_HAN}]"
    r"|(?=[A-Za-z]++['’]t)[A-Za-z]{1,7}n['’]t\b"
    rf"|[^\W\d_{_HAN}]+(?:(?:\u00ad|-[ \t]*\n[ \t]*)[^\W\d_{_HAN}]+)*"
    r"|\n[ \t\r]*\n|&(?:[A-Za-z]{2,8}|\#\d{1,6}|\#[xX][0-9a-fA-F]{1,5});|[^\w\s]"
)
_DASHES = dict.fromkeys("‐‑‒–−﹣－～~〜", "-")
_NOTHING = ("", False)  # a blank written as HTML
_KEPT, _LONG = 20_000, 40  # words remembered with what they are read as; letters of a long one
_LINE_HYPHEN = re.compile(r"\u00ad|-[ \t]*\n[ \t]*")


class Tokens:
    """``words`` are lower-case and folded (ё is е, traditional characters simplified).

    ``numbers`` are the places of digits and Chinese numerals; ``memo`` keeps what several
    finders would read again.
    """

    __slots__ = ("ends", "memo", "numbers", "starts", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.numbers: list[int] = []
        self.memo: dict[object, object] = {}

    def __len__(self) -> int:
        return len(self.words)

    def raw(self, first: int, last: int) -> str:
        """The text from word ``first`` to before word ``last``."""
        return self.text[self.starts[first] : self.ends[last - 1]]

    def glued(self, index: int) -> bool:
        """Whether nothing stands between this word and the one before."""
        return 0 < index < len(self.starts) and self.starts[index] == self.ends[index - 1]

    def word(self, index: int) -> str:
        """The word, or an empty string outside the text."""
        return self.words[index] if 0 <= index < len(self.words) else ""

    def newline_before(self, index: int) -> bool:
        return index > 0 and "\n" in self.text[self.ends[index - 1] : self.starts[index]]


@lru_cache(maxsize=8)
def tokenise(text: str) -> Tokens:
    """All words of a text; takes time in proportion to its length."""
    tokens = Tokens(text)
    places = [found.span() for found in _TOKEN.finditer(text)]
    read = [(_known if end - start < _LONG else _word)(text[start:end]) for start, end in places]
    if _NOTHING in read:
        places = [place for place, one in zip(places, read, strict=True) if one is not _NOTHING]
        read = [one for one in read if one is not _NOTHING]
    tokens.words = [word for word, _ in read]
    tokens.starts = [start for start, _ in places]
    tokens.ends = [end for _, end in places]
    tokens.numbers = [at for at, (_, number) in enumerate(read) if number]
    return tokens


def _word(raw: str) -> tuple[str, bool]:
    """What a word is read as, and whether it is a number."""
    word, first = raw.lower(), raw[0]
    if first.isdigit() or first in HAN_NUMERALS:
        return _DASHES.get(word, word), True
    if first > "\u2fff":
        word = _simplified().get(word, word)
    elif first == "\n":
        word = BREAK
    elif first == "&" and len(raw) > 1:
        word = html.unescape(raw)
        if word in ("", "\u00ad") or word.isspace():
            return _NOTHING
        word = word[0]
    elif "’" in word:
        word = word.replace("’", "'")
    elif "ё" in word or "\n" in word or "\u00ad" in word:
        word = _LINE_HYPHEN.sub("", word).replace("ё", "е")
    return _DASHES.get(word, word), False


_known = lru_cache(maxsize=_KEPT)(_word)


@lru_cache(maxsize=1)
def _simplified() -> dict[str, str]:
    """Traditional characters that occur in our words, to their simplified forms."""
    amounts = (load(code).section("amounts") for code in written_in("Han"))
    pairs = "".join(str(one.get("traditional", "")) for one in amounts)
    return {pairs[at]: pairs[at + 1] for at in range(0, len(pairs) - 1, 2)} | {"兩": "两"}
