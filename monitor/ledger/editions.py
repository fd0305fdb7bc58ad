"""Editions of one article: a later one replaces what the earlier ones said of a fact."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from monitor.ledger.reviews import plain
from monitor.ledger.state import instant
from monitor.model import ASSERTED, Evidence


def distinct(evidence: Iterable[Evidence]) -> list[Evidence]:
    """Each claim once, as its earliest edition made it, in the order of claim ids."""
    first: dict[str, Evidence] = {}
    for one in evidence:
        known = first.get(one.claim.id)
        if known is None or _order(one) < _order(known):
            first[one.claim.id] = one
    return [first[claim] for claim in sorted(first)]


def document(evidence: Evidence) -> str:
    """What editions of one article share."""
    return evidence.article.url or evidence.article.id


def with_withdrawals(
    evidence: Sequence[Evidence], ignored: Callable[[Evidence], bool]
) -> list[Evidence]:
    """``evidence`` with ``withdrawn`` set where a later edition says something else.

    Versions of one stored article come with ``withdrawn`` set. Where editions of one
    address are stored as articles of their own, a later one that speaks of the fact and
    no longer asserts the value takes it back when it appears; ``ignored`` claims take
    back nothing.
    """
    documents: dict[str, list[Evidence]] = defaultdict(list)
    for one in evidence:
        if not ignored(one):
            documents[document(one)].append(one)
    return [
        one if one.withdrawn else replace(one, withdrawn=_withdrawn(one, documents[document(one)]))
        for one in evidence
    ]


def _withdrawn(one: Evidence, siblings: Sequence[Evidence]) -> datetime | None:
    later: dict[tuple[datetime, int, str], list[Evidence]] = defaultdict(list)
    for other in siblings:
        if other.article.id != one.article.id and _edition(other) > _edition(one):
            later[_edition(other)].append(other)
    for edition in sorted(later):
        said = {plain(o.claim.value) for o in later[edition] if o.claim.modality in ASSERTED}
        if plain(one.claim.value) not in said:
            return edition[0]
    return None


def _order(evidence: Evidence) -> tuple[tuple[datetime, int, str], float, int]:
    return _edition(evidence), -evidence.claim.confidence, evidence.claim.start


def _edition(evidence: Evidence) -> tuple[datetime, int, str]:
    return instant(evidence), evidence.claim.version, evidence.article.id
