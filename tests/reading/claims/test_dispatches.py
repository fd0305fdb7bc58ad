"""Short news as different journalists write it, and every claim that it makes, with all facts tracked.

A text may have a headline (``headline ## text``) and paragraphs (``//`` between them); all of it
is of 20 May 2026. Tracked are a mine (alder), a smelter (birch) and the company behind them.
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
    Stage,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

_SITES = {
    "alder": (
        "Alder Creek",
        "Ольховский ГОК",
        "Ольховское месторождение",
        "奥尔德溪铜矿",
        "奥尔德溪",
    ),
    "birch": ("Birch Lake", "Кедровский завод", "桦湖冶炼厂", "桦湖项目", "桦湖"),
}
_TRADE = ("copper", "nickel", "concentrate", "refinery", "медь", "никель", "铜", "镍")
_COMPANY = ("Northern Metals", "Норд-Металл", "北方金属")
_MILESTONES = (
    "commissioning", "first-production", "full-capacity", "construction-start",
    "construction-complete", "final-investment-decision", "permit", "feasibility-study",
)  # fmt: skip
_KINDS = {
    **dict.fromkeys(_MILESTONES, (Kind.MILESTONE, "")),
    "capacity": (Kind.QUANTITY, "t/yr"),
    "output": (Kind.QUANTITY, "t/yr"),
    "resource": (Kind.QUANTITY, "t"),
    "capex": (Kind.MONEY, ""),
    "funding": (Kind.MONEY, ""),
    "stake": (Kind.SHARE, "%"),
    "stage": (Kind.STAGE, ""),
    "owner": (Kind.PARTY, ""),
    "offtaker": (Kind.PARTY, ""),
    "agreement": (Kind.AGREEMENT, ""),
}
_CURRENCY = {Kind.MONEY: "USD"}
_NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
_TITLES = {"en": "Copper and nickel news", "ru": "Новости меди и никеля", "zh": "铜镍要闻"}


def _facts(site: str) -> list[Fact]:
    return [
        Fact(f"{site}.{name}", site, name, kind, unit=unit, currency=_CURRENCY.get(kind, ""))
        for name, (kind, unit) in _KINDS.items()
    ]


READER = Reader(
    Watchlist(
        entities=(
            *(
                Entity(site, names[0], EntityKind.PROJECT, names, (), _TRADE)
                for site, names in _SITES.items()
            ),
            Entity("northern", _COMPANY[0], EntityKind.COMPANY, _COMPANY, (), ("copper",)),
        ),
        facts=tuple(fact for site in _SITES for fact in _facts(site)),
    )
)
ROWS = [
    row
    for path in sorted((Path(__file__).parent / "sentences" / "dispatches").glob("*.txt"))
    for row in read_table(path)
]


def _told(claim: Claim) -> str:
    value = claim.value
    if isinstance(value, Party):
        words = value.party
    elif isinstance(value, Stage | Agreement):
        words = value.stage
    else:
        words = format_value(value)
    return f"{claim.fact} {words} {claim.modality.value}"


@pytest.mark.parametrize(("language", "text", "claims"), ROWS, ids=range(len(ROWS)))
def test_claims_of_a_dispatch(language: str, text: str, claims: set[str]) -> None:
    title, sign, body = text.partition(" ## ")
    if not sign:
        title, body = _TITLES[language], text
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, language, _NOW, _NOW)
    reading = READER.read(Article(ref, body.replace(" // ", "\n\n")))
    assert {_told(claim) for claim in reading.claims} == claims
