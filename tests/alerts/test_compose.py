"""What a reader sees."""

from dataclasses import replace
from datetime import UTC, date, timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.alerts.compose import Material, News, compose
from monitor.alerts.compose.templates import NAMES, problems
from monitor.alerts.compose.text import wrap
from monitor.alerts.compose.words import distance
from monitor.model import (
    Agreement,
    Alert,
    Batch,
    ChangeState,
    Item,
    Kind,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Share,
    Stage,
    Told,
    Verdict,
)
from tests.alert_factories import (
    CAPACITY,
    COMMISSIONING,
    NOW,
    STAGE,
    WATCHLIST,
    article,
    at,
    change,
    evidence,
    tonnes,
    year,
)

ENTITIES = {entity.id: entity.name for entity in WATCHLIST.entities}
FACTS = {fact.id: fact for fact in WATCHLIST.facts}
BY_ID = {entity.id: entity for entity in WATCHLIST.entities}


def batch(style="story", **details):
    event = details.pop("event", "change")
    alert = Alert("a1", "k", "desk", "email", event, ("x1",), NOW, NOW, details)
    return Batch("a1", "desk", "email", style, (alert,))


def news(one, *, kind="news", before=None, steps=None, told=None, said=(), history=(), fact=None):
    fact = fact or FACTS[one.fact]
    item = Item(kind, one, before if before is not None else one.old, steps or (one,), told)
    return News(item, fact, BY_ID[fact.entity], tuple(said), history or (one,), tuple(said))


def message(*items, style="story", zone=UTC, templates=None, note=""):
    material = Material(batch(style), items, NOW, zone, ENTITIES, templates or {}, note)
    return compose(material)


def span(first, last, state=MilestoneState.EXPECTED):
    return Milestone(
        date.fromisoformat(first) if first else None,
        date.fromisoformat(last) if last else None,
        state,
    )


def quarter(number, number_of_year):
    first = date(number_of_year, 3 * number - 2, 1)
    last = date(number_of_year + number // 4, 3 * number % 12 + 1, 1) - timedelta(days=1)
    return Milestone(first, last)


DONE = MilestoneState.DONE


@pytest.mark.parametrize(
    ("one", "subject"),
    [
        (change(), "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year)"),
        (
            change(state=ChangeState.UNCONFIRMED),
            "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year) [unconfirmed]",
        ),
        (
            change(verdict=Verdict.ADVANCED, old=year(2028), new=year(2027)),
            "SMZ separation complex: commissioning comes forward 2028 → 2027 (−1 year)",
        ),
        (
            change(new=quarter(3, 2028)),
            "SMZ separation complex: commissioning slips 2027 → Q3 2028 (+9 to 18 months)",
        ),
        (
            change(verdict=Verdict.REFINED, new=quarter(3, 2027)),
            "SMZ separation complex: commissioning narrowed 2027 → Q3 2027",
        ),
        (
            change(verdict=Verdict.FIRST, old=None),
            "SMZ separation complex: commissioning first given: 2028",
        ),
        (
            change(verdict=Verdict.ACHIEVED, new=span("2027-03-01", "2027-03-31", DONE)),
            "SMZ separation complex: commissioning achieved March 2027 (expected 2027)",
        ),
        (
            change(
                verdict=Verdict.ACHIEVED,
                old=span("2027-03-01", "2027-03-31"),
                new=span("2027-03-01", "2027-03-31", DONE),
            ),
            "SMZ separation complex: commissioning achieved March 2027 (as expected)",
        ),
        (
            change(
                verdict=Verdict.SUSPENDED, new=span(None, "2027-12-31", MilestoneState.SUSPENDED)
            ),
            "SMZ separation complex: commissioning suspended (was 2027)",
        ),
        (
            change(verdict=Verdict.DISPUTED, old=year(2028), new=year(2027)),
            "SMZ separation complex: commissioning disputed: 2028 or 2027?",
        ),
        (
            change(fact=CAPACITY, verdict=Verdict.RAISED, old=tonnes(2500), new=tonnes(3000)),
            "SMZ separation complex: capacity raised up to 2,500 t/yr → up to 3,000 t/yr (+20 %)",
        ),
        (
            change(
                fact=STAGE,
                verdict=Verdict.PROGRESSED,
                old=Stage("design"),
                new=Stage("construction"),
            ),
            "Tomtor: stage moves up design → construction",
        ),
        (
            change(
                fact=STAGE, verdict=Verdict.CANCELLED, old=Stage("design"), new=Stage("cancelled")
            ),
            "Tomtor: stage cancelled (was design)",
        ),
    ],
)
def test_the_subject_carries_the_news(one, subject):
    assert message(news(one)).subject == subject


def test_a_party_is_named():
    fact = replace(FACTS[STAGE], id="tomtor.owner", attribute="owner", kind=Kind.PARTY)
    one = change(
        fact=fact.id, verdict=Verdict.REPLACED, old=Party("smz"), new=Party("Vostok Engineering")
    )
    subject = message(news(one, fact=fact)).subject
    assert subject == "Tomtor: owner changes Solikamsk Magnesium Plant → Vostok Engineering"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (year(2027), year(2028), "+1 year"),
        (year(2027), year(2030), "+3 years"),
        (year(2028), year(2027), "−1 year"),
        (span("2027-06-01", "2027-06-30"), span("2027-09-01", "2027-09-30"), "+3 months"),
        (span("2027-01-01", "2027-01-31"), span("2028-03-01", "2028-03-31"), "+1 year 2 months"),
        (span("2027-06-10", "2027-06-10"), span("2027-06-24", "2027-06-24"), "+2 weeks"),
        (span("2027-06-10", "2027-06-10"), span("2027-06-11", "2027-06-11"), "+1 day"),
        (span(None, "2027-12-31"), span(None, "2028-06-30"), "+6 months"),
        (span("2027-01-01", None), span("2028-01-01", None), "+1 year"),
        (span(None, "2027-12-31"), span("2028-01-01", None), ""),
        (year(2027), span("2027-07-01", "2027-09-30"), ""),
        (year(2027), year(2027), ""),
        (year(2027), span("2027-01-01", "2028-12-31"), "up to +1 year"),
        (tonnes(1000), tonnes(1217), "+22 %"),
        (tonnes(1000, 800), tonnes(900, 720), "−10 %"),
        (tonnes(1000), tonnes(1015), "+1.5 %"),
        (Money(10e9, 10e9, "RUB"), Money(15e9, 20e9, "RUB"), "+50 to 100 %"),
        (Money(10e9, 10e9, "RUB"), Money(15e9, 15e9, "USD"), ""),
        (Share(20, 20), Share(25.5, 25.5), "+5.5 points"),
        (Stage("design"), Stage("construction"), ""),
        (Agreement("talks"), Agreement("signed"), ""),
        (None, year(2027), ""),
        (tonnes(0), tonnes(5), ""),
        (Money(9e6, 9e6, "RUB"), Money(52e9, 52e9, "RUB"), "×5,778"),
        (quarter(3, 2026), span("2026-07-22", "2026-10-28"), "+1 month"),
    ],
)
def test_distance(old, new, said):
    assert distance(old, new) == said


