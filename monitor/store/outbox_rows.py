"""Rows of the outbox as nouns, and told records as rows."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from monitor.errors import StoreError
from monitor.model import Alert, ChangeState, Delivery, Kind, Told, Verdict
from monitor.store.database import Database, Row
from monitor.wire import instant_from_json, instant_to_json, value_from_json, value_to_json


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """A health event that was delivered, and the handle that an answer refers to."""

    id: str
    route: str
    channel: str
    event: str
    subject: str
    handle: str
    at: datetime


def instant(text: str) -> datetime:
    found = instant_from_json(text)
    if found is None:
        raise StoreError("a row of the outbox has no time")
    return found


def alert_from_row(row: Row) -> Alert:
    return Alert(
        id=row["id"],
        key=row["key"],
        route=row["route"],
        channel=row["channel"],
        event=row["event"],
        subjects=tuple(json.loads(row["subjects"])),
        created=instant(row["created"]),
        due=instant(row["due"]),
        details=json.loads(row["details"]),
        attempts=row["attempts"],
        recipients=tuple(json.loads(row["recipients"])),
        batch=row["batch"],
    )


def delivery_from_row(row: Row) -> Delivery:
    return Delivery(row["alert"], instant(row["at"]), row["took"], row["outcome"], row["detail"])


def told_event_from_row(row: Row) -> ToldEvent:
    subjects = json.loads(row["subjects"])
    return ToldEvent(
        row["id"],
        row["route"],
        row["channel"],
        row["event"],
        subjects[0] if subjects else "",
        row["handle"],
        instant(row["finished"]),
    )


def told_from_row(row: Row) -> Told:
    return Told(
        route=row["route"],
        channel=row["channel"],
        fact=row["fact"],
        change=row["change"],
        state=ChangeState(row["state"]),
        verdict=Verdict(row["verdict"]),
        value=value_from_json(Kind(row["kind"]), json.loads(row["value"])),
        at=instant(row["at"]),
        handle=row["handle"],
    )


def write_told(database: Database, told: Told) -> None:
    """Takes the place of what the route was told of this fact before."""
    database.execute(
        "INSERT INTO told (route, channel, fact, change, state, verdict, kind, value, at,"
        " handle) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (route, channel, fact)"
        " DO UPDATE SET change = excluded.change, state = excluded.state,"
        " verdict = excluded.verdict, kind = excluded.kind, value = excluded.value,"
        " at = excluded.at, handle = excluded.handle",
        (
            told.route,
            told.channel,
            told.fact,
            told.change,
            told.state.value,
            told.verdict.value,
            told.value.kind.value,
            json.dumps(value_to_json(told.value), ensure_ascii=False),
            instant_to_json(told.at),
            told.handle,
        ),
    )
