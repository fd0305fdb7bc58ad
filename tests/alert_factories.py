"""Nouns for tests about telling: short to write, real throughout."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.alerts.channels import Receipt
from monitor.alerts.compose import Message
from monitor.errors import DeliveryError
from monitor.model import (
    ArticleRef,
    Change,
    ChangeState,
    Claim,
    Entity,
    EntityKind,
    Evidence,
    Fact,
    Kind,
    Milestone,
    MilestoneState,
    Modality,
    Quantity,
    Reason,
    Route,
    Stage,
    Tier,
    Value,
    Verdict,
    Watchlist,
)
from monitor.store import Store

NOW = datetime(2026, 11, 24, 9, 12, tzinfo=UTC)


def at(text: str) -> datetime:
    """An instant in UTC from ``2026-11-24 09:12``."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def year(number: int, state: MilestoneState = MilestoneState.EXPECTED) -> Milestone:
    return Milestone(date(number, 1, 1), date(number, 12, 31), state, str(number))


def tonnes(high: float, low: float | None = None) -> Quantity:
    return Quantity(low, high, "t/yr")


WATCHLIST = Watchlist(
    entities=(
        Entity("smz", "Solikamsk Magnesium Plant", EntityKind.COMPANY),
        Entity("smz-complex", "SMZ separation complex", EntityKind.PROJECT, part_of="smz"),
        Entity("tomtor", "Tomtor", EntityKind.DEPOSIT),
    ),
    facts=(
        Fact(
            "smz-complex.commissioning",
            "smz-complex",
            "commissioning",
            Kind.MILESTONE,
            value=year(2027),
            as_of=date(2025, 9, 10),
        ),
        Fact("smz-complex.capacity", "smz-complex", "capacity", Kind.QUANTITY, value=tonnes(2500)),
        Fact("tomtor.stage", "tomtor", "stage", Kind.STAGE, value=Stage("design")),
    ),
)

COMMISSIONING, CAPACITY, STAGE = (fact.id for fact in WATCHLIST.facts)


def article(
    key: str = "n1",
    *,
    title: str = "SMZ complex delayed to 2028",
    url: str = "https://kommersant.example/1",
    source: str = "Kommersant",
    tier: Tier = Tier.PRESS,
    language: str = "ru",
    published: datetime | None = NOW,
) -> ArticleRef:
    return ArticleRef(key, url, title, source, tier, language, published, NOW)


def evidence(
    key: str = "c1",
    *,
    fact: str = COMMISSIONING,
    value: Value | None = None,
    quote: str = "Комплекс введут в строй в 2028 году, сообщил завод.",
    marked: str = "2028 году",
    ref: ArticleRef | None = None,
    story: str = "s1",
    speaker: str = "",
    confidence: float = 0.86,
) -> Evidence:
    start = quote.find(marked) if marked else -1
    claim = Claim(
        key,
        (ref or article()).id,
        1,
        fact,
        value or year(2028),
        Modality.PLANNED,
        confidence,
        quote,
        100,
        100 + len(quote),
        value_start=100 + start if start >= 0 else 0,
        value_end=100 + start + len(marked) if start >= 0 else 0,
        speaker=speaker,
        reasons=(
            Reason("cue", "введут в строй", 0.4),
            Reason("distance", "far from the name", -0.1),
        ),
    )
    return Evidence(claim, ref or article(), story)


def change(
    key: str = "x1",
    *,
    fact: str = COMMISSIONING,
    verdict: Verdict = Verdict.SLIPPED,
    old: Value | None = None,
    new: Value | None = None,
    state: ChangeState = ChangeState.CONFIRMED,
    confidence: float = 0.86,
    published: datetime = NOW,
    ref: ArticleRef | None = None,
    claims: tuple[str, ...] = ("c1",),
    why: str = "",
    stories: int = 1,
) -> Change:
    return Change(
        key,
        fact,
        verdict,
        old if old is not None or verdict is Verdict.FIRST else year(2027),
        new or year(2028),
        state,
        confidence,
        published,
        published,
        claims,
        stories,
        ref or article(f"n-{key}"),
        why,
    )


def route(name: str = "desk", *channels: str, **more: Any) -> Route:
    return replace(Route(name, channels or ("email",)), **more)


@dataclass
class SetClock:
    """A clock that moves when told to."""

    instant: datetime = NOW
    seconds: float = 0.0

    def now(self) -> datetime:
        return self.instant

    def monotonic(self) -> float:
        return self.seconds

    def go(self, **delta: float) -> None:
        step = timedelta(**delta)
        self.instant += step
        self.seconds += step.total_seconds()


@dataclass
class ListChannel:
    """Keeps what it is given; ``plan`` gives, call by call, an error to raise or a receipt."""

    name: str = "email"
    plan: list[DeliveryError | Receipt | Callable[[], Receipt]] = field(default_factory=list)
    messages: list[Message] = field(default_factory=list)
    attempts: list[Message] = field(default_factory=list)

    def deliver(self, message: Message) -> Receipt:
        self.attempts.append(message)
        step = self.plan.pop(0) if self.plan else Receipt("ok", f"<{message.id}@test>")
        if isinstance(step, DeliveryError):
            raise step
        self.messages.append(message)
        return step if isinstance(step, Receipt) else step()

    def check(self) -> str:
        return "ok"

    def abort(self) -> None:
        pass

    @property
    def subjects(self) -> list[str]:
        return [message.subject for message in self.messages]


def save_change(store: Store, *changes: Change) -> None:
    """Writes changes as the ledger would, whatever they follow from."""
    with store.database.transaction():
        store.ledger.save_watchlist(WATCHLIST, NOW)
        for each in changes:
            store.ledger._write(each)
