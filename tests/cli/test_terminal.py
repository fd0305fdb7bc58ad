import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.cli.columns import text_of
from monitor.cli.terminal import Terminal, clean, clean_lines, fit, pad, width, wrap

HOSTILE = [
    ("\x1b[2J\x1b[31mred", "␛[2J␛[31mred"),
    ("a\x9b31mb", "a\ufffd31mb"),
    ("a\x07\x08b", "a␇␈b"),
    ("one\r\ntwo\tthree", "one  two three"),
    ("pay \u202egnp.exe\u202c \u2066x\u2069", "pay gnp.exe x"),
    ("zero\u200bwidth\ufeff", "zerowidth"),
    ("a\u2028b\u2029c\x85d", "a b c d"),
    ("tag\U000e0041\U000e007f", "tag"),
    ("\ud800 alone", "\ufffd alone"),
    ("50\u00a0000\u3000t", "50 000 t"),
    ("Соликамск 稀土", "Соликамск 稀土"),
]


@pytest.mark.parametrize(("text", "shown"), HOSTILE)
def test_nothing_from_outside_steers_the_terminal(text: str, shown: str) -> None:
    assert clean(text) == shown


@settings(max_examples=100, deadline=None)
@given(st.text(st.characters(exclude_categories=[])), st.integers(1, 30))
def test_clean_text_fits_wherever_it_is_put(text: str, columns: int) -> None:
    line = clean(text)
    assert line.isprintable()
    assert width(fit(line, columns)) <= columns
    assert width(pad(fit(line, columns), columns)) == columns


@settings(max_examples=100, deadline=None)
@given(st.text(st.sampled_from("ab 稀土é́-"), max_size=60), st.integers(10, 30))
def test_wrapped_text_is_all_there_and_fits(text: str, columns: int) -> None:
    lines = wrap(clean(text), columns, "  ")
    assert all(width(line) <= columns for line in lines)
    assert "".join("".join(lines).split()) == "".join(text.split())


def test_lines_stay_lines() -> None:
    assert clean_lines("a\x1b\nb") == "a␛\nb"


@pytest.mark.parametrize(
    ("text", "columns"),
    [("abc", 3), ("稀土", 4), ("e\u0301", 1), ("ＡＢ", 4), ("Жук", 3), ("🙂", 2)],
)
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns


def test_colours_and_links_only_where_they_are_wanted(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = Terminal(colour="auto", columns=80)
    assert plain.style("x", "red") == "x"
    assert plain.link("x", "https://x.org/") == "x"
    loud = Terminal(colour="always", columns=80)
    assert loud.style("x", "red") == "\x1b[31mx\x1b[0m"
    loud.links = True
    assert loud.link("x", "https://x.org/") == "\x1b]8;;https://x.org/\x1b\\x\x1b]8;;\x1b\\"
    for hostile in ("javascript:x", "https://x.org/\x1b\\", "https://x.org/ y", "https://ы.рф/"):
        assert loud.link("x", hostile) == "x"


def test_the_width_is_that_of_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    assert Terminal().columns == 60
    monkeypatch.setenv("COLUMNS", "many")
    assert Terminal().columns == 200


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"text": "2,500", "unit": "t/yr"}, "2,500 t/yr"),
        ({"text": "2,500 t/yr", "unit": "t/yr"}, "2,500 t/yr"),
        ({"text": "8.5 billion", "currency": "USD"}, "USD 8.5 billion"),
        ({"text": "RUB 12.1 billion", "currency": "RUB"}, "RUB 12.1 billion"),
        ({"text": "$1.7 bn", "currency": "USD"}, "$1.7 bn"),
        ({"text": "Q3 2028"}, "Q3 2028"),
        (None, "-"),
    ],
)
def test_a_value_is_shown_with_the_unit_that_was_left_out(value, said: str) -> None:
    assert text_of(value) == said
