"""Which of the names found are whose, and which belong to other names."""

from __future__ import annotations

import re
from collections.abc import Set as AbstractSet

from monitor.model import EntityKind
from monitor.reading.languages import everywhere
from monitor.reading.names import guards
from monitor.reading.names.finder import Found
from monitor.reading.names.misspelling import is_misspelling
from monitor.reading.names.people import persons_name
from monitor.reading.names.scan import Matcher
from monitor.reading.names.things import adjective_of_another, other_thing
from monitor.reading.names.view import Candidate, View
from monitor.reading.spelling import dictionary
from monitor.reading.text.spans import Taken

_BRACKET = re.compile(r'"? ?[(（] ?"?')
_BEFORE_NAME = frozenset({" ", ". ", " of ", ' "'})
_THING, _LOOK_ALIKE = "part of the name of another kind of thing", "part of a look-alike"
_LONGER, _NAMESAKE = "part of a longer name", "namesake"
OTHER_NAMES = frozenset({_THING, _LOOK_ALIKE, _LONGER})
_AFTER_NAME = frozenset({"", " "})
_NOUN = re.compile(r"[ \u00a0]([^\W\d_][\w-]*)")
_QUOTES = frozenset('»”"')
_CYRILLIC = re.compile("[а-яё]")


def candidates(view: View) -> list[Candidate]:
    """Every entity that is named, with its mentions in the order of the text."""
    matcher = view.matcher
    found = {}
    for mention in sorted(_kept(view), key=lambda f: (f.start, f.end)):
        index = matcher.names[mention.name].entity
        if index not in found:
            found[index] = Candidate(index, matcher.watchlist.entities[index], [])
        found[index].mentions.append(mention)
    for candidate in found.values():
        _look_around(view, candidate)
    return list(found.values())


def _kept(view: View) -> list[Found]:
    """Of mentions that overlap the longer and the better ones; no unlikely misspellings."""
    matcher = view.matcher
    kept: list[Found] = []
    taken = Taken()
    for found in sorted(view.found, key=lambda f: (f.edits > 0, f.start - f.end, f.start)):
        owners = taken.by(found.start, found.end)
        if any(_owns(matcher, kept[owner], found) for owner in owners):
            continue
        if found.edits:
            name = matcher.names[found.name]
            if not is_misspelling(view.text[found.start : found.end], name):
                view.unlikely.append(found)
                continue
        taken.take(found.start, found.end, len(kept))
        kept.append(found)
    return kept


def _owns(matcher: Matcher, owner: Found, found: Found) -> bool:
    """Whether a mention belongs to a longer or better one that overlaps it.

    A parent named inside its part's name is named all the same.
    """
    longer = matcher.watchlist.entities[matcher.names[owner.name].entity]
    shorter = matcher.watchlist.entities[matcher.names[found.name].entity]
    if (owner.start, owner.end) == (found.start, found.end):
        return longer is shorter or found.edits > owner.edits
    if owner.start <= found.start and found.end <= owner.end:
        return longer.part_of != shorter.id or bool(found.edits)
    return bool(found.edits) or longer is shorter


def _look_around(view: View, candidate: Candidate) -> None:
    """Drop the mentions that are part of another name."""
    kept: list[Found] = []
    others = _short_for_another(view, candidate)
    for mention in candidate.mentions:
        found = _with_head(view, mention)
        if found is None:
            candidate.dropped.append((mention, "the adjective of a place"))
            continue
        reason = _another_name(view, candidate, found, others)
        if reason:
            candidate.dropped.append((found, reason))
        else:
            kept.append(found)
    namesake = any(reason == _NAMESAKE for _, reason in candidate.dropped)
    if namesake and not any(_in_full(view, found) for found in kept):
        candidate.dropped.extend((found, _NAMESAKE) for found in kept)
        kept = []
    candidate.mentions = kept
    if not kept:
        candidate.refused = "every mention is part of another name"


def _with_head(view: View, found: Found) -> Found | None:
    """For the adjective of a place: with the word after it, if that is one of the business."""
    if view.matcher.names[found.name].role != "derived":
        return found
    for start, end, _ in view.words.near(found.end + 1, found.end + 3, view.matcher.works):
        if start <= found.end or view.text[found.end : start].strip(' "'):
            continue
        if not dictionary.is_verb(view.text[start:end]):
            return Found(found.name, found.start, end, found.how, 0)
    return found._replace(how="short") if _stands_alone(view, found) else None


