"""Verbs of something else than what is tracked: "will be closed in 2041"."""

from __future__ import annotations

import re
from functools import cache

from monitor.reading.languages import load
from monitor.reading.text.layout import Layout

_WORD = re.compile("[А-ЯЁа-яё][а-яё]{4,}")
_NO_ACTS = (
    "cue.moved.shift", "cue.moved.weak", "modality.plan", "modality.past-plan", "subjects.speaker",
    "modality.historic-before", "modality.doubt", "subjects.generic", "subjects.project",
    "modality.done", "modality.confirms", "structure.not-verbs",
)  # fmt: skip


def acts(layout: Layout, low: int, high: int) -> bool:
    """Whether a verb tells what else is done, in a language whose verbs show by their endings."""
    return _ends(layout, low, high, _endings(layout.language, "verb-endings"))


def undergone(layout: Layout, low: int, high: int) -> bool:
    """Whether a participle tells what else is so: «занята до 2029 года»."""
    return _ends(layout, low, high, _endings(layout.language, "participle-endings"))


def _ends(layout: Layout, low: int, high: int, endings: tuple[str, ...]) -> bool:
    if not endings:
        return False
    for word in _WORD.finditer(layout.content, low, high):
        at = word.start()
        if word.group().endswith(endings) and not any(
            layout.within(tag, at, at + 1) for tag in _NO_ACTS
        ):
            return True
    return False


@cache
def _endings(language: str, key: str) -> tuple[str, ...]:
    """How such verbs end, where a language shows it."""
    return load(language).phrases("structure", key)
