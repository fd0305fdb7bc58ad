import io
import re
from xml.etree import ElementTree as ET

import feedparser
import pytest


def test_the_page_needs_nothing_else(world) -> None:
    page = world.say("report").out
    assert page.startswith("<!doctype html>")
    assert not re.search(r"<(?:link|img|iframe|script|object)[^>]*\b(?:src|href)=", page)
    assert "url(" not in page
    assert "@import" not in page
    assert "monitor accept x" in page
    assert "part of Solikamsk Magnesium Plant" in page
    assert "<svg" in page


def test_hostile_words_stay_words(world) -> None:
    for form in ("html", "md"):
        page = world.say("report", "--format", form).out
        assert "\x1b" not in page
        assert "\u202e" not in page
    page = world.say("report").out
    assert page.count("<script>") == 1


def test_the_board_of_an_earlier_day(world) -> None:
    facts = {
        row["id"]: row
        for row in world.say("report", "--json", "--as-of", "2025-11-01").rows["facts"]
    }
    assert facts["smz-complex.commissioning"]["value"]["text"] == "2027"
    now = world.say("report", "--json").rows
    assert {row["id"]: row for row in now["facts"]}["smz-complex.commissioning"]["value"][
        "text"
    ] == "2030"
    assert now["waiting"][0]["quote"]


def test_a_report_goes_where_it_is_told(world) -> None:
    assert world.say("report", "-o", "board.html").out == ""
    assert (world.path / "board.html").stat().st_size > 5000
    assert world.say("report", "-o", "nowhere/board.html").status == 2
    assert "# Tracked facts" in world.say("report", "--format", "md").out


def test_the_calendar_has_the_milestones(world) -> None:
    lines = world.say("export", "facts", "--format", "ical").out.splitlines()
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert "DTSTART;VALUE=DATE:20300101" in lines
    assert "DTEND;VALUE=DATE:20310101" in lines
    assert all(len(line.encode()) <= 75 for line in lines)


def test_the_feed_of_changes_can_be_followed(world) -> None:
    text = world.say("export", "changes", "-o", "changes.atom")
    assert text.status == 0
    body = (world.path / "changes.atom").read_bytes()
    ET.fromstring(body)
    feed = feedparser.parse(io.BytesIO(body))
    assert not feed.bozo
    titles = [entry.title for entry in feed.entries]
    assert "smz-complex.commissioning slipped: 2027 -> 2028" in titles
    assert "will commission" in feed.entries[-1].content[0].value


@pytest.mark.parametrize(
    "what", ["hits", "claims", "changes", "facts", "alerts", "reviews", "timeline"]
)
@pytest.mark.parametrize("form", ["csv", "jsonl", "json"])
def test_everything_can_be_taken_out(world, what: str, form: str) -> None:
    result = world.say("export", what, "--format", form)
    assert (result.status, result.err) == (0, "")


@pytest.mark.parametrize("what", ["hits", "claims", "changes", "facts"])
def test_a_parquet_file_comes_back_with_its_types(world, what: str) -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    assert world.say("export", what, "-o", f"{what}.parquet").status == 0
    found = parquet.read_table(world.path / f"{what}.parquet").to_pylist()
    rows = world.say("export", what, "--format", "json").rows
    assert len(found) == len(rows)
    for read, row in zip(found, rows, strict=True):
        assert read["id"] == row["id"]
        assert isinstance(read.get("score", 0.0), float)
        for column in ("published", "since", "article.published"):
            if read.get(column):
                assert read[column].tzinfo is not None
        if what == "claims":
            assert str(read["value.earliest"] or "") == (row["value"].get("earliest") or "")
            assert read["quote"] == row["quote"]
        if what == "hits":
            assert read["reasons"] == row["reasons"]


def test_without_its_library_a_parquet_file_is_one_clear_line(
    world, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("monitor.cli.parquet.find_spec", lambda name: None)
    result = world.say("export", "claims", "-o", "claims.parquet")
    assert (result.status, len(result.err.splitlines())) == (1, 1)
    assert "pip install 'monitor[parquet]'" in result.err
    assert not (world.path / "claims.parquet").exists()


@pytest.mark.parametrize(
    "words", [["reviews", "--format", "parquet"], ["changes", "--format", "ical"]]
)
def test_a_format_is_refused_where_it_says_nothing(world, words: list[str]) -> None:
    result = world.say("export", *words)
    assert (result.status, result.out) == (2, "")
