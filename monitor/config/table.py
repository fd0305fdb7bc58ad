"""Typed access to a TOML table that collects every problem instead of stopping at the first."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from monitor.config.lines import Path as KeyPath
from monitor.config.report import TYPES, Report, describe, dotted, suggest
from monitor.config.secrets import Secret

E = TypeVar("E", bound=StrEnum)

_DURATION = re.compile(r"(?:(\d+)d)?\s*(?:(\d+)h)?\s*(?:(\d+)m)?\s*(?:(\d+)s)?", re.IGNORECASE)
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(k|m|g)?b?", re.IGNORECASE)
_SIZES = {"": 1, "k": 1_000, "m": 1_000_000, "g": 1_000_000_000}
_ENVIRONMENT = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


def parse_duration(text: str) -> timedelta | None:
    """``15m``, ``1h30m``, ``2d``; None when it is not one."""
    match = _DURATION.fullmatch(text.strip())
    if not match or not any(match.groups()):
        return None
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    try:
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    except OverflowError:
        return None


class Table:
    """One table. Every key asked for is known; ``finish`` complains of the others."""

    def __init__(self, data: dict[str, Any], path: KeyPath, report: Report) -> None:
        self.data = data
        self.path = path
        self.report = report
        self.known: list[str] = []

    def at(self, key: str) -> KeyPath:
        return (*self.path, key)

    def wrong(self, key: str, message: str, hint: str = "") -> None:
        self.report.wrong(self.at(key), message, hint)

    def warn(self, key: str, message: str, hint: str = "") -> None:
        self.report.warn(self.at(key), message, hint)

    def raw(self, key: str) -> Any:
        self.known.append(key)
        return self.data.get(key)

    def _typed(self, key: str, types: tuple[type, ...], example: str) -> Any:
        value = self.raw(key)
        if value is None:
            return None
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            wanted = TYPES[types[0]]
            self.wrong(key, f"is {describe(value)}, but {wanted} is needed", f"Write {example}.")
            return None
        return value

    def text(self, key: str, *, required: bool = False, example: str = "") -> str:
        shown = f'{key} = "{example or "..."}"'
        value = self._typed(key, (str,), shown)
        if value is None:
            if required and key not in self.data:
                self.wrong(key, "is missing", f"Write {shown}.")
            return ""
        if required and not value.strip():
            self.wrong(key, "is empty", f"Write {shown}.")
        return str(value).strip()

    def texts(self, key: str, *, required: bool = False, example: str = "...") -> tuple[str, ...]:
        """A list of texts; one text alone is taken for a list of one."""
        shown = f'{key} = ["{example}"]'
        value = self.raw(key)
        if isinstance(value, str):
            value = [value]
        if value is None:
            if required:
                self.wrong(key, "is missing", f"Write {shown}.")
            return ()
        if not isinstance(value, list):
            self.wrong(key, f"is {describe(value)}, but a list is needed", f"Write {shown}.")
            return ()
        items: list[str] = []
        for index, item in enumerate(value):
            if not isinstance(item, str):
                message = f"is {describe(item)}, but a text in quotes is needed"
                self.report.wrong((*self.at(key), index), message, f"Write {shown}.")
            elif not item.strip(" *"):
                self.report.wrong((*self.at(key), index), "is empty", "Take it out.")
            elif item.strip() not in items:
                items.append(item.strip())
        return tuple(items)

    def flag(self, key: str, *, default: bool) -> bool:
        value = self._typed(key, (bool,), f"{key} = {'false' if default else 'true'}")
        return default if value is None else bool(value)

    def whole(self, key: str, default: int, low: int, high: int) -> int:
        value = self._typed(key, (int,), f"{key} = {default}")
        if value is not None and not low <= value <= high:
            self.wrong(key, f"is {value}", f"Write a number from {low} to {high}.")
            return default
        return default if value is None else int(value)

    def number(self, key: str, default: float, low: float, high: float) -> float:
        value = self._typed(key, (float, int), f"{key} = {default or 0.5}")
        if value is not None and not low <= value <= high:
            self.wrong(key, f"is {value}", f"Write a number from {low:g} to {high:g}.")
            return default
        return default if value is None else float(value)

    def choice(self, key: str, choices: Iterable[str], default: str) -> str:
        names = list(choices)
        value = self.text(key, example=default or names[0])
        if value and value not in names:
            hint = suggest(value, names)
            self.wrong(key, f'"{value}" is not known', hint or f"Write one of: {', '.join(names)}.")
            return default
        return value or default

    def one_of(self, key: str, kind: type[E], default: E) -> E:
        return kind(self.choice(key, [item.value for item in kind], default.value))

    def several(self, key: str, kind: type[E], default: tuple[E, ...] = ()) -> tuple[E, ...]:
        names = [item.value for item in kind]
        found: list[E] = []
        for index, name in enumerate(self.texts(key, example=names[0])):
            if name in names:
                found.append(kind(name))
            else:
                hint = suggest(name, names)
                self.report.wrong((*self.at(key), index), f'"{name}" is not known', hint)
        return tuple(found) if key in self.data else default

    def duration(self, key: str, default: timedelta | None) -> timedelta | None:
        text = self.text(key, example="15m") if isinstance(self.data.get(key), str) else ""
        if text:
            length = parse_duration(text)
            if length:
                return length
            self.wrong(
                key, f'"{text}" is not a length of time', 'Write "90s", "15m", "6h" or "2d".'
            )
        elif self.raw(key) is not None:
            shown = describe(self.data[key])
            self.wrong(key, f"{shown} is not a length of time", 'Write "90s", "15m", "6h" or "2d".')
        return default

    def size(self, key: str, default: int) -> int:
        value = self.raw(key)
        if value is None:
            return default
        match = _SIZE.fullmatch(value.strip()) if isinstance(value, str) else None
        if match:
            return int(float(match[1]) * _SIZES[(match[2] or "").lower()])
        if isinstance(value, int) and not isinstance(value, bool) and value > 0:
            return value
        self.wrong(key, f"{describe(value)} is not a size", 'Write "10MB".')
        return default

    def day(self, key: str) -> date | None:
        value = self.raw(key)
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, str):
            try:
                return date.fromisoformat(value.strip())
            except ValueError:
                value = value.strip()
        if value is not None and not isinstance(value, date):
            self.wrong(key, f"{describe(value)} is not a day", f"Write {key} = 2025-09-10.")
            return None
        return value

    def url(
        self, key: str, *, required: bool = False, schemes: tuple[str, ...] = ("http", "https")
    ) -> str:
        text = self.text(key, required=required, example="https://...")
        if not text:
            return ""
        try:
            parts = urlsplit(text)
            good = parts.scheme in schemes and bool(parts.hostname)
            _ = parts.port
        except ValueError:
            good, parts = False, urlsplit("")
        if not good or any(character.isspace() for character in text):
            hint = f'Write a whole address, such as {key} = "{schemes[-1]}://example.org/feed.xml".'
            self.wrong(key, f'"{text}" is not an address', hint)
        elif parts.password:
            hint = "Write username and password_env beside it, and take them out of the address."
            self.wrong(key, "holds a password, and secrets are never in this file", hint)
        return text

    def file(self, key: str) -> Path | None:
        """A path, relative to the file that is read."""
        text = self.text(key, example="a/file")
        return Path(self.report.file).parent / Path(text).expanduser() if text else None

    def secret(self, key: str, *, required: bool = False) -> Secret | None:
        """``<key>_env`` or ``<key>_file``; the secret itself is refused."""
        example = key.upper()
        if key in self.data:
            self.known.append(key)
            hint = (
                f'Write {key}_env = "NAME" with the name of an environment variable, or {key}_file.'
            )
            self.wrong(key, "is a secret, and secrets are never in this file", hint)
            return None
        name = self.text(f"{key}_env", example=example)
        path = self.text(f"{key}_file", example=f"$CREDENTIALS_DIRECTORY/{key}")
        if name and path:
            self.wrong(f"{key}_env", f"and {key}_file are both given", "Take one of them out.")
        if name and not _ENVIRONMENT.fullmatch(name):
            hint = (
                f'Write only the name, such as {key}_env = "{example}"; the secret stays outside.'
            )
            self.wrong(f"{key}_env", "is not the name of an environment variable", hint)
            return None
        if not name and not path:
            if required and f"{key}_env" not in self.data and f"{key}_file" not in self.data:
                self.wrong(f"{key}_env", "is missing", f'Write {key}_env = "{example}".')
            return None
        if path and not path.startswith("$"):
            path = str(Path(self.report.file).parent / Path(path).expanduser())
        secret = Secret(env=name) if name else Secret(file=path)
        if why := secret.missing():
            self.warn(f"{key}_env" if name else f"{key}_file", why)
        return secret

    def headers(self, key: str) -> tuple[tuple[str, str | Secret], ...]:
        """Header name -> text, or ``{ env = "NAME" }`` for a secret one."""
        pairs: list[tuple[str, str | Secret]] = []
        for name, value in (
            self._typed(key, (dict,), f'{key} = {{ Accept = "..." }}') or {}
        ).items():
            if isinstance(value, str) and value.isprintable() and name.isascii():
                if name.lower() in {"authorization", "cookie", "x-api-key", "proxy-authorization"}:
                    hint = f'Write {name} = {{ env = "NAME" }}.'
                    self.report.wrong(
                        (*self.at(key), name),
                        "is a secret, and secrets are never in this file",
                        hint,
                    )
                pairs.append((name, value))
            elif isinstance(value, dict) and set(value) <= {"env", "file"} and len(value) == 1:
                pairs.append((name, Secret(**{k: str(v) for k, v in value.items()})))
            else:
                hint = f'Write {name} = "..." or {name} = {{ env = "NAME" }}.'
                self.report.wrong((*self.at(key), name), "is not a header", hint)
        return tuple(pairs)

    def table(self, key: str) -> Table:
        value = self._typed(key, (dict,), f"[{dotted(self.at(key))}] on a line of its own")
        return Table(value or {}, self.at(key), self.report)

    def tables(self, key: str) -> list[Table]:
        value = self.raw(key)
        header = f"[[{dotted(self.at(key))}]]"
        if isinstance(value, dict):
            self.wrong(key, "is a single table", f"Write {header} with two brackets on each side.")
            value = [value]
        if value is not None and not isinstance(value, list):
            self.wrong(key, f"is {describe(value)}", f"Write {header} on a line of its own.")
            return []
        found = []
        for index, item in enumerate(value or []):
            if isinstance(item, dict):
                found.append(Table(item, (*self.at(key), index), self.report))
            else:
                self.report.wrong(
                    (*self.at(key), index),
                    f"is {describe(item)}, but a table is needed",
                    f"Write {header} on a line of its own.",
                )
        return found

    def finish(self, refuse: Callable[[str, Any], str] | None = None) -> None:
        """Complain of every key that nobody asked for; ``refuse`` may give the hint."""
        known = list(dict.fromkeys(self.known))
        for key, value in self.data.items():
            if key not in known:
                hint = (refuse(key, value) if refuse else "") or suggest(key, known)
                self.wrong(key, "is not a key that monitor knows", hint)
