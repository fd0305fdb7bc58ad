from datetime import UTC, datetime

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Tier, Watchlist
from monitor.reading.names.advice import advise, explain_names, near_misses
from monitor.reading.names.scan import compile_matcher

C, D, P, J = EntityKind.COMPANY, EntityKind.DEPOSIT, EntityKind.PERSON, EntityKind.PROJECT

CASES = [
    ([Entity("a", "Norsk Plant", C, ("NMP",))], "a", "NMP", "too short"),
    ([Entity("a", "Вулкан", D)], "a", "Вулкан", "ordinary word"),
    ([Entity("a", "Tagor", D), Entity("b", "Tagor mine", D, ("Tagor",))], "b", "Tagor", "also a name of a"),
    ([Entity("a", "smelter", J)], "a", "smelter", "small letters"),
    ([Entity("a", "Мантуров", P)], "a", "Мантуров", "Мантурово"),
    ([Entity("a", "Norsk Plant", C, short=("NMP",))], "a", "NMP", "no `context`"),
    ([Entity("a", "Norsk Plant", C, context=("зо*",))], "a", "зо*", "very many"),
    ([Entity("a", "Nor*", C)], "a", "Nor*", "beginning"),
    ([Entity("a", "Мантуров", P, excluded=("Мантурово",))], "a", "Мантурово", "names too"),
    ([Entity("a", "Tagor mine", D, ("Tagor",), excluded=("Tagor",))], "a", "Tagor", "just as it is written"),
]  # fmt: skip


@pytest.mark.parametrize(("entities", "entity", "alias", "message"), CASES)
def test_advice(entities, entity, alias, message):
    found = advise(Watchlist(tuple(entities)))
    assert any((a.entity, a.alias) == (entity, alias) and message in a.message for a in found), (
        found
    )
    assert all(a.hint for a in found)


def test_a_good_watchlist_gets_none():
    entity = Entity(
        "a", "Norsk Magnesium Plant", C, ("Норский магниевый завод",), ("NMP",), ("magnesium",)
    )
    assert advise(Watchlist((entity,))) == []


def test_explain_names():
    matcher = compile_matcher(Watchlist((Entity("a", "Tagor deposit", D, ("Тагор",)),)))
    forms = {form: how for name in explain_names(matcher, "a") for form, how in name.forms}
    assert forms["tagor deposit"] == "exact"
    assert forms["тагора"] == "inflected"
    assert forms["тагорского"] == "inflected"
    with pytest.raises(KeyError):
        explain_names(matcher, "b")


def test_near_misses():
    person = Entity("k", "Gleb Kantukov", P, ("Kantukov",))
    ref = ArticleRef(
        "n", "u", "Kantukovo wins", "s", Tier.PRESS, "en", None, datetime(2026, 1, 1, tzinfo=UTC)
    )
    article = Article(ref, "We saw Savely Kantukov play.")
    misses = near_misses(compile_matcher(Watchlist((person,))), article)
    assert [(miss.text, miss.alias) for miss in misses] == [
        ("Kantukovo", "Kantukov"),
        ("Kantukov", "Kantukov"),
    ]
    assert "another word" in misses[0].why
    assert misses[1].why == "namesake"
