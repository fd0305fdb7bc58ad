"""A folded text, with the way back to the text that people wrote."""

from __future__ import annotations

from bisect import bisect_right

from monitor.reading.text import narrow

# One character for one: done on the whole text, so that offsets stay as they are.
_ALIKE = tuple(zip("«»“”„’‘–—‑ё", '"""""' + "''" + "---" + "е", strict=True))


class Folded:
    """A folded text and the way back from its positions to those of the original.

    ``data`` is the same text with one byte a character (see ``narrow``), or None. ``han`` has the
    same Chinese characters in the same places; small letters are made when ``text`` is asked for.
    """

    __slots__ = ("_edits", "_starts", "_text", "data", "han", "original")

    def __init__(
        self,
        text: str | None,
        original: str,
        starts: list[int] | None = None,
        edits: list[tuple[int, int, int]] | None = None,
        *,
        data: bytes | None = None,
        han: str = "",
    ) -> None:
        self._text = text
        self.original = original
        self._starts = starts or []
        self._edits = edits or []
        self.data = data
        self.han = text or han

    @property
    def text(self) -> str:
        if self._text is None:
            data = self.data
            self._text = alike(self.han) if data is None else narrow.decode(data)
        return self._text

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where ``text[start:end]`` stands in the original, as (start, end)."""
        if not self._starts:
            return start, end
        first = self._locate(start)[0]
        return first, max(first, self._locate(end - 1)[1]) if end > start else first

    def position(self, original: int) -> int:
        """Where a place of the original stands in ``text``; for what was left out, what follows."""
        index = bisect_right(self._edits, original, key=lambda edit: edit[1]) - 1
        if index < 0:
            return original
        folded_end, _, end = self._edits[index]
        return self._starts[index] if original < end else folded_end + original - end

    def _locate(self, position: int) -> tuple[int, int]:
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return position, position + 1
        folded_end, start, end = self._edits[index]
        if position < folded_end:
            return start, end
        at = end + position - folded_end
        return at, at + 1


def alike(text: str) -> str:
    """The text in small letters and plain signs, each character in its place."""
    lowered = text.lower()
    if len(lowered) != len(text):  # İ is the one letter that grows when lowered
        lowered = text.replace("İ", "I").lower()
    if not lowered.isascii():
        for other, plain in _ALIKE:
            lowered = lowered.replace(other, plain)
    return lowered
