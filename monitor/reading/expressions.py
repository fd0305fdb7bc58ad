"""Expressions: values as texts and people write them, and back.

This is the door for other rooms: the types, ``parse_value`` and ``format_value``. The
finders are in ``dates``, ``quantities``, ``money`` and ``stages``.
"""

from __future__ import annotations

from monitor.reading.formatting import format_milestone, format_value
from monitor.reading.found import Expression, ReadingContext
from monitor.reading.parsing import parse_value

__all__ = ["Expression", "ReadingContext", "format_milestone", "format_value", "parse_value"]
