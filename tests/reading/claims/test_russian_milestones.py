"""Russian milestones in wording of our own and every claim made: ``text => claim; claim``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Fact, Kind, Tier, Watchlist
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "ru-milestones.txt"
MILESTONES = (
    "commissioning",
    "first-production",
    "full-capacity",
    "construction-start",
    "construction-complete",
    "final-investment-decision",
    "permit",
    "feasibility-study",
)
WATCHLIST = Watchlist(
    entities=(
        Entity(
            "gok", "Ольховский ГОК", EntityKind.PROJECT, ("Ольховское месторождение",),
            ("Ольховское",), ("медь",),
        ),
        Entity("plant", "Кедровский завод", EntityKind.PROJECT, (), (), ("медь",)),
    ),
    facts=tuple(
        Fact(f"{who}.{what}", who, what, Kind.MILESTONE)
        for who in ("gok", "plant")
        for what in MILESTONES
    ),
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


@pytest.mark.parametrize(("text", "claims"), [row[1:] for row in read_table(CASES)])
def test_sentence(reader, text, claims):
    when = datetime(2026, 5, 20, 12, tzinfo=UTC)
    ref = ArticleRef(
        "n1", "https://x.example/1", "Горная отрасль: медь", "X", Tier.PRESS, "ru", when, when
    )
    read = reader.read(Article(ref, text)).claims
    assert {f"{c.fact} {format_value(c.value)} {c.modality.value}" for c in read} == claims
