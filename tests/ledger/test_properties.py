"""What holds of every history, whatever was said, found, repeated and reviewed in it."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.ledger.judge import advance, fold, fold_whole, standing
from monitor.ledger.relation import MOVING
from monitor.ledger.reviews import resolve
from monitor.model import (
    Judgement,
    Milestone,
    MilestoneState,
    Modality,
    Policy,
    Review,
    Scope,
    Shift,
)
from tests.ledger_factories import CAPACITY, PLANT, START, Desk, tonnes, year

POLICY = Policy()
MILESTONES = [
    year(2026), year(2027), year(2028), year(2027, 2028),
    replace(year(2028), earliest=None),
    replace(year(2028), state=MilestoneState.SUSPENDED),
    replace(year(2027), state=MilestoneState.CANCELLED),
    Milestone(None, None, shift=Shift(12, 12)),
    Milestone(None, None, shift=Shift(1, 2)),
    Milestone(None, None),
]  # fmt: skip
AMOUNTS = [tonnes(2500), tonnes(2510), tonnes(2520), tonnes(2550), tonnes(2000, 3000), tonnes(900)]

said = st.fixed_dictionaries(
    {
        "day": st.integers(0, 40),
        "lag": st.sampled_from([0, 0, 0, 0.2, 3, 30]),
        "tier": st.sampled_from(["official", "press", "press", "other", "other"]),
        "source": st.sampled_from(["A", "B", "C", "D"]),
        "story": st.sampled_from(["", "", "s1", "s2"]),
        "modality": st.sampled_from([*[Modality.PLANNED] * 6, *Modality]),
        "confidence": st.sampled_from([0.9, 0.9, 0.7, 0.3]),
        "scope": st.sampled_from([Scope.WHOLE] * 5 + [Scope.LATER_PHASE]),
        "article": st.sampled_from([""] * 5 + ["x1", "x2"]),
        "url": st.sampled_from([""] * 8 + ["https://news.example/edited"]),
        "withdrawn": st.sampled_from([None] * 12 + [10]),
    }
)


@st.composite
def histories(draw, *, plain=False):
    """A fact and what was said of it."""
    fact, values = draw(st.sampled_from([(PLANT, MILESTONES), (CAPACITY, AMOUNTS)]))
    desk, evidence, days = Desk(fact), [], {}
    for drawn in draw(st.lists(said, max_size=12)):
        each = dict(drawn)
        if plain:
            each |= {"url": "", "withdrawn": None}
        lag, name = each.pop("lag"), each["article"]
        if name:  # claims of one article share everything but what they say
            shared = ("day", "tier", "source", "story", "url")
            each |= days.setdefault(name, {key: each[key] for key in shared})
            each["withdrawn"] = None
        value = draw(st.sampled_from(values))
        evidence.append(desk.says(value, seen=each["day"] + (0 if name else lag), **each))
    return fact, evidence


@st.composite
def reviewed(draw):
    fact, evidence = draw(histories())
    timeline = fold(fact, evidence, [], POLICY)
    targets = (
        [one.claim.id for one in evidence] + [each.id for each in timeline.changes] + [fact.id]
    )
    values = MILESTONES[:4] if fact is PLANT else AMOUNTS
    reviews = [
        Review(
            number, draw(st.sampled_from(targets)), draw(st.sampled_from(Judgement)),
            START + timedelta(days=draw(st.integers(0, 50)), minutes=number), "Ann", "",
            draw(st.sampled_from(values)),
        )
        for number in range(draw(st.integers(0, 4)))
    ]  # fmt: skip
    return fact, evidence, reviews


@given(reviewed(), st.randoms(use_true_random=False))
@settings(max_examples=90, deadline=None)
def test_the_order_of_arrival_and_repeats_make_no_difference(history, random):
    fact, evidence, reviews = history
    expected = fold(fact, evidence, reviews, POLICY)
    again = evidence + random.sample(evidence, len(evidence) // 2)
    random.shuffle(again)
    random.shuffle(reviews)
    assert fold(fact, again, reviews, POLICY) == expected


@given(histories())
@settings(max_examples=90, deadline=None)
def test_article_by_article_comes_to_the_same_as_all_at_once(history):
    fact, evidence = history
    articles = {}
    for one in sorted(evidence, key=lambda one: (one.article.seen, one.article.dated)):
        articles.setdefault(one.article.id, []).append(one)
    known, urls, folded = [], set(), fold_whole(fact, [], [], POLICY)
    state, entries, changes = folded.state, [], {}
    for claims in articles.values():
        known += claims
        url = claims[0].article.url
        step = None if url in urls else advance(fact, state, claims, POLICY)
        urls.add(url)
        if step is None:
            whole = fold_whole(fact, known, [], POLICY)
            state, entries = whole.state, list(whole.timeline.entries)
            changes = {each.id: each for each in whole.timeline.changes}
        else:
            state = step.state
            entries += step.entries
            changes |= {each.id: each for each in step.changes}
            assert not step.renamed
    whole = fold_whole(fact, known, [], POLICY)
    assert state == whole.state
    assert sorted(entries, key=lambda entry: entry.at) == list(whole.timeline.entries)
    assert changes == {each.id: each for each in whole.timeline.changes}
    assert standing(fact, state, POLICY, None) == whole.timeline.standing


@given(reviewed())
@settings(max_examples=90, deadline=None)
def test_no_claim_moves_a_value_without_standing_in_the_evidence(history):
    timeline = fold(*history, POLICY)
    changes = {change.id: change for change in timeline.changes}
    for entry in timeline.entries:
        standing_evidence = entry.evidence and not entry.evidence.withdrawn
        if standing_evidence and entry.change and entry.verdict in MOVING:
            assert entry.evidence.claim.id in changes[entry.change].claims
    moving = [e for e in timeline.entries if e.verdict in MOVING and e.note[:8] != "rejected"]
    assert all(entry.change in changes for entry in moving)
    assert len(changes) == len(timeline.changes)
    assert set(timeline.standing.open_changes) <= set(changes)


@given(reviewed())
@settings(max_examples=90, deadline=None)
def test_a_rejected_claim_leaves_no_trace_in_the_standing_value(history):
    fact, evidence, reviews = history
    rulings = resolve(fact, evidence, reviews)
    kept = [one for one in evidence if not rulings.rejected(one)]
    with_rejected = fold(fact, evidence, reviews, POLICY).standing
    if not any(one.claim.id in rulings.by_claim for one in kept):
        assert with_rejected == fold(fact, kept, rulings.beliefs, POLICY).standing


@given(reviewed())
@settings(max_examples=50, deadline=None)
def test_what_is_undone_was_never_done(history):
    fact, evidence, reviews = history
    late = START + timedelta(days=90)
    undone = [Review(100 + i, r.target, Judgement.UNDO, late) for i, r in enumerate(reviews)]
    assert fold(fact, evidence, [*reviews, *undone], POLICY) == fold(fact, evidence, [], POLICY)


@given(histories(plain=True), st.integers(0, 45))
@settings(max_examples=50, deadline=None)
def test_as_of_a_day_is_the_fold_of_what_was_out_by_then(history, day):
    fact, evidence = history
    limit = START + timedelta(days=day)
    out = [one for one in evidence if one.article.dated <= limit]
    known = [one for one in evidence if one.article.seen <= limit]
    assert fold(fact, evidence, [], POLICY, as_of=limit) == fold(fact, out, [], POLICY)
    assert fold(fact, evidence, [], POLICY, known_by=limit) == fold(fact, known, [], POLICY)
