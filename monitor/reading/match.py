"""Mentions -> hits: which of the names found in an article are really meant."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field

from monitor.model import Article, Entity, EntityKind, Hit, Mention, Reason, make_id
from monitor.reading import guards, sense
from monitor.reading.finder import Found
from monitor.reading.scan import Matcher
from monitor.reading.spelling.misspelling import is_misspelling
from monitor.reading.text import Folded, fold, sentences

Places = dict[int, list[tuple[int, int]]]
_LEAD = 400
_DESCRIPTION = 120
_BRIEF = 160  # bytes: a headline or two of English, one of Russian or Chinese


@dataclass(slots=True)
class Candidate:
    """An entity that an article names: the mentions that may count, and those that do not."""

    index: int
    entity: Entity
    mentions: list[Found]
    places: list[Found] = field(default_factory=list)
    dropped: list[tuple[Found, str]] = field(default_factory=list)
    points: float = 0.0
    reasons: list[Reason] = field(default_factory=list)
    refused: str = ""


class Reading:
    """One article under the matcher's eyes: the folded text and everything found in it."""

    def __init__(self, matcher: Matcher, article: Article) -> None:
        self.matcher = matcher
        self.article = article
        self.content = article.content
        self.folded: Folded = fold(self.content)
        self.found = matcher.name_finder.find(self.folded.text)
        self.unlikely: list[Found] = []
        self._sentences: list[tuple[int, int]] = []
        self._starts: list[int] = []
        self._places: Places | None = None

    @property
    def places(self) -> Places:
        """Every watchlist word and where it stands; looked for only once a name is found."""
        if self._places is None:
            self._places = self.matcher.term_finder.find(self.folded.text)
        return self._places

    def span(self, found: Found) -> tuple[int, int]:
        return self.folded.span(found.start, found.end)

    def sentence(self, position: int) -> tuple[int, int]:
        """The sentence around a position of the original, as (start, end)."""
        if not self._starts:
            self._sentences = sentences(self.content)
            self._starts = [start for start, _ in self._sentences]
        return self._sentences[max(0, bisect_right(self._starts, position) - 1)]


def match(matcher: Matcher, article: Article) -> tuple[Hit, ...]:
    """The tracked entities that the article is about or tells something of."""
    reading = Reading(matcher, article)
    if not reading.found:
        return ()
    judged = judge(reading)
    hits = [_hit(reading, c) for c in judged if not c.refused and c.mentions]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.mention.start, hit.entity)))


def judge(reading: Reading) -> list[Candidate]:
    """Every entity named, each with the verdict on it."""
    watchlist = reading.matcher.watchlist
    candidates = _candidates(reading)
    for candidate in candidates:
        _look_around(reading, candidate)
    _add_parts(reading, candidates)
    candidates += _described(reading, {c.index for c in candidates if c.mentions})
    whole = [c for c in candidates if not c.entity.part_of]
    for candidate in whole:
        _weigh(reading, candidate, 0)
    for candidate in whole:
        if candidate.refused:
            company = sum(not c.refused and c.index != candidate.index for c in whole)
            if company:
                _weigh(reading, candidate, company)
    named = {c.entity.id for c in candidates if not c.refused and c.mentions}
    for candidate in candidates:
        if candidate.entity.part_of and candidate.entity.part_of not in named:
            candidate.refused = "its parent is not named"
    if watchlist.topic and not reading.matcher.roles.topic & reading.places.keys():
        for candidate in candidates:
            candidate.refused = candidate.refused or "no topic word in the article"
    return candidates


# ---------------------------------------------------------------- which mention is whose


def _candidates(reading: Reading) -> list[Candidate]:
    matcher = reading.matcher
    kept: list[Found] = []
    for found in sorted(reading.found, key=lambda f: (f.edits > 0, f.start - f.end, f.start)):
        name = matcher.names[found.name]
        owners = [k for k in kept if k.start < found.end and found.start < k.end]
        if any(_owns(matcher, owner, found) for owner in owners):
            continue
        if found.edits:
            stretch = reading.folded.text[found.start : found.end]
            if not is_misspelling(stretch, name):
                reading.unlikely.append(found)
                continue
        kept.append(found)
    candidates: dict[int, Candidate] = {}
    for found in sorted(kept, key=lambda f: (f.start, f.end)):
        index = matcher.names[found.name].entity
        entity = matcher.watchlist.entities[index]
        candidates.setdefault(index, Candidate(index, entity, [])).mentions.append(found)
    return list(candidates.values())


