import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.main import run

CONFIG = """
[monitor]
database = "world.db"
timezone = "Europe/London"
topic = ["rare earth", "редкоземельный", "稀土"]

[[sources]]
name = "Metal News"
url = "http://127.0.0.1:9/feed.xml"
[[sources]]
name = "Asleep"
url = "http://127.0.0.1:9/asleep.xml"
enabled = false

[[entities]]
id = "smz"
name = "Solikamsk Magnesium Plant"
kind = "company"
aliases = ["Соликамский магниевый завод", "索利卡姆斯克镁厂"]
short = ["SMZ", "СМЗ"]
context = ["Solikamsk", "rare earth", "Соликамск", "稀土"]
[[entities]]
id = "smz-complex"
name = "SMZ separation complex"
kind = "project"
part_of = "smz"
aliases = ["separation complex", "разделительный комплекс", "分离厂"]

[[facts]]
id = "smz-complex.commissioning"
entity = "smz-complex"
attribute = "commissioning"
value = "2027"
as_of = 2025-09-10
[[facts]]
id = "smz-complex.capacity"
entity = "smz-complex"
attribute = "capacity"
unit = "t/yr"
value = "2,500"
as_of = 2025-09-10

[alerts.file]
path = "alerts.jsonl"
[[alerts.routes]]
name = "record"
channels = ["file"]
"""

ARTICLES: list[dict[str, Any]] = [
    {
        "id": "slip", "url": "https://news.example/slip", "source": "Metal News", "tier": "press",
        "language": "en", "published": "2025-12-01T08:00:00Z",
        "title": "Solikamsk Magnesium Plant delays separation complex",
        "text": "Solikamsk Magnesium Plant (SMZ) will commission its rare earth separation complex"
        " in 2028, the company said on Monday. The separation complex was to be commissioned"
        " in 2027.",
    },
    {
        "id": "ru", "url": "https://news.example/ru", "source": "Деловая Кама", "tier": "press",
        "language": "ru", "published": "2025-10-01",
        "title": "Соликамский магниевый завод введёт разделительный комплекс в 2027 году",
        "text": "Разделительный комплекс Соликамского магниевого завода для редкоземельных"
        " металлов введут в эксплуатацию в 2027 году.",
    },
    {
        "id": "rumour", "url": "https://blog.example/rumour", "source": "=Blog\x1b[2J", "tier": "other",
        "language": "en", "published": "2026-02-01T00:00:00Z",
        "title": "=1+1 \x1b[31mSMZ\u202e separation complex in Solikamsk",
        "text": "The rare earth separation complex of Solikamsk Magnesium Plant will be commissioned"
        " in 2030, says a reader.",
    },
    {
        "id": "other", "url": "https://news.example/other", "source": "Metal News", "tier": "press",
        "language": "en", "published": "2026-01-01", "title": "Copper is up", "text": "Copper rose.",
    },
]  # fmt: skip


@dataclass
class Result:
    status: int
    out: str
    err: str

    @property
    def rows(self) -> Any:
        return json.loads(self.out)


@dataclass
class World:
    """A directory with a configuration, and a database where articles were replayed."""

    path: Path
    say: Callable[..., Result]

    @property
    def config(self) -> Path:
        return self.path / "config.toml"

    def change(self, **filters: str) -> dict[str, Any]:
        """The one change that fits."""
        words = [word for key, value in filters.items() for word in (f"--{key}", value)]
        [row] = self.say("changes", "--json", *words).rows
        return row


@pytest.fixture
def say(
    capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., Result]:
    """Runs one command line, in a directory of the test's own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("MONITOR_CONFIG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")

    def command(*words: str) -> Result:
        capfd.readouterr()
        try:
            status = run(words)
        except SystemExit as leaving:
            status = int(str(leaving.code or 0))
        captured = capfd.readouterr()
        return Result(status, captured.out, captured.err)

    return command


@pytest.fixture
def world(say: Callable[..., Result], tmp_path: Path) -> World:
    (tmp_path / "config.toml").write_text(CONFIG, encoding="utf-8")
    lines = "".join(json.dumps(article) + "\n" for article in ARTICLES)
    (tmp_path / "news.jsonl").write_text(lines, encoding="utf-8")
    made = World(tmp_path, say)
    assert say("replay", "news.jsonl").status == 0
    return made
