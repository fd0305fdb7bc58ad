"""Slack and the generic webhook against a real server that misbehaves."""

import hashlib
import hmac
import json
import time

import pytest

from monitor.alerts.channels import build
from monitor.alerts.channels.slack import SlackChannel
from monitor.alerts.channels.webhook import WebhookChannel
from monitor.config.secrets import Secret
from monitor.config.types import AppriseConfig, FileConfig, SlackConfig, WebhookConfig
from monitor.errors import DeliveryError

from .conftest import email


@pytest.fixture
def slack(hook, monkeypatch):
    monkeypatch.setenv("HOOK", hook.url)
    return SlackChannel(SlackConfig("slack", webhook=Secret(env="HOOK")))


@pytest.fixture
def bot(hook, monkeypatch):
    monkeypatch.setenv("TOKEN", "xoxb-very-secret")
    api = hook.url.partition("/hook")[0]
    return SlackChannel(SlackConfig("slack", token=Secret(env="TOKEN"), channel="C42"), api)


@pytest.fixture
def webhook(hook, monkeypatch):
    monkeypatch.setenv("HOOK", hook.url)
    monkeypatch.setenv("KEY", "signing-key")
    return WebhookChannel(WebhookConfig("webhook", Secret(env="HOOK"), Secret(env="KEY")))


def failure(channel, message):
    with pytest.raises(DeliveryError) as caught:
        channel.deliver(message)
    for secret in ("secret-path", "very-secret", "signing-key"):
        assert secret not in str(caught.value)
    return caught.value


def test_slack_by_webhook(hook, slack, message):
    assert slack.deliver(message).detail == "200 ok"
    ((path, headers, body),) = hook.requests
    assert path == "/hook/T0/secret-path"
    assert headers["Content-Type"] == "application/json; charset=utf-8"
    form = json.loads(body)
    assert form["text"] == message.subject
    assert form["blocks"] == list(message.slack)
    assert form["unfurl_links"] is False


def test_slack_blocks_that_slack_will_not_have_go_out_as_text(hook, slack, message):
    hook.answers = [(400, {}, b"invalid_blocks")]
    slack.deliver(message)
    form = json.loads(hook.requests[1][2])
    assert "blocks" not in form
    assert "was 2027" in form["text"]


def test_slack_by_token_answers_in_a_thread(hook, bot, message):
    from dataclasses import replace

    hook.answers = [(200, {}, b'{"ok": true, "ts": "1764.001"}')] * 2
    first = bot.deliver(message)
    assert first.handle == "1764.001"
    bot.deliver(replace(message, reply_to=first.handle))
    path, headers, body = hook.requests[1]
    assert path == "/chat.postMessage"
    assert headers["Authorization"] == "Bearer xoxb-very-secret"
    form = json.loads(body)
    assert (form["channel"], form["thread_ts"]) == ("C42", "1764.001")
    assert form["metadata"]["event_payload"] == {"id": message.id}


@pytest.mark.parametrize("error", ["invalid_auth", "channel_not_found", "ratelimited"])
def test_slack_says_no(hook, bot, message, error):
    hook.answers = [(200, {}, json.dumps({"ok": False, "error": error}).encode())]
    problem = failure(bot, message)
    assert str(problem) == f"Slack said {error}"
    assert problem.retryable


def test_the_webhook_is_signed(hook, webhook, message):
    webhook.deliver(message)
    ((_, headers, body),) = hook.requests
    timestamp = headers["X-Monitor-Timestamp"]
    digest = hmac.new(b"signing-key", f"{timestamp}.".encode() + body, hashlib.sha256)
    assert headers["X-Monitor-Signature"] == f"sha256={digest.hexdigest()}"
    assert headers["X-Monitor-Delivery"] == message.id
    assert json.loads(body)["text"] == message.text


