"""How the ledger bears a long history: python benchmarks/ledger.py [CLAIMS] [FACTS]

Claims arrive one by one, in the order of publication, from 60 outlets; one in twelve says
something new, one in fifty is an old article found late. Each is judged from the state that
its fact was left in. Prints the cost of a claim in each tenth of the history, the size of the
state, the peak memory, and what folding everything again takes.
"""

from __future__ import annotations

import json
import pickle
import random
import sys
import time
import tracemalloc
from datetime import UTC, date, datetime, timedelta

from monitor.ledger.judge import advance, fold_whole
from monitor.model import (
    ArticleRef,
    Claim,
    Evidence,
    Fact,
    Kind,
    Milestone,
    Modality,
    Policy,
    Tier,
    make_id,
)

START = datetime(2020, 1, 1, tzinfo=UTC)
POLICY = Policy()


def history(claims: int, facts: int) -> tuple[list[Fact], list[Evidence]]:
    """So many claims over so many facts, the same at every run."""
    chance = random.Random(1)
    watched = [
        Fact(f"f{n}.commissioning", f"f{n}", "commissioning", Kind.MILESTONE) for n in range(facts)
    ]
    years = [2025] * facts
    evidence = []
    for number in range(claims):
        which = chance.randrange(facts)
        if chance.random() < 1 / 12:
            years[which] += chance.choice([-1, 1, 1])
        seen = START + timedelta(minutes=30 * number)
        late = timedelta(days=40) if chance.random() < 0.02 else timedelta(0)
        value = Milestone(date(years[which], 1, 1), date(years[which], 12, 31))
        source = chance.randrange(60)
        ref = ArticleRef(
            f"n{number}", f"https://news.example/{number}", f"Title {number}", f"Outlet {source}",
            [Tier.OFFICIAL, Tier.PRESS, Tier.OTHER][source % 3], "en", seen - late, seen,
        )  # fmt: skip
        claim = Claim(
            make_id("c", number), ref.id, 1, watched[which].id, value, Modality.PLANNED,
            chance.choice([0.95, 0.8, 0.7, 0.4]), "a quote", 0, 7,
        )  # fmt: skip
        evidence.append(Evidence(claim, ref, f"s{number // 3}"))
    return watched, evidence


def soak(watched: list[Fact], evidence: list[Evidence]) -> dict[str, object]:
    """Judges each claim from its fact's kept state; only the states stay in memory."""
    facts = {fact.id: fact for fact in watched}
    states = {fact.id: fold_whole(fact, [], [], POLICY).state for fact in watched}
    tenth = len(evidence) // 10
    costs, refolds, changes = [], 0, 0
    for part in range(10):
        began = time.perf_counter()
        for one in evidence[part * tenth : (part + 1) * tenth]:
            fact = one.claim.fact
            step = advance(facts[fact], states[fact], [one], POLICY)
            if step is None:
                refolds += 1
            else:
                states[fact], changes = step.state, changes + len(step.changes)
        costs.append(round((time.perf_counter() - began) / tenth * 1e6, 1))
    forms = [pickle.dumps(state) for state in states.values()]
    return {
        "microseconds_per_claim_by_tenth": costs,
        "last_tenth_over_first": round(costs[-1] / costs[0], 2),
        "changes_written": changes,
        "whole_folds_needed": refolds,
        "largest_state_bytes": max(map(len, forms)),
        "mean_state_bytes": sum(map(len, forms)) // len(forms),
    }


def whole(watched: list[Fact], evidence: list[Evidence]) -> dict[str, object]:
    by_fact: dict[str, list[Evidence]] = {fact.id: [] for fact in watched}
    for one in evidence:
        by_fact[one.claim.fact].append(one)
    began = time.perf_counter()
    for fact in watched:
        fold_whole(fact, by_fact[fact.id], [], POLICY)
    took = time.perf_counter() - began
    return {
        "fold_everything_seconds": round(took, 2),
        "claims_per_second": round(len(evidence) / took),
        "one_fact_milliseconds": round(took / len(watched) * 1e3, 2),
    }


def main() -> None:
    claims = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    facts = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    watched, evidence = history(claims, facts)
    result: dict[str, object] = {"claims": claims, "facts": facts} | soak(watched, evidence)
    tracemalloc.start()
    soak(watched, evidence[: claims // 10])
    result["peak_kb_after_a_tenth"] = tracemalloc.get_traced_memory()[1] // 1024
    tracemalloc.reset_peak()
    soak(watched, evidence)
    result["peak_kb_after_all"] = tracemalloc.get_traced_memory()[1] // 1024
    tracemalloc.stop()
    print(json.dumps(result | whole(watched, evidence), indent=1))


if __name__ == "__main__":
    main()
