"""A stranger's first half hour: install, demo, a watchlist of their own, one claim rejected."""

import json
import os
import re
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

pytestmark = pytest.mark.acceptance
ROOT = Path(__file__).parents[2]
FILES = re.compile(r"^```\w+ (\S+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
FACT = "keliber.commissioning"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package installed as pip does it, beside the libraries that are here already."""
    pytest.importorskip("hatchling")
    home = tmp_path_factory.mktemp("home")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", home / "venv"], check=True)
    python = home / "venv" / "bin" / "python"
    [site] = (home / "venv" / "lib").glob("python*/site-packages")
    (site / "libraries.pth").write_text(sysconfig.get_path("purelib"), encoding="utf-8")
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--no-deps",
         "--no-build-isolation", "--disable-pip-version-check", "--no-index", str(ROOT)],
        check=True, capture_output=True,
    )  # fmt: skip
    return home / "venv" / "bin" / "monitor"


@pytest.fixture
def monitor(installed: Path, tmp_path: Path):
    """Runs the installed command in a directory of its own."""

    def run(*words: str, typed: str = "") -> str:
        environment = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        environment |= {"MONITOR_CONFIG": "lithium.toml", "COLUMNS": "100", "NO_COLOR": "1"}
        done = subprocess.run(
            [installed, *words], cwd=tmp_path, env=environment, input=typed, text=True,
            capture_output=True, timeout=180, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_from_nothing_to_a_value_that_goes_back(monitor, tmp_path: Path) -> None:
    def value() -> str:
        [fact] = json.loads(monitor("facts", "--fact", FACT, "--json"))
        return fact["value"]["text"]

    assert "each once" in monitor("demo", "--directory", str(tmp_path / "demo"))
    tutorial = (ROOT / "docs" / "tutorial.md").read_text(encoding="utf-8")
    for name, body in FILES.findall(tutorial):
        (tmp_path / name).write_text(body, encoding="utf-8")
    assert "lithium.toml is sound." in monitor("check")
    assert f"-> {FACT} = first half of 2027" in monitor(
        "try", "story.txt", "--published", "2026-02-17"
    )
    assert "3 articles" in monitor("replay", "backfill.jsonl")
    monitor("report", "-o", "board.html")
    board = (tmp_path / "board.html").read_text(encoding="utf-8")
    assert "Keliber" in board
    assert "2029" in board
    assert value() == "2029"
    [change] = json.loads(monitor("changes", "--state", "unconfirmed", "--json"))
    [claim] = change["claims"]
    assert "Rejected" in monitor("reject", claim[:8], "--why", "a blog guesses")
    assert value() == "first half of 2027"
    assert "a blog guesses" in monitor("timeline", FACT) + monitor("explain", claim)
    monitor("undo", claim)
    assert value() == "2029"
    assert "1 judged, 0 left." in monitor("review", "--plain", typed="r\nq\n")
    assert value() == "first half of 2027"
