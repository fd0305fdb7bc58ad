"""Bytes to text where the declared encoding is missing or wrong.

A body that is valid UTF-8 is UTF-8, whatever it says. Otherwise what it says competes
with the encodings that news really comes in, and the one that reads most like a
language wins: lying declarations are common, and believing one garbles a whole source.
"""

from __future__ import annotations

import codecs
import re
from functools import lru_cache

_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([\w.:-]{1,40})""", re.IGNORECASE)
_META = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_HTTP = re.compile(r"""charset\s*=\s*["']?\s*([\w.:-]{1,40})""", re.IGNORECASE)
_SUPERSETS = {
    "gb2312": "gb18030", "gbk": "gb18030", "euc-cn": "gb18030", "x-gbk": "gb18030",
    "iso8859-1": "cp1252", "ascii": "utf-8", "big5": "big5hkscs", "shift_jis": "cp932",
    "euc_kr": "cp949", "ks_c-5601": "cp949", "x-sjis": "cp932", "koi8-ru": "koi8-u",
    "utf-16": "utf-16", "windows-874": "cp874", "x-cp1251": "cp1251", "cp-1251": "cp1251",
    "x-mac-cyrillic": "mac_cyrillic", "hz-gb-2312": "hz", "iso8859-9": "cp1254",
    "mac-cyrillic": "mac_cyrillic",
}  # fmt: skip
_USUAL = ("cp1251", "koi8-r", "gb18030", "big5hkscs", "cp866", "iso8859-5", "cp1252")
_OFTEN_WRONG = frozenset({*_USUAL, "utf-8", "utf-16", "ascii"})
_SHIFTING = frozenset({"iso2022_jp", "iso2022_kr", "iso2022_jp_2", "hz"})
_SAMPLE = 24_000
_CONTROL = re.compile("[\x80-\x9f]")
_LATIN_HIGH = "\x80-\xbf" + "".join(
    char for char in bytes(range(0x80, 0xA0)).decode("cp1252", "ignore")
)
_DOUBLED_HINT = re.compile(f"[ÐÑ][{_LATIN_HIGH}]|[å-é][{_LATIN_HIGH}]{{2}}")
_DOUBLED = re.compile(
    f"(?:(?:[\xc2-\xdf][{_LATIN_HIGH}]|[\xe2-\xef][{_LATIN_HIGH}]{{2}})[ -;=?-~]{{0,8}}){{2,}}"
)
_FEW = 0.3  # of foreign bytes; other encodings hit valid UTF-8 by chance in under a third
_HALF = 0.5  # where there are enough of them for chance to be no matter
_ENOUGH = 60
_TWO_SURROGATES = re.compile(rb"\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]")
_TWINS = {"cp1251": "koi8-r", "koi8-r": "cp1251"}  # each reads the other's text with cases swapped
_PAIRS = re.compile(
    "(?=ст|но|ен|то|на|ов|ни|ра|во|ко|по|го|ро|пр|ос|ре|ли|ол|ор|ан|ер|ит|ес|ти|не|ка|ал|ла|ел|"
    "да|ло|ск|од|ом|те|ат|та|ри|ле|за|ис|ав|об|от|ва|де|ия|ии|ог|ых|ой)"
)
_JAPANESE = (("cp932", b"\x82\x83"), ("euc_jp", b"\xa4\xa5"))  # and what their kana begin with
_ENOUGH_HANGUL = 16
_COMMON_CYRILLIC = frozenset("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё")
_TYPOGRAPHIC = frozenset("«»—–“”„’‘№…•°§©®™€\u00a0\u00ad")
_FULLWIDTH = frozenset("，。、：；！？（）《》「」“”‘’—…·％")