def _owns(matcher: Matcher, owner: Found, found: Found) -> bool:
    """Whether a mention belongs to a longer or better one that overlaps it."""
    if (owner.start, owner.end) == (found.start, found.end):
        same = matcher.names[owner.name].entity == matcher.names[found.name].entity
        return same or found.edits > owner.edits
    longer = matcher.watchlist.entities[matcher.names[owner.name].entity]
    shorter = matcher.watchlist.entities[matcher.names[found.name].entity]
    if owner.start <= found.start and found.end <= owner.end:
        return longer.part_of != shorter.id or bool(found.edits)
    return bool(found.edits) or longer.id == shorter.id


def _add_parts(reading: Reading, candidates: list[Candidate]) -> None:
    """Add what is said of a part in words of its context: the rare earth facility."""
    named = {c.entity.id: c for c in candidates if c.mentions}
    for index, entity in enumerate(reading.matcher.watchlist.entities):
        if entity.part_of not in named:
            continue
        spans = _context_and_head(reading, index)
        if not spans:
            continue
        candidate = named.get(entity.id)
        if candidate is None:
            candidate = Candidate(index, entity, [])
            candidates.append(candidate)
        taken = [(f.start, f.end) for f in candidate.mentions]
        first = reading.matcher.first_name(index)
        candidate.mentions += [
            Found(first, start, end, "part", 0)
            for start, end in spans
            if all(end <= s or e <= start for s, e in taken)
        ]
        candidate.mentions.sort(key=lambda f: (f.start, f.end))


def _context_and_head(reading: Reading, index: int) -> list[tuple[int, int]]:
    roles, places, text = reading.matcher.roles, reading.places, reading.folded.text
    heads = [span for term in roles.heads[index] & places.keys() for span in places[term]]
    if not heads:
        return []
    contexts = {
        end: start for term in roles.context[index] & places.keys() for start, end in places[term]
    }
    found = set()
    for start, end in heads:
        gap = 1 if start and text[start - 1] in " -" else 0
        if start - gap in contexts:
            found.add((contexts[start - gap], end))
    longest = {start: max(e for s, e in found if s == start) for start, _ in found}
    return sorted(longest.items())


def _described(reading: Reading, named: set[int]) -> list[Candidate]:
    """Entities whose long name is spread over a sentence of an article that names others."""
    found: list[Candidate] = []
    if not named:
        return found
    for index, bags in enumerate(reading.matcher.roles.bags):
        if index in named:
            continue
        for bag in bags:
            span = _together(reading, bag)
            if span:
                first = reading.matcher.first_name(index)
                entity = reading.matcher.watchlist.entities[index]
                found.append(Candidate(index, entity, [Found(first, *span, "described", 0)]))
                break
    return found


def _together(reading: Reading, bag: tuple[int, ...]) -> tuple[int, int] | None:
    """The stretch that holds all words of a bag in one sentence, if there is one."""
    places = reading.places
    if not all(term in places for term in bag):
        return None
    rarest = min(bag, key=lambda term: len(places[term]))
    for at in places[rarest]:
        first, last = reading.sentence(reading.folded.span(*at)[0])
        spans = [at]
        for term in bag:
            near = [span for span in places[term] if first <= reading.folded.span(*span)[0] < last]
            if not near:
                break
            spans.append(min(near, key=lambda span: abs(span[0] - at[0])))
        else:
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            if end - start <= _DESCRIPTION:
                return start, end
    return None


def _look_around(reading: Reading, candidate: Candidate) -> None:
    """Drop the mentions that are part of another name."""
    kept: list[Found] = []
    for mention in candidate.mentions:
        found = _with_head(reading, mention)
        reason = "" if found else "the adjective of a place"
        found = found or mention
        reason = reason or _another_name(reading, candidate, found)
        if reason:
            candidate.dropped.append((found, reason))
        else:
            kept.append(found)
    namesake = any(reason == "namesake" for _, reason in candidate.dropped)
    if namesake and not any(_given(reading, found) for found in kept):
        candidate.dropped.extend((found, "namesake") for found in kept)
        kept = []
    candidate.mentions = kept
    if not kept:
        candidate.refused = "every mention is part of another name"


