"""A fold's state as JSON and back, so that it can be kept between articles."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from monitor.ledger.state import Case, FoldState, Heard, Held
from monitor.ledger.voices import Backing
from monitor.model import Change, ChangeState, Kind, Value, Verdict
from monitor.wire import (
    article_from_json,
    article_to_json,
    value_from_json,
    value_to_json,
)

VERSION = 1
Json = dict[str, Any]


def state_to_json(state: FoldState) -> Json:
    """All of ``state``, exactly; ``version`` names the form."""
    position = state.position
    return {
        "version": VERSION,
        "held": _held(state.held),
        "before": _held(state.before) if state.before else None,
        "changed": _when(state.changed),
        "rank": state.rank,
        "last": _case(state.last) if state.last else None,
        "refined": _case(state.refined) if state.refined else None,
        "waiting": [_case(case) for case in state.waiting],
        "belief": _when(state.belief),
        "last_seen": _when(state.last_seen),
        "position": [_when(position[0]), *position[1:]] if position else None,
        "heard": {
            "day": state.heard.day.isoformat(),
            "settled": [_when(at) for at in state.heard.settled],
            "today": [_when(at) for at in state.heard.today],
        },
        "seen": _when(state.seen),
        "reviewed": list(state.reviewed),
        "reviewed_at": _when(state.reviewed_at),
    }


def state_from_json(form: Mapping[str, Any]) -> FoldState | None:
    """The state that :func:`state_to_json` wrote; None where the form is another version's."""
    if form.get("version") != VERSION:
        return None
    position = form["position"]
    at = _instant(position[0]) if position else None
    heard = form["heard"]
    return FoldState(
        held=_to_held(form["held"]),
        before=_to_held(form["before"]) if form["before"] else None,
        changed=_instant(form["changed"]),
        rank=form["rank"],
        last=_to_case(form["last"]) if form["last"] else None,
        refined=_to_case(form["refined"]) if form["refined"] else None,
        waiting=tuple(_to_case(case) for case in form["waiting"]),
        belief=_instant(form["belief"]),
        last_seen=_instant(form["last_seen"]),
        position=(at, position[1], position[2]) if at else None,
        heard=Heard(
            date.fromisoformat(heard["day"]),
            tuple(map(_instant, heard["settled"])),
            tuple(map(_instant, heard["today"])),
        ),
        seen=_instant(form["seen"]),
        reviewed=tuple(form["reviewed"]),
        reviewed_at=_instant(form["reviewed_at"]),
    )


def _when(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _instant(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _value(value: Value | None) -> Json | None:
    return {"kind": value.kind.value, **value_to_json(value)} if value else None


def _to_value(form: Json | None) -> Value | None:
    return value_from_json(Kind(form["kind"]), form) if form else None


def _backing(backing: Backing) -> Json:
    return {"outlets": list(backing.outlets), "voices": [list(voice) for voice in backing.voices]}


def _to_backing(form: Mapping[str, Sequence[Any]]) -> Backing:
    voices = tuple((outlet, story) for outlet, story in form["voices"])
    return Backing(tuple(form["outlets"]), voices)


def _held(held: Held) -> Json:
    return {
        "value": _value(held.value),
        "since": _when(held.since),
        "backing": _backing(held.backing),
        "claims": list(held.claims),
    }


def _to_held(form: Json) -> Held:
    return Held(
        _to_value(form["value"]),
        _instant(form["since"]),
        _to_backing(form["backing"]),
        tuple(form["claims"]),
    )


def _case(case: Case) -> Json:
    return {
        "change": _change(case.change),
        "backing": _backing(case.backing),
        "rank": case.rank,
        "known": _when(case.known),
        "becomes": case.becomes.value if case.becomes else None,
    }


def _to_case(form: Json) -> Case:
    return Case(
        _to_change(form["change"]),
        _to_backing(form["backing"]),
        form["rank"],
        datetime.fromisoformat(form["known"]),
        Verdict(form["becomes"]) if form["becomes"] else None,
    )


def _change(change: Change) -> Json:
    article = change.article
    return {
        "id": change.id,
        "fact": change.fact,
        "verdict": change.verdict.value,
        "old": _value(change.old),
        "new": _value(change.new),
        "state": change.state.value,
        "confidence": change.confidence,
        "published": _when(change.published),
        "recorded": _when(change.recorded),
        "claims": list(change.claims),
        "stories": change.stories,
        "article": article_to_json(article)
        | {"published": _when(article.published), "seen": _when(article.seen)}
        if article
        else None,
        "why": change.why,
        "reverts": list(change.reverts),
        "moved": change.moved,
    }


def _to_change(form: Json) -> Change:
    new = _to_value(form["new"])
    if new is None:
        raise ValueError("a change has a new value")
    return Change(
        id=form["id"],
        fact=form["fact"],
        verdict=Verdict(form["verdict"]),
        old=_to_value(form["old"]),
        new=new,
        state=ChangeState(form["state"]),
        confidence=form["confidence"],
        published=datetime.fromisoformat(form["published"]),
        recorded=datetime.fromisoformat(form["recorded"]),
        claims=tuple(form["claims"]),
        stories=form["stories"],
        article=article_from_json(form["article"]) if form["article"] else None,
        why=form["why"],
        reverts=tuple(form["reverts"]),
        moved=form["moved"],
    )
