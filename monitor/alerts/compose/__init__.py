"""An alert as subject, text, HTML, Slack blocks and JSON. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.alerts.compose import html, slack
from monitor.alerts.compose.chart import chart
from monitor.alerts.compose.health import health_message
from monitor.alerts.compose.message import Attachment, Json, Material, Message, News
from monitor.alerts.compose.parts import Parts, take_apart
from monitor.alerts.compose.png import png
from monitor.alerts.compose.safe import clean_json, escape, line
from monitor.alerts.compose.sample import NOTE, sample
from monitor.alerts.compose.subject import LIMIT, subject
from monitor.alerts.compose.templates import escaped, fill, part_values
from monitor.alerts.compose.text import RULE, outline, part_text, text
from monitor.wire import change_to_json, claim_to_json, instant_to_json, value_to_json

SHOWN = 40
"""A summary takes up this many facts; the rest are counted."""

CHARTS = 3
"""A message holds this many charts."""

_INTROS = {
    "digest": "What changed since the last digest.",
    "held": "What changed while alerts were held back, and still stands.",
    "late": "These could not be sent when they were new; this is where things stand now.",
    "flood": "So many changes came at once that they are told in one message. A source may have "
    "changed its pages; look at them before you believe them.",
}


def compose(material: Material) -> Message:
    """The message for a batch: of changes, or of health events."""
    batch = material.batch
    if batch.style == "test":
        return _marked(compose(sample(material)))
    if batch.alerts[0].event != "change":
        return health_message(material)
    parts = [take_apart(news, material.names, material.zone) for news in material.news[:SHOWN]]
    pictures = _pictures(material)
    names = {place: picture.name for place, picture in pictures.items()}
    form = _Form(material, parts, names)
    title = form.subject()
    return Message(
        id=batch.key,
        event="change",
        subject=title,
        text=form.text(title),
        html=form.html(title),
        slack=slack.blocks(title, parts, _intro(material), _footer(material)),
        json=clean_json(_json(material, parts, title)),
        at=material.now,
        reply_to=_reply_to(material),
        recipients=_recipients(material),
        attachments=tuple(pictures.values()),
    )


def _marked(message: Message) -> Message:
    """A sample says so wherever it is read."""
    title = f"[TEST] {message.subject}"
    blocks = (slack.header(title), *message.slack[1:])
    form = {**message.json, "event": "test", "subject": title, "note": NOTE}
    return replace(message, event="test", subject=title, slack=blocks, json=form)


@dataclass(frozen=True, slots=True)
class _Form:
    """Subject, text and HTML: ours, or by the user's templates."""

    material: Material
    parts: list[Parts]
    pictures: dict[int, str]

    def subject(self) -> str:
        batch = self.material.batch
        ours = subject(batch.style, self.parts, len(self.material.news))
        values = part_values(self.parts[0]) if self.parts else {}
        values |= {"subject": ours, "style": batch.style, "route": line(batch.route, 60)}
        values["count"] = str(len(self.material.news))
        theirs = fill(self.material.templates, "subject.txt", values)
        return line(theirs, LIMIT) if theirs and line(theirs) else ours

    def text(self, title: str) -> str:
        blocks = [
            fill(self.material.templates, "part.txt", part_values(part)) or part_text(part)
            for part in self.parts
        ]
        if self._is_summary():
            blocks.insert(0, outline(self.parts))
        values = {**self._whole(title), "body": RULE.join(blocks)}
        theirs = fill(self.material.templates, "text.txt", values)
        return theirs or text(blocks, values["intro"], values["footer"])

    def html(self, title: str) -> str:
        cards = [self._card(place, part) for place, part in enumerate(self.parts)]
        if self._is_summary():
            cards.insert(0, html.outline(self.parts))
        values = {**escaped(self._whole(title)), "cards": "".join(cards)}
        theirs = fill(self.material.templates, "html.html", values)
        return theirs or html.page(title, cards, _intro(self.material), _footer(self.material))

    def _is_summary(self) -> bool:
        return self.material.batch.style != "story" and len(self.parts) > 1

    def _card(self, place: int, part: Parts) -> str:
        picture = self.pictures.get(place, "")
        values = {**escaped(part_values(part)), "picture": escape(picture)}
        return fill(self.material.templates, "part.html", values) or html.card(part, picture)

    def _whole(self, title: str) -> dict[str, str]:
        batch = self.material.batch
        return {
            "subject": title,
            "intro": _intro(self.material),
            "footer": _footer(self.material),
            "route": line(batch.route, 60),
            "style": batch.style,
            "count": str(len(self.material.news)),
        }


