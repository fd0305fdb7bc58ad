"""One claim per fact, value and modality: repetitions, coarser ones, headline against body."""

from __future__ import annotations

from dataclasses import replace

from monitor.model import (
    ASSERTED,
    Milestone,
    Modality,
    Money,
    Party,
    Quantity,
    Reason,
    Scope,
    Value,
)
from monitor.reading.claims.comparing import bare, compatible, contains, ends_of, width
from monitor.reading.cues.modes import Mode
from monitor.reading.expressions.dates import resolve_shift
from monitor.reading.subjects.drafts import Draft

_YEAR = 12
_PAIRED = 2.0  # how much better a value is told beside the one that it takes the place of
_OLDER = Mode(Modality.HISTORIC, Reason("overtaken", "a newer value is told"))


def merged(drafts: list[Draft]) -> list[Draft]:
    """The drafts that remain when the text is taken as a whole."""
    by_fact: dict[str, list[Draft]] = {}
    for draft in drafts:
        by_fact.setdefault(draft.fact.id, []).append(draft)
    kept: list[Draft] = []
    for group in by_fact.values():
        kept += _of_one_fact(group)
    return sorted(kept, key=lambda draft: draft.start)


def _of_one_fact(drafts: list[Draft]) -> list[Draft]:
    drafts = _counted(drafts)
    drafts = _headline_against_body(_without_echoes(_resolved(_overtaken(drafts))))
    drafts = _told_once(drafts)
    return _one_plan(drafts)


def _overtaken(drafts: list[Draft]) -> list[Draft]:
    """What was told of a time gone by is history where the text gives what holds now."""
    drafts = _renewed(drafts)
    now = [d for d in drafts if d.past is None and d.mode.modality in ASSERTED]
    if not any(not d.sentence.title for d in now):
        return drafts
    values = {bare(d.value) for d in now}
    return [
        replace(d, mode=d.past)
        if d.past and d.mode.modality in ASSERTED and bare(d.value) not in values
        else d
        for d in drafts
    ]


def _renewed(drafts: list[Draft]) -> list[Draft]:
    """What stands before a value told as the new one, and is not that one, is the older."""
    new = [d for d in drafts if d.new and d.mode.modality is Modality.PLANNED]
    if not new:
        return drafts
    return [replace(d, mode=_OLDER) if _is_older(d, new) else d for d in drafts]


def _is_older(draft: Draft, new: list[Draft]) -> bool:
    if draft.new or draft.sentence.title or draft.mode.modality is not Modality.PLANNED:
        return False
    return any(
        one.sentence.index - 1 <= draft.sentence.index <= one.sentence.index
        and draft.start < one.start
        and draft.scope is one.scope
        and not compatible(draft.value, one.value)
        for one in new
    )


def _counted(drafts: list[Draft]) -> list[Draft]:
    """The drafts with how often each value is told, and how many others are asserted."""
    values = [bare(draft.value) for draft in drafts]
    asserted: list[object] = []
    for draft, value in zip(drafts, values, strict=True):
        if draft.mode.modality in ASSERTED and value not in asserted:
            asserted.append(value)
    rivals = max(0, len(asserted) - 1)
    counted: list[Draft] = []
    for draft, value in zip(drafts, values, strict=True):
        told = values.count(value)
        once = told == draft.told and rivals == draft.rivals
        counted.append(draft if once else replace(draft, told=told, rivals=rivals))
    return counted


def quality(draft: Draft) -> float:
    """Smaller is better: how tightly value, cue and subject hang together."""
    weak = 1.5 if draft.cue.weak else 0.0
    title = 1.0 if draft.sentence.title else 0.0
    return draft.cost * 0.5 + draft.owner.cost + weak + title + (0 if draft.sure else 1.5)


def _resolved(drafts: list[Draft]) -> list[Draft]:
    """A move told as a distance, from the old date where the text gives it."""
    told = [d for d in drafts if not _is_shift(d)]
    shifts = [d for d in drafts if _is_shift(d)]
    if not shifts:
        return drafts
    if any(d.mode.modality in ASSERTED for d in told):
        return told  # the new date is told too
    told.sort(key=lambda d: abs(d.start - shifts[0].start))
    old = next((d for d in told if d.mode.modality is Modality.HISTORIC), None)
    if old is None or not isinstance(old.value, Milestone):
        return [*told, *shifts[:1]]
    moved: list[Draft] = []
    for draft in shifts[:1]:
        value = draft.value
        if isinstance(value, Milestone) and value.shift:
            moved.append(replace(draft, value=resolve_shift(old.value, value.shift)))
    return [*told, *moved]


def _is_shift(draft: Draft) -> bool:
    return isinstance(draft.value, Milestone) and draft.value.shift is not None


def _without_echoes(drafts: list[Draft]) -> list[Draft]:
    """A headline that doubts or denies what the body gives in full adds nothing."""
    body = {bare(d.value) for d in drafts if not d.sentence.title}
    return [
        d
        for d in drafts
        if not d.sentence.title or d.mode.modality in ASSERTED or bare(d.value) not in body
    ]


