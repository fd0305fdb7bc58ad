"""Mail through real servers, well and ill behaved."""

import asyncio
import base64
import email
import email.policy
import logging
import socket
import threading
from dataclasses import replace

import pytest

from monitor.alerts.channels.smtp import SmtpChannel
from monitor.alerts.compose import Attachment
from monitor.config.secrets import Secret
from monitor.errors import DeliveryError

from .conftest import CERTIFICATE, Login, Mailbox, server_context
from .conftest import email as settings_for


@pytest.fixture(autouse=True)
def _quiet():
    logging.getLogger("mail.log").setLevel(logging.CRITICAL)


@pytest.fixture
def password(monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "correct-horse")
    return Secret(env="MAIL_PASSWORD")


pytestmark = pytest.mark.filterwarnings(
    "ignore:Requiring AUTH", "ignore:login_callback", "ignore:.*server_hostname"
)


def parsed(content):
    return email.message_from_bytes(content, policy=email.policy.default)


def failure(settings, message):
    with pytest.raises(DeliveryError) as caught:
        SmtpChannel(settings).deliver(message)
    return caught.value


def test_a_mail_arrives_whole(mta, message):
    mailbox, settings = mta()
    receipt = SmtpChannel(settings).deliver(message)
    assert receipt.detail == "250 2.0.0 taken as 12345"
    assert mailbox.recipients == [("a@desk.example", "b@desk.example")]
    mail = parsed(mailbox.mail[0])
    assert mail["Subject"] == message.subject
    assert mail["Message-ID"] == receipt.handle == "<aabcdefghij.monitor@desk.example>"
    assert mail["From"] == "monitor <monitor@desk.example>"
    assert mail["To"] == "a@desk.example, b@desk.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    text = mail.get_body(("plain",)).get_content()
    assert text.replace("\r\n", "\n") == message.text
    assert "был 2027" in mail.get_body(("html",)).get_content()
    assert mailbox.mail[0].isascii()


def test_the_same_message_has_the_same_id_and_an_answer_refers(mta, message):
    mailbox, settings = mta()
    channel = SmtpChannel(settings)
    first = channel.deliver(message)
    channel.deliver(message)
    channel.deliver(replace(message, id="aother", reply_to=first.handle))
    one, again, answer = map(parsed, mailbox.mail)
    assert one["Message-ID"] == again["Message-ID"]
    assert answer["In-Reply-To"] == answer["References"] == one["Message-ID"]


def test_a_picture_stands_within_the_html(mta, message):
    mailbox, settings = mta()
    picture = Attachment("chart0.png", "image/png", b"\x89PNG...")
    html = '<img src="cid:chart0.png">'
    SmtpChannel(settings).deliver(replace(message, attachments=(picture,), html=html))
    mail = parsed(mailbox.mail[0])
    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == [
        "multipart/alternative",
        "text/plain",
        "multipart/related",
        "text/html",
        "image/png",
    ]
    (image,) = [part for part in mail.walk() if part.get_content_type() == "image/png"]
    assert image["Content-ID"] == "<chart0.png>"
    assert image.get_content() == b"\x89PNG..."


@pytest.mark.parametrize("security", ["starttls", "tls"])
def test_encrypted_with_login(mta, message, password, security):
    more = {"tls": True} if security == "tls" else {"tls_context": server_context()}
    mailbox, settings = mta(
        authenticator=Login(),
        auth_required=True,
        auth_require_tls=security == "starttls",
        settings={
            "security": security,
            "username": "desk",
            "password": password,
            "ca_file": CERTIFICATE,
        },
        **more,
    )
    SmtpChannel(settings).deliver(message)
    assert len(mailbox.mail) == 1
    assert "logged in as desk" in SmtpChannel(settings).check()
    assert len(mailbox.mail) == 1


def test_a_wrong_password_is_said_without_the_password(mta, message, monkeypatch):
    monkeypatch.setenv("MAIL_PASSWORD", "wrong-battery-staple")
    _, settings = mta(
        authenticator=Login(),
        auth_required=True,
        auth_require_tls=False,
        settings={"username": "desk", "password": Secret(env="MAIL_PASSWORD")},
    )
    error = failure(settings, message)
    assert error.retryable
    assert error.channel_wide
    assert "refused the login: 535" in str(error)
    encoded = base64.b64encode(b"wrong-battery-staple").decode()
    assert "staple" not in str(error)
    assert encoded not in str(error)


def test_a_missing_password_is_said(mta, message, monkeypatch):
    monkeypatch.delenv("NOT_THERE", raising=False)
    _, settings = mta(settings={"username": "desk", "password": Secret(env="NOT_THERE")})
    error = failure(settings, message)
    assert "NOT_THERE is not set" in str(error)
    assert error.retryable


def test_a_certificate_nobody_knows_is_refused(mta, message):
    _, settings = mta(tls=True, settings={"security": "tls"})
    error = failure(settings, message)
    assert "TLS" in str(error)
    assert "self-signed" in str(error)
    assert error.retryable
    assert error.channel_wide


