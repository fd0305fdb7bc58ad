"""The desk itself: one item at a time, judged, skipped, muted, taken back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from monitor.cli.desk.queue import Item, waiting
from monitor.cli.judging import describe_moves, past_tense, read_value, user_name
from monitor.cli.terminal import clean
from monitor.model import Judgement
from monitor.reading.values import format_value
from monitor.service.assemble import Service
from monitor.store import listings

Row = dict[str, Any]
Mark = tuple[int, int, str]

_AROUND = 600
_MUTE_FOR = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of an article's text with its marks, which are names and values."""

    text: str
    marks: tuple[Mark, ...]


@dataclass
class Desk:
    """Goes through ``items``; ``place`` is the one that lies open, ``done`` what was judged."""

    service: Service
    by: str = ""
    entity: list[str] | None = None
    fact: list[str] | None = None
    items: list[Item] = field(default_factory=list)
    place: int = 0
    done: list[tuple[str, int]] = field(default_factory=list)
    judged: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.by = self.by or user_name()
        self.items = waiting(
            str(self.service.config.database), self.service.config,
            entity=self.entity, fact=self.fact,
        )  # fmt: skip

    @property
    def current(self) -> Item | None:
        return self.items[self.place] if self.place < len(self.items) else None

    # ---------------------------------------------------------- what is shown

    def passage(self, item: Item) -> Passage:
        """The words in their context, cut between words; empty where there are none."""
        row = self._evidence(item)
        if row is None:
            return Passage("", ())
        article = self.service.store.articles.get(row["article"]["id"], row.get("version"))
        text = article.content if article else str(row.get("quote") or "")
        if article is None:
            return Passage(text, ())
        if item.kind == "hit":
            spans = [(one["start"], one["end"], "name") for one in row["mentions"]]
            start, end = row["mention"]["start"], row["mention"]["end"]
        else:
            spans = [(row["value_start"], row["value_end"], "value")]
            start, end = row["start"], row["end"]
            spans += self._names(row)
        first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
        first = text.find(" ", first, start) + 1 if first else 0
        marks = tuple((a - first, b - first, what) for a, b, what in _apart(spans, first, last))
        return Passage(text[first:last], marks)

    def _evidence(self, item: Item) -> Row | None:
        """The claim behind a change; the item itself else."""
        if item.kind != "change":
            return item.row
        connection = listings.open_listings(str(self.service.config.database))
        try:
            for claim in item.row["claims"]:
                for row in listings.claims(connection, id=claim, withdrawn=True):
                    return row
        finally:
            connection.close()
        return None

    def _names(self, row: Row) -> list[Mark]:
        """Where the fact's entity is named in the article."""
        facts = self.service.judging.facts
        entity = facts[row["fact"]].entity if row["fact"] in facts else ""
        return [
            (mention.start, mention.end, "name")
            for hit in self.service.store.ledger.hits(row["article"]["id"])
            if hit.entity == entity
            for mention in hit.mentions or (hit.mention,)
        ]

    def history(self, item: Item) -> list[Row]:
        """The timeline of the item's fact, the newest first."""
        if not item.fact:
            return []
        connection = listings.open_listings(str(self.service.config.database))
        try:
            return list(listings.timeline(connection, item.fact))[::-1]
        finally:
            connection.close()

    def url(self, item: Item) -> str:
        """The article's address, where it is one that a browser may open."""
        url = str((item.row.get("article") or {}).get("url") or "")
        return url if url.startswith(("http://", "https://")) else ""

    # ---------------------------------------------------------- what is done

    def open(self) -> str:
        """Opens the article in the browser; says so, or why not."""
        url = self.url(self.current) if self.current else ""
        if not url:
            return "It has no address to open."
        import webbrowser

        return f"Opened {url}" if webbrowser.open(url) else f"No browser here; it is at {url}"

    def judge(self, judgement: Judgement, value: str = "", why: str = "") -> str:
        """Judges the open item and turns to the next one; says what followed.

        Raises ConfigError where ``value`` cannot be read.
        """
        item = self.current
        if item is None:
            return "Nothing is left."
        config = self.service.config
        corrected = None
        if judgement is Judgement.CORRECT:
            if item.kind == "hit":
                return "A hit has no value to correct; accept or reject it."
            fact = self.service.judging.facts[item.fact]
            corrected = read_value(config, fact, value, self.service.clock.now())
        _, judged = self.service.judging.review(
            item.id, judgement, by=self.by, why=why, value=corrected
        )
        self.done.append((item.id, self.place))
        self.judged[item.id] = judgement.value
        self.place += 1
        to = f" to {format_value(corrected)}" if corrected else ""
        return clean(
            "; ".join([f"{past_tense(judgement.value)} {item.id}{to}", *describe_moves(judged)])
        )

    def skip(self) -> str:
        """Leaves the open item for another time."""
        self.place = min(self.place + 1, len(self.items))
        return "Skipped." if self.current else "That was the last one."

    def back(self) -> str:
        """Turns to the item before."""
        self.place = max(0, self.place - 1)
        return ""

    def mute(self) -> str:
        """Nothing is told of the item's fact, or of a hit's entity, for two weeks."""
        item = self.current
        if item is None:
            return "Nothing is left."
        now = self.service.clock.now()
        kind, target = ("fact", item.fact) if item.fact else ("entity", str(item.row["entity"]))
        self.service.store.outbox.mutes.add(kind, target, now + _MUTE_FOR, now, "from review")
        return clean(f"Nothing is told of {target} for two weeks.")

    def undo(self) -> str:
        """Takes the last judgement back and turns to its item again."""
        if not self.done:
            return "Nothing to take back."
        target, place = self.done.pop()
        self.service.judging.review(target, Judgement.UNDO, by=self.by)
        self.judged.pop(target, None)
        self.place = place
        return f"Took back the judgement of {target}."


def _apart(spans: list[Mark], first: int, last: int) -> list[Mark]:
    """Those inside the stretch that do not overlap, values before names."""
    chosen: list[Mark] = []
    for span in sorted(spans, key=lambda one: (one[2] != "value", one[0])):
        inside = first <= span[0] < span[1] <= last
        if inside and all(span[1] <= other[0] or other[1] <= span[0] for other in chosen):
            chosen.append(span)
    return sorted(chosen)
