"""What is stored, as the objects of the command line's ``--json`` output.

Read-only, and quick to start: sqlite3 and json and nothing else of weight, because people
ask often and wait each time. Filters are plain words: a value or a list of values each,
and ``since``/``until`` (RFC 3339 in UTC, both included), ``min_score``/``min_confidence``,
``limit``, ``offset``, ``sort`` (a name, or -name for descending), ``id`` (its beginning).
An unknown filter or order is a ValueError that names those there are.
"""

from monitor.store.listings.facts import change_history, changes, facts, reviews, timeline
from monitor.store.listings.findings import claims, hits
from monitor.store.listings.names import has_source, names, parts_of
from monitor.store.listings.overview import overview
from monitor.store.listings.sources import sources
from monitor.store.listings.sql import open_listings
from monitor.store.listings.telling import alerts, deliveries

__all__ = [
    "alerts",
    "change_history",
    "changes",
    "claims",
    "deliveries",
    "facts",
    "has_source",
    "hits",
    "names",
    "open_listings",
    "overview",
    "parts_of",
    "reviews",
    "sources",
    "timeline",
]
