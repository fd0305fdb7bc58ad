"""Hits: which names found in an article are meant."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.model import Entity, EntityKind, Watchlist
from monitor.reading.names.match import match
from monitor.reading.names.scan import compile_matcher
from tests.reading_factories import article

ENTITIES = (
    Entity(
        "nmp", "Norsk Magnesium Plant", EntityKind.COMPANY,
        aliases=("Норский магниевый завод", "诺里卡姆斯克镁厂"),
        short=("NMP", "НМЗ"),
        context=("Norsk", "magnesium", "магни*", "Норск", "镁"),
        excluded=("National Marine Park", "Ново-Московский завод"),
    ),
    Entity(
        "nmp-complex", "NMP separation complex", EntityKind.PROJECT,
        aliases=("separation facility", "разделительный комплекс"),
        context=("rare earth",), part_of="nmp",
    ),
    Entity(
        "tagor", "Tagor deposit", EntityKind.DEPOSIT, aliases=("Tagor", "Тагор"),
        context=("niobium", "ниоби*", "rare earth", "铌"), excluded=("Tagor village", "Tagorr"),
    ),
    Entity(
        "petrov", "Gleb Kantukov", EntityKind.PERSON, aliases=("Глеб Кантуков", "Кантуков", "Kantukov"),
        context=("minister", "министр"),
    ),
)  # fmt: skip
WATCHLIST = Watchlist(ENTITIES)


@pytest.fixture(scope="module")
def matcher():
    return compile_matcher(WATCHLIST)


ORE = " The mine will produce 2,000 tonnes of rare earth oxides a year, and niobium."

CASES = [
    ("full name", "Norsk Magnesium Plant to raise rare earth output", "", {"nmp"}),
    ("cases", "Новости Норского магниевого завода", "Запуск производства редких земель назначен на 2027 год.", {"nmp"}),
    ("misspelt", "Норский магнитный завод строит цех", "Производство редких земель и магния растет.", {"nmp"}),
    ("short with context", "NMP raises magnesium output", "The plant sold 300 tonnes.", {"nmp"}),
    ("short without context", "NMP raises output", "The plant sold 300 tonnes of ore.", set()),
    ("look-alike", "NMP opens", "The National Marine Park (NMP) took in magnesium salt.", set()),
    ("rival initials", "New Milk Plant opens line", "New Milk Plant, or NMP, has a magnesium supplier.", set()),
    ("part with parent", "Norsk Magnesium Plant delays separation facility", ORE, {"nmp", "nmp-complex"}),
    ("part without parent", "Company delays separation facility", ORE, set()),
    ("parent inside the part's name", "NMP separation complex: rare earth and magnesium", ORE, {"nmp", "nmp-complex"}),
    ("deposit", "Tagor drilling ends", ORE, {"tagor"}),
    ("village", "In Tagor village school opens", "Pupils of Tagor went to a concert.", set()),
    ("plural is not the name", "Tagors of the world", ORE, set()),
    ("person", "Minister Kantukov on rare earth ores", "He spoke of the Tagor deposit." + ORE, {"petrov", "tagor"}),
    ("namesake", "A hockey match", "The coach praised Savely Kantukov for the goal.", set()),
    ("namesake first in the sentence", "Матч", "Савелий Кантуков забил гол. Металлы, руда, концентрат.", set()),
    ("an office before a surname", "Планы", "Министр промышленности России Кантуков: металлы, руда, концентрат, ниобий.", {"petrov"}),
    ("whose surname", "Plans", "They heard Moscow's Kantukov and Russian Kantukov on ores, oxides, metals.", {"petrov"}),
    ("a year is no town", "Пуск", "В 2027 г. Тагор даст ниобий: рудник, концентрат, металлы.", {"tagor"}),
    ("a year after a name", "镁厂", "诺里卡姆斯克镁厂2027年投产，镁、稀土精矿、金属。", {"nmp"}),
    ("a longer name in quotes", "教育", "“诺里卡姆斯克镁厂2040”教育计划，镁、稀土精矿、金属。", set()),
    ("a year right behind a Latin name", "NMP2027年投产", "镁、稀土精矿、金属。", {"nmp"}),
    ("a number right behind a Latin name", "金属", "NMP一年生产镁，Tagor3.5万吨精矿，含铌。", {"nmp", "tagor"}),
    ("a Latin name inside Chinese", "公司收购Tagor项目", "铌、稀土精矿、金属。", {"tagor"}),
    ("a number that is part of a Latin name", "Tagor12 flies", ORE, set()),
    ("short for a look-alike", "NMP in Norsk", "National Marine Park (NMP): magnesium ores, metals, oxides, the mine, concentrate.", set()),
    ("a look-alike listed as the name is misspelt", "Tagorr news", "Tagorr has niobium, ores, metals, oxides, concentrate.", set()),
    ("two names joined", "Tagor–NMP deal", "Niobium and magnesium, ores and oxides of the mine.", {"tagor", "nmp"}),
    ("town like the surname", "Кантуково празднует", "В Кантуково построят завод металлов, концентратов и руд.", set()),
    ("adjective of a place", "На Тагорском руднике пуск", "Ниобиевый концентрат, металлы и руда.", {"tagor"}),
    ("an adjective that stands for the thing", "Тагорский запустят в 2028 году", "Ниобиевый концентрат, металлы и руда.", {"tagor"}),
    ("and in Latin letters", "Where niobium comes from", "Tagorsky should reach capacity in 2028. Ore, metals, oxides.", {"tagor"}),
    ("an adjective of a place without context", "Тагорский запустят в 2028 году", "Металлы и руда.", set()),
    ("the adjective of a street", "Tagorsky Prospekt closes", "Niobium, ore, metals, oxides: nothing for Tagorsky avenue.", set()),
    ("the adjective of an office", "Тагорский прокурор о ниобии", "Ниобиевый концентрат, металлы и руда.", set()),
    ("adjective of another thing", "В Тагорском районе снег", "Ниобиевый концентрат, металлы и руда.", set()),
    ("described", "Ниобий Тагора ждёт", "Руду купит завод, что плавит магний в Норске; металлы растут.", {"tagor", "nmp"}),
    ("not described, in two sentences", "Ниобий Тагора ждёт", "В Норске снег и руда. Завод плавит магний и металлы.", {"tagor"}),
    ("part in words of its context", "Norsk Magnesium Plant delays rare earth unit", ORE, {"nmp", "nmp-complex"}),
    ("designation", "Tagor-12 drone flies", ORE, set()),
    ("longer name", "A match", "They met at the NMP Stadium on Sunday, with magnesium ores and metals.", set()),
    ("in small letters", "A nmp of magnesium", "The ores and metals, oxides and concentrates.", set()),
    ("full name makes short count", "Norsk Magnesium Plant: NMP ores, metals", "", {"nmp"}),
    ("no name", "Copper prices", ORE, set()),
    ("a stadium of the name", "Norsk Magnesium Plant Stadium opens", ORE, set()),
    ("a junction of the name", "Yard at Tagor Junction", ORE, set()),
    ("a street of the name", "На улице Тагор ремонт", "Ниобиевый концентрат, металлы и руда.", set()),
    ("a club of the name", "ФК «Тагор» победил", "Ниобиевый концентрат, металлы и руда.", set()),
    ("a look-alike after a preposition", "В сомоне Тагор пересчитали скот", "Ниобиевый концентрат, руда.", set()),
    ("a Chinese school of the name", "诺里卡姆斯克镁厂中学开学", "镁、稀土精矿、金属。", set()),
    ("an acronym that its look-alike has", "NMP on magnesium", "Last week it ran a long piece that says what boards are: too old, too few and too fond of it.", set()),
    ("the acronym in a story of ours", "NMP on magnesium", "The NMP mine and smelter: magnesium ores, metals, oxides, tailings, concentrate of niobium.", {"nmp"}),
    ("a title before the name", "Justice Tagor sits", "Ms Tagor struck out a claim on niobium ores, oxides, metals, the mine.", set()),
    ("a given name before it", "An inquiry", "It is led by Margaret Tagor: niobium ores, oxides, metals, concentrate. Tagor reports in June.", set()),
    ("a Russian given name before it", "Суд", "Её ведёт Людмила Тагор: ниобий, руда, концентрат, металлы.", set()),
    ("a foreigner's names in Chinese", "诗人", "西蒙·诺里卡姆斯克镁厂：镁、稀土精矿、金属。", set()),
    ("a person beside the full name", "Margaret Tagor on the Tagor deposit", ORE, {"tagor"}),
    ("capitals behind it are no surname", "Tagor Mine Opens With Niobium Oxides", ORE, {"tagor"}),
    ("beside its junction the deposit", "Tagor Junction gets rails for the Tagor deposit", ORE, {"tagor"}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("title", "text", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_hits(matcher, title, text, expected):
    assert {hit.entity for hit in match(matcher, article(title, text))} == expected


def test_mentions_lead_to_the_original(matcher):
    one = article(
        "X", "Запуск на Нор\u00adском&nbsp;магниевом заводе: производство редких земель, магний."
    )
    (hit,) = match(matcher, one)
    assert one.content[hit.mention.start : hit.mention.end] == hit.mention.text
    assert hit.mention.text == "Нор\u00adском&nbsp;магниевом заводе"
    assert hit.mention.how == "inflected"
    assert hit.mention.alias == "Норский магниевый завод"


def test_several_mentions_one_hit(matcher):
    (hit,) = match(matcher, article("Tagor mine", "Tagor ore is rich. Tagor has niobium."))
    assert len(hit.mentions) == 3
    assert hit.mention.start == 0
    assert 0 < hit.score < 1
    assert hit.reasons


def test_headline_counts_more_than_passing(matcher):
    (headline,) = match(matcher, article("Tagor niobium mine", ORE * 30))
    (passing,) = match(matcher, article("Mine", ORE * 30 + " Like Tagor."))
    assert headline.score > passing.score


def test_topic_decides(matcher):
    strict = compile_matcher(Watchlist(ENTITIES, topic=("graphite",)))
    assert match(strict, article("Tagor niobium mine", ORE)) == ()
    assert match(strict, article("Tagor niobium and graphite mine", ORE))


def test_cache_gives_the_same(matcher):
    again = compile_matcher(WATCHLIST, matcher.dump())
    assert (tuple(again.names), again.cut, again.terms, again.roles) == (
        matcher.names, matcher.cut, matcher.terms, matcher.roles,
    )  # fmt: skip


TEXTS = st.text(st.sampled_from("NMPТагор aя.\n\"«»(—-2国&;\u00ad' "), max_size=40)


@settings(max_examples=150, deadline=None)
@given(
    TEXTS,
    st.sampled_from(["Tagor", "NMP", "Норский магниевый завод", "Kantukov", "诺里卡姆斯克镁厂"]),
    TEXTS,
)
def test_any_text_is_matched(matcher, before, name, after):
    one = article(before, f"{name}{after} magnesium ore niobium {before}")
    for hit in match(matcher, one):
        assert hit.mention in hit.mentions
        assert 0 < hit.score < 1
        for mention in hit.mentions:
            assert one.content[mention.start : mention.end] == mention.text != ""


@pytest.mark.parametrize("cache", [b"", b"{}", b"no json", b'{"format": 1}', b"[1]"])
def test_bad_cache_is_ignored(cache):
    small = Watchlist(ENTITIES[2:3])
    assert tuple(compile_matcher(small, cache).names) == compile_matcher(small).names
