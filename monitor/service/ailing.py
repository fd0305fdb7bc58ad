"""Sources that are not well -> events worth telling, each once. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta, tzinfo

from monitor.alerts.plan.health import DEAD_SOURCE, ROLLED_SOURCE, SOURCE_BACK, HealthEvent
from monitor.model import SourceHealth
from monitor.store.outbox_rows import ToldEvent

DEAD_AFTER = timedelta(hours=24)
"""A source that fails for this long is worth a message; many come back by themselves."""

_AT_ONCE = frozenset({"gone", "silent", "empty", "certificate"})
_MOST_FACTS = 8
_TITLES = {
    "failing": "{name} does not answer",
    "gone": "{name} is gone for good",
    "silent": "{name} has been silent for unusually long",
    "empty": "{name} lists nothing any more",
    "certificate": "{name}: its certificate is about to end",
    "rolled": "{name} may have published more than was seen",
}


def is_dead(source: SourceHealth, now: datetime) -> bool:
    """Whether nothing can be expected of a source any more."""
    if source.state == "gone":
        return True
    failing = source.state == "failing" and source.since is not None
    return failing and now - (source.since or now) >= DEAD_AFTER


def source_events(
    health: Iterable[SourceHealth],
    told: Sequence[ToldEvent],
    resting: Mapping[str, Sequence[str]],
    now: datetime,
    zone: tzinfo,
) -> Iterator[HealthEvent]:
    """What is to be told of sources. ``told`` is what was told of them before, ``resting``
    names the facts that rest on each.
    """
    for source in health:
        mine = [event for event in told if event.subject == source.name]
        standing = [event for event in mine if event.event != ROLLED_SOURCE]
        if is_dead(source, now) or source.state in _AT_ONCE:
            yield _ailing(source, DEAD_SOURCE, _began(source), resting, zone)
        elif source.state == "rolled" and source.since:
            week = f"{source.since:%G-W%V}"  # a source that always rolls is told once a week
            yield _ailing(source, ROLLED_SOURCE, week, resting, zone)
        elif source.state == "ok" and standing and standing[-1].event == DEAD_SOURCE:
            answers = tuple(
                ((event.route, event.channel), event.handle)
                for event in standing
                if event.event == DEAD_SOURCE
            )
            title = f"{source.name} answers again"
            yield HealthEvent(SOURCE_BACK, source.name, standing[-1].id, title, answers=answers)


def _began(source: SourceHealth) -> str:
    """What tells one occasion from the next. A certificate's end is told once, though the
    notice begins anew at every look.
    """
    began = source.detail if source.state == "certificate" else source.since
    return f"{source.state} {began or 'ever'}"


def _ailing(
    source: SourceHealth,
    event: str,
    occasion: str,
    resting: Mapping[str, Sequence[str]],
    zone: tzinfo,
) -> HealthEvent:
    lines = [source.detail]
    if source.succeeded:
        local = source.succeeded.astimezone(zone)
        lines.append(f"It last answered on {local.day} {local:%b %Y, %H:%M %Z}.")
    if facts := resting.get(source.name):
        shown = "; ".join(sorted(facts)[:_MOST_FACTS])
        more = f"; and {len(facts) - _MOST_FACTS} more" if len(facts) > _MOST_FACTS else ""
        lines.append(f"Facts that rest on it: {shown}{more}.")
    title = _TITLES.get(source.state, "{name} is not well").format(name=source.name)
    return HealthEvent(
        event=event,
        subject=source.name,
        occasion=occasion,
        title=title,
        lines=tuple(line for line in lines if line),
        command="monitor sources",
    )
