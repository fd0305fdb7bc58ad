"""Whose share it is: the holder told in the clause of a share, where it is not the one tracked."""

from __future__ import annotations

import re
from collections.abc import Sequence

from monitor.model import Fact
from monitor.reading.cues.cues import Cue, Cues
from monitor.reading.expressions.found import Expression
from monitor.reading.languages import load
from monitor.reading.parties.party_names import HAN_NAME
from monitor.reading.text.layout import Layout, Sentence

_HOLDER = re.compile(
    rf"{HAN_NAME}(?:集团|公司|基金|资本|银行|政府|财团|股东|国资|企业|矿业|资源|能源|商社|煤商|控股)"
    r"|(?:另一|第二大|小|中资|外资|当地|本土)(?:股东|方|合作方|投资方|伙伴)|[A-Z][\w]{2,}"
)


def of_another(
    layout: Layout, cues: Cues, sentence: Sentence, expression: Expression, fact: Fact
) -> bool:
    """Whether a clause gives a share to somebody else: "Tarvo holds the other 30 per cent".

    Only where a watchlist names the holder it means.
    """
    if layout.structure.script != "Han" or not fact.cues:
        return False
    words = frozenset(load(layout.language).phrases("cues.stake", "strong"))
    if words.issuperset(fact.cues):
        return False
    start, _ = layout.clause(expression.start, sentence, 1.0)
    if _named(layout, cues.own(sentence), start, expression.end, words):
        return False
    generic = layout.within("subjects.company", start, expression.start)
    told = list(_HOLDER.finditer(layout.content, start, expression.start))
    return any(not any(m.start <= one.start() < m.end for m in generic) for one in told)


def _named(layout: Layout, own: Sequence[Cue], start: int, end: int, words: frozenset[str]) -> bool:
    """Whether a clause names the holder that the watchlist means."""
    return any(
        start <= one.start < end and layout.content[one.start : one.end] not in words for one in own
    )
