"""Rows of JSON-shaped records as a table that fits the terminal, or stacked where none does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from monitor.cli.terminal import ELLIPSIS, Terminal, clean, fit, fit_middle, pad, width, wrap

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    Row = dict[str, Any]

_GAP = 2
_ROOMY = 100
_STACKED_LINES, _STACKED_KEEP = 2, 5


class Column:
    """One column: ``text`` of a row, how narrow it may get, and whether it may go.

    ``least`` 0 means it is never cut. ``keep`` orders what is dropped on a narrow
    terminal: 0 stays to the last, higher ones go first. ``cut`` says where text that is
    too long loses some: at the ``end``, in the ``middle``, or down to its ``head``, which
    is what ids do on a small terminal, before anything else is cut. ``label``: it needs its
    title beside it where rows are stacked. ``style`` and ``link`` of a row give its colours
    and the address behind it.
    """

    __slots__ = ("cut", "keep", "label", "least", "link", "right", "style", "text", "title")

    def __init__(
        self,
        title: str,
        text: Callable[[Row], object],
        *,
        least: int = 0,
        keep: int = 0,
        right: bool = False,
        cut: str = "end",
        label: bool = False,
        style: Callable[[Row], Sequence[str]] | None = None,
        link: Callable[[Row], str] | None = None,
    ) -> None:
        self.title = title
        self.text = text
        self.least = least
        self.keep = keep
        self.right = right
        self.cut = cut
        self.label = label or right
        self.style = style
        self.link = link

    def fitted(self, text: str, columns: int) -> str:
        """As much of clean text as fits."""
        if width(text) <= columns:
            return text
        if self.cut == "head":
            return text[:columns]
        return fit_middle(text, columns) if self.cut == "middle" else fit(text, columns)

    def painted(self, text: str, row: Row, terminal: Terminal) -> str:
        """Fitted text in its colours, linked."""
        styled = terminal.style(text, *(self.style(row) if self.style else ()))
        return terminal.link(styled, self.link(row) or "") if self.link else styled


def render(rows: Sequence[Row], columns: Sequence[Column], terminal: Terminal) -> Iterable[str]:
    """The lines of the table, heading first; rows in a few lines each where it does not fit."""
    cells = [[_text(column, row) for column in columns] for row in rows]
    widths = _widths(columns, cells, terminal.columns)
    if not widths:
        for row, texts in zip(rows, cells, strict=True):
            yield from _stacked(row, texts, columns, terminal)
        return
    shown = [index for index in range(len(columns)) if widths[index]]
    heading = [(columns[i].title.upper(), widths[i], columns[i].right) for i in shown]
    yield terminal.style(_line([pad(fit(t, w), w, right=r) for t, w, r in heading]), "dim")
    for row, texts in zip(rows, cells, strict=True):
        parts = []
        for index in shown:
            column, text = columns[index], columns[index].fitted(texts[index], widths[index])
            painted = column.painted(text, row, terminal)
            blank = " " * max(0, widths[index] - width(text))
            parts.append(blank + painted if column.right else painted + blank)
        yield _line(parts)


def _stacked(
    row: Row, texts: Sequence[str], columns: Sequence[Column], terminal: Terminal
) -> Iterable[str]:
    """One row in as many lines as it takes, all but the first indented."""
    room, indent = terminal.columns, " " * _GAP
    line, used = "", 0
    for column, text in zip(columns, texts, strict=True):
        if not text or text == "-" or column.keep > _STACKED_KEEP:
            continue
        title = f"{column.title} " if column.label else ""
        size = len(title) + width(text)
        if used and used + _GAP + size > room:
            yield line
            line, used = "", 0
        lead = (indent if line else "") or ("" if column is columns[0] else indent)
        if len(lead) + size > room:
            whole = wrap(title + text, room, indent)
            *more, last = whole[:_STACKED_LINES]
            if len(whole) > _STACKED_LINES:
                last = f"{fit(last, room - 1).removesuffix(ELLIPSIS)}{ELLIPSIS}"
            for each in more:
                yield indent + column.painted(each.strip(), row, terminal)
            line, used = indent + column.painted(last.strip(), row, terminal), room
            continue
        painted = terminal.style(title, "dim") + column.painted(text, row, terminal)
        line, used = line + lead + painted, used + len(lead) + size
    if line:
        yield line


def _text(column: Column, row: Row) -> str:
    value = column.text(row)
    return "" if value is None else clean(str(value))


def _line(parts: list[str]) -> str:
    return (" " * _GAP).join(parts).rstrip()


def _filled(index: int, cells: list[list[str]]) -> bool:
    """Whether any row has something there; a heading alone counts where there are no rows."""
    return not cells or any(line[index] for line in cells)


def _widths(columns: Sequence[Column], cells: list[list[str]], available: int) -> list[int]:
    """The width of each column, 0 for those that had to go; nothing where no table fits."""
    natural = [
        max([width(column.title), *(width(line[index]) for line in cells)])
        for index, column in enumerate(columns)
    ]
    shown = [i for i, column in enumerate(columns) if not column.keep or _filled(i, cells)]
    while True:
        room = available - _GAP * (len(shown) - 1)
        least = {i: min(natural[i], columns[i].least or natural[i]) for i in shown}
        droppable = [i for i in shown if columns[i].keep]
        if sum(least.values()) <= room:
            break
        if not droppable:
            return []
        shown.remove(max(droppable, key=lambda i: (columns[i].keep, i)))
    widths = {i: natural[i] for i in shown}
    excess = sum(widths.values()) - room
    heads = [i for i in shown if columns[i].cut == "head" and available < _ROOMY]
    excess = _shrink(widths, least, heads, excess)
    for keep in sorted({columns[i].keep for i in shown}, reverse=True):
        excess = _shrink(widths, least, [i for i in shown if columns[i].keep == keep], excess)
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
