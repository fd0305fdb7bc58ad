"""Whatever stands in the file, loading gives a configuration or a list of problems."""

import contextlib
import tempfile
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.config import load
from monitor.errors import ConfigError

TABLES: dict[str, list[str]] = {
    "monitor": ["database", "timezone", "topic"],
    "fetch": ["user_agent", "timeout", "max_size", "concurrency", "proxy", "ca_file"],
    "ledger": ["one_voice_tiers", "min_confidence", "voices", "tolerance_percent"],
    "[sources]": ["name", "url", "kind", "language", "tier", "every", "headers", "password_env", "links"],
    "[entities]": ["id", "name", "kind", "aliases", "short", "context", "not", "part_of"],
    "[facts]": ["id", "entity", "attribute", "kind", "cues", "value", "as_of", "unit", "currency", "candidates"],
    "alerts": ["templates", "email", "slack", "webhook", "file", "apprise", "routes"],
    "alerts.email": ["host", "port", "security", "from", "to", "password_file"],
    "[alerts.routes]": ["channels", "facts", "entities", "verdicts", "mode", "quiet", "min_slip_days", "last"],
}  # fmt: skip
WORDS = ["", "smz", "x.y", "2027", "Q3 2027", "next year", "https://x.org/", "15m", "email", "stdout",
         "commissioning", "capacity", "milestone", "money", "*", "a*", "\x1b[2J", "../..", "/dev/null",
         "9" * 40, "1e400", "-1", "owner", "UTC", "tls", "press", "slipped", "daily 08:00"]  # fmt: skip

scalars = (
    st.sampled_from(WORDS) | st.integers(-(2**70), 2**70) | st.booleans() | st.floats() | st.dates()
)
values = (
    scalars
    | st.lists(scalars, max_size=3)
    | st.dictionaries(st.sampled_from(["env", "a"]), scalars, max_size=2)
)


def toml(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return (
            '"'
            + "".join(
                c if c.isprintable() and c not in '"\\' else f"\\u{ord(c):04x}" for c in value
            )
            + '"'
        )
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    return str(value)


@st.composite
def files(draw: st.DrawFn) -> str:
    text = ""
    for name in draw(st.lists(st.sampled_from(list(TABLES)), max_size=6)):
        if f"[{name}]" in text and not name.startswith("["):
            continue
        keys = draw(st.lists(st.sampled_from([*TABLES[name], "surprise"]), unique=True, max_size=6))
        text += f"[{name}]\n" + "".join(f"{key} = {toml(draw(values))}\n" for key in keys)
    return text


@settings(max_examples=250, deadline=None)
@given(files())
def test_nothing_else_than_problems(text: str) -> None:
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory) / "config.toml"
        path.write_text(text, encoding="utf-8")
        with contextlib.suppress(ConfigError):
            load(path)
