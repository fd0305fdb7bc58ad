"""Where the configuration and the database are, found without reading all of either.

A listing needs one or two keys of ``[monitor]``; reading the whole file would take
longer than the listing.
"""

from __future__ import annotations

import os


def config_path(given: str | None) -> str:
    """``--config``, ``$MONITOR_CONFIG`` or ``./config.toml``."""
    return given or os.environ.get("MONITOR_CONFIG") or "config.toml"


def settings(path: str) -> dict[str, str] | None:
    """``database`` and ``timezone`` of ``[monitor]``; None where only a full reading can tell."""
    found: dict[str, str] = {}
    inside = False
    with open(path, encoding="utf-8-sig") as file:  # noqa: PTH123 - pathlib costs the start 5 ms
        for line in file:
            text = line.strip()
            if inside and text.startswith(("database", "timezone")):
                key, value = _pair(text)
                if not key:
                    return None
                found[key] = value
            elif text.startswith(("monitor.", "monitor =", "monitor=", '["', "['", "[ ")):
                return None
            elif text.startswith("[") and not text.startswith(("[[", "[#")):
                if inside:
                    break
                inside = text.startswith("[monitor]")
            elif inside and '"""' in text:
                return None
    return found


def _pair(line: str) -> tuple[str, str]:
    """``key = "text"  # comment``, taken apart; two empty texts where it is not so plain."""
    key, _, rest = line.partition("=")
    rest = rest.strip()
    quote = rest[:1]
    value, closed, tail = rest[1:].partition(quote or '"')
    plain = quote in {'"', "'"} and closed and "\\" not in value
    if not plain or tail.strip()[:1] not in {"", "#"} or not key.strip().isalpha():
        return "", ""
    return key.strip(), value


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