def _with_head(reading: Reading, found: Found) -> Found | None:
    """For the adjective of a place: with the word after it, if that is one of the business."""
    if reading.matcher.names[found.name].role != "derived":
        return found
    heads = reading.matcher.roles.ours | reading.matcher.roles.project
    text = reading.folded.text
    for term in heads & reading.places.keys():
        for start, end in reading.places[term]:
            if 0 < start - found.end <= 2 and not text[found.end : start].strip(' "'):
                return Found(found.name, found.start, end, found.how, 0)
    return None


def _given(reading: Reading, found: Found) -> bool:
    """Whether a mention has more than the surname."""
    return len(reading.folded.text[found.start : found.end].replace("·", " ").split()) > 1


def _another_name(reading: Reading, candidate: Candidate, found: Found) -> str:
    """Why a mention is not the name, or an empty string."""
    name = reading.matcher.names[found.name]
    start, end = reading.span(found)
    content = reading.content
    if guards.other_designation(content, end, name):
        return "runs on into another name"
    if guards.lower_case(content, start, end, name):
        return "written without a capital"
    around = guards.neighbours(content, start, end)
    if " " not in name.alias and guards.namesake(candidate.entity, around, content, start):
        return "namesake"
    if _excluded_here(reading, candidate, found):
        return "part of a look-alike"
    if candidate.entity.kind is EntityKind.PERSON or " " in content[start:end]:
        return ""
    if _beside_place(reading, found):
        candidate.places.append(found)
        return "" if name.role == "full" else "said as the name of a place"
    if name.role == "short" and _longer_name(reading, around, start, end):
        return "part of a longer name"
    return ""


def _excluded_here(reading: Reading, candidate: Candidate, found: Found) -> bool:
    """Whether a look-alike that is listed covers this mention."""
    return any(
        start <= found.start and found.end <= end and (start, end) != (found.start, found.end)
        for term in reading.matcher.roles.excluded[candidate.index] & reading.places.keys()
        for start, end in reading.places[term]
    )


def _beside_place(reading: Reading, found: Found) -> bool:
    """Whether a word like river or село stands right before or after the name."""
    text = reading.folded.text
    for term in reading.matcher.roles.place & reading.places.keys():
        for start, end in reading.places[term]:
            if 0 <= start - found.end <= 1 and text[found.end : start] in {"", " ", "的"}:
                return True
            if 0 < found.start - end <= 5 and text[end : found.start] in {" ", ". ", " of ", ' "'}:
                return True
    return False


def _longer_name(reading: Reading, around: guards.Neighbours, start: int, end: int) -> bool:
    """Whether a word beside it, with a capital, makes this a longer name that nobody tracks."""
    first, last = reading.sentence(start)
    if guards.is_headline_case(reading.content[first:last]):
        return False
    after, before = around.after, around.before
    if guards.is_name_part(after) and not _is_word_of_ours(
        reading, reading.content.find(after, end)
    ):
        return True
    at = reading.content.rfind(before, 0, start) if before else -1
    return (
        guards.is_name_part(before)
        and at > first
        and not guards.stands_first(reading.content, at)
        and not _is_word_of_ours(reading, at)
    )


def _is_word_of_ours(reading: Reading, at: int) -> bool:
    """Whether a word of the watchlist or a tracked name stands at a place of the original."""
    place = reading.matcher.roles.place
    return any(
        first <= at < last
        for spans in (
            *(spans for term, spans in reading.places.items() if term not in place),
            [(found.start, found.end) for found in reading.found],
        )
        for first, last in (reading.folded.span(*span) for span in spans)
    )


# ---------------------------------------------------------------- what is meant


def _weigh(reading: Reading, candidate: Candidate, company: int) -> None:
    """Decide whether the entity is meant in the tracked sense."""
    if not candidate.mentions:
        return
    evidence = gather(reading, candidate, company)
    points, reasons = sense.weigh(evidence)
    candidate.points, candidate.reasons, candidate.refused = points, reasons, ""
    short = not evidence.full
    if short and candidate.entity.context and not evidence.context and not company:
        candidate.refused = "a short name without any context word"
    elif reading.matcher.in_trade and points <= 0:
        candidate.refused = "another sense of the name is likelier"
    elif evidence.excluded and points <= 0:
        candidate.refused = "a look-alike is named"


