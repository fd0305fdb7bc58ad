"""Text as reading sees it: folded for comparing, cut into sentences, told by language.

Folding makes spellings that people take for the same the same string: case, compatibility
forms, ё and е, accents, quotes, dashes, soft hyphens, words broken at a line's end,
zero-width characters, leftovers of HTML, traditional Chinese. Every position of the folded
text leads back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cache

_SPACES = "\t\x0b\x0c\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_LATIN = "\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u02bc\u0250-\u02af\u1e00-\u1eff"
_MARKS = "\u0300-\u036f"
_COMPATIBLE = "\u2100-\u2115\u2117-\u218b\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_CJK_COMPATIBLE = "\u2e80-\u2fd5\uf900-\ufaff"
_DOTS = "\u2022\u2027\u22c5\u30fb\uff65"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_RARE = "‟‹›〝〞＂‛′´`＇‐‒―−﹣－"
_ODD = f"&<{_RARE}{_SPACES}{_INVISIBLE}{_LATIN}{_MARKS}{_COMPATIBLE}{_CJK_COMPATIBLE}{_DOTS}"

_ODD_ASCII = "&<\t\x0b\x0c\r\x1c-\x1f"
_FIRST_HAN = "\u3400"
_SPACE = re.compile(f"[ \n{_SPACES}]")
_SPACE_RUN = re.compile(f"[ \n{_SPACES}]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10}\d{0,2});", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>|<!--.{0,300}?-->", re.IGNORECASE | re.DOTALL)
_HAN_CHARACTER = re.compile(f"[{_HAN}]")

# One character for one: done on the whole text, so that offsets stay as they are.
_ALIKE = tuple(zip("«»“”„’‘–—‑ё", '"""""' + "''" + "---" + "е", strict=True))
_PLAIN = {**dict.fromkeys("‟‹›〝〞＂", '"'), **dict.fromkeys("‛′´`＇", "'"),
          **dict.fromkeys("‐‒―−﹣－", "-")}  # fmt: skip
