"""News is hostile input: what may stand in a header, a terminal, a mail or a chat. Pure.

Everything that comes from outside goes through :func:`clean` (or :func:`line`) first and
then through the escape of where it is shown.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any
from urllib.parse import urlsplit, urlunsplit

_BIDI = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_INVISIBLE = "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f"
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|[@-Z\\-_])", re.DOTALL)
_DROPPED = re.compile(f"[{_BIDI}{_INVISIBLE}]")
_BREAKS = re.compile(r"\r\n|[\r\n\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f]")
_SPACES = re.compile(r"[\s\u00a0]+")
_PILES = re.compile(r"([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]{3})"
                    r"[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u20d0-\u20ff]+")  # fmt: skip
_MRKDWN = str.maketrans({"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"})


def clean(text: str, limit: int = 4000) -> str:
    """Text without escape sequences, controls, bidi and invisible characters.

    Line breaks stay, as line feeds. More than ``limit`` characters are cut with an ellipsis.
    """
    text = _ANSI.sub("", text)
    text = _BREAKS.sub("\n", text)
    text = _CONTROLS.sub("", _DROPPED.sub("", text))
    text = _PILES.sub(r"\1", text)
    text = text.encode("utf-8", "replace").decode()  # lone surrogates
    return cut(text.strip(), limit)


def line(text: str, limit: int = 300) -> str:
    """One line of clean text: fit for a header, a title, a cell."""
    return cut(_SPACES.sub(" ", clean(text, 100_000)).strip(), limit)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, the last an ellipsis where something is missing."""
    if len(text) <= limit:
        return text
    kept = text[: max(0, limit - 1)]
    while kept and (unicodedata.combining(kept[-1]) or kept[-1] == "\u200d"):
        kept = kept[:-1]
    return kept.rstrip() + "…"


def clean_json(form: Any) -> Any:
    """The same JSON with every string clean, keys as they are."""
    match form:
        case str():
            return clean(form, 20_000)
        case dict():
            return {key: clean_json(value) for key, value in form.items()}
        case list() | tuple():
            return [clean_json(value) for value in form]
    return form


def link(url: str) -> str:
    """The address if a reader may follow it: http or https, a host, no tricks; else empty."""
    if len(url) > 2000 or re.search(r"[\s\x00-\x20\x7f-\x9f<>\"'`\\{}|^]", url):
        return ""
    if _DROPPED.search(url):
        return ""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return ""
    if parts.scheme.lower() not in {"http", "https"} or not parts.hostname or "@" in parts.netloc:
        return ""
    try:
        host = parts.hostname.encode("idna").decode() if not parts.hostname.isascii() else ""
    except UnicodeError:
        return ""
    if host:
        parts = parts._replace(netloc=f"{host}:{port}" if port else host)
    return urlunsplit(parts)


def escape(text: str) -> str:
    """Clean text as HTML, in an element or an attribute."""
    return html.escape(clean(text), quote=True)


def mrkdwn(text: str, limit: int = 3000) -> str:
    """Clean text for Slack's mrkdwn: no markup, no mention, no link."""
    safe = clean(text, limit).translate(_MRKDWN)
    return safe.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
