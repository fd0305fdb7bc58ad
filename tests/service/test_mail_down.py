"""A week without a mail server, with a real one at its end."""

import asyncio
import email
import email.policy
from datetime import timedelta

import pytest
from aiosmtpd.controller import Controller

from monitor.alerts.channels.smtp import SmtpChannel
from monitor.alerts.plan import plan
from monitor.config.types import EmailConfig
from monitor.model import Verdict
from monitor.service.dispatcher import Dispatcher
from monitor.store import open_store
from tests.alert_factories import (
    CAPACITY,
    STAGE,
    WATCHLIST,
    SetClock,
    article,
    change,
    route,
    save_change,
    tonnes,
    year,
)

ROUTES = (route(),)


class Mailbox:
    def __init__(self):
        self.mail = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        self.mail.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 ok"


class Server(Controller):
    def _trigger_server(self):  # port 0: ask which one it is
        self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


@pytest.fixture
def down_then_up():
    """A port on which nobody listens yet, and what to call when somebody shall."""
    first = Server(Mailbox(), hostname="127.0.0.1", port=0)
    first.start()
    port = first.port
    first.stop()
    mailbox = Mailbox()
    second = Server(mailbox, hostname="127.0.0.1", port=port)

    def up():
        second.start()
        return mailbox

    yield port, up
    second.stop()


def test_a_week_without_a_mail_server(tmp_path, down_then_up):
    port, up = down_then_up
    settings = EmailConfig(
        "email", "127.0.0.1", "m@desk.example", ("a@desk.example",), port, "none",
        timeout=timedelta(seconds=2),
    )  # fmt: skip
    week = [
        (0, change("x1")),
        (
            1,
            change(
                "x2",
                fact=CAPACITY,
                verdict=Verdict.RAISED,
                old=tonnes(1),
                new=tonnes(2),
                ref=article("n2"),
            ),
        ),
        (3, change("x3", old=year(2028), new=year(2030), ref=article("n3"))),
        (7, change("x4", fact=STAGE, verdict=Verdict.SUSPENDED, ref=article("n4"))),
    ]
    clock = SetClock()
    start = clock.now()
    with open_store(tmp_path / "monitor.db") as store:
        sender = Dispatcher(
            store, {"email": SmtpChannel(settings)}, ROUTES, WATCHLIST, clock, jitter=lambda: 0.5
        )
        for hours in range(0, 7 * 24 + 1, 4):
            clock.instant = start + timedelta(hours=hours)
            for day, one in week:
                if hours == day * 24:
                    save_change(store, one)
                    store.outbox.plan(plan([one], ROUTES, WATCHLIST, clock.now()))
            asyncio.run(sender.send_due())
        mailbox = up()
        clock.go(hours=1)
        asyncio.run(sender.send_due())
        clock.go(hours=1)
        assert asyncio.run(sender.send_due()) == []
        attempts = store.database.value("SELECT count(*) FROM deliveries WHERE outcome = 'failed'")
        states = {row[0] for row in store.database.rows("SELECT state FROM alerts")}
    late, fresh = mailbox.mail
    assert late["Subject"].startswith("Delayed: 2 changes: SMZ separation complex: commissioning")
    assert "2027 → 2030 (+3 years)" in late["Subject"]
    assert fresh["Subject"].startswith("Tomtor: stage suspended")
    assert attempts > 40
    assert states == {"sent"}
