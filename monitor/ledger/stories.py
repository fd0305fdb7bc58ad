"""Which articles are copies of one report: wire reprints, mirrors, one release, translations.

A signature is small and storable; two of them tell whether their articles are one story.
Wording is compared by the smallest hashes of the texts' shingles, so that a shortened copy
is found too. Where it differs (a rewrite, a translation) the numbers must agree; where there
is only a headline, the headline must.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zlib import crc32

from monitor.model import Article

SKETCH = 128
COPY_WITHIN = timedelta(days=7)
RETOLD_WITHIN = timedelta(days=3)
COPIED_PART = 0.25
MIN_SHINGLES = 12
MIN_NUMBERS = 4
SAME_NUMBERS = 0.6
EDITED_PART = 0.07
MIN_TITLE = 4
_WORD_KEYS = 32
_NUMBER_KEYS = 12

_WORD = re.compile(r"[^\W_]+")
_OUTLET = re.compile(r"\s+[-|–—]\s+[^-|–—]{2,40}$")
_HAN = re.compile(r"[\u3400-\u9fff]")
_NUMBER = re.compile(  # digits with a thousands separator, or a decimal; then a scale
    r"(?<![A-Za-z0-9.,])"
    r"(\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d{1,3}(?:,\d{3})+(?!\d)|\d+(?:[.,]\d+)?)"
    r"[ \u00a0\u202f]?(%|тыс|млн|млрд|трлн|thousand|million|billion|mln|bln|bn|m\b|万亿|亿|万|千)?",
    re.IGNORECASE,
)
_SCALES = {
    "": 1.0, "%": 1.0, "тыс": 1e3, "thousand": 1e3, "千": 1e3, "万": 1e4, "млн": 1e6, "mln": 1e6,
    "million": 1e6, "m": 1e6, "亿": 1e8, "млрд": 1e9, "billion": 1e9, "bln": 1e9, "bn": 1e9,
    "трлн": 1e12, "万亿": 1e12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signature:
    """What an article looks like from afar.

    ``sketch`` are the smallest of its ``size`` distinct shingle hashes, in order;
    ``numbers`` the distinct amounts and years that it names, ``title`` the hash of its
    headline without the outlet's name, 0 for one too short to tell anything.
    """

    dated: datetime
    size: int
    sketch: tuple[int, ...]
    numbers: tuple[str, ...]
    title: int = 0

    def to_json(self) -> dict[str, Any]:
        return {
            "dated": self.dated.isoformat(),
            "size": self.size,
            "sketch": list(self.sketch),
            "numbers": list(self.numbers),
            "title": self.title,
        }

    @classmethod
    def from_json(cls, form: dict[str, Any]) -> Signature:
        dated = datetime.fromisoformat(form["dated"])
        sketch, numbers = tuple(form["sketch"]), tuple(form["numbers"])
        return cls(dated, form["size"], sketch, numbers, form.get("title", 0))


def signature(article: Article) -> Signature:
    """The signature of an article as it stands; of the title alone where there is no text."""
    text = unicodedata.normalize("NFKC", article.text or article.ref.title)
    shingles = {crc32(shingle.encode()) for shingle in _shingles(text.casefold())}
    numbers = _numbers(unicodedata.normalize("NFKC", article.content))
    return Signature(
        article.ref.dated.astimezone(UTC),
        len(shingles),
        tuple(sorted(shingles)[:SKETCH]),
        tuple(sorted(numbers)),
        _title(article.ref.title),
    )


def same_story(one: Signature, other: Signature) -> bool:
    """Whether two articles are one report: not far apart in time, and copied or retold."""
    apart = abs(one.dated - other.dated)
    if apart > COPY_WITHIN:
        return False
    if one.title and one.title == other.title:
        return True
    if one.sketch == other.sketch and one.size == other.size:
        return True
    long_enough = min(one.size, other.size) >= MIN_SHINGLES
    copied = copied_part(one, other) if long_enough else 0.0
    if copied >= COPIED_PART:
        return True
    telling = 1 if copied >= EDITED_PART else 2
    return apart <= RETOLD_WITHIN and _numbers_agree(one, other, telling)


def copied_part(one: Signature, other: Signature) -> float:
    """How much of the shorter text stands in the longer one, 0 to 1, as the sketches estimate."""
    smallest = sorted(set(one.sketch) | set(other.sketch))[:SKETCH]
    if not smallest:
        return 0.0
    shared = set(one.sketch) & set(other.sketch)
    alike = sum(each in shared for each in smallest) / len(smallest)
    common = alike * (one.size + other.size) / (1 + alike)
    return min(1.0, common / min(one.size, other.size))


def keys(sign: Signature) -> tuple[str, ...]:
    """Index keys: articles of one story nearly always share at least one.

    Look up those of the last COPY_WITHIN with a key in common, then ask same_story.
    """
    wording = [f"w{each:08x}" for each in sign.sketch[:_WORD_KEYS]]
    telling = sorted((n for n in sign.numbers if not _is_year(n)), key=lambda n: (-len(n), n))
    title = [f"t{sign.title:08x}"] if sign.title else []
    return (*title, *wording, *(f"n{number}" for number in telling[:_NUMBER_KEYS]))


def _shingles(text: str) -> Iterable[str]:
    """Runs of three words, or of four characters where the script is Chinese."""
    words = _WORD.findall(text)
    if len(_HAN.findall(text)) * 3 > len(text):
        run = "".join(words)
        return (run[i : i + 4] for i in range(len(run) - 3)) if len(run) > 4 else (run,)
    if len(words) < 3:
        return (" ".join(words),)
    return (" ".join(words[i : i + 3]) for i in range(len(words) - 2))


def _title(title: str) -> int:
    """What two headlines share that differ only in the outlet's name at the end."""
    text = unicodedata.normalize("NFKC", title).casefold()
    words = _WORD.findall(_OUTLET.sub("", text))
    han = len(_HAN.findall(text))
    return crc32(" ".join(words).encode()) if max(len(words), han // 2) >= MIN_TITLE else 0


def _numbers(text: str) -> set[str]:
    """The amounts and years in a text, whatever the language writes them like."""
    found = set()
    for match in _NUMBER.finditer(text):
        amount = _amount(match[1]) * _SCALES[(match[2] or "").casefold()]
        if amount > 12 or amount != int(amount):
            found.add(f"{amount:.6g}")
    return found


def _amount(digits: str) -> float:
    digits = re.sub(r"[ \u00a0\u202f]", "", digits)
    if re.fullmatch(r"\d{1,3}(,\d{3})+", digits):
        digits = digits.replace(",", "")
    return float(digits.replace(",", "."))


def _is_year(number: str) -> bool:
    return re.fullmatch(r"(19|20)\d\d", number) is not None


def _numbers_agree(one: Signature, other: Signature, least: int) -> bool:
    """Whether two texts name the same figures, at least so many of them not years."""
    fewer = min(len(one.numbers), len(other.numbers))
    common = set(one.numbers) & set(other.numbers)
    telling = sum(not _is_year(number) for number in common)
    enough = len(common) >= MIN_NUMBERS and telling >= least
    return enough and len(common) >= SAME_NUMBERS * fewer
