"""Makes the pictures of mails, the report, the live page and the terminal again, from the demo's month.

    python docs/images/make.py

Needs what the tests need, textual, and Chromium with chromedriver. All outlets are made up.
"""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from unittest.mock import patch

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from monitor.cli import web  # noqa: E402
from monitor.cli.board.html import page  # noqa: E402
from monitor.cli.desk.desk import Desk  # noqa: E402
from monitor.cli.desk.screen import ReviewApp  # noqa: E402
from monitor.cli.reporting import look  # noqa: E402
from monitor.cli.terminal import width  # noqa: E402
from monitor.config import Config, load  # noqa: E402
from monitor.service.assemble import assemble  # noqa: E402
from tests.browser import Browser  # noqa: E402

HERE = Path(__file__).parent
THEN = datetime(2025, 10, 11, 8, tzinfo=UTC)
RUMOUR = {
    "url": "https://news.example/rumour", "source": "Minerals Digest", "tier": "other",
    "language": "en", "published": "2025-10-10T09:00:00Z",
    "title": "A reader on the separation complex in Solikamsk",
    "text": "The rare earth separation complex of Solikamsk Magnesium Plant will be commissioned in"
    " 2030, a reader writes.",
}  # fmt: skip
COMMANDS = [
    "changes", "facts", "hits --limit 5", "timeline smz-complex.commissioning --limit 6",
    "search разделительный --limit 2", "sources",
]  # fmt: skip
COLOURS = {
    "31": "#b3261e", "32": "#1a7f37", "33": "#8a5a00", "34": "#0b57a4", "35": "#8b2fa0",
    "36": "#00707a",
}  # fmt: skip
STYLE = (
    "body{margin:0;padding:12px 16px;background:#fdfdfc;color:#1c1e21;width:max-content;"
    "font:14px/1.35 'DejaVu Sans Mono',monospace;white-space:pre}"
    "i{display:inline-block;width:2ch;font-style:normal}a{color:inherit}"
)


def main() -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        config = stock(folder / "demo")
        with Browser(folder / "profile") as browser:
            report(browser, config, folder)
            board(browser, config)
            mails(browser, folder / "demo")
            for name, columns, colour in (("terminal-80", 80, "always"), ("terminal-60", 60, "always"),
                                          ("terminal-40", 40, "always"), ("terminal-plain", 80, "never")):  # fmt: skip
                shown = "\n".join(told(config.path, line, columns, colour) for line in COMMANDS)
                (folder / "t.html").write_text(screen(shown), encoding="utf-8")
                keep(browser, (folder / "t.html").as_uri(), name)
            for size in ((80, 24), (60, 24)):
                drawn = asyncio.run(review(config, size))
                (folder / "r.html").write_text(
                    f'<!doctype html><meta charset="utf-8"><body style="margin:0;width:{size[0] * 10}px">{drawn}',
                    encoding="utf-8",
                )
                keep(browser, (folder / "r.html").as_uri(), f"review-{size[0]}")
    made = [
        *HERE.glob("report-*.png"),
        *HERE.glob("review-*.png"),
        *HERE.glob("terminal-*.png"),
        HERE / "web-judge.png",
        *HERE.glob("mail-*.png"),
        *HERE.glob("digest-*.png"),
    ]
    if shutil.which("mogrify"):  # half the size, and nobody sees it
        subprocess.run(
            ["mogrify", "-strip", "+dither", "-colors", "64", "-define", "png:format=png8", *made],
            check=True,
        )


def stock(folder: Path) -> Config:
    """The demo's month, and a change that waits."""
    say("demo", "--directory", str(folder))
    news = folder / "rumour.jsonl"
    news.write_text(json.dumps(RUMOUR), encoding="utf-8")
    say("--config", str(folder / "config.toml"), "replay", str(news))
    return load(folder / "config.toml")


