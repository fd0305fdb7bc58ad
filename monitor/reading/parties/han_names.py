"""Names of companies in Han characters, which nothing but the words around and in them marks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from monitor.reading.languages import load

_FOREIGN = r"[A-Z][A-Za-z0-9&.’ -]{1,29}[A-Za-z0-9]"


@cache
def named(code: str) -> re.Pattern[str]:
    """What may be a company by its last characters or by its Latin letters."""
    return re.compile(f"{_name(code)}{_one(code, 'companies', 'trades')}|{_FOREIGN}")


@cache
def company(code: str) -> re.Pattern[str]:
    """What looks like a company that may own something."""
    return re.compile(f"{_name(code)}{_one(code, 'companies', 'owners')}")


@cache
def role(code: str) -> re.Pattern[str]:
    """What a name is told to be, right before it."""
    return re.compile(rf".*?{_one(code, 'roles')}(?=\w{{3}})")


@cache
def subsidiary(code: str) -> re.Pattern[str]:
    """That a name is its company's daughter, at the end of it."""
    owned, daughters = _one(code, "owned"), _one(code, "daughters")
    return re.compile(rf"(?<=\w{{3}})(?:{owned}+{daughters}?|{daughters})公司$")


@cache
def holder(code: str) -> re.Pattern[str]:
    """Whoever may hold a share, by name or as "the other partner"."""
    another = _one(code, "another") + _one(code, "partners")
    return re.compile(rf"{_name(code)}{_one(code, 'holders')}|{another}|[A-Z][\w]{{2,}}")


@cache
def _name(code: str) -> str:
    """Two to eight characters of a name, with no word in them that is in none."""
    verbs = _listed(code, "verbs")
    inside = "|".join(f"(?<={verb[:1]}){verb[1:]}" for verb in verbs)
    letters = "".join(_listed(code, "no-letters"))
    return (
        f"(?!{_one(code, 'no-companies')})(?!{inside})"
        f"(?:(?!{_any(verbs)})[^\\W\\da-zA-Zа-яА-Я{letters}]){{2,8}}"
    )


def _listed(code: str, key: str) -> tuple[str, ...]:
    return load(code).phrases("names", key)


def _one(code: str, *keys: str) -> str:
    return _any(word for key in keys for word in _listed(code, key))


def _any(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(words)})"
