"""What a round of polls costs: CPU seconds for a thousand sources, and peak memory.

A local server plays N sources, each on a loopback address of its own. Three rounds: all
entries new, nothing changed, one source in twenty with two new entries. Each contender
runs in a process of its own:

    monitor    as `monitor poll` does it: every article read for the repository's watchlist
    bare       httpx and feedparser in a loop, nothing remembered but validators
    threads    feedparser in a thread pool, conditional requests by urllib
    reader     lemon24's reader, where it can be imported (--python PATH for its venv)

    python benchmarks/poll.py [--sources 1000] [--entries 20] [--only monitor,bare]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

if __package__ in (None, ""):  # run as a file: the repository is where `monitor` is
    sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

SUBJECTS = (
    "council", "port", "harvest", "railway", "election", "museum", "court", "budget", "storm",
    "factory", "hospital", "union", "airline", "river", "school", "festival", "bank", "ministry",
)  # fmt: skip
READY = -1
OURS = (
    "The company said on Monday that the separation complex of Solikamsk Magnesium Plant would be "
    "commissioned in the third quarter of 2028, a year later than planned. "
)


def paragraph(number: int, entry: int, part: int) -> str:
    """A hundred and fifty characters of news, most of them about nothing that is watched."""
    if entry % 50 == 7 and part == 1:
        return OURS
    one, other = (SUBJECTS[(number + entry * k + part) % len(SUBJECTS)] for k in (3, 7))
    return (
        f"The {one} and the {other} will be the subject of talks in town {number} next week, a "
        f"spokesman said on Monday, after {entry + 2} days of debate on the costs of the {one}. "
    )


# The server


def feed(number: int, entries: int, extra: int) -> bytes:
    items = []
    for n in range(entries + extra - 1, extra - 1, -1):
        parts = [paragraph(number, n, part) for part in range(8)]
        content = "".join(f"<p>{part}</p>" for part in parts)
        items.append(
            f"<item><title>Source {number}, entry {n}: talks go on</title>"
            f"<link>http://s{number}.example/news/{n}</link><guid>s{number}-{n}</guid>"
            f"<pubDate>Mon, 23 Nov 2026 {n % 24:02}:00:00 GMT</pubDate>"
            f"<description>&lt;p&gt;{parts[0]}&lt;/p&gt;</description>"
            f"<content:encoded><![CDATA[{content}]]></content:encoded></item>"
        )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Source {number}</title><link>http://s{number}.example/</link>{''.join(items)}"
        "</channel></rss>"
    ).encode()


async def serve(entries: int, port: multiprocessing.Queue[int], stage: Any) -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
                number = int(head.split(" ", 2)[1].rsplit("/", 1)[1])
                extra = 2 if stage.value >= 2 and number % 20 == 0 else 0
                etag = f'"{number}-{extra}"'
                if f"none-match: {etag}" in head or f"None-Match: {etag}" in head:
                    writer.write(f"HTTP/1.1 304 Not Modified\r\nETag: {etag}\r\n\r\n".encode())
                else:
                    body = feed(number, entries, extra)
                    writer.write(
                        f"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\nETag: {etag}\r\n"
                        f"Content-Length: {len(body)}\r\n\r\n".encode()
                        + body
                    )
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    server = await asyncio.start_server(answer, "0.0.0.0", 0, backlog=4096)
    port.put(server.sockets[0].getsockname()[1])
    await server.serve_forever()


def run_server(entries: int, port: multiprocessing.Queue[int], stage: Any) -> None:
    asyncio.run(serve(entries, port, stage))


def urls(count: int, port: int) -> list[str]:
    return [
        f"http://127.{1 + n // 62500}.{n // 250 % 250}.{n % 250 + 1}:{port}/{n}"
        for n in range(count)
    ]


# The contenders: each says when it has started, and how many entries a round brought


def monitor(addresses: list[str], step: Callable[[int], None]) -> None:
    from dataclasses import replace

    from monitor.config import load
    from monitor.config.types import SourceConfig
    from monitor.service.assemble import assemble

    watchlist = Path(__file__).resolve().parent.parent / "config.toml"

    async def main(folder: str) -> None:
        config = replace(
            load(watchlist),
            database=Path(folder) / "monitor.db",
            sources=tuple(SourceConfig(name=str(n), url=url) for n, url in enumerate(addresses)),
        )
        with assemble(config) as service:
            poller = service.poller
            step(READY)
            for _ in range(3):
                outcomes = await poller.poll_all()
                bad = [outcome.detail for outcome in outcomes if outcome.failed]
                if bad:
                    raise SystemExit(f"{len(bad)} failed: {bad[0]}")
                await service.aclose()
                step(sum(outcome.new for outcome in outcomes))

    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(main(folder))


def bare(addresses: list[str], step: Callable[[int], None]) -> None:
    import io

    import feedparser
    import httpx

    async def main() -> None:
        validators: dict[str, str] = {}
        limit = asyncio.Semaphore(16)
        async with httpx.AsyncClient() as client:
            step(READY)

            async def one(url: str) -> int:
                async with limit:
                    headers = {"If-None-Match": validators[url]} if url in validators else {}
                    answer = await client.get(url, headers=headers)
                if answer.status_code == 304:
                    return 0
                validators[url] = answer.headers["etag"]
                return len(feedparser.parse(io.BytesIO(answer.content)).entries)

            for _ in range(3):
                step(sum(await asyncio.gather(*map(one, addresses))))

    asyncio.run(main())


def threads(addresses: list[str], step: Callable[[int], None]) -> None:
    from concurrent.futures import ThreadPoolExecutor

    import feedparser

    validators: dict[str, str] = {}

    def one(url: str) -> int:
        found = feedparser.parse(url, etag=validators.get(url))
        validators[url] = found.get("etag", validators.get(url, ""))
        return len(found.entries)

    step(READY)
    with ThreadPoolExecutor(16) as pool:
        for _ in range(3):
            step(sum(pool.map(one, addresses)))


def reader(addresses: list[str], step: Callable[[int], None]) -> None:
    from reader import make_reader

    with tempfile.TemporaryDirectory() as folder:
        store = make_reader(f"{folder}/reader.db")
        for url in addresses:
            store.add_feed(url)
        step(READY)
        for _ in range(3):
            count = 0
            for result in store.update_feeds_iter(workers=16, scheduled=False):
                if result.updated_feed:
                    count += result.updated_feed.new
            step(count)


CONTENDERS = {"monitor": monitor, "bare": bare, "threads": threads, "reader": reader}


def contend(name: str, addresses: list[str]) -> None:
    """Runs in a process of its own; a line of JSON after each round, and waits for a word."""

    def spent() -> float:
        return sum(resource.getrusage(resource.RUSAGE_SELF)[:2]) + sum(
            resource.getrusage(resource.RUSAGE_CHILDREN)[:2]
        )

    before = [spent(), time.perf_counter()]

    def step(entries: int) -> None:
        if entries == READY:
            before[:] = [spent(), time.perf_counter()]
            return
        cpu, wall = spent() - before[0], time.perf_counter() - before[1]
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(json.dumps([cpu, wall, entries, peak]), flush=True)
        sys.stdin.readline()
        before[:] = [spent(), time.perf_counter()]

    CONTENDERS[name](addresses, step)


def measure(name: str, python: str, options: argparse.Namespace) -> None:
    port: multiprocessing.Queue[int] = multiprocessing.Queue()
    stage = multiprocessing.Value("i", 0)
    server = multiprocessing.Process(
        target=run_server, args=(options.entries, port, stage), daemon=True
    )
    server.start()
    command = [
        python,
        __file__,
        "--contend",
        name,
        "--sources",
        str(options.sources),
        "--port",
        str(port.get()),
    ]
    try:
        run = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        assert run.stdin
        assert run.stdout
        cells = []
        peak = 0.0
        for number in range(3):
            line = run.stdout.readline()
            if not line:
                print(f"{name:10} not measured")
                return
            cpu, wall, entries, peak = json.loads(line)
            per = 1000 / options.sources
            cells.append(f"{cpu * per:8.2f} ({wall * per:6.1f} s, {entries:6d})")
            stage.value = number + 1
            run.stdin.write("\n")
            run.stdin.flush()
        print(f"{name:10} {'  '.join(cells)}  {peak:8.0f}", flush=True)
    finally:
        run.kill()
        server.kill()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--sources", type=int, default=1000)
    parser.add_argument("--entries", type=int, default=20)
    parser.add_argument("--only", default="monitor,bare,threads,reader")
    parser.add_argument("--python", default=sys.executable, help="the interpreter that has reader")
    parser.add_argument("--contend", help=argparse.SUPPRESS)
    parser.add_argument("--port", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.contend:
        contend(options.contend, urls(options.sources, options.port))
        return
    print(
        f"{options.sources} sources of {options.entries} entries; CPU s per 1,000 (wall, entries)"
    )
    print(f"{'':10} {'all new':26}  {'unchanged':26}  {'5 % changed':26}  peak MB")
    for name in options.only.split(","):
        measure(name, options.python if name == "reader" else sys.executable, options)


if __name__ == "__main__":
    main()
