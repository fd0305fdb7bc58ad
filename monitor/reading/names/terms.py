"""Words of a watchlist that are no names: context, look-alikes, topic; with their forms."""

from __future__ import annotations

from monitor.reading.spelling import chinese, english, russian
from monitor.reading.text.text import fold_name


class Terms:
    """Words with their forms, each word once."""

    def __init__(self) -> None:
        self.forms: list[tuple[str, ...]] = []
        self._places: dict[str, int] = {}

    def add(self, word: str) -> int:
        if word not in self._places:
            self._places[word] = len(self.forms)
            self.forms.append(tuple(term_forms(word)))
        return self._places[word]

    def add_bare(self, word: str) -> int:
        """Add a word whose forms are listed: it stands for itself."""
        key = f"={word}"
        if key not in self._places:
            self._places[key] = len(self.forms)
            folded = fold_name(word.rstrip("*"))
            self.forms.append((folded + "*" if word.endswith("*") else folded,))
        return self._places[key]


def term_forms(word: str) -> list[str]:
    """The forms in which a context, look-alike or topic word is found; ``*`` ends a beginning."""
    folded = fold_name(word.rstrip("*"))
    if word.endswith("*"):
        return [folded + "*"]
    if chinese.is_chinese(folded):
        return [folded]
    if russian.is_russian(folded):
        forms = russian.all_forms(word)
        if word[0].isupper() and " " not in folded and len(folded) >= 4:
            forms.append(folded + "*")  # Соликамск: соликамский; and stems without their star
    elif any(char.islower() for char in word):
        forms = english.word_forms(folded)
    else:
        forms = [folded]
    joined = [form.replace(" ", "-") for form in forms if " " in form]
    return list(dict.fromkeys((*forms, *joined, *english.joints(folded))))
