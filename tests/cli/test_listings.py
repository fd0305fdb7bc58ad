import csv
import io
import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.known import WORDS
from monitor.model import ChangeState, Kind, MilestoneState, Modality, Tier, Verdict

ROOT = Path(__file__).parents[2]
ARTICLE = {"id", "url", "title", "published", "source", "language"}
KEYS = {
    "hits": {"id", "entity", "score", "reasons", "mention", "article", "review"},
    "claims": {
        "id", "fact", "kind", "value", "modality", "confidence", "quote", "start", "end",
        "article", "story", "review",
    },
    "changes": {
        "id", "fact", "verdict", "old", "new", "state", "confidence", "published", "recorded",
        "claims", "article",
    },
    "facts": {
        "id", "entity", "attribute", "kind", "value", "since", "sources", "last_seen", "state",
        "open_changes",
    },
    "sources": {"name", "url", "state", "succeeded", "next_poll"},
}  # fmt: skip
LISTINGS = ["hits", "claims", "changes", "facts", "alerts", "sources"]


@pytest.mark.parametrize("what", KEYS)
def test_the_keys_of_json_are_those_that_programs_rely_on(world, what: str) -> None:
    rows = world.say(what, "--json").rows
    assert rows
    for row in rows:
        assert KEYS[what] <= set(row)
        if row.get("article"):
            assert set(row["article"]) >= ARTICLE
        if what == "hits":
            assert set(row["mention"]) == {"text", "start", "end", "alias", "how"}
        if what == "claims":
            assert {"earliest", "latest", "state", "text"} <= set(row["value"])


@pytest.mark.parametrize("what", LISTINGS)
def test_a_listing_takes_json_csv_and_times(world, what: str) -> None:
    for form in ("--json", "--csv"):
        result = world.say(what, form, "--since", "2020", "--until", "today")
        assert (result.status, result.err) == (0, "")
    assert isinstance(world.say(what, "--json").rows, list)


@pytest.mark.parametrize("what", ["hits", "claims", "changes", "alerts"])
def test_nothing_is_an_empty_array_and_a_word_to_people(world, what: str) -> None:
    assert world.say(what, "--json", "--since", "2099").out == "[]\n"
    assert world.say(what, "--since", "2099").out == f"No {what}.\n"


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (["--entity", "smz"], {"slip", "ru", "rumour"}),
        (["--language", "ru"], {"ru"}),
        (["--source", "Metal News"], {"slip"}),
        (["--since", "2025-11", "--until", "2025-12"], {"slip"}),
        (["--until", "2025-10-01"], {"ru"}),
        (["--tier", "other,official"], {"rumour"}),
        (["--min-score", "1"], set()),
        (["--entity", "smz-complex,smz"], {"slip", "ru", "rumour"}),
    ],
)
def test_filters_leave_what_was_asked_for(world, words: list[str], ids: set[str]) -> None:
    rows = world.say("hits", "--json", *words).rows
    assert {row["article"]["id"] for row in rows} == ids


@pytest.mark.parametrize(("name", "words"), WORDS.items(), ids=WORDS)
def test_words_are_those_of_the_model(name: str, words: tuple[str, ...]) -> None:
    """They are written down twice so that a listing need not load the model."""
    model = {
        "kind": Kind, "modality": Modality, "tier": Tier, "verdict": Verdict,
        "state of changes": ChangeState, "state of facts": [*MilestoneState, "overdue", "open",
        "stated", "quiet"], "review": ["accept", "reject", "correct"],
    }  # fmt: skip
    if name in model:
        assert set(words) == set(map(str, model[name]))


def test_what_is_part_of_an_entity_can_be_added(world) -> None:
    alone = world.say("facts", "--entity", "smz")
    assert (alone.out, alone.status) == ("No facts.\n", 0)
    assert "without its parts, smz-complex; --parts adds them" in alone.err
    assert world.say("facts", "--entity", "smz", "--json").err == ""
    facts = world.say("facts", "--entity", "smz", "--parts", "--json").rows
    assert {row["entity"] for row in facts} == {"smz-complex"}
    for words in (
        ["export", "changes", "--format", "json"],
        ["review", "--json"],
        ["claims", "--json"],
    ):
        assert world.say(*words, "--entity", "smz").rows == []
        assert world.say(*words, "--entity", "smz", "--parts").rows


