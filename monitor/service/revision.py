"""What a known article becomes when it is seen again: a new version, or nothing new. Pure.

An edition that only says less is no edit: the page did not come and the feed's summary
stands in its place, or another source lists the same address with a few lines of it. To take
it for one would take back what the article says.
"""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.model import Article

FULLER = 1.2
_SPACE = re.compile(r"\s+")
_MORE = r"(?:read more|continue reading|подробнее|читать далее|阅读全文)\W*"
_CUT_OFF = re.compile(
    rf"(?:\s*(?:\.\.\.|…|\[…\]|\[\.\.\.\])\s*(?:{_MORE})?|\s*{_MORE})$", re.IGNORECASE
)
_SHORT = 40


def revise(stored: Article | None, found: Article) -> Article | None:
    """The version to store of an article that was found; None where nothing is new in it.

    Another source's edition counts only where it is clearly fuller than what is stored.
    """
    if stored is None:
        return found if found.version == 1 else replace(found, version=1)
    text = stored.text if is_part_of(found.text, stored.text) else found.text
    if found.ref.source != stored.ref.source and len(text) < FULLER * len(stored.text):
        return None
    if text == stored.text and found.ref.title == stored.ref.title:
        return None
    return replace(found, text=text, version=stored.version + 1)


def is_part_of(text: str, whole: str) -> bool:
    """Whether a text is only the beginning or another stretch of a longer one."""
    part, whole = _plain(_CUT_OFF.sub("", text)), _plain(whole)
    if len(part) >= len(whole):
        return False
    return part in whole if len(part) >= _SHORT else whole.startswith(part)


def _plain(text: str) -> str:
    return _SPACE.sub("", text).casefold()
