"""A name of the watchlist -> every form that stands for it.

Made once, when the watchlist is compiled; news is only ever compared with the result.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.model import Entity, EntityKind
from monitor.reading.spelling import chinese, dictionary, english, russian, wording
from monitor.reading.spelling.transliteration import to_cyrillic, to_latin
from monitor.reading.text.text import fold_name

EXACT, INFLECTED, TRANSLITERATED = "exact", "inflected", "transliterated"
_HOWS = (EXACT, INFLECTED, TRANSLITERATED)
_MAX_FORMS = 160
_SLAVIC = re.compile("^[a-z]{3,}(?:oye|oe|aya|aia|sky|skiy|skii|oy|iy|yy)$")
_LATIN = re.compile("[a-z]")


@dataclass(frozen=True, slots=True)
class Name:
    """One alias of one entity, with its forms and how many edits are forgiven.

    ``role``: full, short (counts only in context), or derived (the adjective of a place, which
    counts only before a word for what stands there). ``forms`` maps each folded form to
    how it comes from the alias. ``proper`` says that the alias is written with a capital.
    """

    entity: int
    alias: str
    role: str
    forms: dict[str, str]
    budget: int
    proper: bool
    open_ended: bool = False  # an alias with a *: the beginning of a word


def names_of(entity: Entity, index: int) -> list[Name]:
    """All names of an entity; a form belongs to the alias that is nearest to it."""
    aliases = [(alias, "full") for alias in dict.fromkeys((entity.name, *entity.aliases))]
    aliases += [(alias, "short") for alias in dict.fromkeys(entity.short)]
    aliases = [(alias, role) for alias, role in aliases if any(map(str.isalnum, fold_name(alias)))]
    best: dict[str, tuple[int, int, str]] = {}
    for place, (alias, role) in enumerate(aliases):
        forms = variants(alias, kind=entity.kind, short=role == "short")
        if entity.part_of:
            _add(forms, wording.other_heads(alias), INFLECTED)
        for form, how in forms.items():
            rank = (_HOWS.index(how), place, how)
            best[form] = min(best.get(form, rank), rank)
    found: list[Name] = []
    for place, (alias, role) in enumerate(aliases):
        forms = {form: how for form, (_, owner, how) in best.items() if owner == place}
        if forms:
            budget = 0 if role == "short" else edit_budget(alias)
            budget = max(0, min(budget, min(map(len, forms)) // 2 - 1))
            opened = alias.endswith("*")
            found.append(Name(index, alias, role, forms, budget, is_proper(alias), opened))
    adjectives = [form for form in wording.place_adjectives(entity) if form not in best]
    if adjectives:
        nominative = [form for form in adjectives if form.endswith(("ий", "ая", "ое"))]
        adjectives += [latin for form in nominative for latin in to_latin(form)]
        forms = dict.fromkeys(adjectives, INFLECTED)
        found.append(Name(index, adjectives[0], "derived", forms, 0, proper=True))
    return found


def variants(alias: str, *, kind: EntityKind, short: bool = False) -> dict[str, str]:
    """Each folded form of an alias and how it comes from it: exact, inflected, transliterated."""
    person = kind is EntityKind.PERSON
    base = fold_name(alias.rstrip("*"))
    forms = {base: EXACT}
    if alias.endswith("*") or (short and is_acronym(alias)):
        _add(forms, english.joints(base), EXACT)
        return forms
    bases = [alias.rstrip("*"), *english.without_legal_form(base)]
    if person:
        bases += _person_orders(alias)
    for text in bases:
        _add(forms, [fold_name(text), *english.joints(fold_name(text))], EXACT)
        if chinese.is_chinese(text):
            _add(forms, chinese.respellings(fold_name(text)), TRANSLITERATED)
        elif russian.is_russian(text):
            _add_russian(forms, text, person=person)
        else:
            _add_english(forms, text, person=person)
    for form, how in list(forms.items()):
        _add(forms, wording.synonyms(form), how)
    return dict(list(forms.items())[:_MAX_FORMS])


def _person_orders(alias: str) -> list[str]:
    """Other ways to write a person's two names: Мантуров Денис, Д. Мантуров."""
    words = alias.split()
    if len(words) != 2 or not all(re.fullmatch(r"[^\W\d_][\w-]+", word) for word in words):
        return []
    given, family = words
    if chinese.is_chinese(alias):
        return []
    return [f"{family} {given}", f"{given[0]}. {family}", f"{given[0]}.{family}"]


