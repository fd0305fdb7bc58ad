import datetime as dt
import tomllib
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config.lines import locate

TEXT = '''# a comment
[monitor]
topic = [
  "one",   # with a comment
  "two, ]",
]
nested = { a = 1, b = { "c d" = """
x = 3
""" } }

[[sources]]
name = 'it"s'
[[sources]]
name = "second"
every.day = 2025-09-10 07:32:00
[sources.headers]
"X-Key" = "v"
[alerts.email]
host = "h"
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("monitor",), 2),
        (("monitor", "topic"), 3),
        (("monitor", "topic", 1), 5),
        (("monitor", "nested", "b", "c d"), 7),
        (("sources", 0), 11),
        (("sources", 0, "name"), 12),
        (("sources", 1, "name"), 14),
        (("sources", 1, "every", "day"), 15),
        (("sources", 1, "headers", "X-Key"), 17),
        (("alerts", "email", "host"), 19),
    ],
)
def test_every_key_has_its_line(path: tuple, line: int) -> None:
    tomllib.loads(TEXT)
    assert locate(TEXT)[path] == line


def paths(value: Any, path: tuple = ()) -> set[tuple]:
    if isinstance(value, dict):
        return {path} | {p for k, v in value.items() for p in paths(v, (*path, k))}
    if isinstance(value, list):
        return {path} | {p for i, v in enumerate(value) for p in paths(v, (*path, i))}
    return {path}


def dump(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{dump(k)} = {dump(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",\n# ] }\n ".join(map(dump, value)) + "]"
    if isinstance(value, str):
        return (
            '"'
            + "".join(f"\\u{ord(c):04x}" if c in '"\\\x7f' or c < " " else c for c in value)
            + '"'
        )
    if isinstance(value, dt.date):
        return value.isoformat()
    return str(value).lower()


words = st.text(st.characters(max_codepoint=0x4FF, exclude_categories=["Cs"]), max_size=6)
values = st.recursive(
    st.booleans() | st.integers(-9, 9) | words | st.dates(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(words, inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(words, values, max_size=4))
def test_no_key_is_left_without_a_line(tree: dict) -> None:
    text = "".join(f"{dump(key)} = {dump(value)}\n" for key, value in tree.items())
    assert tomllib.loads(text) == tree
    assert paths(tree) - {()} <= set(locate(text))
