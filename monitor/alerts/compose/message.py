"""What a message is made of, and the message. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Any

from monitor.model import Batch, Change, Entity, Evidence, Fact, Item

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class News:
    """One fact's news with all that a reader needs to believe or doubt it.

    ``evidence`` holds what the change rests on, first told first; ``history`` the
    fact's changes, and ``said`` everything ever said of it, in order of publication.
    """

    item: Item
    fact: Fact
    entity: Entity
    evidence: tuple[Evidence, ...] = ()
    history: tuple[Change, ...] = ()
    said: tuple[Evidence, ...] = ()


@dataclass(frozen=True, slots=True)
class Material:
    """All that a batch is composed of.

    ``names`` gives entities' names by id, ``note`` an introduction in place of the usual.
    """

    batch: Batch
    news: tuple[News, ...]
    now: datetime
    zone: tzinfo = UTC
    names: Mapping[str, str] = field(default_factory=dict)
    templates: Mapping[str, str] = field(default_factory=dict)
    note: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A picture within the HTML, referred to as ``cid:NAME``."""

    name: str
    type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Message:
    """What goes out, in the forms that channels need.

    ``id`` is the same however often the message is sent; ``reply_to`` the handle that
    the channel gave for the message which this one answers, empty for a new thread.
    ``recipients`` are those still to be reached, empty for all.
    """

    id: str
    event: str
    subject: str
    text: str
    html: str
    slack: tuple[Json, ...]
    json: Json
    at: datetime
    reply_to: str = ""
    recipients: tuple[str, ...] = ()
    attachments: tuple[Attachment, ...] = ()
