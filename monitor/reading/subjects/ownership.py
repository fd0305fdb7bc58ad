"""Whose a value is: from the subjects around a cue to the tracked fact, or to nobody's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from monitor.model import Fact
from monitor.reading.subjects.before import Before
from monitor.reading.subjects.called import goes_on
from monitor.reading.subjects.families import Families
from monitor.reading.subjects.subject import Role, Subject
from monitor.reading.subjects.subjects import Subjects
from monitor.reading.text.joining import listing
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.record import record

Wanted = Mapping[str, float]
"""Facts that may be the one announced, by their ids, with what it costs to take them so."""

_GENERIC_COST = 1.6
_OBJECT_COST = 0.6
_SAME_CLAUSE = 3.0
_ADJACENT = 2.5
_LINKED_COST = 6.0
_SEGMENT = 3.9  # a semicolon
_TOPIC = 8  # characters into a segment where what it is about stands
_LATER = 4.0  # a subject that only the next clause names
_LEAD = 30  # characters into a sentence where its subject stands


@record
class Owner:
    """A fact a value belongs to: how its entity was found, in words, and how far it was."""

    fact: Fact
    how: str
    cost: float
    place: tuple[int, int] | None = None
    aside: bool = False  # named only as where something goes to or lies


@record
class Anchor:
    """Where a value and its cue stand; ``exempt`` spans are no subjects of their own."""

    sentence: Sentence
    cue: tuple[int, int]
    value: tuple[int, int]
    exempt: tuple[tuple[int, int], ...] = ()
    objects: float = 9.0  # how near another thing has to be named to take the value
    goes_on: bool = False  # whether the value is of what the clauses before are about
    strict: bool = True  # whether another site named nearer makes the value that one's


class Ownership:
    """Answers for one article, with everything named in it and the facts in play at hand."""

    def __init__(
        self, layout: Layout, subjects: Subjects, families: Families, facts: Sequence[Fact]
    ) -> None:
        self.facts = facts
        self._facts_of: dict[str, list[tuple[float, Fact]]] = {}  # with what a part's costs
        self._layout = layout
        self.subjects = subjects
        self.families = families
        self._ranked = _by_prominence(layout, subjects)
        self._before = Before(layout, subjects, families)
        self._topics: dict[int, str] = {}

    def told(self, sentence: Sentence, entity: str) -> None:
        """Remember of whom a sentence told a value: the next one may go on about it."""
        self._topics[sentence.index] = entity

    def names(self, sentence: Sentence) -> bool:
        """Whether a sentence names a tracked site."""
        return bool(self.sites(sentence))

    def sites(self, sentence: Sentence) -> list[Subject]:
        """The tracked sites that a sentence names, in order."""
        tracked = self.subjects.tracked(sentence)
        return [one for one in tracked if self.families.is_site(one.entity)]

    def alone(self, sentence: Sentence) -> bool:
        """Whether the text is about one tracked site, and a sentence names nothing else."""
        sites = [entity for entity in self._ranked if self.families.is_site(entity)]
        return len(sites) == 1 and not self.subjects.of(sentence)

    def named_at(self, sentence: Sentence, at: int) -> tuple[int, int] | None:
        """Where the tracked site stands that is named next, from a place on."""
        return next((one.span for one in self.sites(sentence) if one.start >= at), None)

    def find(self, anchor: Anchor, wanted: Wanted) -> Owner | None:
        """The fact that a value at the anchor belongs to."""
        if not wanted:
            return None
        near = self._in_sentence(anchor, wanted)
        if near is not None and (near[0] is None or not near[0].aside):
            return near[0]
        carried = self._carried(anchor.sentence, wanted)
        return carried or (near[0] if near else None)

    def nth(self, sentence: Sentence, place: int, count: int, wanted: Wanted) -> Owner | None:
        """The fact of the name at ``place`` where the sentence lists ``count`` names."""
        names: list[Subject] = []
        for subject in self.subjects.of(sentence):
            site = subject.role is Role.OTHER or self.families.is_site(subject.entity)
            if site and (not names or names[-1].entity != subject.entity or not subject.entity):
                names.append(subject)
        if len(names) != count:
            return self._listed(sentence, place, names, wanted)
        owner = self._fact_of(names[place].entity, wanted) if names[place].entity else None
        if owner is None:
            return None
        how = f"number {place + 1} of the names listed"
        return Owner(owner[0], how, owner[1], names[place].span)

    def _listed(
        self, sentence: Sentence, place: int, names: list[Subject], wanted: Wanted
    ) -> Owner | None:
        """The same where only some of the names listed are known: by the signs between them."""
        content = self._layout.content
        for subject in names:
            if subject.role is Role.TRACKED:
                before = len(
                    listing("and", "and-also").findall(content[sentence.start : subject.start])
                )
                owner = self._fact_of(subject.entity, wanted)
                if owner and before == place:
                    how = f"number {place + 1} of the names listed"
                    return Owner(owner[0], how, owner[1] + 1.0, subject.span)
        return None

    def _in_sentence(self, anchor: Anchor, wanted: Wanted) -> tuple[Owner | None] | None:
        """None where the sentence does not tell; a tuple with None where it is another's."""
        scored: list[tuple[float, Subject]] = []
        for subject in self.subjects.of(anchor.sentence):
            if any(a < subject.end and subject.start < b for a, b in anchor.exempt):
                continue
            cost = self._cost(subject, anchor, wanted)
            if cost is not None:
                scored.append((cost, subject))
        if self._about_another(anchor):
            return (None,)
        scored.sort(key=lambda pair: (pair[0], pair[1].start))
        for cost, subject in scored:
            if self._told_apart(subject, anchor):
                return (None,)
            if subject.role is Role.GENERIC:
                if cost > 12:
                    continue
                if any(other.role is Role.TRACKED for _, other in scored):
                    continue
                strange = [other for _, other in scored if other.role is Role.OTHER]
                if any(
                    self._parted(other, anchor) < 1.0 or self._leads(other, anchor.sentence)
                    for other in strange
                ):
                    return (None,)
                return None
            if subject.role is Role.OBJECT and not anchor.strict:
                continue
            if subject.role in (Role.OTHER, Role.OBJECT):
                parted = self._parted(subject, anchor)
                limit = _SAME_CLAUSE if subject.role is Role.OTHER else 1.0
                if subject.role is Role.OTHER and self._leads(subject, anchor.sentence):
                    return (None,)
                reach = anchor.objects if subject.role is Role.OBJECT else 9.0
                if parted >= limit or cost > reach:
                    continue
                return (None,)
            owner = self._fact_of(subject.entity, wanted)
            if owner is None:
                site = anchor.strict and self.families.is_site(subject.entity)
                site = site and not subject.linked
                if site and self._parted(subject, anchor) < _SAME_CLAUSE:
                    return (None,)
                continue
            name = self._layout.content[subject.start : subject.end]
            how = f"named in the sentence: {name}"
            far = cost * 0.25 + owner[1]
            return (Owner(owner[0], how, far, subject.span, subject.linked),)
        return None

    def _about_another(self, anchor: Anchor) -> bool:
        """Whether what goes before in a sentence is of another thing, and names nothing else.

        "The port's third terminal is due in 2028, at 5 billion": where topics lead,
        what follows a comma goes on about it.
        """
        if not self._layout.structure.topic_leads or not anchor.goes_on:
            return False
        start, end = self._layout.clause(anchor.value[0], anchor.sentence, _SEGMENT)
        here = [one for one in self.subjects.of(anchor.sentence) if start <= one.start < end]
        if not here or any(one.role in (Role.TRACKED, Role.GENERIC) for one in here):
            return False
        first = here[0]
        low = min(anchor.cue[0], anchor.value[0])
        if first.start - start > _TOPIC or first.end > low:
            return False
        if any(a < first.end and first.start < b for a, b in anchor.exempt):
            return False
        return self._layout.breaks(first.end, low) >= 1.0

    def _told_apart(self, subject: Subject, anchor: Anchor) -> bool:
        """Whether a subject is only a part of what a value is of: "…, of which the mine …"."""
        after = max(anchor.cue[1], anchor.value[1])
        if subject.role is not Role.TRACKED or subject.start < after:
            return False
        return self._layout.any_within("structure.of-which", after, subject.start) is not None

    def _leads(self, subject: Subject, sentence: Sentence) -> bool:
        """Whether a sentence begins with a subject, and goes on about nobody else by name."""
        if subject.start - sentence.start > _LEAD:
            return False
        return not any(one.role is Role.TRACKED for one in self.subjects.of(sentence))

    def _parted(self, subject: Subject, anchor: Anchor) -> float:
        low = min(subject.end, anchor.cue[1], anchor.value[1])
        high = max(subject.start, anchor.cue[0])
        return self._layout.breaks(low, high) if low < high else 0.0

    def _cost(self, subject: Subject, anchor: Anchor, wanted: Wanted) -> float | None:
        gap = min(
            self._layout.gap(subject.span, anchor.cue),
            self._layout.gap(subject.span, anchor.value) + 1.0,
        )
        if subject.role is Role.TRACKED and anchor.cue[1] <= subject.start < anchor.value[0]:
            to_value = self._layout.gap(subject.span, anchor.value)
            gap = 0.0 if to_value < _ADJACENT else gap
        if self._layout.structure.topic_leads:
            after = max(anchor.cue[1], anchor.value[1])
            if subject.start >= after and self._layout.breaks(after, subject.start) >= 1.0:
                gap += _LATER
        if subject.role is Role.TRACKED:
            known = self._fact_of(subject.entity, wanted)
            if known is None and not self.families.is_site(subject.entity):
                return None
            return gap + (0.0 if known else 1.0) + (_LINKED_COST if subject.linked else 0.0)
        if subject.linked and subject.role in (Role.OBJECT, Role.OTHER):
            low = min(anchor.cue[0], anchor.value[0])
            return gap if goes_on(self._layout, subject, low) else None
        if subject.role is Role.OBJECT:
            overlaps = subject.start < anchor.cue[1] and anchor.cue[0] < subject.end
            if overlaps:
                return None
            follows = subject.start >= anchor.cue[1] and gap < _ADJACENT
            return -0.5 if follows else gap + _OBJECT_COST
        if subject.role is Role.GENERIC:
            return gap + _GENERIC_COST + (_LINKED_COST if subject.linked else 0.0)
        return gap + 0.3

    def _fact_of(self, entity: str, wanted: Wanted) -> tuple[Fact, float] | None:
        """The wanted fact of the entity or of one of its parts."""
        if entity not in self._facts_of:
            self._facts_of[entity] = [
                (0.5 if rank else 0.0, fact)
                for rank, member in enumerate(self.families.near(entity))
                for fact in self.families.facts.get(member, ())
            ]
        best: tuple[Fact, float] | None = None
        for more, fact in self._facts_of[entity]:
            cost = wanted.get(fact.id)
            if cost is not None and (best is None or cost + more < best[1]):
                best = fact, cost + more
        return best

    def _carried(self, sentence: Sentence, wanted: Wanted) -> Owner | None:
        """The subject of the sentences before, else what the article is about."""
        known = {entity: self._fact_of(entity, wanted) for entity in self._ranked}
        at = self._before.nearest(sentence, [one for one, fact in known.items() if fact])
        if at is None:
            return None
        cost = self._before.cost(sentence, at)
        if at < 0:
            best = next((fact for fact in known.values() if fact), None)
            how = "the article’s subject"
            return Owner(best[0], how, cost + 1.0 + best[1]) if best else None
        topic = self._topics.get(at)
        tracked = self.subjects.tracked(self._layout.sentences[at])
        tracked.sort(key=lambda one: (one.entity != topic, one.start))
        for subject in tracked:
            owner = known[subject.entity]
            if owner:
                name = self._layout.content[subject.start : subject.end]
                return Owner(owner[0], f"carried over from: {name}", cost + owner[1], subject.span)
            if self._before.closes(subject.entity, at):
                return None
        return None


def _by_prominence(layout: Layout, subjects: Subjects) -> list[str]:
    """Tracked entities, those of the title first, then by how often they are named."""
    counts: dict[str, float] = {}
    for sentence in layout.sentences:
        for subject in subjects.tracked(sentence):
            weight = 3.0 if sentence.title else 1.0
            counts[subject.entity] = counts.get(subject.entity, 0.0) + weight
    return sorted(counts, key=lambda entity: -counts[entity])
