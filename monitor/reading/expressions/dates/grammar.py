"""The words of one language for dates, one lexicon for each role a phrase can play."""

from __future__ import annotations

from collections import defaultdict
from functools import cache

from monitor.reading.expressions.numerals import is_number
from monitor.reading.languages import Words, load
from monitor.reading.text.lexicon import Item, Lexicon
from monitor.reading.text.tokens import Tokens

_ROLES = (
    "month", "weekday", "season", "ordinal", "ordinal-suffix", "part", "unit", "letter", "fiscal",
    "calendar", "deictic", "relative", "later", "sooner", "ahead", "relation", "after-relation",
    "span",
    "span-after", "shift", "shift-verb", "shift-than", "anaphor", "bound", "glue", "join", "head",
    "year-suffix", "decade-suffix", "half-word", "quarter-prefix", "day-suffix", "month-suffix",
    "day-number", "third", "after-negator", "first-n", "plan", "ending", "fiscal-word",
    "plural", "duration", "not-head", "counter",
    "and-half", "counts-from", "shift-by", "shift-noun", "inverted", "tense",
    "ending-quarter", "holiday", "attributive", "nth", "century",
)  # fmt: skip

_CORES = (
    "first-n", "plan", "holiday", "nth", "century",
    "month", "weekday", "season", "ordinal", "part", "letter", "fiscal", "calendar", "deictic",
    "relative", "later", "sooner", "ahead", "anaphor", "half-word", "quarter-prefix", "third",
    "fiscal-word",
    "ending",
)  # fmt: skip
# What these say is a date or a length of time, or part of one; the rest only leads to one.
_TELLING_ALONE = frozenset({*_CORES, "unit", "duration", "span"})
_NO_ROLES: frozenset[str] = frozenset()


class Grammar:
    """Lexicons by role, and what differs between languages besides the words.

    ``cores`` are words that only begin what a date is made of, ``befores`` those that may
    stand before it too (``counts`` among them); ``lengths`` are words for lengths of time,
    ``telling`` all of these. ``opening`` are the words that a period may begin with, and
    ``first`` those that the phrases of each role begin with.
    """

    def __init__(self, code: str) -> None:
        words = load(code)
        dates = words.section("dates")
        self.code = code
        self.big_first = bool(dates.get("big-first", False))
        self.comma_decimal = bool(words.section("amounts").get("comma-decimal", False))
        self.months_capital = bool(dates.get("months-capital", False))
        self.year_needs_word = bool(dates.get("year-needs-word", False))
        self.year_left_out = bool(dates.get("year-left-out", False))
        self.until = frozenset(words.phrases("dates", "until"))
        self.since_event = frozenset(words.phrases("date-signs", "since-event"))
        self.never_first = frozenset(words.phrases("date-signs", "never-first"))
        self.dateline = frozenset(words.phrases("date-signs", "dateline"))
        self.of = frozenset(words.phrases("joining", "of"))
        self.negators = frozenset(words.phrases("dates.negator", "not"))
        self.sure_before = frozenset(words.phrases("dates.year-before", "sure"))
        self.determiners = frozenset(words.phrases("dates.year-before", "determiner"))
        self.genitive = frozenset(words.phrases("dates.year-before", "genitive"))
        self.of_something = frozenset(words.phrases("dates.year-before", "of-something"))
        self.needs_year = frozenset(words.phrases("dates.year-before", "needs-year"))
        self.forward = frozenset(words.phrases("dates", "forward"))
        self.instead = frozenset(words.phrases("dates", "instead"))
        self.events = frozenset(words.phrases("dates", "events"))
        self.adverbial = words.phrases("dates", "adverbial-endings")
        self.future_endings = words.phrases("dates", "future-endings")
        self.past_endings = words.phrases("dates", "past-endings")
        self._roles = {role: _lexicon(words.groups(f"dates.{role}"), role) for role in _ROLES}
        numerals = words.groups("amounts.numeral")
        self._roles["numeral"] = _lexicon(numerals, "numeral")
        by_word: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
        for role, lexicon in self._roles.items():
            for word in lexicon.first_words():
                by_word[word] |= {role}
        self._by_word = dict(by_word)
        self.first = {role: lexicon.first_words() for role, lexicon in self._roles.items()}
        self._alone: set[str] = set()  # words that a date may begin with, whatever follows
        self._led: set[str] = set()  # and those that tell nothing without what follows
        self._pairs: set[tuple[str, str]] = set()  # the first two words of longer phrases
        for role, lexicon in self._roles.items():
            for first, second in lexicon.beginnings():
                if second:
                    self._pairs.add((first, second))
                else:
                    (self._alone if role in _TELLING_ALONE else self._led).add(first)
        self.counts = self._words_of(("span", "numeral", "duration", "shift-verb"))
        befores = self._words_of(("relation",)) | self.counts
        cores = self._words_of(_CORES)
        self.cores = cores - befores
        self.befores = befores | cores
        self.lengths = self._words_of(("unit", "duration"))
        self.opening = self._words_of((*_CORES, "numeral"))
        if any(self._roles["inverted"].first_words()):
            self.befores |= self._words_of(("unit",))
        self.telling = self.cores | self.befores | self.lengths
        self._amounts = _amounts(words, load("common"))

    def _words_of(self, roles: tuple[str, ...]) -> frozenset[str]:
        return frozenset(word for role in roles for word in self._roles[role].first_words())

    def roles(self, word: str) -> frozenset[str]:
        """The roles of phrases that begin with a word."""
        return self._by_word.get(word, _NO_ROLES)

    def begins(self, tokens: Tokens, index: int) -> bool:
        """Whether a date may begin at a word, by the phrases that begin there."""
        word, after = tokens.words[index], tokens.word(index + 1)
        if word in self._alone or (word, after) in self._pairs:
            return True
        follows = after in self._by_word or not after.isalpha() or is_number(after)
        return follows and word in self._led

    def counts_before(self, tokens: Tokens, index: int) -> bool:
        """Whether the words here make the number before them an amount."""
        return index < len(tokens.words) and self._amounts.at(tokens, index) is not None

    def at(self, role: str, tokens: Tokens, index: int) -> Item | None:
        """The longest phrase in that role beginning at a word."""
        return self._roles[role].at(tokens, index) if index < len(tokens) else None


def _lexicon(groups: dict[str, tuple[str, ...]], role: str) -> Lexicon:
    return Lexicon((phrase, role, value) for value, listed in groups.items() for phrase in listed)


def _amounts(*words: Words) -> Lexicon:
    """What makes the number before it an amount: units, multipliers, per cent."""
    roles = ("amounts.unit", "amounts.multiplier", "amounts.percent")
    return Lexicon(
        (phrase, "amount", value)
        for each in words
        for role in roles
        for value, listed in each.groups(role).items()
        for phrase in listed
        if phrase.lstrip("=")[0].isalnum() or phrase in {"%", "％"}
    )


@cache
def grammar(code: str) -> Grammar:
    """Compiled once for each language."""
    return Grammar(code)
