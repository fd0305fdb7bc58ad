"""Chinese sentences of our own making and every claim they make: ``text => claim; claim``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Fact, Kind, Tier, Watchlist
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "zh.txt"
ALDER = {
    "first-production": Kind.MILESTONE,
    "full-capacity": Kind.MILESTONE,
    "construction-start": Kind.MILESTONE,
    "construction-complete": Kind.MILESTONE,
    "final-investment-decision": Kind.MILESTONE,
    "permit": Kind.MILESTONE,
}
UNITS = {
    "capacity": (Kind.QUANTITY, "t/yr", ""),
    "capex": (Kind.MONEY, "", "USD"),
}
MINE = ("奥尔德溪铜矿", "奥尔德溪")
SMELTER = ("桦湖冶炼厂", "桦湖项目", "桦湖")


def _measured(entity: str) -> list[Fact]:
    return [
        Fact(f"{entity}.{name}", entity, name, kind, unit=unit, currency=currency)
        for name, (kind, unit, currency) in UNITS.items()
    ]


@pytest.fixture(scope="module")
def reader() -> Reader:
    facts = [Fact(f"alder.{name}", "alder", name, kind) for name, kind in ALDER.items()]
    facts += [
        *_measured("alder"),
        *_measured("birch"),
        Fact("alder.output", "alder", "output", Kind.QUANTITY, unit="t/yr"),
        Fact("alder.funding", "alder", "funding", Kind.MONEY, currency="USD"),
        Fact("alder.stake", "alder", "stake", Kind.SHARE, unit="%"),
        Fact("birch.commissioning", "birch", "commissioning", Kind.MILESTONE),
        Fact("birch.full-capacity", "birch", "full-capacity", Kind.MILESTONE),
        Fact("birch.phase-two", "birch", "phase-two", Kind.MILESTONE, cues=("二期",)),
    ]
    facts += [
        Fact("deer-mine.first-production", "deer-mine", "first-production", Kind.MILESTONE),
        Fact("deer-mine.capacity", "deer-mine", "capacity", Kind.QUANTITY, unit="t/yr"),
        Fact(
            "deer-rail.construction-complete", "deer-rail", "construction-complete", Kind.MILESTONE
        ),
        Fact("deer-rail.capex", "deer-rail", "capex", Kind.MONEY, currency="USD"),
        Fact("swan.stage", "swan", "stage", Kind.STAGE),
        Fact("swan.agreement", "swan", "agreement", Kind.AGREEMENT),
        Fact("swan.offtaker", "swan", "offtaker", Kind.PARTY),
    ]
    project = EntityKind.PROJECT
    entities = (
        Entity("alder", "Alder Creek mine", project, MINE, (), ("铜", "镍", "矿")),
        Entity("birch", "Birch Lake smelter", project, SMELTER, (), ("镍", "铜", "矿")),
        Entity("deer-mine", "白鹿铁矿", project, ("白鹿矿山",), ("白鹿",), ("铁矿",)),
        Entity("deer-rail", "白鹿铁路", project, ("鹿港铁路",), (), ("铁矿",)),
        Entity("swan", "雪雁锂矿", project, ("雪雁项目",), ("雪雁",), ("锂",)),
    )
    return Reader(Watchlist(entities=entities, facts=tuple(facts)))


@pytest.mark.parametrize(("text", "claims"), [row[1:] for row in read_table(CASES)])
def test_sentence(reader, text, claims):
    when = datetime(2026, 5, 20, tzinfo=UTC)
    ref = ArticleRef("n1", "https://x.example/1", "有色金属快讯", "X", Tier.PRESS, "zh", when, when)
    read = reader.read(Article(ref, text)).claims
    assert {f"{c.fact} {format_value(c.value)} {c.modality.value}" for c in read} == claims
