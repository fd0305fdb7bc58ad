import asyncio
import io
import os
import pty
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

pytest.importorskip("textual")

from textual.events import Key
from textual.widgets import Input

from monitor.cli.desk.desk import Desk
from monitor.cli.desk.screen import ReviewApp
from monitor.config import load
from monitor.service.assemble import assemble

ROOT = Path(__file__).parents[2]


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
            await pilot.press(*("space" if key == " " else key for key in typed))
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
    assert "slipped     2028  Metal News" in history
    assert all(part.replace("\n", "").isprintable() for part in (where, head, passage, history))


SIZES = [(80, 24), (60, 24), (100, 30)]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize(
    ("typed", "value", "said"),
    [
        (["a"], "2030", "Accepted x"),
        (["r"], "2028", "Rejected x"),
        (["r", "u"], "2030", "Took back the judgement of x"),
        (["s"], "2030", "That was the last one."),
        (["c", *"Q3 2028", "enter"], "Q3 2028", "to Q3 2028"),
        (["c", *"Q3 2028", "enter", "u"], "2030", "Took back"),
        (["c", *"armada", "escape"], "2030", ""),
        (["c", "enter"], "2030", "Left as it was."),
        (["c", *"purple", "enter"], "2030", "'purple' is not understood"),
        (["s", "b", "r"], "2028", "Rejected x"),
        (["r", "r", "m", "o"], "2028", "It has no address to open."),
        (["m"], "2030", "for two weeks"),
        (["o"], "2030", "it is at https://blog.example/rumour"),
        (["u"], "2030", "Nothing to take back."),
    ],
)
def test_the_keys_judge_in_every_window(
    world, monkeypatch: pytest.MonkeyPatch, typed: list[str], value: str, said: str, size
) -> None:
    monkeypatch.setattr("webbrowser.open", lambda _: False)
    _, parts = drive(world, *typed, size=size)
    assert said in parts[4]
    assert standing(world) == value


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_what_is_judged_is_in_sight_and_every_key_is_shown(world, size) -> None:
    """The value stands on the screen however small that is."""

    async def go() -> str:
        app = ReviewApp(desk)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            rows = [
                "".join(segment.text for segment in strip)
                for strip in app.screen._compositor.render_strips()
            ]
            return "\n".join(rows)

    with assemble(load(world.config)) as service:
        desk = Desk(service, "ann")
        seen = asyncio.run(go())
    assert "says a reader" in seen
    for word in ("ccept", "eject", "orrect", "kip", "ack", "ute", "pen", "ndo", "uit"):
        assert word in seen


def test_keys_pressed_before_the_field_opens_are_part_of_the_value(world) -> None:
    """Nobody's pasted "resumed" may reject anything on its way."""

    async def go(desk: Desk) -> str:
        app = ReviewApp(desk)
        async with app.run_test(size=(80, 24)) as pilot:
            for key, character in (("c", "c"), ("r", "r"), ("a", "a")):
                app.post_message(Key(key, character))
            for _ in range(5):  # each turn, a message goes one widget up
                await pilot.pause()
            return app.query_one("#value", Input).value

    with assemble(load(world.config)) as service:
        assert asyncio.run(go(Desk(service, "ann"))) == "ra"
    assert standing(world) == "2030"


def test_muting_from_the_screen(world) -> None:
    drive(world, "m", size=(60, 24))
    assert world.say("alerts", "mutes", "--json").rows[0]["target"] == "smz-complex.commissioning"


# ---------------------------------------------------------------- the plain prompt, on a terminal


@pytest.mark.parametrize(
    ("typed", "value", "judged"),
    [
        ("aq", "2030", 1),
        ("rq", "2028", 1),
        ("rusq", "2030", 0),
        ("cQ3 2028\nq", "Q3 2028", 1),
        ("cpurple\nq", "2030", 0),
        ("msq", "2030", 0),
        ("rbuq", "2030", 0),
    ],
)
@pytest.mark.parametrize("columns", [80, 40])
def test_the_prompt_takes_single_keys_on_a_terminal(
    world, typed: str, value: str, judged: int, columns: int
) -> None:
    ours, theirs = pty.openpty()
    termios.tcsetwinsize(theirs, (24, columns))
    line = [sys.executable, "-m", "monitor", "review", "--plain", "--by", "ann"]
    found = {**os.environ, "PYTHONPATH": str(ROOT), "TERM": "xterm"}
    found.pop("COLUMNS", None)
    process = subprocess.Popen(
        line, stdin=theirs, stdout=theirs, stderr=theirs, cwd=world.path, env=found
    )
    os.write(ours, typed.encode())
    os.close(theirs)
    shown = b""
    with suppress(OSError):  # the terminal is gone when the program is
        while part := os.read(ours, 4096):
            shown += part
    os.close(ours)
    assert process.wait() == 0
    assert f"{judged} judged" in shown.decode()
    assert standing(world) == value
