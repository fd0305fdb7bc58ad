"""What the demo prints: progress as the month goes by, each change, and where to look next."""

from __future__ import annotations

import shutil
import sys
import textwrap
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any


def _line(text: str, indent: str = "") -> str:
    width = min(shutil.get_terminal_size((96, 24)).columns, 100)
    return textwrap.fill(text, max(width, 40), initial_indent=indent, subsequent_indent=indent)


def _near(path: Path) -> Path:
    """The path as one would type it here."""
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _program() -> str:
    """How this program was called, so that what is printed can be typed."""
    called = Path(sys.argv[0])
    if called.name != "monitor":
        return f"{Path(sys.executable).name} -m monitor"
    on_path = shutil.which("monitor")
    return (
        "monitor" if on_path and Path(on_path).samefile(called) else str(_near(called.absolute()))
    )


def opening(base: str, first: datetime, last: datetime, outlets: int) -> str:
    return "\n".join(
        [
            _line(
                f"One month of invented news, {first:%-d %B} to {last:%-d %B %Y}, from {outlets} "
                f"outlets on {base}: RSS, Atom, RDF and JSON Feed, in English, Russian and "
                "Chinese. Nothing leaves this machine."
            ),
            "",
        ]
    )


def day(when: datetime, new: int, edited: int, hits: int) -> str:
    news = f"{new} new" + (f", {edited} edited" if edited else "")
    about = f"{hits} hit{'s' if hits > 1 else ''}" if hits else "nothing that is tracked"
    return f"{when:%a %-d %b}  {news:<16}  {about}"


def change(form: Mapping[str, Any], quote: str, channels: list[str]) -> str:
    old = form["old"]["text"] if form["old"] else "nothing known"
    article = form["article"]
    told = f"told by {' and '.join(channels)}" if channels else "for the morning digest"
    head = f"{form['verdict'].upper()}  {form['fact']}: {old} → {form['new']['text']}"
    return "\n".join(
        [
            _line(head, "    "),
            _line(f"“{quote}”", "      "),
            _line(f"{article['source']} ({article['tier']}); {form['state']}; {told}", "      "),
        ]
    )


def _value(value: Mapping[str, Any] | None) -> str:
    """As text; a value that was believed from the start may have been written without unit."""
    if value is None:
        return "–"
    text, unit = value["text"], value.get("unit", "")
    return text if text.endswith(unit) else f"{text} {unit}"


def closing(
    directory: Path,
    counts: Mapping[str, int],
    facts: list[Mapping[str, Any]],
    files: Mapping[Path, str],
) -> str:
    rows = [
        "",
        "What was done",
        f"  {counts['requests']} requests, {counts['unchanged']} answered “not modified”",
        f"  {counts['hits']} hits in {counts['articles']} articles, {counts['claims']} claims",
        f"  {counts['mails']} mails and {counts['posts']} chat messages delivered, each once",
        "",
        "What is believed now",
    ]
    width = max(len(fact["id"]) for fact in facts)
    rows += [f"  {fact['id']:<{width}}  {_value(fact['value'])}" for fact in facts]
    rows += ["", "Where to look next"]
    rows += [f"  {_near(path)}  {what}" for path, what in files.items()]
    rows += [f"  {_near(directory / 'monitor.db')}  the database (SQLite)"]
    config = _near(directory / "config.toml")
    program = _program()
    rows += [
        "",
        *(
            f"  {program} --config {config} {words}"
            for words in (
                "changes",
                "timeline smz-complex.commissioning",
                "claims --fact smz-complex.commissioning",
                'search "разделительный комплекс"',
                "review",
            )
        ),
    ]
    return "\n".join(rows)
