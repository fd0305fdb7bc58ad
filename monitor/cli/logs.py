"""The daemon's log: lines for people or the journal, or JSON for programs; stderr only."""

from __future__ import annotations

import json
import logging
import os
import sys
from datetime import UTC, datetime

from monitor.cli.terminal import clean, clean_lines

_JOURNAL = {"CRITICAL": 2, "ERROR": 3, "WARNING": 4, "INFO": 6, "DEBUG": 7}


class Lines(logging.Formatter):
    """One line an event: with the time, or with a priority where the journal adds the time."""

    def __init__(self, *, journal: bool) -> None:
        super().__init__()
        self.journal = journal

    def format(self, record: logging.LogRecord) -> str:
        text = clean(record.getMessage())
        if record.exc_info:
            text += "\n" + clean_lines(self.formatException(record.exc_info))
        if self.journal:
            priority = _JOURNAL.get(record.levelname, 6)
            return "\n".join(f"<{priority}>{line}" for line in text.split("\n"))
        at = datetime.fromtimestamp(record.created).astimezone()
        level = "" if record.levelno == logging.INFO else f"{record.levelname.lower()}: "
        return f"{at:%Y-%m-%d %H:%M:%S} {level}{text}"


class _Json(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        form = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            form["error"] = self.formatException(record.exc_info)
        return json.dumps(form)


def configure_logging(form: str, *, verbose: bool = False) -> None:
    """``form``: text or json. Under systemd, text lines carry their priority."""
    handler = logging.StreamHandler(sys.stderr)
    journal = bool(os.environ.get("JOURNAL_STREAM"))
    handler.setFormatter(_Json() if form == "json" else Lines(journal=journal))
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    logging.getLogger("monitor").setLevel(logging.DEBUG if verbose else logging.INFO)
