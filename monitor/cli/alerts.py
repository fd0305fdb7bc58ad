"""``monitor alerts``: what was told, to whom, and whether it arrived."""

from __future__ import annotations

import argparse

from monitor.cli.actions import add_actions
from monitor.cli.context import add_times, find_database, load_config, open_existing, usage_error
from monitor.cli.listings import add_paging, add_parts, filters_of, show

TYPE_CHECKING = False
if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from monitor.cli.tables import Column
    from monitor.store import Store

    Row = dict[str, Any]

_FILTERS = ("id", "state", "route", "channel", "event", "fact", "entity")


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    actions = {
        "list": _list, "retry": _retry, "drop": _drop, "test": _test, "mute": _mute,
        "unmute": _unmute, "mutes": _mutes, "channels": _channels,
    }  # fmt: skip
    add_actions(
        parser, actions, needing=frozenset({"retry", "drop", "test", "mute", "unmute"}),
        target="for retry and drop an alert, for test a route,"
        " for mute and unmute a fact, an entity or a source",
    )  # fmt: skip
    for name in _FILTERS:
        parser.add_argument(f"--{name}", action="append", metavar=name.upper(),
                            help=f"only this {name}")  # fmt: skip
    add_parts(parser)
    parser.add_argument("--waiting", action="store_true", help="only what is still to be sent")
    add_times(parser)
    parser.add_argument("--for", dest="lasting", metavar="WHEN", default="2 weeks",
                        help='how long to mute: "2 weeks" (the default), 2027-01-31')  # fmt: skip
    parser.add_argument("--why", default="", help="a note, for mute and drop")
    add_paging(parser, "created, due, finished, state, channel, route")
    parser.epilog = (
        "examples:\n"
        "  monitor alerts --state failed\n"
        "  monitor alerts retry aq3x\n"
        "  monitor alerts test record\n"
        '  monitor alerts mute smz-complex --for "2 weeks" --why "annual report week"'
    )
    parser.set_defaults(what="alerts")


def _list(arguments: argparse.Namespace) -> int:
    from monitor.store import listings

    connection = listings.open_listings(find_database(arguments))
    filters = filters_of(arguments, _FILTERS, connection)
    try:
        rows = listings.alerts(connection, **filters)
        show("alerts", rows, arguments, _columns())
    except ValueError as error:
        raise usage_error(str(error)) from None
    return 0


def _columns() -> list[Column]:
    from monitor.cli.columns import colour_of, day_of
    from monitor.cli.tables import Column

    return [
        Column("id", lambda row: row["id"], least=7, cut="head", style=lambda row: ("dim",)),
        Column("created", lambda row: day_of(row["created"]), keep=3),
        Column("state", lambda row: row["state"], style=lambda row: colour_of(row["state"])),
        Column("event", lambda row: row["event"], keep=5),
        Column("channel", lambda row: row["channel"], least=6),
        Column("route", lambda row: row["route"], least=6, keep=4),
        Column("tries", lambda row: row["attempts"], keep=6, right=True),
        Column("about", _about, least=28),
        Column("said", _said, least=12, keep=2),
    ]


def _about(row: Row) -> str:
    return str(row["subject"] or row["fact"] or ", ".join(row["subjects"]))


def _said(row: Row) -> str:
    return str(row["note"] or (row["last"] or {}).get("detail") or "")


def _now() -> datetime:
    from monitor.clock import SystemClock

    return SystemClock().now()


def _one_alert(store: Store, beginning: str) -> str:
    found = store.outbox.find(beginning)
    if len(found) == 1:
        return found[0].id
    if not found:
        raise usage_error(f'there is no alert "{beginning}"')
    raise usage_error(f'"{beginning}" begins {len(found)} alerts; write more of the id')


def _retry(arguments: argparse.Namespace) -> int:
    with open_existing(arguments, read_only=False) as store:
        alert = _one_alert(store, arguments.target)
        done = store.outbox.retry(alert, _now())
    print(
        f"{alert} will be sent with the next poll." if done else f"{alert} is being sent just now."
    )
    return 0 if done else 1


