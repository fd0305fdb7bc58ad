"""What English does to a name: plurals, "&", hyphens, numbers, legal forms.

The possessive needs nothing: an apostrophe is a word's end.
"""

from __future__ import annotations

import re

_LEGAL_LATIN = (
    "jsc|pjsc|ojsc|cjsc|llc|llp|ltd|limited|inc|incorporated|corp|corporation|co|company|plc|"
    "gmbh|ag|se|sa|s\\.a|nv|bv|oy|ab|asa|as|nl|pty|pte|spa|s\\.p\\.a|group|holding|holdings"
)
_LEGAL_AFTER = re.compile(rf"[ ,]+(?:{_LEGAL_LATIN})\.?$")
_LEGAL_BEFORE = re.compile(
    r'^(?:jsc|pjsc|ojsc|llc|ооо|оао|зао|пао|ао|мкпао|мкао|нао|фгуп|гк|нк|гмк|ук|ак|тоо|нпо) +"?'
)
_LEGAL_HAN = re.compile("(?:集团)?(?:股份|控股)?(?:有限)?(?:责任)?公司$|集团$")
_SIBILANT = re.compile("(?:s|x|z|ch|sh)$")


def plural(word: str) -> str:
    """The plural of a folded English noun."""
    if word.endswith("s") or not word:
        return word
    if _SIBILANT.search(word):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def singular(word: str) -> str:
    """The singular of a folded English noun, or the word itself."""
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 4:
        return word[:-1]
    return word


def numbers(name: str) -> list[str]:
    """The name with its last word in the other number, or both."""
    head, _, last = name.rpartition(" ")
    if not re.fullmatch("[a-z]{3,}", last):
        return []
    others = {plural(last), singular(last)} - {last}
    return [f"{head} {other}".strip() for other in sorted(others)]


def word_forms(word: str) -> list[str]:
    """Every form of a context word: number, and the people of a country or place."""
    forms = [word, *numbers(word)]
    if re.search("[a-z]{4,}$", word):
        if word.endswith("a"):
            forms += [word + "n", word + "ns"]
        forms += [word + "ian", word + "ians"]
    return list(dict.fromkeys(forms))


def without_legal_form(name: str) -> list[str]:
    """The name without JSC, Ltd, ПАО, 集团 and the like, where enough of it is left."""
    found: list[str] = []
    current = name
    for _ in range(3):
        shorter = _LEGAL_AFTER.sub("", _LEGAL_BEFORE.sub("", current)).strip(' ",')
        shorter = _LEGAL_HAN.sub("", shorter)
        if shorter == current or not _stands_alone(shorter):
            break
        found.append(shorter)
        current = shorter
    return found


def _stands_alone(name: str) -> bool:
    if re.search("[\u3400-\u9fff]", name):
        return len(name) >= 4
    return len(name) >= 6


def joints(name: str) -> list[str]:
    """Other ways to join a name's parts: rare-earth, rare earth; "&", and; № 3, №3, No. 3."""
    found: dict[str, None] = {}
    found.setdefault(name.replace('"', ""))
    for plain in (name, name.replace('"', "")):
        for joined in (plain, plain.replace("-", " ")):
            found.setdefault(joined)
            if "&" in joined or " and " in joined:
                found.setdefault(re.sub(r"\s*&\s*", " and ", joined))
                found.setdefault(joined.replace(" and ", " & "))
            for number in _number_signs(joined):
                found.setdefault(number)
    found.pop(name, None)
    return [form for form in found if form]


def _number_signs(name: str) -> list[str]:
    sign = re.search(r"(?:№|no\.?|#|number)\s*(?=\d)", name)
    if not sign:
        return []
    signs = ("№ ", "№") if re.search("[а-я]", name) else ("no. ", "no ", "no.", "#", "№ ", "№")
    return [name[: sign.start()] + other + name[sign.end() :] for other in signs]
