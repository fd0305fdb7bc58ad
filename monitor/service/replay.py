"""Recorded articles through the same pipeline, in the order of publication; nobody is told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from monitor.clock import Clock
from monitor.service.pipeline import Pipeline
from monitor.service.recorded import Recording

AT_ONCE = 200


@dataclass(slots=True)
class Replayed:
    """What a replay came to. ``known``: articles whose wording was stored already."""

    articles: int = 0
    known: int = 0
    hits: int = 0
    claims: int = 0
    changes: int = 0
    took: float = 0.0
    problems: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, object]:
        return {
            "articles": self.articles,
            "known": self.known,
            "hits": self.hits,
            "claims": self.claims,
            "changes": self.changes,
            "seconds": round(self.took, 3),
            "problems": self.problems,
        }


def replay(
    path: Path,
    pipeline: Pipeline,
    clock: Clock,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> Replayed:
    """Takes in every article of a JSON Lines file, so many in one transaction.

    Lines that cannot be used are left out and named in ``problems``. What is interrupted
    can be started again: what is stored is known. Raises ParseError where the file cannot
    be read, StoreError where nothing can be written.
    """
    started = clock.monotonic()
    recording = Recording(path, clock.now())
    result = Replayed(problems=recording.problems)
    seen: set[str] = set()
    articles = iter(recording)
    while batch := list(islice(articles, AT_ONCE)):
        outcomes, changes = pipeline.process_all(batch)
        result.articles += len(outcomes)
        result.known += sum(not (outcome.new or outcome.problem) for outcome in outcomes)
        result.problems += [f"{each.article} {each.problem}" for each in outcomes if each.problem]
        result.hits += sum(len(outcome.hits) for outcome in outcomes)
        result.claims += sum(len(outcome.claims) for outcome in outcomes)
        seen |= {change.id for change in changes}
        if progress:
            progress(result.articles, len(recording))
    result.changes = len(seen)
    result.took = clock.monotonic() - started
    return result
