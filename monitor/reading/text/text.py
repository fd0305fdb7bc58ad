"""Text as reading sees it: folded for comparing, cut into sentences, told by language."""

from __future__ import annotations

import re

from monitor.reading.text.folded import Folded
from monitor.reading.text.folding import fold, fold_name, word_set
from monitor.reading.text.sentences import sentences

__all__ = ["Folded", "detect_language", "fold", "fold_name", "full_signs", "sentences", "word_set"]

_HAN_RUN = re.compile("[\u3400-\u4dbf\u4e00-\u9fff]")
_HALF_SIGN = re.compile(
    "(?<=[\u3400-\u9fff”」》）]) ?[,:;?!(]"
    "|[,:;?!)](?= ?[\u3400-\u9fff“「《（])"
    "|[%\\w]\\)(?= ?[,。，；])"
)
_FULL_SIGNS = str.maketrans(",:;?!()", "，：；？！（）")
_KANA = re.compile("[\u3040-\u30ff]")
_CYRILLIC = re.compile("[\u0400-\u04ff]")
_NOT_RUSSIAN = re.compile("[іїєґўћђљњџјѓќәғқңөұүһіѐ]", re.IGNORECASE)
_LATIN_LETTER = re.compile("[a-z\u00c0-\u024f]", re.IGNORECASE)
_WORD = re.compile("[a-z\u00c0-\u024f]+", re.IGNORECASE)
_ENGLISH = word_set(
    "the of and to in is for on that with by at from as its it be will was are has not an"
)
_OTHER_LATIN = word_set(
    "der die das und von den mit ist im ein eine nicht auf le la les des et du une est pour "
    "dans que qui el los las en por con para del y il di che della per un uno sono o os as da "
    "do em het een van te på och som att det w z na się jest"
)


def detect_language(text: str) -> str:
    """``en``, ``ru``, ``zh``, or an empty string for any other language and for no words."""
    sample = text[:4000]
    han = len(_HAN_RUN.findall(sample))
    cyrillic = len(_CYRILLIC.findall(sample))
    latin = len(_LATIN_LETTER.findall(sample))
    if 3 * han >= max(cyrillic, latin) and han:
        return "" if len(_KANA.findall(sample)) * 8 > han else "zh"
    if cyrillic >= latin and cyrillic:
        return "" if len(_NOT_RUSSIAN.findall(sample)) * 60 > cyrillic else "ru"
    return "en" if latin and _is_english(sample) else ""


def _is_english(sample: str) -> bool:
    words = [word.lower() for word in _WORD.findall(sample)]
    english = sum(word in _ENGLISH for word in words)
    other = sum(word in _OTHER_LATIN for word in words)
    if len(words) < 12:
        return other <= english or other == 0
    return english >= 2 * other and english * 25 >= len(words)


def full_signs(text: str) -> str:
    """The same text, as long, with the signs beside Chinese characters written in full width."""
    return _HALF_SIGN.sub(lambda found: found.group().translate(_FULL_SIGNS), text)
