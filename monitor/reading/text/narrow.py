"""Most news in Latin and Cyrillic letters fits one byte a character, where folding is a table.

English and Russian with their usual quotes, dashes, signs and accents: such a text is encoded,
folded by one ``bytes.translate``, scanned as bytes, and only then read as text again.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

_CYRILLIC = "".join(map(chr, range(0x410, 0x450))) + "Ёё"
_OTHER = "«»“”„‘’‹›‑–—−‐\u00a0\u2009\u202f…№€£₽°·•±×½²³§©®¥¼éÉèàáâäÄöÖüÜóôíñçÇåøãêëïúšč"
_CHARACTERS = "".join(map(chr, range(128))) + _CYRILLIC + _OTHER
_ENCODING = codecs.charmap_build(_CHARACTERS)
# For scanning: what parts words becomes 0, all digits are alike, and Latin and Cyrillic letters
# share numbers, so that there are no more than 32 different bytes, which keeps the tables small.
# The commonest Cyrillic letters go with the rarest Latin ones: seldom is one found for the other.
_LATIN = "etaoinshrdlucmfywgpbvkxjqz"  # by how common they are
_CYRILLIC_LETTERS = "еаоинтсрвлкмдпуяыьгзбчйхжшюцщ"  # the same; э, ф and ъ go with the digits
_DIGIT = 1
_NUMBERS = {char: 2 + at for at, char in enumerate(_LATIN)} | {
    char: 30 - at for at, char in enumerate(_CYRILLIC_LETTERS)
}


def _number(char: str) -> int:
    char = char.lower().replace("ё", "е")  # a text may be scanned before it is folded
    return _NUMBERS.get(char, _DIGIT if char.isalnum() else 0)


_APART = bytes(map(_number, _CHARACTERS))
_APART_LATIN = bytes(_number(chr(code)) for code in range(256))
PARTED = b"\0"
_KINDS = bytes(code if code <= _DIGIT else 2 for code in range(256))  # letters alike too
_RUN_ON = b"\x02\x01"
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
    """The bytes of a folded text for scanning; other letters may share theirs."""
    return data.translate(_APART)


def words_of(text: str, *, cyrillic: bool) -> bytes:
    """The same of a folded text that does not fit, where wider characters part words.

    ``cyrillic``: whether it has Cyrillic letters; it takes longer then.
    """
    if cyrillic:
        return as_words(codecs.charmap_encode(text, "replace", _ENCODING)[0])
    return text.encode("latin-1", "replace").translate(_APART_LATIN)


def numbers_apart(words: bytes) -> bytes:
    """What ``words_of`` gave, parted where a digit follows a letter."""
    kinds = words.translate(_KINDS)
    at = kinds.find(_RUN_ON)
    if at < 0:
        return words
    parted = bytearray(words)
    while at >= 0:
        parted[at + 1] = 0
        at = kinds.find(_RUN_ON, at + 1)
    return bytes(parted)


def folding_table(fold_one: Callable[[str], str]) -> bytes:
    """For ``bytes.translate``: each character folded, if one character comes of it."""
    table = bytearray(256)
    for code, char in enumerate(_CHARACTERS):
        plain = char if char in "&<\n" else fold_one(char)
        data = encode(plain) if len(plain) == 1 and (plain >= " " or plain == "\n") else None
        table[code] = data[0] if data else 0
    return bytes(table)
