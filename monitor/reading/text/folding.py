"""Folding: spellings that people take for the same become the same string.

Case, compatibility forms, ё and е, accents, quotes, dashes, soft hyphens, words broken at a
line's end, zero-width characters, leftovers of HTML, traditional Chinese. Every position of
the folded text leads back to the original.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache, lru_cache

from monitor.reading.text import narrow
from monitor.reading.text.folded import Folded, alike

_SPACES = "\t\x0b\x0c\r\x1c-\x1f\x85\u00a0\u1680\u2000-\u200a\u2028\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_LATIN = "\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u02bc\u0250-\u02af\u1e00-\u1eff"
_MARKS = "\u0300-\u036f"
_COMPATIBLE = "\u2100-\u2115\u2117-\u218b\ufb00-\ufb06\uff10-\uff19\uff21-\uff3a\uff41-\uff5a"
_CJK_COMPATIBLE = "\u2e80-\u2fd5\uf900-\ufaff"
_DOTS = "\u2022\u2027\u22c5\u30fb\uff65"
_HAN = "\u3400-\u4dbf\u4e00-\u9fff"
_RARE = "‟‹›〝〞＂‛′´`＇‐‒―−﹣－"
# The characters to look at: one set, since that is what the engine scans fast.
_ODD_SET = f"&<{_RARE}{_SPACES}{_INVISIBLE}{_LATIN}{_MARKS}{_COMPATIBLE}{_CJK_COMPATIBLE}{_DOTS}"
_ODD = re.compile(f"[{_ODD_SET}]")
_ODD_ASCII = re.compile("[&<\t\x0b\x0c\r\x1c-\x1f]")
_LINE_END = re.compile(r"\n(?:(?<!\n\n)(?!\n)|\n\n|(?= ))")  # any but the two of a paragraph
_BLANK_RUN = re.compile(r" (?=[ \n])")
_SPACE = re.compile(f"[ \n{_SPACES}]")
_SPACE_RUN = re.compile(f"[ \n{_SPACES}]+")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z]{2,10}\d{0,2});", re.IGNORECASE)
_TAG = re.compile(r"</?[a-z][^<>]{0,300}>|<!--.{0,300}?-->", re.IGNORECASE | re.DOTALL)
_MARKUP = {"&": _ENTITY, "<": _TAG}
_HAN_CHARACTER = re.compile(f"[{_HAN}]")

_PLAIN = {**dict.fromkeys("‟‹›〝〞＂", '"'), **dict.fromkeys("‛′´`＇", "'"),
          **dict.fromkeys("‐‒―−﹣－", "-")}  # fmt: skip
_SPELLED = {**_PLAIN, "ß": "ss", "ẞ": "ss", "ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th",
            "ı": "i", "æ": "ae", "œ": "oe", "ʼ": "'"}  # fmt: skip


def fold(text: str) -> Folded:
    """The text for comparing. Paragraphs are parted by two line feeds, words by one blank."""
    plain, odd, data = text, False, narrow.encode(text)
    if data is None:
        plain, odd = _with_plain_letters(text)
        data = narrow.encode(plain) if plain is not text else None
    if data is not None:
        data = _fold_narrow(plain, data)
        if data is not None:
            return Folded(None, text, data=data)
    elif not odd:
        folded = _fold_lines(plain, text)
        if folded is not None:
            return folded
    folded = _fold_any(text)
    folded.data = narrow.encode(folded.text)
    return folded


def _with_plain_letters(text: str) -> tuple[str, bool]:
    """A text with plain letters for odd ones, one for one, and whether more has to be mended."""
    odd = False
    for char in set((_odd_chinese() if _HAN_CHARACTER.search(text) else _ODD).findall(text)):
        plain = _plain_letter(char)
        if plain:
            text = text.replace(char, plain)
        elif char in _MARKUP:
            odd = odd or _MARKUP[char].search(text) is not None
        else:
            odd = True
    return text, odd


@cache
def _plain_letter(char: str) -> str:
    """The one letter that an odd one becomes; an empty string if it becomes anything else."""
    if _HAN_CHARACTER.match(char):
        return _simplified()[char]
    plain = _plain(char) if char.isalpha() else ""
    letter = len(plain) == 1 and plain.isalpha() and not _HAN_CHARACTER.match(plain)
    return plain if letter else ""


def _fold_lines(text: str, original: str) -> Folded | None:
    """The folded text, where nothing in it but its lines has to be longer or shorter."""
    if text.rfind("  ") >= 0:
        return None
    lines = text.split("\n")
    if [*map(str.strip, lines)] != lines or not (lines[0] and lines[-1]):
        return None
    if _are_paragraphs(lines):
        return Folded(None, original, han=text)
    return _joined(lines, text, original)


def _joined(lines: list[str], text: str, original: str) -> Folded:
    """The lines of a text with what ``_mend_space`` makes of what parts them."""
    parts, starts, edits = [lines[0]], [], []
    length = end = len(lines[0])
    start = end
    for line in lines[1:]:
        end += 1
        if not line:
            continue
        before, plain = parts[-1], " "
        if end - start > 1:
            plain = "\n\n"
        elif _HAN_CHARACTER.match(before[-1]) and _HAN_CHARACTER.match(line[0]):
            plain = ""
        elif alike(before[-1]) == "-" and before[-2:-1].isalpha() and line[0].isalpha():
            parts[-1], plain = before[:-1], ""
            start, length = start - 1, length - 1
        if text[start:end] == plain:
            length += len(plain)
        else:
            starts.append(length)
            length += len(plain)
            edits.append((length, start, end))
        parts += (plain, line)
        length += len(line)
        start = end = end + len(line)
    return Folded(None, original, starts, edits, han="".join(parts))


def _are_paragraphs(lines: Sequence[str] | Sequence[bytes]) -> bool:
    """Whether every other line is empty: paragraphs of one line each."""
    return len(lines) % 2 == 1 and all(lines[::2]) and not any(lines[1::2])


def _fold_narrow(text: str, data: bytes) -> bytes | None:
    """The folded text, where nothing in it has to be longer or shorter than it was."""
    data = data.translate(_narrow_table())
    if narrow.ODD in data or data.rfind(b"  ") >= 0:
        return None
    if b"&" in data and _ENTITY.search(text):
        return None
    if b"<" in data and _TAG.search(text):
        return None
    return _even_lines(data) if b"\n" in data else data


@cache
def _narrow_table() -> bytes:
    return narrow.folding_table(lambda char: _fold_any(char).text)


def _even_lines(data: bytes) -> bytes | None:
    """A blank for each line feed inside a paragraph; None where more has to be done."""
    lines = data.split(b"\n")
    if [*map(bytes.strip, lines)] != lines:
        return None
    if _are_paragraphs(lines):
        return data
    marked = data.replace(b"\n\n", b"\1\1")
    if b"\1\1\1" in marked or b"\1\n" in marked or b"-\n" in marked:
        return None
    return marked.replace(b"\n", b" ").replace(b"\1", b"\n")


def _fold_any(text: str) -> Folded:
    lowered, odd = alike(text), True
    if _HAN_CHARACTER.search(lowered):
        odd = _odd_chinese().search(lowered) is not None
        lowered = _in_simplified(lowered) if odd else lowered
    parts: list[str] = []
    starts: list[int] = []
    edits: list[tuple[int, int, int]] = []
    length = done = 0
    for at in _odd_places(lowered, odd=odd):
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


@lru_cache(maxsize=4096)
def fold_name(name: str) -> str:
    """A name or word of a watchlist, folded and stripped."""
    return " ".join(fold(name).text.split())


def _odd_places(lowered: str, *, odd: bool) -> list[int]:
    """Where something may have to be mended: white space, and ``odd`` characters if there are."""
    pattern = _ODD_ASCII if lowered.isascii() else _ODD
    places = [found.start() for found in pattern.finditer(lowered)] if odd else []
    places += [found.start() for found in _LINE_END.finditer(lowered)]
    if lowered.rfind("  ") >= 0 or lowered.rfind(" \n") >= 0:
        places += [found.start() for found in _BLANK_RUN.finditer(lowered)]
    places.sort()
    return places


def _in_simplified(text: str) -> str:
    """The text with simplified characters for traditional ones."""
    simplified = _simplified()
    for char in set(_traditional().findall(text)):
        text = text.replace(char, simplified[char])
    return text


@cache
def _traditional() -> re.Pattern[str]:
    return re.compile(f"[{''.join(_simplified())}]")


@cache
def _odd_chinese() -> re.Pattern[str]:
    """What may have to be looked at, traditional characters too, in one go."""
    return re.compile(f"[{_ODD_SET}{''.join(_simplified())}]")


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


def word_set(text: str) -> frozenset[str]:
    """The words of a table, which is easier to read than a list of strings."""
    return frozenset(text.split())