def test_what_is_configured_and_not_yet_stored_is_no_slip(world) -> None:
    more = '[[entities]]\nid = "young"\nname = "Young"\n[[sources]]\nname = "Fresh"\nurl = "http://127.0.0.1:9/f"\n'
    world.config.write_text(world.config.read_text(encoding="utf-8") + more, encoding="utf-8")
    assert world.say("hits", "--entity", "young", "--source", "Fresh", "--json").out == "[]\n"


def test_sorting_and_paging(world) -> None:
    every = [row["id"] for row in world.say("hits", "--json", "--sort", "score").rows]
    turned = [row["id"] for row in world.say("hits", "--json", "--sort", "-score").rows]
    assert every
    assert sorted(every) == sorted(turned)
    page = world.say("hits", "--json", "--sort", "score", "--offset", "1", "--limit", "2").rows
    assert [row["id"] for row in page] == every[1:3]


@pytest.mark.parametrize("columns", ["40", "60", "80", "120", "200"])
@pytest.mark.parametrize("what", [*LISTINGS, "timeline"])
def test_tables_fit_and_nothing_hostile_gets_through(
    world, monkeypatch: pytest.MonkeyPatch, what: str, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    words = ["smz-complex.commissioning"] if what == "timeline" else []
    result = world.say(what, *words)
    assert result.status == 0
    for line in result.out.splitlines():
        assert line.isprintable()
        assert len(line) <= int(columns)


def test_json_escapes_what_could_steer_a_terminal(world) -> None:
    out = world.say("hits", "--json").out
    assert "\\u001b[31mSMZ\\u202e" in out
    assert out.replace("\n", "").isprintable()


def test_csv_is_safe_to_open_in_a_spreadsheet(world) -> None:
    rows = list(csv.DictReader(io.StringIO(world.say("claims", "--csv").out)))
    titles = {row["article.title"] for row in rows}
    assert "'=1+1 ␛[31mSMZ separation complex in Solikamsk" in titles
    assert {row["article.source"] for row in rows} == {"Metal News", "Деловая Кама", "'=Blog␛[2J"}
    assert all(float(row["confidence"]) > 0 for row in rows)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["hits", "--sort", "colour"], "choose from: published"),
        (["hits", "--since", "soon"], '"last week"'),
        (["timeline", "smz-complex.comissioning"], "did you mean smz-complex.commissioning"),
        (["hist"], 'did you mean "hits"?'),
        (["hits", "--colour"], "unrecognized arguments"),
        (["--config"], "expected one argument"),
        (["--config", "nowhere.toml", "facts"], "nowhere.toml: does not exist"),
        (["search", '"open'], "not closed"),
        (["explain", "zzz"], "there is no hit, claim, change or alert"),
        (["accept", "xzzz"], "there is no hit, claim or change"),
        (["names", "smx"], "there are: smz"),
        (["export", "hits", "--format", "ical"], "ical is for facts"),
        (["report", "--as-of", "soon"], "is not a time"),
        (["try", "nowhere.txt"], "No such file"),
        (["replay", "nowhere.jsonl"], "does not exist"),
        (["changes", "--verdict", "sliped"], 'did you mean "slipped"?'),
        (["claims", "--modality", "x"], "there are: planned"),
        (["hits", "--tier", "press,offical"], 'did you mean "official"?'),
        (["changes", "--state", "open"], "there are: unconfirmed, confirmed, reverted"),
        (["facts", "--state", "confirmed"], "there are: open, stated"),
        (["alerts", "--state", "send"], 'did you mean "sent"?'),
        (["sources", "--state", "fail"], 'did you mean "failing"?'),
        (["hits", "--review", "accepted"], 'did you mean "accept"?'),
        (["timeline", "smz-complex.capacity", "--verdict", "up"], "there are: first"),
        (["hits", "--entity", "smzcomplex"], "did you mean smz-complex (SMZ separation complex)?"),
        (["changes", "--entity", "solikamsk"], "did you mean smz (Solikamsk Magnesium Plant)?"),
        (["facts", "--entity", "tomtor"], "there are: smz, smz-complex"),
        (["claims", "--fact", "smz-complex.capasity"], "did you mean smz-complex.capacity"),
        (["alerts", "--entity", "smx"], "did you mean smz"),
        (["review", "--entity", "smx"], "did you mean smz"),
        (["export", "hits", "--entity", "smx"], "did you mean smz"),
        (["hits", "--source", "metal news"], 'did you mean "Metal News"?'),
        (["search", "complex", "--source", "Metall News"], 'did you mean "Metal News"?'),
        (["sources", "test", "Metall News"], 'did you mean "Metal News"?'),
        (["hits", "--limit", "-3"], "'-3' is not a whole number"),
        (["facts", "--offset", "x"], "'x' is not a whole number"),
        (["hits", "--min-score", "7"], "'7' is not a number from 0 to 1"),
        (["report", "--recent", "-1"], "'-1' is not a whole number"),
        (["web", "--port", "99999"], "'99999' is not a port"),
        (["--config", "/dev/zero", "facts"], "too large"),
        (["sources", "import", "config.toml"], "names no feed"),
    ],
)
def test_wrong_usage_is_one_line_and_two(world, words: list[str], said: str) -> None:
    result = world.say(*words)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert len(result.err.splitlines()) == 1
    assert result.err.startswith("monitor: ")
    assert "usage" not in result.err


