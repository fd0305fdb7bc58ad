"""What a text claims about tracked facts: which value, whose, in which mode, how sure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from monitor.model import (
    Article,
    Claim,
    Fact,
    Hit,
    Kind,
    Mention,
    Milestone,
    Modality,
    Party,
    Reason,
    Scope,
    Share,
    make_id,
)
from monitor.reading.claims.attach import Attacher
from monitor.reading.claims.confidence import FLOOR, confidence, reasons_for
from monitor.reading.claims.merge import merged
from monitor.reading.claims.unborne import unborne
from monitor.reading.cues.cuebook import book
from monitor.reading.cues.cues import Cues
from monitor.reading.cues.modes import Mode, Place
from monitor.reading.expressions.finders import find_all
from monitor.reading.expressions.formatting import format_value
from monitor.reading.expressions.found import Expression, ReadingContext
from monitor.reading.ladders.ladders import read_ladders
from monitor.reading.languages import codes
from monitor.reading.modes.modality import told_role
from monitor.reading.modes.moves import moved_away
from monitor.reading.parties.parties import Parties, PartyFound
from monitor.reading.subjects.drafts import Draft
from monitor.reading.subjects.families import Families
from monitor.reading.subjects.known import Known
from monitor.reading.subjects.ownership import Ownership
from monitor.reading.subjects.speakers import speaker
from monitor.reading.subjects.subjects import find_subjects
from monitor.reading.text.layout import Layout, lay_out
from monitor.reading.text.spans import Spans
from monitor.reading.text.text import detect_language
from monitor.wire import value_to_json

_LONGEST_QUOTE = 220
_LONG_AGO = 700  # days


def read_claims(article: Article, hits: Iterable[Hit], families: Families) -> tuple[Claim, ...]:
    """The claims of an article about the facts of the entities it was found to be about."""
    hits = tuple(hits)
    facts = families.in_play(hit.entity for hit in hits)
    if not facts:
        return ()
    language = _language(article)
    layout = lay_out(article.ref.title, article.text, language, book(language), families.own)
    mentions = sorted(_mentions(hits), key=lambda one: one.start)
    subjects = find_subjects(layout, mentions, families)
    ownership = Ownership(layout, subjects, families, facts)
    published = article.ref.dated.date()
    context = _context(layout, facts, published)
    found = find_all(
        layout.content, language, context, {fact.kind for fact in facts} | {Kind.MILESTONE}
    )
    told = found.get(Kind.MILESTONE, ())
    ahead = _ahead(told, published)
    old = _old(told, published)
    by_id = {fact.id: fact for fact in facts}
    own = [one for one in layout.own if one.tag in by_id]
    cues = Cues(layout, own, ahead, subjects.named())
    amounts = [(one.start, one.end) for one in found.get(Kind.QUANTITY, ())]
    sums = [(one.start, one.end) for one in found.get(Kind.MONEY, ())]
    known = Known(layout, cues, ownership, by_id, published, told, amounts, sums)
    attacher = Attacher(known)
    drafts: list[Draft] = []
    for kind in (Kind.MILESTONE, Kind.QUANTITY, Kind.MONEY, Kind.SHARE):
        drafts += attacher.attach(kind, found.get(kind, ()))
    for kind in (Kind.STAGE, Kind.AGREEMENT):
        rungs = found.get(kind, ())
        drafts += read_ladders(layout, ownership, kind, rungs, ahead=Spans(ahead), old=Spans(old))
    dates = [(one.start, one.end) for one in told]
    minor = [
        (one.start, one.end)
        for one in found.get(Kind.SHARE, ())
        if isinstance(one.value, Share) and (one.value.high or 100) < 50
    ]
    kinds = families.kinds
    parties = Parties(layout, ownership, mentions, kinds, dates=dates, minor=minor).find(facts)
    drafts += [_party_draft(layout, one) for one in parties]
    made: list[Claim] = []
    for draft in merged(unborne(layout, moved_away(layout, drafts))):
        who = speaker(layout, subjects, kinds, draft.sentence)
        made += _claim(article, layout, draft, who)
    return tuple(made)


def _language(article: Article) -> str:
    """The language, if there are words for it: as the source says, else by the text."""
    told = article.ref.language.lower()[:2]
    return told if told in codes() else detect_language(article.content)


def _mentions(hits: tuple[Hit, ...]) -> Iterable[Mention]:
    for hit in hits:
        yield from hit.mentions or (hit.mention,)


def _ahead(dates: Iterable[Expression], published: date) -> list[tuple[int, int]]:
    """Where dates stand that are still to come."""
    return [
        (one.start, one.end)
        for one in dates
        if isinstance(one.value, Milestone)
        and (_begins(one) or one.value.latest or published) > published
    ]


def _begins(one: Expression) -> date | None:
    """The day that counts for a time that has only a begin: "since May"."""
    value = one.value
    if not isinstance(value, Milestone):
        return None
    return value.earliest if "from" in one.notes or value.latest is None else None


def _old(dates: Iterable[Expression], published: date) -> list[tuple[int, int]]:
    """Where dates stand that are years past."""
    return [
        (one.start, one.end)
        for one in dates
        if isinstance(one.value, Milestone)
        and one.value.latest
        and (published - one.value.latest).days > _LONG_AGO
    ]


def _context(layout: Layout, facts: list[Fact], published: date) -> ReadingContext:
    """An Australian item counts its fiscal years from July."""
    currencies = {fact.currency for fact in facts if fact.currency}
    australian = "AUD" in currencies or bool(layout.marks.get("subjects.australian"))
    return ReadingContext(published=published, country="AU" if australian else "")


def _party_draft(layout: Layout, one: PartyFound) -> Draft:
    place = Place(one.sentence, one.start, one.end, one.cue.span)
    mode = told_role(layout, place)
    if one.was and mode.modality is Modality.HAPPENED:
        mode = Mode(Modality.HISTORIC, Reason("role", one.was))
    elif one.to_come and mode.modality is Modality.HAPPENED:
        mode = Mode(Modality.PLANNED, Reason("role to come", one.to_come))
    return Draft(
        fact=one.fact,
        value=one.value,
        mode=mode,
        scope=Scope.WHOLE,
        sentence=one.sentence,
        start=one.start,
        end=one.end,
        cue=one.cue,
        owner=one.owner,
        cost=one.cost,
        margin=9.0,
        sure=True,
    )


# ---------------------------------------------------------------- drafts to claims


def _claim(article: Article, layout: Layout, draft: Draft, who: str) -> Iterable[Claim]:
    reasons = reasons_for(layout, draft)
    sure = confidence(reasons)
    if sure < FLOOR:
        return
    start, end = _quote(layout, draft)
    meant = draft.value
    if not isinstance(meant, Party):
        meant = replace(meant, text=format_value(meant))
    value = json.dumps(value_to_json(meant), sort_keys=True, ensure_ascii=False)
    quote = article.content[start:end]
    modality = draft.mode.modality
    yield Claim(
        id=make_id("c", article.ref.id, draft.fact.id, modality, value, quote),
        article=article.ref.id,
        version=article.version,
        fact=draft.fact.id,
        value=meant,
        modality=modality,
        confidence=sure,
        quote=quote,
        start=start,
        end=end,
        value_start=draft.start,
        value_end=draft.end,
        scope=draft.scope,
        speaker=who,
        reasons=reasons,
    )


def _quote(layout: Layout, draft: Draft) -> tuple[int, int]:
    """The sentence, or the clauses that hold value and cue where it is long."""
    sentence = draft.sentence
    if sentence.end - sentence.start <= _LONGEST_QUOTE:
        return sentence.start, sentence.end
    cue = draft.cue.span
    low, high = min(draft.start, cue[0]), max(draft.end, cue[1])
    start, _ = layout.clause(low, sentence)
    _, end = layout.clause(high, sentence)
    start, end = min(start, low), max(end, high)
    text = layout.content
    while start < low and re.match(r"[\s,;:，；：、—–-]", text[start]):
        start += 1
    while end > high and text[end - 1].isspace():
        end -= 1
    return start, end