def _stands_alone(view: View, found: Found) -> bool:
    """Whether no noun follows that the adjective could go with: «Гремячинский. Пуск в мае»."""
    start, end = view.original(found)
    if not view.content[start].isupper() or view.content[end : end + 1] in _QUOTES:
        return False
    following = _NOUN.match(view.content, end)
    if not following:
        return True
    word = following[1]
    if word[0].isupper():
        return False
    if _CYRILLIC.match(word):
        return not dictionary.agree(view.text[found.start : found.end], word)
    return word in everywhere("names", "behind")


def _in_full(view: View, found: Found) -> bool:
    """Whether a mention has more than the surname."""
    return len(view.text[found.start : found.end].replace("·", " ").split()) > 1


def _another_name(view: View, candidate: Candidate, found: Found, others: AbstractSet[str]) -> str:
    """Why a mention is not the name, or an empty string. ``others``: what others are called."""
    name = view.matcher.names[found.name]
    start, end = view.original(found)
    content = view.content
    if guards.other_designation(content, end, name):
        return "runs on into another name"
    if guards.lower_case(content, start, end, name):
        return "written without a capital"
    around = guards.neighbours(content, start, end)
    if " " not in name.alias and guards.namesake(candidate.entity, around, content, start):
        return _NAMESAKE
    if persons_name(view, found, around):
        return _NAMESAKE
    if view.look_alike(candidate.index, found.start, found.end, misspelt=found.edits > 0):
        return _LOOK_ALIKE
    if view.text[found.start : found.end] in others:
        return "short for a look-alike"
    if other_thing(view, found):
        return _THING
    if adjective_of_another(view, found):
        return "the adjective of another thing"
    if candidate.entity.kind is EntityKind.PERSON:
        return ""
    if name.role == "full" and content[start:end].isascii() and _runs_on(view, around, start, end):
        candidate.longer.append(found)
    if " " in content[start:end]:
        return ""
    if _beside_place(view, found):
        candidate.places.append(found)
        return "" if name.role == "full" else "said as the name of a place"
    if name.role == "short" and _longer_name(view, around, start, end):
        return _LONGER
    return ""


def _short_for_another(view: View, candidate: Candidate) -> frozenset[str]:
    """Short names that stand in brackets behind a look-alike, as what it is called for short."""
    excluded = view.matcher.roles.excluded[candidate.index]
    ends = {end for _, end in view.spans(excluded)} if excluded else ()
    return frozenset(
        view.text[found.start : found.end]
        for found in candidate.mentions
        if ends
        and view.matcher.names[found.name].role == "short"
        and any(_BRACKET.fullmatch(view.text, end, found.start) for end in ends)
    )


def _beside_place(view: View, found: Found) -> bool:
    """Whether a word like river or село stands right before or after the name."""
    places = view.matcher.roles.place
    for start, end, _ in view.words.near(found.start, found.end + 2, places):
        between = view.text[found.end : start] if 0 <= start - found.end <= 1 else None
        if between is not None and (
            between in _AFTER_NAME or between in everywhere("joining", "of")
        ):
            return True
        if 0 < found.start - end <= 5 and view.text[end : found.start] in _BEFORE_NAME:
            year = view.text[max(0, start - 2) : start].strip().isdigit()  # в 2027 г. Удокан
            if not year:
                return True
    return False


def _runs_on(view: View, around: guards.Neighbours, start: int, end: int) -> bool:
    """Whether a word with a capital follows that nothing explains: Alder South Blackbirds."""
    if not guards.is_name_part(around.after):
        return False
    first, last = view.sentence(start)
    return (
        not guards.section_follows(view.content, end)
        and not guards.is_headline_case(view.content[first:last])
        and not view.knows(view.content.find(around.after, end))
    )


def _longer_name(view: View, around: guards.Neighbours, start: int, end: int) -> bool:
    """Whether a word beside it, with a capital, makes this a longer name that nobody tracks."""
    first, last = view.sentence(start)
    if guards.is_headline_case(view.content[first:last]):
        return False
    after, before = around.after, around.before
    if guards.section_follows(view.content, end):
        return False
    if guards.is_name_part(after) and not view.knows(view.content.find(after, end)):
        return True
    at = view.content.rfind(before, 0, start) if before else -1
    return (
        guards.is_name_part(before)
        and at > first
        and not guards.stands_first(view.content, at)
        and not view.knows(at)
    )