def test_no_database_yet_says_how_to_make_one(world) -> None:
    result = world.say("--database", "new.db", "hits", "--json")
    assert (result.status, result.out) == (1, "")
    assert "`monitor poll`" in result.err
    assert not (world.path / "new.db").exists()


def test_what_is_no_database_is_one_clear_line(world) -> None:
    (world.path / "text.db").write_text("not a database at all" * 100, encoding="utf-8")
    result = world.say("--database", "text.db", "hits")
    assert (result.status, len(result.err.splitlines())) == (1, 1)


def test_a_full_disk_is_one_clear_line(world) -> None:
    line = [
        sys.executable,
        "-m",
        "monitor",
        "--database",
        str(world.path / "world.db"),
        "hits",
        "--json",
    ]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            line,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
            check=False,
            env={key: value for key, value in os.environ.items() if key != "PYTHONUNBUFFERED"},
        )
    assert (done.returncode, done.stderr) == (1, "monitor: the output: No space left on device\n")


def test_a_directory_is_one_clear_line(world) -> None:
    result = world.say("--database", str(world.path), "hits")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "is a directory" in result.err


def test_a_listing_needs_no_sound_configuration(world) -> None:
    world.config.write_text('[monitor]\ndatabase = "world.db"\n[[facts]]\n', encoding="utf-8")
    assert world.say("hits", "--json").rows
    assert world.say("check").status == 2


def test_search_finds_all_three_languages(world) -> None:
    assert [row["id"] for row in world.say("search", "КОМПЛЕКСА", "--json").rows] == ["ru"]
    assert "[complex]" in world.say("search", "complex", "--source", "Metal News").out
    assert "separation [complex]\n" in world.say("search", "title:complex", "--language", "en").out
    assert 'cannot search for "a OR": OR stands' in world.say("search", "a OR").err
    assert world.say("search", "zinc").out == "Nothing found.\n"


@pytest.mark.parametrize("columns", ["40", "60"])
def test_explanations_fit_small_terminals(
    world, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    for what in ("hits", "claims", "changes"):
        for row in world.say(what, "--json").rows:
            for line in world.say("explain", row["id"]).out.splitlines():
                assert len(line) <= int(columns) or "://" in line
