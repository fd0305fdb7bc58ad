"""Stages and agreements: which rung the text puts a tracked thing on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from monitor.model import AGREEMENTS, STAGES, Kind, Modality, Reason, Scope, Stage
from monitor.reading.cues.cues import Cue
from monitor.reading.cues.modes import Mode
from monitor.reading.expressions.found import Expression
from monitor.reading.ladders.elsewhere import as_neighbour, is_object, of_another, put_off
from monitor.reading.ladders.overcome import of_own_subject, overcome
from monitor.reading.ladders.rungs import STOPS, Rung, find_rungs
from monitor.reading.modes.modality import is_question
from monitor.reading.subjects.drafts import Draft
from monitor.reading.subjects.ownership import Anchor, Owner, Ownership
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.spans import Spans

_FAR = 40.0
_BESIDE = 5.0
_OBJECTS = 4.0  # words within which another thing takes the rung
_RECENT = 600  # characters back to the name
_REACHED = STAGES.index("permitted")  # from here on a rung is an event to remember
_LASTING = frozenset({"study", "design"})


def read_ladders(
    layout: Layout,
    ownership: Ownership,
    kind: Kind,
    found: Sequence[Expression],
    *,
    ahead: Spans,
    old: Spans,
) -> list[Draft]:
    """Drafts for the rungs found, each with its owner: for a stage the one that counts now.

    ``ahead`` are the places of dates that are still to come: what is told with one has not
    been reached. ``old`` are those of years ago: what stopped then is not what stops now.
    """
    wanted = {fact.id: 0.0 for fact in ownership.facts if fact.kind is kind}
    if not wanted:
        return []
    drafts: list[tuple[Rung, Draft]] = []
    for rung in find_rungs(layout, kind, found, partial(is_object, layout, ownership)):
        sentence = layout.sentence_at(rung.start)
        mode = _mode(layout, sentence, rung, ahead)
        if mode is None or (rung.name in STOPS and _long_ago(layout, sentence, rung, old)):
            continue
        if rung.name in STOPS and overcome(layout, rung):
            continue
        anchor = Anchor(sentence, rung.span, rung.span, objects=_OBJECTS)
        owner = ownership.find(anchor, wanted)
        if owner is None or not _governs(layout, owner, sentence, rung):
            continue
        if ownership.subjects.of_another(sentence, rung.span):
            continue
        if not put_off(layout, sentence, rung) and not of_another(
            layout, kind, sentence, rung, owner.place
        ):
            drafts.append((rung, _draft(kind, rung, sentence, mode, owner)))
    return _stage_now(drafts) if kind is Kind.STAGE else agreement_now(layout, drafts)


def _draft(kind: Kind, rung: Rung, sentence: Sentence, mode: Mode, owner: Owner) -> Draft:
    return Draft(
        fact=owner.fact,
        value=rung.value,
        mode=mode,
        scope=Scope.WHOLE,
        sentence=sentence,
        start=rung.start,
        end=rung.end,
        cue=Cue(rung.start, rung.end, kind.value, weak=not rung.told),
        owner=owner,
        cost=0.0,
        margin=9.0,
        sure=True,
    )


# ---------------------------------------------------------------- whose rung


def _governs(layout: Layout, owner: Owner, sentence: Sentence, rung: Rung) -> bool:
    """Whether the thing meant stands by: its name, "the plant", or nothing else at all."""
    place = owner.place
    if as_neighbour(layout, place):
        return False
    here = place is not None and sentence.start <= place[0] < sentence.end
    if isinstance(rung.value, Stage) and of_own_subject(layout, sentence, rung, place):
        return False
    if rung.name in STOPS and not rung.told and not _stops_it(layout, owner, sentence, rung):
        return False
    if here and place is not None:
        return layout.gap(place, rung.span) < _FAR
    if any(mark.end <= rung.end for mark in layout.within("ladders.named", *rung.span)):
        return False
    start, end = layout.clause(rung.start, sentence, 1.5)
    for tag in ("subjects.object", "subjects.other"):
        for mark in layout.within(tag, start, end):
            outside = mark.end <= rung.start or mark.start >= rung.end
            if outside and layout.gap((mark.start, mark.end), rung.span) < _BESIDE:
                return False
    return place is None or sentence.start - place[1] < _RECENT


def _stops_it(layout: Layout, owner: Owner, sentence: Sentence, rung: Rung) -> bool:
    """A word that stops anything has to stand by the name or by a word for the work."""
    if owner.place and sentence.start <= owner.place[0] < sentence.end:
        return layout.gap(owner.place, rung.span) < _BESIDE * 2
    return _beside(layout, "ladders.works", sentence, rung, _BESIDE) or _beside(
        layout, "subjects.generic", sentence, rung, _BESIDE
    )


def _beside(layout: Layout, tag: str, sentence: Sentence, rung: Rung, reach: float) -> bool:
    start, end = layout.clause(rung.start, sentence, 2.0)
    return any(
        layout.gap((mark.start, mark.end), rung.span) < reach
        for mark in layout.within(tag, start, end)
        if mark.end <= rung.start or mark.start >= rung.end
    )


# ---------------------------------------------------------------- reached or not


def _mode(layout: Layout, sentence: Sentence, rung: Rung, ahead: Spans) -> Mode | None:
    """None where the rung is only planned, wished for, asked about or denied."""
    if is_question(layout, sentence) or rung.negated or _part_of_cue(layout, rung):
        return None
    text = layout.content
    start, end = layout.clause(rung.start, sentence, 1.0)
    unknown = layout.any_within("modality.unknown", start, sentence.end)
    plain = rung.told or _goes_on(layout, sentence, rung)
    if unknown and rung.name in STOPS and layout.breaks(rung.end, unknown.start) >= 1.0:
        unknown = None  # "has been shut; when it starts again is not known"
    if unknown and plain and layout.gap((unknown.start, unknown.end), rung.span) < 8:
        return Mode(Modality.UNKNOWN, Reason("unknown", text[unknown.start : unknown.end]))
    if rung.name == "suspended" and _resumed(layout, sentence, rung):
        return None
    for tag in ("conditional", "doubt", "denied-before"):
        for mark in layout.within(f"modality.{tag}", start, end):
            outside = mark.start < rung.start or mark.start >= rung.end
            if outside and layout.gap((mark.start, mark.end), rung.span) < 8:
                return None
    lasts = rung.name in _LASTING and _beside(layout, "ladders.finishing", sentence, rung, 14)
    if not lasts and (_planned(layout, sentence, rung) or _to_come(layout, sentence, rung, ahead)):
        return None
    if not (plain or lasts or rung.name in STOPS):
        return None
    return Mode(Modality.HAPPENED, Reason("told as so", text[rung.start : rung.end]))


def _resumed(layout: Layout, sentence: Sentence, rung: Rung) -> bool:
    """Whether a sentence tells that what stopped goes on again, and does not deny it."""
    return any(
        not rung.start <= mark.start < rung.end
        and not layout.within("modality.negation", mark.start - 4, mark.start)
        and not layout.within("modality.plan", mark.start - 4, mark.end + 3)
        and not layout.within("modality.when", mark.start - 4, mark.end + 3)
        for mark in layout.within("modality.resumed", sentence.start, sentence.end)
    )


def _long_ago(layout: Layout, sentence: Sentence, rung: Rung, old: Spans) -> bool:
    """Whether a rung is told with a year long gone, and not said to last: 2016年被关停."""
    start, end = layout.clause(rung.start, sentence, 1.0)
    told = any(one[1] <= rung.start for one in old.within(start, end))
    return told and not layout.any_within("ladders.since", start, end)


def _planned(layout: Layout, sentence: Sentence, rung: Rung) -> bool:
    """Words for a plan that govern the rung: before it, right behind it, or in its gaps."""
    start, end = layout.clause(rung.start, sentence, 1.0)
    before, after = layout.structure.plan_before, layout.structure.plan_behind
    for mark in layout.within("ladders.plan", start, end):
        if mark.start == rung.start:
            continue
        if rung.start < mark.start < rung.end:
            if rung.name not in STOPS or layout.within("ladders.modal", mark.start, mark.start + 1):
                return True
            continue
        if mark.start > rung.start and (rung.name in STOPS or rung.name in AGREEMENTS[1:]):
            continue  # "on hold until", "signed the plan"
        reach = before if mark.start < rung.start else after
        if layout.gap((mark.start, mark.end), rung.span) < reach:
            return True
    return False


def _to_come(layout: Layout, sentence: Sentence, rung: Rung, ahead: Spans) -> bool:
    """Whether a date to come stands with the rung."""
    reach = 4.0 if rung.told else 20.0
    dates = ahead.within(*layout.clause(rung.start, sentence, 1.0))
    if rung.name in STOPS:  # "has been put on hold until spring"
        dates = [one for one in dates if one[1] <= rung.start]
    return any(layout.gap(one, rung.span) < reach for one in dates)


def _goes_on(layout: Layout, sentence: Sentence, rung: Rung) -> bool:
    """Whether words by a bare noun say that it goes on or is done, and nothing claims the noun."""
    for mark in layout.within("ladders.other", rung.start - 20, rung.end + 20):
        outside = mark.end <= rung.start or mark.start >= rung.end
        if outside and layout.gap((mark.start, mark.end), rung.span) < 0.5:
            return False
    return _beside(layout, "ladders.going", sentence, rung, _BESIDE)


def _part_of_cue(layout: Layout, rung: Rung) -> bool:
    """A word within a phrase that means something else: "design capacity"."""
    for attribute in ("capacity", "full-capacity", "capex", "first-production"):
        for mark in layout.within(f"cue.{attribute}.strong", rung.start - 8, rung.end):
            if mark.start <= rung.start and mark.end > rung.end:
                return True
    return False


# ---------------------------------------------------------------- which one counts


def _stage_now(drafts: list[tuple[Rung, Draft]]) -> list[Draft]:
    """Of each fact the highest rung told of; one that stops the project goes before.

    What a stopped project had reached is its history.
    """
    kept: list[Draft] = []
    by_fact: dict[str, list[tuple[Rung, Draft]]] = {}
    for rung, draft in drafts:
        if draft.mode.modality is Modality.UNKNOWN:
            kept.append(draft)
        else:
            by_fact.setdefault(draft.fact.id, []).append((rung, draft))
    for group in by_fact.values():
        group.sort(key=lambda pair: (_height(pair[0]), -pair[1].start), reverse=True)
        now, draft = group[0]
        kept.append(draft)
        if now.name in STOPS:
            before = [
                d
                for r, d in group[1:]
                if r.told and r.name != now.name and _height(r)[1] >= _REACHED
            ]
            mode = Mode(Modality.HISTORIC, Reason("set aside", "before it stopped"))
            kept += [replace(one, mode=mode) for one in before[:1]]
    return kept


def _height(rung: Rung) -> tuple[int, int]:
    if rung.name == "cancelled":
        return 2, len(STAGES) + 1
    if rung.name in STOPS:
        return 2, len(STAGES)
    return int(rung.told), STAGES.index(rung.name)


def agreement_now(layout: Layout, drafts: list[tuple[Rung, Draft]]) -> list[Draft]:
    """The state told first stands; others are history where the words say so."""
    kept: list[Draft] = []
    drafts = [pair for pair in drafts if _on_topic(layout, pair[1])]
    drafts = [pair for pair in drafts if pair[0].told] or drafts
    for rung, draft in drafts:
        if draft.mode.modality is not Modality.HAPPENED:
            continue
        first = next((d for d in kept if d.fact.id == draft.fact.id), None)
        if first is None or first.value == draft.value:
            kept.append(draft)
        elif _undone(layout, rung, draft):
            mode = Mode(Modality.HISTORIC, Reason("set aside", "told of the past"))
            kept.append(replace(draft, mode=mode))
    return kept


def _on_topic(layout: Layout, draft: Draft) -> bool:
    sentence = draft.sentence
    place = draft.owner.place
    if place and sentence.start <= place[0] < sentence.end:
        return True
    return bool(layout.within("ladders.topic", sentence.start, sentence.end))


def _undone(layout: Layout, rung: Rung, draft: Draft) -> bool:
    start, end = layout.clause(rung.start, draft.sentence, 2.5)
    return bool(layout.within("ladders.undone", start, end))
