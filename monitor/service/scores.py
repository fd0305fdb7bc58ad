"""What an evaluation comes to: right, wrong and missed findings, and the misses one by one."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(slots=True)
class Score:
    """Right, wrong and missing findings of one sort."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    @property
    def precision(self) -> float | None:
        found = self.right + self.wrong
        return self.right / found if found else None

    @property
    def recall(self) -> float | None:
        asked = self.right + self.missed
        return self.right / asked if asked else None

    @property
    def f1(self) -> float | None:
        total = 2 * self.right + self.wrong + self.missed
        return 2 * self.right / total if total else None

    def to_json(self) -> dict[str, Any]:
        rounded = {
            name: None if value is None else round(value, 4)
            for name, value in (
                ("precision", self.precision),
                ("recall", self.recall),
                ("f1", self.f1),
            )
        }
        return {"right": self.right, "wrong": self.wrong, "missed": self.missed, **rounded}


@dataclass(frozen=True, slots=True)
class Miss:
    """One claim missed or wrongly made: missed, wrong, wrong value, or wrong modality."""

    what: str
    article: str
    title: str
    fact: str
    value: str
    modality: str
    quote: str
    confidence: float = 0.0
    instead: str = ""

    def to_json(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(slots=True)
class Report:
    """The figures. Scores are keyed "all", "language en", "kind money" and so on."""

    articles: int = 0
    hits: dict[str, Score] = field(default_factory=dict)
    claims: dict[str, Score] = field(default_factory=dict)
    negatives: int = 0
    negatives_hit: int = 0
    same_modality: int = 0
    confidence: dict[str, Score] = field(default_factory=dict)
    misses: list[Miss] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        return {
            "articles": self.articles,
            "hits": {name: score.to_json() for name, score in self.hits.items()},
            "claims": {name: score.to_json() for name, score in self.claims.items()},
            "negatives": self.negatives,
            "negatives_hit": self.negatives_hit,
            "same_modality": self.same_modality,
            "confidence": {name: score.to_json() for name, score in self.confidence.items()},
            "misses": [miss.to_json() for miss in self.misses],
        }
