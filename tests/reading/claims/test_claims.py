"""Claims in small texts of our own making: (text, fact, value or part of it, modality)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import (
    Article,
    ArticleRef,
    Claim,
    Entity,
    EntityKind,
    Fact,
    Kind,
    Tier,
    Watchlist,
)
from monitor.reading.reader import Reader
from monitor.reading.values import format_value

WATCHLIST = Watchlist(
    entities=(
        Entity(
            "alder", "Alder Creek mine", EntityKind.PROJECT,
            ("Alder Creek", "Олдер-Крик", "奥尔德溪铜矿"), (), ("copper", "медь", "铜"),
        ),
        Entity("birch", "Birch Lake refinery", EntityKind.PROJECT, ("Birch Lake",), (), ("nickel",)),
        Entity("northern", "Northern Metals", EntityKind.COMPANY, ("Northern Metals",)),
    ),
    facts=(
        Fact("alder.commissioning", "alder", "commissioning", Kind.MILESTONE),
        Fact("alder.capacity", "alder", "capacity", Kind.QUANTITY, unit="t/yr"),
        Fact("alder.capex", "alder", "capex", Kind.MONEY, currency="USD"),
        Fact("alder.owner", "alder", "owner", Kind.PARTY),
        Fact("birch.commissioning", "birch", "commissioning", Kind.MILESTONE),
    ),
)  # fmt: skip

CASES = [
    ("Alder Creek will be commissioned in 2028.", "alder.commissioning", "2028", "planned"),
    ("Alder Creek is to start up in 2029 rather than 2028.", "alder.commissioning", "2028", "historic"),
    ("Alder Creek is to start up in 2029 rather than 2028.", "alder.commissioning", "2029", "planned"),
    ("The Alder Creek mine was commissioned on 3 March 2026.", "alder.commissioning", "2026-03-03", "happened"),
    ("Alder Creek, a copper mine, opened its canteen. The mine is to come on stream in 2028.", "alder.commissioning", "2028", "planned"),
    ("Alder Creek could be commissioned in 2028 if the banks agree.", "alder.commissioning", "2028", "conditional"),
    ("Analysts doubt that Alder Creek will be commissioned in 2028.", "alder.commissioning", "2028", "unknown"),
    ("Alder Creek will cost $1.2 billion.", "alder.capex", "USD 1.2 billion", "planned"),
    ("Alder Creek has a capacity of 45,000 t/yr.", "alder.capacity", "45,000 t/yr", "planned"),
    ("Northern Metals owns Alder Creek.", "alder.owner", "northern", "happened"),
    ("Birch Lake will be commissioned in 2027, while Alder Creek starts up in 2030.", "alder.commissioning", "2030", "planned"),
    ("Birch Lake will be commissioned in 2027, while Alder Creek starts up in 2030.", "birch.commissioning", "2027", "planned"),
    ("Alder Creek's commissioning has slid from 2026 to 2027 and now to 2029.", "alder.commissioning", "2027", "historic"),
    ("Alder Creek's commissioning has slid from 2026 to 2027 and now to 2029.", "alder.commissioning", "2029", "planned"),
    ("The commissioning of Alder Creek, planned for 2027, has been pushed back by a year.", "alder.commissioning", "2028", "planned"),
    ("The commissioning of Alder Creek, planned for 2027, has been pushed back by a year.", "alder.commissioning", "2027", "historic"),
    ("The company said Alder Creek would be commissioned in 2028, but an analyst at a broker expects 2030.", "alder.commissioning", "2028", "planned"),
    ("Northern Metals denied that Alder Creek would be commissioned only in 2030 and said 2028 still stands.", "alder.commissioning", "2028", "planned"),
    ("Northern Metals denied that Alder Creek would be commissioned only in 2030 and said 2028 still stands.", "alder.commissioning", "2030", "denied"),
    ("Alder Creek is not likely to be commissioned, even with new lenders on board, before 2029.", "alder.commissioning", "no earlier than 2029", "planned"),
    ("The start of Alder Creek was planned for 2027 but has been delayed by a year.", "alder.commissioning", "2028", "planned"),
    ("There is no delay, the company said: Alder Creek will be commissioned in 2028.", "alder.commissioning", "2028", "planned"),
    ("Alder Creek, which should have started up in 2026, will be commissioned in 2029.", "alder.commissioning", "2026", "historic"),
    ("The start of Alder Creek has not been put off. The date remains 2028.", "alder.commissioning", "2028", "planned"),
]  # fmt: skip

NOTHING = [
    ("Alder Creek lost its access road in 2025. The road will be reopened in 2028.", "alder.commissioning"),
    ("A bridge near Alder Creek is to be completed in 2028.", "alder.commissioning"),
    ("The licence for Alder Creek expires in 2044.", "alder.commissioning"),
    ("Alder Creek signed a loan of $300 million.", "alder.capex"),
    ("Construction of Alder Creek goes on. In Chile, Tarvo will be commissioned in 2031.", "alder.commissioning"),
    ("Alder Creek's neighbour Tarvo will start up in 2031.", "alder.commissioning"),
    ("Alder Creek plans to produce 20,000 tonnes in the second half.", "alder.capacity"),
]  # fmt: skip


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


def claims(
    reader: Reader, text: str, title: str = "Copper news", language: str = "en"
) -> list[Claim]:
    when = datetime(2026, 5, 20, tzinfo=UTC)
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, language, when, when)
    return list(reader.read(Article(ref, text)).claims)


@pytest.mark.parametrize(("text", "fact", "value", "modality"), CASES)
def test_claim(reader, text, fact, value, modality):
    found = [(c.fact, format_value(c.value), c.modality.value) for c in claims(reader, text)]
    if fact.endswith("owner"):
        found = [
            (c.fact, getattr(c.value, "party", ""), c.modality.value) for c in claims(reader, text)
        ]
    assert (fact, value, modality) in found


@pytest.mark.parametrize(("text", "fact"), NOTHING)
def test_no_claim(reader, text, fact):
    assert [c for c in claims(reader, text) if c.fact == fact] == []


def test_offsets_quote_and_reasons(reader):
    text = "Alder Creek will be commissioned in 2028."
    (claim,) = claims(reader, text)
    content = f"Copper news\n\n{text}"
    assert content[claim.start : claim.end] == claim.quote
    assert content[claim.value_start : claim.value_end] == "2028"
    assert {"cue", "subject"} <= {reason.rule for reason in claim.reasons}


STORY = """Whether work on Alder Creek has started remains unknown, even though its commissioning is
penciled for 2028. Production of up to 45,000 t/yr of copper is expected after ramp-up, most of it destined for
Birch Lake, another project of Northern Metals, which also owns Alder Creek."""


def test_a_dense_paragraph(reader):
    found = {(c.fact, format_value(c.value)) for c in claims(reader, " ".join(STORY.split()))}
    assert ("alder.commissioning", "2028") in found
    assert ("alder.capacity", "up to 45,000 t/yr") in found
    assert not any(fact.startswith("birch") for fact, _ in found)


def test_who_says_so(reader):
    text = "Alder Creek will be commissioned in 2028, a director of the mine said on Monday."
    (claim,) = claims(reader, text)
    assert claim.speaker == "director"


def test_a_headline_gives_way_to_its_body(reader):
    found = claims(
        reader,
        "Alder Creek starts up in 2029, the company said.",
        "Alder Creek to start up in 2027",
    )
    told = {(format_value(c.value), c.modality.value) for c in found}
    assert told == {("2029", "planned"), ("2027", "unknown")}


def test_hostile_text_is_read_in_linear_time(reader):
    from time import perf_counter

    begun = perf_counter()
    for piece in ("start ", "from 2027 to ", "if ", "rather than 2028 ", ", and "):
        claims(reader, "Alder Creek " + piece * 2000)
    assert perf_counter() - begun < 20


@pytest.mark.parametrize("language", ["en-GB", "EN", "", "xx"])
def test_a_language_said_loosely_or_not_at_all(reader, language):
    text = "Alder Creek will be commissioned in 2028, the company said in its report for the year."
    assert [c.fact for c in claims(reader, text, language=language)] == ["alder.commissioning"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Alder Creek", "«(\u200b&nbsp;", "2028" * 500])
def test_odd_texts_are_read_without_complaint(reader, text):
    assert claims(reader, text) == []
