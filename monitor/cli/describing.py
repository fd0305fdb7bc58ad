"""A sound configuration in plain words: what is watched, where news comes from, who is told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sized
from datetime import timedelta

from monitor.cli.tables import Column, render
from monitor.cli.terminal import Terminal, clean, wrap
from monitor.config import (
    AppriseConfig,
    ChannelConfig,
    Config,
    EmailConfig,
    FileConfig,
    SlackConfig,
    SourceConfig,
    WebhookConfig,
)
from monitor.model import Entity, Fact, Party, Route
from monitor.reading.values import format_value


def describe(config: Config, screen: Terminal) -> Iterator[str]:
    made = "" if config.database.exists() else " (not there yet; the first poll makes it)"
    yield screen.style(f"{clean(str(config.path))} is sound.", "bold", "green")
    yield ""
    yield f"Database  {clean(str(config.database))}{made}"
    yield f"Times     {config.timezone}"
    topic = ", ".join(config.watchlist.topic) or "every story is ours"
    yield from _labelled("Topic", topic, screen)
    yield ""
    yield from _describe_watchlist(config, screen)
    yield from _describe_sources(config.sources, screen)
    yield from _describe_routes(config, screen)


def _labelled(label: str, text: str, screen: Terminal) -> Iterator[str]:
    lines = wrap(clean(text), screen.prose, " " * 10)
    yield f"{label:<10}{lines[0].strip()}"
    yield from lines[1:]


def _count(things: Sized, word: str) -> str:
    """``1 entity``, ``2 entities``."""
    many = word[:-1] + "ies" if word.endswith("y") else word + "s"
    return f"{len(things)} {word if len(things) == 1 else many}"


def _heading(title: str, screen: Terminal) -> str:
    return screen.style(title, "bold", "underline")


def _describe_watchlist(config: Config, screen: Terminal) -> Iterator[str]:
    watchlist = config.watchlist
    yield _heading(
        f"Watched: {_count(watchlist.entities, 'entity')}, {_count(watchlist.facts, 'fact')}",
        screen,
    )
    for entity in _in_families(watchlist.entities):
        facts = [fact for fact in watchlist.facts if fact.entity == entity.id]
        indent = "    " if entity.part_of else "  "
        part = f", part of {entity.part_of}" if entity.part_of else ""
        about = screen.style(f"({clean(entity.id)}, {entity.kind}{clean(part)})", "dim")
        yield indent + screen.style(clean(entity.name), "bold") + " " + about
        yield from _describe_names(entity, indent + "  ", screen)
        for fact in facts:
            yield f"{indent}  {_describe_fact(fact, screen)}"
    yield ""


def _in_families(entities: Iterable[Entity]) -> Iterator[Entity]:
    """Parts directly behind what they are part of."""
    every = list(entities)
    for entity in every:
        if not entity.part_of:
            yield entity
            yield from _parts_of(entity.id, every)


def _parts_of(parent: str, entities: list[Entity]) -> Iterator[Entity]:
    for entity in entities:
        if entity.part_of == parent:
            yield entity
            yield from _parts_of(entity.id, entities)


def _describe_names(entity: Entity, indent: str, screen: Terminal) -> Iterator[str]:
    lists = [
        ("", entity.aliases),
        ("short, only near its context: ", entity.short),
        ("never: ", entity.excluded),
    ]
    for label, names in lists:
        if names:
            for line in wrap(clean(label + ", ".join(names)), screen.prose, indent):
                yield screen.style(line, "dim")


def _describe_fact(fact: Fact, screen: Terminal) -> str:
    if fact.value is None:
        held = screen.style("open", "dim")
    else:
        named = isinstance(fact.value, Party)
        said = clean(fact.value.text if named else format_value(fact.value))
        held = screen.style(said, "cyan")
        held += f" as of {fact.as_of}" if fact.as_of else ""
    return f"{clean(fact.attribute):<24} {held}"


def _describe_sources(sources: tuple[SourceConfig, ...], screen: Terminal) -> Iterator[str]:
    enabled = [source for source in sources if source.enabled]
    yield _heading(f"Sources: {len(enabled)} of {len(sources)} enabled", screen)
    columns = [
        Column("name", lambda row: row["name"], least=12),
        Column("tier", lambda row: row["tier"], keep=1),
        Column("language", lambda row: row["language"], keep=3),
        Column("every", lambda row: row["every"], keep=2),
        Column("address", lambda row: row["url"], least=16),
    ]
    rows = [
        {
            "name": source.name,
            "tier": source.tier.value,
            "language": source.language or "?",
            "every": _length(source.every) if source.every else "learned",
            "url": source.url,
        }
        for source in enabled
    ]
    if rows:
        yield from render(rows, columns, screen)
    if off := [source.name for source in sources if not source.enabled]:
        yield from wrap(clean("off: " + ", ".join(off)), screen.prose)
    yield ""


def _length(length: timedelta) -> str:
    minutes = int(length.total_seconds()) // 60
    hours, minutes = divmod(minutes, 60)
    return (
        f"{hours}h{minutes:02d}m" if hours and minutes else f"{hours}h" if hours else f"{minutes}m"
    )


def _describe_routes(config: Config, screen: Terminal) -> Iterator[str]:
    yield _heading(f"Told: {_count(config.routes, 'route')}", screen)
    if not config.routes:
        text = (
            "Nobody is told anything: there is no [[alerts.routes]]. `monitor changes` has it all."
        )
        yield from wrap(text, screen.prose, "  ")
    channels = {channel.name: channel for channel in config.channels}
    for route in config.routes:
        where = ", ".join(_describe_channel(name, channels.get(name)) for name in route.channels)
        text = f"{route.name}: {_describe_route(route)} -> {where}"
        yield from wrap(clean(text), screen.prose, "  ")
    yield ""


def _describe_route(route: Route) -> str:
    parts = [", ".join(route.verdicts) or "what moved"]
    if route.facts or route.entities:
        parts.append("of " + ", ".join((*route.entities, *route.facts)))
    if route.states:
        parts.append("if " + " or ".join(route.states))
    if route.tiers:
        parts.append("from " + " or ".join(route.tiers))
    if route.min_confidence:
        parts.append(f"with confidence {route.min_confidence:g} or more")
    if route.min_slip_days:
        parts.append(f"by {route.min_slip_days} days or more")
    if route.min_percent:
        parts.append(f"by {route.min_percent:g} % or more")
    parts.append("at once" if route.mode == "now" else route.mode)
    if route.quiet:
        parts.append(f"not {route.quiet}")
    return " ".join(parts) + (", and monitor's own troubles" if route.health else "")


def _describe_channel(name: str, channel: ChannelConfig | None) -> str:
    match channel:
        case EmailConfig():
            return f"{name} ({', '.join(channel.to)} by {channel.host}:{channel.port})"
        case FileConfig():
            return f"{name} ({channel.path})"
        case WebhookConfig():
            return f"{name} ({channel.url})"
        case SlackConfig():
            return f"{name} ({channel.channel or channel.webhook})"
        case AppriseConfig():
            return f"{name} ({channel.url})"
    return name
