"""What other programs rely on: each command's JSON, its exit status, and that the docs name it all."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from monitor.cli.commands import COMMANDS
from monitor.cli.completing import options_of

ROOT = Path(__file__).parents[2]
NONE = type(None)
TEXT, MAYBE, WHOLE, NUMBER, FLAG = str, (str, NONE), int, (int, float), bool

# A schema: a type, a tuple of types, {key: schema} with all keys that have to be there,
# [schema] for a list of any length.
ARTICLE = {
    "id": TEXT, "url": TEXT, "title": TEXT, "published": MAYBE, "source": TEXT, "language": TEXT,
}  # fmt: skip
HIT = {
    "id": TEXT, "entity": TEXT, "score": NUMBER, "reasons": [TEXT], "article": ARTICLE, "review": MAYBE,
    "mention": {"text": TEXT, "start": WHOLE, "end": WHOLE, "alias": TEXT, "how": TEXT},
}  # fmt: skip
CLAIM = {
    "id": TEXT, "fact": TEXT, "kind": TEXT, "value": {"text": TEXT}, "modality": TEXT,
    "confidence": NUMBER, "quote": TEXT, "start": WHOLE, "end": WHOLE, "article": ARTICLE,
    "story": MAYBE, "review": MAYBE,
}  # fmt: skip
CHANGE = {
    "id": TEXT, "fact": TEXT, "verdict": TEXT, "old": (dict, NONE), "new": {"text": TEXT},
    "state": TEXT, "confidence": NUMBER, "published": TEXT, "recorded": TEXT, "claims": [TEXT],
    "article": ARTICLE,
}  # fmt: skip
FACT = {
    "id": TEXT, "entity": TEXT, "attribute": TEXT, "kind": TEXT, "value": (dict, NONE),
    "since": MAYBE, "sources": WHOLE, "last_seen": MAYBE, "state": TEXT, "open_changes": [TEXT],
}  # fmt: skip
ENTRY = {"fact": TEXT, "verdict": TEXT, "value": {"text": TEXT}, "old": (dict, NONE), "at": TEXT,
         "change": MAYBE, "state": MAYBE, "quote": MAYBE, "article": (dict, NONE)}  # fmt: skip
FIGURES = {
    "right": WHOLE,
    "wrong": WHOLE,
    "missed": WHOLE,
    "precision": (float, NONE),
    "recall": (float, NONE),
}
JUDGED = [
    {
        "target": TEXT,
        "judgement": TEXT,
        "value": (dict, NONE),
        "at": TEXT,
        "changes": [dict],
        "alerts": [TEXT],
    }
]
CHANGED, HELD = "<change>", "<hit>"
CASES: dict[str, tuple[list[str], Any]] = {
    "hits": ([], [HIT]),
    "claims": ([], [CLAIM]),
    "changes": ([], [CHANGE]),
    "facts": ([], [FACT]),
    "facts, another day": (["--as-of", "2025-11-01"], [FACT]),
    "timeline": (["smz-complex.commissioning"], [ENTRY]),
    "alerts": ([], [{"id": TEXT, "route": TEXT, "channel": TEXT, "state": TEXT, "subjects": [TEXT],
                     "created": TEXT, "due": TEXT, "attempts": WHOLE, "last": (dict, NONE)}]),
    "alerts channels": ([], [{"name": TEXT, "failures": WHOLE, "waiting": WHOLE}]),
    "sources": ([], [{"name": TEXT, "url": TEXT, "tier": MAYBE, "enabled": FLAG, "state": TEXT,
                      "succeeded": MAYBE, "next_poll": MAYBE, "failures": WHOLE, "entries": WHOLE}]),
    "search": (["complex"], [{**ARTICLE, "snippet": TEXT, "marks": [[WHOLE]], "rank": NUMBER}]),
    "review": ([], [{"waits": TEXT, **CHANGE}]),
    "accept": ([CHANGED], JUDGED),
    "reject": ([CHANGED], JUDGED),
    "correct": ([CHANGED, "Q3 2029"], JUDGED),
    "undo": ([CHANGED], JUDGED),
    "explain": ([CHANGED], CHANGE),
    "explain, a hit": ([HELD], HIT),
    "try": (["news.txt"], {"hits": [HIT], "claims": [CLAIM]}),
    "names": (["smz"], [{"alias": TEXT, "role": TEXT, "forms": [{"form": TEXT, "how": TEXT}]}]),
    "replay": (["news.jsonl"], {"articles": WHOLE, "known": WHOLE, "hits": WHOLE, "claims": WHOLE}),
    "evaluate": (["labelled.jsonl"], {"articles": WHOLE, "hits": {"all": FIGURES}, "claims": dict}),
    "check": ([], {"sound": FLAG, "problems": list, "warnings": list, "entities": WHOLE}),
    "poll": ([], {"polls": [{"source": TEXT, "state": TEXT}], "deliveries": list}),
    "status": ([], {"state": TEXT, "process": (int, NONE), "sources": dict, "facts": WHOLE}),
    "rebuild": (["--check"], {"facts": WHOLE, "stored": FLAG, "differences": list}),
    "report": ([], {"made": TEXT, "facts": [FACT], "waiting": [CHANGE], "changes": [dict], "sources": [dict]}),
    "export": (["claims", "--format", "json"], [CLAIM]),
}  # fmt: skip
WITHOUT_JSON = {"run", "demo", "web", "backup", "completion", "help"}
FAILING = {"poll", "status"}  # a dead source, a daemon that does not run: and they say so


def misfits(value: Any, schema: Any, where: str = "$") -> list[str]:
    """Where a value is not as its schema says."""
    if isinstance(schema, dict):
        if not isinstance(value, dict):
            return [f"{where} is {value!r}"]
        missing = [f"{where}.{key} is missing" for key in schema if key not in value]
        return missing + [
            each
            for key in schema
            if key in value
            for each in misfits(value[key], schema[key], f"{where}.{key}")
        ]
    if isinstance(schema, list):
        if not isinstance(value, list):
            return [f"{where} is {value!r}"]
        return [
            each
            for place, item in enumerate(value)
            for each in misfits(item, schema[0], f"{where}[{place}]")
        ]
    return [] if isinstance(value, schema) else [f"{where} is {value!r}"]


@pytest.fixture
def stocked(world):
    """A world with a text to try, labels, and an alert that was sent."""
    text = "SMZ in Solikamsk\n\nSMZ will commission its rare earth separation complex in 2029."
    (world.path / "news.txt").write_text(text, encoding="utf-8")
    labelled = {
        "url": "https://x.org/1",
        "title": "Copper",
        "expect": {"relevant": False, "entities": [], "claims": []},
    }
    (world.path / "labelled.jsonl").write_text(json.dumps(labelled) + "\n", encoding="utf-8")
    assert world.say("alerts", "test", "record").status == 0
    return world


@pytest.mark.parametrize(("name", "case"), CASES.items(), ids=CASES)
def test_json_is_as_promised(stocked, name: str, case: tuple[list[str], Any]) -> None:
    given, schema = case
    known = {CHANGED: "review", HELD: "hits"}
    words = [
        stocked.say(known[word], "--json").rows[0]["id"] if word in known else word
        for word in given
    ]
    command = name.partition(",")[0].split()
    form = [] if "--format" in words else ["--json"]
    result = stocked.say(*command, *words, *form)
    assert result.status == (1 if name in FAILING else 0), result.err
    found = json.loads(result.out)
    assert found or name == "alerts channels"
    assert misfits(found, schema) == []


def test_every_command_has_a_case() -> None:
    assert {name.partition(",")[0].split()[0] for name in CASES} | WITHOUT_JSON == set(COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_wrong_options_are_two_and_one_line(say, command: str) -> None:
    result = say(command, "--no-such-option")
    assert (result.status, result.out) == (2, "")
    assert len(result.err.splitlines()) == 1


NEEDS_A_CONFIGURATION = [
    ["run"], ["poll"], ["check"], ["review"], ["accept", "x"], ["reject", "x"], ["correct", "x", "1"],
    ["undo", "x"], ["explain", "x"], ["try", "-"], ["names", "x"], ["replay", "x"], ["evaluate", "x"],
    ["report"], ["web"], ["rebuild"], ["hits"], ["claims"], ["changes"], ["facts"], ["timeline", "x"],
    ["alerts"], ["sources"], ["status"], ["search", "x"], ["export", "hits"], ["backup", "x"],
]  # fmt: skip


@pytest.mark.parametrize("words", NEEDS_A_CONFIGURATION, ids=" ".join)
def test_without_a_configuration_it_is_two(say, words: list[str]) -> None:
    result = say("--config", "nowhere.toml", *words)
    assert result.status == 2
    assert "nowhere.toml: does not exist" in result.err + result.out


def test_the_readme_names_every_command() -> None:
    table = (ROOT / "README.md").read_text(encoding="utf-8").partition("| command | does |")[2]
    lines = [line for line in table.split("\n\n")[0].splitlines() if line.startswith("| `")]
    named = {
        word
        for line in lines
        for quoted in re.findall(r"`([^`]+)`", line)
        for word in quoted.split()[:2]
    }
    assert set(COMMANDS) <= named


@pytest.mark.parametrize("command", COMMANDS)
def test_the_docs_name_every_option(command: str) -> None:
    """The table of options in cli.md has a row for each command, with all of its options."""
    text = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8").partition("## Every option")[2]
    rows = [line.split("|") for line in text.splitlines() if line.startswith("| `")]
    [row] = [cells[2] for cells in rows if f"`{command}`" in cells[1]]
    shared = {"--help", "--config", "--database", "--color", "--debug"}
    options = {option for option, _ in options_of(command)} - shared
    assert set(re.findall(r"--[a-z-]+", row)) == options
