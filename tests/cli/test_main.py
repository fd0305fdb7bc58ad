import os
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.cli.commands import COMMANDS
from monitor.cli.parsers import command_parser


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example(say, command: str) -> None:
    result = say(command, "--help")
    assert result.status == 0
    assert f"usage: monitor {command}" in result.out
    assert "example" in result.out
    assert say("help", command).out == result.out


@pytest.mark.parametrize(
    "command", ["hits", "claims", "changes", "facts", "timeline", "alerts", "sources", "search"]
)
def test_every_listing_has_json_and_times(command: str) -> None:
    options = command_parser(command).format_help()
    assert "--json" in options
    assert "--since" in options
    assert "--until" in options


def test_without_a_command_the_commands_are_shown(say) -> None:
    for words in ([], ["--help"], ["help"]):
        result = say(*words)
        assert result.status == 0
        assert all(f"  {command} " in result.out for command in COMMANDS)


@pytest.mark.parametrize("topic", ["values", "verdicts", "times", "watchlist", "exit"])
def test_there_is_help_on_topics(say, topic: str) -> None:
    assert say("help", topic).status == 0
    assert say("help", topic).out


def test_unknown_topics_and_versions(say) -> None:
    assert say("help", "cooking").status == 2
    assert say("--version").out.startswith("monitor ")


def test_options_count_before_and_behind_the_command(world) -> None:
    before = world.say("--database", "world.db", "facts", "--json")
    behind = world.say("facts", "--json", "--database", "world.db", "--color", "never")
    assert before.out == behind.out


def test_colours_only_where_asked_for(world) -> None:
    assert "\x1b[" not in world.say("changes").out
    assert "\x1b[31mslipped" in world.say("--color", "always", "changes").out


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_every_command_and_option(say, shell: str) -> None:
    script = say("completion", shell).out
    assert all(command in script for command in COMMANDS)
    assert "--min-score" in script or "min-score" in script


