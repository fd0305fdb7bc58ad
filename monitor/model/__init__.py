"""The nouns of monitor, as frozen values.

Nothing here imports anything else of ours. Every name is a word of ``docs/words.md``;
files, tables, command-line verbs and JSON keys use the same ones. Instants are aware
datetimes in UTC; days are dates; text offsets count Unicode characters.
"""

from monitor.model.findings import ASSERTED, Claim, Hit, Mention, Modality, Reading, Reason, Scope
from monitor.model.history import (
    NEVER_TOLD,
    Change,
    ChangeState,
    Evidence,
    Judgement,
    Policy,
    Review,
    Standing,
    Timeline,
    TimelineEntry,
    Verdict,
)
from monitor.model.ids import make_id
from monitor.model.news import Article, ArticleRef, Entry, Tier
from monitor.model.polling import Rhythm, SeenEntry, SourceHealth, SourceState
from monitor.model.telling import Alert, Batch, Delivery, Item, Mute, Route, Told
from monitor.model.values import (
    AGREEMENTS,
    AGREEMENTS_BESIDE,
    STAGES,
    STAGES_BESIDE,
    Agreement,
    Kind,
    Milestone,
    MilestoneState,
    Money,
    Party,
    Quantity,
    Share,
    Shift,
    Stage,
    Value,
)
from monitor.model.watch import Entity, EntityKind, Fact, Watchlist

__all__ = [
    "AGREEMENTS",
    "AGREEMENTS_BESIDE",
    "ASSERTED",
    "NEVER_TOLD",
    "STAGES",
    "STAGES_BESIDE",
    "Agreement",
    "Alert",
    "Article",
    "ArticleRef",
    "Batch",
    "Change",
    "ChangeState",
    "Claim",
    "Delivery",
    "Entity",
    "EntityKind",
    "Entry",
    "Evidence",
    "Fact",
    "Hit",
    "Item",
    "Judgement",
    "Kind",
    "Mention",
    "Milestone",
    "MilestoneState",
    "Modality",
    "Money",
    "Mute",
    "Party",
    "Policy",
    "Quantity",
    "Reading",
    "Reason",
    "Review",
    "Rhythm",
    "Route",
    "Scope",
    "SeenEntry",
    "Share",
    "Shift",
    "SourceHealth",
    "SourceState",
    "Stage",
    "Standing",
    "Tier",
    "Timeline",
    "TimelineEntry",
    "Told",
    "Value",
    "Verdict",
    "Watchlist",
    "make_id",
]
