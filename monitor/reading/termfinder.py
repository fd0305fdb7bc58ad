"""All words of a watchlist that are no names, found in one pass over a folded text."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.reading.automata import text_automaton
from monitor.reading.boundaries import WORD_END, is_letter


class TermFinder:
    """Finds words: each term has forms, and one that ends in ``*`` is a word's beginning."""

    def __init__(self, terms: Sequence[Sequence[str]]) -> None:
        closed: dict[str, dict[int, None]] = {}
        opened: dict[str, dict[int, None]] = {}
        for term, forms in enumerate(terms):
            for form in forms:
                owners = opened if form.endswith("*") else closed
                owners.setdefault(form.rstrip("*"), {}).setdefault(term)
        patterns = [pattern for pattern in dict.fromkeys((*closed, *opened)) if pattern]
        self._uses = [
            (
                is_letter(pattern[0]),
                is_letter(pattern[-1]),
                tuple({**closed.get(pattern, {}), **opened.get(pattern, {})}),
                tuple(opened.get(pattern, ())),
            )
            for pattern in patterns
        ]
        self._automaton = text_automaton(patterns)

    def find(self, text: str) -> dict[int, list[tuple[int, int]]]:
        """Term -> the places where it stands, in the order of the text."""
        found: dict[int, list[tuple[int, int]]] = {}
        if self._automaton is None:
            return found
        padded = f"{text} "
        for pattern, start, end in self._automaton.find_matches_as_indexes(text, overlapping=True):
            begins, ends, terms, opened = self._uses[pattern]
            if begins and is_letter(padded[start - 1]):
                continue
            span = (start, end)
            if ends and is_letter(padded[end]):
                if not opened:
                    continue
                rest = WORD_END.match(text, end)
                span, terms = (start, rest.end() if rest else end), opened
            for term in terms:
                if term in found:
                    found[term].append(span)
                else:
                    found[term] = [span]
        return found
