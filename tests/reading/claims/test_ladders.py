"""How far things have come, who has which part and how much of it: ``text => claim; claim``.

A claim is ``fact value modality``; of a share the modality counts only where it is neither
planned nor happened.
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
    Modality,
    Party,
    Stage,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "ladders.txt"
TITLES = {
    "en": "Copper and gold news",
    "ru": "Горная отрасль: медь и золото",
    "zh": "铜矿要闻",
}
MINE = ("Alder Creek", "Ольховский ГОК", "Ольховское месторождение", "奥尔德溪铜矿", "奥尔德溪")
SMELTER = ("Birch Lake", "Кедровский завод", "桦湖冶炼厂", "桦湖项目", "桦湖")
NORTHERN = ("Northern Metals", "Норд-Металл", "北方金属")


@pytest.fixture(scope="module")
def reader() -> Reader:
    project = EntityKind.PROJECT
    entities = (
        Entity("alder", "Alder Creek mine", project, MINE, (), ("copper", "gold", "медь", "铜")),
        Entity("birch", "Birch Lake smelter", project, SMELTER, (), ("copper", "медь", "铜", "镍")),
        Entity("northern", "Northern Metals", EntityKind.COMPANY, NORTHERN, (), ("copper",)),
    )
    facts = (
        Fact("alder.stage", "alder", "stage", Kind.STAGE),
        Fact("alder.owner", "alder", "owner", Kind.PARTY),
        Fact("birch.stage", "birch", "stage", Kind.STAGE),
        Fact("birch.owner", "birch", "owner", Kind.PARTY),
        Fact("alder.offtaker", "alder", "offtaker", Kind.PARTY),
        Fact("alder.stake", "alder", "stake", Kind.SHARE, unit="%"),
        Fact("birch.agreement", "birch", "agreement", Kind.AGREEMENT),
    )
    return Reader(Watchlist(entities=entities, facts=facts))


def _told(claim: Claim) -> str:
    match claim.value:
        case Party(party):
            value = party
        case Stage(stage) | Agreement(stage):
            value = stage
        case _:
            value = format_value(claim.value)
            if claim.modality in {Modality.PLANNED, Modality.HAPPENED}:
                return f"{claim.fact} {value}"
    return f"{claim.fact} {value} {claim.modality.value}"


@pytest.mark.parametrize(("language", "text", "claims"), read_table(CASES))
def test_sentence(reader, language, text, claims):
    when = datetime(2026, 5, 20, tzinfo=UTC)
    title, sign, body = text.partition(" ## ")
    if not sign:
        title, body = TITLES[language], text
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, language, when, when)
    found = reader.read(Article(ref, body.replace(" // ", "\n\n"))).claims
    assert {_told(one) for one in found} == claims
