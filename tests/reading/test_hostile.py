"""Reading costs in proportion to a text's length, whatever stands in it: work is counted, not timed."""

from __future__ import annotations

from cProfile import Profile
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
from monitor.service.legible import legible

ALDER = Entity(
    "alder", "Alder Creek mine", EntityKind.PROJECT,
    ("Alder Creek", "Олдер-Крик", "奥尔德溪铜矿"), (), ("copper", "медь", "铜"),
)  # fmt: skip
NORTHERN = Entity(
    "northern", "Northern Metals", EntityKind.COMPANY,
    ("Northern Metals", "Северные металлы"), ("NM",), ("metals",),
)  # fmt: skip
READER = Reader(
    Watchlist(
        entities=(ALDER, NORTHERN),
        facts=(
            Fact("alder.commissioning", "alder", "commissioning", Kind.MILESTONE),
            Fact("alder.capacity", "alder", "capacity", Kind.QUANTITY, unit="t/yr"),
            Fact("alder.capex", "alder", "capex", Kind.MONEY, currency="USD"),
            Fact("alder.stake", "alder", "stake", Kind.SHARE),
            Fact("alder.owner", "alder", "owner", Kind.PARTY),
            Fact("alder.stage", "alder", "stage", Kind.STAGE),
            Fact("alder.agreement", "alder", "agreement", Kind.AGREEMENT),
            Fact("alder.road", "alder", "road", Kind.MILESTONE, cues=("access road", "дорога")),
        ),
    )
)
HEADS = {
    "en": "Alder Creek copper mine",
    "ru": "Олдер-Крик, медь",
    "zh": "奥尔德溪铜矿，铜",
}
PIECES = [
    ("en", "9 "), ("en", ","), ("en", "1,"), ("en", ". "), ("en", "2027 "), ("en", "on 3 March 2027, "),
    ("en", "It opens in 2027. "), ("en", "Alder Creek, "), ("en", "Alder Creek opens in 2027. "),
    ("en", "Alder Crek "), ("en", "NM "), ("en", "$1 billion, "), ("en", "1,000 t a year. "), ("en", "51% stake. "),
    ("en", "commissioning in 2027, "), ("en", "from 2027 to 2029, "), ("en", "If so, in 2027. "), ("en", "2027? "),
    ("en", "Northern Metals said in May. "), ("en", "owned by Northern Metals. "), ("en", "Tarvo Metals bought it. "),
    ("en", "Tarvo mine in 2031. "), ("en", "construction began. "), ("en", "access road in 2027. "),
    ("en", "A year later. "), ("en", "Texas. 2027.\n\n"), ("en", "talks with Northern Metals, "),
    ("ru", "принадлежит «Северные металлы». "), ("ru", "ООО «Ромашка» купила. "), ("ru", "она откроется в 2027 году. "),
    ("zh", "2027年，"), ("zh", "奥尔德溪铜矿2027年投产。"), ("zh", "投资1万元，"), ("zh", "从2025年的19万吨，"), ("zh", "计划"),
]  # fmt: skip
SIZE, TIMES = 1_500, 4


def calls(language: str, piece: str, size: int) -> int:
    """How many functions are called to read a text of this size."""
    seen = datetime(2026, 3, 10, tzinfo=UTC)
    title = HEADS[language]
    ref = ArticleRef("a", "https://a.example/1", title, "s", Tier.PRESS, language, seen, seen)
    article = legible(Article(ref=ref, text=(piece * (size // len(piece) + 1))[:size]))
    profile = Profile()
    profile.enable()
    try:
        READER.read(article)
    finally:
        profile.disable()
    return sum(one.callcount for one in profile.getstats())


@pytest.mark.parametrize(("language", "piece"), PIECES)
def test_work_grows_with_the_length_only(language, piece):
    calls(language, piece, SIZE - 1)  # what is made once
    few, many = calls(language, piece, SIZE), calls(language, piece, TIMES * SIZE)
    assert many < 1.5 * TIMES * few
