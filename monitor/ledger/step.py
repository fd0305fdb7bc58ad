"""One article's word on one fact, judged against what stands: the rules of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from monitor.ledger.cases import Docket
from monitor.ledger.relation import Reading, read_relation
from monitor.ledger.state import FoldState, Shown, Step, instant
from monitor.ledger.values import AGREEING, Comparison, compare
from monitor.ledger.voices import Word
from monitor.model import Milestone, MilestoneState, Modality, Policy, Verdict

OLDER_THAN_BELIEF = "older than the belief that stands"
OLDER_THAN_FOUND = "older than what stood when it was found"


def judge_article(
    fact: str, state: FoldState, words: Sequence[Word], policy: Policy,
    *, late: bool = False, shown: Shown | None = None,
) -> Step:  # fmt: skip
    """Everything that one article says of the fact, judged; ``words`` are not empty.

    ``late``: we saw it after something newer from as good a voice, so that it may
    back the standing value and not move it. ``shown`` is what an earlier edition
    of the article had set, where this one takes it back.
    """
    at = instant(words[0].evidence)
    docket = Docket(fact, state, policy, shown)
    spoken = [word for word in words if word.moves]
    if spoken:
        main, others = _main_word(spoken, policy)
        _judge(docket, main, at, late=late, shown=shown)
        for word in others:
            _judge_aside(docket, main, word, at)
    elif not late:
        for word in words:
            if word.evidence.claim.modality is Modality.DENIED:
                docket.deny(word, at)
    position = words[0].evidence.article.seen if late else at
    return docket.close(at, tuple(spoken), words[0].evidence, position)


def _main_word(words: Sequence[Word], policy: Policy) -> tuple[Word, list[Word]]:
    """The claim that speaks for the article, and the rest.

    What happened goes before what is planned, then the surer; of those that agree with
    it and are as sure as the policy asks, the narrowest.
    """

    def order(word: Word) -> tuple[bool, bool, float, int, str]:
        claim, value = word.evidence.claim, word.value
        happened = isinstance(value, Milestone) and value.state is MilestoneState.DONE
        return (not word.voice.sure, not happened, -claim.confidence, claim.start, claim.id)

    ordered = sorted(words, key=order)
    main = ordered[0]
    for word in ordered[1:]:
        narrower = compare(main.value, word.value, policy.tolerance_percent) == "refines"
        if narrower and word.voice.sure >= main.voice.sure:
            main = word
    return main, [word for word in ordered if word is not main]


def _judge(docket: Docket, word: Word, at: datetime, *, late: bool, shown: Shown | None) -> None:
    state = docket.state
    if state.belief and at < state.belief:
        docket.note(word, Reading(word.value, Verdict.STALE, OLDER_THAN_BELIEF), at)
        return
    reading = read_relation(state, word, at, docket.policy, shown)
    if reading is None:
        return
    if late and reading.verdict not in {Verdict.RESTATED, Verdict.LOOSENED}:
        docket.note(word, Reading(reading.value, Verdict.STALE, OLDER_THAN_FOUND), at)
        return
    match reading.verdict:
        case Verdict.RESTATED | Verdict.LOOSENED:
            docket.back(word, reading, at)
        case Verdict.DISPUTED:
            docket.wait(word, reading, at)
        case _ if word.voice.sure and reading.firm:
            docket.move(word, reading, at)
        case _:
            docket.wait(word, reading, at)


def _judge_aside(docket: Docket, main: Word, word: Word, at: datetime) -> None:
    """A further claim of the same article: it neither moves nor backs anything."""
    comparison = compare(main.value, word.value, docket.policy.tolerance_percent)
    if docket.state.belief and at < docket.state.belief:
        verdict, note = Verdict.STALE, OLDER_THAN_BELIEF
    elif comparison in AGREEING:
        same = comparison is Comparison.SAME
        verdict = Verdict.RESTATED if same else Verdict.LOOSENED
        note = "said again in the same article"
    elif _said_before_done(main, word):
        verdict, note = Verdict.RESTATED, "the same article says that it happened"
    else:
        verdict, note = Verdict.DISPUTED, "the same article also says otherwise"
    docket.note(word, Reading(word.value, verdict, note), at)


def _said_before_done(main: Word, word: Word) -> bool:
    return (
        isinstance(main.value, Milestone)
        and main.value.state is MilestoneState.DONE
        and word.evidence.claim.modality is Modality.PLANNED
    )