def _add_russian(forms: dict[str, str], text: str, *, person: bool) -> None:
    folded = fold_name(text)
    for form in russian.decline(text, plural=not is_proper(text), person=person):
        _add(forms, [form], INFLECTED)
        _add(forms, english.joints(form), INFLECTED)
        if folded[0] == "е" and text[0] in "Ёё":
            _add(forms, ["йо" + form[1:]], TRANSLITERATED)
    field = re.fullmatch("([а-я]{3,}[сц]кое) месторождение", folded)
    if field:
        _add(forms, [form for form in to_latin(field[1]) if form[-3:] != "oje"], TRANSLITERATED)
    words = re.findall(r"\w+", text)
    if not _LATIN.search(folded) and (person or all(word[0].isupper() for word in words)):
        _add(forms, to_latin(folded.replace('"', "")), TRANSLITERATED)


def _add_english(forms: dict[str, str], text: str, *, person: bool) -> None:
    folded = fold_name(text)
    first, _, rest = folded.partition(" ")
    if _SLAVIC.search(first) and text[0].isupper():
        for other in to_latin(to_cyrillic(first)[0]):  # Ozernoye, Ozernoe
            _add(forms, [f"{other} {rest}".strip()], TRANSLITERATED)
    if " " in folded:
        _add(forms, english.numbers(folded), INFLECTED)
    single = re.fullmatch(r"[a-z]{5,}(?:-[a-z]{3,})*", folded) and text[0].isupper()
    if single or (person and re.fullmatch("[a-z' -]+", folded)):
        for spelled in to_cyrillic(folded):
            if " " not in spelled and dictionary.is_common(spelled):
                continue
            titled = " ".join(word.capitalize() for word in spelled.split(" "))
            _add(forms, russian.decline(titled, person=person), TRANSLITERATED)


def _add(forms: dict[str, str], others: list[str], how: str) -> None:
    for form in others:
        if any(map(str.isalnum, form)):
            forms.setdefault(form, how)


def is_proper(alias: str) -> bool:
    """Whether an alias is written as a name: with a capital, or in a script without them."""
    letters = [char for char in alias if char.isalpha()]
    return any(char.isupper() for char in letters) or all(not c.islower() for c in letters)


def is_acronym(alias: str) -> bool:
    """Whether an alias is a few capitals: SMZ, СМЗ, R&D, M2."""
    letters = [char for char in alias if char.isalpha()]
    return len(alias) <= 8 and bool(letters) and all(char.isupper() for char in letters)


def edit_budget(alias: str) -> int:
    """How many edits (Levenshtein) are forgiven a name: more the longer it is.

    Words for what kind of thing it is (mine, завод) do not count. None for acronyms, digits and
    names too short to be told from their neighbours.
    """
    folded = fold_name(alias)
    if is_acronym(alias) or alias.endswith("*"):
        return 0
    if chinese.is_chinese(folded):
        start, end = chinese.spelled_part(folded)
        return 1 if end - start >= 5 else 0
    words = re.findall(r"[^\W\d_]+", folded)
    own = [word for word in words if word not in wording.KINDS] or words
    letters = sum(map(len, own))
    if letters < 7:
        return 0
    if letters < 14 or not is_proper(alias):
        return 1
    return 2 if letters < 26 else 3