def say(*words: str, **environment: str) -> str:
    found = {**os.environ, "PYTHONPATH": str(ROOT), **environment}
    line = [sys.executable, "-m", "monitor", *words]
    return subprocess.run(line, env=found, capture_output=True, text=True, check=True).stdout


def report(browser: Browser, config: Config, folder: Path) -> None:
    path = folder / "board.html"
    path.write_text(page(look(config, THEN)), encoding="utf-8")
    for name, columns, dark in (
        ("wide", 1100, False),
        ("dark", 1100, True),
        ("narrow", 360, False),
    ):
        browser.look(columns, dark=dark, height=1150)
        browser.go(path.as_uri())
        (HERE / f"report-{name}.png").write_bytes(browser.picture())
    (folder / "board.pdf").write_bytes(browser.paper())
    subprocess.run(
        ["pdftoppm", "-r", "70", "-png", "-f", "1", "-l", "1", "-singlefile", folder / "board.pdf",
         HERE / "report-print"], check=True,
    )  # fmt: skip


def board(browser: Browser, config: Config) -> None:
    """``monitor web --judge`` as it was on the demo's last day."""
    server = web.serve(config, "127.0.0.1", 0, judge=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with patch.object(web, "look", lambda config, _: look(config, THEN)):
        browser.look(1000, height=620)
        browser.go(server.address)
        (HERE / "web-judge.png").write_bytes(browser.picture())
    server.shutdown()
    server.server_close()


def mails(browser: Browser, folder: Path) -> None:
    """The demo's second mail, which tells a slip, and its second digest."""
    for name, number, columns, dark in (
        ("mail-wide-light", 2, 900, False), ("mail-wide-dark", 2, 900, True),
        ("mail-narrow-light", 2, 380, False), ("mail-narrow-dark", 2, 380, True),
        ("digest-wide-light", 3, 900, False),
    ):  # fmt: skip
        browser.look(columns, dark=dark, height=700 if "digest" in name else 1000)
        browser.go((folder / f"mail-{number}.html").as_uri())
        (HERE / f"{name}.png").write_bytes(browser.picture())


def told(config: Path, line: str, columns: int, colour: str) -> str:
    words = ["--config", str(config), "--color", colour, *line.split()]
    out = say(*words, COLUMNS=str(columns))
    return f"$ monitor {line}\n{out}"


def screen(text: str) -> str:
    """A terminal's output as a page: colours as styles, wide characters two columns wide."""
    parts = []
    for piece in re.split(r"(\x1b\[[\d;]*m)", re.sub(r"\x1b\]8;;[^\x1b]*\x1b\\", "", text)):
        if piece.startswith("\x1b["):
            codes = piece[2:-1].split(";")
            styles = [f"color:{COLOURS[code]}" for code in codes if code in COLOURS]
            styles += ["font-weight:bold"] * ("1" in codes) + ["opacity:.6"] * ("2" in codes)
            parts.append("</span>" if codes == ["0"] else f'<span style="{";".join(styles)}">')
        else:
            parts += [f"<i>{c}</i>" if width(c) == 2 else escape(c) for c in piece]
    return f'<!doctype html><meta charset="utf-8"><style>{STYLE}</style><body>{"".join(parts)}'


async def review(config: Config, size: tuple[int, int]) -> str:
    with assemble(config) as service:
        app = ReviewApp(Desk(service, "ann"))
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.pause()
            return app.export_screenshot(title="monitor review")


def keep(browser: Browser, url: str, name: str, *, width: int = 1200) -> None:
    """The whole page, no larger than it is."""
    browser.look(width, height=3000)
    browser.go(url)
    wide, high = browser.run(
        "const b = (document.body || document.documentElement).getBoundingClientRect();"
        "return [Math.ceil(b.right), Math.ceil(b.bottom)]"
    )
    browser.look(wide, height=high)
    (HERE / f"{name}.png").write_bytes(browser.picture())


if __name__ == "__main__":
    main()
