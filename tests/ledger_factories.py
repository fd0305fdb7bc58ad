"""Makes evidence out of a few words: who said what, when."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from monitor.model import (
    ArticleRef,
    Claim,
    Evidence,
    Fact,
    Kind,
    Milestone,
    Modality,
    Quantity,
    Scope,
    Tier,
    Value,
    make_id,
)

START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def year(first: int, last: int | None = None) -> Milestone:
    return Milestone(date(first, 1, 1), date(last or first, 12, 31))


def tonnes(low: float | None, high: float | None = None) -> Quantity:
    return Quantity(low, low if high is None else high, "t/yr")


@dataclass
class Desk:
    """Writes the evidence of one fact."""

    fact: Fact
    made: int = 0

    def says(
        self,
        value: Value,
        day: float = 0,
        *,
        tier: Tier | str = Tier.PRESS,
        source: str = "",
        story: str = "",
        seen: float | None = None,
        modality: Modality | str = Modality.PLANNED,
        confidence: float = 0.9,
        scope: Scope = Scope.WHOLE,
        url: str = "",
        article: str = "",
        version: int = 1,
        quote: str = "",
        start: int = 0,
        withdrawn: float | None = None,
    ) -> Evidence:
        """Somebody says ``value`` ``day`` days after the start."""
        self.made += 1
        name = article or f"a{self.made:03}"
        at = START + timedelta(days=day)
        ref = ArticleRef(
            id=name,
            url=url or f"https://news.example/{name}",
            title=f"Title {name}",
            source=source or f"Outlet {name}",
            tier=Tier(tier),
            language="en",
            published=at,
            seen=at if seen is None else START + timedelta(days=seen),
        )
        claim = Claim(
            id=make_id("c", name, self.fact.id, modality, value, quote, start, confidence, scope),
            article=name,
            version=version,
            fact=self.fact.id,
            value=value,
            modality=Modality(modality),
            confidence=confidence,
            quote=quote or "quote",
            start=start,
            end=start + 5,
            scope=scope,
        )
        gone = START + timedelta(days=withdrawn) if withdrawn is not None else None
        return Evidence(claim, ref, story or f"story of {name}", gone)


PLANT = Fact(
    "plant.commissioning", "plant", "commissioning", Kind.MILESTONE,
    value=year(2027), as_of=date(2025, 9, 10),
)  # fmt: skip
SOON = replace(PLANT, value=year(2026))
CAPACITY = Fact(
    "plant.capacity", "plant", "capacity", Kind.QUANTITY,
    unit="t/yr", value=tonnes(2500), as_of=date(2025, 9, 10),
)  # fmt: skip
