"""Blocks stay within the limits that Slack publishes for Block Kit."""

from dataclasses import replace
from datetime import UTC

import pytest

from monitor.alerts.compose import Material, News, compose
from monitor.model import Alert, Batch, Item
from tests.alert_factories import NOW, WATCHLIST, article, change, evidence
from tests.hostile import TEXTS

STYLES = {"bold", "italic", "strike", "code"}


def plain_text(form, most):
    assert set(form) == {"type", "text", "emoji"}
    assert form["type"] == "plain_text"
    assert 1 <= len(form["text"]) <= most


def element(form):
    assert form["type"] in {"text", "link"}
    if form["type"] == "link":
        assert set(form) <= {"type", "url", "text", "style"}
        assert 1 <= len(form["url"]) <= 3000
        assert form["url"].startswith(("https://", "http://"))
        return
    assert set(form) <= {"type", "text", "style"}
    assert 1 <= len(form["text"]) <= 3000
    assert set(form.get("style", {})) <= STYLES
    assert all(value is True for value in form.get("style", {}).values())


def block(form):
    match form["type"]:
        case "header":
            assert set(form) == {"type", "text"}
            plain_text(form["text"], 150)
        case "context":
            assert set(form) == {"type", "elements"}
            assert 1 <= len(form["elements"]) <= 10
            for each in form["elements"]:
                plain_text(each, 2000)
        case "rich_text":
            assert set(form) == {"type", "elements"}
            assert form["elements"]
            for section in form["elements"]:
                assert section["type"] in {
                    "rich_text_section",
                    "rich_text_quote",
                    "rich_text_preformatted",
                }
                assert section["elements"]
                for each in section["elements"]:
                    element(each)
        case other:
            raise AssertionError(other)


def length(form):
    if isinstance(form, str):
        return len(form)
    if isinstance(form, dict):
        return sum(length(value) for value in form.values())
    return sum(length(value) for value in form) if isinstance(form, list | tuple) else 0


def check(message):
    assert 1 <= len(message.slack) <= 50
    for each in message.slack:
        block(each)
    assert length(message.slack) <= 13_000


def message(count, text="word " * 400, style="digest"):
    fact, entity = replace(WATCHLIST.facts[0], as_of=None), WATCHLIST.entities[1]
    items = []
    for number in range(count):
        ref = article(f"n{number}", title=text, source=text)
        one = change(f"x{number}", ref=ref, why=text)
        said = tuple(
            evidence(f"c{number}", ref=ref, quote=f"{text} 2028 {text}", marked="2028")
            for _ in range(12)
        )
        items.append(News(Item("news", one, one.old, (one,)), fact, entity, said, (one,), ()))
    alert = Alert("a1", "k", "desk", "slack", "change", ("x1",), NOW, NOW)
    return compose(Material(Batch("a1", "desk", "slack", style, (alert,)), tuple(items), NOW, UTC))


@pytest.mark.parametrize("count", [1, 2, 8, 9, 41, 300])
def test_however_many(count):
    check(message(count))


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_whatever_is_in_them(text):
    check(message(1, text, "story"))


def test_health():
    details = {"title": "word " * 200, "lines": ["word " * 800] * 80, "command": "monitor sources"}
    alert = Alert("a1", "k", "desk", "slack", "dead-source", ("x",), NOW, NOW, details)
    batch = Batch("a1", "desk", "slack", "health", (alert,) * 90)
    check(compose(Material(batch, (), NOW, UTC)))
