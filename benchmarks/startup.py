"""How long read-only commands take to start, beside bare Python, on a store of some size.

    python benchmarks/startup.py [ROUNDS] [--database PATH]

Without a database a small one is made. Commands take turns, so that a busy machine is
unfair to all alike; printed are the median, and the least with how many times that of bare
Python it is. Bytecode is cached, as an installation has it.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = [
    ["hits", "--json", "--limit", "20"],
    ["claims", "--json", "--limit", "20"],
    ["changes", "--json", "--limit", "20"],
    ["facts", "--json"],
    ["timeline", "smz-complex.commissioning", "--json"],
    ["alerts", "--json", "--limit", "20"],
    ["hits", "--limit", "20"],
    ["hits", "--json", "--since", "last week"],
    ["sources", "--json"],
    ["search", "complex", "--json"],
]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("rounds", type=int, nargs="?", default=15)
    parser.add_argument("--database")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        environment = dict(os.environ, PYTHONPATH=str(ROOT), PYTHONPYCACHEPREFIX=scratch)
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        database = arguments.database or make_database(Path(scratch), environment)
        base = [
            sys.executable,
            "-m",
            "monitor",
            "--config",
            str(ROOT / "config.toml"),
            "--database",
            database,
        ]
        lines = {"python -c pass": [sys.executable, "-c", "pass"]}
        lines |= {" ".join(["monitor", *words]): [*base, *words] for words in COMMANDS}
        times: dict[str, list[float]] = {name: [] for name in lines}
        for line in lines.values():
            subprocess.run(line, env=environment, stdout=subprocess.DEVNULL, check=True)
        for _ in range(arguments.rounds):
            for name, line in lines.items():
                start = time.perf_counter()
                subprocess.run(line, env=environment, stdout=subprocess.DEVNULL, check=True)
                times[name].append(1000 * (time.perf_counter() - start))
    bare = min(times["python -c pass"])
    print("  median     least")
    for name, taken in times.items():
        least = min(taken)
        print(f"{statistics.median(taken):8.1f}  {least:8.1f} ms  x{least / bare:4.2f}  {name}")


def make_database(directory: Path, environment: dict[str, str]) -> str:
    news = directory / "news.jsonl"
    news.write_text(
        '{"url": "https://news.example/1", "published": "2025-12-01", "source": "News", "title":'
        ' "Solikamsk Magnesium Plant delays separation complex", "text": "Solikamsk Magnesium Plant'
        ' will commission its rare earth separation complex in 2028."}\n',
        encoding="utf-8",
    )
    path = str(directory / "small.db")
    line = [
        sys.executable,
        "-m",
        "monitor",
        "--config",
        str(ROOT / "config.toml"),
        "--database",
        path,
    ]
    subprocess.run(
        [*line, "replay", str(news)], env=environment, stdout=subprocess.DEVNULL, check=True
    )
    return path


if __name__ == "__main__":
    main()
