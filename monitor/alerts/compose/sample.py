"""What a test of a route sends: a message as it will look, about an invented project. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from monitor.alerts.compose.message import Material, News
from monitor.model import (
    ArticleRef,
    Change,
    ChangeState,
    Claim,
    Entity,
    EntityKind,
    Evidence,
    Fact,
    Item,
    Kind,
    Milestone,
    Modality,
    Tier,
    Verdict,
)

NOTE = "This is a sample that a person asked for. Nothing changed; the project is invented."
_QUOTE = "Commissioning of the Example project is now expected in 2028, the company said."


def sample(material: Material) -> Material:
    """The material of a sample, for the route and channel of the batch."""
    seen = material.now
    told = seen - timedelta(hours=2)
    ref = ArticleRef(
        "n-sample",
        "https://example.org/",
        "Example project is delayed by a year",
        "Example Newswire",
        Tier.PRESS,
        "en",
        told,
        seen,
    )
    old, new = _year(2027), _year(2028)
    start = _QUOTE.index("2028")
    claim = Claim(
        "c-sample", ref.id, 1, "example.commissioning", new, Modality.PLANNED, 0.9, _QUOTE,
        0, len(_QUOTE), start, start + 4,
    )  # fmt: skip
    fact = Fact(
        claim.fact, "example", "commissioning", Kind.MILESTONE, value=old,
        as_of=(seen - timedelta(days=300)).date(),
    )  # fmt: skip
    change = Change(
        "xsample", fact.id, Verdict.SLIPPED, old, new, ChangeState.CONFIRMED, 0.9, told, seen,
        (claim.id,), 1, ref,
    )  # fmt: skip
    said = Evidence(claim, ref, "s-sample")
    news = News(
        Item("news", change, old, (change,)),
        fact,
        Entity("example", "Example project", EntityKind.PROJECT),
        (said,),
        (change,),
        (said,),
    )
    batch = replace(material.batch, style="story")
    batch = replace(batch, alerts=(replace(batch.alerts[0], event="change"),))
    return replace(material, batch=batch, news=(news,), note=NOTE)


def _year(number: int) -> Milestone:
    return Milestone(date(number, 1, 1), date(number, 12, 31), text=str(number))
