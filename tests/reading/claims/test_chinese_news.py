"""Short Chinese news of our own making and every claim it makes, read with a general watchlist.

`` ## `` stands behind a headline, `` // `` between paragraphs; the two things tracked are the
mine 奥尔德溪 (alder) and the smelter 桦湖 (birch), with every built-in fact; the company is 北方金属.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import (
    Article,
    ArticleRef,
    Claim,
    Entity,
    EntityKind,
    Fact,
    Kind,
    Party,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "zh-news.txt"
MILESTONES = (
    "commissioning", "first-production", "full-capacity", "construction-start",
    "construction-complete", "final-investment-decision", "permit", "feasibility-study",
)  # fmt: skip
OTHERS = {
    "capacity": (Kind.QUANTITY, "t/yr", ""),
    "output": (Kind.QUANTITY, "t/yr", ""),
    "resource": (Kind.QUANTITY, "t", ""),
    "capex": (Kind.MONEY, "", "USD"),
    "funding": (Kind.MONEY, "", "USD"),
    "stage": (Kind.STAGE, "", ""),
    "owner": (Kind.PARTY, "", ""),
    "offtaker": (Kind.PARTY, "", ""),
    "stake": (Kind.SHARE, "%", ""),
    "agreement": (Kind.AGREEMENT, "", ""),
}


def _facts(entity: str) -> list[Fact]:
    facts = [Fact(f"{entity}.{name}", entity, name, Kind.MILESTONE) for name in MILESTONES]
    return facts + [
        Fact(f"{entity}.{name}", entity, name, kind, unit=unit, currency=currency)
        for name, (kind, unit, currency) in OTHERS.items()
    ]


@pytest.fixture(scope="module")
def reader() -> Reader:
    project, company = EntityKind.PROJECT, EntityKind.COMPANY
    mine = ("奥尔德溪铜矿", "奥尔德溪")
    smelter = ("桦湖冶炼厂", "桦湖项目", "桦湖")
    entities = (
        Entity("alder", "Alder Creek", project, mine, (), ("铜",)),
        Entity("birch", "Birch Lake", project, smelter, (), ("铜", "镍")),
        Entity("northern", "Northern Metals", company, ("北方金属",), (), ("铜",)),
    )
    return Reader(Watchlist(entities, tuple(_facts("alder") + _facts("birch"))))


def _told(claim: Claim) -> str:
    value = claim.value.party if isinstance(claim.value, Party) else format_value(claim.value)
    return f"{claim.fact} {value} {claim.modality.value}"


@pytest.mark.parametrize(("text", "claims"), [row[1:] for row in read_table(CASES)])
def test_news(reader, text, claims):
    title, parted, body = text.partition(" ## ")
    if not parted:
        title, body = "铜镍要闻", text
    when = datetime(2026, 5, 20, 12, tzinfo=UTC)
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, "zh", when, when)
    read = reader.read(Article(ref, body.replace(" // ", "\n\n"))).claims
    assert {_told(claim) for claim in read} == claims
