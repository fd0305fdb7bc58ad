"""How well reading does on labelled news: precision and recall of hits and claims.

A claim is right when its fact, its value, and whether it is asserted (planned or happened)
or not agree with a label. A move told only as a distance has no value of its own: it is
neither asked for nor held against the reader.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from monitor.errors import ParseError
from monitor.ledger.parties import same_party
from monitor.model import ASSERTED, Article, Claim, Modality, Reading
from monitor.service.recorded import read_article
from monitor.service.scores import Miss, Report, Score
from monitor.wire import value_to_json

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_ENDS = ("earliest", "latest", "low", "high")
_NAMES = ("unit", "currency", "stage", "party")


class Reads(Protocol):
    """What evaluation needs of a reader."""

    def read(self, article: Article) -> Reading: ...


@dataclass(frozen=True, slots=True)
class Labelled:
    """An article and what people say it tells."""

    article: Article
    expect: Mapping[str, Any]


def read_labelled(path: Path | str) -> Iterator[Labelled]:
    """Articles and labels from JSON Lines; what has no labels is left out.

    ParseError names the line that is no article, or says that nothing is labelled.
    """
    labelled = False
    with Path(path).open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            found = _labelled(line, f"{path}:{number}") if line.strip() else None
            if found is not None:
                labelled = True
                yield found
    if not labelled:
        raise ParseError(
            f'{path} has no labels; they stand in "expect": {{"relevant", "entities", "claims"}}'
        )


def _labelled(line: str, place: str) -> Labelled | None:
    try:
        article = read_article(line, _EPOCH)
    except ParseError as error:
        raise ParseError(f"{place}: {error}") from error
    form = json.loads(line)
    if not isinstance(form.get("expect"), Mapping):
        return None
    name = form.get("id") or article.ref.url
    return Labelled(replace(article, ref=replace(article.ref, id=name)), form["expect"])


def evaluate(articles: Iterable[Labelled] | Path | str, reader: Reads) -> Report:
    """Read every article and compare with its labels."""
    if isinstance(articles, (str, Path)):
        articles = read_labelled(articles)
    report = Report()
    for one in articles:
        reading = reader.read(one.article)
        report.articles += 1
        _score_hits(report, one, reading)
        _score_claims(report, one, reading)
    report.misses.sort(key=lambda miss: -miss.confidence)
    return report


# ---------------------------------------------------------------- hits


def _score_hits(report: Report, one: Labelled, reading: Reading) -> None:
    found = {hit.entity for hit in reading.hits}
    relevant = one.expect.get("relevant") is not False
    meant = set(one.expect.get("entities", ())) if relevant else set()
    for key in ("all", f"language {one.article.ref.language}"):
        score = report.hits.setdefault(key, Score())
        score.right += len(found & meant)
        score.wrong += len(found - meant)
        score.missed += len(meant - found)
    if not relevant:
        report.negatives += 1
        report.negatives_hit += bool(found)


# ---------------------------------------------------------------- claims


def _score_claims(report: Report, one: Labelled, reading: Reading) -> None:
    labels = [label for label in one.expect.get("claims", ()) if _has_value(label["value"])]
    claims = [claim for claim in reading.claims if _has_value(value_to_json(claim.value))]
    open_labels = list(labels)
    wrong: list[Claim] = []
    for claim in claims:
        label = next((label for label in open_labels if _agrees(claim, label)), None)
        if label is None:
            wrong.append(claim)
            continue
        open_labels.remove(label)
        report.same_modality += claim.modality.value == label["modality"]
        _count(report, one, _About(claim.fact, claim.kind.value, label["modality"]), "right")
        _by_confidence(report, claim).right += 1
    for claim in wrong:
        about = _About(claim.fact, claim.kind.value, claim.modality.value)
        _count(report, one, about, "wrong")
        _by_confidence(report, claim).wrong += 1
        report.misses.append(_wrong(one, claim, open_labels))
    for label in open_labels:
        kind = _kind_of(label["value"])
        _count(report, one, _About(label["fact"], kind, label["modality"]), "missed")
        report.misses.append(_missed(one, label))


class _About(NamedTuple):
    fact: str
    kind: str
    modality: str


def _count(report: Report, one: Labelled, about: _About, outcome: str) -> None:
    attribute = about.fact.rsplit(".", 1)[-1]
    for key in (
        "all",
        f"language {one.article.ref.language}",
        f"kind {about.kind}",
        f"attribute {attribute}",
        f"modality {about.modality}",
    ):
        score = report.claims.setdefault(key, Score())
        setattr(score, outcome, getattr(score, outcome) + 1)


def _by_confidence(report: Report, claim: Claim) -> Score:
    low = min(int(claim.confidence * 10), 9) / 10
    return report.confidence.setdefault(f"{low:.1f}", Score())


def _has_value(value: Mapping[str, Any]) -> bool:
    """Not a mere distance: a milestone with both ends open."""
    return "earliest" not in value or bool(value["earliest"] or value.get("latest"))


def _kind_of(value: Mapping[str, Any]) -> str:
    if "earliest" in value:
        return "milestone"
    if "unit" in value:
        return "quantity"
    if "currency" in value:
        return "money"
    if "party" in value:
        return "party"
    if "stage" in value:
        known = {"proposed", "talks", "agreed", "signed", "refused"}
        return "agreement" if value["stage"] in known else "stage"
    return "share"


def _agrees(claim: Claim, label: Mapping[str, Any]) -> bool:
    asserted = Modality(label["modality"]) in ASSERTED
    return (
        claim.fact == label["fact"]
        and (claim.modality in ASSERTED) is asserted
        and same_value(value_to_json(claim.value), label["value"])
    )


def same_value(found: Mapping[str, Any], label: Mapping[str, Any]) -> bool:
    """Whether two values are the same but for their wording; amounts to a thousandth."""
    for key in _ENDS:
        a, b = found.get(key), label.get(key)
        if isinstance(a, (int, float)) and isinstance(b, (int, float)):
            if abs(a - b) > 0.001 * max(abs(a), abs(b)):
                return False
        elif a != b:
            return False
    return all(
        _same_name(key, str(found.get(key) or ""), str(label.get(key) or ""))
        for key in _NAMES
        if key in label
    )


def _same_name(key: str, found: str, label: str) -> bool:
    if key == "party":
        return bool(found) is bool(label) and same_party(found, label)
    return found.casefold() == label.casefold()


def _short(value: Mapping[str, Any]) -> str:
    return "/".join(str(value[key]) for key in (*_ENDS, *_NAMES) if key in value and key != "text")


def _wrong(one: Labelled, claim: Claim, labels: list[Mapping[str, Any]]) -> Miss:
    value = value_to_json(claim.value)
    what, instead = "wrong", ""
    for label in labels:
        if label["fact"] == claim.fact:
            same = same_value(value, label["value"])
            what = "wrong modality" if same else "wrong value"
            instead = f"{_short(label['value'])} {label['modality']}"
            if same:
                break
    return Miss(
        what,
        one.article.ref.id,
        one.article.ref.title,
        claim.fact,
        _short(value),
        claim.modality.value,
        claim.quote,
        round(claim.confidence, 2),
        instead,
    )


def _missed(one: Labelled, label: Mapping[str, Any]) -> Miss:
    return Miss(
        "missed",
        one.article.ref.id,
        one.article.ref.title,
        label["fact"],
        _short(label["value"]),
        label["modality"],
        label.get("quote", ""),
    )
