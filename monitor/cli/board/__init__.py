"""The board: every fact with its value, its history and what waits, as one page."""

from __future__ import annotations
