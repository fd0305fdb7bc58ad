"""The nouns as JSON, and back: the keys that programs outside rely on.

Values, articles, hits, claims and changes; more keys may be added, none renamed.
Days are ``YYYY-MM-DD``, instants RFC 3339 in UTC with a ``Z``.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from monitor.model import (
    Agreement,
    ArticleRef,
    Change,
    Claim,
    Evidence,
    Hit,
    Kind,
    Mention,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Quantity,
    Share,
    Shift,
    Stage,
    Value,
)

Json = dict[str, Any]


def instant_to_json(instant: datetime | None) -> str | None:
    """``2026-11-23T05:00:00Z``; sorts as text in the order of time."""
    if instant is None:
        return None
    if instant.tzinfo is not UTC:
        instant = instant.astimezone(UTC)
    return instant.isoformat(timespec="seconds")[:-6] + "Z"


def instant_from_json(text: str | None) -> datetime | None:
    """The reverse of :func:`instant_to_json`; a bare day is its midnight in UTC."""
    if not text:
        return None
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is UTC:
        return instant
    return instant.astimezone(UTC) if instant.tzinfo else instant.replace(tzinfo=UTC)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _parse_day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _amount(amount: float | None) -> float | int | None:
    """Whole amounts print as whole numbers."""
    return int(amount) if amount is not None and amount == int(amount) else amount


def value_to_json(value: Value) -> Json:
    """The ``value`` object of a claim, change or fact."""
    match value:
        case Milestone():
            form: Json = {
                "earliest": _day(value.earliest),
                "latest": _day(value.latest),
                "state": value.state.value,
            }
            if value.shift:
                form["shift_months"] = [value.shift.low, value.shift.high]
        case Quantity():
            form = {"low": _amount(value.low), "high": _amount(value.high), "unit": value.unit}
        case Money():
            form = {
                "low": _amount(value.low),
                "high": _amount(value.high),
                "currency": value.currency,
            }
        case Share():
            form = {"low": _amount(value.low), "high": _amount(value.high)}
        case Stage() | Agreement():
            form = {"stage": value.stage}
        case Party():
            form = {"party": value.party}
    if getattr(value, "about", False):
        form["about"] = True
    form["text"] = value.text
    return form


def value_from_json(kind: Kind, form: Mapping[str, Any]) -> Value:
    """The value that :func:`value_to_json` wrote; ``text`` may be missing.

    Raises KeyError or ValueError where the form is not one of that kind.
    """
    text = str(form.get("text", ""))
    about = bool(form.get("about", False))
    match kind:
        case Kind.MILESTONE:
            months = form.get("shift_months")
            return Milestone(
                _parse_day(form["earliest"]),
                _parse_day(form["latest"]),
                MilestoneState(form.get("state", "expected")),
                text,
                Shift(*months) if months else None,
            )
        case Kind.QUANTITY:
            return Quantity(form["low"], form["high"], form["unit"], text, about)
        case Kind.MONEY:
            return Money(form["low"], form["high"], form["currency"], text, about)
        case Kind.SHARE:
            return Share(form["low"], form["high"], text, about)
        case Kind.STAGE:
            return Stage(form["stage"], text)
        case Kind.AGREEMENT:
            return Agreement(form["stage"], text)
        case Kind.PARTY:
            return Party(form["party"], text)


def article_to_json(article: ArticleRef) -> Json:
    return {
        "id": article.id,
        "url": article.url,
        "title": article.title,
        "published": instant_to_json(article.published),
        "source": article.source,
        "language": article.language,
        "tier": article.tier.value,
        "seen": instant_to_json(article.seen),
    }


def mention_to_json(mention: Mention) -> Json:
    return {
        "text": mention.text,
        "start": mention.start,
        "end": mention.end,
        "alias": mention.alias,
        "how": mention.how,
    }


def hit_to_json(hit: Hit, article: ArticleRef, review: str | None = None) -> Json:
    return {
        "id": hit.id,
        "entity": hit.entity,
        "score": round(hit.score, 3),
        "reasons": [str(reason) for reason in hit.reasons],
        "mention": mention_to_json(hit.mention),
        "article": article_to_json(article),
        "review": review,
    }


def claim_to_json(evidence: Evidence, review: str | None = None) -> Json:
    claim: Claim = evidence.claim
    return {
        "id": claim.id,
        "fact": claim.fact,
        "kind": claim.kind.value,
        "value": value_to_json(claim.value),
        "modality": claim.modality.value,
        "confidence": round(claim.confidence, 3),
        "quote": claim.quote,
        "start": claim.start,
        "end": claim.end,
        "scope": claim.scope.value,
        "speaker": claim.speaker,
        "reasons": [str(reason) for reason in claim.reasons],
        "article": article_to_json(evidence.article),
        "story": evidence.story,
        "review": review,
    }


def change_to_json(change: Change) -> Json:
    return {
        "id": change.id,
        "fact": change.fact,
        "verdict": change.verdict.value,
        "old": value_to_json(change.old) if change.old else None,
        "new": value_to_json(change.new),
        "state": change.state.value,
        "confidence": round(change.confidence, 3),
        "published": instant_to_json(change.published),
        "recorded": instant_to_json(change.recorded),
        "claims": list(change.claims),
        "stories": change.stories,
        "article": article_to_json(change.article) if change.article else None,
        "why": change.why,
        "reverts": list(change.reverts),
        "moved": change.moved,
    }
