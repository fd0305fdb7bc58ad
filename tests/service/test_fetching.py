"""The door to the web as the configuration opens it."""

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config.types import FetchConfig, SourceConfig
from monitor.service.fetching import make_fetcher, user_agent, with_defaults
from monitor.sources.http import USER_AGENT


@pytest.mark.parametrize(
    ("fetch", "said"),
    [
        (FetchConfig(), USER_AGENT),
        (FetchConfig(contact="desk@ore.example"), "monitor/0.1 (news tripwire; +desk@ore.example)"),
        (FetchConfig(user_agent="Ours/1", contact="desk@ore.example"), "Ours/1"),
    ],
    ids=["nothing", "contact", "user agent"],
)
def test_who_we_say_we_are(fetch, said):
    assert user_agent(fetch) == said


def test_limits_are_those_of_the_configuration():
    limits = make_fetcher(FetchConfig(timeout=timedelta(seconds=5), max_bytes=1000))._limits
    assert (limits.total, limits.idle, limits.wire_bytes, limits.body_bytes) == (5, 5, 1000, 1000)


def test_a_source_goes_before_what_is_said_for_all():
    fetch = FetchConfig(proxy="http://p.example:1", ca_file=Path("/all.pem"))
    plain = with_defaults(SourceConfig("a", "http://a.example/"), fetch)
    assert (plain.proxy, plain.ca_file) == (fetch.proxy, fetch.ca_file)
    own = SourceConfig("a", "http://a.example/", proxy="http://q.example:1")
    assert with_defaults(own, fetch).proxy == "http://q.example:1"
