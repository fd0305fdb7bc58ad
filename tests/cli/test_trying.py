import io
import json
from datetime import UTC, datetime

import pytest

from monitor.cli.terminal import width
from monitor.cli.texts import decode, find_day, plain_article

NOW = datetime(2026, 11, 23, tzinfo=UTC)
STORY = "SMZ separation complex slips\n\nSolikamsk Magnesium Plant will commission its rare earth separation complex in 2028.\n"


def test_a_text_is_read_and_nothing_is_stored(world) -> None:
    (world.path / "story.txt").write_text(STORY, encoding="utf-8")
    before = world.say("hits", "--json").out
    read = world.say("try", "story.txt", "--json").rows
    assert set(read) == {"hits", "claims"}
    assert {hit["entity"] for hit in read["hits"]} == {"smz", "smz-complex"}
    [claim] = read["claims"]
    assert claim["value"]["earliest"] == "2028-01-01"
    assert claim["quote"] in STORY
    assert world.say("hits", "--json").out == before


def test_people_see_spans_and_reasons(world) -> None:
    (world.path / "story.txt").write_text(STORY, encoding="utf-8")
    shown = world.say("try", "story.txt").out
    assert "{2028}" in shown
    assert "smz-complex.commissioning = 2028" in shown
    assert "cue" in shown
    assert "sense" in world.say("try", "story.txt", "--why").out


def test_html_and_stdin_are_texts_too(world, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (
        "<html><head><title>SMZ news</title></head><body><article><h1>SMZ news</h1>"
        f"<p>{STORY.splitlines()[2]}</p><p>The rare earth plant is in Solikamsk.</p></article></body></html>"
    )
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(page.encode())))
    read = json.loads(world.say("try", "-", "--json").out)
    assert [claim["value"]["text"] for claim in read["claims"]] == ["2028"]


@pytest.mark.parametrize("published", ["2025-09-10", "10 September 2025"])
def test_relative_dates_count_from_the_day_given(world, published: str) -> None:
    (world.path / "story.txt").write_text(STORY.replace("in 2028", "next year"), encoding="utf-8")
    read = world.say("try", "story.txt", "--published", published, "--json").rows
    assert [claim["value"]["earliest"] for claim in read["claims"]] == ["2026-01-01"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"\x7fELF\x02\x01\x00\x00 SMZ 2028", "is not a text"),
        (b'<?xml version="1.0"?>\n<!-- x -->\n<rss version="2.0"><channel/></rss>', "is a feed"),
        (b'<feed xmlns="http://www.w3.org/2005/Atom"/>', "is a feed"),
    ],
)
def test_what_is_no_article_is_not_read_as_one(world, body: bytes, said: str) -> None:
    (world.path / "story").write_bytes(body)
    result = world.say("try", "story")
    assert result.status == 2
    assert result.err.startswith(f"monitor: story: {said}")


def test_a_text_in_utf_16_is_one(world) -> None:
    (world.path / "story.txt").write_bytes(STORY.encode("utf-16"))
    assert world.say("try", "story.txt", "--json").rows["claims"]


def test_in_colour_no_line_is_wider_than_the_terminal(world, monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "50")
    (world.path / "story.txt").write_text(STORY, encoding="utf-8")
    shown = world.say("try", "story.txt", "--color", "always").out
    assert "\x1b[1;36m2028\x1b[0m" in shown
    sentence = [line for line in shown.split("\n") if line.startswith("  ") and "->" not in line]
    assert len(sentence) > 1
    assert max(width(line) for line in sentence) <= 50


@pytest.mark.parametrize("text", ["", " \n \n"])
def test_an_empty_text_is_one_clear_line(world, text: str) -> None:
    (world.path / "story.txt").write_text(text, encoding="utf-8")
    result = world.say("try", "story.txt")
    assert result.status == 2
    assert "holds no text" in result.err


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("September 10, 2025", "2025-09-10"),
        (" 10 September 2025 ", "2025-09-10"),
        ("Wednesday, 10 Sep 2025", "2025-09-10"),
        ("2025-09-10", "2025-09-10"),
        ("32 September 2025", None),
        ("commissioned on 10 September 2025", None),
        ("", None),
    ],
)
def test_a_line_that_is_a_day_dates_the_text(line: str, day: str | None) -> None:
    found = find_day(line)
    assert (found and f"{found:%Y-%m-%d}") == day


def test_the_day_in_the_text_gives_way_to_the_one_given() -> None:
    article = plain_article("Title\nSeptember 10, 2025\nText", None, NOW)
    assert f"{article.ref.published:%Y-%m-%d}" == "2025-09-10"
    given = datetime(2024, 1, 1, tzinfo=UTC)
    assert plain_article("Title\nSeptember 10, 2025\nText", given, NOW).ref.published == given


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_files_come_in_many_encodings(encoding: str) -> None:
    text = "Соликамский магниевый завод введёт комплекс"
    assert decode(text.encode(encoding)) == text
    assert decode("索利卡姆斯克镁厂的稀土".encode("gb18030")) == "索利卡姆斯克镁厂的稀土"
