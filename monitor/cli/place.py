"""Where the configuration and the database are, found without reading all of either.

A listing needs a few keys of the configuration; reading the whole file as TOML would take
longer than the listing. What is not plainly ``key = "text"`` on a line is left to a full reading.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Tables = list[dict[str, str]]

_MOST = 1 << 22
_SETTINGS = ("database", "timezone")
_SOURCE = {"name": "", "url": "", "language": "", "tier": "press", "enabled": "true"}
_ODD = ("[ ", "[[ ", '["', "['", '[["', "[['")


def config_path(given: str | None) -> str:
    """``--config``, ``$MONITOR_CONFIG`` or ``./config.toml``."""
    return given or os.environ.get("MONITOR_CONFIG") or "config.toml"


def settings(path: str) -> dict[str, str] | None:
    """``database`` and ``timezone`` of ``[monitor]``; None where only a full reading can tell."""
    tables = _plain_tables(path, "[monitor]", _SETTINGS)
    return None if tables is None else (tables or [{}])[0]


def configured_sources(path: str) -> list[dict[str, Any]]:
    """Name, url, language, tier and enabled of each source of a configuration, in its order.

    Raises ConfigError where a full reading was needed and found something wrong.
    """
    try:
        plain = _plain_tables(path, "[[sources]]", tuple(_SOURCE))
    except (OSError, UnicodeDecodeError):
        plain = None
    names = {one.get("name") for one in plain or ()}
    if plain is None or len(names) < len(plain) or not all(names):
        from pathlib import Path

        from monitor.config.read import load_sources

        return [
            {**{key: str(getattr(one, key)) for key in _SOURCE}, "enabled": one.enabled}
            for one in load_sources(Path(path))
        ]
    return [{**_SOURCE, **one, "enabled": one.get("enabled") != "false"} for one in plain]


def _plain_tables(path: str, header: str, keys: tuple[str, ...]) -> Tables | None:
    """The ``keys`` of each table with this header; None where they are not plainly written."""
    with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - pathlib costs the start 5 ms
        content = file.read(_MOST + 1)
    if len(content) > _MOST:
        return None
    found: Tables = []
    inside, name = False, header.strip("[]")
    odd = (*_ODD, f"{name}.", f"{name} =", f"{name}=")
    for line in content.splitlines():
        text = line.strip()
        if text.startswith(odd) or '"""' in text or "'''" in text:
            return None
        if text.startswith("["):
            if inside and not header.startswith("[["):
                break
            inside = text.startswith(header)
            if inside:
                found.append({})
            elif text.lstrip("[").startswith(name):
                return None
        elif inside and text.startswith(keys):
            key, value = _pair(text)
            if not key:
                return None
            found[-1][key] = value
        elif inside and text[:1] in {'"', "'"} and "=" in text:
            return None
    return found


def _pair(line: str) -> tuple[str, str]:
    """``key = "text"  # comment``, taken apart; two empty texts where it is not so plain."""
    key, _, rest = line.partition("=")
    rest = rest.strip()
    quote = rest[:1]
    if quote in {"t", "f"}:
        value, tail = rest.partition("#")[0].strip(), ""
        plain = value in {"true", "false"}
    else:
        value, closed, tail = rest[1:].partition(quote or '"')
        plain = quote in {'"', "'"} and bool(closed) and "\\" not in value
    if not plain or tail.strip()[:1] not in {"", "#"} or not key.strip().isalpha():
        return "", ""
    return key.strip(), value.strip()


def database_path(given: str | None, config: str | None) -> str:
    """The database that a listing reads: ``--database``, or what the configuration says."""
    if given:
        return given
    path = config_path(config)
    try:
        found = settings(path)
    except (OSError, UnicodeDecodeError):
        found = None
    if found is None:
        from monitor.config import load

        return str(load(path).database)
    name = os.path.expanduser(found.get("database") or "monitor.db")  # noqa: PTH111 - as above
    return os.path.join(os.path.dirname(path), name)  # noqa: PTH118, PTH120 - as above
