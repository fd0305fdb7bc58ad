"""Articles, hits and claims for tests of the store and of the service."""

from datetime import UTC, date, datetime, timedelta

from monitor.model import (
    Article,
    ArticleRef,
    Claim,
    Entity,
    EntityKind,
    Fact,
    Hit,
    Kind,
    Mention,
    Milestone,
    Modality,
    Reason,
    Tier,
    Watchlist,
    make_id,
)
from monitor.wire import value_to_json

NOW = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)
FACT = "smz-complex.commissioning"
WATCHLIST = Watchlist(
    entities=(
        Entity("smz", "Solikamsk Magnesium Plant", EntityKind.COMPANY),
        Entity("smz-complex", "SMZ complex", EntityKind.PROJECT, part_of="smz"),
    ),
    facts=(
        Fact(FACT, "smz-complex", "commissioning", Kind.MILESTONE, as_of=date(2025, 9, 10)),
        Fact("smz-complex.capacity", "smz-complex", "capacity", Kind.QUANTITY, unit="t/yr"),
    ),
)


def year(number):
    return Milestone(date(number, 1, 1), date(number, 12, 31), text=str(number))


def article(
    number=1,
    *,
    title="A title",
    text="Some text.",
    source="Kommersant",
    tier=Tier.PRESS,
    language="en",
    published=None,
    seen=NOW,
    version=1,
):
    if published is None:
        published = NOW - timedelta(days=30 - number)
    ref = ArticleRef(
        f"n{number}",
        f"https://news.example/{number}",
        title,
        source,
        tier,
        language,
        published,
        seen,
    )
    return Article(ref, text, version)


def hit(of, entity="smz-complex", *, score=0.9, text="SMZ complex"):
    mention = Mention(entity, 0, len(text), text, text, "exact")
    return Hit(
        make_id("h", of.ref.id, entity),
        of.ref.id,
        entity,
        score,
        (Reason("name", text, 0.9),),
        mention,
        (mention,),
    )


def claim(of, value, fact=FACT, *, modality=Modality.PLANNED, confidence=0.9, quote="Some text"):
    return Claim(
        make_id("c", of.ref.id, fact, modality, value_to_json(value), quote),
        of.ref.id,
        of.version,
        fact,
        value,
        modality,
        confidence,
        quote,
        0,
        len(quote),
        reasons=(Reason("cue", "commissioned", 0.1),),
    )


def save(store, of, hits=(), claims=(), now=NOW):
    """Stores an article as the pipeline would; returns its number."""
    with store.database.transaction():
        number = store.articles.save(of)
        dated = store.articles.dated(number, of.version)
        store.ledger.save_hits(number, of.version, dated, hits, now)
        store.ledger.save_claims(number, of.version, dated, claims, now)
    return number
