"""Every error that monitor raises on purpose.

MonitorError
├── ConfigError      config.toml, or what was typed, is wrong; carries every problem found
├── FetchError       a source or page could not be fetched
├── ParseError       what was fetched is not what it should be
├── StoreError       the database refused
└── DeliveryError    a channel did not take a message

Each door turns its library's errors into one of these, so that nothing above
a door knows which library stands behind it. Messages never hold a secret.
"""

from __future__ import annotations


class MonitorError(Exception):
    """The root: ``except MonitorError`` catches what is expected to go wrong."""


class Problem:
    """One thing wrong in a configuration: where it is, and what to write instead.

    ``file`` is empty where what was typed is wrong; ``line`` is 1-based, 0 where none
    applies; ``key`` is dotted (``sources[2].url``); ``hint`` is a full sentence or empty.
    """

    # Not a dataclass: every command imports this module, and dataclasses cost it a third
    # of its start.
    __slots__ = ("file", "hint", "key", "line", "message")

    def __init__(self, file: str, line: int, key: str, message: str, hint: str = "") -> None:
        self.file = file
        self.line = line
        self.key = key
        self.message = message
        self.hint = hint

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Problem) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))

    def __repr__(self) -> str:
        return f"Problem({str(self)!r})"

    def __str__(self) -> str:
        where = f"{self.file}:{self.line}" if self.line else self.file
        text = ": ".join(part for part in (where, self.key, self.message) if part)
        return f"{text} {self.hint}" if self.hint else text


class ConfigError(MonitorError):
    """The configuration cannot be used. ``problems`` holds all of them, in file order."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


class FetchError(MonitorError):
    """A request failed.

    ``reason`` is a stable word for machines (``timeout``, ``status``, ``too-large``,
    ``refused-address``, ...), ``status`` the HTTP status or 0, ``retry_after`` seconds
    that the server asked us to wait, or None.
    """

    def __init__(
        self,
        message: str,
        *,
        reason: str,
        status: int = 0,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(message)
        self.reason = reason
        self.status = status
        self.retry_after = retry_after


class ParseError(MonitorError):
    """A body is not the feed, sitemap or page that it should be. ``reason`` as in FetchError."""

    def __init__(self, message: str, *, reason: str = "malformed") -> None:
        super().__init__(message)
        self.reason = reason


class StoreError(MonitorError):
    """The database could not be used: locked, read-only, full, corrupt, or of a newer schema."""


class DeliveryError(MonitorError):
    """A channel did not take a message.

    ``retryable`` says whether trying again may help; ``retry_after`` is in seconds.
    ``channel_wide`` says that nothing would get through now, so that the rest may wait;
    ``unsure`` that the other side may have taken the message all the same.
    """

    def __init__(
        self,
        message: str,
        *,
        retryable: bool,
        retry_after: float | None = None,
        channel_wide: bool = False,
        unsure: bool = False,
    ) -> None:
        super().__init__(message)
        self.retryable = retryable
        self.retry_after = retry_after
        self.channel_wide = channel_wide
        self.unsure = unsure