def gather(reading: Reading, candidate: Candidate, company: int) -> sense.Evidence:
    """Count what speaks for and against the tracked sense."""
    matcher, roles, places = reading.matcher, reading.matcher.roles, reading.places
    own = [(f.start, f.end) for f in candidate.mentions]
    outside = {
        term for term, spans in places.items()
        if any(all(e <= s0 or e0 <= s for s0, e0 in own) for s, e in spans)
    }  # fmt: skip
    near = _near(reading, candidate) & outside
    context = roles.context[candidate.index] & outside
    trade = context & matcher.trade_context
    person = candidate.entity.kind is EntityKind.PERSON
    names = [matcher.names[f.name] for f in candidate.mentions]
    acronym = next((n.alias for n in names if n.role == "short"), "")
    rival = acronym and guards.rival_initials(
        reading.content, acronym, _own_names(matcher, candidate)
    )
    excluded = len(roles.excluded[candidate.index] & outside) + bool(rival)
    telling = any(_telling(reading, found) for found in candidate.mentions)
    return sense.Evidence(
        telling=int(telling),
        full=int(any(n.role != "short" for n in names)),
        context=len(trade if person else context),
        trade_context=len(trade),
        ours=len(outside & roles.ours),
        ours_near=len(near & roles.ours),
        project=len(outside & roles.project),
        project_near=len(near & roles.project),
        other=len(outside & roles.other),
        other_near=len(near & roles.other),
        company=company,
        excluded=excluded,
        misspelt=int(all(f.edits for f in candidate.mentions)),
        brief=int(len(reading.content.encode()) < _BRIEF),
        place=int(2 * len(candidate.places) >= len(candidate.mentions)),
    )


def _own_names(matcher: Matcher, candidate: Candidate) -> set[str]:
    return {
        form for name in matcher.names if name.entity == candidate.index and name.role == "full"
        for form in name.forms
    }  # fmt: skip


def _near(reading: Reading, candidate: Candidate) -> set[int]:
    """The words that stand in a sentence which names the entity."""
    bounds = [reading.sentence(reading.span(found)[0]) for found in candidate.mentions]
    near: set[int] = set()
    for term, spans in reading.places.items():
        for start, end in spans:
            at = reading.folded.span(start, end)[0]
            if any(first <= at < last for first, last in bounds):
                near.add(term)
                break
    return near


def _telling(reading: Reading, found: Found) -> bool:
    """Whether a name of several words holds a word of the business."""
    inside = found.end - found.start
    return any(
        found.start <= start and end <= found.end and end - start < inside
        for term in reading.matcher.roles.ours & reading.places.keys()
        for start, end in reading.places[term]
    )


# ---------------------------------------------------------------- hits


def _hit(reading: Reading, candidate: Candidate) -> Hit:
    matcher, article = reading.matcher, reading.article
    mentions = tuple(_mention(reading, candidate, found) for found in candidate.mentions)
    title = len(article.ref.title)
    reasons = list(candidate.reasons)
    prominence, said = _prominence(mentions, title, len(reading.content))
    reasons.append(Reason("place", said, prominence))
    best = min(mentions, key=lambda m: (m.how in {"fuzzy", "short"}, m.start >= title, m.start))
    reasons.insert(0, Reason("name", f"{best.text!r} is {best.alias!r}, {best.how}", 0.0))
    for _, why in candidate.dropped:
        reasons.append(Reason("dropped", f"another mention is not counted: {why}"))
    certainty = 1 / (1 + math.exp(-candidate.points)) if matcher.in_trade else 0.9
    score = round(min(0.99, certainty * (0.6 + 0.4 * prominence)), 2)
    identity = make_id("h", article.ref.id, candidate.entity.id)
    return Hit(identity, article.ref.id, candidate.entity.id, score, tuple(reasons), best, mentions)


def _mention(reading: Reading, candidate: Candidate, found: Found) -> Mention:
    start, end = reading.span(found)
    name = reading.matcher.names[found.name]
    how = found.how
    if not found.edits:
        if name.role == "short":
            how = "short"
        elif candidate.entity.part_of and not name.proper:
            how = "part"
    return Mention(candidate.entity.id, start, end, reading.content[start:end], name.alias, how)


def _prominence(mentions: tuple[Mention, ...], title: int, length: int) -> tuple[float, str]:
    """How much the article is about it, from 0 to 1, and in words."""
    if any(m.start < title for m in mentions):
        return 1.0, "in the headline"
    if mentions[0].start < title + _LEAD:
        return 0.8, "in the lead"
    if len(mentions) > 2 or len(mentions) * 1500 > length:
        return 0.6, f"named {len(mentions)} times"
    return 0.3, "named in passing"
