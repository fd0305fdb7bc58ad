"""Expressions: values as texts and people write them, and back."""

from __future__ import annotations

from monitor.reading.formatting import format_milestone, format_value
from monitor.reading.found import Expression, ReadingContext

__all__ = ["Expression", "ReadingContext", "format_milestone", "format_value"]
