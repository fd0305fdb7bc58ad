"""Russian sentences of our own making and every claim they make: ``text => claim; claim``."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Fact, Kind, Tier, Watchlist
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "ru.txt"
MILESTONES = {
    "gok": ("commissioning", "full-capacity", "construction-complete", "final-investment-decision"),
    "mine": ("first-production", "construction-start", "permit", "feasibility-study"),
}
AMOUNTS = (
    ("gok", "capacity", Kind.QUANTITY, "t/yr", ""),
    ("gok", "capex", Kind.MONEY, "", "RUB"),
    ("gok", "funding", Kind.MONEY, "", "RUB"),
    ("gok", "stake", Kind.SHARE, "%", ""),
    ("mine", "output", Kind.QUANTITY, "t/yr", ""),
    ("mine", "capex", Kind.MONEY, "", "USD"),
)
WORDS = (
    ("gok", "owner", Kind.PARTY),
    ("gok", "offtaker", Kind.PARTY),
    ("gok", "stage", Kind.STAGE),
    ("mine", "agreement", Kind.AGREEMENT),
    ("mine", "stage", Kind.STAGE),
    ("firm", "owner", Kind.PARTY),
)
WATCHLIST = Watchlist(
    entities=(
        Entity(
            "gok", "Ельниковский ГОК", EntityKind.PROJECT,
            ("Ельниковский горно-обогатительный комбинат", "Ельниковское месторождение", "Ельниковский комбинат"),
            ("Ельники",), ("медь", "медн*"),
        ),
        Entity(
            "mine", "рудник «Снежный»", EntityKind.DEPOSIT, ("месторождение Снежное", "Снежнинский рудник"),
            ("Снежное", "Снежный"), ("золото", "золот*"),
        ),
        Entity("group", "Норд-Металл", EntityKind.COMPANY, ("группа «Норд-Металл»",)),
        Entity("firm", "Ельники-Медь", EntityKind.COMPANY, ("ООО «Ельники-Медь»",)),
    ),
    facts=(
        *(
            Fact(f"{who}.{what}", who, what, Kind.MILESTONE)
            for who, listed in MILESTONES.items()
            for what in listed
        ),
        *(
            Fact(f"{who}.{what}", who, what, kind, unit=unit, currency=currency)
            for who, what, kind, unit, currency in AMOUNTS
        ),
        *(Fact(f"{who}.{what}", who, what, kind) for who, what, kind in WORDS),
    ),
)  # fmt: skip


def article(text: str) -> Article:
    when = datetime(2026, 3, 2, tzinfo=UTC)
    title = "Горная отрасль: медь и золото"
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, "ru", when, when)
    return Article(ref, text)


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


@pytest.mark.parametrize(("text", "claims"), [row[1:] for row in read_table(CASES)])
def test_sentence(reader, text, claims):
    read = reader.read(article(text)).claims
    assert {f"{c.fact} {format_value(c.value)} {c.modality.value}" for c in read} == claims