def decode(body: bytes, content_type: str = "") -> tuple[str, str]:
    """The text of a body and the name of the encoding it was read in. Never fails."""
    for mark, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF32_LE, "utf-32"),
        (codecs.BOM_UTF32_BE, "utf-32"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if body.startswith(mark):
            rest = body[3:] if name == "utf-8" else body
            if name != "utf-8":
                return rest.decode(name, "replace"), name
            body = rest
            break
    wide = _wide(body)
    if wide:
        return body.decode(wide, "replace"), wide
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return _by_escapes(body, content_type) or (undoubled(text), "utf-8")
    if paired := _paired(body):
        return paired, "utf-8"
    names = declared(body, content_type)
    name = next((name for name in names if _sound(body, name)), "") or _choose(body, names)
    if name == "utf-8":
        return _patch_utf8(body), name
    return body.decode(name, "replace"), name


def _paired(body: bytes) -> str:
    """UTF-8 in which what lies beyond the first plane was written as two surrogates (CESU-8).

    Empty for anything else.
    """
    if not _TWO_SURROGATES.search(body):
        return ""
    try:
        return _TWO_SURROGATES.sub(_join, body).decode("utf-8")
    except UnicodeDecodeError:
        return ""


def _join(match: re.Match[bytes]) -> bytes:
    halves = match[0].decode("utf-8", "surrogatepass")
    return halves.encode("utf-16", "surrogatepass").decode("utf-16").encode()


def _by_escapes(body: bytes, content_type: str) -> tuple[str, str] | None:
    """A body in one of the encodings that write everything in ASCII, where it says so."""
    if b"\x1b" not in body and not (b"~" in body and b"~{" in body):
        return None
    for name in declared(body, content_type):
        if name in _SHIFTING:
            return body.decode(name, "replace"), name
    return None


def _sound(body: bytes, name: str) -> bool:
    """Whether a declared encoding is one that nobody names by mistake, and fits the body."""
    if name in _OFTEN_WRONG:
        return False
    try:
        text = body.decode(name)
    except UnicodeDecodeError:
        return False
    return not _CONTROL.search(text)


def undoubled(text: str) -> str:
    """Text that was taken for Latin and written as UTF-8 once more, as it was before.

    Only runs that turn into Cyrillic or Chinese are: no language writes such runs by itself.
    """
    if text.isascii() or not any(char in text for char in "ÐÑåæçèéä"):
        return text
    return _DOUBLED.sub(_undouble, text) if _DOUBLED_HINT.search(text) else text


def _undouble(match: re.Match[str]) -> str:
    raw = bytearray()
    for char in match[0]:
        raw += bytes((ord(char),)) if char < "\u0100" else char.encode("cp1252")
    try:
        found = raw.decode("utf-8")
    except UnicodeDecodeError:
        return match[0]
    letters = sum("\u0400" <= char < "\u0460" or "\u3000" <= char < "\ua000" for char in found)
    foreign = sum(char > "\x7f" for char in found)
    return found if letters > foreign / 2 else match[0]


def declared(body: bytes, content_type: str = "") -> list[str]:
    """Encodings that are named: in the document, then by the server. Known ones only."""
    head = body[:2048]
    found = [m[1].decode() for m in (_DECLARED.search(head), _META.search(head)) if m]
    if match := _HTTP.search(content_type):
        found.append(match[1])
    known = [name for raw in found if (name := _codec(raw))]
    return list(dict.fromkeys(known))


@lru_cache(maxsize=256)
def _codec(raw: str) -> str:
    name = raw.strip().lower()
    name = _SUPERSETS.get(name, name)
    try:
        found = codecs.lookup(name)
    except LookupError:
        return ""
    if not found._is_text_encoding:  # noqa: SLF001 - codecs tells it no other way
        return ""
    return _SUPERSETS.get(found.name, found.name)


def _wide(body: bytes) -> str:
    """UTF-16 and UTF-32 without a mark: most bytes of the beginning are zero."""
    start = body[:64]
    if len(start) < 8:
        return ""
    if start[:8:4] + start[1:4] == b"<" + start[4:5] + b"\0\0\0":
        return "utf-32-le"
    if start[:3] == b"\0\0\0" and start[3:4] == b"<":
        return "utf-32-be"
    if start[0:1] == b"<" and start[1::2].count(0) > len(start) // 3:
        return "utf-16-le"
    if start[1:2] == b"<" and start[0::2].count(0) > len(start) // 3:
        return "utf-16-be"
    return ""


def _choose(body: bytes, named: list[str]) -> str:
    first = next((i for i, byte in enumerate(body) if byte > 0x7F), 0)
    sample = body[max(0, first - 200) : first + _SAMPLE]
    foreign = sum(byte > 0x7F for byte in sample) or 1
    broken = sample.decode("utf-8", "ignore").encode()
    if (len(sample) - len(broken)) / foreign <= (_FEW if foreign < _ENOUGH else _HALF):
        return "utf-8"
    if other := _japanese(sample, foreign) or _korean(sample):
        return other
    best, best_score = "cp1252", float("-inf")
    for name in dict.fromkeys([*named, *_USUAL, "utf-8"]):
        score = _plausibility(sample.decode(name, "replace"), name) / foreign
        if name in named:
            score += 0.1
        if score > best_score:
            best, best_score = name, score
    return _rather_twin(sample, best)


def _rather_twin(sample: bytes, name: str) -> str:
    """The encoding or its twin, whichever gives more of the pairs of letters Russian is made of.

    Cases tell the two apart as long as a text is not all in capitals.
    """
    twin = _TWINS.get(name)
    return twin if twin and _fluent(sample, twin) > 2 * _fluent(sample, name) else name


def _fluent(sample: bytes, name: str) -> int:
    text = sample.decode(name, "replace").lower()
    return len(_PAIRS.findall(text))


def _japanese(sample: bytes, foreign: int) -> str:
    """The Japanese encoding in which a quarter of a text is kana, which no other language has."""
    for name, leads in _JAPANESE:
        if sum(map(sample.count, (leads[:1], leads[1:]))) * 8 < foreign:
            continue
        text = sample.decode(name, "replace")
        kana = sum("\u3041" <= char <= "\u30fe" for char in text)
        if kana * 8 >= foreign and text.count("\ufffd") < 4:
            return name
    return ""


def _korean(sample: bytes) -> str:
    """The Korean encoding where nearly every letter of a text is Hangul in it.

    Of Chinese, half would come out as characters that Korean hardly uses.
    """
    text = sample.decode("euc_kr", "replace")
    hangul = sum("\uac00" <= char < "\ud7a4" for char in text)
    letters = sum(char > "\x7f" and (char.isalpha() or char == "\ufffd") for char in text)
    return "cp949" if hangul >= _ENOUGH_HANGUL and hangul >= 0.9 * letters else ""


def _plausibility(text: str, name: str) -> float:
    """How much the non-ASCII part of a text looks like writing; about 1 a byte for real text."""
    total = 0.0
    before = " "
    for char in text:
        if char > "\x7f":
            total += _worth(char, before, name)
        before = char
    return total


def _worth(char: str, before: str, name: str) -> float:
    point = ord(char)
    if char == "\ufffd" or 0x80 <= point < 0xA0 or 0xE000 <= point < 0xF900:
        return -3.0
    if 0x0400 <= point < 0x0460:
        if before.isascii() and before.isalpha():
            return -0.7
        if char in _COMMON_CYRILLIC:
            return 1.0
        if 0x0410 <= point < 0x0430:
            return -1.0 if before in _COMMON_CYRILLIC else 0.6
        return 0.2
    if 0x4E00 <= point < 0xA000:
        return _hanzi_worth(char, name)
    if char in _FULLWIDTH or 0x3040 <= point < 0x3100:
        return 1.6
    if char in _TYPOGRAPHIC:
        return 0.6
    if 0xAC00 <= point < 0xD7A4:
        return 1.0 if name in ("cp949", "euc_kr") else -0.5
    if 0xC0 <= point < 0x250:
        return 0.7 if before.isascii() else -0.7
    return -1.0


@lru_cache(maxsize=8192)
def _hanzi_worth(char: str, name: str) -> float:
    """The everyday characters fill the first rows of both Chinese tables."""
    table, last = ("big5", 0xC6) if name.startswith("big5") else ("gb2312", 0xD7)
    try:
        return 2.0 if char.encode(table)[0] <= last else -0.5
    except UnicodeEncodeError:
        return -0.5


def _patch_utf8(body: bytes) -> str:
    """UTF-8 with a few foreign bytes in it: those are read in the language's old code page."""
    text = body.decode("utf-8", "ignore")
    cyrillic = sum("\u0400" <= char < "\u0460" for char in text[:5000])
    page = "cp1251" if cyrillic > 5 else "cp1252"

    def patch(error: UnicodeError) -> tuple[str, int]:
        if not isinstance(error, UnicodeDecodeError):
            raise error
        bad = error.object[error.start : error.end]
        after = error.object[error.end : error.end + 1]
        halved = bad[0] in (0xD0, 0xD1) and after < b"\x80" if cyrillic > 5 else len(bad) > 1
        return ("\ufffd" if halved else bad.decode(page, "replace"), error.end)

    codecs.register_error("monitor-patch", patch)
    return body.decode("utf-8", "monitor-patch")