def _drop(arguments: argparse.Namespace) -> int:
    with open_existing(arguments, read_only=False) as store:
        alert = _one_alert(store, arguments.target)
        done = store.outbox.drop(alert, _now(), arguments.why or "dropped by a person")
    print(f"{alert} will not be sent." if done else f"{alert} no longer waits.")
    return 0 if done else 1


def _test(arguments: argparse.Namespace) -> int:
    """A marked sample over every channel of a route, sent now."""
    import asyncio

    from monitor.alerts.plan.health import plan_sample
    from monitor.clock import SystemClock
    from monitor.service.assemble import assemble

    config = load_config(arguments)
    route = next((one for one in config.routes if one.name == arguments.target), None)
    if route is None:
        known = ", ".join(one.name for one in config.routes) or "none is configured"
        raise usage_error(f'there is no route "{arguments.target}"; routes: {known}')
    alerts = plan_sample(route, SystemClock().now())
    with assemble(config) as service:
        service.store.outbox.plan(alerts)
        attempts = asyncio.run(service.dispatcher.send_due())
    ids = {alert.id: alert.channel for alert in alerts}
    failed = set(ids)
    for attempt in attempts:
        if attempt.alert in ids:
            print(f"{ids[attempt.alert]}: {attempt.outcome} {attempt.detail}".strip())
            failed -= {attempt.alert} if attempt.outcome == "sent" else set()
    return 1 if failed else 0


def _kind_of(arguments: argparse.Namespace) -> str:
    config, target = load_config(arguments), arguments.target
    kinds = {
        "fact": {fact.id for fact in config.watchlist.facts},
        "entity": {entity.id for entity in config.watchlist.entities},
        "source": {source.name for source in config.sources},
    }
    for kind, names in kinds.items():
        if target in names:
            return kind
    raise usage_error(f'there is no fact, entity or source "{target}"')


def _mute(arguments: argparse.Namespace) -> int:
    from monitor.cli.when import parse_until

    kind, config = _kind_of(arguments), load_config(arguments)
    try:
        until = parse_until(arguments.lasting, _now(), config.timezone)
    except ValueError as error:
        raise usage_error(str(error)) from None
    with open_existing(arguments, read_only=False) as store:
        store.outbox.mutes.add(kind, arguments.target, until, _now(), arguments.why)
    local = until.astimezone(config.timezone)
    print(f"Nothing is told of the {kind} {arguments.target} until {local:%Y-%m-%d %H:%M}.")
    return 0


def _unmute(arguments: argparse.Namespace) -> int:
    with open_existing(arguments, read_only=False) as store:
        ended = store.outbox.mutes.end(arguments.target, _now())
    print(f"{arguments.target} is told again." if ended else f"{arguments.target} was not muted.")
    return 0 if ended else 1


def _mutes(arguments: argparse.Namespace) -> int:
    from monitor.cli.columns import plain_columns
    from monitor.cli.context import instant_text

    with open_existing(arguments) as store:
        rows = [
            {
                "kind": one.kind,
                "target": one.target,
                "until": instant_text(one.until),
                "why": one.why,
            }
            for one in store.outbox.mutes.current(_now())
        ]
    show("mutes", rows, arguments, plain_columns("kind", "target", "until", "why"))
    return 0


def _channels(arguments: argparse.Namespace) -> int:
    from monitor.cli.columns import plain_columns
    from monitor.cli.context import instant_text

    with open_existing(arguments) as store:
        rows = [
            {
                "name": one.name, "failures": one.failures, "error": one.error,
                "last_sent": one.last_sent and instant_text(one.last_sent),
                "next_try": one.next_try and instant_text(one.next_try), "waiting": one.waiting,
            }
            for one in store.outbox.channels.states(_now())
        ]  # fmt: skip
    keys = ("name", "waiting", "failures", "last_sent", "next_try", "error")
    show("channels", rows, arguments, plain_columns(*keys))
    return 0
