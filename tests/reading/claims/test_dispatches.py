"""Sentences as different journalists write them, and every claim that they make."""

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
    Modality,
    Party,
    Stage,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value, parse_value
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
_MILESTONES = {
    "com": "commissioning",
    "fp": "first-production",
    "full": "full-capacity",
    "cs": "construction-start",
    "cc": "construction-complete",
    "fid": "final-investment-decision",
    "permit": "permit",
    "fs": "feasibility-study",
}
_OTHERS = {
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
_PLAIN = {Modality.PLANNED, Modality.HAPPENED}
_NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
_TITLES = {"en": "Copper and nickel news", "ru": "Новости меди и никеля", "zh": "铜镍要闻"}


def _facts(site: str) -> dict[str, Fact]:
    """The facts of a site by what the tables call them: "a.com", "b.capex"."""
    letter = site[0]
    facts = {
        f"{letter}.{short}": Fact(f"{site}.{name}", site, name, Kind.MILESTONE)
        for short, name in _MILESTONES.items()
    }
    for name, (kind, unit) in _OTHERS.items():
        currency = "USD" if kind is Kind.MONEY else ""
        fact = Fact(f"{site}.{name}", site, name, kind, unit=unit, currency=currency)
        facts[f"{letter}.{name}"] = fact
    return facts


FACTS = {name: fact for site in _SITES for name, fact in _facts(site).items()}
NAMES = {fact.id: name for name, fact in FACTS.items()}
READER = Reader(
    Watchlist(
        entities=(
            *(
                Entity(site, names[0], EntityKind.PROJECT, names, (), _TRADE)
                for site, names in _SITES.items()
            ),
            Entity("northern", _COMPANY[0], EntityKind.COMPANY, _COMPANY, (), ("copper",)),
        ),
        facts=tuple(FACTS.values()),
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
    mode = "" if claim.modality in _PLAIN else f" ~{claim.modality[0]}"
    return f"{NAMES[claim.fact]} {words}{mode}"


def _wanted(claim: str) -> str:
    """A claim of a table in the words of the reader."""
    told, sign, mode = claim.partition(" ~")
    name, value = told.split(" ", 1)
    fact = FACTS[name]
    if fact.kind in (Kind.MILESTONE, Kind.QUANTITY, Kind.MONEY, Kind.SHARE):
        read = parse_value(
            fact.kind, value, unit=fact.unit, currency=fact.currency, published=_NOW.date()
        )
        value = format_value(read)
    return f"{name} {value}{sign}{mode.strip()}"


@pytest.mark.parametrize(("language", "text", "claims"), ROWS, ids=range(len(ROWS)))
def test_claims_of_a_dispatch(language: str, text: str, claims: set[str]) -> None:
    title, sign, body = text.partition(" ## ")
    if not sign:
        title, body = _TITLES[language], text
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, language, _NOW, _NOW)
    reading = READER.read(Article(ref, body.replace(" // ", "\n\n")))
    assert {_told(claim) for claim in reading.claims} == set(map(_wanted, claims))
