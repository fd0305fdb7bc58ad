"""Text as reading sees it: folded for comparing, cut into sentences, told by language."""

from __future__ import annotations

import re

from monitor.reading.text.detect import detect_language
from monitor.reading.text.folded import Folded
from monitor.reading.text.folding import fold, fold_name, word_set
from monitor.reading.text.sentences import sentences

__all__ = ["Folded", "detect_language", "fold", "fold_name", "full_signs", "sentences", "word_set"]

_HALF_SIGN = re.compile(
    "(?<=[\u3400-\u9fff”」》）]) ?[,:;?!(]"
    "|[,:;?!)](?= ?[\u3400-\u9fff“「《（])"
    "|[%\\w]\\)(?= ?[,。，；])"
)
_FULL_SIGNS = str.maketrans(",:;?!()", "，：；？！（）")


def full_signs(text: str) -> str:
    """The same text, as long, with the signs beside Chinese characters written in full width."""
    return _HALF_SIGN.sub(lambda found: found.group().translate(_FULL_SIGNS), text)
