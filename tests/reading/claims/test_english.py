"""English the way journalists vary it: sentences of our own making, and what they claim."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from monitor.model import Article, ArticleRef, Entity, EntityKind, Fact, Kind, Tier, Watchlist
from monitor.reading.reader import Reader
from monitor.reading.values import format_value

_FACTS = {
    "commissioning": Kind.MILESTONE,
    "first-production": Kind.MILESTONE,
    "full-capacity": Kind.MILESTONE,
    "construction-start": Kind.MILESTONE,
    "construction-complete": Kind.MILESTONE,
    "final-investment-decision": Kind.MILESTONE,
    "feasibility-study": Kind.MILESTONE,
    "permit": Kind.MILESTONE,
    "capacity": Kind.QUANTITY,
    "resource": Kind.QUANTITY,
    "capex": Kind.MONEY,
    "funding": Kind.MONEY,
    "stake": Kind.SHARE,
}
_UNITS = {"capacity": "t/yr", "resource": "t", "stake": "%"}

WATCHLIST = Watchlist(
    entities=(
        Entity(
            "alder", "Alder Creek mine", EntityKind.PROJECT,
            ("Alder Creek",), (), ("copper", "gold", "lithium", "smelter"),
        ),
        Entity("birch", "Birch Lake refinery", EntityKind.PROJECT, ("Birch Lake",), (), ("nickel",)),
    ),
    facts=(
        *(
            Fact(name, "alder", name, kind, unit=_UNITS.get(name, ""), currency="USD" if kind is Kind.MONEY else "")
            for name, kind in _FACTS.items()
        ),
        Fact("birch", "birch", "commissioning", Kind.MILESTONE),
    ),
)  # fmt: skip

CASES = [
    (
        "Alder Creek's first doré bar is now pencilled in for March 2027.",
        [("first-production", "March 2027", "planned")],
    ),
    (
        "Cathode will start rolling out of Alder Creek in late 2027.",
        [("first-production", "Q4 2027", "planned")],
    ),
    (
        "Alder Creek shipped its maiden cargo of concentrate on 2 April.",
        [("first-production", "2026-04-02", "happened")],
    ),
    (
        "Alder Creek will not see metal until 2029, the chief executive conceded.",
        [("first-production", "no earlier than 2029", "planned")],
    ),
    (
        "The start of mining at Alder Creek has slipped into 2028.",
        [("first-production", "2028", "planned")],
    ),
    (
        "Alder Creek was handed over to its operators in April.",
        [("commissioning", "April 2026", "happened")],
    ),
    (
        "Alder Creek is set to switch on its mill in October 2026.",
        [("commissioning", "October 2026", "planned")],
    ),
    (
        "The Alder Creek smelter will be up and running a year later than planned, in 2028.",
        [("commissioning", "2028", "planned")],
    ),
    ("Opening of Alder Creek has been put off to 2029.", [("commissioning", "2029", "planned")]),
    (
        "Alder Creek won't be ready before the second quarter of 2027, officials said.",
        [("commissioning", "no earlier than April 2027", "planned")],
    ),
    ("Alder Creek should hit its stride in 2028.", [("full-capacity", "2028", "planned")]),
    (
        "Alder Creek will ramp up to its full 60,000 tonnes a year by 2030.",
        [("capacity", "60,000 t/yr", "planned"), ("full-capacity", "by end of 2030", "planned")],
    ),
    (
        "Alder Creek reached nameplate throughput in April, ahead of plan.",
        [("full-capacity", "April 2026", "happened")],
    ),
    (
        "Diggers will move in at Alder Creek next spring.",
        [("construction-start", "spring 2027", "planned")],
    ),
    (
        "Contractors broke ground at Alder Creek on 12 May.",
        [("construction-start", "2026-05-12", "happened")],
    ),
    (
        "The company will begin building Alder Creek in the first half of 2027.",
        [("construction-start", "first half of 2027", "planned")],
    ),
    (
        "Groundworks for Alder Creek get under way in September 2026.",
        [("construction-start", "September 2026", "planned")],
    ),
    (
        "Alder Creek will be mechanically complete by the end of March 2028.",
        [("construction-complete", "by end of March 2028", "planned")],
    ),
    ("Builders are to finish Alder Creek in 2028.", [("construction-complete", "2028", "planned")]),
    (
        "The board is due to take a decision on building Alder Creek in June 2027.",
        [("final-investment-decision", "June 2027", "planned")],
    ),
    (
        "The owners signed off on Alder Creek in April 2026.",
        [("final-investment-decision", "April 2026", "happened")],
    ),
    (
        "A definitive feasibility study for Alder Creek is due by the end of 2026.",
        [("feasibility-study", "by end of 2026", "planned")],
    ),
    (
        "The bankable study on Alder Creek landed in March 2026.",
        [("feasibility-study", "March 2026", "happened")],
    ),
    ("State regulators cleared Alder Creek in March 2026.", [("permit", "March 2026", "happened")]),
    (
        "The environment ministry is expected to decide on Alder Creek's permit in July 2026.",
        [("permit", "July 2026", "planned")],
    ),
    ("Alder Creek won its mining licence in April 2026.", [("permit", "April 2026", "happened")]),
    (
        "Alder Creek is designed to turn out 45,000 tonnes of copper a year.",
        [("capacity", "45,000 t/yr", "planned")],
    ),
    (
        "Output at Alder Creek will peak at 80,000 tonnes a year.",
        [("capacity", "80,000 t/yr", "planned")],
    ),
    (
        "At full tilt Alder Creek would churn out 120 kt of cathode annually.",
        [("capacity", "120,000 t/yr", "planned")],
    ),
    (
        "The bill for Alder Creek has ballooned to $3.2 billion from $2.5 billion.",
        [("capex", "USD 2.5 billion", "historic"), ("capex", "USD 3.2 billion", "happened")],
    ),
    (
        "Building Alder Creek will set the company back $900 million.",
        [("capex", "USD 900 million", "planned")],
    ),
    (
        "Alder Creek comes with a price tag of $1.1 billion.",
        [("capex", "USD 1.1 billion", "planned")],
    ),
    (
        "Alder Creek's budget was raised by $300 million to $1.4 billion.",
        [("capex", "USD 1.4 billion", "happened")],
    ),
    (
        "The owners plan to pour $750 million into Alder Creek.",
        [("capex", "USD 750 million", "planned")],
    ),
    (
        "Alder Creek, a $600 million mine, will be commissioned in 2028.",
        [("capex", "USD 600 million", "planned"), ("commissioning", "2028", "planned")],
    ),
    (
        "Banks have agreed to lend $500 million for Alder Creek.",
        [("funding", "USD 500 million", "happened")],
    ),
    (
        "Alder Creek has lined up $420 million of debt.",
        [("funding", "USD 420 million", "happened")],
    ),
    (
        "A $150 million equity raising will finance Alder Creek.",
        [("funding", "USD 150 million", "planned")],
    ),
    ("Zinc Corp is selling a 30% stake in Alder Creek.", [("stake", "30%", "planned")]),
    ("Zinc Corp's holding in Alder Creek was diluted to 12%.", [("stake", "12%", "happened")]),
    (
        "Alder Creek, which had been due to start up in 2026, will now not do so until the third quarter of 2028.",
        [
            ("commissioning", "2026", "historic"),
            ("commissioning", "no earlier than July 2028", "planned"),
        ],
    ),
    (
        "Commissioning of Alder Creek has been pushed to the right by nine months, to March 2028.",
        [("commissioning", "March 2028", "planned")],
    ),
    (
        "The company once hoped to commission Alder Creek in 2024.",
        [("commissioning", "2024", "historic")],
    ),
    (
        "Alder Creek's owner dismissed a report that commissioning would slip to 2030.",
        [("commissioning", "2030", "denied")],
    ),
    (
        "It is not true that Alder Creek will be commissioned in 2030, the company said.",
        [("commissioning", "2030", "denied")],
    ),
    (
        "Provided the loan closes, Alder Creek will be commissioned in 2028.",
        [("commissioning", "2028", "conditional")],
    ),
    (
        "Alder Creek could be commissioned in 2028, assuming permits arrive on time.",
        [("commissioning", "2028", "conditional")],
    ),
    (
        "An industry consultant reckons Alder Creek will not be commissioned before 2031.",
        [("commissioning", "no earlier than 2031", "unknown")],
    ),
    (
        "Critics say the 2028 date for commissioning Alder Creek is fanciful.",
        [("commissioning", "2028", "unknown")],
    ),
    (
        "Alder Creek will be commissioned in 2028, the company reiterated, brushing off talk of a delay.",
        [("commissioning", "2028", "planned")],
    ),
    (
        "The 2027 target for commissioning Alder Creek is no longer achievable.",
        [("commissioning", "2027", "historic")],
    ),
    (
        "The commissioning of Alder Creek remains on course for the second half of 2027.",
        [("commissioning", "second half of 2027", "planned")],
    ),
    (
        "The mine at Alder Creek was commissioned last autumn.",
        [("commissioning", "autumn 2025", "happened")],
    ),
    (
        "Alder Creek is on track for commissioning in 2028. It will be the largest of its kind.",
        [("commissioning", "2028", "planned")],
    ),
    (
        "Work at Alder Creek goes on. Commissioning is planned for 2028.",
        [("commissioning", "2028", "planned")],
    ),
    (
        "The Alder Creek mine will cost about $2 billion, up from an earlier estimate of $1.6 billion.",
        [("capex", "USD 1.6 billion", "historic"), ("capex", "about USD 2 billion", "planned")],
    ),
    (
        "The cost of Alder Creek, once put at $1.6 billion, is now estimated at $2 billion.",
        [("capex", "USD 1.6 billion", "historic"), ("capex", "USD 2 billion", "planned")],
    ),
    (
        "The capex estimate for Alder Creek was left unchanged at $1.6 billion.",
        [("capex", "USD 1.6 billion", "happened")],
    ),
    (
        "Costs at Alder Creek have blown out by 25% to $2 billion.",
        [("capex", "USD 2 billion", "happened")],
    ),
    ("Alder Creek would need $800 million to build.", [("capex", "USD 800 million", "planned")]),
    (
        "Initial capital for Alder Creek is seen at $640 million, with another $200 million for an expansion.",
        [("capex", "USD 640 million", "planned")],
    ),
    (
        "Alder Creek's capacity will be doubled to 90,000 tonnes a year.",
        [("capacity", "90,000 t/yr", "planned")],
    ),
    (
        "Capacity at Alder Creek has been trimmed from 90,000 t/y to 60,000 t/y.",
        [("capacity", "60,000 t/yr", "planned"), ("capacity", "90,000 t/yr", "historic")],
    ),
    ("Zinc Corp has bought 49% of Alder Creek.", [("stake", "49%", "happened")]),
    ("Zinc Corp may acquire up to 25% of Alder Creek.", [("stake", "up to 25%", "planned")]),
    (
        "The government will take a 15% free-carried stake in Alder Creek.",
        [("stake", "15%", "planned")],
    ),
    ("Zinc Corp raised its holding in Alder Creek to 35%.", [("stake", "35%", "happened")]),
    (
        "Zinc Corp has secured a $300 million loan for Alder Creek.",
        [("funding", "USD 300 million", "happened")],
    ),
    ("Alder Creek still has to find $250 million.", [("funding", "USD 250 million", "happened")]),
    (
        "Lenders pledged $700 million towards Alder Creek.",
        [("funding", "USD 700 million", "planned")],
    ),
    (
        "Birch Lake slips to 2029; Alder Creek stays at 2028.",
        [("commissioning", "2028", "planned"), ("birch", "2029", "planned")],
    ),
    (
        "Birch Lake and Alder Creek will be commissioned in 2028 and 2029 respectively.",
        [("commissioning", "2029", "planned"), ("birch", "2028", "planned")],
    ),
]

NOTHING = [
    "The contractor won a $90 million contract to build the camp at Alder Creek, due in 2027.",
    "Shares in the owner of Alder Creek fell 12% on Monday.",
    "Copper at Alder Creek's port fetched $9,800 a tonne in April.",
    "The road to Alder Creek was washed out in March 2026.",
    "Alder Creek employs 400 people and held an open day in April 2026.",
    "First ore was found at Alder Creek in 1931.",
    "The first concrete school near Alder Creek opened in April 2026.",
    "Drilling at Alder Creek will resume in August 2026.",
    "The first shareholder meeting of Alder Creek will take place in June 2026.",
    "Alder Creek's first power line was energised in March 2026.",
    "The pilot plant at Alder Creek will be commissioned in August 2026.",
    "Gold is expected to average $3,000 an ounce in 2028, according to Alder Creek's owner.",
    "The company behind Alder Creek spent $12 million on exploration in 2025.",
    "Alder Creek's licence is valid until 2045.",
    "Alder Creek received a visit from the minister on 4 May.",
    "The first quarter of 2026 was wet at Alder Creek.",
    "Production of copper in Peru will start to fall in 2028, the owner of Alder Creek said.",
    "No date has been set for the commissioning of Alder Creek.",
    "The owner of Alder Creek reported net debt of $640 million.",
    "The plant at Alder Creek is 60% complete.",
]


@pytest.fixture(scope="module")
def reader() -> Reader:
    return Reader(WATCHLIST)


def read(reader: Reader, text: str) -> list[tuple[str, str, str]]:
    when = datetime(2026, 5, 20, tzinfo=UTC)
    title = "Alder Creek copper news"
    ref = ArticleRef("n1", "https://x.example/1", title, "X", Tier.PRESS, "en", when, when)
    claims = reader.read(Article(ref, text)).claims
    return sorted((c.fact, format_value(c.value), c.modality.value) for c in claims)


@pytest.mark.parametrize(("text", "claims"), CASES)
def test_what_a_sentence_claims(reader, text, claims):
    assert read(reader, text) == sorted(claims)


@pytest.mark.parametrize("text", NOTHING)
def test_what_claims_nothing(reader, text):
    assert read(reader, text) == []
