"""How a change is opened, backed by further voices, and confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from monitor.ledger.relation import Reading
from monitor.ledger.state import EVIDENCE_LIMIT, Case
from monitor.ledger.voices import Backing, Word
from monitor.model import Change, ChangeState, Evidence, Policy, Value, Verdict, make_id


def opened(
    fact: str, word: Word, reading: Reading, policy: Policy,
    *, old: Value | None, at: datetime, moved: bool,
) -> Case:  # fmt: skip
    """A change that ``word`` makes (``moved``) or would make."""
    evidence = word.evidence
    backing = Backing().joined_by(evidence)
    state, why = rest_on(word, backing, reading, policy)
    change = Change(
        id=make_id("x", fact, reading.verdict, evidence.claim.id),
        fact=fact,
        verdict=reading.verdict,
        old=old,
        new=reading.value,
        state=state,
        confidence=_confidence(word),
        published=at,
        recorded=evidence.article.seen,
        claims=(evidence.claim.id,),
        stories=1,
        article=evidence.article,
        why=why,
        moved=moved,
    )
    return Case(change, backing, word.voice.rank, evidence.article.seen, reading.becomes)


def joined(case: Case, word: Word, policy: Policy, *, confirm: bool = True) -> Case:
    """``case`` with one more voice, confirmed if that is enough."""
    evidence, change = word.evidence, case.change
    backing = case.backing.joined_by(evidence)
    change = replace(
        change,
        claims=with_claim(change.claims, evidence),
        stories=backing.count,
        confidence=max(change.confidence, _confidence(word)),
    )
    if confirm and change.state is ChangeState.UNCONFIRMED:
        state, why = rest_on(word, backing, Reading(change.new, change.verdict), policy)
        if state is ChangeState.CONFIRMED:
            change = replace(change, state=state, why=f"confirmed: {why}")
    return replace(case, change=change, backing=backing, rank=max(case.rank, word.voice.rank))


def rest_on(
    word: Word, backing: Backing, reading: Reading, policy: Policy
) -> tuple[ChangeState, str]:
    """Confirmed or not, and why, in plain words."""
    voice = word.voice
    who = f"{word.evidence.article.source} ({word.evidence.article.tier})"
    if reading.verdict is Verdict.DISPUTED:
        return ChangeState.UNCONFIRMED, f"{who}: {reading.note}"
    if voice.sure and reading.firm and voice.enough:
        if word.review is not None:
            by = word.review.by or "a reviewer"
            return ChangeState.CONFIRMED, f"{word.review.judgement}ed by {by}"
        return ChangeState.CONFIRMED, f"one report by {who} is enough"
    if backing.count >= policy.voices:
        return ChangeState.CONFIRMED, f"{backing.count} independent reports, the last by {who}"
    return ChangeState.UNCONFIRMED, _lacking(word, backing, reading, policy)


def _lacking(word: Word, backing: Backing, reading: Reading, policy: Policy) -> str:
    """What keeps a change from being confirmed."""
    if not word.voice.sure:
        sure = f"{word.evidence.claim.confidence:.2f}, below {policy.min_confidence:.2f}"
        return f"read with confidence {sure}: moves nothing yet"
    if not reading.firm:
        return f"{reading.note}: moves nothing yet"
    who = f"{word.evidence.article.source} ({word.evidence.article.tier})"
    return f"only {who} says so: {backing.count} of {policy.voices} independent reports"


def taking_back(change: Change, reading: Reading, reverts: tuple[str, ...]) -> Change:
    """``change`` as the one that takes others back."""
    if not reverts:
        return change
    said = reading.note if reading.effect else "takes back the change before"
    return replace(change, reverts=reverts, why=f"{change.why}; {said}")


def with_claim(claims: tuple[str, ...], evidence: Evidence) -> tuple[str, ...]:
    """``claims`` and that of ``evidence``; the first EVIDENCE_LIMIT are kept."""
    claim = evidence.claim.id
    full = len(claims) >= EVIDENCE_LIMIT
    return claims if full or claim in claims else (*claims, claim)


def _confidence(word: Word) -> float:
    return 1.0 if word.review is not None and word.voice.sure else word.evidence.claim.confidence
