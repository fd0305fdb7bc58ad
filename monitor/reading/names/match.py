"""Mentions -> hits: which of the names found in an article are really meant."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from monitor.model import Article, EntityKind, Hit, Mention, Reason, make_id
from monitor.reading.names import guards, sense
from monitor.reading.names.described import add_parts, described
from monitor.reading.names.finder import Found
from monitor.reading.names.mentions import OTHER_NAMES, candidates
from monitor.reading.names.names import Name
from monitor.reading.names.scan import Matcher
from monitor.reading.names.view import Candidate, View
from monitor.reading.text.spans import Spans

_LEAD = 400
_BRIEF = 90  # bytes: a headline


def match(matcher: Matcher, article: Article) -> tuple[Hit, ...]:
    """The tracked entities that the article is about or tells something of."""
    view = View(matcher, article)
    if not view.found:
        return ()
    hits = [_hit(view, c) for c in judge(view) if not c.refused and c.mentions]
    return tuple(sorted(hits, key=lambda hit: (-hit.score, hit.mention.start, hit.entity)))


def judge(view: View) -> list[Candidate]:
    """Every entity named, each with the verdict on it."""
    found = candidates(view)
    add_parts(view, found)
    found += described(view, found)
    whole = [c for c in found if not c.entity.part_of]
    for candidate in whole:
        _weigh(view, candidate, 0)
    for candidate in whole:
        if candidate.refused:
            company = sum(not c.refused and c.index != candidate.index for c in whole)
            if company:
                _weigh(view, candidate, company)
    _judge_parts(found)
    topic = view.matcher.watchlist.topic
    if topic and not view.matcher.roles.topic & view.words.present:
        for candidate in found:
            candidate.refused = candidate.refused or "no topic word in the article"
    return found


def _judge_parts(found: list[Candidate]) -> None:
    """A part is meant where its parent is; parts of parts follow."""
    meant = {c.entity.id: c for c in found if not c.entity.part_of and not c.refused}
    parts = [c for c in found if c.entity.part_of and c.mentions]
    while parts:
        following = [c for c in parts if c.entity.part_of in meant]
        if not following:
            break
        for candidate in following:
            parent = meant[candidate.entity.part_of]
            candidate.points, candidate.refused = parent.points, ""
            candidate.parent = parent.entity.id
            meant[candidate.entity.id] = candidate
        parts = [c for c in parts if c.entity.id not in meant]
    for candidate in parts:
        candidate.refused = "its parent is not named"


# ---------------------------------------------------------------- what is meant


def _weigh(view: View, candidate: Candidate, company: int) -> None:
    """Decide whether the entity is meant in the tracked sense."""
    if not candidate.mentions:
        return
    evidence = gather(view, candidate, company)
    points = sense.weigh(evidence)
    candidate.points, candidate.evidence, candidate.refused = points, evidence, ""
    alone = not evidence.full and not evidence.context and not company
    if alone and candidate.entity.context:
        candidate.refused = "a short name without any context word"
    elif points <= 0 and _has_to_make_sense(view.matcher, candidate, evidence):
        candidate.refused = "another sense of the name is likelier"
    elif evidence.excluded and points <= 0:
        candidate.refused = "a look-alike is named"


def _has_to_make_sense(matcher: Matcher, candidate: Candidate, evidence: sense.Evidence) -> bool:
    """Whether the points have to be for it: always in the trade, else for a short name alone."""
    if candidate.index in matcher.in_trade:
        return True
    return not evidence.full and bool(matcher.own_business)


def gather(view: View, candidate: Candidate, company: int) -> sense.Evidence:
    """Count what speaks for and against the tracked sense."""
    matcher, roles = view.matcher, view.matcher.roles
    if candidate.index in matcher.in_trade:
        ours, other, traded = roles.ours, matcher.foreign, matcher.trade_context
    else:
        ours, other, traded = matcher.own_business, matcher.elsewhere, matcher.own_business
    names = [matcher.names[f.name] for f in candidate.mentions]
    outside, near = _around(view, candidate)
    context = roles.context[candidate.index] & outside
    trade = context & traded
    person = candidate.entity.kind is EntityKind.PERSON
    acronym = next((n.alias for n in names if n.role == "short"), "")
    own = matcher.full_forms.get(candidate.index, [])
    rival = bool(acronym and guards.rival_initials(view.content, acronym, own))
    return sense.Evidence(
        telling=int(any(_telling(view, found, ours) for found in candidate.mentions)),
        full=int(any(_in_full(matcher, found) for found in candidate.mentions)),
        context=len(trade if person else context),
        ours=len(outside & ours),
        ours_near=len(near & ours),
        project=len(outside & roles.project),
        project_near=len(near & roles.project),
        other=len(outside & other),
        other_near=len(near & other),
        company=company,
        excluded=len(roles.excluded[candidate.index] & outside) + rival,
        misspelt=int(all(f.edits for f in candidate.mentions)),
        brief=int(not view.article.text.strip() or len(view.content.encode()) < _BRIEF),
        place=int(2 * len(candidate.places) >= len(candidate.mentions)),
        others=int(sum(why in OTHER_NAMES for _, why in candidate.dropped) > len(names)),
        longer=int(2 * len(candidate.longer) >= len(candidate.mentions)),
        contested=int(all(n.role == "short" for n in names) and _contested(candidate, names)),
    )


def _in_full(matcher: Matcher, found: Found) -> bool:
    return found.how != "short" and matcher.names[found.name].role != "short"


def _contested(candidate: Candidate, names: Iterable[Name]) -> bool:
    """Whether every name found is an acronym, and one that a look-alike may be called by."""
    return all(guards.spells(candidate.entity.excluded, name.alias) for name in names)


def _around(view: View, candidate: Candidate) -> tuple[AbstractSet[int], set[int]]:
    """The words outside the entity's own names, and those of them in sentences that name it."""
    own = Spans((f.start, f.end) for f in candidate.mentions)
    covered: Counter[int] = Counter()
    near: set[int] = set()
    for first, last in {view.sentence_here(start) for start, _ in own.places}:
        for start, end, word in view.words.between(first, last):
            if own.overlap(start, end):
                covered[word] += 1
            else:
                near.add(word)
    inside = {word for word, count in covered.items() if view.words.count(word) <= count}
    return view.words.present - inside, near


