"""Lists: paragraphs that open with the name of what each of them is about."""

from __future__ import annotations

import re
from collections.abc import Collection
from functools import cache

from monitor.reading.languages import load
from monitor.reading.languages.structure import Structure
from monitor.reading.text.layout import Layout

_LABEL = re.compile(
    r"(?:[—–-]\s*|[①-⑳]\s*)?(?P<label>[^\n.:：。，?!]{2,40})(?:[.]\s+(?=[A-ZА-ЯЁ])|:\s|：)"
)


def _is_label(label: str, known: Structure) -> bool:
    """Whether a few words may head a paragraph of a list, and are no short sentence."""
    if not known.spaces:
        return len(label) <= 12
    words = label.split()
    plain = sum(word[:1].islower() and len(word) > 3 for word in words)
    return len(words) <= 4 and plain <= 1


@cache
def _aspects(code: str) -> frozenset[str]:
    """Labels that tell what a paragraph is about, and are of no other thing."""
    return frozenset(load(code).phrases("labels", "aspects"))


def labelled(layout: Layout, names: Collection[str]) -> dict[int, bool]:
    """Paragraphs of a list ("Texas. …", "— Медь: …"): index -> True.

    A few short openings are none: the news is a list where half of its paragraphs have one.
    Nor is a label that comes again, whoever speaks in a conversation; nor is a part of one of the
    ``names`` the text is about.
    """
    talk = _talk(layout.language) | _aspects(layout.language)
    found: dict[int, str] = {}
    for sentence in layout.sentences:
        if not sentence.opens or sentence.title:
            continue
        match = _LABEL.match(layout.content, sentence.start)
        if match is None:
            continue
        label = match.group("label").strip()
        if any(label in name for name in names):
            continue
        if _is_label(label, layout.structure) and not label.isupper() and label.lower() not in talk:
            found[sentence.paragraph] = label
    paragraphs = sum(one.opens and not one.title for one in layout.sentences)
    labels = list(found.values())
    once = {paragraph: True for paragraph, label in found.items() if labels.count(label) == 1}
    return once if len(once) >= max(2, paragraphs / 2) else {}


@cache
def _talk(code: str) -> frozenset[str]:
    """Labels that say who speaks, or what sort of text follows."""
    return frozenset(word.lower() for word in load(code).phrases("subjects", "talk"))
