"""The words of the Russian dictionary, looked up in its files as they lie.

They are those that pymorphy3 reads as a whole: an automaton of all words, with the paradigm and the
form of each; the grammemes of every paradigm's forms; how likely what a word may be is. Mapped and
not read, they cost no time at the start and next to no memory.
"""

from __future__ import annotations

import json
import mmap
import struct
from binascii import a2b_base64
from collections.abc import Iterator
from functools import cache, cached_property
from importlib import resources
from importlib.resources.abc import Traversable

_FORMAT = "2.4"
_LABEL = 0x800000FF  # of a unit of an automaton; its highest bit says that it is a value
_VALUE = 0x7FFFFFFF
_END = b"\1"  # parts a word from what is kept with it


class Automaton:
    """A dictionary of bytes in a file (dawgdic): an array of units, and where each may go on."""

    def __init__(self, path: Traversable) -> None:
        data = _mapped(path)
        size = 4 + 4 * struct.unpack_from("=I", data)[0]
        self._units = data[4:size].cast("I")
        self._guide = data[size + 4 :]

    def follow(self, data: bytes, index: int = 0) -> int:
        """The unit behind some bytes, 0 if there is none."""
        units = self._units
        for label in data:
            unit = units[index]
            index ^= (unit >> 10) << ((unit & 0x200) >> 6) ^ label
            if units[index] & _LABEL != label:
                return 0
        return index

    def value(self, index: int) -> int:
        """What is kept with the key that ends at a unit; 0 if none does."""
        unit = self._units[index]
        if not unit & 0x100:
            return 0
        return int(self._units[index ^ (unit >> 10) << ((unit & 0x200) >> 6)] & _VALUE)

    def endings(self, index: int, key: bytes = b"") -> Iterator[bytes]:
        """The rests of all keys that go on behind a unit."""
        if self._units[index] & 0x100:
            yield key
        label = self._guide[2 * index]
        while label:
            step = bytes((label,))
            further = self.follow(step, index)
            yield from self.endings(further, key + step)
            label = self._guide[2 * further + 1]


class WordFile:
    """All forms of all words of the dictionary."""

    def __init__(self, folder: Traversable) -> None:
        meta = dict(json.loads((folder / "meta.json").read_text("utf-8")))
        if meta["format_version"] != _FORMAT:
            raise ValueError(f"the dictionary in {folder} is not of format {_FORMAT}")
        self._folder = folder
        self._words = Automaton(folder / "words.dawg")

    def has(self, word: str) -> bool:
        """Whether it has a word in small letters; е may stand for ё."""
        return bool(self._ends(word))

    def tags(self, word: str) -> list[str]:
        """What a word may be, the likeliest first: grammemes as OpenCorpora writes them."""
        found = [
            self._tag(*struct.unpack(">HH", a2b_base64(kept)))
            for end in self._ends(word)
            for kept in self._words.endings(end)
        ]
        return sorted(found, key=lambda tag: -self._how_often(word, tag))

    def _ends(self, word: str) -> list[int]:
        """The units behind the word and the mark of its end, as written first, then with ё."""
        follow = self._words.follow
        here = [0]
        for char in word:
            further = [follow(char.encode(), index) for index in here]
            if char == "е":
                further += [follow("ё".encode(), index) for index in reversed(here)]
            here = [index for index in further if index]
            if not here:
                return []
        return [end for index in here if (end := follow(_END, index))]

    def _how_often(self, word: str, tag: str) -> int:
        """Of a million times that the word was seen; 0 if that is not known."""
        return self._often.value(self._often.follow(f"{word}:{tag}".encode()))

    def _tag(self, paradigm: int, form: int) -> str:
        """The tag of a form: a paradigm's numbers are suffixes, then tags, then prefixes."""
        paradigms, start = self._paradigms
        at = start[paradigm]
        return self._all_tags[paradigms[at + 1 + paradigms[at] // 3 + form]]

    @cached_property
    def _all_tags(self) -> list[str]:
        path = self._folder / "gramtab-opencorpora-int.json"
        return list(json.loads(path.read_text("utf-8")))

    @cached_property
    def _paradigms(self) -> tuple[memoryview, list[int]]:
        """All numbers, and where each paradigm begins with how many it has."""
        numbers = _mapped(self._folder / "paradigms.array").cast("H")
        starts = [1]
        for _ in range(numbers[0] - 1):
            starts.append(starts[-1] + 1 + numbers[starts[-1]])
        return numbers, starts

    @cached_property
    def _often(self) -> Automaton:
        return Automaton(self._folder / "p_t_given_w.intdawg")


@cache
def russian_words() -> WordFile:
    """The file of the installed dictionary."""
    return WordFile(resources.files("pymorphy3_dicts_ru") / "data")


def _mapped(path: Traversable) -> memoryview:
    with path.open("rb") as file:
        return memoryview(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