def _telling(view: View, found: Found, ours: frozenset[int]) -> bool:
    """Whether a name of several words holds a word of the business."""
    return any(
        word in ours and end <= found.end and end - start < found.end - found.start
        for start, end, word in view.words.between(found.start, found.end)
    )


# ---------------------------------------------------------------- hits


def _hit(view: View, candidate: Candidate) -> Hit:
    matcher, article = view.matcher, view.article
    mentions = tuple(_mention(view, candidate, found) for found in candidate.mentions)
    title = len(article.ref.title)
    if candidate.parent:
        said = f"its parent {candidate.parent} is meant"
        reasons = [Reason("parent", said, round(candidate.points, 2))]
    else:
        reasons = sense.reasons(candidate.evidence) if candidate.evidence else []
    prominence, said = _prominence(mentions, title, len(view.content))
    reasons.append(Reason("place", said, prominence))
    best = min(mentions, key=lambda m: (m.how in {"fuzzy", "short"}, m.start >= title, m.start))
    reasons.insert(0, Reason("name", f"{best.text!r} is {best.alias!r}, {best.how}", 0.0))
    for _, why in candidate.dropped:
        reasons.append(Reason("dropped", f"another mention is not counted: {why}"))
    certainty = 1 / (1 + math.exp(-candidate.points))
    evidence = candidate.evidence
    if candidate.index not in matcher.in_trade and (evidence is None or evidence.full):
        certainty = 0.9
    score = round(min(0.99, certainty * (0.6 + 0.4 * prominence)), 2)
    identity = make_id("h", article.ref.id, candidate.entity.id)
    return Hit(identity, article.ref.id, candidate.entity.id, score, tuple(reasons), best, mentions)


def _mention(view: View, candidate: Candidate, found: Found) -> Mention:
    start, end = view.original(found)
    name = view.matcher.names[found.name]
    how = found.how
    if not found.edits:
        if name.role == "short":
            how = "short"
        elif candidate.entity.part_of and not name.proper:
            how = "part"
    return Mention(candidate.entity.id, start, end, view.content[start:end], name.alias, how)


def _prominence(mentions: tuple[Mention, ...], title: int, length: int) -> tuple[float, str]:
    """How much the article is about it, from 0 to 1, and in words."""
    if any(m.start < title for m in mentions):
        return 1.0, "in the headline"
    if mentions[0].start < title + _LEAD:
        return 0.8, "in the lead"
    if len(mentions) > 2 or len(mentions) * 1500 > length:
        return 0.6, f"named {len(mentions)} times"
    return 0.3, "named in passing"
