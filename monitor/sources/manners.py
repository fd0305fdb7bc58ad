"""What a feed says in its head about how often to ask for it. Pure."""

from __future__ import annotations

import re

_HEAD_LENGTH = 50_000


def feed_manners(head: str) -> tuple[float, str]:
    """Its ttl in seconds, and the hours and days in which it does not want to be asked.

    sy:updatePeriod is not heeded: it is whatever the publishing system had as a default.
    """
    head = head[:_HEAD_LENGTH]
    ttl = re.search(r"<ttl\b[^>]*>\s*(\d{1,7})\s*</ttl", head, re.IGNORECASE)
    seconds = float(ttl[1]) * 60 if ttl else 0.0
    hours = re.search(r"<skipHours\b[^>]*>(.*?)</skipHours", head, re.DOTALL | re.IGNORECASE)
    days = re.search(r"<skipDays\b[^>]*>(.*?)</skipDays", head, re.DOTALL | re.IGNORECASE)
    marks = [
        f"h{int(hour) % 24}"
        for hour in re.findall(
            r"<hour\b[^>]*>\s*(\d{1,2})\s*<", hours[1] if hours else "", re.IGNORECASE
        )
    ]
    names = re.findall(r"<day\b[^>]*>\s*([A-Za-z]{3})", days[1] if days else "", re.IGNORECASE)
    week = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
    marks += [f"d{week.index(name.lower())}" for name in names if name.lower() in week]
    return seconds, " ".join(dict.fromkeys(marks))
