"""Rows of JSON-shaped records as a table that fits the terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from monitor.cli.terminal import Terminal, clean, fit, pad, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Row = dict[str, Any]

_GAP = 2


class Column:
    """One column: ``text`` of a row, how narrow it may get, and whether it may go.

    ``least`` 0 means it is never cut. ``keep`` orders what is dropped on a narrow
    terminal: 0 stays to the last, higher ones go first. ``style`` and ``link`` of a
    row give its colours and the address behind it.
    """

    __slots__ = ("keep", "least", "link", "right", "style", "text", "title")

    def __init__(
        self,
        title: str,
        text: Callable[[Row], object],
        *,
        least: int = 0,
        keep: int = 0,
        right: bool = False,
        style: Callable[[Row], Sequence[str]] | None = None,
        link: Callable[[Row], str] | None = None,
    ) -> None:
        self.title = title
        self.text = text
        self.least = least
        self.keep = keep
        self.right = right
        self.style = style
        self.link = link


def render(rows: Sequence[Row], columns: Sequence[Column], terminal: Terminal) -> Iterable[str]:
    """The lines of the table, heading first."""
    cells = [[_text(column, row) for column in columns] for row in rows]
    widths = _widths(columns, cells, terminal.columns)
    shown = [index for index in range(len(columns)) if widths[index]]
    heading = [(columns[i].title.upper(), widths[i], columns[i].right) for i in shown]
    yield terminal.style(_line([pad(fit(t, w), w, right=r) for t, w, r in heading]), "dim")
    for row, texts in zip(rows, cells, strict=True):
        parts = []
        for index in shown:
            column, text = columns[index], fit(texts[index], widths[index])
            painted = terminal.style(text, *(column.style(row) if column.style else ()))
            painted = terminal.link(painted, column.link(row) or "") if column.link else painted
            blank = " " * max(0, widths[index] - width(text))
            parts.append(blank + painted if column.right else painted + blank)
        yield _line(parts)


def _text(column: Column, row: Row) -> str:
    value = column.text(row)
    return "" if value is None else clean(str(value))


def _line(parts: list[str]) -> str:
    return (" " * _GAP).join(parts).rstrip()


def _filled(index: int, cells: list[list[str]]) -> bool:
    """Whether any row has something there; a heading alone counts where there are no rows."""
    return not cells or any(line[index] for line in cells)


def _widths(columns: Sequence[Column], cells: list[list[str]], available: int) -> list[int]:
    """The width of each column, 0 for those that had to go."""
    natural = [
        max([width(column.title), *(width(line[index]) for line in cells)])
        for index, column in enumerate(columns)
    ]
    shown = [i for i, column in enumerate(columns) if not column.keep or _filled(i, cells)]
    while True:
        room = available - _GAP * (len(shown) - 1)
        least = {i: min(natural[i], columns[i].least or natural[i]) for i in shown}
        droppable = [i for i in shown if columns[i].keep]
        if sum(least.values()) <= room or not droppable:
            break
        shown.remove(max(droppable, key=lambda i: (columns[i].keep, i)))
    widths = {i: natural[i] for i in shown}
    excess = sum(widths.values()) - room
    for keep in sorted({columns[i].keep for i in shown}, reverse=True):
        excess = _shrink(widths, least, [i for i in shown if columns[i].keep == keep], excess)
    if excess > 0:
        cuttable = [i for i in shown if columns[i].least]
        _shrink(widths, dict.fromkeys(cuttable, 3), cuttable, excess)
    return [widths.get(index, 0) for index in range(len(columns))]


def _shrink(widths: dict[int, int], least: dict[int, int], among: list[int], excess: int) -> int:
    """Makes the widest of some columns narrower by turns; returns what is still too much."""
    while excess > 0:
        able = [i for i in among if widths[i] > least[i]]
        if not able:
            break
        widest = max(able, key=lambda i: widths[i])
        widths[widest] -= 1
        excess -= 1
    return excess
