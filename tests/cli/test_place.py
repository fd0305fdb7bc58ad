"""What a listing reads of a configuration is what a full reading finds in it."""

import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.place import configured_sources, database_path
from monitor.config.read import load_sources
from monitor.errors import ConfigError

ROOT = Path(__file__).parents[2]
ONE = '[[sources]]\nname = "One"\nurl = "https://one.example/feed"\n'
PLAIN = {
    "none": "[monitor]\n",
    "one": ONE,
    "all keys": ONE
    + 'language = "ru"  # spoken there\ntier = "official"\nenabled = false # for now\nkind = "page"\n'
    + 'username = "name"\nevery = "15m"\nheaders = { Accept = "text/html" }\n',
    "two among others": f'{ONE}[[entities]]\nid = "e"\nname = "E"\naliases = [\n  "x",\n  "=y",\n]\n'
    '[[sources]]\nname = "Zwei"\nurl = "https://zwei.example/"\n',
    "single quotes and spaces": "[[sources]]\nname='  One '\nurl =  'https://one.example/'\n",
    "a sub-table": ONE + '[sources.headers]\nname = "not the source"\n',
    "written inline": 'sources = [{ name = "One", url = "https://one.example/" }]\n',
    "quoted keys": '[[sources]]\n"name" = "One"\n"url" = "https://one.example/"\n',
    "quoted header": '[["sources"]]\nname = "One"\nurl = "https://one.example/"\n',
    "escapes": '[[sources]]\nname = "O\\u006ee"\nurl = "https://one.example/"\n',
    "a long text": f'[x]\ny = """\n[[sources]]\n"""\n{ONE}',
    "the default watchlist": (ROOT / "config.toml").read_text(encoding="utf-8"),
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_sources_are_those_of_a_full_reading(tmp_path: Path, text: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    assert configured_sources(str(path)) == [
        {
            "name": one.name,
            "url": one.url,
            "language": one.language,
            "tier": one.tier.value,
            "enabled": one.enabled,
        }
        for one in load_sources(path)
    ]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[sources]]\nurl = 'https://one.example/'\n", "is missing"),
        (ONE + ONE, "is used twice"),
        ("[[sources\n", "is not TOML"),
        ("#" * (1 << 22) + "#", "too large"),
    ],
)
def test_what_is_wrong_is_named(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError, match=said):
        configured_sources(str(path))


def test_a_file_without_end_is_no_configuration() -> None:
    with pytest.raises(ConfigError, match="too large"):
        database_path(None, "/dev/zero")


HEAVY = {
    "asyncio", "dataclasses", "difflib", "inspect", "logging", "monitor.config", "monitor.model",
    "monitor.reading", "pathlib", "sqlite_utils", "tomllib", "typing",
}  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ["hits"], ["claims"], ["changes"], ["facts"], ["alerts"], ["sources"],
        ["timeline", "smz-complex.capacity"], ["search", "complex"], ["hits", "--since", "today"],
    ],
    ids=" ".join,
)  # fmt: skip
@pytest.mark.parametrize("form", ["--json", "--limit=3"])
def test_listings_start_without_what_is_slow_to_load(world, words: list[str], form: str) -> None:
    given = [*words, form, "--config", str(world.config)]
    script = (
        "import sys; before = set(sys.modules); from monitor.cli.main import run;"
        "assert run(sys.argv[1:]) == 0; print(*set(sys.modules) - before, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *given], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert not HEAVY & set(done.stderr.split())
