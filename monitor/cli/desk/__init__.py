"""The review desk: what waits, what it looks like, and what a key does. No screen in here."""

from __future__ import annotations
