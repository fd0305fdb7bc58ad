"""The demo's servers behave as real ones do, so that what it shows is worth seeing."""

import smtplib
import urllib.error
import urllib.request
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from monitor.demo.newsstand import NewsStand, on_the_stand, recorded_month
from monitor.demo.sinks import ChatSink, MailSink
from monitor.sources.feeds import parse_feed

END = datetime(2025, 10, 11, tzinfo=UTC)
FORMS = {
    "kama-courier": "rss-1251.xml",
    "northern-metals-review": "rss.xml",
    "ore-alloy-wire": "atom.xml",
    "press-centre": "atom.xml",
    "minerals-digest": "rdf.xml",
    "rare-metals-observer": "feed.json",
}


@pytest.fixture
def stand():
    server = NewsStand(recorded_month(), lambda: END)
    yield server
    server.close()


def get(url, **headers):
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=5) as answer:
        return answer.read(), answer.headers


@pytest.mark.parametrize(("outlet", "form"), FORMS.items())
def test_every_format_gives_back_the_recorded_items(stand, outlet, form):
    url = f"{stand.base}/{outlet}/{form}"
    body, headers = get(url)
    entries = parse_feed(body, url, headers["Content-Type"]).entries
    shown = on_the_stand(recorded_month(), outlet, END)
    assert [(e.title, e.published) for e in entries] == [(i.title, i.published) for i in shown]


def test_an_unchanged_feed_answers_304(stand):
    url = f"{stand.base}/ore-alloy-wire/atom.xml"
    _, headers = get(url)
    with pytest.raises(urllib.error.HTTPError) as answer:
        get(url, **{"If-None-Match": headers["ETag"]})
    assert answer.value.code == 304
    answer.value.close()


def test_a_feed_holds_nothing_from_the_future():
    noon = datetime(2025, 9, 24, 12, tzinfo=UTC)
    for outlet in FORMS:
        assert all(item.published <= noon for item in on_the_stand(recorded_month(), outlet, noon))


def test_the_mail_sink_keeps_what_a_real_client_sends():
    sink = MailSink()
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = "2027 → 2028", "a@b.example", "c@d.example"
    message.set_content(".a line that starts with a dot\nи кириллица\n")
    with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
        client.send_message(message)
    sink.close()
    assert sink.messages[0]["Subject"] == "2027 → 2028"
    text = sink.messages[0].get_content().replace("\r\n", "\n")
    assert text == ".a line that starts with a dot\nи кириллица\n"


def test_the_chat_sink_keeps_posts():
    sink = ChatSink()
    request = urllib.request.Request(sink.url, data=b'{"text": "hello"}', method="POST")
    with urllib.request.urlopen(request, timeout=5) as answer:
        assert answer.read() == b"ok"
    sink.close()
    assert sink.posts == [{"text": "hello"}]
