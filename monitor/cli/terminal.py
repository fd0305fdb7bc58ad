"""What people see: clean text, its width, colours, links. Nothing from outside moves the cursor."""

from __future__ import annotations

import os
import sys
from unicodedata import category, east_asian_width

ELLIPSIS = "…"
_NARROWEST, _PIPED, _PROSE = 20, 200, 100
_COLOURS = {
    "bold": "1", "dim": "2", "underline": "4", "reverse": "7", "red": "31", "green": "32",
    "yellow": "33", "blue": "34", "magenta": "35", "cyan": "36",
}  # fmt: skip


def clean(text: str) -> str:
    """One line without control, direction or unassigned characters; control ones stay visible."""
    if text.isprintable():
        return text
    return "".join(map(_clean_character, text))


def clean_lines(text: str) -> str:
    """As :func:`clean`, and line ends stay."""
    return "\n".join(clean(line) for line in text.split("\n"))


def _clean_character(character: str) -> str:
    if character.isprintable():
        return character
    if character.isspace() and character not in "\x1c\x1d\x1e\x1f":
        return " "
    if character < " ":
        return chr(0x2400 + ord(character))
    return "" if category(character) == "Cf" else "\ufffd"


def width(text: str) -> int:
    """Columns that clean text takes: Chinese takes two, combining marks and our styles none."""
    if "\x1b" in text:
        from re import sub

        text = sub(r"\x1b\[[\d;]*m", "", text)
    if text.isascii():
        return len(text)
    return sum(map(_character_width, text))


def _character_width(character: str) -> int:
    if character < "\u0300":
        return 1
    if category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1


def fit(text: str, columns: int) -> str:
    """As much of clean text as fits, with an ellipsis where something is cut off."""
    if width(text) <= columns:
        return text
    if columns < 1:
        return ""
    return _head(text, columns - 1).rstrip() + ELLIPSIS


def _head(text: str, columns: int) -> str:
    """The characters from the beginning that fit."""
    used, kept = 0, ""
    for character in text:
        used += _character_width(character)
        if used > columns:
            break
        kept += character
    return kept


def fit_middle(text: str, columns: int) -> str:
    """As :func:`fit`, but the end stays and the middle goes: ``northern-g…missioning``."""
    if width(text) <= columns or columns < 3:
        return fit(text, columns)
    head = _head(text, (columns - 1) // 2)
    tail, room = "", columns - 1 - width(head)
    for character in reversed(text):
        room -= _character_width(character)
        if room < 0:
            break
        tail = character + tail
    return head + ELLIPSIS + tail


def pad(text: str, columns: int, *, right: bool = False) -> str:
    blank = " " * max(0, columns - width(text))
    return blank + text if right else text + blank


def wrap(text: str, columns: int, indent: str = "") -> list[str]:
    """Clean text in lines of at most ``columns``, broken between words or wide characters."""
    room = max(8, columns - width(indent))
    lines, line, used = [], "", 0
    for piece in _pieces(text):
        word, size = piece, width(piece)
        if used and used + size > room and word.strip():
            lines.append(indent + line.rstrip())
            line, used = "", 0
        while size > room:
            head = _head(word, room) or word[0]
            lines.append(indent + head)
            word = word[len(head) :]
            size = width(word)
        line, used = line + (word if line or word.strip() else ""), used + size
    return [*lines, indent + line.rstrip()] if line.strip() or not lines else lines


def _pieces(text: str) -> list[str]:
    """Words and the spaces between them; a wide character is a word of its own."""
    pieces: list[str] = []
    joined = False
    for character in text:
        wide = character >= "\u1100" and _character_width(character) == 2
        space = character == " "
        if wide or space or not joined:
            pieces.append(character)
        else:
            pieces[-1] += character
        joined = not wide and not space
    return pieces


class Terminal:
    """Where output goes, and what it can show there."""

    def __init__(self, *, colour: str = "auto", columns: int | None = None) -> None:
        self.interactive = sys.stdout.isatty()
        capable = self.interactive and os.environ.get("TERM", "") not in {"", "dumb"}
        plain = bool(os.environ.get("NO_COLOR"))
        self.colour = colour == "always" or (colour == "auto" and capable and not plain)
        self.links = self.colour and capable
        self.columns = columns or self._columns()

    def _columns(self) -> int:
        try:
            return max(_NARROWEST, int(os.environ["COLUMNS"]))
        except (KeyError, ValueError):
            pass
        try:
            found = (
                os.get_terminal_size(sys.stdout.fileno()).columns if self.interactive else _PIPED
            )
        except (OSError, ValueError):
            found = 80
        return max(_NARROWEST, found or 80)

    @property
    def prose(self) -> int:
        """The columns for running text: never wider than is comfortable to read."""
        return min(self.columns, _PROSE)

    def style(self, text: str, *styles: str) -> str:
        """``text`` in colours, where there are any; it must be clean already."""
        codes = ";".join(_COLOURS[style] for style in styles if style)
        return f"\x1b[{codes}m{text}\x1b[0m" if self.colour and codes and text else text

    def link(self, text: str, url: str) -> str:
        """``text`` as a hyperlink where the terminal has them and the address is harmless."""
        safe = url.startswith(("https://", "http://")) and url.isascii() and url.isprintable()
        if not self.links or not safe or " " in url:
            return text
        return f"\x1b]8;;{url}\x1b\\{text}\x1b]8;;\x1b\\"
