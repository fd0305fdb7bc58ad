from pathlib import Path

import pytest

from monitor.config import Secret
from monitor.errors import ConfigError


def test_a_secret_is_looked_up_when_needed_and_shows_only_where_it_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    secret = Secret(env="SOME_PASSWORD")
    monkeypatch.delenv("SOME_PASSWORD", raising=False)
    assert secret.missing() == "SOME_PASSWORD is not set"
    with pytest.raises(ConfigError, match="export SOME_PASSWORD="):
        secret.reveal()
    monkeypatch.setenv("SOME_PASSWORD", " hunter2\n")
    assert secret.reveal() == "hunter2"
    assert "hunter2" not in f"{secret} {secret!r}"


def test_a_secret_file_may_stand_in_the_credentials_directory(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    secret = Secret(file="$CREDENTIALS_DIRECTORY/smtp")
    assert secret.missing() == "cannot be read: No such file or directory"
    (tmp_path / "smtp").write_text("", encoding="utf-8")
    assert secret.missing() == "is empty"
    (tmp_path / "smtp").write_text("hunter2\n", encoding="utf-8")
    assert secret.reveal() == "hunter2"
