"""Expressions: values as texts and people write them, and back.

This is the door for other rooms; what is behind it is in ``expressions``.
"""

from __future__ import annotations

from monitor.reading.expressions.formatting import format_milestone, format_value
from monitor.reading.expressions.parsing import parse_value

__all__ = ["format_milestone", "format_value", "parse_value"]
