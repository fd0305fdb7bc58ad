"""Who owns a tracked thing and who buys its product: names by the words that make them so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from monitor.model import EntityKind, Fact, Mention, Party
from monitor.reading.cues import Cue
from monitor.reading.languages import load
from monitor.reading.layout import Layout, Sentence
from monitor.reading.ownership import Anchor, Owner, Ownership
from monitor.reading.phrases import Found

_ATTRIBUTES = ("owner", "offtaker")
_NAMED = {
    "en": re.compile(r"(?:[A-Z][\w&’'.-]*\s+){0,4}[A-Z][\w&’'-]*\w"),
    "ru": re.compile(r"«[^»\n]{2,40}»|[A-ZА-ЯЁ][\w-]+(?:\s+[A-ZА-ЯЁ][\w-]+){0,3}"),
    "zh": re.compile(r"[\u3400-\u9fff]{2,8}(?:公司|集团|株式会社|商事|金属)|[A-Z][\w ]{2,30}"),
}
_NEAR_WORDS = 6.0
_PARTNER = 7.0  # words within which a minor share makes a name a partner's
_STEM = 4
# names that nobody tracks are owners only where they look like a company's
_COMPANY = {
    "en": re.compile(
        r"(?:[A-Z][\w&’'-]*\s+){1,4}(?:Corp|Corporation|Ltd|Limited|Inc|Mining|Metals|Minerals"
        r"|Resources|Group|plc|PLC|Holdings|Gold|Lithium|Copper|Nickel|Energy)\b"
    ),
    "ru": re.compile(r"«[^»\n]{2,40}»"),
    "zh": re.compile(r"[\u3400-\u9fff]{2,8}(?:公司|集团|株式会社|矿业|股份)"),
}


@dataclass(frozen=True, slots=True)
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


@dataclass(frozen=True, slots=True)
class _Name:
    start: int
    end: int
    party: str
    tracked: bool


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
        self._dates = list(dates)
        self._minor = list(minor)
        self._layout = layout
        self._ownership = ownership
        self._sites = list(mentions)
        self._mentions = [m for m in self._sites if kinds.get(m.entity) in _HOLDERS]

    def find(self, facts: Iterable[Fact]) -> list[PartyFound]:
        """Every party that the text gives for these facts."""
        found: list[PartyFound] = []
        facts = list(facts)
        for attribute in _ATTRIBUTES:
            wanted = {fact.id for fact in facts if fact.attribute == attribute}
            if not wanted:
                continue
            for side in ("before", "possessive", "after", "was", "left"):
                for mark in self._layout.marks.get(f"parties.{attribute}-{side}", ()):
                    one = self._at(mark, attribute, side, wanted)
                    if one:
                        found.append(one)
        return found

    def _at(self, mark: Found, attribute: str, side: str, facts: set[str]) -> PartyFound | None:
        sentence = self._layout.sentence_at(mark.start)
        name = self._name(mark, sentence, side, attribute)
        if name is None:
            return None
        span = (mark.start, mark.end)
        anchor = Anchor(sentence, span, span, ((name.start, name.end),), strict=False)

        def wanted(fact: Fact) -> float | None:
            if fact.id not in facts or fact.entity == name.party:
                return None
            if fact.candidates and name.party not in fact.candidates:
                return None
            return 0.0

        owner = self._ownership.find(anchor, wanted)
        if owner is None or (side == "possessive" and not _joined(mark, owner)):
            return None
        low, high = self._layout.clause(mark.start, sentence, 2.0)
        if attribute == "owner" and any(
            low <= at < high and self._layout.gap((at, end), span) < _PARTNER
            for at, end in self._minor
        ):
            return None  # a partner, and not the owner
        party = Party(name.party, self._layout.content[name.start : name.end])
        low = min(mark.start, name.start) - 40
        was = self._layout.within(
            f"parties.{attribute}-was", max(sentence.start, low), sentence.end
        )
        near = [
            w
            for w in was
            if w.end <= name.start + 1
            and self._layout.gap((w.start, w.end), (name.start, name.end)) < 4
        ]
        text = self._layout.content
        past = text[mark.start : mark.end] if side == "left" else ""
        cost = self._layout.gap((name.start, name.end), span)
        return PartyFound(
            owner.fact, party, sentence, name.start, name.end,
            Cue(mark.start, mark.end, attribute), owner,
            text[near[0].start : near[0].end] if near else past, cost,
        )  # fmt: skip

    def _name(self, mark: Found, sentence: Sentence, side: str, attribute: str) -> _Name | None:
        """The name nearest to the words, on the side where the party stands."""
        span = (mark.start, mark.end)
        best: tuple[float, _Name] | None = None
        for name in self._names(sentence, attribute):
            ahead = name.end <= mark.start + 1
            if ahead is not (side in ("before", "possessive", "left")):
                continue
            cost = self._layout.gap((name.start, name.end), span)
            if cost < _NEAR_WORDS and (best is None or cost < best[0]):
                best = cost, name
        return best[1] if best else None

    def _names(self, sentence: Sentence, attribute: str) -> Iterable[_Name]:
        inside = [m for m in self._mentions if sentence.start <= m.start < sentence.end]
        for mention in inside:
            yield _Name(mention.start, mention.end, mention.entity, tracked=True)
        named = _NAMED if attribute == "offtaker" else _COMPANY
        if attribute != "offtaker" and inside:
            return
        pattern = named.get(self._layout.language)
        if pattern is None:
            return
        ordinary = set(load(self._layout.language).phrases("subjects", "ordinary"))
        taken = [m for m in self._sites if sentence.start <= m.start < sentence.end]
        for match in pattern.finditer(self._layout.content, sentence.start, sentence.end):
            if any(m.start < match.end() and match.start() < m.end for m in taken):
                continue
            if any(a < match.end() and match.start() < b for a, b in self._dates):
                continue
            name = match.group().strip("«»").removeprefix("The ")
            if name.lower() in ordinary:
                continue
            start = match.end() - len(match.group().removeprefix("The "))
            yield _Name(start, match.end(), self._plain(name), tracked=False)

    def _plain(self, name: str) -> str:
        """The shortest form in the text of a Russian name in quotes: its nominative, mostly."""
        if self._layout.language != "ru":
            return name
        stems = [word[:_STEM].lower() for word in name.split()]
        alike = [
            one.group().strip("«»")
            for one in _COMPANY["ru"].finditer(self._layout.content)
            if [word[:_STEM].lower() for word in one.group().strip("«»").split()] == stems
        ]
        return min([*alike, name], key=len)


def _joined(mark: Found, owner: Owner) -> bool:
    """A possessive joins two names only where the second follows at once."""
    return owner.place is not None and 0 <= owner.place[0] - mark.end <= 3


_HOLDERS = frozenset({EntityKind.COMPANY, EntityKind.AGENCY, EntityKind.PERSON})
