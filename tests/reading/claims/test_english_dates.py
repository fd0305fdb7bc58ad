"""English dates: sentences of our own making and every date they give: ``text => claim; claim``.

A text may have a headline (``headline ## text``) and paragraphs (``//`` between them).
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Fact, Kind, Tier, Watchlist
from monitor.reading.reader import Reader
from monitor.reading.values import format_value
from tests.sentence_table import read_table

CASES = Path(__file__).parent / "sentences" / "en_dates.txt"
EVENTS = (
    "commissioning", "first-production", "full-capacity", "construction-start",
    "construction-complete", "final-investment-decision", "permit", "feasibility-study",
)  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    project, company = EntityKind.PROJECT, EntityKind.COMPANY
    entities = (
        Entity("alder", "Alder Creek", project, (), (), ("copper",)),
        Entity("birch", "Birch Lake", project, (), (), ("nickel",)),
        Entity("northern", "Northern Metals", company, (), (), ("copper",)),
    )
    facts = [
        Fact(f"{project}.{event}", project, event, Kind.MILESTONE)
        for project in ("alder", "birch")
        for event in EVENTS
    ]
    return Reader(Watchlist(entities=entities, facts=tuple(facts)))


@pytest.mark.parametrize(("text", "claims"), [row[1:] for row in read_table(CASES)])
def test_sentence(reader, text, claims):
    headline, _, body = text.rpartition(" ## ")
    when = datetime(2026, 5, 20, 12, tzinfo=UTC)
    title = headline or "Copper and nickel news"
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, "en", when, when)
    read = reader.read(Article(ref, body.replace(" // ", "\n\n"))).claims
    assert {f"{c.fact} {format_value(c.value)} {c.modality.value}" for c in read} == claims
