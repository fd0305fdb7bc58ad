"""Secrets: where they are, never what they are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from monitor.errors import ConfigError, Problem


@dataclass(frozen=True, slots=True)
class Secret:
    """A secret's whereabouts: the environment variable ``env``, or the file ``file``.

    It is looked up when it is needed and never kept; printing one shows where it is.
    ``file`` may start with ``$CREDENTIALS_DIRECTORY`` (systemd's LoadCredential).
    """

    env: str = ""
    file: str = ""

    def reveal(self) -> str:
        """The secret itself, without surrounding white space; ConfigError where it is missing."""
        return self._from_environment() if self.env else self._from_file()

    def missing(self) -> str:
        """Why :meth:`reveal` would fail, in a few words; empty when it would not."""
        try:
            self.reveal()
        except ConfigError as error:
            return error.problems[0].message
        return ""

    def __str__(self) -> str:
        return f"${self.env}" if self.env else f"file {self.file}"

    def _from_environment(self) -> str:
        secret = os.environ.get(self.env, "").strip()
        if not secret:
            hint = f"Set it in the environment of monitor: export {self.env}=..."
            raise ConfigError([Problem("environment", 0, self.env, f"{self.env} is not set", hint)])
        return secret

    def _from_file(self) -> str:
        path = Path(os.path.expandvars(self.file))
        try:
            secret = path.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            reason = getattr(error, "strerror", None) or "not text"
            hint = "Write the secret into that file, readable by monitor alone."
            message = f"cannot be read: {reason}"
            raise ConfigError([Problem(self.file, 0, "", message, hint)]) from None
        if not secret:
            raise ConfigError([Problem(self.file, 0, "", "is empty")])
        return secret
