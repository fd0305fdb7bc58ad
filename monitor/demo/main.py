"""The main job, shown: a recorded month polled by the daemon's own parts on a clock of its own."""

from __future__ import annotations

import asyncio
import json
from base64 import b64encode
from collections.abc import Mapping
from contextlib import closing
from datetime import datetime, timedelta
from email.message import EmailMessage
from importlib.resources import files
from pathlib import Path
from typing import Any

from monitor.clock import SystemClock
from monitor.config import load
from monitor.demo import show
from monitor.demo.newsstand import NewsStand, recorded_month
from monitor.demo.sinks import ChatSink, MailSink
from monitor.errors import MonitorError
from monitor.service.assemble import Service, assemble
from monitor.store import listings

STEPS_A_DAY = 4


class RecordedClock(SystemClock):
    """A clock that stands where it is put."""

    def __init__(self, start: datetime) -> None:
        self.instant = start

    def now(self) -> datetime:
        return self.instant


def run_demo(directory: Path) -> int:
    """Runs the whole month into ``directory``, which must be new or an earlier demo's.

    Returns 0, or 1 where anything that should have been delivered was not.
    """
    directory = directory.absolute()
    _clear(directory)
    items = recorded_month()
    clock = RecordedClock(items[0].published.replace(hour=0, minute=0))
    stand, mails, chat = NewsStand(items, clock.now), MailSink(), ChatSink()
    try:
        _configure(directory, stand.base, mails.port, chat.url)
        config = load(directory / "config.toml")
        outlets = len({item.outlet for item in items})
        print(show.opening(stand.base, clock.now(), items[-1].published, outlets))
        with assemble(config, clock=clock) as service:
            asyncio.run(_month(service, clock, items[-1].published))
        return _close(directory, config.database, stand, mails, chat)
    finally:
        for server in (stand, mails, chat):
            server.close()


def _clear(directory: Path) -> None:
    """Makes room for a new demo, deleting nothing that an earlier one did not make."""
    directory.mkdir(parents=True, exist_ok=True)
    strangers = [
        path.name
        for path in directory.iterdir()
        if not path.name.startswith("monitor.db") and path.suffix not in {".toml", ".eml", ".html"}
        if path.name not in {"slack-webhook-url", "chat.json"}
    ]
    if strangers:
        raise MonitorError(
            f"{directory} holds other files ({strangers[0]}, ...); choose an empty directory."
        )
    for path in directory.iterdir():
        path.unlink()


def _configure(directory: Path, base: str, smtp_port: int, chat_url: str) -> None:
    template = files("monitor.demo").joinpath("config.toml").read_text("utf-8")
    for mark, text in {
        "@BASE@": base,
        "@DIR@": str(directory),
        "@SMTP_PORT@": str(smtp_port),
    }.items():
        template = template.replace(mark, text)
    (directory / "config.toml").write_text(template, "utf-8")
    (directory / "slack-webhook-url").write_text(chat_url, "utf-8")


async def _month(service: Service, clock: RecordedClock, end: datetime) -> None:
    """Lets the month go by, six hours at a time, with the daemon's round at each step."""
    told: set[str] = set()
    try:
        while clock.instant <= end:
            day, new, edited, hits = clock.instant, 0, 0, 0
            for _ in range(STEPS_A_DAY):
                clock.instant += timedelta(days=1) / STEPS_A_DAY
                for outcome in await service.poller.poll_due():
                    new, edited, hits = (
                        new + outcome.new,
                        edited + outcome.edited,
                        hits + outcome.hits,
                    )
                    if outcome.state == "failed":
                        print(f"    ! {outcome.source}: {outcome.detail}")
                await service.dispatcher.send_due()
            if new or edited:
                print(show.day(day, new, edited, hits), flush=True)
            _print_changes(service.config.database, told)
    finally:
        await service.aclose()


def _print_changes(database: Path, told: set[str]) -> None:
    with closing(listings.open_listings(str(database))) as connection:
        alerted: dict[str, list[str]] = {}
        for alert in listings.alerts(connection):
            for subject in alert["subjects"]:
                alerted.setdefault(subject, []).append(_how(alert))
        for form in listings.changes(connection, sort="recorded"):
            if form["id"] in told:
                continue
            told.add(form["id"])
            quotes = {
                claim["id"]: claim["quote"]
                for claim in listings.claims(connection, fact=form["fact"])
            }
            quote = next((quotes[claim] for claim in form["claims"] if claim in quotes), "")
            print(show.change(form, quote, sorted(alerted.get(form["id"], []))), flush=True)


def _how(alert: Mapping[str, Any]) -> str:
    return alert["channel"] if alert["route"] == "desk" else f"{alert['channel']} next morning"


def _close(
    directory: Path, database: Path, stand: NewsStand, mails: MailSink, chat: ChatSink
) -> int:
    """Writes what was delivered to files, prints the summary, says whether all arrived."""
    shown: dict[Path, str] = {}
    for number, (message, raw) in enumerate(zip(mails.messages, mails.raw, strict=True), 1):
        path = directory / f"mail-{number}.eml"
        path.write_bytes(raw)
        page = path.with_suffix(".html")
        page.write_text(web_page(message), "utf-8")
        shown[page] = message["Subject"]
    (directory / "chat.json").write_text(
        json.dumps(chat.posts, ensure_ascii=False, indent=1), "utf-8"
    )
    shown[directory / "chat.json"] = "what the chat webhook was sent"
    with closing(listings.open_listings(str(database))) as connection:
        hits = list(listings.hits(connection, limit=None))
        claims = list(listings.claims(connection, limit=None))
        alerts = list(listings.alerts(connection))
        counts = {
            "requests": stand.requests,
            "unchanged": stand.unchanged,
            "hits": len(hits),
            "articles": len({hit["article"]["id"] for hit in hits}),
            "claims": len(claims),
            "mails": len(mails.messages),
            "posts": len(chat.posts),
        }
        print(show.closing(directory, counts, list(listings.facts(connection)), shown))
    undelivered = [alert for alert in alerts if alert["state"] not in ("delivered", "sent", "done")]
    return 1 if undelivered or not mails.messages or not chat.posts else 0


def web_page(message: EmailMessage) -> str:
    """The HTML of a mail as a page of its own, with its attached pictures inside."""
    html = message.get_body(("html",))
    text = str(html.get_content()) if html is not None else ""
    for part in message.walk():
        if name := str(part.get("Content-ID", "")).strip("<>"):
            picture = part.get_payload(decode=True)
            data = b64encode(picture if isinstance(picture, bytes) else b"").decode()
            text = text.replace(f"cid:{name}", f"data:{part.get_content_type()};base64,{data}")
    return text
