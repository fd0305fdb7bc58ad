"""Ways in which texts speak of a tracked thing without quite naming it.

The adjective of a place with what stands there (Удоканский ГОК for Удокан), another word
for what kind of thing a part is (separation project for separation facility), the words of
a long name spread over a sentence (the magnet plant that is being built in Glazov).
"""

from __future__ import annotations

import re

from monitor.model import Entity, EntityKind
from monitor.reading.spelling import chinese, dictionary, russian
from monitor.reading.text.text import fold_name, word_set

KINDS = word_set(
    "mine mines deposit deposits project plant facility complex refinery smelter works line unit "
    "gok concentrator operation operations company corporation group limited ltd inc corp jsc "
    "месторождение рудник гок гмк завод комбинат фабрика проект комплекс производство компания "
    "предприятие участок карьер группа ао оао пао ооо"
)
_ADJECTIVE_CASES = ("ий", "ого", "ому", "им", "ом", "ая", "ой", "ую", "ое", "ие", "их", "ими")
_HEADS_EN = ("facility", "complex", "plant", "project", "unit", "line", "works", "circuit")
_HEADS_RU = {
    "masc": ("комплекс", "завод", "цех", "проект", "комбинат"),
    "femn": ("линия", "фабрика", "установка"),
    "neut": ("производство", "предприятие"),
}
_HEADS_ZH = ("厂", "工厂", "设施", "项目", "综合体", "生产线", "车间", "装置")
_ADJECTIVE = re.compile("(?:ый|ий|ой|ая|яя|ое|ее)$")
_SMALL_WORDS = word_set(
    "the a an of in at on and for to de la no на по в из при и для не от до с от phase фаза"
)


# Different words for the same, in any case they may stand in: whichever a name has.
_SYNONYMS = (
    ("rare earth elements", "rare earths", "rare earth", "rees", "ree"),
    ("редкоземельных элементов", "редкоземельных металлов", "редких земель", "рзэ", "рзм"),
    ("редкоземельные элементы", "редкоземельные металлы", "редкие земли", "рзэ", "рзм"),
)
_HAS_SYNONYMS = re.compile("ree|rare.earth|рзэ|рзм|редк")  # a first look


def synonyms(form: str) -> list[str]:
    """A folded form with other words for rare earths, if it speaks of them."""
    if not _HAS_SYNONYMS.search(form):
        return []
    for words in _SYNONYMS:
        for word in words:
            found = re.search(rf"(?<![^\W_]){word}(?![^\W_])", form.replace("-", " "))
            if found:
                before, after = form[: found.start()], form[found.end() :]
                return [before + other + after for other in words if other != word]
    return []


def place_adjectives(entity: Entity) -> list[str]:
    """The adjective of a deposit's or project's place, in all forms, folded.

    It counts only right before a word for what stands there.
    """
    if entity.kind not in {EntityKind.DEPOSIT, EntityKind.PROJECT}:
        return []
    stems: dict[str, None] = {}
    for alias in (entity.name, *entity.aliases):
        folded = fold_name(alias)
        first = re.match("[а-я]{4,}(?:-[а-я]{3,})?(?![а-я-])", folded)
        if not first or not alias[0].isupper():
            continue
        word = first.group()
        adjective = re.fullmatch("(.+[сц]к)(?:ий|ая|ое|ие)", word)
        if adjective:
            stems.setdefault(adjective[1])
        elif word == folded and not dictionary.is_common(word):
            stems.setdefault(re.sub("(?:к[аио]|[аеиоуыюяьй])$", "", word) + "ск")
    return [stem + ending for stem in stems for ending in _ADJECTIVE_CASES]


def other_heads(alias: str) -> list[str]:
    """A generic name of a part with other words for what it is, in all forms, folded."""
    folded = fold_name(alias)
    if alias != alias.lower():
        return []
    if chinese.is_chinese(alias):
        return _other_heads_chinese(folded)
    words = folded.split(" ")
    if len(words) == 2 and words[1] in _HEADS_EN:
        return [f"{words[0]} {head}" for head in _HEADS_EN if head != words[1]]
    if len(words) == 2 and _ADJECTIVE.search(words[0]):
        return _other_heads_russian(words[0])
    return []


