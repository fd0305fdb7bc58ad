"""Listings and search on a store of many articles.

    python benchmarks/large_store.py [ARTICLES] [DATABASE]

Fills the tables directly (a hit for one article in four, a claim for one in eight, in three
languages), then asks what people ask, each question several times on a fresh connection.
Prints the median, the 95th of a hundred and the slowest, in milliseconds. With DATABASE the store is kept and, if
it is there already, only asked.
"""

import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

from monitor.model import Entity, EntityKind, Fact, Kind, Watchlist
from monitor.store import listings, open_store
from monitor.store.listings.searching import search
from monitor.store.words import fold

START = datetime(2016, 1, 1, tzinfo=UTC)
FACTS = 200
LETTERS = {
    "en": ["ta", "ro", "min", "sel", "ker", "dos", "pla", "nu", "tri", "gen"],
    "ru": ["та", "ро", "мин", "сел", "кер", "дос", "пла", "ну", "три", "ген"],
    "zh": list("天地人你我他这那好坏大小多少上下左右前后中外东西南北"),
}
RARE = {"en": "gadolinium", "ru": "редкоземельный", "zh": "稀土"}
LISTINGS = {
    "hits, newest 50": lambda c: listings.hits(c, limit=50),
    "hits of one entity": lambda c: listings.hits(c, entity="e7", limit=50),
    "hits since a day": lambda c: listings.hits(c, since="2024-01-01T00:00:00Z", limit=50),
    "hits of a source": lambda c: listings.hits(c, source="Source 8", limit=50),
    "hits that wait": lambda c: listings.hits(c, waiting=True, limit=50),
    "hits by score": lambda c: listings.hits(c, sort="-score", limit=50),
    "claims, newest 50": lambda c: listings.claims(c, limit=50),
    "claims of a fact": lambda c: listings.claims(c, fact="e7.commissioning", limit=50),
    "claims of an entity": lambda c: listings.claims(c, entity="e7", limit=50),
    "a claim by its beginning": lambda c: listings.claims(c, id="c1234"),
    "facts": lambda c: listings.facts(c, today="2026-11-23"),
}
SEARCHES = {
    "rare English word": "gadolinium",
    "rare Russian word": "редкоземельного",
    "rare Chinese word": "稀土",
    "English phrase": '"minsel taro"',
    "prefix": "gadol*",
    "common word": "taro",
    "two common words": "taro minsel",
    "common but not another": "taro -minsel",
}


def words(language, chance, vocabulary):
    if language == "zh":
        return "".join(chance.choices(LETTERS["zh"], k=150))
    return " ".join(chance.choices(vocabulary[language], k=60))


def fill(path, count):
    chance = random.Random(1)
    vocabulary = {
        language: [
            "".join(chance.choices(LETTERS[language], k=chance.randint(1, 3))) for _ in range(3000)
        ]
        + ["taro", "minsel"] * 30
        for language in ("en", "ru")
    }
    entities = tuple(Entity(f"e{n}", f"Entity {n}", EntityKind.PROJECT) for n in range(FACTS))
    facts = tuple(
        Fact(f"{e.id}.commissioning", e.id, "commissioning", Kind.MILESTONE) for e in entities
    )
    with open_store(path) as store:
        database = store.database
        database.execute("PRAGMA synchronous = OFF")
        store.ledger.save_watchlist(Watchlist(entities, facts), START)
        for first in range(1, count + 1, 20_000):
            with database.transaction():
                for number in range(first, min(first + 20_000, count + 1)):
                    add(database, number, count, chance, vocabulary)
            print(f"\r{min(first + 19_999, count)} articles", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        database.execute("PRAGMA optimize")


def add(database, number, count, chance, vocabulary):
    language = chance.choice(["en", "en", "ru", "zh"])
    text = words(language, chance, vocabulary)
    if number % (count // 100) == 0:
        text += f" {RARE[language]} "
    dated = (START + timedelta(hours=number / count * 24 * 3900)).strftime("%Y-%m-%dT%H:%M:%SZ")
    title = text[:60]
    database.execute(
        "INSERT INTO articles (number, id, url, title, source, tier, language, published, seen,"
        " version, story) VALUES (?, ?, ?, ?, ?, 'press', ?, ?, ?, 1, ?)",
        (number, f"n{number}", f"https://x.example/{number}", title, f"Source {number % 80}",
         language, dated, dated, f"s{number}"),
    )  # fmt: skip
    database.execute(
        "INSERT INTO versions VALUES (?, ?, 1, ?, ?, ?, ?)",
        (number, number, title, dated, dated, text),
    )
    database.execute(
        "INSERT INTO search (rowid, title, text) VALUES (?, ?, ?)",
        (number, fold(title), fold(text)),
    )
    entity = f"e{chance.randrange(FACTS)}"
    if number % 4 == 0:
        mention = '{"text":"taro","start":0,"end":4,"alias":"taro","how":"exact"}'
        database.execute(
            "INSERT INTO hits VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?, NULL, NULL, ?)",
            (f"h{number}", number, entity, chance.random(), '[["name","taro",0.5]]', mention,
             f"[{mention}]", dated, dated, chance.choice([None, None, "accept", "reject"])),
        )  # fmt: skip
    if number % 8 == 0:
        value = '{"earliest":"2028-01-01","latest":"2028-12-31","state":"expected","text":"2028"}'
        database.execute(
            "INSERT INTO claims VALUES (?, ?, 1, ?, 'milestone', ?, 'planned', ?, ?, 0, 20, 0, 4,"
            " 'whole', '', '[]', ?, ?, NULL, NULL, NULL)",
            (f"c{number}", number, f"{entity}.commissioning", value, chance.random(), text[:20],
             dated, dated),
        )  # fmt: skip


def timed(ask, rounds=40):
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        ask()
        times.append(1000 * (time.perf_counter() - began))
    times.sort()
    return f"{statistics.median(times):9.1f}{times[int(rounds * 0.95) - 1]:9.1f}{times[-1]:9.1f}"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    kept = Path(sys.argv[2]) if len(sys.argv) > 2 else None
    with tempfile.TemporaryDirectory() as scratch:
        path = kept or Path(scratch) / "large.db"
        if not path.exists():
            fill(path, count)
        print(f"{path.stat().st_size / 1e6:.0f} MB\n{'':28}{'median':>9}{'p95':>9}{'slowest':>9}")
        for name, ask in LISTINGS.items():
            connection = listings.open_listings(str(path))
            print(f"{name:28}{timed(lambda ask=ask, c=connection: list(ask(c)))}")
            connection.close()
        connection = listings.open_listings(str(path))
        for name, query in SEARCHES.items():
            asked = timed(lambda q=query: search(connection, q, today="2026-11-23"))
            print(f"{name:28}{asked}")
        connection.close()


if __name__ == "__main__":
    main()
