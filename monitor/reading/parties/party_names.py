"""Names of companies in a text: where they stand, in what form, and which of them are one."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, cached_property
from typing import Protocol, TypeVar

from monitor.model import Mention
from monitor.reading.languages import everywhere, load
from monitor.reading.names.guards import is_headline_case
from monitor.reading.subjects.companies import companies
from monitor.reading.text.layout import Layout, Sentence
from monitor.reading.text.phrases import Found
from monitor.reading.text.record import record
from monitor.reading.text.spans import Spans

_WORD = r"[A-Z][\w&-]*(?:[’'](?!s\b)\w+)*"
# No name has these in it, and none is only what kind of company it is.
HAN_NAME = (
    "(?!(?:全资|控股|参股)?子公司|上市公司|母公司|项目公司|有限公司|股份公司|贸易公司|国有|中资)"
    "(?!(?<=取)代|(?<=供)应|(?<=收)购|(?<=接)手|(?<=退)出|(?<=成)为|(?<=出)售)"
    "(?:(?!取代|收购|接手|退出|成为|出售|供应)[^\\W\\da-zA-Zа-яА-Я由与和向给将是为被从对同跟及把的在了或于以该这那某其各本家还就已并且又另归属入至到]){2,8}"
)
_TRADES = (
    "商社|商事|物产|金属|贸易|矿业|矿冶|资源|铜业|锂业|镍业|铝业|锌业|钨业|钾肥|有色|新能源|新材|材料"
    "|电池|汽车|钢铁|化工|科技|能源|股份|控股|实业|国际|重工|冶炼"
)
_CAPITALS = re.compile(rf"{_WORD}(?:[ \u00a0](?:& )?{_WORD}){{0,4}}")
_HAN_NAMED = re.compile(
    rf"{HAN_NAME}(?:公司|集团|株式会社|{_TRADES})|[A-Z][A-Za-z0-9&.’ -]{{1,29}}[A-Za-z0-9]"
)
# names that nobody tracks are owners only where they look like a company's
_HAN_COMPANY = re.compile(rf"{HAN_NAME}(?:公司|集团|株式会社|矿业|股份|资源|矿冶|铜业|有色|国际)")
# what a name in Chinese is told to be, right before it
_ROLE = re.compile(
    r".*?(?:业主|东家|股东|买家|客户|主人|买方|旗下|所有者|运营商|包销商|包销方|承购方|承购商|采购方|卖方)(?=\w{3})"
)
_SUBSIDIARY = re.compile(r"(?<=\w{3})(?:(?:全资|控股|参股|旗下|下属)+[子孙]?|[子孙])公司$")
_SOURCE = 14  # characters before a name
_KINDS = frozenset({"", "компании", "группы", "холдинга"})
_PEOPLES = ("ian", "ese", "ish", "can", "ean")


@record
class PartyName:
    """A name at ``start:end``; ``party`` is the entity's id or the name in full."""

    start: int
    end: int
    party: str
    tracked: bool
    company: bool = True

    @property
    def span(self) -> tuple[int, int]:
        return self.start, self.end