def test_the_bash_completion_completes(say, tmp_path: Path) -> None:
    script = say("completion", "bash").out
    ask = "COMP_WORDS=(monitor time); COMP_CWORD=1; _monitor; echo ${COMPREPLY[@]}"
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "timeline"
    ask = "COMP_WORDS=(monitor --database x.db hits --min); COMP_CWORD=4; _monitor; echo ${COMPREPLY[@]}"
    done = subprocess.run(
        ["bash", "-c", f"{script}\n{ask}"], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "--min-score"


def test_a_sound_configuration_is_read_back(world) -> None:
    result = world.say("check")
    assert result.status == 0
    assert "config.toml is sound." in result.out
    assert "commissioning            2027 as of 2025-09-10" in result.out
    assert "record: what moved at once -> file" in result.out
    assert world.say("check", "--json").rows["entities"] == 2


def test_a_broken_configuration_is_explained(world) -> None:
    world.config.write_text(
        world.config.read_text(encoding="utf-8")
        .replace("topic", "topics")
        .replace("2027", "purple"),
        encoding="utf-8",
    )
    result = world.say("check")
    assert result.status == 2
    assert "2 problems in config.toml:" in result.out
    assert "config.toml:5: monitor.topics: " in result.out
    problems = world.say("check", "--json").rows["problems"]
    assert [problem["key"] for problem in problems] == ["monitor.topics", "facts[1].value"]
    broken = world.say("try", "news.jsonl")
    assert (broken.status, len(broken.err.splitlines())) == (2, 2)


def test_names_are_explained(world) -> None:
    result = world.say("names", "smz")
    assert "Соликамский магниевый завод" in result.out
    forms = {
        form["form"] for name in world.say("names", "smz", "--json").rows for form in name["forms"]
    }
    assert "соликамского магниевого завода" in forms


def test_replaying_twice_changes_nothing(world) -> None:
    before = world.say("claims", "--json").out
    again = world.say("replay", "news.jsonl", "--json").rows
    assert again["known"] == again["articles"] == 4
    assert world.say("claims", "--json").out == before


def test_lines_that_cannot_be_replayed_are_named(world) -> None:
    (world.path / "bad.jsonl").write_text('{"url": "https://x.org/"}\nnot json\n', encoding="utf-8")
    result = world.say("replay", "bad.jsonl")
    assert result.status == 1
    assert len(result.err.splitlines()) == 2


def test_evaluation_prints_its_figures(world) -> None:
    (world.path / "labelled.jsonl").write_text(
        '{"url": "https://x.org/1", "title": "SMZ separation complex in Solikamsk", "published":'
        ' "2025-10-01", "language": "en", "text": "Solikamsk Magnesium Plant will commission the rare'
        ' earth separation complex in 2028.", "expect": {"relevant": true, "entities": ["smz",'
        ' "smz-complex"], "claims": [{"fact": "smz-complex.commissioning", "value": {"earliest":'
        ' "2028-01-01", "latest": "2028-12-31"}, "modality": "planned", "quote": "2028"}]}}\n',
        encoding="utf-8",
    )
    figures = world.say("evaluate", "labelled.jsonl", "--json").rows
    assert figures["claims"]["all"]["precision"] == 1.0
    told = world.say("evaluate", "labelled.jsonl").out
    assert "100.0 %" in told
    assert "SHARE RIGHT" in told


def test_a_backup_is_a_database(world) -> None:
    assert world.say("backup", "copy.db").status == 0
    assert (
        world.say("--database", "copy.db", "claims", "--json").out
        == world.say("claims", "--json").out
    )


def test_rebuilding_finds_no_difference(world) -> None:
    assert "no difference" in world.say("rebuild").out
    assert world.say("rebuild", "--check", "--json").rows["differences"] == []


def test_mutes_are_set_and_ended(world) -> None:
    result = world.say("alerts", "mute", "smz-complex", "--for", "2 weeks")
    assert result.status == 0
    assert "entity smz-complex until" in result.out
    assert world.say("alerts", "mutes", "--json").rows[0]["target"] == "smz-complex"
    assert world.say("alerts", "unmute", "smz-complex").status == 0
    assert world.say("alerts", "mutes", "--json").rows == []
    assert world.say("alerts", "mute", "nothing").status == 2


def test_a_route_can_be_tried(world) -> None:
    assert world.say("alerts", "test", "record").out.startswith("file: sent")
    assert "TEST" in (world.path / "alerts.jsonl").read_text(encoding="utf-8")
    [alert] = world.say("alerts", "--json").rows
    assert (alert["state"], alert["event"]) == ("sent", "test")
    assert world.say("alerts", "retry", alert["id"]).status == 0
    assert world.say("alerts", "drop", alert["id"]).status == 0
    assert world.say("alerts", "--state", "dropped", "--json").rows


def test_sources_are_listed_exported_and_imported(world) -> None:
    rows = {row["name"]: row["state"] for row in world.say("sources", "--json").rows}
    assert rows == {"Metal News": "new", "Asleep": "off"}
    opml = world.say("sources", "export").out
    (world.path / "feeds.opml").write_text(opml, encoding="utf-8")
    assert 'url = "http://127.0.0.1:9/feed.xml"' in world.say("sources", "import", "feeds.opml").out


def test_a_dead_source_is_one_line_and_one(world) -> None:
    result = world.say("poll")
    assert result.status == 1
    assert "Metal News" in result.out
    assert world.say("sources", "test", "Metal News").status == 1
    assert world.say("poll", "--all", "--json").rows["polls"][0]["state"] == "failed"
    assert world.say("check", "--online", "--quiet").status == 1


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_the_shell_closed_is_no_trouble(world, closed: str) -> None:
    command = f"{sys.executable} -m monitor facts {closed}"
    found = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    done = subprocess.run(
        command, shell=True, cwd=world.path, env=found, capture_output=True, check=False
    )
    assert done.returncode == 0
    assert not done.stderr
