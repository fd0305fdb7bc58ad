"""The parts wired together, made when needed; a round by hand; what a daemon says first."""

import asyncio
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from monitor.config import Config, FileConfig, SourceConfig
from monitor.errors import StoreError
from monitor.model import Route, SourceState, Verdict
from monitor.service.assemble import assemble
from monitor.service.outlook import outlook
from monitor.service.rounds import one_round
from tests.service_factories import StillClock
from tests.store_factories import FACT, NOW, WATCHLIST, article

ROUTE = Route("all", ("file",), verdicts=tuple(Verdict))


@pytest.fixture
def config(tmp_path):
    return Config(
        tmp_path / "config.toml",
        tmp_path / "monitor.db",
        ZoneInfo("Europe/London"),
        WATCHLIST,
        (SourceConfig("Feed", "http://127.0.0.1:9/feed"), SourceConfig("Off", "x", enabled=False)),
        routes=(ROUTE,),
        channels=(FileConfig("file", tmp_path / "told.jsonl"),),
    )


def test_nothing_is_made_before_it_is_asked_for(config):
    with assemble(config, clock=StillClock()) as service:
        assert service.store.ledger.standing(FACT)
        assert {"reader", "fetcher", "dispatcher"} & set(vars(service)) == set()
        assert service.pipeline.process(article(text="Weather.")).new
        assert "fetcher" not in vars(service)


def test_judging_needs_no_reader():
    """`monitor accept` must not wait for names to be compiled."""
    code = "import monitor.service.assemble, sys; print(*sys.modules)"
    loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True,
        cwd=Path(__file__).parents[2],
    )  # fmt: skip
    heavy = {"httpx", "feedparser", "apscheduler", "pymorphy3", "opencc", "ahocorasick_rs"}
    assert heavy & set(loaded.stdout.split()) == set()


def test_a_database_that_cannot_be_used_is_one_error(config):
    with sqlite3.connect(config.database) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    with pytest.raises(StoreError, match="another program"):
        assemble(config)


def test_a_round_polls_and_tells(config):
    clock = StillClock()
    with assemble(config, clock=clock) as service:
        service.store.outbox.plan([])
        line = article(text=f"A report.\n\n{FACT}")
        assert service.pipeline.process(line).new
        done = asyncio.run(one_round(service))
        assert [(poll.source, poll.state) for poll in done.polls] == [("Feed", "failed")]
        assert done.failed
        assert done.next_poll > clock.at
        assert done.to_json()["polls"][0]["source"] == "Feed"
        clock.at += timedelta(seconds=1)
        again = asyncio.run(one_round(service))
        assert (again.polls, again.failed) == ([], False)
        assert [poll.source for poll in asyncio.run(one_round(service, everything=True)).polls] == [
            "Feed"
        ]


def said(service):
    return list(outlook(service))


def test_a_daemon_says_what_it_watches_whom_it_tells_and_when_it_polls(config):
    with assemble(config, clock=StillClock()) as service:
        first, told, poll = said(service)
        assert "watching 2 entities and 2 facts in 1 source (Feed)" in first
        assert told == "tells over file by 1 route"
        assert poll == "next poll: now, 1 source due (Feed)"
        service.store.sources.save(
            SourceState("Feed", config.sources[0].url, next_poll=NOW + timedelta(minutes=12))
        )
        assert said(service)[-1] == "next poll: 2026-11-23 05:12 GMT, in 12 min (Feed)"
        service.store.sources.save(
            SourceState("Feed", config.sources[0].url, next_poll=NOW, gone=NOW)
        )
        assert said(service)[-1] == "next poll: none, every source is gone for good"


def test_a_daemon_says_what_is_missing(config):
    bare = replace(config, sources=(), routes=())
    with assemble(bare, clock=StillClock()) as service:
        lines = said(service)
    assert "no source is enabled in the configuration: nothing will come in" in lines
    assert "tells nobody: there is no [[alerts.routes]] in the configuration" in lines