@pytest.mark.parametrize(
    ("status", "headers", "retryable", "wait"),
    [
        (429, {"Retry-After": "17"}, True, 17.0),
        (429, {"Retry-After": "Tue, 24 Nov 2026 09:13:00 GMT"}, True, 60.0),
        (429, {"Retry-After": "Tue, 24 Nov 2020 09:13:00 GMT"}, True, 0.0),
        (429, {"Retry-After": "soon"}, True, None),
        (429, {"Retry-After": "99999999"}, True, 86400.0),
        (429, {}, True, None),
        (503, {"Retry-After": "5"}, True, 5.0),
        (500, {}, True, None),
        (302, {"Location": "https://elsewhere.example/"}, True, None),
        (404, {}, True, None),
        (410, {}, True, None),
        (400, {}, False, None),
        (413, {}, False, None),
        (422, {}, False, None),
    ],
)
@pytest.mark.parametrize("kind", ["slack", "webhook"])
def test_answers(hook, request, message, kind, status, headers, retryable, wait):
    channel = request.getfixturevalue(kind)
    hook.answers = [(status, headers, b"no: " + hook.url.encode())]
    error = failure(channel, message)
    assert (error.retryable, error.retry_after, error.unsure) == (retryable, wait, False)
    assert str(status) in str(error)
    assert len(hook.requests) == 1


@pytest.mark.parametrize("kind", ["slack", "webhook"])
def test_a_server_that_hangs_or_hangs_up(hook, request, message, kind, monkeypatch):
    channel = request.getfixturevalue(kind)
    monkeypatch.setattr("monitor.alerts.channels.posting.post.__kwdefaults__", {"timeout": 0.2})
    hook.answers = [lambda handler: time.sleep(0.4), lambda handler: handler.connection.close()]
    assert failure(channel, message).unsure
    assert failure(channel, message).unsure


def test_a_closed_port(closed_port, message):
    url = f"http://127.0.0.1:{closed_port}/secret-path"
    error = failure(WebhookChannel(WebhookConfig("webhook", url)), message)
    assert error.retryable
    assert error.channel_wide
    assert not error.unsure


@pytest.mark.parametrize("url", ["ftp://secret-path/x", "not an address", "http://[secret-path"])
def test_no_address(url, message):
    error = failure(WebhookChannel(WebhookConfig("webhook", url)), message)
    assert error.retryable


def test_a_long_answer_is_cut(hook, webhook, message):
    hook.answers = [(500, {}, b"x" * 3_000_000)]
    assert len(str(failure(webhook, message))) < 400


def test_a_missing_secret(message, monkeypatch):
    monkeypatch.delenv("NOT_THERE", raising=False)
    missing = Secret(env="NOT_THERE")
    for channel in (
        SlackChannel(SlackConfig("slack", webhook=missing)),
        SlackChannel(SlackConfig("slack", token=missing)),
        SlackChannel(SlackConfig("slack")),
        WebhookChannel(WebhookConfig("webhook", "http://127.0.0.1/", missing)),
    ):
        error = failure(channel, message)
        assert error.retryable
        assert error.channel_wide


def test_a_file_gets_one_line_each(tmp_path, message):
    path = tmp_path / "alerts.jsonl"
    channel = build([FileConfig("file", path)])["file"]
    channel.deliver(message)
    channel.deliver(message)
    rows = [json.loads(row) for row in path.read_text().splitlines()]
    assert [row["id"] for row in rows] == [message.id] * 2
    assert channel.check()


def test_a_file_that_cannot_be_written(tmp_path, message):
    error = failure(build([FileConfig("file", tmp_path / "no" / "file")])["file"], message)
    assert error.retryable
    assert "No such file" in str(error)


def test_stdout(capsys, message):
    build([])["stdout"].deliver(message)
    assert message.subject in capsys.readouterr().out


@pytest.mark.filterwarnings("ignore")  # Apprise imports what Python is about to drop
def test_apprise_takes_a_message(hook, message, monkeypatch):
    pytest.importorskip("apprise")
    monkeypatch.setenv("APPRISE", hook.url.replace("http://", "json://"))
    channel = build([AppriseConfig("apprise.team", Secret(env="APPRISE"))])["apprise.team"]
    channel.deliver(message)
    assert message.subject in json.loads(hook.requests[0][2])["title"]
    hook.answers = [(500, {}, b"")]
    failure(channel, message)
    monkeypatch.setenv("APPRISE", "nonsense")
    failure(channel, message)


def test_every_kind_is_built(tmp_path):
    configs = [
        email(name="email"),
        email(name="email.boss"),
        SlackConfig("slack"),
        WebhookConfig("webhook.x", "http://x/"),
        FileConfig("file", tmp_path / "x"),
        AppriseConfig("apprise.t", Secret(env="X")),
    ]
    built = build(configs)
    assert set(built) == {config.name for config in configs} | {"stdout"}
    assert all(built[name].name == name for name in built)
    with pytest.raises(ValueError):
        build([email(name="fax")])
