import asyncio
import io

import pytest

pytest.importorskip("textual")

from monitor.cli.desk.desk import Desk
from monitor.cli.desk.screen import ReviewApp
from monitor.config import load
from monitor.service.assemble import assemble


def standing(world) -> str:
    [fact] = world.say("facts", "--fact", "smz-complex.commissioning", "--json").rows
    return fact["value"]["text"]


@pytest.fixture
def keys(world, monkeypatch: pytest.MonkeyPatch):
    """Goes through the plain prompt with some lines typed."""

    def go(*lines: str):
        monkeypatch.setattr("sys.stdin", io.StringIO("".join(f"{line}\n" for line in lines)))
        return world.say("review", "--by", "ann")

    return go


def test_what_waits_is_listed_with_unconfirmed_changes_first(world) -> None:
    rows = world.say("review", "--json").rows
    assert rows[0]["waits"] == "change"
    assert rows[0]["new"]["text"] == "2030"


def test_the_prompt_shows_the_words_and_takes_one_key(world, keys) -> None:
    shown = keys("q")
    assert "smz-complex.commissioning slipped: 2028 -> 2030" in shown.out
    assert "{2030}" in shown.out
    assert "Did this fact change so?" in shown.out
    assert shown.out.endswith("0 judged, 1 left.\n")
    assert "1 judged, 0 left." in keys("r").out
    assert standing(world) == "2028"
    assert keys().out == "Nothing waits for review.\n"


def test_the_prompt_takes_corrections_and_takes_them_back(world, keys) -> None:
    done = keys("c", "Q3 2028", "q")
    assert "Corrected" in done.out
    assert standing(world) == "Q3 2028"


@pytest.mark.parametrize(
    ("typed", "said"), [("c\npurple", "purple"), ("z", "a accept"), ("c\n", "Left as it was.")]
)
def test_what_is_not_understood_judges_nothing(world, keys, typed: str, said: str) -> None:
    result = keys(*typed.split("\n"), "q")
    assert said in result.out
    assert standing(world) == "2030"


def drive(world, *typed: str, size: tuple[int, int] = (100, 30)) -> tuple[Desk, list[str]]:
    """The full screen, driven by its pilot; the text of each part at the end."""

    async def go(desk: Desk) -> list[str]:
        app = ReviewApp(desk)
        async with app.run_test(size=size) as pilot:
            await pilot.press(*typed)
            await pilot.pause()
            parts = ("where", "headline", "passage", "history", "message")
            return [str(app.query_one(f"#{part}").render()) for part in parts]

    with assemble(load(world.config)) as service:
        desk = Desk(service, "ann")
        return desk, asyncio.run(go(desk))


def test_the_screen_shows_the_words_and_the_history(world) -> None:
    _, (where, head, passage, history, _) = drive(world)
    assert where.startswith("1 of 1: change x")
    assert "2028 -> 2030" in head
    assert "commissioned in 2030" in passage
    assert "slipped    2028  Metal News" in history
    assert all(part.replace("\n", "").isprintable() for part in (where, head, passage, history))


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        (["a"], "2030"),
        (["r"], "2028"),
        (["r", "u"], "2030"),
        (["s"], "2030"),
        (["c", *"2029", "enter"], "2029"),
        (["c", "escape"], "2030"),
        (["c", *"purple", "enter"], "2030"),
        (["s", "b", "r"], "2028"),
        (["r", "r", "m", "o"], "2028"),
    ],
)
def test_the_keys_judge(world, typed: list[str], value: str) -> None:
    _, parts = drive(world, *typed)
    assert standing(world) == value
    assert "Traceback" not in "".join(parts)


def test_muting_from_the_screen(world) -> None:
    _, parts = drive(world, "m", size=(60, 24))
    assert "for two weeks" in parts[4]
    assert world.say("alerts", "mutes", "--json").rows[0]["target"] == "smz-complex.commissioning"
