"""How well changes are told, from text to ledger: a replay against labelled timelines.

A change is right when a label says that people should be told of that fact, with that
value, within a few days of that report; once. Everything else that was told is wrong.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from monitor.clock import Clock
from monitor.config import Config
from monitor.errors import ParseError
from monitor.model import Change, Verdict
from monitor.reading.expressions.formatting import format_value
from monitor.service.assemble import assemble
from monitor.service.evaluate import same_value
from monitor.service.replay import replay
from monitor.service.scores import Score
from monitor.wire import instant_from_json, value_to_json

DAYS = 3
"""How far from the labelled report a change may be told."""

_SILENT = frozenset(
    {Verdict.RESTATED, Verdict.REFINED, Verdict.LOOSENED, Verdict.DISPUTED, Verdict.STALE}
)


@dataclass(frozen=True, slots=True)
class Due:
    """A change that people should be told of."""

    fact: str
    value: Mapping[str, Any]
    at: datetime
    article: str
    verdict: str

    def is_told_by(self, change: Change) -> bool:
        return (
            change.fact == self.fact
            and abs(change.published - self.at) <= timedelta(days=DAYS)
            and same_value(value_to_json(change.new), self.value)
        )


@dataclass(frozen=True, slots=True)
class ChangeMiss:
    """One change that was not told, or that should not have been: missed, or wrong."""

    what: str
    fact: str
    verdict: str
    value: str
    article: str
    title: str = ""

    def to_json(self) -> dict[str, str]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class ChangeReport:
    """Scores by "all" and by verdict, and what went wrong, in words."""

    scores: Mapping[str, Score]
    misses: tuple[ChangeMiss, ...]

    def to_json(self) -> dict[str, Any]:
        return {
            "scores": {name: score.to_json() for name, score in self.scores.items()},
            "misses": [miss.to_json() for miss in self.misses],
        }


def evaluate_changes(path: Path, timelines: Path, config: Config, clock: Clock) -> ChangeReport:
    """Replays the articles into a database of its own and compares what would be told.

    ``timelines`` is one JSON object: fact to entries with "article", "published", "value",
    "verdict" and "alert". ParseError where either file cannot be used.
    """
    due = list(read_due(timelines))
    with TemporaryDirectory(prefix="monitor-") as folder:
        apart = replace(config, database=Path(folder) / "replayed.db")
        with assemble(apart, clock=clock) as service:
            replay(path, service.pipeline, clock)
            told = [
                change
                for fact in config.watchlist.facts
                for change in service.store.ledger.changes(fact.id)
            ]
    return score_changes(told, due)


def read_due(path: Path) -> Iterator[Due]:
    """The changes that timelines say people should be told of."""
    try:
        timelines = json.loads(path.read_text(encoding="utf-8"))
        for fact, entries in timelines.items():
            for entry in entries:
                at = instant_from_json(entry["published"])
                if entry["alert"] and at is not None:
                    yield Due(fact, entry["value"], at, entry["article"], entry["verdict"])
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ParseError(f"{path} holds no timelines: {error}") from error


def score_changes(changes: Iterable[Change], due: Iterable[Due]) -> ChangeReport:
    """Each change answers one label at most, and each label one change."""
    told = [change for change in changes if change.moved and change.verdict not in _SILENT]
    scores: dict[str, Score] = {"all": Score()}
    misses: list[ChangeMiss] = []
    for one in due:
        found = next((change for change in told if one.is_told_by(change)), None)
        if found is None:
            _count(scores, one.verdict, "missed")
            misses.append(_missed(one))
        else:
            told.remove(found)
            _count(scores, one.verdict, "right")
    for change in told:
        _count(scores, change.verdict.value, "wrong")
        misses.append(_wrong(change))
    return ChangeReport(scores, tuple(misses))


def _count(scores: dict[str, Score], verdict: str, outcome: str) -> None:
    for name in ("all", f"verdict {verdict}"):
        score = scores.setdefault(name, Score())
        setattr(score, outcome, getattr(score, outcome) + 1)


def _missed(one: Due) -> ChangeMiss:
    said = "/".join(str(one.value[key]) for key in one.value if key != "text")
    return ChangeMiss("missed", one.fact, one.verdict, said, one.article)


def _wrong(change: Change) -> ChangeMiss:
    article, title = (change.article.id, change.article.title) if change.article else ("", "")
    value = format_value(change.new)
    return ChangeMiss("wrong", change.fact, change.verdict.value, value, article, title)
