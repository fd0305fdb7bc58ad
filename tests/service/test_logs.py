"""A line of the log is one line, whatever a feed put into it."""

import logging

import pytest

from monitor.service.logs import PlainFormatter


def formatted(message, *arguments, journal=True, level=logging.INFO):
    record = logging.LogRecord("monitor", level, "", 0, message, arguments, None)
    return PlainFormatter(journal=journal).format(record)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Завод 稀土 ok", "<6>Завод 稀土 ok"),
        ("red \x1b[31m bell \x07", "<6>red \\x1b[31m bell \\x07"),
        ("one\n<0>two\r", "<6>one <0>two\\r"),
        ("\u202egnp.exe", "<6>\\u202egnp.exe"),
    ],
)
def test_nothing_from_outside_steers_or_forges(given, shown):
    assert formatted("%s", given) == shown


def test_levels_are_the_journals():
    assert formatted("x", level=logging.ERROR) == "<3>x"
    assert formatted("x", journal=False).endswith(" INFO x")


def test_a_traceback_keeps_its_lines():
    record = logging.LogRecord("monitor", logging.ERROR, "", 0, "broken", (), None)
    record.exc_text = "Traceback\n  ValueError: \x1b"
    assert PlainFormatter(journal=True).format(record).split("\n") == [
        "<3>broken",
        "<3>Traceback",
        "<3>  ValueError: \\x1b",
    ]
