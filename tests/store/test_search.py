"""Finding: three languages, the query's grammar, snippets, order."""

from datetime import timedelta

import pytest

from monitor.store.listings import open_listings
from monitor.store.listings.searching import search
from monitor.store.query import QueryError, parse
from monitor.wire import instant_to_json
from tests.store_factories import NOW, article

TEXTS = {
    1: ("en", "Plant delayed", "The separation complex at Solikamsk is delayed to 2028."),
    2: (
        "ru",
        "Завод запустят",
        "Соликамский магниевый завод запустит комплекс. Росатом готов. Отчёт.",
    ),
    3: ("zh", "稀土项目", "索利卡姆斯克镁厂的稀土分离项目将于2028年投产。"),
    4: ("ru", "О заводах", "На заводах говорят о Росатоме и о Мантурове; Мантуров молчит."),
    5: ("en", "Café", "A complex separation of the naïve; rare earths, and nothing else."),
}


@pytest.fixture
def full(store):
    for number, (language, title, text) in TEXTS.items():
        store.articles.save(article(number, language=language, title=title, text=text))
    return store


def find(store, query, **options):
    connection = open_listings(str(store.database.path))
    try:
        return search(connection, query, today=NOW.date().isoformat(), **options)
    finally:
        connection.close()


def found(store, query, **options):
    return sorted(int(hit["id"][1:]) for hit in find(store, query, **options))


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("complex", [1, 5]),
        ("COMPLEX", [1, 5]),
        ('"separation complex"', [1]),
        ("separation complex", [1, 5]),
        ("separation AND delayed", [1]),
        ("delayed OR rare", [1, 5]),
        ("complex NOT rare", [1]),
        ("complex -rare", [1]),
        ("complex AND NOT rare", [1]),
        ("(delayed OR rare) separation", [1, 5]),
        ('complex -"rare earths"', [1]),
        ("separat*", [1, 5]),
        ("separat", []),
        ("title:delayed", [1]),
        ("title:separation", []),
        ("cafe", [5]),
        ("naive", [5]),
        ("завод", [2, 4]),
        ("ЗАВОДОВ", [2, 4]),
        ("росатому", [2, 4]),
        ("Росатом", [2, 4]),
        ("Мантуров", [4]),
        ("мантурова", [4]),
        ("отчет", [2]),
        ("ОТЧЁТА", [2]),
        ('"магниевого завода"', [2]),
        ('"завод магниевый"', []),
        ("магн*", [2]),
        ("магниевы*", [2]),
        ("稀土", [3]),
        ("镁厂", [3]),
        ("厂镁", []),
        ("索利卡姆斯克", [3]),
        ("土分", [3]),
        ("2028", [1, 3]),
        ("2028年", [3]),
        ("稀土 2028", [3]),
        ("near", []),
        ("or", []),
        ("smz-complex", []),
        ("rare-earths", [5]),
        ("rare — earths", [5]),
        ("магний", [2]),
        ("'; DROP TABLE articles", []),
    ],
)
def test_what_is_found(full, query, articles):
    assert found(full, query) == articles


@pytest.mark.parametrize(
    ("query", "complaint"),
    [
        ("", "what to look for"),
        ("   ", "what to look for"),
        ('"rare earths', "not closed"),
        ("(rare", "not closed"),
        ("rare)", "closing parenthesis"),
        ("()", "no word"),
        ("NOT rare", "not only what not"),
        ("-rare", "not only what not"),
        ("rare OR", "between two words"),
        ("OR rare", "between two words"),
        ("AND rare", "between two words"),
        ("rare AND", "between two words"),
        ("rare AND AND earths", "between two words"),
        ("rare NOT", "before a word"),
        ("*", "no word"),
        ('""', "no word"),
        ("???", "no word"),
    ],
)
def test_what_cannot_be_understood_is_said_so(full, query, complaint):
    with pytest.raises(QueryError, match=complaint):
        find(full, query)


@pytest.mark.parametrize(
    ("query", "article_id", "marked"),
    [
        ('"separation complex"', "n1", ["separation complex"]),
        ("separat*", "n1", ["separation"]),
        ("завода", "n2", ["завод"]),
        ("отчет", "n2", ["Отчёт"]),
        ("稀土", "n3", ["稀土"]),
        ("мантуров", "n4", ["Мантурове", "Мантуров"]),
        ("naive", "n5", ["naïve"]),
    ],
)
def test_snippets_mark_what_was_found(full, query, article_id, marked):
    hits = find(full, query)
    hit = next(each for each in hits if each["id"] == article_id)
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == marked


def test_a_snippet_is_one_line_around_the_match(store):
    text = "word " * 200 + "\n\nthe\x1b[31m needle\n\n" + "word " * 200
    store.articles.save(article(text=text))
    (hit,) = find(store, "needle")
    assert len(hit["snippet"]) <= 162
    assert hit["snippet"].isprintable()
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["needle"]


def test_filters(full):
    assert found(full, "завод OR complex OR 稀土", language="ru") == [2, 4]
    assert found(full, "complex", source="Nobody") == []
    assert found(full, "complex", since=instant_to_json(NOW - timedelta(days=26))) == [5]
    assert found(full, "complex", until=instant_to_json(NOW - timedelta(days=26))) == [1]
    assert len(find(full, "complex", limit=1)) == 1


def test_newer_before_older_and_closer_before_looser(store):
    for number, days in ((1, 3000), (2, 1), (3, 1000)):
        store.articles.save(article(number, text="needle", published=NOW - timedelta(days=days)))
    store.articles.save(
        article(4, title="needle", text="needle", published=NOW - timedelta(days=900))
    )
    hits = find(store, "needle")
    assert [hit["id"] for hit in hits] == ["n4", "n2", "n3", "n1"]
    hits = find(store, "needle", by_date=True)
    assert [hit["id"] for hit in hits] == ["n2", "n4", "n3", "n1"]


def test_only_the_newest_version_is_found(store):
    store.articles.save(article(text="before"))
    store.articles.save(article(text="after", version=2))
    assert found(store, "before") == []
    assert found(store, "after") == [1]


@pytest.mark.parametrize("text", ["a" * 5000, "(" * 50 + "a" + ")" * 50, "магниевого " * 40])
def test_long_queries_are_bounded(full, text):
    assert parse(text).match
    find(full, text)
