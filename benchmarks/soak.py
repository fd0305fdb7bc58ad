"""A long life of the ledger: does one more claim cost the same at the end as at the start?

    python benchmarks/soak.py [CLAIMS] [FACTS] [DIRECTORY]

Claims are taken in one article at a time, as the daemon does it, each by its own commit;
reading is replaced by looking up what was planned, so that the figures are those of the
ledger and the store. Prints CPU milliseconds per article and the memory, ten times.
"""

import random
import resource
import shutil
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

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
    Policy,
    Reading,
    Tier,
    Watchlist,
    make_id,
)
from monitor.service.judging import Judging
from monitor.service.pipeline import Pipeline
from monitor.store import open_store

START = datetime(2020, 1, 1, tzinfo=UTC)


class SoakClock:
    def __init__(self):
        self.at = START

    def now(self):
        return self.at

    def monotonic(self):
        return time.monotonic()


class Planned:
    """A reader that knows what each article says."""

    def read(self, article):
        entity, number = article.text.split("|")[:2]
        text = article.text
        mention = Mention(entity, 0, 2, text[:2], text[:2], "exact")
        hit = Hit(
            make_id("h", article.ref.id, entity), article.ref.id, entity, 0.9, (), mention, ()
        )
        value = Milestone(date(int(number), 1, 1), date(int(number), 12, 31), text=number)
        claim = Claim(
            make_id("c", article.ref.id, entity),
            article.ref.id,
            1,
            f"{entity}.commissioning",
            value,
            Modality.PLANNED,
            0.9,
            text[:20],
            0,
            20,
        )
        return Reading((hit,), (claim,))


def watchlist(facts):
    entities = tuple(Entity(f"e{n}", f"Entity {n}", EntityKind.PROJECT) for n in range(facts))
    return Watchlist(
        entities,
        tuple(
            Fact(f"{e.id}.commissioning", e.id, "commissioning", Kind.MILESTONE) for e in entities
        ),
    )


def article(number, facts, chance):
    entity, year = f"e{chance.randrange(facts)}", 2027 + chance.randrange(4)
    at = START + timedelta(minutes=20 * number)
    words = " ".join(f"w{chance.randrange(10**6)}" for _ in range(60))
    ref = ArticleRef(
        f"a{number}",
        f"https://soak.example/{number}",
        f"Report {number}",
        f"Source {number % 40}",
        chance.choice([Tier.OFFICIAL, Tier.PRESS, Tier.OTHER]),
        "en",
        at,
        at,
    )
    return Article(ref, f"{entity}|{year}|{words}")


def memory():
    with Path("/proc/self/statm").open() as file:
        return int(file.read().split()[1]) * resource.getpagesize() / 1e6


def main():
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    facts = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp())
    chance, clock, wanted = random.Random(1), SoakClock(), watchlist(facts)
    with open_store(folder / "soak.db") as store:
        line = Pipeline(store, Planned(), Judging(store, wanted, Policy(), clock), clock)
        line.start()
        print(
            f"{'articles':>10}{'CPU ms each':>13}{'wall ms each':>14}{'memory MB':>11}{'file MB':>9}"
        )
        step = max(1, claims // 10)
        for tenth in range(10):
            cpu, wall = time.process_time(), time.monotonic()
            for number in range(tenth * step, (tenth + 1) * step):
                one = article(number, facts, chance)
                clock.at = one.ref.seen
                line.process(one, alert=False)
            cpu, wall = time.process_time() - cpu, time.monotonic() - wall
            size = (folder / "soak.db").stat().st_size / 1e6
            print(
                f"{(tenth + 1) * step:>10}{1000 * cpu / step:>13.2f}{1000 * wall / step:>14.2f}"
                f"{memory():>11.0f}{size:>9.0f}",
                flush=True,
            )
    if len(sys.argv) <= 3:
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
