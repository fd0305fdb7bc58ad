"""One more article at the end of a history, at a cost that does not depend on its length."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from monitor.ledger.editions import distinct
from monitor.ledger.events import hear, make_word
from monitor.ledger.reviews import Rulings
from monitor.ledger.state import FoldState, Step, instant
from monitor.ledger.step import judge_article
from monitor.model import Evidence, Fact, Policy

_NO_REVIEWS = Rulings({})


def advance(
    fact: Fact, state: FoldState, evidence: Iterable[Evidence], policy: Policy
) -> Step | None:
    """What one article's claims do to a folded fact; None where only a whole fold can tell.

    ``evidence`` is everything that one article, new to the ledger, says of ``fact``.
    The outcome is that of folding everything again. That has to be done instead for

    - a later version of an article, or an address that an earlier article had,
    - an article that belongs before one already judged, or was seen before one,
    - an article of a story that people have judged, or older than a review,
    - and after every review.

    Of these the caller has to know the known address and the new review; the others
    are found here.
    """
    claims = tuple(sorted(distinct(evidence), key=lambda one: (one.claim.start, one.claim.id)))
    if not claims:
        return Step(state)
    if len({one.article.id for one in claims}) > 1 or not _is_plain(claims, state):
        return None
    words = tuple(make_word(one, _NO_REVIEWS, policy) for one in claims)
    late, _ = hear(words, state.heard)
    article, version = claims[0].article, claims[0].claim.version
    at = article.seen if late else instant(claims[0])
    if state.position is not None and (at, article.id, version) <= state.position:
        return None
    return judge_article(fact.id, state, words, policy, late=late)


def _is_plain(claims: Sequence[Evidence], state: FoldState) -> bool:
    """Whether nothing but the order of events decides what the claims do."""
    first = claims[0]
    return (
        all(one.claim.version == 1 and one.withdrawn is None for one in claims)
        and (state.seen is None or first.article.seen >= state.seen)
        and (state.reviewed_at is None or instant(first) > state.reviewed_at)
        and first.story not in state.reviewed
    )
