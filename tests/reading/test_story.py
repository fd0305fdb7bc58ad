"""A dense wire story of our own about projects that do not exist: who gets which value."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import (
    Article,
    ArticleRef,
    Entity,
    EntityKind,
    Fact,
    Kind,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value

WATCHLIST = Watchlist(
    entities=(
        Entity(
            "separation", "Kamskoye separation complex", EntityKind.PROJECT,
            ("Kamskoye complex", "separation facility"), (), ("rare earth", "REE"),
        ),
        Entity(
            "magnets", "Vyatka magnets plant", EntityKind.PROJECT,
            ("permanent magnets plant",), (), ("rare earth", "REE"),
        ),
        Entity("atom", "Energoprom", EntityKind.COMPANY, ("Energoprom",)),
        Entity("kama", "Kama Metals Works", EntityKind.COMPANY, ("Kama Metals Works", "KMW")),
    ),
    facts=(
        Fact("separation.commissioning", "separation", "commissioning", Kind.MILESTONE),
        Fact("separation.capacity", "separation", "capacity", Kind.QUANTITY, unit="t/yr"),
        Fact("separation.stage", "separation", "stage", Kind.STAGE),
        Fact("magnets.commissioning", "magnets", "commissioning", Kind.MILESTONE),
        Fact("magnets.capacity", "magnets", "capacity", Kind.QUANTITY, unit="t/yr"),
    ),
)  # fmt: skip

TITLE = "Moscow sounds out Beijing on know-how for rare earth ores"
TEXT = """\
Kama Metals Works (KMW) makes a mix of REE carbonates that somebody else has to part into single
metals.

It announced in February 2024 that it had mastered the process itself and a year later began to
draw up a separation facility that is to yield neodymium and praseodymium as well as a
concentrate of heavier elements.

It remains unknown whether construction of the facility has started, although its commissioning
is marked down for 2027. Once ramped up it is expected to produce up to 2,500 mt/year of REEs, a
fifth of it neodymium and praseodymium, most of them destined for the country's first permanent
magnets plant, another project of Energoprom, the state corporation that also owns KMW.

Until the 1,000 mt/year magnets plant comes online in 2028, demand at home may well stay at
1,400-1,500 mt/year.

Reserves of rare earths stand at 22 million to 28.5 million mt, according to the geologists."""


@pytest.fixture(scope="module")
def told() -> dict[str, set[tuple[str, str]]]:
    when = datetime(2025, 9, 10, tzinfo=UTC)
    ref = ArticleRef("s1", "https://x.example/s", TITLE, "X", Tier.PRESS, "en", when, when)
    paragraphs = TEXT.split("\n\n")
    article = Article(ref, "\n\n".join(" ".join(one.split()) for one in paragraphs))
    found: dict[str, set[tuple[str, str]]] = {}
    for claim in Reader(WATCHLIST).read(article).claims:
        found.setdefault(claim.fact, set()).add((format_value(claim.value), claim.modality.value))
    return found


@pytest.mark.parametrize(
    ("fact", "value", "modality"),
    [
        ("separation.commissioning", "2027", "planned"),
        ("separation.capacity", "up to 2,500 t/yr", "planned"),
        ("magnets.commissioning", "2028", "planned"),
        ("magnets.capacity", "1,000 t/yr", "planned"),
    ],
)
def test_every_value_goes_to_its_own_project_and_no_other(told, fact, value, modality):
    assert told[fact] == {(value, modality)}


def test_what_remains_unknown_is_not_asserted(told):
    assert {modality for _, modality in told.get("separation.stage", ())} <= {"unknown"}
