"""Where the thing stands that somebody owns or buys: "its X", "bought X", "the output of X"."""

from __future__ import annotations

from monitor.reading.subjects.ownership import Owner
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found

OBJECT = 4.0  # words from a verb to what is bought
_OBJECT_CHARS = 24
_AT_ONCE = 1.2
_EPITHET_CHARS = 28
_HELD = ("subjects.generic", "parties.held")
_APOSTROPHES = ("'", "’")


def wished(layout: Layout, mark: Found, sentence: Sentence) -> bool:
    """Whether a purchase is only wished for or talked of: "in talks to buy"."""
    near = layout.within("parties.wish", max(sentence.start, mark.start - 40), mark.start)
    return any(layout.gap((one.start, one.end), (mark.start, mark.end)) < OBJECT for one in near)


def stands_right(layout: Layout, mark: Found, side: str, attribute: str, owner: Owner) -> bool:
    """Whether the thing meant stands where the words want it."""
    place = owner.place
    if side in ("possessive", "its"):
        return _joined(layout, mark, attribute, place)
    if not layout.within("parties.transfer", mark.start, mark.end):
        return True
    if place and place[1] <= mark.start and _relative(layout, place[1], mark.start):
        return True  # "X, which N bought"
    if place is None or place[0] < mark.start:
        if attribute == "owner" and _of_goods(layout, mark):
            return False  # "it will sell its concentrate to"
        near = mark.start, mark.end + _OBJECT_CHARS
        return attribute == "offtaker" or any(layout.any_within(tag, *near) for tag in _HELD)
    inside = place[0] < mark.end
    if side in ("was", "seller"):
        return inside
    before = layout.content[max(0, place[0] - 12) : place[0]].rstrip()
    from_it = before.endswith((" from", " at", " by", " in", " around", " near", " beside"))
    its = layout.content[place[1] : place[1] + 1] in _APOSTROPHES
    if attribute == "owner":
        if _of_goods(layout, mark):
            return False
        at_once = layout.gap(place, (mark.start, mark.end)) < OBJECT
        return (inside or (at_once and not from_it and not before.endswith(" for"))) and not its
    if before.endswith((" for", " near", " to")):
        return False  # what is bought for it is not its product
    verb = (mark.start, mark.start + 4) if inside else (mark.start, mark.end)
    direct = layout.gap(place, verb) < _AT_ONCE
    return not direct or its or from_it or before.endswith(" of")


def _relative(layout: Layout, end: int, start: int) -> bool:
    """Whether a relative clause begins right behind a name and has its verb at ``start``."""
    for mark in layout.within("structure.relative", end, end + 3):
        if not layout.content[end : mark.start].strip(" ,") and (
            layout.breaks(mark.end, start) < 1.0
        ):
            return True
    return False


def _of_goods(layout: Layout, mark: Found) -> bool:
    """Whether it is a product that is sold, and no plant: copper, and not the copper smelter."""
    if not layout.any_within("parties.goods", mark.start, mark.end):
        return False
    return layout.any_within("subjects.project", mark.start, mark.end) is None


def _at_once(layout: Layout, end: int, start: int) -> bool:
    """Whether nothing but an epithet stands between: "its flagship X"."""
    if not 0 <= start - end <= _EPITHET_CHARS:
        return False
    found = layout.within("parties.epithet", end, start)
    return start - end <= 3 or (bool(found) and start - found[-1].end <= 1)


def _joined(layout: Layout, mark: Found, attribute: str, place: tuple[int, int] | None) -> bool:
    """Whether a name follows a possessive at once, and itself is what is had of it.

    "Tamura's Alder Creek mine" has an owner, "Tamura's Alder Creek offtake" a buyer.
    """
    if place is None or not _at_once(layout, mark.end, place[0]):
        return False
    shared = "parties.share-of" if attribute == "owner" else "parties.offtake-of"
    found = bool(layout.within(shared, place[1], place[1] + 2))
    return found is (attribute == "offtaker")