def test_a_server_without_starttls_is_refused(mta, message):
    mailbox, settings = mta(settings={"security": "starttls"})
    error = failure(settings, message)
    assert "STARTTLS" in str(error)
    assert not mailbox.mail


def test_one_of_two_recipients_is_refused_for_good(mta, message):
    mailbox, settings = mta(Mailbox(rcpt={"b@desk.example": "550 5.1.1 no such user"}))
    receipt = SmtpChannel(settings).deliver(message)
    assert mailbox.recipients == [("a@desk.example",)]
    assert receipt.refused == ("b@desk.example",)
    assert receipt.deferred == ()
    assert "no such user" in receipt.detail


def test_one_of_two_recipients_is_greylisted(mta, message):
    greylist = Mailbox(rcpt={"b@desk.example": ["450 4.7.1 come back later", "250 OK"]})
    mailbox, settings = mta(greylist)
    channel = SmtpChannel(settings)
    receipt = channel.deliver(message)
    assert receipt.deferred == ("b@desk.example",)
    channel.deliver(replace(message, recipients=receipt.deferred))
    assert mailbox.recipients == [("a@desk.example",), ("b@desk.example",)]
    assert parsed(mailbox.mail[0])["Message-ID"] == parsed(mailbox.mail[1])["Message-ID"]


@pytest.mark.parametrize(
    ("answer", "retryable"), [("450 4.7.1 greylisted", True), ("550 5.1.1 unknown", False)]
)
def test_no_recipient_is_taken(mta, message, answer, retryable):
    both = {"a@desk.example": answer, "b@desk.example": answer}
    _, settings = mta(Mailbox(rcpt=both))
    error = failure(settings, message)
    assert error.retryable == retryable
    assert not error.unsure
    assert not error.channel_wide
    assert answer[4:] in str(error)


@pytest.mark.parametrize(
    ("answer", "retryable", "channel_wide"),
    [
        ("451 4.3.0 try later", True, False),
        ("554 5.6.0 looks like spam", False, False),
        ("421 4.3.2 shutting down", True, True),
    ],
)
def test_the_message_is_refused(mta, message, answer, retryable, channel_wide):
    _, settings = mta(Mailbox(data=answer))
    error = failure(settings, message)
    assert (error.retryable, error.channel_wide) == (retryable, channel_wide)
    assert not error.unsure


def test_the_sender_is_refused(mta, message):
    _, settings = mta(Mailbox(sender="553 5.1.8 not yours"))
    error = failure(settings, message)
    assert error.channel_wide
    assert "553 5.1.8 not yours" in str(error)


def test_dropped_after_data_nobody_knows(mta, message):
    async def drop(server):
        server.transport.abort()
        return "250 never said"

    _, settings = mta(Mailbox(on_data=drop))
    error = failure(settings, message)
    assert error.unsure
    assert error.retryable


def test_hanging_after_data_nobody_knows(mta, message):
    async def hang(server):
        await asyncio.sleep(3)
        return "250 too late"

    mailbox, settings = mta(Mailbox(on_data=hang))
    error = failure(replace(settings, timeout=settings.timeout / 5), message)
    assert error.unsure
    assert "no answer in time" in str(error)
    assert not mailbox.mail


def test_nobody_listens(message, closed_port):
    error = failure(settings_for(port=closed_port), message)
    assert error.retryable
    assert error.channel_wide
    assert not error.unsure
    assert "Connection refused" in str(error)


@pytest.fixture
def mute_server():
    """Takes connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def test_a_server_that_says_nothing(message, mute_server):
    settings = settings_for(port=mute_server)
    error = failure(replace(settings, timeout=settings.timeout / 5), message)
    assert str(error).endswith("no answer in time")
    assert not error.unsure


def test_abort_ends_a_delivery_that_hangs(mta, message):
    reached = threading.Event()

    async def hang(server):
        reached.set()
        await asyncio.sleep(5)
        return "250 too late"

    _, settings = mta(Mailbox(on_data=hang))
    channel = SmtpChannel(replace(settings, timeout=settings.timeout * 60))
    caught = []

    def deliver():
        try:
            channel.deliver(message)
        except DeliveryError as error:
            caught.append(error)

    thread = threading.Thread(target=deliver)
    thread.start()
    assert reached.wait(5)
    channel.abort()
    thread.join(5)
    assert not thread.is_alive()
    assert caught[0].unsure


def test_an_html_page_for_a_mail_server(message):
    with socket.create_server(("127.0.0.1", 0)) as server:

        def answer():
            connection, _ = server.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n<html>")

        thread = threading.Thread(target=answer)
        thread.start()
        error = failure(settings_for(port=server.getsockname()[1]), message)
        thread.join()
    assert error.retryable
    assert error.channel_wide


def test_addresses_in_other_letters(mta, message):
    mailbox, settings = mta(settings={"to": ("Иван <ivan@почта.рф>",), "sender": "m@почта.рф"})
    SmtpChannel(settings).deliver(message)
    assert mailbox.recipients == [("ivan@xn--80a1acny.xn--p1ai",)]
    error = failure(replace(settings, to=("иван@desk.example",)), message)
    assert not error.retryable
