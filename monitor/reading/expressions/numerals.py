"""Numbers as texts write them: digits with either convention, Chinese numerals."""

from __future__ import annotations

import re
from decimal import Decimal

_HAN_DIGITS = dict(
    zip("〇零一二两兩三四五六七八九", (0, 0, 1, 2, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_HAN_POWERS = {"十": 10, "百": 100, "千": 1000}
_COMMA_GROUPS = re.compile(r"\d{1,3}(?:,\d{3})+\Z")
_DOT_GROUPS = re.compile(r"\d{1,3}(?:\.\d{3})+\Z")
_MIXED_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+\.\d+\Z")
_MIXED_CONTINENTAL = re.compile(r"\d{1,3}(?:\.\d{3})+,\d+\Z")
_LONGEST = 40


def is_number(word: str) -> bool:
    """Whether a word is digits or Chinese numerals."""
    return bool(word) and (word[0].isdigit() or word[0] in _HAN_DIGITS or word[0] in _HAN_POWERS)


def whole(word: str) -> int | None:
    """A whole number without separators (2027, 二〇二七, 十二); None for anything else."""
    if word.isdecimal():
        return int(word) if len(word) <= _LONGEST else None
    return han(word)


def han(word: str) -> int | None:
    """Chinese numerals up to the thousands: 十二, 三百二十, 二〇二七."""
    if not word or len(word) > _LONGEST:
        return None
    if len(word) == 2 and all(char in _HAN_DIGITS for char in word):
        return None  # 两三 is two or three
    if all(char in _HAN_DIGITS for char in word):
        return int("".join(str(_HAN_DIGITS[char]) for char in word))
    total, digit = 0, 0
    for char in word:
        if char in _HAN_DIGITS:
            digit = _HAN_DIGITS[char]
        elif char in _HAN_POWERS:
            total += (digit or 1) * _HAN_POWERS[char]
            digit = 0
        else:
            return None
    return total + digit


def amount(word: str, *, comma_decimal: bool, scaled: bool) -> Decimal | None:
    """A number with separators, or None where it is none (a version, a dotted date).

    ``comma_decimal``: the language writes 2,5. A comma before exactly three digits parts
    thousands in every language, unless a multiplier follows (``scaled``) where commas are
    decimal, or the number begins with 0. The same of a dot, where commas are decimal.
    """
    if len(word) > _LONGEST:
        return None
    if word.isdecimal():
        return Decimal(int(word))
    if not word[0].isdigit():
        number = han(word)
        return None if number is None else Decimal(number)
    commas, dots = word.count(","), word.count(".")
    if commas and dots:
        return _mixed(word)
    if commas:
        return _one_separator(word, ",", decimal=comma_decimal, scaled=scaled)
    return _one_separator(word, ".", decimal=not comma_decimal, scaled=scaled)


def _mixed(word: str) -> Decimal | None:
    if _MIXED_ENGLISH.match(word):
        return Decimal(word.replace(",", ""))
    if _MIXED_CONTINENTAL.match(word):
        return Decimal(word.replace(".", "").replace(",", "."))
    return None


def _one_separator(word: str, mark: str, *, decimal: bool, scaled: bool) -> Decimal | None:
    groups = (_COMMA_GROUPS if mark == "," else _DOT_GROUPS).match(word) is not None
    single = word.count(mark) == 1
    as_decimal = Decimal(word.replace(mark, ".")) if single else None
    as_groups = Decimal(word.replace(mark, "")) if groups else None
    if as_groups is None or word.startswith("0"):
        return as_decimal
    if not single:
        return as_groups
    if mark == "." and decimal:
        return as_decimal
    return as_decimal if scaled and decimal else as_groups
