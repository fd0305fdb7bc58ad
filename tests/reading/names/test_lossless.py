"""What one pass finds is what comparing every form with every stretch finds, no more, no less."""

import random
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from monitor.model import Entity, EntityKind, Watchlist
from monitor.reading.names.finder import NameFinder
from monitor.reading.names.pieces import PAD, Cutter
from monitor.reading.names.scan import compile_matcher
from monitor.reading.text.boundaries import ends_word, starts_word
from monitor.reading.text.text import fold

ENTITIES = (
    Entity("a", "Norsk Magnesium Plant", EntityKind.COMPANY, ("Норский магниевый завод", "索里卡姆斯克镁厂"), ("NMP", "НМЗ")),
    Entity("b", "Tagorskoye deposit", EntityKind.DEPOSIT, ("Тагорское месторождение", "塔戈尔斯科耶矿床")),
    Entity("c", "Kantukov", EntityKind.PERSON, ("Глеб Кантуков",)),
    Entity("d", "Norsk Manganese Plant", EntityKind.COMPANY, ("Upper Norsk-Tagor line",)),
)  # fmt: skip
MATCHER = compile_matcher(Watchlist(ENTITIES))
FORMS = [form for name in MATCHER.names for form in name.forms]
FINDERS = {
    "one by one": NameFinder(MATCHER.names, MATCHER.cut),
    "in crowds": NameFinder(MATCHER.names, MATCHER.cut, few=0),
}
DECOYS = [
    "the",
    "a",
    "plant",
    "завод",
    "на",
    "из",
    "norsk",
    "магниевый",
    "厂",
    "斯克",
    "项目",
    "3",
    "no.",
    "месторождения",
    "«да»",
    "x-ray",
]
LETTERS = "aeinorst-аеиностк 斯克矿3"


def brute_force(text):
    """(name, start, end) -> fewest edits, over every stretch between word boundaries."""
    found = {}
    longest = max(map(len, FORMS)) + 3
    for start in range(len(text)):
        if not starts_word(text, start):
            continue
        for end in range(start + 1, min(len(text), start + longest) + 1):
            if not ends_word(text, end):
                continue
            stretch = text[start:end]
            alnum = stretch[0].isalnum() and stretch[-1].isalnum()
            for index, name in enumerate(MATCHER.names):
                if stretch in name.forms:
                    found[index, start, end] = 0
                elif name.budget and alnum:
                    edits = min(
                        Levenshtein.distance(stretch, form, score_cutoff=name.budget)
                        for form in name.forms
                    )
                    if edits <= name.budget:
                        found[index, start, end] = edits
    return found


def one_pass(how, text):
    found = {}
    for hit in FINDERS[how].find(fold(text)):
        assert (hit.name, hit.start, hit.end) not in found
        found[hit.name, hit.start, hit.end] = hit.edits
    return found


def misspell(chance, form, edits):
    letters = list(form)
    for _ in range(edits):
        at = chance.randrange(len(letters) + 1)
        act = chance.choice("isdt")
        if act == "i":
            letters.insert(at, chance.choice(LETTERS))
        elif at < len(letters) and act == "s":
            letters[at] = chance.choice(LETTERS)
        elif at < len(letters) and act == "d" and len(letters) > 1:
            del letters[at]
        elif at + 1 < len(letters):
            letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def sentence(chance):
    words = [chance.choice(DECOYS) for _ in range(chance.randint(0, 5))]
    for _ in range(chance.randint(1, 2)):
        planted = misspell(chance, chance.choice(FORMS), chance.randint(0, 4))
        words.insert(chance.randint(0, len(words)), planted)
    return chance.choice([" ", " ", " ", "", "-", ", "]).join(words)


@pytest.mark.parametrize("how", FINDERS)
@pytest.mark.parametrize("seed", range(8))
def test_planted_names(seed, how):
    chance = random.Random(seed)
    for _ in range(100):
        text = fold(sentence(chance)).text
        assert one_pass(how, text) == brute_force(text), text


PARTS = st.sampled_from([*FORMS[:40], *DECOYS, " ", " ", "-", "斯", "о", "n"])


@settings(max_examples=60, deadline=None)
@given(st.lists(PARTS, max_size=8), st.randoms(use_true_random=False))
def test_any_text(parts, chance):
    text = fold(misspell(chance, "".join(parts), 2) if parts else "").text
    assert one_pass("one by one", text) == one_pass("in crowds", text) == brute_force(text)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text("abcd завод斯克", min_size=1, max_size=24), max_size=4), st.integers(0, 3))
def test_pieces_lie_apart_in_their_forms(forms, edits):
    pieces = Cutter({"abcd": 1.0, "завод": 0.3}).cut(dict.fromkeys(forms), edits)
    for form in set(forms):
        own = sorted((at, piece) for piece, at, of in pieces if of == form)
        assert len(own) == edits + 1 or (not own and len(form) <= edits)
        padded = f"{PAD}{form}{PAD}"
        assert all(padded[at + 1 : at + 1 + len(piece)] == piece for at, piece in own)
        assert all(a + len(piece) <= b for (a, piece), (b, _) in pairwise(own))


@pytest.mark.parametrize("how", FINDERS)
def test_a_misspelt_name_right_before_a_number_in_chinese(how):
    text = fold("镁厂norsk magnesium plants3里").text
    assert one_pass(how, text) == brute_force(text)
