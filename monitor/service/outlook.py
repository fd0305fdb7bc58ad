"""What a daemon says when it starts: what it watches, whom it tells, when it polls next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.service.assemble import Service

_NAMED = 6


def outlook(service: Service) -> Iterator[str]:
    """A few lines for the log."""
    config = service.config
    watched = config.watchlist
    enabled = [source.name for source in config.sources if source.enabled]
    yield (
        f"watching {_count(len(watched.entities), 'entity', 'entities')} and"
        f" {_count(len(watched.facts), 'fact')} in {_count(len(enabled), 'source')}"
        f" ({_list(enabled)}); database {config.database}"
    )
    if not enabled:
        yield "no source is enabled in the configuration: nothing will come in"
    if config.routes:
        told = sorted({channel for route in config.routes for channel in route.channels})
        yield f"tells over {_list(told)} by {_count(len(config.routes), 'route')}"
    else:
        yield "tells nobody: there is no [[alerts.routes]] in the configuration"
    yield _next_poll(service, enabled)


def _next_poll(service: Service, enabled: list[str]) -> str:
    now = service.clock.now()
    due = service.store.sources.due(
        now, {source.name: source.url for source in service.config.sources if source.enabled}
    )
    if due:
        return f"next poll: now, {_count(len(due), 'source')} due ({_list(due)})"
    waiting = service.store.sources.next_due(enabled)
    times = sorted((at, name) for name, at in waiting.items() if at)
    if not times:
        return "next poll: none, every source is gone for good"
    at, name = times[0]
    local = at.astimezone(service.config.timezone)
    return f"next poll: {local:%Y-%m-%d %H:%M %Z}, in {_span(at, now)} ({name})"


def _span(at: datetime, now: datetime) -> str:
    left = max(at - now, timedelta())
    minutes = int(left.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    return f"{minutes} min" if minutes < 120 else f"{minutes // 60} h"


def _count(number: int, one: str, many: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {many or one + 's'}"


def _list(names: list[str]) -> str:
    if not names:
        return "none"
    shown = ", ".join(names[:_NAMED])
    return shown if len(names) <= _NAMED else f"{shown} and {len(names) - _NAMED} more"
