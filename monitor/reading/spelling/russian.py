"""Russian names in every case, with agreement.

A name is declined when the watchlist is compiled. Words that the dictionary knows are
declined by it (pymorphy3); all others, and that is most names, by it and by an ending
table of our own, whose results are put together.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import product
from typing import Any

from monitor.reading.spelling.dictionary import is_known, parsed
from monitor.reading.text.text import fold_name

CASES = ("nomn", "gent", "datv", "accs", "ablt", "loct")
_OTHER_CASES = {"gen2": "gent", "acc2": "accs", "loc1": "loct", "loc2": "loct", "gen1": "gent"}
_NUMBERS = ("sing", "plur")
_WORD = re.compile(r"(?![а-яёА-ЯЁ]\.)[а-яёА-ЯЁ]+(?:-[а-яёА-ЯЁ]+)*")  # initials stay as they are
_CYRILLIC = re.compile("[а-я]")
_VOWELS = "аеиоуыэюя"
_MAX_FORMS = 64

Cells = dict[tuple[str, str], set[str]]  # (case, number) -> forms


@dataclass(frozen=True, slots=True)
class Paradigm:
    """One way to decline a word. ``gender`` is masc, femn, neut, or empty for the plural."""

    part: str  # noun or adjective
    gender: str
    cells: Cells


# Ending of the nominative -> (gender, what replaces it in the other five cases of the
# singular). An empty string among the endings keeps the bare stem.
_NOUN_ENDINGS: tuple[tuple[str, str, str], ...] = (
    # nominative, gender, "gen dat acc ins loc", alternatives parted by /
    ("ия", "femn", "ии ии ию ией ии"),
    ("ие", "neut", "ия ию ие ием ии"),
    ("ий", "masc", "ия ию ий/ия ием ии"),
    ("ья", "femn", "ьи ье ью ьей ье"),
    ("ье", "neut", "ья ью ье ьем ье"),
    ("а", "femn", "ы/и е у ой/ою/ей е"),
    ("я", "femn", "и е ю ей/ею е/и"),
    ("о", "neut", "а/о у/о о ом/о е/о"),
    ("е", "neut", "я/а ю/у е ем е"),
    ("й", "masc", "я ю й/я ем е"),
    ("ь", "masc", "я ю ь/я ем е"),
    ("ь", "femn", "и и ь ью/ию и"),
)
_ADJECTIVE_ENDINGS: tuple[tuple[str, str, str], ...] = (
    ("ый", "masc", "ого ому ый/ого ым ом"),
    ("ий", "masc", "ого/его ому/ему ий/ого/его им ом/ем"),
    ("ой", "masc", "ого ому ой/ого ым/им ом"),
    ("ая", "femn", "ой ой ую ой/ою ой"),
    ("яя", "femn", "ей ей юю ей/ею ей"),
    ("ое", "neut", "ого ому ое ым/им ом"),
    ("ее", "neut", "его ему ее им ем"),
    ("ые", "", "ых ым ые/ых ыми ых"),
    ("ие", "", "их им ие/их ими их"),
)
_HISSING = "жшчщц"
_UNUSUAL = {"Supr", "Cmp2", "V-be", "V-bi", "V-en", "Arch", "Erro", "Infr"}
_UNSPELLABLE = re.compile("[гкхжшчщ][ыяю]")
_SURNAME = re.compile(r"\w{2,}(?:ов|ев|ин|ын)$")


def is_russian(text: str) -> bool:
    return bool(_CYRILLIC.search(text.lower()))


def decline(name: str, *, plural: bool = False, person: bool = False) -> list[str]:
    """All case forms of a name, folded; the name itself comes first.

    The head noun, the adjectives before it and what is set beside it in the same case are
    declined, what depends on it stays. ``plural`` adds the forms of the plural.
    """
    folded = fold_name(name)
    words = [(m.start(), m.end()) for m in _WORD.finditer(folded)]
    originals = _WORD.findall(name)
    if not words or len(words) > 8 or len(originals) != len(words):
        return [folded]
    options = [_paradigms(folded[s:e], person=person) for s, e in words]
    found: dict[str, None] = {folded: None}
    for chosen in _readings(folded, words, options, originals):
        for number in _NUMBERS if plural else ("sing",):
            for case in CASES:
                for form in _build(folded, words, chosen, case, number):
                    found.setdefault(form)
    return list(found)[:_MAX_FORMS]


def all_forms(word: str) -> list[str]:
    """Every form of a context word: all genders and numbers, whatever it may be declined as."""
    folded = fold_name(word)
    found: dict[str, None] = {folded: None}
    if " " in folded:
        for form in decline(word, plural=True):
            found.setdefault(form)
        return list(found)
    for parse in _parses(folded):
        for other in parse.lexeme:
            tag = set(other.tag.grammemes)
            if other.tag.POS in {"NOUN", "ADJF"} and not tag & {"Infr", "Arch", "Erro", "Supr"}:
                found.setdefault(fold_name(other.word))
    if not is_known(folded):
        for paradigm in _by_table(folded, person=False):
            for forms in paradigm.cells.values():
                for form in forms:
                    found.setdefault(form)
    return list(found)


def _parses(word: str) -> list[Any]:
    """The ways the dictionary takes the word as a noun or adjective in the nominative."""
    parses = [
        p for p in parsed(word) if p.tag.POS in {"NOUN", "ADJF", "PRTF"} and p.tag.case == "nomn"
    ]
    if is_known(word):
        parses = [p for p in parses if p.is_known]
    return parses[:6]


@cache
def _paradigms(word: str, *, person: bool) -> tuple[Paradigm, ...]:
    """The ways to decline a word, given in the nominative."""
    known = is_known(word)
    parses = [] if _SURNAME.match(word) and not known else _parses(word)
    parses = [parse for parse in parses if "Fixd" not in parse.tag or parse.tag.POS == "NOUN"]
    found = [p for p in (_of_parse(parse, word) for parse in parses) if p]
    if not found or not known:
        found += _by_table(word, person=person)
    return tuple(found)


def _of_parse(parse: Any, word: str) -> Paradigm | None:
    """The cells of a dictionary paradigm that agree with the word as given."""
    tag = parse.tag
    gender = str(tag.gender or "")
    if tag.POS == "NOUN" and "Fixd" in tag:
        cells: Cells = {(case, n): {word} for case in CASES for n in _NUMBERS}
        return Paradigm("noun", gender, cells)
    cells = {}
    for form in parse.lexeme:
        grammemes = set(form.tag.grammemes)
        case = _OTHER_CASES.get(form.tag.case, form.tag.case)
        number = form.tag.number
        if case not in CASES or form.tag.POS != tag.POS or grammemes & _UNUSUAL:
            continue
        if number == "sing" and form.tag.gender != tag.gender:
            continue
        cells.setdefault((case, number), set()).add(fold_name(form.word))
    if tag.number == "plur":
        cells = {("sing" if n == "plur" else "", c): v for (c, n), v in cells.items()}
        cells = {(c, n): v for (n, c), v in cells.items() if n}
    part = "noun" if tag.POS == "NOUN" else "adjective"
    return Paradigm(part, "" if tag.number == "plur" else gender, cells)


def _by_table(word: str, *, person: bool) -> Iterable[Paradigm]:
    """Decline a word by its ending: the last part of a hyphenated one."""
    for ending, gender, others in _ADJECTIVE_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 2:
            yield _cells("adjective", gender, word, word[: -len(ending)], others)
            if ending != "ий" or word[-3] in "кгх":
                return
    if _SURNAME.match(word):
        yield _cells("noun", "masc", word, word, "а у а ым е" if person else "а у =/а ым/ом е")
        return
    if word[-1] not in _VOWELS + "ьй":
        instrumental = "ем/ом" if word[-1] in _HISSING else "ом"
        yield _cells("noun", "masc", word, word, f"а у =/а {instrumental} е")
        fleeting = re.search(r"[^аеиоуыэюя][ое]([кц])$", word)
        if fleeting and len(word) > 4:
            stem = word[:-2] + fleeting[1]
            yield _cells("noun", "masc", word, stem, f"а у =/а {instrumental} е")
    for ending, gender, others in _NOUN_ENDINGS:
        if word.endswith(ending) and len(word) > len(ending) + 1:
            yield _cells("noun", gender, word, word[: -len(ending)], others)
            if ending != "ь":
                return


def _cells(part: str, gender: str, word: str, stem: str, others: str) -> Paradigm:
    cells: Cells = {("nomn", "sing"): {word}}
    for case, endings in zip(CASES[1:], others.split(), strict=True):
        forms = {word if ending == "=" else stem + ending for ending in endings.split("/")}
        cells[case, "sing"] = {form for form in forms if not _UNSPELLABLE.search(form)}
    return Paradigm(part, gender, cells)


def _readings(
    folded: str,
    words: list[tuple[int, int]],
    options: list[tuple[Paradigm, ...]],
    originals: list[str],
) -> Iterable[list[Paradigm | None]]:
    """The ways to take the words together: adjectives, the head, what stands beside it."""
    head, adjectives, heads = _head(options)
    for noun in heads:
        before = [[p for p in choices if p.gender == noun.gender][:2] for choices in adjectives]
        rest: list[Paradigm | None] = [None] * (len(words) - head - 1)
        for combination in product(*before):
            yield [*combination, noun, *rest]
            for beside in _beside(folded, words, options, originals, head):
                yield [*combination, noun, beside, *rest[1:]]


def _head(
    options: list[tuple[Paradigm, ...]],
) -> tuple[int, list[list[Paradigm]], list[Paradigm]]:
    """The word that carries the case, the adjectives that agree with it, its paradigms."""
    adjectives: list[list[Paradigm]] = []
    for index, choices in enumerate(options):
        nouns = [p for p in choices if p.part == "noun"]
        genders = {p.gender for p in nouns}
        if nouns and all(any(p.gender in genders for p in list_) for list_ in adjectives):
            following = options[index + 1] if index + 1 < len(options) else ()
            if not any(p.part == "adjective" and _agrees(p, following) for p in choices):
                return index, adjectives, nouns
        adjectives.append([p for p in choices if p.part == "adjective"])
        if not adjectives[-1]:
            break
    else:  # adjectives alone: Самарский металлургический
        return len(options) - 1, adjectives[:-1], adjectives[-1]
    return 0, [], list(options[0])


def _agrees(adjective: Paradigm, nouns: tuple[Paradigm, ...]) -> bool:
    return any(p.part == "noun" and p.gender == adjective.gender for p in nouns)


def _beside(
    folded: str,
    words: list[tuple[int, int]],
    options: list[tuple[Paradigm, ...]],
    originals: list[str],
    head: int,
) -> list[Paradigm]:
    """A name right after the head that may take its case: Денис Мантуров, проект «Ядар»."""
    following = head + 1
    if following >= len(words) or not originals[following][0].isupper():
        return []
    between = folded[words[head][1] : words[following][0]]
    if between.strip(' "') or "\n" in between:
        return []
    return list(options[following])


def _build(
    folded: str,
    words: list[tuple[int, int]],
    chosen: list[Paradigm | None],
    case: str,
    number: str,
) -> Iterable[str]:
    """The phrase in one case: the cross product of what each declined word may look like."""
    slots: list[list[str]] = []
    done = 0
    for (start, end), paradigm in zip(words, chosen, strict=True):
        slots.append([folded[done:start]])
        if paradigm is None:
            slots.append([folded[start:end]])
        else:
            slots.append(sorted(paradigm.cells.get((case, number), ())))
        done = end
    slots.append([folded[done:]])
    return ("".join(parts) for parts in product(*slots))
