"""The weights of a claim's confidence, fitted on labelled news, and how well they tell.

    python benchmarks/confidence.py FOLDER...

Each folder holds a config.toml and an articles.jsonl with labels; best such that no rule was
made with. Least squares with a little ridge: right (1) or wrong (0) by the amount of each
ground, as `monitor/reading/confidence.py` has them. Prints today's and the fitted weights; the
area under the curve (0.5 is chance) with each folder scored by weights from the others; and
how many of the claims at each confidence are right.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from monitor.config import load
from monitor.model import ASSERTED, Claim, Milestone
from monitor.reading.claims.confidence import WEIGHTS
from monitor.reading.reader import Reader
from monitor.service.evaluate import read_labelled, same_value
from monitor.wire import value_to_json

RIDGE = 3.0
RULES = tuple(WEIGHTS)


class Row(NamedTuple):
    """One claim: the amount of each ground, and whether a label agrees."""

    amounts: tuple[float, ...]
    right: bool


def rows_of(folder: Path) -> list[Row]:
    reader = Reader(load(folder / "config.toml").watchlist)
    rows: list[Row] = []
    for one in read_labelled(folder / "articles.jsonl"):
        labels = list(one.expect.get("claims", ()))
        for claim in reader.read(one.article).claims:
            if isinstance(claim.value, Milestone) and claim.value.shift:
                continue  # a mere distance has no value to compare
            label = next((each for each in labels if agrees(claim, each)), None)
            if label is not None:
                labels.remove(label)
            rows.append(Row(amounts(claim), label is not None))
    return rows


def agrees(claim: Claim, label: dict[str, object]) -> bool:
    asserted = label["modality"] in {each.value for each in ASSERTED}
    return (
        claim.fact == label["fact"]
        and (claim.modality in ASSERTED) is asserted
        and same_value(value_to_json(claim.value), label["value"])
    )


def amounts(claim: Claim) -> tuple[float, ...]:
    found = {one.rule: one.weight / WEIGHTS[one.rule] for one in claim.reasons if one.weight}
    return tuple(found.get(rule, 0.0) for rule in RULES)


def fit(rows: Sequence[Row]) -> list[float]:
    """Weights by least squares; the first, which every claim has, is not drawn to zero."""
    size = len(RULES)
    matrix = [[0.0] * (size + 1) for _ in range(size)]
    for row in rows:
        for i, a in enumerate(row.amounts):
            if a:
                for j, b in enumerate(row.amounts):
                    matrix[i][j] += a * b
                matrix[i][size] += a * row.right
    for i in range(size):
        matrix[i][i] += RIDGE if i else 1e-9
    return solve(matrix)


def solve(matrix: list[list[float]]) -> list[float]:
    """Gauss with pivots; the right side is the last column."""
    size = len(matrix)
    for at in range(size):
        pivot = max(range(at, size), key=lambda row: abs(matrix[row][at]))
        matrix[at], matrix[pivot] = matrix[pivot], matrix[at]
        for row in range(size):
            if row != at:
                share = matrix[row][at] / matrix[at][at]
                matrix[row] = [a - share * b for a, b in zip(matrix[row], matrix[at], strict=True)]
    return [matrix[at][size] / matrix[at][at] for at in range(size)]


def score(row: Row, weights: Sequence[float]) -> float:
    total = sum(a * w for a, w in zip(row.amounts, weights, strict=True))
    return max(0.05, min(0.98, total))


def area(scored: Sequence[tuple[float, bool]]) -> float:
    """The chance that a right claim scores above a wrong one."""
    right = [value for value, ok in scored if ok]
    wrong = [value for value, ok in scored if not ok]
    wins = sum((a > b) + 0.5 * (a == b) for a in right for b in wrong)
    return wins / (len(right) * len(wrong)) if right and wrong else 0.5


def main(folders: Sequence[str]) -> None:
    sets = {folder: rows_of(Path(folder)) for folder in folders}
    every = [row for rows in sets.values() for row in rows]
    fitted = fit(every)
    print(f"{len(every)} claims, {sum(row.right for row in every)} right\n")
    print(f"{'ground':<16}{'seen':>6}{'now':>8}{'fitted':>8}")
    for at, rule in enumerate(RULES):
        seen = sum(bool(row.amounts[at]) for row in every)
        print(f"{rule:<16}{seen:>6}{WEIGHTS[rule]:>8.2f}{fitted[at]:>8.2f}")
    apart: list[tuple[float, bool]] = []
    for name, rows in sets.items():
        others = [row for other, found in sets.items() if other != name for row in found]
        weights = fit(others) if others else fitted
        apart += [(score(row, weights), row.right) for row in rows]
    today = [(score(row, list(WEIGHTS.values())), row.right) for row in every]
    print(
        f"\narea under the curve: now {area(today):.3f}, fitted on the others {area(apart):.3f}\n"
    )
    print(f"{'confidence':<12}{'now':>12}{'others':>14}")
    for low in range(9, 1, -1):
        print(f"{low / 10:<12}{share(today, low):>12}{share(apart, low):>14}")


def share(scored: Sequence[tuple[float, bool]], low: int) -> str:
    here = [ok for value, ok in scored if min(int(value * 10), 9) == low]
    return f"{sum(here) / len(here):.2f} of {len(here)}" if here else "-"


if __name__ == "__main__":
    main(sys.argv[1:])
