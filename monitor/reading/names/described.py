"""Tracked things that an article speaks of without naming them, beside others that it names."""

from __future__ import annotations

from monitor.reading.names.finder import Found
from monitor.reading.names.termfinder import Span
from monitor.reading.names.view import Candidate, View

_LONGEST = 120


def add_parts(view: View, candidates: list[Candidate]) -> None:
    """Add what is said of parts in words of their context: the rare earth facility."""
    named = {c.index: c for c in candidates if c.mentions}
    for parent in list(named):
        for index in view.matcher.parts.get(parent, ()):
            spans = _context_and_head(view, index)
            if not spans:
                continue
            candidate = named.get(index)
            if candidate is None:
                candidate = Candidate(index, view.matcher.watchlist.entities[index], [])
                candidates.append(candidate)
            taken = [(f.start, f.end) for f in candidate.mentions]
            first = view.matcher.first_names[index]
            candidate.mentions += [
                Found(first, start, end, "part", 0)
                for start, end in spans
                if all(end <= s or e <= start for s, e in taken)
                and not view.look_alike(index, start, end)
            ]
            candidate.mentions.sort(key=lambda f: (f.start, f.end))


def _context_and_head(view: View, index: int) -> list[Span]:
    """Where a word of the context stands right before a word for what the part is."""
    roles = view.matcher.roles
    contexts = {end: start for start, end in view.spans(roles.context[index])}
    found: dict[int, int] = {}
    for start, end in view.spans(roles.heads[index]) if contexts else ():
        gap = 1 if start and view.text[start - 1] in " -" else 0
        if start - gap in contexts:
            begin = contexts[start - gap]
            found[begin] = max(end, found.get(begin, 0))
    return sorted(found.items())


def described(view: View, candidates: list[Candidate]) -> list[Candidate]:
    """Entities whose long name is spread over one sentence: the magnet plant ... in Glazov."""
    named = {c.index for c in candidates if c.mentions}
    found: dict[int, Candidate] = {}
    if not named:
        return []
    for word in view.matcher.bags_by_word.keys() & view.words.present:
        for index, bag in view.matcher.bags_by_word[word]:
            if index in named or index in found or not all(w in view.words.present for w in bag):
                continue
            span = _together(view, bag)
            if span and not view.look_alike(index, *span):
                mention = Found(view.matcher.first_names[index], *span, "described", 0)
                entity = view.matcher.watchlist.entities[index]
                found[index] = Candidate(index, entity, [mention])
    return list(found.values())


def _together(view: View, bag: tuple[int, ...]) -> Span | None:
    """The stretch that holds all words of a bag in one sentence, if there is one."""
    rarest = min(bag, key=view.words.count)
    for at in view.words.spans(rarest):
        first, last = view.sentence_here(at[0])
        spans: list[Span] = []
        for word in bag:
            near = [span for span in view.words.spans(word) if first <= span[0] < last]
            if not near:
                break
            spans.append(min(near, key=lambda span: abs(span[0] - at[0])))
        else:
            start, end = min(s for s, _ in spans), max(e for _, e in spans)
            if end - start <= _LONGEST:
                return start, end
    return None