class PartyNames:
    """The names of one article; ``holders`` are mentions of those tracked that may own or buy."""

    def __init__(
        self,
        layout: Layout,
        mentions: Sequence[Mention],
        holders: Sequence[Mention],
        dates: Sequence[tuple[int, int]],
    ) -> None:
        self._layout = layout
        self._taken = Spans([*((m.start, m.end) for m in mentions), *dates])
        self._holders = holders

    def beside(self, at: int) -> int:
        """The end of the tracked name that begins at a place or behind a blank; else the place."""
        return max((end for _, end in self._taken.within(at, at + 3)), default=at)

    def places(self, start: int, end: int) -> list[int]:
        """Where tracked names begin in a stretch of the text."""
        return [at for at, _ in self._taken.within(start, end)]

    def from_it(self, name: PartyName) -> bool:
        """Whether a name is told right before it to be where something comes from: 从, «от»."""
        content = self._layout.content
        if not self._layout.structure.spaces:
            return bool(self._layout.within("parties.source", name.start - 1, name.start))
        near = self._layout.within("parties.source", name.start - _SOURCE, name.start)
        return any(content[one.end : name.start].strip(" «") in _KINDS for one in near)

    def within(self, sentence: Sentence, *, companies: bool) -> list[PartyName]:
        """The names of a sentence in order; ``companies``: only those that look like one."""
        found = [
            PartyName(m.start, m.end, m.entity, tracked=True)
            for m in _within(self._holders, sentence)
        ]
        known = self._layout.structure
        if known.script == "Han":
            found += self._in_han(sentence, companies=companies)
        elif known.case_dictionary:
            found += self._declined(sentence)
        elif known.capitals_name:
            found += _within(self._untracked, sentence)
        found.sort(key=lambda one: one.start)
        return found

    @cached_property
    def _untracked(self) -> list[PartyName]:
        """Every name in capitals that no tracked name covers, in its fullest form."""
        content = self._layout.content
        title = self._layout.sentences[0] if self._layout.sentences else None
        shouted = bool(title and title.title and is_headline_case(content[: title.end]))
        raw: list[tuple[int, int]] = []
        for match in _CAPITALS.finditer(content):
            if shouted and title and match.start() < title.end:
                continue
            span = self._trimmed(*match.span())
            if span and not self._taken.overlap(*span):
                raw.append(span)
        texts = sorted(content[start:end] for start, end in raw)
        raw = [span for span in raw if not self._ordinary_word(span, texts)]
        legal, company = everywhere("company", "legal-forms"), everywhere("company", "words")
        plain = {span: _without_forms(content[span[0] : span[1]], legal) for span in raw}
        firms = {
            plain[span]
            for span in raw
            if plain[span] != content[span[0] : span[1]] or plain[span].split()[-1] in company
        }
        counted = Counter(plain.values())
        weight = {name: (often, -at) for at, (name, often) in enumerate(counted.items())}
        names = sorted(counted)
        full = {
            name: _fullest(name, _beginning(names, f"{name} "), weight, firms) for name in names
        }
        found: list[PartyName] = []
        for start, end in raw:
            name = full[plain[(start, end)]]
            found.append(PartyName(start, end, name, tracked=False, company=name in firms))
        return found

    def _trimmed(self, start: int, end: int) -> tuple[int, int] | None:
        """A name without the ordinary words that begin or end it: "Under", "The", "June"."""
        words = [
            (start + m.start(), m.group()) for m in _WORDS.finditer(self._layout.content[start:end])
        ]
        ordinary = _ordinary(self._layout.language)
        while words and words[0][1].lower() in ordinary:
            if _opens_name([word for _, word in words]):
                break
            words.pop(0)
        closing = _ordinary_last(self._layout.language)
        while words and words[-1][1].lower() in closing:
            words.pop()
        if not words or (len(words) == 1 and len(words[0][1]) < 3):
            return None
        return words[0][0], words[-1][0] + len(words[-1][1])

    def _ordinary_word(self, span: tuple[int, int], texts: Sequence[str]) -> bool:
        """Whether a single word has its capital from opening a sentence, or is an adjective."""
        content = self._layout.content
        word = content[span[0] : span[1]]
        if " " in word:
            return False
        if word.endswith(_PEOPLES) and content[span[1] : span[1] + 2].strip().islower():
            return True
        if span[0] != self._layout.sentence_at(span[0]).start:
            return False
        if len(_beginning(texts, word)) >= 2:
            return False
        return self._layout.begins(span[0]) or f" {word.lower()}" in content

    def _in_han(self, sentence: Sentence, *, companies: bool) -> Iterable[PartyName]:
        pattern = _HAN_COMPANY if companies else _HAN_NAMED
        ordinary = _ordinary(self._layout.language)
        low = sentence.start
        for start, end in [*self._taken.within(low, sentence.end), (sentence.end, sentence.end)]:
            for match in pattern.finditer(self._layout.content, low, max(low, start)):
                role = _ROLE.match(match.group())
                begins = match.start() + (role.end() if role else 0)
                name = _SUBSIDIARY.sub("", self._layout.content[begins : match.end()])
                if name.lower() not in ordinary:
                    yield PartyName(begins, begins + len(name), name, tracked=False)
            low = max(low, end)

    def _declined(self, sentence: Sentence) -> Iterable[PartyName]:
        """Names that nobody tracks, in the nominative; those of sites are no companies'."""
        content = self._layout.content
        marks = [
            mark
            for tag in ("subjects.project", "subjects.generic")
            for mark in self._layout.within(tag, sentence.start, sentence.end)
        ]
        for start, end, name in companies(self._layout, sentence.start, sentence.end):
            if self._taken.overlap(start, end):
                continue
            site = any(0 < start - m.end <= 2 for m in marks if _names_site(content, m))
            if not site and not any(m.start == start for m in marks):
                yield PartyName(start, end, name, tracked=False)


def _names_site(content: str, mark: Found) -> bool:
    """Whether a word before a name makes it one of a site: рудник «Озёрный»."""
    return not content[mark.start : mark.end].lower().startswith(("компани", "холдинг", "групп"))


_WORDS = re.compile(r"\S+")


def _opens_name(words: list[str]) -> bool:
    """Whether an ordinary word is the first of a name: American Lithium, USA Rare Earth."""
    opens = words[0] in everywhere("company", "openers")
    known = all(word in everywhere("company", "words") for word in words[1:])
    return opens and len(words) > 1 and (known or words[0].isupper())


def _without_forms(name: str, forms: frozenset[str]) -> str:
    """Northern Metals, of "Northern Metals Inc"."""
    words = name.split()
    while len(words) > 1 and words[-1].strip(".,") in forms:
        words.pop()
    return " ".join(words).rstrip(",")


def _fullest(
    name: str, longer: Iterable[str], weight: Mapping[str, tuple[int, int]], firms: set[str]
) -> str:
    """The full name that a part of it stands for: Vantor is the Vantor Group of the text."""
    if name in firms:
        return name
    fitting = [one for one in longer if one in firms or " " not in name]
    return max(fitting, key=lambda one: (one in firms, weight[one]), default=name)


def _beginning(texts: Sequence[str], beginning: str) -> Sequence[str]:
    """Of sorted texts those with a beginning."""
    low = bisect_left(texts, beginning)
    return texts[low : bisect_left(texts, f"{beginning}\U0010ffff", low)]


class _Placed(Protocol):
    @property
    def start(self) -> int: ...


_P = TypeVar("_P", bound=_Placed)


def _within(placed: Sequence[_P], sentence: Sentence) -> Sequence[_P]:
    """Of what stands in order what begins in a sentence."""
    low = bisect_left(placed, sentence.start, key=lambda one: one.start)
    return placed[low : bisect_left(placed, sentence.end, low, key=lambda one: one.start)]


@cache
def _ordinary(language: str) -> frozenset[str]:
    words = load(language)
    return frozenset(words.phrases("subjects", "ordinary")) | frozenset(
        words.phrases("company", "no-names")
    )


@cache
def _ordinary_last(language: str) -> frozenset[str]:
    """Ordinary words with which no name ends; a word for a company may well end one."""
    return _ordinary(language) - {word.lower() for word in everywhere("company", "words")}
