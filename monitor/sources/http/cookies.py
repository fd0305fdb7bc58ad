"""Cookies for the length of one fetch: some sites redirect until theirs comes back."""

from __future__ import annotations

from urllib.parse import urlsplit

_MOST = 20
_LONGEST = 4096


class Cookies:
    """What the servers of one chain of redirects asked us to keep, each for itself."""

    def __init__(self) -> None:
        self._of: dict[str, dict[str, str]] = {}
        self.changed = False

    def take(self, url: str, lines: list[str]) -> None:
        if not lines:
            self.changed = False
            return
        jar = self._of.setdefault(urlsplit(url).netloc, {})
        before = dict(jar)
        for line in lines[:_MOST]:
            name, equals, value = line.partition(";")[0].strip().partition("=")
            if equals and name and len(line) < _LONGEST and len(jar) < _MOST:
                jar[name] = value
        self.changed = jar != before

    def header(self, url: str) -> str:
        jar = self._of.get(urlsplit(url).netloc, {}) if self._of else {}
        return "; ".join(f"{name}={value}" for name, value in jar.items())
