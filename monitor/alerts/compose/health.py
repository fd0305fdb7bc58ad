"""Messages about absence and about our own health. Pure.

An event's ``details`` say everything: ``title``, ``lines`` (a list) and, where a command
helps, ``command``. They were written when the event was noticed.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.compose import html, slack
from monitor.alerts.compose.message import Json, Material, Message
from monitor.alerts.compose.safe import clean, line
from monitor.alerts.compose.text import wrap
from monitor.model import Alert
from monitor.wire import instant_to_json

SHOWN = 40
LINES = 30
_PLURALS = {
    "overdue": "{count} facts are overdue",
    "quiet": "{count} facts have gone quiet",
    "lost-source": "{count} facts lost their only source",
    "dead-source": "{count} sources are not well",
    "rolled-source": "{count} sources may have published more than was seen",
    "source-back": "{count} sources answer again",
    "stuck": "{count} channels do not deliver",
    "given-up": "{count} alerts could not be delivered",
}


def health_message(material: Material) -> Message:
    """One message for the events of one sort."""
    alerts = material.batch.alerts
    event = alerts[0].event
    if len(alerts) == 1:
        title = line(_title(alerts[0]), 180)
    else:
        title = _PLURALS.get(event, "{count} notes from monitor").format(count=len(alerts))
    return _message(material, title, alerts[:SHOWN], event)


def _message(material: Material, title: str, alerts: Sequence[Alert], event: str) -> Message:
    more = len(material.batch.alerts) - len(alerts)
    route = line(material.batch.route, 60)
    footer = f"monitor told you over route {route}. Alert {alerts[0].id}."
    sections = [_section(alert, titled=len(alerts) > 1) for alert in alerts]
    if more:
        sections.append(f"... and {more} more.")
    cards = [html.plain_card(_title(alert), _lines(alert), _command(alert)) for alert in alerts]
    return Message(
        id=material.batch.key,
        event=event,
        subject=title,
        text="\n\n".join([*map(wrap, sections), "-- \n" + wrap(footer)]) + "\n",
        html=html.page(title, cards, "", footer),
        slack=slack.plain(title, sections, footer),
        json=_json(material, title, alerts),
        at=material.now,
        reply_to=str(alerts[0].details.get("answers", "")) if len(alerts) == 1 else "",
        recipients=alerts[0].recipients,
    )


def _section(alert: Alert, *, titled: bool) -> str:
    command = _command(alert)
    rows = [_title(alert)] if titled else []
    return "\n".join([*rows, *_lines(alert), *([f"  {command}"] if command else [])])


def _title(alert: Alert) -> str:
    return line(str(alert.details.get("title", alert.event)), 200)


def _lines(alert: Alert) -> tuple[str, ...]:
    found = alert.details.get("lines", ())
    if not isinstance(found, list | tuple):
        return ()
    return tuple(clean(str(text), 1000) for text in found[:LINES])


def _command(alert: Alert) -> str:
    return line(str(alert.details.get("command", "")), 200)


def _json(material: Material, title: str, alerts: Sequence[Alert]) -> Json:
    return {
        "id": material.batch.key,
        "event": alerts[0].event,
        "route": material.batch.route,
        "at": instant_to_json(material.now),
        "subject": title,
        "events": [
            {"subjects": list(alert.subjects), "title": _title(alert), "lines": list(_lines(alert))}
            for alert in alerts
        ],
        "more": len(material.batch.alerts) - len(alerts),
    }