def compose_bare(material: Material) -> Message:
    """What can be said of a batch without looking at anything: the last resort."""
    alerts = material.batch.alerts
    facts = list(dict.fromkeys(line(alert.fact or alert.event, 100) for alert in alerts))
    title = line(f"Changed: {', '.join(facts)}", LIMIT)
    lines = [
        f"{line(alert.fact or alert.event, 100)}: monitor explain {line(subject_id, 100)}"
        for alert in alerts[:SHOWN]
        for subject_id in alert.subjects
    ]
    body = ["This message could not be laid out as usual; the log says why.", *lines]
    return Message(
        id=material.batch.key,
        event=alerts[0].event,
        subject=title,
        text="\n".join([*body, "", _footer(material)]) + "\n",
        html="",
        slack=slack.plain(title, body, _footer(material)),
        json={"id": material.batch.key, "event": alerts[0].event, "subject": title},
        at=material.now,
        recipients=alerts[0].recipients,
    )


def _intro(material: Material) -> str:
    intro = material.note or _INTROS.get(material.batch.style, "")
    more = len(material.news) - SHOWN
    if more > 0:
        intro = f"{intro} The first {SHOWN} are shown; see the other {more} with: monitor changes"
    return intro.strip()


def _pictures(material: Material) -> dict[int, Attachment]:
    """Charts of the first few facts that have one, by their place."""
    pictures: dict[int, Attachment] = {}
    for place, news in enumerate(material.news[:SHOWN]):
        if len(pictures) == CHARTS:
            break
        drawing = chart(news, material.now, f"{news.entity.name}: {news.fact.attribute}")
        if drawing:
            pictures[place] = Attachment(f"chart{place}.png", "image/png", png(drawing))
    return pictures


def _footer(material: Material) -> str:
    batch = material.batch
    ids = ", ".join(alert.id for alert in batch.alerts[:3])
    more = f" and {len(batch.alerts) - 3} more" if len(batch.alerts) > 3 else ""
    return f"monitor told you over route {line(batch.route, 60)}. Alert {ids}{more}."


def _reply_to(material: Material) -> str:
    """What it answers: a confirmation, withdrawal or dispute answers what it is about."""
    if len(material.news) != 1:
        return ""
    item = material.news[0].item
    answers = item.kind != "news" or item.change.verdict.value == "disputed"
    return item.told.handle if item.told and answers else ""


def _recipients(material: Material) -> tuple[str, ...]:
    return material.batch.alerts[0].recipients


def _json(material: Material, parts: list[Parts], title: str) -> Json:
    return {
        "id": material.batch.key,
        "event": "change",
        "style": material.batch.style,
        "route": material.batch.route,
        "at": instant_to_json(material.now),
        "subject": title,
        "changes": [
            _news_json(news, part) for news, part in zip(material.news[:SHOWN], parts, strict=True)
        ],
        "more": max(0, len(material.news) - SHOWN),
    }


def _news_json(news: News, part: Parts) -> Json:
    told = news.item.told
    return {
        **change_to_json(news.item.change),
        "kind": news.item.kind,
        "headline": part.headline,
        "entity": {"id": news.entity.id, "name": news.entity.name},
        "attribute": news.fact.attribute,
        "before": value_to_json(news.item.before) if news.item.before else None,
        "told": {"at": instant_to_json(told.at), "change": told.change} if told else None,
        "evidence": [claim_to_json(entry) for entry in news.evidence],
    }


__all__ = ["Attachment", "Material", "Message", "News", "compose", "compose_bare"]
