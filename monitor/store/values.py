"""Values and reasons in JSON columns."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from monitor.model import Kind, Reason, Value
from monitor.wire import value_from_json, value_to_json


def dump(form: object) -> str:
    """Compact JSON, letters as they are."""
    return json.dumps(form, ensure_ascii=False, separators=(",", ":"))


def dump_value(value: Value | None) -> str | None:
    return dump(value_to_json(value)) if value else None


def load_value(kind: str, text: str | None) -> Value | None:
    return value_from_json(Kind(kind), json.loads(text)) if text else None


def need(value: Any) -> Any:
    if value is None:
        raise ValueError("a required column is empty")
    return value


def dump_reasons(reasons: Sequence[Reason]) -> str:
    return dump([[reason.rule, reason.detail, reason.weight] for reason in reasons])


def load_reasons(text: str) -> tuple[Reason, ...]:
    return tuple(Reason(*each) for each in json.loads(text))
