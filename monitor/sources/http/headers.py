"""What a server says about time: when to come again, how long an answer lasts. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_LONGEST = 366 * 86_400.0
_DIRECTIVE = re.compile(r'([a-z-]+)\s*(?:=\s*"?([^",]*)"?)?', re.IGNORECASE)


def http_date(text: str) -> datetime | None:
    """An HTTP date, in any of its three forms, or None."""
    try:
        when = parsedate_to_datetime(text.strip())
        return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def whole_number(text: str) -> int | None:
    """A count or a length as HTTP writes it, or None: ``²`` is a digit to Python only."""
    text = text.strip()
    return int(text[:10]) if text.isascii() and text.isdigit() else None


def retry_after(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds that the server asks us to stay away, in either form, or None."""
    text = headers.get("retry-after", "").strip()
    if not text:
        return None
    if re.fullmatch(r"\d+(\.\d+)?", text):
        return min(float(text), _LONGEST)
    when = http_date(text)
    return max(0.0, (when - now).total_seconds()) if when else None


def lifetime(headers: Mapping[str, str], now: datetime) -> float:
    """For how many seconds the server says that an answer stays fresh; 0 where it does not."""
    control = {
        name.lower(): value for name, value in _DIRECTIVE.findall(headers.get("cache-control", ""))
    }
    if "no-store" in control or "no-cache" in control:
        return 0.0
    spent = float(whole_number(headers.get("age", "")) or 0)
    max_age = whole_number(control.get("max-age", ""))
    if max_age is not None:
        return max(0.0, max_age - spent)
    expires = http_date(headers.get("expires", ""))
    if expires is None:
        return 0.0
    date = http_date(headers.get("date", "")) or now
    return max(0.0, (expires - date).total_seconds() - spent)
