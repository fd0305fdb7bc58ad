"""Listings on a store of a million articles: time to the end of the process, and memory.

    python benchmarks/listings.py [ARTICLES] [--keep PATH]

One article in ten is a hit, one in twenty makes a claim. Rows are written straight into
the tables: reading a million articles first would measure something else.
"""

from __future__ import annotations

import argparse
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
START = datetime(2015, 1, 1, tzinfo=UTC)
ROUNDS = 7
LINES = [
    ["hits", "--json", "--limit", "50"],
    ["hits", "--json", "--limit", "50", "--entity", "e7"],
    ["hits", "--json", "--limit", "50", "--since", "2018-06", "--until", "2018-07"],
    ["hits", "--json", "--limit", "50", "--sort", "score"],
    ["claims", "--json", "--limit", "50"],
    ["claims", "--json", "--limit", "50", "--fact", "e7.commissioning"],
    ["facts", "--json"],
    ["hits", "--json"],
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("articles", type=int, nargs="?", default=1_000_000)
    parser.add_argument("--keep", metavar="PATH", help="keep the database there, or use it again")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(arguments.keep or Path(scratch) / "million.db")
        if not path.exists():
            started = time.perf_counter()
            build(path, arguments.articles)
            print(
                f"built in {time.perf_counter() - started:.0f} s, {path.stat().st_size / 1e6:.0f} MB"
            )
        environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONPYCACHEPREFIX=scratch)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        bare = measure([sys.executable, "-c", "pass"], environment)
        print(f"{bare[0]:8.1f} ms          {bare[1]:6.1f} MB  python -c pass")
        for words in LINES:
            line = [sys.executable, "-m", "monitor", "--database", str(path), *words]
            took, memory, rows = measure(line, environment)
            print(
                f"{took:8.1f} ms  x{took / bare[0]:5.2f}  {memory:6.1f} MB  {rows:7,} rows  {' '.join(words)}"
            )


def measure(line: list[str], environment: dict[str, str]) -> tuple[float, float, int]:
    """Milliseconds (median), megabytes (most) and lines printed."""
    times, memory, rows = [], 0.0, 0
    for _ in range(ROUNDS):
        start = time.perf_counter()
        process = subprocess.Popen(line, env=environment, stdout=subprocess.PIPE)
        rows = sum(1 for _ in process.stdout or ())
        _, status, usage = os.wait4(process.pid, 0)
        times.append(1000 * (time.perf_counter() - start))
        memory = max(memory, usage.ru_maxrss / 1024)
        assert status == 0, line
    return statistics.median(times), memory, rows


def build(path: Path, count: int) -> None:
    from monitor.store import open_store

    open_store(path).close()
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous = OFF")
    with connection:
        connection.executemany(
            "INSERT INTO entities VALUES (?, ?, 'project', '', 1)",
            [(f"e{n}", f"Entity {n}") for n in range(50)],
        )
        facts = [(f"e{n}.commissioning", f"e{n}") for n in range(50)]
        connection.executemany(
            "INSERT INTO facts (id, entity, attribute, kind, source, tracked, terms)"
            " VALUES (?, ?, 'commissioning', 'milestone', '', 1, '')",
            facts,
        )
    columns = "number, id, url, title, source, tier, language, published, seen, version, story"
    with connection:
        connection.executemany(
            f"INSERT INTO articles ({columns}) VALUES (?, ?, ?, ?, ?, 'press', 'en', ?, ?, 1, ?)",
            (article(n) for n in range(1, count + 1)),
        )
        connection.executemany(
            "INSERT INTO hits (id, article, version, entity, score, reasons, mention, mentions, dated,"
            " recorded) VALUES (?, ?, 1, ?, ?, ?, ?, ?, ?, ?)",
            (hit(n) for n in range(10, count + 1, 10)),
        )
        connection.executemany(
            "INSERT INTO claims (id, article, version, fact, kind, value, modality, confidence, quote,"
            ' start, "end", value_start, value_end, scope, speaker, reasons, dated, recorded)'
            " VALUES (?, ?, 1, ?, 'milestone', ?, 'planned', ?, ?, 0, 60, 40, 44, 'whole', '', ?, ?, ?)",
            (claim(n) for n in range(20, count + 1, 20)),
        )
    connection.execute("ANALYZE")
    connection.close()


def at(number: int) -> str:
    return (START + timedelta(minutes=5 * number)).strftime("%Y-%m-%dT%H:%M:%SZ")


def article(n: int) -> tuple[object, ...]:
    title = f"Story number {n} about a plant that is to be commissioned some day"
    return n, f"n{n}", f"https://news.example/{n}", title, f"Source {n % 90}", at(n), at(n), f"s{n}"


REASONS = json.dumps([["name", "exact", 0.0], ["sense", "context words in the article (3)", 2.4]])
MENTION = json.dumps({"text": "Entity", "start": 0, "end": 6, "alias": "Entity", "how": "exact"})


def hit(n: int) -> tuple[object, ...]:
    score = 0.3 + (n % 700) / 1000
    return (
        f"h{n:010d}",
        n,
        f"e{n // 10 % 50}",
        score,
        REASONS,
        MENTION,
        f"[{MENTION}]",
        at(n),
        at(n),
    )


def claim(n: int) -> tuple[object, ...]:
    year = 2020 + n % 17
    value = {
        "earliest": f"{year}-01-01",
        "latest": f"{year}-12-31",
        "state": "expected",
        "text": str(year),
    }
    quote = f"The plant is to be commissioned some day in {year}, it was said."
    confidence = 0.5 + (n % 500) / 1000
    fact = f"e{n // 20 % 50}.commissioning"
    return f"c{n:010d}", n, fact, json.dumps(value), confidence, quote, REASONS, at(n), at(n)


if __name__ == "__main__":
    main()
