"""The words of one language for amounts, by the role a phrase can play."""

from __future__ import annotations

from functools import cache

from monitor.reading.languages import load
from monitor.reading.text.lexicon import Lexicon
from monitor.reading.text.tokens import Tokens

_ROLES = (
    "numeral", "multiplier", "bound", "bound-after", "join", "unit", "rate", "rate-before",
    "currency", "percent", "percent-before", "plus-one", "fraction", "stake", "join-from",
    "range-before", "half-more", "change-verb", "per", "per-before", "class", "ore",
    "ore-before", "split", "vague", "label", "against",
)  # fmt: skip


_REACH = 9  # words back to "annual" and the like


class AmountGrammar:
    """The words of one language for amounts, by the role a phrase can play."""

    def __init__(self, code: str) -> None:
        words = load(code)
        amounts = words.section("amounts")
        self.code = code
        self.comma_decimal = bool(amounts.get("comma-decimal", False))
        self.reach = int(amounts.get("reach", _REACH))
        self.articles = frozenset(words.phrases("amounts", "articles"))
        self.bare = Lexicon((phrase, "bare", "bare") for phrase in words.phrases("amounts", "bare"))
        self.after_bare = frozenset(words.phrases("amounts", "after-bare"))
        self.of_name = frozenset(words.phrases("amounts", "of-name"))
        self.equal = frozenset(words.phrases("amounts", "equal"))
        self.rate_splits = frozenset(words.phrases("amounts", "rate-splits"))
        self.rate_blockers = frozenset(words.phrases("amounts", "rate-blockers"))
        common = load("common")
        self._roles = {}
        for role in _ROLES:
            groups = words.groups(f"amounts.{role}")
            shared = common.groups(f"amounts.{role}")
            self._roles[role] = Lexicon(
                (phrase, role, value)
                for table in (groups, shared)
                for value, listed in table.items()
                for phrase in listed
            )
        self._first = {
            role: frozenset(lexicon.first_words()) for role, lexicon in self._roles.items()
        }
        self.starters = frozenset(
            word
            for role in ("numeral", "currency", "fraction", "multiplier", "percent-before")
            for word in self._roles[role].first_words()
        )

    def at(self, role: str, tokens: Tokens, index: int) -> tuple[str, int] | None:
        """Value and end of the phrase in a role at a word."""
        if not 0 <= index < len(tokens.words) or tokens.words[index] not in self._first[role]:
            return None
        item = self._roles[role].at(tokens, index)
        return (item.value, item.last) if item is not None and item.value else None

    def beginnings(self, tokens: Tokens) -> list[int]:
        """Places where an amount may begin: numbers, and words for numbers or currencies."""
        key = (self.code, "beginnings")
        known = tokens.memo.get(key)
        if isinstance(known, list):
            return known
        starters = self.starters
        places = [at for at, word in enumerate(tokens.words) if word in starters]
        found = tokens.memo[key] = sorted({*places, *tokens.numbers})
        return found


@cache
def amount_grammar(code: str) -> AmountGrammar:
    """Compiled once for each language."""
    return AmountGrammar(code)
