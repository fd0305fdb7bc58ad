"""A line of the log is one line, whatever a feed put into it."""

import logging

import pytest

from monitor.cli.logs import Lines


def formatted(message, *arguments, journal=True, level=logging.INFO, error=None):
    record = logging.LogRecord("monitor", level, "", 0, message, arguments, error)
    return Lines(journal=journal).format(record)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Завод 稀土 ok", "<6>Завод 稀土 ok"),
        ("one\n<0>two\r", "<6>one <0>two"),
    ],
)
def test_nothing_from_outside_forges_a_line(given, shown):
    assert formatted("%s", given).rstrip() == shown


@pytest.mark.parametrize("given", ["red \x1b[31m bell \x07", "\u202egnp.exe"])
@pytest.mark.parametrize("journal", [True, False], ids=["journal", "terminal"])
def test_nothing_from_outside_steers_a_terminal(given, journal):
    assert formatted("%s", given, journal=journal).isprintable()


def test_levels_are_the_journals():
    assert formatted("x", level=logging.ERROR) == "<3>x"
    assert formatted("x", journal=False, level=logging.ERROR).endswith(" error: x")


def test_every_line_of_a_traceback_has_its_priority():
    with pytest.raises(ValueError) as raised:
        int("\x1b")
    error = (raised.type, raised.value, raised.tb)
    lines = formatted("broken", level=logging.ERROR, error=error).split("\n")
    assert lines[:2] == ["<3>broken", "<3>Traceback (most recent call last):"]
    assert all(line.startswith("<3>") and line.isprintable() for line in lines)
