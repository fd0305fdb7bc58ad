"""Listings on a store of a million articles: time to the end of the process, and memory.

    python benchmarks/listings.py [ARTICLES] [--keep PATH]

The store is the one of large_store.py: a hit for one article in four, a claim for one in eight.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
ROUNDS = 7
LINES = [
    ["hits", "--json", "--limit", "50"],
    ["hits", "--json", "--limit", "50", "--entity", "e7"],
    ["hits", "--json", "--limit", "50", "--since", "2020-06", "--until", "2020-07"],
    ["hits", "--json", "--limit", "50", "--sort", "score"],
    ["claims", "--json", "--limit", "50"],
    ["claims", "--json", "--limit", "50", "--fact", "e7.commissioning"],
    ["facts", "--json"],
    ["sources", "--json"],
    ["search", "gadolinium", "--json"],
    ["hits", "--json"],
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--keep", metavar="PATH", help="keep the database there, or use it again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(arguments.keep or Path(scratch) / "large.db")
        if not path.exists():
            # In another process: a child's peak of memory counts what its parent had when it was born.
            line = [
                sys.executable,
                ROOT / "benchmarks" / "large_store.py",
                str(arguments.articles),
                path,
            ]
            subprocess.run(line, env=dict(os.environ, PYTHONPATH=str(ROOT)), check=True)
        environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONPYCACHEPREFIX=scratch)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        bare = measure([sys.executable, "-c", "pass"], environment)
        print(f"{'all':>11}{'first row':>12}{'times bare':>12}{'memory':>10}{'rows':>9}")
        print(f"{bare[0]:8.1f} ms{'':21}{bare[2]:9.1f} MB{'':9}  python -c pass")
        for words in LINES:
            line = [sys.executable, "-m", "monitor", "--database", str(path), *words]
            took, first, memory, rows = measure(line, environment)
            print(
                f"{took:8.1f} ms{first:9.1f} ms{'x':>7}{first / bare[0]:5.2f}{memory:7.1f} MB{rows:9,}"
                f"  {' '.join(words)}"
            )


def measure(line: list[str], environment: dict[str, str]) -> tuple[float, float, float, int]:
    """Milliseconds to the end and to the first row (the least), megabytes (most), lines printed."""
    times, firsts, memory, rows = [], [], 0.0, 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        process = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE)
        rows = 0
        for row in process.stdout or ():
            if not rows:
                firsts.append(1000 * (time.perf_counter() - start))
            rows += bool(row)
        _, status, usage = os.wait4(process.pid, 0)
        times.append(1000 * (time.perf_counter() - start))
        memory = max(memory, usage.ru_maxrss / 1024)
        assert status == 0, line
    return min(times), min(firsts, default=0.0), memory, rows


if __name__ == "__main__":
    main()
