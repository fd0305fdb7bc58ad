"""Words that relate a date to what happens: by, before, not before; and what turns them round."""

from __future__ import annotations

from dataclasses import dataclass, field

from monitor.reading.expressions.dates.parts import Cursor, Period
from monitor.reading.text.tokens import BREAK

WEAK = frozenset({"in", "around", "from"})
_CLAUSE_MARKS = frozenset({".", ";", ":", "!", "?", BREAK, ",", "(", ")", "。", "，", "；", "、"})
_NEGATION_REACH = 12
_VERB_REACH = 7


@dataclass(slots=True)
class Related:
    """Relation words before a period: which, and where the first that counts begins."""

    kinds: list[str] = field(default_factory=list)
    start: int = 0
    last: int = 0
    strong: int | None = None

    @property
    def kind(self) -> str:
        """The relation that decides; the rest are notes."""
        strong = [kind for kind in self.kinds if kind not in WEAK]
        return strong[-1] if strong else self.kinds[-1] if self.kinds else ""


def read_relations(cursor: Cursor, index: int) -> Related:
    """Up to four relation words in a row."""
    related = Related(start=index, last=index)
    for _ in range(4):
        found = cursor.at("relation", related.last)
        if not found or _begins_period(cursor, related.last, found[1]):
            break
        if found[0] not in WEAK and related.strong is None:
            related.strong = related.last
        related.kinds.append(found[0])
        related.last = found[1]
    if related.kinds and (told := cursor.at("attributive", related.last)):
        related.last = told[1]  # «к обещанному 2028 году»
    return related


def _begins_period(cursor: Cursor, index: int, last: int) -> bool:
    """The «позже» of «позже в этом году» is no relation."""
    roles = cursor.grammar.roles(cursor.word(index))
    for role in ("later", "sooner") if "later" in roles or "sooner" in roles else ():
        found = cursor.at(role, index)
        if found and found[1] > last:
            return True
    return False


def in_context(cursor: Cursor, related: Related, period: Period) -> tuple[str, list[str]]:
    """The relation after "not … before 2030" and "put off until 2029" have turned it round."""
    kind = related.kind
    notes: list[str] = []
    before = related.start
    if kind in {"before", "until"} and not cursor.grammar.big_first:
        if _nearby(cursor, before, cursor.grammar.negators):
            return "not-before", ["negated"]
        if kind == "until" and _shift_verb_before(cursor, before):
            return "in", ["moved to"]
    if kind in {"until", "by"} and cursor.grammar.big_first and _shift_verb_before(cursor, before):
        return "in", ["moved to"]
    if kind == "before" and cursor.grammar.big_first:
        if _negated_after(cursor, period.last) or _negated_before(cursor, before):
            return "not-before", ["negated"]
        if period.precision not in {"part", "day"}:
            notes.append("ambiguous-before")
        else:
            kind = "by"
    if kind == "before" and period.parts and period.parts[-1].startswith("end"):
        kind = "by"
    return kind, notes


def _nearby(cursor: Cursor, index: int, words: frozenset[str]) -> bool:
    """Whether one of the words stands before, in the same clause."""
    for at in range(index - 1, max(-1, index - 1 - _NEGATION_REACH), -1):
        word = cursor.word(at)
        if word in words:
            return True
        if word in _CLAUSE_MARKS:
            return False
    return False


def _negated_after(cursor: Cursor, index: int) -> bool:
    return any(cursor.at("after-negator", at) for at in range(index, index + 5))


def _negated_before(cursor: Cursor, index: int) -> bool:
    """The 不会 of 不会在2028年之前投产."""
    places = range(index - 1, max(-1, index - _NEGATION_REACH), -1)
    for at in places:
        if cursor.word(at) in _CLAUSE_MARKS:
            return False
        if cursor.at("after-negator", at):
            return True
    return False


def _shift_verb_before(cursor: Cursor, index: int, reach: int = _VERB_REACH) -> bool:
    for at in range(index - 1, max(-1, index - 1 - reach), -1):
        if cursor.word(at) in _CLAUSE_MARKS:
            return False
        if cursor.at("shift-verb", at):
            return True
    return False