def test_the_text_stands_alone():
    ref = article("n-x1", title="Ввод комплекса СМЗ перенесён", published=at("2026-11-24 06:05"))
    said = evidence(ref=ref)
    text = message(news(change(ref=ref), said=(said,)), zone=ZoneInfo("Europe/Moscow")).text
    for part in (
        "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year)",
        "was   2027   (believed on 10 Sep 2025)",
        "is    2028   (+1 year)",
        "*2028 году*",
        "Ввод комплекса СМЗ перенесён",
        "Kommersant (press), 24 Nov 2026, 09:05 MSK; seen 24 Nov 2026, 12:12 MSK",
        "https://kommersant.example/1",
        "Confirmed.",
        "One report; confidence 86%.",
        "Against it: far from the name.",
        "monitor accept x1",
        "monitor reject x1",
        "monitor explain x1",
    ):
        assert part in text, part
    assert all(len(row) <= 76 for row in text.splitlines() if not row.startswith("http"))


def test_the_verb_is_about_what_the_reader_was_told():
    # the ledger moved from Q4 2027 to 2028; the reader had heard 2029
    one = change(old=quarter(4, 2027), new=year(2028))
    subject = message(news(one, before=year(2029))).subject
    assert subject == "SMZ separation complex: commissioning comes forward 2029 → 2028 (−1 year)"


def test_a_correction_says_so():
    told = Told(
        "desk", "email", COMMISSIONING, "x0", ChangeState.CONFIRMED, Verdict.ADVANCED,
        year(2026), at("2026-11-24 08:00"), "<first@desk.example>",
    )  # fmt: skip
    made = message(news(change(), kind="corrected", before=year(2026), told=told))
    assert made.subject == (
        "Corrected: SMZ separation complex: commissioning slips 2026 → 2028 (+2 years)"
    )
    assert "withdrawn; this stands now" in " ".join(made.text.split())
    assert made.reply_to == "<first@desk.example>"


def test_what_was_last_told_is_what_it_was():
    told = Told(
        "desk",
        "email",
        COMMISSIONING,
        "x0",
        ChangeState.CONFIRMED,
        Verdict.SLIPPED,
        year(2028),
        at("2026-03-01 10:00"),
    )
    one = change(old=year(2029), new=year(2030))
    text = message(news(one, before=year(2028), steps=(change("x0"), one), told=told)).text
    assert "was   2028   (as you were told on 1 Mar 2026)" in text
    assert "is    2030   (+2 years)" in text
    assert "In 2 steps since you were last told." in " ".join(text.split())


def test_copies_at_several_outlets_are_listed():
    one = change(claims=("c1", "c2", "c3"), ref=article("n1"))
    said = (
        evidence("c1", ref=article("n1")),
        evidence("c2", ref=article("n2", source="Interfax", url="https://interfax.example/2")),
        evidence("c3", ref=article("n3", source="TASS", url="https://tass.example/3")),
    )
    text = message(news(one, said=said)).text
    assert "One report at 3 outlets; confidence 86%." in text
    assert "Also reported by:" in text
    assert "https://tass.example/3" in text


