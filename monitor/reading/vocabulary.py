"""The attributes that every watchlist may use without declaring them, and their kinds.

The words that announce them in a text are data: ``[cues.<attribute>]`` in
``languages/*.toml``.
"""

from __future__ import annotations

from monitor.model import Kind

ATTRIBUTES: dict[str, Kind] = {
    "commissioning": Kind.MILESTONE,
    "first-production": Kind.MILESTONE,
    "construction-start": Kind.MILESTONE,
    "construction-complete": Kind.MILESTONE,
    "full-capacity": Kind.MILESTONE,
    "final-investment-decision": Kind.MILESTONE,
    "feasibility-study": Kind.MILESTONE,
    "permit": Kind.MILESTONE,
    "capacity": Kind.QUANTITY,
    "output": Kind.QUANTITY,
    "resource": Kind.QUANTITY,
    "capex": Kind.MONEY,
    "funding": Kind.MONEY,
    "stake": Kind.SHARE,
    "owner": Kind.PARTY,
    "offtaker": Kind.PARTY,
    "stage": Kind.STAGE,
    "agreement": Kind.AGREEMENT,
}
