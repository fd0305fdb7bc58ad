"""English sentences of our own making and every claim they make: ``text => claim; claim``.

A text may have a headline (``headline ## text``) and paragraphs (``//`` between them).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import (
    Agreement,
    Article,
    ArticleRef,
    Claim,
    Entity,
    EntityKind,
    Fact,
    Kind,
    Party,
    Scope,
    Stage,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "en.txt"
ALDER = (
    "first-production", "full-capacity", "construction-start", "construction-complete",
    "final-investment-decision", "permit", "feasibility-study",
)  # fmt: skip
BIRCH = ("commissioning", "full-capacity", "construction-start")
MINE = ("Alder Creek mine", "Alder Creek")
SMELTER = ("Birch Lake smelter", "Birch Lake refinery", "Birch Lake")


def _of_both(entity: str) -> list[Fact]:
    return [
        Fact(f"{entity}.capacity", entity, "capacity", Kind.QUANTITY, unit="t/yr"),
        Fact(f"{entity}.capex", entity, "capex", Kind.MONEY, currency="USD"),
        Fact(f"{entity}.stage", entity, "stage", Kind.STAGE),
        Fact(f"{entity}.owner", entity, "owner", Kind.PARTY),
        Fact(f"{entity}.offtaker", entity, "offtaker", Kind.PARTY),
    ]


@pytest.fixture(scope="module")
def reader() -> Reader:
    facts = [Fact(f"alder.{name}", "alder", name, Kind.MILESTONE) for name in ALDER]
    facts += [Fact(f"birch.{name}", "birch", name, Kind.MILESTONE) for name in BIRCH]
    facts += [
        *_of_both("alder"),
        *_of_both("birch"),
        Fact("alder.output", "alder", "output", Kind.QUANTITY, unit="oz/yr"),
        Fact("alder.funding", "alder", "funding", Kind.MONEY, currency="USD"),
        Fact("alder.resource", "alder", "resource", Kind.QUANTITY, unit="t"),
        Fact("alder.stake", "alder", "stake", Kind.SHARE, unit="%"),
        Fact("birch.agreement", "birch", "agreement", Kind.AGREEMENT),
    ]
    project, company = EntityKind.PROJECT, EntityKind.COMPANY
    owner = ("Northern",)
    entities = (
        Entity("alder", "Alder Creek mine", project, MINE, (), ("copper", "gold", "mine", "ounces")),
        Entity("birch", "Birch Lake smelter", project, SMELTER, (), ("nickel", "copper", "smelter")),
        Entity("northern", "Northern Metals", company, ("Northern Metals",), owner, ("copper",)),
    )  # fmt: skip
    return Reader(Watchlist(entities=entities, facts=tuple(facts)))


def _told(claim: Claim) -> str:
    match claim.value:
        case Party(party):
            value = party
        case Stage(stage) | Agreement(stage):
            value = stage
        case _:
            value = format_value(claim.value)
    scope = "" if claim.scope is Scope.WHOLE else f" ({claim.scope.value})"
    return f"{claim.fact} {value} {claim.modality.value}{scope}"


@pytest.mark.parametrize(("text", "claims"), [row[1:] for row in read_table(CASES)])
def test_sentence(reader, text, claims):
    headline, _, body = text.rpartition(" ## ")
    when = datetime(2026, 5, 20, tzinfo=UTC)
    title = headline or "Metals and mining news"
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, "en", when, when)
    read = reader.read(Article(ref, body.replace(" // ", "\n\n"))).claims
    assert {_told(claim) for claim in read} == claims
