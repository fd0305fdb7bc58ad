"""Short names in any business: what the watchlist says of it decides, and other walks of life."""

import pytest

from monitor.model import Entity, EntityKind, Watchlist
from monitor.reading.names.match import match
from monitor.reading.names.scan import compile_matcher
from tests.reading_factories import article

C = EntityKind.COMPANY
ENTITIES = (
    Entity(
        "uac", "United Aircraft Corporation", C, ("Объединенная авиастроительная корпорация",),
        ("UAC", "ОАК"), ("aircraft", "airliner", "jet", "самолет", "лайнер", "客机"),
    ),
    Entity("hengrui", "恒瑞医药", C, short=("恒瑞", "HR"), context=("新药", "临床", "drug", "clinical")),
    Entity("orbit", "Orbit Launch Services", C, short=("OLS",), context=("rocket", "satellite")),
    Entity("bare", "Bare Minimum Trust", C, short=("BMT",)),
    Entity("ore", "Norsk Magnesium Plant", C, short=("NMP",), context=("magnesium", "ore")),
)  # fmt: skip
CASES = [
    ("a word of the business", "UAC delays deliveries", "The airliner will fly in 2027.", {"uac"}),
    ("its own words are nobody else's", "UAC", "Ten jets and an aircraft for the airline at the airport.", {"uac"}),
    ("cases", "ОАК переносит поставки", "Первые самолёты передадут в 2027 году.", {"uac"}),
    ("no word of it", "UAC wins again", "The company was pleased.", set()),
    ("sport", "UAC wins", "The coach and the goalkeeper saw an aircraft over the stadium; fans of hockey sang.", set()),
    ("sport in Russian", "ОАК победил", "Тренер сборной и хоккеисты видели самолет, болельщики пели, матч прошел на стадионе.", set()),
    ("the full name in any story", "Football", "The United Aircraft Corporation team met the coach at the stadium.", {"uac"}),
    ("Chinese", "恒瑞获批", "公司的新药进入临床。", {"hengrui"}),
    ("Chinese and Latin letters", "HR新药获批", "公司的临床试验完成。", {"hengrui"}),
    ("Chinese school", "恒瑞学校", "学生参加足球比赛，教练说新药。", set()),
    ("rockets are a business", "OLS flies", "The rocket put a satellite into orbit.", {"orbit"}),
    ("without a context of its own", "BMT", "The coach saw the school concert.", set()),
    ("beside another that is meant", "BMT and UAC", "The plant of United Aircraft Corporation makes jets.", {"bare", "uac"}),
    ("mining among others", "NMP", "Magnesium ores and metals, oxides and concentrates of the mine.", {"ore"}),
    ("mining among others, in another sense", "NMP", "The magnesium choir sang at the school concert; fans and pupils.", set()),
]  # fmt: skip


@pytest.fixture(scope="module")
def matcher():
    return compile_matcher(Watchlist(ENTITIES))


@pytest.mark.parametrize(
    ("title", "text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_short_names(matcher, title, text, expected):
    assert {hit.entity for hit in match(matcher, article(title, text))} == expected


def test_a_short_name_alone_is_less_sure(matcher):
    (full,) = match(matcher, article("United Aircraft Corporation", "An aircraft."))
    (short,) = match(matcher, article("UAC", "An aircraft."))
    assert short.score < full.score
    assert any("words of the business" in reason.detail for reason in short.reasons)


def test_words_of_the_topic_count():
    topical = compile_matcher(Watchlist((ENTITIES[0], ENTITIES[3]), topic=("pension", "fund")))
    assert match(topical, article("BMT", "The pension fund grows."))
    assert not match(
        topical, article("BMT", "The pension of the coach: fans, hockey, a concert, a choir.")
    )
