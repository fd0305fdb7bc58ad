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
    while excess > 0:
        widest = max(shown, key=lambda i: widths[i] - least[i])
        if widths[widest] <= least[widest]:
            widths[shown[-1]] = max(1, widths[shown[-1]] - excess)
            break
        others = max([widths[i] for i in shown if i != widest and widths[i] > least[i]], default=0)
        step = max(1, min(excess, widths[widest] - max(others, least[widest])))
        widths[widest] -= step
        excess -= step
    return [widths.get(index, 0) for index in range(len(columns))]
