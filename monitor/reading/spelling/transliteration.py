"""Names written over from Russian to Latin letters and back, as the press writes them.

No agency keeps to one table, so each way has several: a name becomes the set of spellings
that a reader would take for it (Tomtorskoye, Tomtorskoe; Solikamskiy, Solikamsky).
"""

from __future__ import annotations

from functools import lru_cache
from itertools import islice, product

_MAX_SPELLINGS = 24

_LATIN = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i",
    "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s",
    "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
}  # fmt: skip
# What a whole manner of writing does otherwise than the press's commonest one.
_MANNERS: tuple[dict[str, str], ...] = (
    {},
    {"х": "h"},
    {"й": "i", "ю": "iu", "я": "ia"},
    {"й": "j", "ю": "ju", "я": "ja", "х": "h", "ц": "c"},
    {"х": "h", "щ": "sch", "ц": "tz"},
    {"ь": "'", "ъ": "'"},
    {"кс": "x"},
)
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ский", ("sky", "skiy", "skii", "ski", "skij")),
    ("цкий", ("tsky", "tskiy", "tskii")),
    ("ское", ("skoye", "skoe", "skoje")),
    ("ская", ("skaya", "skaia", "skaja")),
    ("ный", ("ny", "nyy", "nyi", "niy")),
    ("вый", ("vy", "vyy", "viy")),
    ("ной", ("noy", "noi", "noj")),
    ("хой", ("khoy", "khoi", "hoy", "hoi")),
    ("ое", ("oye", "oe")),
    ("ая", ("aya", "aia")),
    ("ий", ("y", "iy", "ii", "i")),
    ("ый", ("y", "yy", "iy")),
    ("ия", ("ia", "iya")),
    ("ов", ("ov", "off")),
    ("ев", ("ev", "yev")),
)
_SOFTENING = "аеиоуыэюяьъй"


def to_latin(text: str) -> list[str]:
    """Spellings in Latin letters of a folded Russian name, the commonest first."""
    words = text.split(" ")
    choices = [_latin_word(word) for word in words]
    if len(words) > 1:
        choices = [list_[:6] for list_ in choices]
    spelled = (" ".join(parts) for parts in product(*choices))
    return list(dict.fromkeys(islice(spelled, _MAX_SPELLINGS)))


def _latin_word(word: str) -> list[str]:
    found: dict[str, None] = {}
    for ending, spellings in _ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            for stem in _latin_letters(word[: -len(ending)]):
                for spelling in spellings:
                    found.setdefault(stem + spelling)
            return list(found)
    return list(_latin_letters(word))


@lru_cache(maxsize=4096)
def _latin_letters(word: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for manner in _MANNERS:
        for iotated in ("e", "ye"):
            found.setdefault(_in_manner(word, manner, iotated))
    return tuple(found)


def _in_manner(word: str, manner: dict[str, str], iotated: str) -> str:
    letters: list[str] = []
    at = 0
    while at < len(word):
        pair = word[at : at + 2]
        if pair in manner:
            letters.append(manner[pair])
            at += 2
            continue
        letter = word[at]
        if letter == "е" and (at == 0 or word[at - 1] in _SOFTENING):
            letters.append(iotated)
        else:
            letters.append(manner.get(letter, _LATIN.get(letter, letter)))
        at += 1
    return "".join(letters)


# Longest first; each spelling's ways to sound in Russian, the likeliest first.
_CYRILLIC: dict[str, tuple[str, ...]] = {
    "shch": ("щ",), "sch": ("щ", "ш"), "tsch": ("ч",), "zh": ("ж", "чж"), "kh": ("х",),
    "ts": ("ц",), "tz": ("ц",), "ch": ("ч",), "sh": ("ш",), "ph": ("ф",), "th": ("т",),
    "ck": ("к",), "qu": ("кв",), "ou": ("у",), "oo": ("у",), "ee": ("и",), "yu": ("ю",),
    "iu": ("ю",), "ya": ("я",), "ia": ("ия", "я"), "yo": ("е", "йо"), "ye": ("е",), "yi": ("и",),
    "io": ("ио", "е"), "ks": ("кс",), "x": ("кс",), "a": ("а",), "b": ("б",), "c": ("к", "с"),
    "d": ("д",), "e": ("е",), "f": ("ф",), "g": ("г",), "h": ("х", "г"), "i": ("и",),
    "j": ("дж", "й"), "k": ("к",), "l": ("л",), "m": ("м",), "n": ("н",), "o": ("о",),
    "p": ("п",), "q": ("к",), "r": ("р",), "s": ("с",), "t": ("т",), "u": ("у",), "v": ("в",),
    "w": ("в", "у"), "y": ("и", "ы", "й"), "z": ("з",),
}  # fmt: skip
_CYRILLIC_ENDINGS: tuple[tuple[str, str], ...] = (
    ("skoye", "ское"), ("skoe", "ское"), ("skaya", "ская"), ("skaia", "ская"), ("skiy", "ский"),
    ("sky", "ский"), ("skii", "ский"), ("ski", "ский"), ("oye", "ое"), ("aya", "ая"),
    ("ny", "ный"), ("oy", "ой"), ("oi", "ой"), ("ai", "ай"), ("ay", "ай"), ("ei", "ей"),
    ("ey", "ей"), ("off", "ов"),
)  # fmt: skip


def to_cyrillic(text: str) -> list[str]:
    """Spellings in Russian letters of a folded Latin name, the likeliest first."""
    words = [_cyrillic_word(word) for word in text.replace("'", "").split(" ")]
    spelled = (" ".join(parts) for parts in product(*words))
    return list(dict.fromkeys(islice(spelled, _MAX_SPELLINGS)))


def _cyrillic_word(word: str) -> list[str]:
    if "-" in word:
        parts = [_cyrillic_word(part)[:4] for part in word.split("-")]
        return ["-".join(chosen) for chosen in product(*parts)]
    tail = ""
    for ending, russian in _CYRILLIC_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            word, tail = word[: -len(ending)], russian
            break
    slots: list[tuple[str, ...]] = []
    at = 0
    while at < len(word):
        size = next((n for n in (4, 3, 2, 1) if word[at : at + n] in _CYRILLIC), 0)
        letters = word[at : at + size] if size else word[at]
        ways = _CYRILLIC.get(letters, (letters,))
        if at == 0 and letters == "e":
            ways = ("э", "е")
        elif at == 0 and letters == "y":
            ways = ("й", "и")
        elif letters == "y" and word[at - 1] in "aeiou":
            ways = ("й",)
        elif size == 1 and at and letters == word[at - 1] and letters not in "aeiou":
            ways = (*ways, "")
        slots.append(ways)
        at += size or 1
    if tail:
        slots.append((tail,))
    return ["".join(parts) for parts in islice(product(*slots), _MAX_SPELLINGS)]
