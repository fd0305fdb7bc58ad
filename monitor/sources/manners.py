"""What a feed says in its head about how often to ask for it. Pure."""

from __future__ import annotations

import re

_HEAD_LENGTH = 50_000
_WEEK = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def feed_manners(head: str) -> tuple[float, str]:
    """Its ttl in seconds, and the hours and days in which it does not want to be asked.

    sy:updatePeriod is not heeded: it is whatever the publishing system had as a default.
    """
    head = head[:_HEAD_LENGTH].lower()
    ttl = re.search(r"<ttl\b[^<>]*>\s*(\d{1,7})\s*</ttl", head)
    seconds = float(ttl[1]) * 60 if ttl else 0.0
    hours = re.findall(r"<hour\b[^<>]*>\s*(\d{1,2})\s*<", _inside(head, "skiphours"))
    days = re.findall(r"<day\b[^<>]*>\s*([a-z]{3})", _inside(head, "skipdays"))
    marks = [f"h{int(hour) % 24}" for hour in hours]
    marks += [f"d{_WEEK.index(name)}" for name in days if name in _WEEK]
    return seconds, " ".join(dict.fromkeys(marks))


def _inside(head: str, name: str) -> str:
    """What stands in an element; found in one go, however often it is opened."""
    start = head.find(f"<{name}")
    end = head.find(f"</{name}", start)
    return head[start:end] if 0 <= start < end else ""
