"""A name that somebody bears is nobody's project: Justice Lynas, Donald Trump, «г-н Янсен»."""

from __future__ import annotations

import re

from monitor.model import EntityKind
from monitor.reading.names import guards
from monitor.reading.names.finder import Found
from monitor.reading.names.view import View
from monitor.reading.spelling import dictionary

_INITIAL = re.compile(r"(?<!\w)[A-ZА-ЯЁ]\.[ \u00a0]?$")
_PARTED = "·•・"  # between a foreigner's names in Chinese
_HAN = re.compile("[\u3400-\u9fff]")


def persons_name(view: View, found: Found, around: guards.Neighbours) -> bool:
    """Whether a single word is said as somebody's name, with a title or another name of theirs."""
    name = view.matcher.names[found.name]
    entity = view.matcher.watchlist.entities[name.entity]
    start, end = view.original(found)
    if entity.kind is EntityKind.PERSON or " " in view.content[start:end]:
        return False
    if _HAN.match(view.content, start):
        return _chinese(view, found)
    if name.alias.isupper():
        return False
    if guards.is_name_part(view.content[start:end]) and _introduced(view, found, around):
        return True
    return _is_given(view, found) and _surname_follows(view, around, end)


def _chinese(view: View, found: Found) -> bool:
    beside = view.text[max(0, found.start - 1) : found.start], view.text[found.end : found.end + 1]
    if any(sign and sign in _PARTED for sign in beside):
        return True
    near = view.words.near(found.end, found.end + 1, view.matcher.roles.people)
    return any(start == found.end for start, _, _ in near)


def _introduced(view: View, found: Found, around: guards.Neighbours) -> bool:
    """Whether a title, a given name or an initial stands right before."""
    start, _ = view.original(found)
    if _INITIAL.search(view.content, max(0, start - 5), start):
        return True
    before = around.before
    if before.isupper():
        return False  # «ТЭО»: an abbreviation
    if before[:1].isupper() and dictionary.is_given_name(before):
        return not dictionary.is_common(before)
    near = view.words.near(found.start - 3, found.start, view.matcher.roles.people)
    return any(view.text[end : found.start] in {" ", ". "} for _, end, _ in near)


def _surname_follows(view: View, around: guards.Neighbours, end: int) -> bool:
    """Whether a word with a capital follows that nothing else explains."""
    if not guards.is_name_part(re.sub("['’]s$", "", around.after)):
        return False
    first, last = view.sentence(end)
    at = view.content.find(around.after, end)
    return not (guards.is_headline_case(view.content[first:last]) or view.knows(at))


def _is_given(view: View, found: Found) -> bool:
    """Whether the word itself is a given name."""
    word = view.text[found.start : found.end]
    near = view.words.near(found.start, found.start + 1, view.matcher.roles.people)
    return dictionary.is_given_name(word) or any(
        (start, end) == (found.start, found.end) for start, end, _ in near
    )
