"""Articles, versions, stories."""

import itertools
from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store_factories import NOW, article


def test_an_article_comes_back_as_it_went_in(store):
    stored = article(language="ru", text="Текст\n\nи ещё 𠀀 абзац")
    store.articles.save(stored)
    assert store.articles.get("n1") == stored
    assert store.articles.get("n2") is None


def test_an_undated_article_stays_undated(store):
    stored = article()
    stored = replace(stored, ref=replace(stored.ref, published=None))
    store.articles.save(stored)
    assert store.articles.get("n1") == stored


def test_versions(store):
    first = article()
    store.articles.save(first)
    edited = article(text="Other text.", version=2)
    store.articles.save(edited)
    assert store.articles.get("n1") == edited
    assert store.articles.get("n1", 1) == first
    assert store.articles.count() == 1


@pytest.mark.parametrize(
    ("published", "dated"),
    [
        (timedelta(days=-30), NOW),  # as before: the edit counts from when it was seen
        (timedelta(days=-2), NOW - timedelta(days=2)),
    ],
)
def test_an_edit_counts_from_when_its_wording_appeared(store, published, dated):
    store.articles.save(article(published=NOW - timedelta(days=30)))
    number = store.articles.save(article(text="New.", version=2, published=NOW + published))
    assert store.articles.dated(number, 2) == dated.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert store.articles.get("n1").ref.published == NOW - timedelta(days=30)


def connect(store, links, order):
    """Stores articles in an order, each told of its copies among those already there."""
    for name in order:
        number = store.articles.save(article(name))
        store.articles.join_story(
            number, NOW, str(name), ["key"], lambda other, name=name: {int(other), name} in links
        )
    return {
        row["id"]: row["story"] for row in store.database.rows("SELECT id, story FROM articles")
    }


@pytest.mark.parametrize("order", list(itertools.permutations([1, 2, 3, 4])))
def test_stories_do_not_depend_on_what_came_first(store, order):
    stories = connect(store, [{1, 2}, {2, 3}], order)
    assert stories["n1"] == stories["n2"] == stories["n3"] != stories["n4"]
    assert stories["n1"] == connect_alone(store)


def connect_alone(store):
    """The story of a chain is that of its earliest article."""
    from monitor.model import make_id

    return make_id("s", "n1")


def test_only_what_is_near_in_time_is_compared(store):
    for number, day in ((1, 0), (2, 7), (3, 8)):
        stored = store.articles.save(article(number))
        at = NOW + timedelta(days=day)
        store.articles.join_story(stored, at, str(number), ["key"], lambda other: other == "1")
    rows = store.database.rows("SELECT story FROM articles ORDER BY number")
    assert rows[0]["story"] == rows[1]["story"] != rows[2]["story"]


def test_joining_names_the_articles_that_moved(store):
    first, third = (store.articles.save(article(number)) for number in (1, 3))
    assert store.articles.join_story(first, NOW, "1", ["a"], lambda _: True) == set()
    assert store.articles.join_story(third, NOW, "3", ["b"], lambda _: True) == set()
    second = store.articles.save(article(2))
    assert store.articles.join_story(second, NOW, "2", ["a", "b"], lambda _: True) == {third}
