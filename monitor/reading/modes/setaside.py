"""Values that a text itself sets aside: older plans, the first of two, years gone by."""

from __future__ import annotations

import re
from dataclasses import replace

from monitor.model import Modality
from monitor.reading.cues.modes import PAST_PLAN, Mode, Place, as_mode
from monitor.reading.languages import everywhere
from monitor.reading.modes.insertions import behind, closed
from monitor.reading.modes.overtaken import PAST_PLAN_BREAK, YEAR, grown
from monitor.reading.text.layout import Layout
from monitor.reading.text.phrases import Found

_STANDS = 32  # characters from "does not depart" to the old plan that it is said of
_KEPT = 6  # characters from a plan to the words that it stands
_TOLD_HAN = 9  # characters of "the one planned before" between a preposition and its value
_BREAK = re.compile("[，,。；]")
_AT_MOST = 3  # words between a verb that moves and the new date
_TURNED = 3.2  # a "but" and no more
_YEAR_OF = re.compile("[0-9年月的上下半去今]{2,8}")


def read_set_aside(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """The words that mark a value as an older one, if there are any, or as the one of today."""
    mode = _set_aside(layout, place, neighbours)
    return mode and (_as_it_is(layout, place) or mode)


def _set_aside(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    moved = _moved_from(layout, place, neighbours)
    words = layout.content[moved.start : place.end] if moved else ""
    on_condition = layout.any_within(
        "modality.conditional", place.sentence.start, place.sentence.end
    )
    if moved and not place.dated and on_condition:
        return as_mode(Modality.HAPPENED, "as it is now", words)
    if moved:
        of_a_year = bool(YEAR.search(layout.content, moved.end, place.start))
        mode = as_mode(Modality.HISTORIC, "moved from", words)
        return replace(mode, of_a_year=of_a_year)
    return (
        _not_this_but(layout, place, neighbours)
        or _marked_before(layout, place, neighbours)
        or _marked_after(layout, place, neighbours)
        or _planned_once(layout, place, neighbours)
        or _overtaken(layout, place, neighbours)
        or grown(layout, place, neighbours)
        or _told_then(layout, place)
    )


def _as_it_is(layout: Layout, place: Place) -> Mode | None:
    """An amount with words for the present right behind it: "against 20,000 tonnes today"."""
    if place.dated:
        return None
    for mark in layout.within("modality.at-present", place.end, place.end + 2):
        return as_mode(Modality.HAPPENED, "as it is now", layout.content[mark.start : mark.end])
    return None


def shut(words: str) -> bool:
    """Whether brackets close there that were opened before."""
    closing = next((sign for sign in words if sign in "()（）"), "")
    return closing in {")", "）"}


def between(neighbours: list[tuple[int, int]], start: int, end: int) -> bool:
    """Whether another value stands there, which the words between would rather mean."""
    return any(start <= low < end for low, _ in neighbours)


def _not_this_but(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """The first of two values in "not 84, but 97"."""
    for mark in layout.within("modality.contrast", place.start - 12, place.start):
        if len(layout.content[mark.end : place.start].split()) > 1:
            continue
        after = [low for low, _ in neighbours if low > place.end]
        if after and layout.any_within("structure.hard", place.end, after[0]):
            words = layout.content[mark.start : mark.end]
            return as_mode(Modality.HISTORIC, "not this but that", words)
    return None


def _marked_before(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    content = layout.content
    low = place.sentence.start
    known = layout.structure
    if not known.spaces:
        low = max(low, place.start - 20 - known.old_before)
    follows = any(end <= place.start for _, end in neighbours)
    tags = ["historic-before"]
    tags += ["historic-before-date" if place.dated else "historic-before-amount"]
    tags += ["contrast"] if follows else []
    for tag in tags:
        for mark in reversed(layout.within(f"modality.{tag}", low, place.start)):
            after = behind(layout, mark.end) if tag == "contrast" else mark.end
            words = len(content[after : place.start].split())
            if mark.end > place.start or between(neighbours, after, place.start):
                continue
            if _is_kept(layout, mark) or layout.any_within(
                "modality.at-first", mark.start, mark.end
            ):
                continue  # "as planned before", "does not depart from the old schedule"
            if layout.any_within("modality.back-to", mark.start - 24, mark.start):
                continue  # "and will be brought back to the original 1.2 million"
            if place.dated and _now_so(layout, mark, neighbours):
                continue  # "is now promised for 2028"
            if tag == "historic-before-date" and _ends_chain(layout, place, neighbours):
                continue
            if tag == "historic-before-date" and _to_follow(layout, mark):
                continue
            if tag == "historic-before-date" and layout.any_within(
                "modality.told", mark.end, place.start
            ):
                continue  # "then it settled on 2028"
            near = words <= (1 if tag == "contrast" else 5)
            if not known.spaces:
                told = not place.dated and content[place.start - 1] in everywhere("joining", "of")
                near = place.start - mark.end <= known.old_before * (2 if told else 1)
            if near and layout.breaks(after, place.start) < 1.0:
                if shut(content[mark.end : place.start]):
                    continue
                return as_mode(Modality.HISTORIC, "set aside", content[mark.start : mark.end])
    return None


def _is_kept(layout: Layout, mark: Found) -> bool:
    """Whether the words for an older value are part of words that it stands."""
    if layout.any_within("modality.confirms", mark.start - 4, mark.end):
        return True
    before = layout.within("modality.confirms", mark.start - _STANDS, mark.start)
    return any(one.end >= mark.end for one in before)


def _now_so(layout: Layout, mark: Found, neighbours: list[tuple[int, int]]) -> bool:
    """Whether the words before say that it is so now: "now the first ore is promised for"."""
    low, _ = layout.clause(mark.start, layout.sentence_at(mark.start), 1.0)
    near = layout.within("modality.now", low, mark.start)
    return any(
        one.end <= mark.start and not between(neighbours, one.end, mark.start) for one in near
    )


def _to_follow(layout: Layout, mark: Found) -> bool:
    """Whether "then" is the next step and no time gone by: "it would then open in 2028"."""
    near = layout.within("modality.would", mark.start - 8, mark.start)
    return any(not layout.content[one.end : mark.start].strip() for one in near)


def _ends_chain(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> bool:
    """Whether the last of several moves holds: "from 2026 to 2027, then to 2029"."""
    if not neighbours or any(start > place.start for start, _ in neighbours):
        return False
    if not layout.any_within("cue.moved.shift", place.sentence.start, place.start):
        return False
    after = min(place.sentence.index + 1, len(layout.sentences) - 1)
    return not layout.any_within("modality.now", place.end, layout.sentences[after].end)


def _marked_after(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    after = behind(layout, place.end) if place.dated else place.end
    high = min(place.sentence.end, after + layout.structure.old_behind)
    rule = "set aside"
    if place.dated and layout.within("modality.target-noun", place.end, place.end + 2):
        rule = PAST_PLAN
        _, high = layout.clause(place.end, place.sentence, 1.0)  # "the 2027 target for … is gone"
    for tag in ("historic-after", "historic-after-date")[: 2 if place.dated else 1]:
        for mark in layout.within(f"modality.{tag}", place.end, high):
            low = after if mark.start >= after else place.end
            if between(neighbours, low, mark.start):
                continue
            follows = [low for low, _ in neighbours if mark.end <= low <= mark.end + 24]
            if follows and layout.breaks(mark.end, follows[0]) < 1.0:
                continue  # the words are about the value behind them
            if layout.any_within("modality.confirms", mark.end, min(mark.end + _KEPT, high)):
                continue  # "the plan of 2027 stands"
            if layout.breaks(low, mark.start) < 1.0:
                words = layout.content[mark.start : mark.end]
                return as_mode(Modality.HISTORIC, rule, words)
    return None


def _planned_once(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """A plan told in the past tense, anywhere before the value in its clause."""
    if not place.dated:
        return None
    start, _ = layout.clause(place.start, place.sentence, PAST_PLAN_BREAK)
    for mark in reversed(layout.within("modality.past-plan", start, place.start)):
        if layout.any_within("modality.confirms", mark.start - 12, mark.end) or _is_kept(
            layout, mark
        ):
            continue  # "as had been planned"
        if _now_so(layout, mark, neighbours) or _kept_after(layout, place, neighbours):
            continue  # "had been planned for 2027, and is so still"
        if shut(layout.content[mark.end : place.start]) or closed(layout, mark, place.start):
            continue
        if layout.any_within("modality.now", mark.end, place.start):
            continue  # "was to open in 2025 but will in fact open in 2027"
        if mark.end <= place.start and not between(neighbours, mark.end, place.start):
            words = layout.content[mark.start : mark.end]
            return as_mode(Modality.HISTORIC, PAST_PLAN, words)
    return None


def _kept_after(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> bool:
    """Whether what follows a value says that it stands, before another one is told."""
    kept = layout.any_within("modality.kept", place.end, place.sentence.end)
    if kept is None or between(neighbours, place.end, kept.start):
        return False
    return layout.breaks(place.end, kept.start) < PAST_PLAN_BREAK + 0.4


def _overtaken(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Mode | None:
    """Whether A is the older date: "scheduled for A, is now to start in B"."""
    tags = ("modality.plan", "cue.moved.shift", "modality.change")
    told = not place.dated or any(
        layout.within(tag, place.sentence.start, place.start) for tag in tags
    )
    for start, _ in neighbours:
        if start <= place.end or not told:
            continue
        now = layout.any_within("modality.now", place.end, start)
        now = now or _again(layout, place.end, start) or _put_off(layout, place, start)
        if now and layout.breaks(place.end, start) < (2.5 if place.dated else _TURNED):
            return as_mode(Modality.HISTORIC, "overtaken", layout.content[now.start : now.end])
    return None


def _put_off(layout: Layout, place: Place, start: int) -> Found | None:
    """The verb of "expected in March, has been deferred to September"."""
    if not place.dated or not layout.structure.verb_before_date:
        return None
    for mark in layout.within("cue.moved.shift", place.end, start):
        moved = len(layout.content[mark.end : start].split()) <= _AT_MOST
        to = layout.within("modality.to", mark.end, start + 4)
        if moved and to and not layout.any_within("structure.soft", place.end, mark.start):
            return mark
    return None


def _again(layout: Layout, start: int, end: int) -> Found | None:
    """The "and then" of "put off until 2026, and then until 2028"."""
    for mark in layout.within("modality.again", start, end):
        if layout.within("cue.moved.shift", mark.start, end):
            return mark
    return None


def _at_once(layout: Layout, between: str) -> bool:
    """Whether a value follows its preposition: at most a word, or the year of an amount."""
    if layout.structure.spaces:
        return len(between.split()) <= 1
    told = (
        len(between) <= _TOLD_HAN
        and between[-1:] in everywhere("joining", "of")
        and not _BREAK.search(between)
    )
    return len(between) <= 1 or told or bool(_YEAR_OF.fullmatch(between))


def _told_then(layout: Layout, place: Place) -> Mode | None:
    """A value that used to be told, where the text goes on to the one told now."""
    if not place.dated and not layout.structure.time_leads:
        return None
    start, _ = layout.clause(place.start, place.sentence, 1.0 if place.dated else 2.4)
    then = [m for m in layout.within("modality.then", start, place.start) if m.end <= place.start]
    if not then:
        return None
    after = place.sentence.end
    if place.sentence.index + 1 < len(layout.sentences):
        after = layout.sentences[place.sentence.index + 1].end
    if not layout.any_within("modality.now", place.end, after):
        return None
    return as_mode(Modality.HISTORIC, PAST_PLAN, layout.content[then[-1].start : then[-1].end])


def _moved_from(layout: Layout, place: Place, neighbours: list[tuple[int, int]]) -> Found | None:
    """The word before A in "from A to B" and "to B from A"."""
    content = layout.content
    low = max(place.sentence.start, place.start - 10)
    marks = [
        mark
        for mark in layout.within("modality.from", low, place.start)
        if _at_once(layout, content[mark.end : place.start])
        and not between(neighbours, mark.end, place.start)
    ]
    if not marks:
        return None
    for start, end in neighbours:
        if start >= place.end:  # from A to B; the "to" may be part of B
            to = layout.within("modality.to", place.end, start + 4)
            if to and layout.breaks(place.end, start) < 1.6:
                return marks[-1]
        elif layout.breaks(end, place.start) < 2 and place.start - end < 30:  # to B from A
            return marks[-1]
    return None