def _headline_against_body(drafts: list[Draft]) -> list[Draft]:
    """The body wins: a headline adds only what is finer, and contradicts in vain."""
    body = [d for d in drafts if not d.sentence.title and d.mode.modality in ASSERTED]
    if not body:
        return drafts
    result: list[Draft] = []
    for draft in drafts:
        asserted = draft.sentence.title and draft.mode.modality in ASSERTED
        if not asserted or ends_of(draft.value) is None:
            result.append(draft)
        elif any(contains(draft.value, d.value) or _opens(d.value, draft.value) for d in body):
            continue
        elif any(_reaches_into(d.value, draft.value) for d in body):
            continue  # "into spring" over "not before April"
        elif any(contains(d.value, draft.value) and _is_odd(d.value) for d in body):
            continue  # "at the end of the year" over "late in 2026 or early in 2027"
        elif any(compatible(draft.value, d.value) for d in body):
            result.append(draft)
        else:
            mode = Mode(Modality.UNKNOWN, Reason("headline", "the body says otherwise"))
            result.append(replace(draft, mode=mode))
    return result


def _opens(outer: Value, inner: Value) -> bool:
    """Whether ``outer`` is a bound ("by April") within which ``inner`` lies."""
    ends = ends_of(outer)
    return ends is not None and float("inf") in map(abs, ends) and contains(outer, inner)


def _reaches_into(bound: Value, inner: Value) -> bool:
    """Whether a time lies on both sides of a bound with no end: it is told only roughly."""
    a, b = ends_of(bound), ends_of(inner)
    if a is None or b is None or not isinstance(bound, Milestone):
        return False
    return a[1] == float("inf") and b[0] < a[0] <= b[1] < a[1]


def _is_odd(value: Value) -> bool:
    """Whether a time is no month, quarter, half or year: "A or early B"."""
    if not isinstance(value, Milestone) or not (value.earliest and value.latest):
        return False
    first, last = value.earliest, value.latest
    months = (last.year - first.year) * 12 + last.month - first.month + 1
    return first.year != last.year and months != _YEAR


def _told_once(drafts: list[Draft]) -> list[Draft]:
    """Without repetitions, and without coarser values of the same standing."""
    kept: list[Draft] = []
    for draft in sorted(drafts, key=lambda d: (_adrift(d), width(d.value), quality(d))):
        if any(_covers(draft, other) for other in kept):
            continue
        kept.append(draft)
    return kept


def _adrift(draft: Draft) -> bool:
    """Whether it is not sure what a date counts from: "cash-positive a quarter later"."""
    return not draft.sure and "not sure what it counts from" in draft.notes


def _covers(draft: Draft, finer: Draft) -> bool:
    """Whether ``draft`` says no more than ``finer`` does."""
    same_standing = (draft.mode.modality in ASSERTED) is (finer.mode.modality in ASSERTED)
    if draft.mode.modality is not finer.mode.modality and not same_standing:
        return False
    if bare(draft.value) == bare(finer.value):
        return True
    return draft.mode.modality in ASSERTED and contains(draft.value, finer.value)


def _one_plan(drafts: list[Draft]) -> list[Draft]:
    """Of several asserted values that exclude each other the best told one."""
    asserted = _without_parts([d for d in drafts if d.mode.modality in ASSERTED])
    rest = [d for d in drafts if d.mode.modality not in ASSERTED]
    old = {d.sentence.index for d in rest if d.mode.modality is Modality.HISTORIC}
    kept: list[Draft] = []
    for scope in (Scope.WHOLE, Scope.PHASE_1, Scope.LATER_PHASE):
        group = sorted((d for d in asserted if d.scope is scope), key=lambda d: _weighed(d, old))
        if group and isinstance(group[0].value, Party):
            kept += _one_of_each(group, rest)
        else:
            kept += group[:1]
            rest_now = [] if group and _as_it_is(group[0]) else group[1:]
            kept += [d for d in rest_now if _as_it_is(d)][:1]
    values = {bare(d.value) for d in kept}
    return kept + [d for d in rest if bare(d.value) not in values]


def _weighed(draft: Draft, old: set[int]) -> float:
    """How well a value is told, also by what it is set against."""
    planned = draft.mode.modality is Modality.PLANNED
    paired = draft.new or (planned and draft.sentence.index in old)
    return quality(draft) - (_PAIRED if paired else 0)


def _as_it_is(draft: Draft) -> bool:
    """Whether an amount is told as that of today, beside which another may be planned."""
    happened = draft.mode.modality is Modality.HAPPENED
    return happened and isinstance(draft.value, Quantity)


def _one_of_each(parties: list[Draft], rest: list[Draft]) -> list[Draft]:
    """Who has a part and who is to have it; what is only told on condition is not planned."""
    if_only = [bare(d.value) for d in rest if d.mode.modality is Modality.CONDITIONAL]
    kept: list[Draft] = []
    for modality in sorted(ASSERTED):
        for draft in parties:
            if draft.mode.modality is modality and bare(draft.value) not in if_only:
                kept.append(draft)
                break
    return kept


def _without_parts(drafts: list[Draft]) -> list[Draft]:
    """Without the cost of a first stage where that of the whole is told too."""
    if not any(d.scope is Scope.WHOLE for d in drafts):
        return drafts
    return [d for d in drafts if d.scope is Scope.WHOLE or not isinstance(d.value, Money)]