_SPELLED = {**_PLAIN, "ß": "ss", "ẞ": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
            "ı": "i", "æ": "ae", "œ": "oe", "ʼ": "'"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Folded:
    """A folded text and the way back from its positions to those of the original."""

    text: str
    original: str
    _starts: list[int] = field(default_factory=list, repr=False)
    _edits: list[tuple[int, int, int]] = field(default_factory=list, repr=False)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, as (start, end)."""
        if not self._starts:
            return start, end
        first = self._locate(start)[0]
        return first, max(first, self._locate(end - 1)[1]) if end > start else first

    def position(self, original: int) -> int:
        """Where a place of the original stands in ``text``; for what was left out, what follows."""
        index = bisect_right(self._edits, original, key=lambda edit: edit[1]) - 1
        if index < 0:
            return original
        folded_end, _, end = self._edits[index]
        return self._starts[index] if original < end else folded_end + original - end

    def _locate(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position, position + 1
        folded_end, start, end = self._edits[index]
        if position < folded_end:
            return start, end
        at = end + position - folded_end
        return at, at + 1


def fold(text: str) -> Folded:
    """The text for comparing. Paragraphs are parted by two line feeds, words by one blank."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ is the one letter that grows when lowered
        lowered = text.replace("İ", "I").lower()
    if not lowered.isascii():
        for other, plain in _ALIKE:
            lowered = lowered.replace(other, plain)
    parts: list[str] = []
    starts: list[int] = []
    edits: list[tuple[int, int, int]] = []
    length = done = 0
    for at in _odd_places(lowered):
        if at < done:
            continue
        start, end, plain = _mend(lowered, at, done)
        if lowered[start:end] == plain:
            continue
        parts += (lowered[done:start], plain)
        length += start - done
        starts.append(length)
        length += len(plain)
        edits.append((length, start, end))
        done = end
    if not edits:
        return Folded(lowered, text)
    parts.append(lowered[done:])
    return Folded("".join(parts), text, starts, edits)


def fold_name(name: str) -> str:
    """A name or word of a watchlist, folded and stripped."""
    return " ".join(fold(name).text.split())


def _odd_places(lowered: str) -> Iterable[int]:
    """Where something may have to be mended. Chinese is looked at once there is any."""
    lines = lowered.count("\n") != 2 * lowered.count("\n\n")
    blanks = "  " in lowered or " \n" in lowered or "\n " in lowered
    if lowered.isascii():
        yield from _places(_pattern("ascii", lines=lines, blanks=blanks), lowered, 0)
        return
    for at in _places(_pattern("any", lines=lines, blanks=blanks), lowered, 0):
        if lowered[at] >= _FIRST_HAN and _HAN_CHARACTER.match(lowered, at):
            yield from _places(_pattern("chinese", lines=lines, blanks=blanks), lowered, at)
            return
        yield at


def _places(pattern: re.Pattern[str], text: str, start: int) -> Iterable[int]:
    return (found.start() for found in pattern.finditer(text, start))


@cache
def _pattern(script: str, *, lines: bool, blanks: bool) -> re.Pattern[str]:
    """The characters to look at: one set, since that is what the engine scans fast."""
    odd = {"ascii": _ODD_ASCII, "any": _ODD + _HAN}.get(script) or _ODD + "".join(_simplified())
    return re.compile(f"[{odd}{chr(10) * (lines or blanks)}]" + "| (?=[ \n])" * blanks)


def _mend(text: str, at: int, done: int) -> tuple[int, int, str]:
    """What the odd character at ``at`` becomes: (start, end, replacement)."""
    char = text[at]
    if char == "&":
        return _mend_entity(text, at)
    if char == "<":
        tag = _TAG.match(text, at)
        return (at, tag.end(), "") if tag else (at, at + 1, char)
    if _SPACE.match(char):
        return _mend_space(text, at, done)
    if "\u0300" <= char <= "\u036f":
        if char == "\u0306" and at > done and text[at - 1] == "и":
            return at - 1, at + 1, "й"
        return at, at + 1, ""
    return at, at + 1, _plain(char)


def _mend_entity(text: str, at: int) -> tuple[int, int, str]:
    entity = _ENTITY.match(text, at)
    if not entity:
        return at, at + 1, "&"
    import html

    meant = html.unescape(entity.group())
    if meant == entity.group():
        return at, at + 1, "&"
    plain = " " if meant.isspace() else fold(meant).text
    return at, entity.end(), plain


def _mend_space(text: str, at: int, done: int) -> tuple[int, int, str]:
    """A run of white space, and what a line's end did to the word before it."""
    start = at
    while start > done and _SPACE.match(text[start - 1]):
        start -= 1
    run = _SPACE_RUN.match(text, start)
    end = run.end() if run else at + 1
    breaks = text.count("\n", start, end)
    if breaks > 1:
        return start, end, "\n\n"
    before = text[start - 1] if start > done else ""
    after = text[end] if end < len(text) else ""
    if breaks and start and text[start - 1] == "\u00ad":
        return start, end, ""
    if breaks and before == "-" and start > 1 and text[start - 2].isalpha() and after.isalpha():
        return start - 1, end, ""
    if breaks and before and after and _HAN_CHARACTER.match(before) and _HAN_CHARACTER.match(after):
        return start, end, ""
    return start, end, " "


@cache
def _plain(char: str) -> str:
    """One odd letter as plain ones: NFKC, without accents, simplified."""
    if char in _SPELLED:
        return _SPELLED[char]
    if re.match(f"[{_INVISIBLE}]", char):
        return ""
    if re.match(f"[{_DOTS}]", char):
        return "·"
    simple = _simplified().get(char)
    if simple:
        return simple
    decomposed = unicodedata.normalize("NFKD", char).lower()
    return "".join(c for c in decomposed if not unicodedata.combining(c)) or char


@cache
def _simplified() -> dict[str, str]:
    """Traditional character -> simplified one. Loaded when the first Chinese text comes."""
    import opencc

    convert: Callable[[str], str] = opencc.OpenCC("t2s").convert
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    simple = convert("\n".join(characters)).split("\n")
    return {a: b for a, b in zip(characters, simple, strict=True) if a != b and len(b) == 1}


# ---------------------------------------------------------------- sentences


def word_set(text: str) -> frozenset[str]:
    """The words of a table, which is easier to read than a list of strings."""
    return frozenset(text.split())


_END = re.compile(
    r"\n\s*\n\s*"  # a paragraph
    r"|[。！？!?…]+[”’」』》）\"')\]»]*\s*"
    r"|\.+[”’\"')\]»]*(?=\s|$)\s*"
    r"|\n[ \t]*(?=[-*•–—]\s)"  # a list item
)
_CLOSED = re.compile(r"[。！？!?.…;；:：][”’」』》）\"')\]»]*$")
_NEXT_LOWER = re.compile(r"[\"'«“„(\[]?[a-zа-яё]")
_NUMBER_BEFORE = re.compile(r"\d[\d\s.,]*\s*$")
_ALWAYS_OPEN = word_set(
    "mr mrs ms dr prof messrs st ste gen col capt lt sgt sen rep gov rev hon no nos vs approx "
    "ca fig e.g i.e cf vol pp p art sec jan feb mar apr jun jul aug sept sep oct nov dec mt ft "
    "им ул пр просп пер д стр рис см ср напр т.е т.н т.к гл п пп ст акад проф доц гос зам пом "
    "тел кв куб пос обл р-н оз гг.до св ок прим млн млрд тыс трлн"
)
_COUNTED = word_set("млн млрд тыс трлн ст кв куб мт mt ft")
_OPEN_BEFORE_NAME = word_set("inc ltd co corp llc plc bros u.s u.k u.n e.u jr sr г с о гг")
_STARTERS = word_set(
    "the a an it its in on at by for from as if he she they we this that these those there but "
    "and however meanwhile according analysts shares production construction last next both"
)


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end), without the white space between them."""
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if found.start() < start or not _ends(text, start, found):
            continue
        _add(spans, text, start, found.end())
        start = found.end()
    _add(spans, text, start, len(text))
    return spans


def _add(spans: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        spans.append((start, end))


def _ends(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the mark found really closes a sentence."""
    mark = found.group()
    if mark[0] == "\n":
        return True
    after = text[found.end() : found.end() + 3]
    if mark[0] in "。！？":
        return not after or after[0] not in "，、,；;"
    if _NEXT_LOWER.match(after) and "\n\n" not in mark:
        return False
    return mark[0] != "." or not _abbreviated(text, start, found)


