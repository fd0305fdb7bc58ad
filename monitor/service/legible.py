"""Articles cut down to what a reader gets through in seconds, whatever a page holds. Pure.

What reading costs grows with the length of a text, and much faster with that of a
sentence; the daemon answers nobody, not even SIGTERM, while it reads.
"""

from __future__ import annotations

from dataclasses import replace

from monitor.model import Article
from monitor.reading.text.text import sentences

MOST_TEXT = 60_000
LONGEST_SENTENCE = 1_500
_BREAK = "\n\n"
_SEPARATORS = "，、；;, \n\t"


def legible(article: Article) -> Article:
    """The article without what comes after ``MOST_TEXT`` characters, and with a paragraph's
    end wherever ``LONGEST_SENTENCE`` characters hold no other; nearly always as it was.
    """
    text = article.text
    if len(text) <= LONGEST_SENTENCE:
        return article
    text = _at_most(_broken(_at_most(text)))
    return article if text == article.text else replace(article, text=text)


def _at_most(text: str) -> str:
    return text if len(text) <= MOST_TEXT else text[: _cut(text, MOST_TEXT)].rstrip()


def _broken(text: str) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in sentences(text):
        at = start
        while end - at > LONGEST_SENTENCE:
            at += _cut(text[at:end], LONGEST_SENTENCE)
            pieces += text[done:at].rstrip(), _BREAK
            done = at
    return "".join(pieces) + text[done:] if pieces else text


def _cut(text: str, most: int) -> int:
    """Where to cut: behind the last separator that leaves at least half."""
    return max(text.rfind(mark, most // 2, most) for mark in _SEPARATORS) + 1 or most
