"""A name beside a word for another kind of thing is that thing's name: Tagor Stadium, «улица …»."""

from __future__ import annotations

import re

from monitor.reading.names.finder import Found
from monitor.reading.names.view import View
from monitor.reading.spelling import dictionary

_AFTER = frozenset({"", " ", "-"})
_BEFORE = frozenset({" ", ' "'})
_HAN = re.compile("[\u3400-\u9fff]")
_CYRILLIC = re.compile("[а-я]")
_NEXT_NOUN = re.compile(r" ([а-яё]{3,})(?![\w-])")
_ADJECTIVE = re.compile(
    "(?:ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем|ая|яя|ую|юю|ое|ее|ые|ие|ых|их|ыми|ими)$"
)


def other_thing(view: View, found: Found) -> bool:
    """Whether a word for another kind of thing stands right behind the name, or before it.

    Words that the entity's own context or names have are no other things to it.
    """
    things = view.matcher.roles.things
    near = [*view.words.near(found.start, found.end + 2, things)]
    own = view.matcher.own_things(view.matcher.names[found.name].entity) if near else frozenset()
    for start, end, thing in near:
        if thing in own:
            continue
        word = view.text[start:end]
        behind = 0 <= start - found.end <= 1 and view.text[found.end : start] in _AFTER
        if behind and (start > found.end or _HAN.match(word)):
            return True
        before = 0 < found.start - end <= 2 and view.text[end : found.start] in _BEFORE
        if before and (_CYRILLIC.match(word) or _club(view, start, end)):
            return True
    return False


def _club(view: View, start: int, end: int) -> bool:
    """Whether a word before a name is of capitals alone: FC, HC."""
    first, last = view.folded.span(start, end)
    return view.content[first:last].isupper()


def adjective_of_another(view: View, found: Found) -> bool:
    """Whether a name that is an adjective goes with a noun that is not of the business.

    «Чайный рынок» is no mine; «Чайный рудник» and «Чайный» alone may be.
    """
    name = view.matcher.names[found.name]
    text = view.text[found.start : found.end]
    if name.role != "short" or " " in text or not _ADJECTIVE.search(text):
        return False
    _, end = view.original(found)
    following = _NEXT_NOUN.match(view.content, end)
    if not following:
        return False
    roles = view.matcher.roles
    ours = view.matcher.works | roles.context[name.entity]
    here = found.end + 1
    if any(here < last for _, last, _ in view.words.near(here, here + 1, ours)):
        return False
    return dictionary.agree(text, following[1])
