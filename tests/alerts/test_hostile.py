"""Hostile text stays text, in every channel and on the terminal."""

import email
import email.policy
import json
import re
import unicodedata
from dataclasses import replace
from datetime import UTC
from functools import cache
from html.parser import HTMLParser

import pytest

from monitor.alerts.channels.file import FileChannel, StdoutChannel
from monitor.alerts.channels.mail import compose_mail, on_the_wire
from monitor.alerts.channels.slack import _payload
from monitor.alerts.compose import Material, News, compose
from monitor.alerts.compose.safe import clean, line, link
from monitor.config.types import EmailConfig, FileConfig
from monitor.model import Alert, Batch, Item, Kind, Party, Verdict
from tests.alert_factories import (
    NOW,
    WATCHLIST,
    article,
    change,
    evidence,
    year,
)
from tests.hostile import LINKS, TEXTS

NAMES = {entity.id: entity.name for entity in WATCHLIST.entities}
BAD = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff"
    "\U000e0000-\U000e007f\ud800-\udfff]"
)
DESK = EmailConfig("email", "localhost", "monitor <m@desk.example>", ("a@desk.example",))


def batch(event="change", style="story", details=None):
    alert = Alert("a1", "k", "desk", "email", event, ("x1",), NOW, NOW, details or {})
    return Batch("a1", "desk", "email", style, (alert,))


@cache
def poisoned(text, url="https://kommersant.example/1"):
    """A message with the text everywhere where it may come from outside."""
    ref = article("n-x1", title=text, source=text, language=text, url=url)
    quote = f"before {text} 2028 {text} after"
    said = evidence(ref=ref, quote=quote, marked="2028", speaker=text)
    reasons = tuple(replace(reason, detail=text) for reason in said.claim.reasons)
    said = replace(said, claim=replace(said.claim, reasons=reasons))
    one = change(ref=ref, why=text)
    fact, entity = replace(WATCHLIST.facts[0], as_of=None), WATCHLIST.entities[1]
    owner = replace(fact, id="smz.owner", attribute="owner", kind=Kind.PARTY, value=None)
    other = change(
        "x2", fact=owner.id, verdict=Verdict.REPLACED, old=Party(text), new=Party(text), ref=ref
    )
    news = [
        News(Item("news", one, year(2027), (one,)), fact, entity, (said,), (one,), (said,)),
        News(
            Item("news", other, Party(text), (other,)), owner, replace(entity, name=text), (said,)
        ),
    ]
    return compose(Material(batch(), tuple(news), NOW, UTC, NAMES))


@cache
def poisoned_health(text):
    details = {"title": text, "lines": [text, text], "command": text}
    return compose(Material(batch("dead-source", "health", details), (), NOW, UTC, NAMES))


class Structure(HTMLParser):
    """The elements of a document with the names of their attributes, and its links."""

    def __init__(self, text):
        super().__init__()
        self.elements, self.links = [], []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.links += [value for name, value in attrs if name in {"href", "src", "action"}]


def strings(form):
    match form:
        case str():
            yield form
        case dict():
            for value in form.values():
                yield from strings(value)
        case list() | tuple():
            for value in form:
                yield from strings(value)


def no_bad(text):
    assert not BAD.search(text), ascii(BAD.search(text))


@pytest.fixture(params=TEXTS.values(), ids=TEXTS)
def text(request):
    return request.param


@pytest.fixture(params=[poisoned, poisoned_health])
def make(request):
    return request.param


def test_the_table_is_long_enough():
    assert len(TEXTS) >= 30


def test_mail_headers(make, text):
    message = make(text)
    no_bad(message.subject)
    assert "\n" not in message.subject
    assert len(message.subject) <= 200
    mail = email.message_from_bytes(
        on_the_wire(compose_mail(message, DESK)), policy=email.policy.default
    )
    assert set(mail.keys()) == {
        "From",
        "To",
        "Subject",
        "Date",
        "Message-ID",
        "Auto-Submitted",
        "X-Auto-Response-Suppress",
        "X-Monitor-Alert",
        "MIME-Version",
        "Content-Type",
    }
    assert mail["To"] == "a@desk.example"
    assert mail["Subject"] == message.subject
    assert not mail.defects


def test_mail_text(make, text):
    message = make(text)
    no_bad(message.text)
    mail = email.message_from_bytes(
        on_the_wire(compose_mail(message, DESK)), policy=email.policy.default
    )
    body = mail.get_body(("plain",)).get_content().replace("\r\n", "\n")
    wire = on_the_wire(compose_mail(message, DESK))
    assert body == message.text
    assert all(len(row) <= 998 for row in wire.split(b"\r\n"))
    assert b"\r\n" in wire
    assert not re.search(rb"(?<!\r)\n", wire)


def test_html_has_the_elements_that_we_wrote(make, text):
    message = make(text)
    harmless = make("harmless")
    no_bad(message.html)
    structure, expected = Structure(message.html), Structure(harmless.html)
    assert {tag for tag, _ in structure.elements} <= {tag for tag, _ in expected.elements}
    assert set(structure.elements) <= set(expected.elements)
    assert all(re.match(r"https?://|cid:chart\d\.png$", each) for each in structure.links)


def test_slack_blocks_have_no_markup(make, text):
    message = make(text)
    kinds = set()

    def visit(form):
        if isinstance(form, dict):
            kinds.add(form.get("type"))
            for value in form.values():
                visit(value)
        elif isinstance(form, list | tuple):
            for value in form:
                visit(value)

    visit(message.slack)
    assert kinds <= {
        None,
        "header",
        "context",
        "plain_text",
        "rich_text",
        "rich_text_section",
        "rich_text_quote",
        "rich_text_preformatted",
        "text",
        "link",
    }
    for each in strings(message.slack):
        no_bad(each)
    for blocks in (True, False):
        fallback = _payload(message, blocks=blocks)["text"]
        no_bad(fallback)
        assert not set("<>*_~`") & set(fallback)


def test_json_and_files(make, text, tmp_path):
    message = make(text)
    FileChannel(FileConfig("file", tmp_path / "alerts.jsonl")).deliver(message)
    written = (tmp_path / "alerts.jsonl").read_text("utf-8")
    assert written.count("\n") == 1
    for each in strings(json.loads(written)):
        no_bad(each)


def test_the_terminal(make, text, capsys):
    StdoutChannel().deliver(make(text))
    no_bad(capsys.readouterr().out)


@pytest.mark.parametrize("url", LINKS)
def test_bad_links_are_no_links(url):
    assert link(url) == ""
    message = poisoned("text", url)
    assert all(each.startswith("cid:") for each in Structure(message.html).links)
    assert '"link"' not in json.dumps(message.slack)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://a.example/x?y=1&z=2#q", "https://a.example/x?y=1&z=2#q"),
        ("HTTP://a.example", "http://a.example"),
        ("https://пример.рф/новость", "https://xn--e1afmkfd.xn--p1ai/новость"),
        ("https://a.example:8443/%D1%81", "https://a.example:8443/%D1%81"),
    ],
)
def test_good_links_are_links(url, shown):
    assert link(url) == shown


def test_clean_keeps_what_people_write():
    kept = "Ввод «в 2028 году» — 索利卡姆斯克 café 👩‍🔬 1 000 т"
    assert clean(kept) == kept
    assert line("a\u00a0b\n c") == "a b c"
    assert unicodedata.normalize("NFC", clean("й")) == "й"
