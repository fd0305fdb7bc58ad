"""Projects that nobody tracks, named without a noun: "Tarvo will be commissioned in 2031"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from monitor.reading.cues.cues import Cue
from monitor.reading.text.layout import Layout

_NAME = re.compile(r"(?<![\w’'-])[A-ZА-ЯЁ][\w-]{2,}(?![\w’'-])")
_QUOTED = re.compile(r"«[^»\n]{2,30}»")
_NEAR = 2  # characters between a name and the verb

_OPENED = frozenset({"start", "commissioning", "handover"})
_ACTIVE = re.compile(r"(?:ть|ти|[аияу]т|ет|ют|ил[аи]?)\Z")  # «ввести», «откроют», and not «пуск»
_OBJECT = re.compile(
    r"\s+(?!через|перед)([а-яё]{3,}(?:[ыи]й|ую|юю|[ыи]е|[бвгджзкнпрсфцчшщ]))(?=[\s,.;])"
)


def bare_names(
    layout: Layout, nouned: set[str], is_name: Callable[[int, str], bool]
) -> Iterable[tuple[int, int]]:
    """Places of names that stand alone for a project.

    ``nouned``: names told with a noun elsewhere in the text ("the Tarvo mine"), lower case.
    ``is_name`` tells at a place whether a word is a name and not a tracked one's.
    """
    content = layout.content
    places = [(one.start(), one.end()) for one in _NAME.finditer(content)]
    speaks = {content[a:b].lower() for a, b in places if _speaks(layout, b)}
    for start, end in places:
        word = content[start:end]
        told = word.lower() in nouned and word.lower() not in speaks
        if is_name(start, word) and (told or _acts(layout, end)):
            yield start, end
    for one in _QUOTED.finditer(content):
        if is_name(one.start(), one.group()) and _acts(layout, one.end()):
            yield one.span()


def _acts(layout: Layout, end: int) -> bool:
    """Whether what follows is said of projects only: "will be commissioned", ", a mine in"."""
    apposed = layout.content[end : end + 2] == ", "
    if apposed and layout.within("subjects.project-apposed", end, end + 3):
        return True
    return bool(layout.within("subjects.project-acts", end, end + _NEAR))


def _speaks(layout: Layout, end: int) -> bool:
    """Whether what follows is said of people and companies: "said", "plans"."""
    after = layout.within("subjects.speaker", end, end + _NEAR)
    return bool(after or layout.within("subjects.company-acts", end, end + _NEAR))


def takes_another(layout: Layout, cue: Cue) -> bool:
    """Whether the verb of an event has an object that nobody tracks: «ввести отдельный индекс»."""
    if cue.attribute not in _OPENED or not layout.structure.cases:
        return False
    if not _ACTIVE.search(layout.content, cue.start, cue.end):
        return False
    after = _OBJECT.match(layout.content, cue.end)
    return after is not None and not layout.begins(after.start(1))