def test_the_quote_shown_is_of_the_article_that_brought_the_change():
    one = change(claims=("c1", "c2"), ref=article("n2"))
    said = (
        evidence("c1", ref=article("n1"), quote="the first words 2028", marked="2028"),
        evidence("c2", ref=article("n2"), quote="the other words 2028", marked="2028"),
    )
    assert "the other words *2028*" in message(news(one, said=said)).text


def test_no_evidence_still_makes_a_message():
    made = message(news(replace(change(), article=None)))
    assert "monitor accept x1" in made.text
    assert "commissioning slips" in made.html


def test_an_undated_article_says_so():
    ref = article("n-x1", published=None)
    assert (
        "undated; seen 24 Nov 2026"
        in message(news(change(ref=ref), said=(evidence(ref=ref),))).text
    )


def test_withdrawn():
    made = message(news(change(state=ChangeState.REVERTED), kind="withdrawn", before=year(2028)))
    assert made.subject.startswith("Withdrawn: SMZ separation complex: commissioning slips")
    assert "was   2028" in made.text
    assert "is    2027   (−1 year)" in made.text


@pytest.mark.parametrize(
    ("style", "opening"),
    [
        ("digest", "Digest: 2 changes: "),
        ("held", "Since you were last told: 2 changes: "),
        ("late", "Delayed: 2 changes: "),
        ("flood", "Many at once: 2 changes: "),
    ],
)
def test_summaries(style, opening):
    second = change(
        "x2", fact=STAGE, verdict=Verdict.SUSPENDED, old=Stage("design"), new=Stage("suspended")
    )
    made = message(news(change()), news(second), style=style)
    assert made.subject.startswith(opening)
    assert len(made.subject) <= 180
    assert len(made.json["changes"]) == 2


def test_a_summary_of_very_many_is_cut():
    many = [news(change(f"x{number}")) for number in range(200)]
    made = message(*many, style="flood")
    assert made.json["more"] == 160
    said = " ".join(made.text.split())
    assert "The first 40 are shown; see the other 160 with: monitor changes" in said
    assert made.subject.startswith("Many at once: 200 changes: ")
    assert made.subject.endswith(" more")
    assert len(made.attachments) <= 3
    assert len(made.html) < 400_000


def test_json_has_the_keys_of_a_change():
    ref = article("n-x1")
    form = message(news(change(ref=ref), said=(evidence(ref=ref),))).json
    (one,) = form["changes"]
    assert {
        "id", "fact", "verdict", "old", "new", "state", "confidence", "published", "recorded",
        "claims", "article", "headline", "entity", "before", "told", "evidence", "kind",
    } <= set(one)  # fmt: skip
    assert one["evidence"][0]["quote"].startswith("Комплекс введут")
    assert (form["id"], form["event"], form["route"]) == ("a1", "change", "desk")


def test_a_sample_is_marked():
    material = Material(batch("test", event="test"), (), NOW, UTC, ENTITIES)
    made = compose(material)
    assert made.subject.startswith("[TEST] Example project: commissioning slips 2027 → 2028")
    assert "This is a sample" in made.text
    assert made.event == made.json["event"] == "test"
    assert made.slack[0]["text"]["text"].startswith("[TEST]")
    assert made.id == "a1"


def test_templates_take_the_place_of_ours():
    templates = {
        "subject.txt": "[$state] $entity: $now",
        "text.txt": "$intro$body|$footer",
        "part.txt": "$headline / $quote / $accept",
        "html.html": "<h1>$subject</h1>$cards",
        "part.html": "<p>$title</p>",
    }
    assert problems(templates) == []
    ref = article("n-x1", title="<b>$accept</b>")
    made = message(news(change(ref=ref), said=(evidence(ref=ref),)), templates=templates)
    assert made.subject == "[confirmed] SMZ separation complex: 2028"
    assert made.text.startswith(
        "SMZ separation complex: commissioning slips 2027 → 2028 (+1 year) / "
    )
    assert "monitor accept x1|monitor told you" in made.text
    assert "<p>&lt;b&gt;$accept&lt;/b&gt;</p>" in made.html


@pytest.mark.parametrize(
    ("templates", "complaint"),
    [
        ({"subject.txt": "$headline costs $5"}, "begins no name"),
        ({"text.txt": "$nonsense"}, "knows no $nonsense"),
        ({"other.txt": ""}, "is no template"),
    ],
)
def test_templates_that_cannot_work(templates, complaint):
    (found,) = problems(templates)
    assert complaint in found
    message(news(change()), templates=templates)  # and yet it is told


def test_an_empty_subject_is_not_used():
    assert message(news(change()), templates={"subject.txt": "  "}).subject.startswith("SMZ")
    assert set(NAMES) >= {"subject.txt"}


def test_wide_letters_count_twice():
    rows = wrap("索利卡姆斯克镁厂分离综合体推迟至二零二八年投产，" * 4, 40).splitlines()
    assert len(rows) > 4
    assert all(len(row) <= 20 for row in rows)
