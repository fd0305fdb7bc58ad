"""What a person types into a search, understood.

    words beside each other      all of them
    "some words"                 next to each other, in this order
    begin*                       words that begin so
    a OR b, a AND b, NOT a, -a   and parentheses; title:word looks in titles only

Reading it ourselves makes every mistake a plain sentence, and leaves nothing for SQLite
to misunderstand.
"""

from __future__ import annotations

import re

from monitor.store.words import fold

_TOKEN = re.compile(
    r"""\s*(?:(?P<open>\()|(?P<close>\))|(?P<minus>-(?=[\w"(]))"""
    r"""|(?:(?P<field>title|text):)?(?:"(?P<phrase>[^"]*)"|(?P<word>[^\s"()]+)))"""
)
_LETTERS = re.compile(r"[^\W_]+")


class QueryError(ValueError):
    """The query cannot be understood; the text says what to write instead."""


class Term:
    """Words in a row to look for, as they stand in the index.

    ``begins``: the last word may also be any that begins so.
    """

    # Not dataclasses: importing them would double the start of a search.
    __slots__ = ("begins", "words")

    def __init__(self, words: tuple[str, ...], begins: str = "") -> None:
        self.words = words
        self.begins = begins


class Query:
    """``match`` is for FTS5; ``terms`` are what a reader wants to see marked."""

    __slots__ = ("match", "terms")

    def __init__(self, match: str, terms: tuple[Term, ...]) -> None:
        self.match = match
        self.terms = terms


def parse(text: str) -> Query:
    """Raises QueryError for what cannot be understood."""
    return _Parser(text).parse()


def _term(text: str, *, prefix: bool) -> Term:
    plain = _LETTERS.findall(text.lower())
    words = [word for part in plain for word in fold(part).split()]
    return Term(tuple(words), plain[-1].replace("ё", "е") if prefix and plain else "")


def _match(term: Term, field: str) -> str:
    """The FTS5 expression of a term."""
    where = f"{{{field}}} : " if field else ""
    match = f'"{" ".join(term.words)}"'
    if term.begins:
        match = f'({match} OR "{" ".join((*term.words[:-1], term.begins))}" *)'
    return where + match


class _Parser:
    def __init__(self, text: str) -> None:
        self._text = text
        self._tokens = self._split(text)
        self._place = 0
        self._terms: list[Term] = []

    @staticmethod
    def _split(text: str) -> list[re.Match[str]]:
        if text.count('"') % 2:
            raise QueryError('a quotation mark " is not closed')
        tokens, place = [], 0
        while place < len(text.rstrip()):
            match = _TOKEN.match(text, place)
            if match is None:
                raise QueryError(f"cannot read the query from {text[place:].strip()[:20]!r} on")
            tokens.append(match)
            place = match.end()
        return tokens

    def parse(self) -> Query:
        if not self._tokens:
            raise QueryError("say what to look for")
        if not any(_LETTERS.search(token[0]) for token in self._tokens):
            raise QueryError(f"there is no word to look for in {self._text.strip()!r}")
        match = self._either()
        if self._place < len(self._tokens):
            raise QueryError("a closing parenthesis ) has no opening one before it")
        return Query(match, tuple(self._terms))

    def _peek(self, word: str) -> bool:
        if self._place >= len(self._tokens):
            return False
        token = self._tokens[self._place]
        return token["word"] == word and not token["field"]

    def _either(self) -> str:
        parts = [self._all()]
        while self._peek("OR"):
            self._place += 1
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else "(" + " OR ".join(parts) + ")"

    def _all(self) -> str:
        wanted: list[str] = []
        unwanted: list[str] = []
        while self._place < len(self._tokens) and not self._peek("OR"):
            token = self._tokens[self._place]
            if token["close"]:
                break
            if self._peek("AND"):
                self._place += 1
                if not (wanted or unwanted) or self._at_end():
                    raise QueryError("AND stands between two words; quote it to look for it")
            elif self._peek("NOT") or token["minus"]:
                self._place += 1
                before = len(self._terms)
                unwanted += self._one("NOT stands before a word")
                del self._terms[before:]
            else:
                wanted += self._one("a word is missing")
        if not wanted:
            raise QueryError(
                "say also what to look for, not only what not"
                if unwanted
                else "OR stands between two words; quote it to look for it"
            )
        match = " AND ".join(wanted)
        if unwanted:
            match = f"({match}) NOT ({' OR '.join(unwanted)})"
        return f"({match})"

    def _at_end(self) -> bool:
        if self._place >= len(self._tokens):
            return True
        return bool(self._tokens[self._place]["close"]) or self._peek("OR") or self._peek("AND")

    def _one(self, complaint: str) -> list[str]:
        """The expression of one word, phrase or parenthesis; none for mere punctuation."""
        if self._at_end():
            raise QueryError(complaint)
        token = self._tokens[self._place]
        self._place += 1
        if token["open"]:
            match = self._either()
            if self._place >= len(self._tokens):
                raise QueryError("an opening parenthesis ( is not closed")
            self._place += 1
            return [match]
        if token["minus"]:
            raise QueryError(complaint)
        word = token["phrase"] if token["phrase"] is not None else token["word"]
        term = _term(word, prefix=bool(token["word"]) and word.endswith("*"))
        if not term.words:
            return []
        self._terms.append(term)
        return [_match(term, token["field"] or "")]
