"""Is a name meant in the tracked sense? The evidence for and against, in points.

Above zero it is. The weights were fitted on labelled news and rounded; what they weigh is
general: words of the entity's own context, words of the business around the name and in
the article, words of other walks of life, how much the name itself says.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from monitor.model import Reason


@dataclass(frozen=True, slots=True)
class Evidence:
    """Counts of distinct words, outside the name itself, and marks of the mentions."""

    telling: int  # 1 if a name found says itself what it is (Томторское месторождение)
    full: int  # 1 if a full name is found, not only a short one
    context: int  # the entity's own context words in the article; a person's titles are none
    ours: int  # words of the business in the article
    ours_near: int
    project: int
    project_near: int
    other: int  # words of other walks of life
    other_near: int
    company: int  # other tracked entities that are surely meant
    excluded: int  # look-alike words of the entity
    misspelt: int  # 1 if found only with edits
    brief: int  # 1 if the article is a headline only, where words are few
    place: int  # 1 if something beside the name makes it a place
    others: int  # 1 if more mentions are part of other names than are not
    longer: int  # 1 if most mentions run on into another word with a capital
    contested: int  # 1 if only an acronym is found that stands for a listed look-alike as well


# (weight of each, at most so many count)
_WEIGHTS: dict[str, tuple[float, int]] = {
    "telling": (1.4, 1),
    "full": (0.8, 1),
    "context": (0.7, 3),
    "ours": (0.7, 4),
    "ours_near": (0.4, 2),
    "project": (0.3, 5),
    "project_near": (0.3, 2),
    "other": (-0.6, 5),
    "other_near": (-0.5, 3),
    "company": (1.2, 2),
    "excluded": (-2.0, 2),
    "misspelt": (-0.5, 1),
    "brief": (0.9, 1),
    "place": (-1.5, 1),
    "others": (-2.0, 1),
    "longer": (-1.0, 1),
    "contested": (-2.0, 1),
}
_BIAS = -1.6
_SAID = {
    "telling": "the name says what it is",
    "full": "named in full",
    "context": "context words in the article",
    "ours": "words of the business in the article",
    "ours_near": "words of the business in the same sentence",
    "project": "words of projects in the article",
    "project_near": "words of projects in the same sentence",
    "other": "words of other walks of life",
    "other_near": "words of other walks of life in the same sentence",
    "company": "other tracked names in the article",
    "excluded": "look-alike words in the article",
    "misspelt": "misspelt",
    "brief": "too short an article to say more",
    "place": "said as the name of a place",
    "others": "most mentions are part of other names",
    "longer": "runs on into another word with a capital",
    "contested": "an acronym that a look-alike has too",
}


_KINDS = tuple((item.name, *_WEIGHTS[item.name]) for item in fields(Evidence))


def weigh(evidence: Evidence) -> float:
    """Points for the tracked sense."""
    points = _BIAS
    for name, weight, most in _KINDS:
        count = getattr(evidence, name)
        if count:
            points += round(weight * min(count, most), 2)
    return points


def reasons(evidence: Evidence) -> list[Reason]:
    """What the points come from."""
    found = [Reason("sense", "what any name has to make up for", _BIAS)]
    for name, weight, most in _KINDS:
        count = getattr(evidence, name)
        if count:
            detail = f"{_SAID[name]} ({count})" if most > 1 else _SAID[name]
            found.append(Reason("sense", detail, round(weight * min(count, most), 2)))
    return found
