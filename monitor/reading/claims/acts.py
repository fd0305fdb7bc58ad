"""Verbs of something else than what is tracked: "will be closed in 2041"."""

from __future__ import annotations

import re
from collections.abc import Iterator
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
    return any(_ending(layout, low, high, _endings(layout.language, "verb-endings")))


def undergone(layout: Layout, low: int, high: int) -> bool:
    """Whether a participle tells what else is so: «занята до 2029 года»."""
    return any(_ending(layout, low, high, _endings(layout.language, "participle-endings")))


def to_do(layout: Layout, low: int, high: int) -> bool:
    """Whether an infinitive tells what else is begun or meant: «начнут набирать персонал».

    Whatever is to be done to the plant itself may be its start: «поставить завод на ход».
    """
    endings = _endings(layout.language, "infinitive-endings")
    return any(
        not layout.content[end + 1 : end + 2].isupper()
        and layout.any_within("subjects.project", end, end + 2) is None
        for end in _ending(layout, low, high, endings)
    )


def _ending(layout: Layout, low: int, high: int, endings: tuple[str, ...]) -> Iterator[int]:
    """Where words end so that stand for nothing that is known."""
    for word in _WORD.finditer(layout.content, low, high) if endings else ():
        at = word.start()
        if word.group().endswith(endings) and not any(
            layout.within(tag, at, at + 1) for tag in _NO_ACTS
        ):
            yield word.end()


@cache
def _endings(language: str, key: str) -> tuple[str, ...]:
    """How such verbs end, where a language shows it."""
    return load(language).phrases("structure", key)