def _abbreviated(text: str, start: int, found: re.Match[str]) -> bool:
    """Whether the full stop belongs to a word ("No. 3", "г. Соликамск", "J. Smith")."""
    if "\n\n" in found.group():
        return False
    before = text[max(start, found.start() - 24) : found.start()]
    cut = max(map(before.rfind, ' \n\u00a0(«"-')) + 1
    word = before[cut:]
    lowered = word.lower()
    initial = len(word) == 1 and word.isupper()
    if not initial and lowered not in _OPEN_BEFORE_NAME and lowered not in _ALWAYS_OPEN:
        return False
    following = re.match(r"[\"'«“„(]?(\w+)", text[found.end() : found.end() + 24])
    if not following:
        return False
    if initial:
        return True
    if lowered in _OPEN_BEFORE_NAME:
        if re.fullmatch("[а-яё]+", lowered):
            return not _NUMBER_BEFORE.search(before[:cut])
        return following.group(1).lower() not in _STARTERS
    return lowered not in _COUNTED or following.group(1)[0].isdigit()


# ---------------------------------------------------------------- languages

_HAN_RUN = re.compile(f"[{_HAN}]")
_KANA = re.compile("[\u3040-\u30ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_NOT_RUSSIAN = re.compile("[іїєґўћђљњџјѓќәғқңөұүһіѐ]", re.IGNORECASE)
_LATIN_LETTER = re.compile("[a-z\u00c0-\u024f]", re.IGNORECASE)
_WORD = re.compile("[a-z\u00c0-\u024f]+", re.IGNORECASE)
_ENGLISH = word_set(
    "the of and to in is for on that with by at from as its it be will was are has not an"
)
_OTHER_LATIN = word_set(
    "der die das und von den mit ist im ein eine nicht auf le la les des et du une est pour "
    "dans que qui el los las en por con para del y il di che della per un uno sono o os as da "
    "do em het een van te på och som att det w z na się jest"
)


def detect_language(text: str) -> str:
    """``en``, ``ru``, ``zh``, or an empty string for any other language and for no words."""
    sample = text[:4000]
    han = len(_HAN_RUN.findall(sample))
    cyrillic = len(_CYRILLIC.findall(sample))
    latin = len(_LATIN_LETTER.findall(sample))
    if 3 * han >= max(cyrillic, latin) and han:
        return "" if len(_KANA.findall(sample)) * 8 > han else "zh"
    if cyrillic >= latin and cyrillic:
        return "" if len(_NOT_RUSSIAN.findall(sample)) * 60 > cyrillic else "ru"
    return "en" if latin and _is_english(sample) else ""


def _is_english(sample: str) -> bool:
    words = [word.lower() for word in _WORD.findall(sample)]
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER_LATIN for word in words)
    if len(words) < 12:
        return other <= english or other == 0
    return english >= 2 * other and english * 25 >= len(words)
