"""A reader that finds what is plainly written, a clock that is told the time."""

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.model import Policy, Reading
from monitor.service.judging import Judging
from monitor.service.pipeline import Pipeline
from tests.store_factories import NOW, WATCHLIST, claim, hit, year

_SAYS = re.compile(r"(\S+) = (\d{4})")


@dataclass
class StillClock:
    """Stands still until it is moved."""

    at: datetime = NOW

    def now(self):
        return self.at

    def monotonic(self):
        return self.at.timestamp()

    def pass_days(self, days):
        self.at += timedelta(days=days)


@dataclass
class PlainReader:
    """``fact = year`` is a claim, and the fact's entity then a hit. Counts what it reads."""

    read_so_far: list = field(default_factory=list)

    def read(self, article):
        self.read_so_far.append(article.ref.id)
        claims = [
            claim(article, year(int(says[2])), says[1], quote=says[0])
            for says in _SAYS.finditer(article.text)
        ]
        entities = {each.fact.split(".")[0] for each in claims}
        return Reading(tuple(hit(article, each) for each in sorted(entities)), tuple(claims))


def pipeline(store, *, watchlist=WATCHLIST, policy=None, routes=(), clock=None, reader=None):
    clock = clock or StillClock()
    judging = Judging(store, watchlist, policy or Policy(), clock, routes=routes)
    made = Pipeline(store, reader or PlainReader(), judging, clock)
    made.start()
    return made