def part_heads(part: Entity, parent: Entity | None) -> list[str]:
    """Words for what a part is; right after a word of its context they mean it.

    "Rare earth facility" is the separation facility where its parent is named. Not those that
    are in the parent's own name, nor "project" where the parent is a project itself.
    """
    generic = [fold_name(alias) for alias in part.aliases if alias == alias.lower()]
    latin = [alias for alias in generic if re.search("[a-z]", alias)]
    russian_ = [alias for alias in generic if russian.is_russian(alias)]
    han = [alias for alias in generic if chinese.is_chinese(alias)]
    heads = [alias.rsplit(" ", 1)[-1] for alias in latin]
    if any(head in _HEADS_EN for head in heads):
        heads += _HEADS_EN
    if russian_:
        heads += [head for choices in _HEADS_RU.values() for head in choices]
    if han:
        heads += _HEADS_ZH
    own = " ".join(fold_name(a) for a in (parent.name, *parent.aliases)) if parent else ""
    whole = parent is not None and parent.kind is not EntityKind.COMPANY
    barred = {"project", "проект", "项目"} if whole else set()
    return [head for head in dict.fromkeys(heads) if head not in own and head not in barred]


def _other_heads_chinese(folded: str) -> list[str]:
    head = max((h for h in _HEADS_ZH if folded.endswith(h)), key=len, default="")
    stem = folded.removesuffix(head)
    if not head or len(stem) < 2:
        return []
    return [stem + other for other in _HEADS_ZH]


def _other_heads_russian(adjective: str) -> list[str]:
    stem = _ADJECTIVE.sub("", adjective)
    soft = adjective.endswith(("ий", "яя", "ее")) and stem[-1] not in "кгхжшчщ"
    endings = {"masc": "ий" if soft or stem[-1] in "кгхжшчщ" else "ый"}
    endings |= {"femn": "яя", "neut": "ее"} if soft else {"femn": "ая", "neut": "ое"}
    found: dict[str, None] = {}
    for gender, heads in _HEADS_RU.items():
        for head in heads:
            for form in russian.decline(f"{stem}{endings[gender]} {head}", plural=True):
                found.setdefault(form)
    return list(found)


def bags(entity: Entity) -> list[tuple[str, ...]]:
    """For each long name the beginnings of its words, to be found in one sentence.

    Only names of at least three words of which one is written as a name and one is not.
    """
    found: dict[tuple[str, ...], None] = {}
    if entity.kind is EntityKind.PERSON:
        return []
    aliases = [fold_name(alias) for alias in (entity.name, *entity.aliases, *entity.short)]
    for alias in (entity.name, *entity.aliases):
        folded = fold_name(alias)
        if any(other in folded and other != folded for other in aliases):
            continue  # a part of it is a name already
        bag = _bag_chinese(alias) if chinese.is_chinese(alias) else _bag(alias)
        if bag:
            found.setdefault(bag)
    return list(found)


def _bag(alias: str) -> tuple[str, ...]:
    words = [w for w in re.findall(r"[^\W\d_]+", alias) if fold_name(w) not in _SMALL_WORDS]
    names = [w for w in words if w[0].isupper() and len(w) >= 5]
    common = [w for w in words if w[0].islower() and len(w) >= 4]
    if len(names) + len(common) < 3 or not names or len(common) < 2 or len(words) > 5:
        return ()
    return tuple(sorted({_beginning(word) for word in (*names, *common)}))


def _beginning(word: str) -> str:
    """The part of a word that its forms and derivations share, as a term."""
    folded = fold_name(word)
    if russian.is_russian(folded):
        stem = re.sub("(?:ого|ому|ых|ой|ов|ом|ами|ах|[аеиоуыюяьй]{1,2})$", "", folded)
        if word[0].isupper():
            stem = re.sub("[аеиоуыюяьй]{1,2}$", "", folded)
        else:
            stem = re.sub("(?<=.{4})(?:н|ов|ев)$", "", stem)
        return f"{stem if len(stem) >= 4 else folded}*"
    return re.sub("(?<=.{4})(?:s|ies|es)$", "", folded) + "*"


def _bag_chinese(alias: str) -> tuple[str, ...]:
    """The part that spells a foreign name, and the word for what is there."""
    folded = fold_name(alias)
    start, end = chinese.spelled_part(folded)
    rest = folded[end:]
    if start or end - start < 4 or not 2 <= len(rest) <= 6:
        return ()
    return folded[:end], rest
