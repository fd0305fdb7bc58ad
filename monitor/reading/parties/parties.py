"""Who owns a tracked thing and who buys its product: names by the words that make them so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from monitor.model import EntityKind, Fact, Mention, Party
from monitor.reading.cues.cues import Cue
from monitor.reading.ladders.elsewhere import as_neighbour
from monitor.reading.parties.party_guards import Guards
from monitor.reading.parties.party_names import PartyName, PartyNames
from monitor.reading.parties.party_places import OBJECT, stands_right, wished
from monitor.reading.subjects.ownership import Anchor, Owner, Ownership
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found
from monitor.reading.text.record import record
from monitor.reading.text.spans import Taken

_ATTRIBUTES = ("owner", "offtaker")
_SIDES = (
    "before", "possessive", "its", "after", "beside", "either", "was", "seller", "left", "former",
    "lost", "buyer", "carried", "asked", "with",
)  # fmt: skip
_GONE = frozenset({"left", "former", "lost"})  # whose part is over by these words
_AHEAD = frozenset({"before", "possessive", "its", "left", "with"})  # where the name stands first
_NEAR_WORDS = 6.0
_STRANGE = 2.5  # how much nearer a name that nobody tracks has to stand than one that is
_ITS = 14.0  # words from who acts to "its mine"
_BESIDE = 4.6
_AT_ONCE = 1.2
_REPLACED = 2.5
_EARLY = 3  # characters of a verb before the one that is meant: 同意收购
_BACK = 3  # sentences
_ACTING = 2.5
_SIGNS = re.compile(r"[,;:()—]")
_SHORT_FORM = re.compile(r"^\s?\([^()]{2,12}\)(?=,)")  # "Yenisei Holding (YH), which owns"
_LEAD = 24  # characters into a sentence where its subject stands


@record
class PartyFound:
    """A party in the role of ``fact``, at ``start:end``, by the words of ``cue``."""

    fact: Fact
    value: Party
    sentence: Sentence
    start: int
    end: int
    cue: Cue
    owner: Owner
    was: str
    cost: float
    to_come: str = ""


class Parties:
    """Finds the parties of one article."""

    def __init__(
        self,
        layout: Layout,
        ownership: Ownership,
        mentions: Iterable[Mention],
        kinds: Mapping[str, EntityKind],
        *,
        dates: Iterable[tuple[int, int]] = (),
        minor: Iterable[tuple[int, int]] = (),
    ) -> None:
        """``dates`` are no names; ``minor`` are the places of shares of less than a half."""
        self._guards = Guards(layout, list(minor))
        self._layout = layout
        self._ownership = ownership
        sites = list(mentions)
        holders = [m for m in sites if kinds.get(m.entity) in _HOLDERS]
        self._names = PartyNames(layout, sites, holders, list(dates))

    def find(self, facts: Iterable[Fact]) -> list[PartyFound]:
        """Every party that the text gives for these facts."""
        found: list[PartyFound] = []
        facts = list(facts)
        for attribute in _ATTRIBUTES:
            wanted = [fact for fact in facts if fact.attribute == attribute]
            if not wanted:
                continue
            gone = Taken()
            for side in sorted(_SIDES, key=lambda one: one not in _GONE):
                for mark in self._layout.marks.get(f"parties.{attribute}-{side}", ()):
                    if side not in _GONE and gone.by(mark.start, mark.end):
                        continue
                    one = self._at(mark, attribute, side, wanted)
                    if one:
                        found.append(one)
                        if side in _GONE and attribute == "offtaker":
                            gone.take(mark.start, mark.end, 0)
        return found

    def _stays(self, mark: Found, sentence: Sentence) -> bool:
        """Whether the text denies that a part is over: "has not dropped the offtake"."""
        marks = self._layout.within("modality.negation", sentence.start, mark.start)
        return any(one.end == mark.start for one in marks) and not self._layout.structure.spaces

    def _at(self, mark: Found, attribute: str, side: str, facts: list[Fact]) -> PartyFound | None:
        sentence = self._layout.sentence_at(mark.start)
        if wished(self._layout, mark, sentence):
            return None
        if side == "before" and self._layout.any_within("parties.passive", mark.start, mark.end):
            return None
        asides = self._layout.within("parties.aside", mark.start - 12, mark.start + 1)
        if side == "before" and any(one.end > mark.start for one in asides):
            return None  # "a loan for the owner of"
        name = self._name(mark, sentence, side, facts)
        if name is None or self._is_another(name, mark, sentence, side):
            return None
        if side == "before" and self._layout.any_within(
            f"parties.{attribute}-left", name.end, mark.start
        ):
            return None  # "dropped out as the buyer"
        if side in _GONE and (self._guards.only_part(mark) or self._stays(mark, sentence)):
            return None
        wanted = {fact.id: 0.0 for fact in facts if _may_be(fact, name)}
        span = (mark.start, mark.end)
        anchor = Anchor(sentence, span, span, (name.span,), strict=False)
        owner = self._ownership.find(anchor, wanted)
        if owner is None or as_neighbour(self._layout, owner.place):
            return None
        if not stands_right(self._layout, mark, side, attribute, owner):
            return None
        if self._guards.of_shares(mark, side, attribute):
            return None
        if not _placed(side, mark, name, owner, sentence):
            return None
        if attribute == "owner" and self._guards.partner(mark, sentence):
            return None
        text = self._layout.content
        if side == "was" and self._guards.is_buyer(mark, owner, name):
            return None
        was = None if side == "buyer" else self._was(attribute, sentence, mark, name)
        past = text[mark.start : mark.end] if side in _GONE else ""
        early = 0 if self._layout.structure.spaces else _EARLY
        ahead = self._layout.any_within("parties.to-come", mark.start - early, mark.end)
        if attribute != "owner" or side == "seller":
            ahead = None
        return PartyFound(
            owner.fact, Party(name.party, text[name.start : name.end]), sentence,
            name.start, name.end, Cue(mark.start, mark.end, attribute), owner,
            text[was.start : was.end] if was else past, self._layout.gap(name.span, span),
            text[ahead.start : ahead.end] if ahead else "",
        )  # fmt: skip

    def _was(
        self, attribute: str, sentence: Sentence, mark: Found, name: PartyName
    ) -> Found | None:
        """Words before a name that make the part one of the past."""
        low = max(sentence.start, min(mark.start, name.start) - 40)
        for one in self._layout.within(f"parties.{attribute}-was", low, sentence.end):
            if one.end > name.start + 1:
                continue
            if self._layout.gap((one.start, one.end), name.span) >= OBJECT:
                continue
            others = self._names.within(sentence, companies=False)
            if not any(one.end <= each.start < each.end <= name.start for each in others):
                return one
        return None

    def _is_another(self, name: PartyName, mark: Found, sentence: Sentence, side: str) -> bool:
        """Whether a name is told as that of a contractor, or a contract is not of the goods."""
        behind = name.start >= mark.end
        low, high = (mark.end, name.start) if behind else (name.start - 24, mark.start)
        if self._layout.any_within("parties.not-party", low, high):
            return True
        if side == "after" and self._guards.awarded(mark, sentence, self._names.places):
            return True
        contract = self._layout.within("parties.contract", mark.start, mark.start + 1)
        if not contract or side == "lost":
            return False
        return self._layout.any_within("parties.goods", sentence.start, sentence.end) is None

    # ------------------------------------------------------------ which name

    def _name(
        self, mark: Found, sentence: Sentence, side: str, facts: list[Fact]
    ) -> PartyName | None:
        """The name nearest to the words, on the side where the party stands."""
        attribute = facts[0].attribute
        names = self._names.within(sentence, companies=attribute == "owner")
        names = [one for one in names if any(_may_be(fact, one) for fact in facts)]
        if side == "its":
            return self._acting(mark, names)
        if side == "carried":
            named = any(one.end <= mark.start for one in names)
            return None if named else self._subject_before(sentence)
        if side == "asked":
            return self._answered(sentence)
        best: tuple[float, PartyName] | None = None
        sent = self._layout.within("parties.sent", mark.start, mark.start + 1)
        for name in names:
            ahead = name.end <= mark.start + 1
            if not _on_side(name, mark, side, inside=not self._layout.structure.spaces):
                continue
            if (ahead or side == "after") and self._names.from_it(name):
                continue
            cost = self._distance(name, mark)
            if side == "beside" and self._says(mark, name):
                continue
            if sent and not (name.tracked or name.company):
                continue
            limit = _BESIDE if side == "beside" else _NEAR_WORDS
            if attribute == "owner" and not (name.tracked or name.company):
                limit = _AT_ONCE
            if side == "was":
                limit = min(limit, _REPLACED)
            if cost >= limit:
                continue
            cost += _STRANGE if self._layout.structure.cases and not name.tracked else 0.0
            if best is not None and cost >= best[0]:
                continue
            if not (ahead and self._was(attribute, sentence, mark, name)):
                best = cost, name
        return best[1] if best else None

    def _says(self, mark: Found, name: PartyName) -> bool:
        """Whether a name stands by a noun only as who speaks of it."""
        low, high = sorted((mark.end, name.start))
        return self._layout.any_within("subjects.speaker", low, high + 1) is not None

    def _distance(self, name: PartyName, mark: Found) -> float:
        """Words between; an apposition costs but little: "X, the trader that owns …"."""
        between = _SHORT_FORM.sub("", self._layout.content[name.end : mark.start])
        if name.end < mark.start and between[:1] == "," and not _SIGNS.search(between[1:]):
            return len(between.split()) * 0.6
        end = self._names.beside(mark.end)
        if mark.end < end <= name.start:
            return self._layout.gap(name.span, (mark.start, end))  # "the owner of X, Y"
        return self._layout.gap(name.span, (mark.start, mark.end))

    def _acting(self, mark: Found, names: list[PartyName]) -> PartyName | None:
        """Who is meant by "its": the one company named before, or the one that is tracked."""
        ahead = [one for one in names if one.end <= mark.start and (one.tracked or one.company)]
        near = [
            one
            for one in ahead
            if self._layout.gap(one.span, (mark.start, mark.end)) < _ITS
            and self._layout.breaks(one.end, mark.start) < _ACTING
        ]
        if len({one.party for one in near}) > 1:
            near = [one for one in near if one.tracked]
        return near[0] if len({one.party for one in near}) == 1 else None

    def _answered(self, sentence: Sentence) -> PartyName | None:
        """The name that the answer to a question begins with."""
        if sentence.index + 1 >= len(self._layout.sentences):
            return None
        answer = self._layout.sentences[sentence.index + 1]
        names = self._names.within(answer, companies=False)
        asked = self._layout.content[sentence.start : sentence.end].rstrip().endswith("?")
        return names[0] if asked and names and names[0].start - answer.start < _LEAD else None

    def _subject_before(self, sentence: Sentence) -> PartyName | None:
        """The company that the sentences before began with: "It has agreed to buy …"."""
        sentences = self._layout.sentences
        for index in range(sentence.index - 1, max(-1, sentence.index - 1 - _BACK), -1):
            one = sentences[index]
            names = self._names.within(one, companies=False)
            if names and names[0].start - one.start < _LEAD and not one.title:
                return names[0]
        return None


def _on_side(name: PartyName, mark: Found, side: str, *, inside: bool) -> bool:
    """Whether a name stands where the words have the party; ``inside``: or in their gap."""
    if side == "lost":
        return mark.start <= name.start and name.end <= mark.end
    ahead = name.end <= mark.start + 1
    behind = not ahead if inside else name.start >= mark.end - 1
    if side in ("beside", "either"):
        return ahead or behind
    return ahead if side in _AHEAD else behind and not ahead


def _may_be(fact: Fact, name: PartyName) -> bool:
    """Whether a name may have the part: nobody owns itself."""
    if fact.entity == name.party:
        return False
    return not fact.candidates or name.party in fact.candidates


def _placed(side: str, mark: Found, name: PartyName, owner: Owner, sentence: Sentence) -> bool:
    """Whether the thing owned stands where words for giving it away have it."""
    at = owner.place[0] if owner.place else -1
    if side == "left":
        return sentence.start <= at < sentence.end
    if side == "with":
        return mark.start < at < mark.end
    return side != "buyer" or mark.end <= at < name.start


_HOLDERS = frozenset({EntityKind.COMPANY, EntityKind.AGENCY, EntityKind.PERSON})
