"""What was believed on another day."""

import pytest

FACT = "smz-complex.commissioning"


def text_of(world, *words):
    (row,) = world.say("facts", "--json", "--fact", FACT, *words).rows
    return row["value"]["text"] if row["value"] else None


def test_facts_as_of_a_day_follow_the_timeline(world):
    told = [row for row in world.say("timeline", "--json", FACT).rows if row["change"]]
    first = told[0]
    assert text_of(world, "--as-of", "2100-01-01") == text_of(world)
    assert text_of(world, "--as-of", first["at"][:10]) == first["value"]["text"]
    assert text_of(world, "--as-of", "2025-09-11") == "2027"


def test_known_by_a_time_before_anything_was_seen_is_what_was_configured(world):
    assert text_of(world, "--known-by", "2025-09-11") == "2027"


@pytest.mark.parametrize(
    ("words", "count"), [(["--entity", "smz-complex"], 1), (["--kind", "party"], 0)]
)
def test_filters_hold_for_another_day_too(world, words, count):
    rows = world.say("facts", "--json", "--as-of", "2025-12-31", "--fact", FACT, *words).rows
    assert len(rows) == count


def test_a_day_that_is_none_is_said(world):
    result = world.say("facts", "--as-of", "someday")
    assert result.status == 2
    assert "someday" in result.err


def test_another_day_is_sorted_and_paged_too(world) -> None:
    words = ["facts", "--as-of", "2025-11-01", "--json", "--sort"]
    every = [row["id"] for row in world.say(*words, "id").rows]
    assert every == sorted(every)
    assert [row["id"] for row in world.say(*words, "-id").rows] == every[::-1]
    assert world.say(*words, "colour").status == 2
