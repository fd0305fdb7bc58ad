"""Most news in Latin and Cyrillic letters fits one byte a character, where folding is a table.

English and Russian with their usual quotes, dashes, signs and accents: such a text is encoded,
folded by one ``bytes.translate``, scanned as bytes, and only then read as text again.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable

_CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "Ёё"
_OTHER = "«»“”„‘’‹›‑–—−‐\u00a0\u2009\u202f…№€£₽°·•±×½²³§©®¥¼éÉèàáâäÄöÖüÜóôíñçÇåøãêëïúšč"
_CHARACTERS = "".join(map(chr, range(128))) + _CYRILLIC + _OTHER
_ENCODING = codecs.charmap_build(_CHARACTERS)
# For scanning: what parts words becomes a blank, and all digits are alike, so that there are
# fewer than 64 different bytes, which halves the tables.
LETTERS = frozenset("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюя")
_APART = bytes(
    code if char in LETTERS else 48 if char.isalnum() else 32
    for code, char in enumerate(_CHARACTERS)
)
_APART_LATIN = bytes(
    code if chr(code) in LETTERS else 48 if chr(code).isalnum() else 32 for code in range(256)
)
_KINDS = bytes(code if code in b" 0" else 97 for code in range(256))  # letters alike too
_FIRST_DIGIT = re.compile(rb"(?<=[^ 0])0")
ODD = b"\0"  # what the table makes of a character that folding has to look at


def encode(text: str) -> bytes | None:
    """The text with one byte a character, or None where that cannot be."""
    if text.isascii():
        return text.encode()
    try:
        return codecs.charmap_encode(text, "strict", _ENCODING)[0]
    except UnicodeEncodeError:
        return None


def decode(data: bytes) -> str:
    """The text that ``encode`` gave the bytes of."""
    return codecs.charmap_decode(data, "strict", _CHARACTERS)[0]


def as_words(data: bytes) -> bytes:
    """The bytes of a folded text for scanning: one blank for all that parts words."""
    return data.translate(_APART)


def words_of(text: str, *, cyrillic: bool) -> bytes:
    """The same of a folded text that does not fit, with a blank for each wider character.

    ``cyrillic``: whether it has Cyrillic letters; it takes longer then.
    """
    if cyrillic:
        return as_words(codecs.charmap_encode(text, "replace", _ENCODING)[0])
    return text.encode("latin-1", "replace").translate(_APART_LATIN)


def numbers_apart(words: bytes) -> bytes:
    """What ``words_of`` gave, with a blank for the first digit where one follows a letter."""
    if words.translate(_KINDS).rfind(b"a0") < 0:
        return words
    return _FIRST_DIGIT.sub(b" ", words)


def folding_table(fold_one: Callable[[str], str]) -> bytes:
    """For ``bytes.translate``: each character folded, if one character comes of it."""
    table = bytearray(256)
    for code, char in enumerate(_CHARACTERS):
        plain = char if char in "&<\n" else fold_one(char)
        data = encode(plain) if len(plain) == 1 and (plain >= " " or plain == "\n") else None
        table[code] = data[0] if data else 0
    return bytes(table)
