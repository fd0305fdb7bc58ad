"""When to poll: a simulation of many sources whose rates nobody knows beforehand.

Sources publish at very different rates (log-normal), a share of it matters (log-normal
too), by day more than by night. Policies spend the same number of requests; what counts
is how long a relevant item waits to be seen.

    python benchmarks/poll_schedule.py [--sources 400] [--days 28] [--seed 1]
"""

from __future__ import annotations

import argparse
import heapq
import math
import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from monitor.model import SourceState
from monitor.sources.rhythm import observe
from monitor.sources.schedule import Pace, wanted_interval

START = datetime(2026, 11, 2, tzinfo=UTC)
WARM_UP = 7.0
MEAN_INTERVAL = 3600.0


@dataclass
class Source:
    """The truth about a source; times are hours since the start."""

    rate: float
    share: float
    items: list[float]
    relevant: list[bool]


Policy = Callable[[Source, SourceState, datetime], float]


def by_hour(hour: float) -> float:
    """How busy newsrooms are: a day's mean is 1."""
    return 1 + 0.8 * math.sin((hour - 7) / 24 * 2 * math.pi)


def make_source(rng: random.Random, days: float) -> Source:
    rate = min(rng.lognormvariate(math.log(0.5), 1.5), 40.0)
    share = min(rng.lognormvariate(math.log(0.02), 1.5), 0.9)
    items: list[float] = []
    at = 0.0
    while at < days * 24:
        at += rng.expovariate(rate * 1.8)
        if rng.random() < by_hour(at % 24) / 1.8:
            items.append(at)
    return Source(rate, share, items, [rng.random() < share for _ in items])


def simulate(sources: list[Source], policy: Policy, days: float) -> tuple[float, float]:
    """Mean delay of relevant items in minutes, and requests a source and day, after warm-up."""
    queue = [(random.Random(n).random(), n) for n in range(len(sources))]
    heapq.heapify(queue)
    states = [SourceState(str(n), polls=1) for n in range(len(sources))]
    seen = [0] * len(sources)
    last = [0.0] * len(sources)
    delay = count = requests = 0.0
    while queue:
        at, n = heapq.heappop(queue)
        source, now = sources[n], START + timedelta(hours=at)
        new = relevant = 0
        while seen[n] < len(source.items) and source.items[seen[n]] <= at:
            new += 1
            if source.relevant[seen[n]]:
                relevant += 1
                if source.items[seen[n]] >= WARM_UP * 24:
                    delay += at - source.items[seen[n]]
                    count += 1
            seen[n] += 1
        requests += at >= WARM_UP * 24
        rhythm = observe(states[n].rhythm, at - last[n], new, relevant=relevant, now=now)
        states[n] = replace(states[n], rhythm=rhythm, polls=states[n].polls + 1)
        last[n] = at
        following = at + policy(source, states[n], now) / 3600
        if following < days * 24:
            heapq.heappush(queue, (following, n))
    return delay / max(count, 1) * 60, requests / len(sources) / (days - WARM_UP)


def fixed(price: float) -> Policy:
    return lambda *_: price


def learned(price: float) -> Policy:
    pace = Pace(price=price, floor=60.0, ceiling=24 * 3600.0)
    return lambda _, state, now: wanted_interval(state, now, None, pace)


def oracle(price: float) -> Policy:
    def interval(source: Source, _: SourceState, now: datetime) -> float:
        worth = source.rate * source.share * by_hour(now.hour + now.minute / 60)
        return min(max(price / math.sqrt(worth), 60.0), 24 * 3600.0)

    return interval


def proportional(price: float) -> Policy:
    return lambda source, *_: min(max(price / source.rate, 60.0), 24 * 3600.0)


def at_budget(
    sources: list[Source], family: Callable[[float], Policy], days: float
) -> tuple[float, float]:
    """The policy of a family that spends what one poll an hour spends."""
    goal = 86_400 / MEAN_INTERVAL
    low, high = 1.0, 20_000.0
    result = (0.0, 0.0)
    for _ in range(14):
        middle = math.sqrt(low * high)
        result = simulate(sources, family(middle), days)
        if abs(result[1] / goal - 1) < 0.005:
            break
        low, high = (middle, high) if result[1] > goal else (low, middle)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sources", type=int, default=300)
    parser.add_argument("--days", type=float, default=28)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    sources = [make_source(rng, options.days) for _ in range(options.sources)]
    print(f"{'policy':38} {'delay, min':>10} {'polls/day':>10} {'against fixed':>14}")
    baseline = 0.0
    for name, family in (
        ("every hour", fixed),
        ("by rate, known (Miniflux)", proportional),
        ("by sqrt(rate x relevance), learned", learned),
        ("by sqrt(rate x relevance), known", oracle),
    ):
        delay, spent = at_budget(sources, family, options.days)
        baseline = baseline or delay
        print(f"{name:38} {delay:10.1f} {spent:10.1f} {delay / baseline:14.2f}")


if __name__ == "__main__":
    main()
