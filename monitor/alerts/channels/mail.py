"""A message as a mail: multipart, with plain text that stands alone."""

from __future__ import annotations

import re
from email.charset import QP, Charset
from email.header import Header
from email.mime.base import MIMEBase
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText
from email.policy import compat32
from email.utils import format_datetime, formataddr, parseaddr
from typing import Any, Protocol

from monitor.alerts.compose import Message
from monitor.alerts.compose.safe import line
from monitor.errors import DeliveryError

_POLICY = compat32.clone(linesep="\r\n", max_line_length=76)


class Correspondents(Protocol):
    """Who writes to whom."""

    @property
    def sender(self) -> str: ...
    @property
    def reply_to(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...


def compose_mail(message: Message, between: Correspondents) -> MIMEMultipart:
    """Plain text, the HTML beside it, pictures within the HTML. Raises DeliveryError."""
    mail = MIMEMultipart("alternative")
    mail["From"] = _address(between.sender)
    mail["To"] = ", ".join(_address(text) for text in between.to)
    if between.reply_to:
        mail["Reply-To"] = _address(between.reply_to)
    mail["Subject"] = _header(line(message.subject, 250))
    mail["Date"] = format_datetime(message.at)
    mail["Message-ID"] = message_id(message, between.sender)
    if message.reply_to:
        mail["In-Reply-To"] = line(message.reply_to, 200)
        mail["References"] = line(message.reply_to, 200)
    mail["Auto-Submitted"] = "auto-generated"
    mail["X-Auto-Response-Suppress"] = "All"
    mail["X-Monitor-Alert"] = line(message.id, 60)
    mail.attach(_text(message.text, "plain"))
    if message.html:
        mail.attach(_html(message))
    return mail


def message_id(message: Message, sender: str) -> str:
    """The same for the same message, so that a reader's program can recognise a repeat."""
    domain = re.sub(r"[^A-Za-z0-9.-]", "", parseaddr(sender)[1].partition("@")[2])
    name = re.sub(r"[^A-Za-z0-9.-]", "-", message.id)
    return f"<{name}.monitor@{domain or 'localhost'}>"


def _address(text: str) -> str:
    return formataddr((line(parseaddr(text)[0], 100), bare_address(text)))


def bare_address(text: str) -> str:
    """The address alone, its domain in the letters that every server knows."""
    local, _, domain = parseaddr(text)[1].rpartition("@")
    try:
        domain = domain.encode("idna").decode() if not domain.isascii() else domain
        return f"{local}@{domain}".encode("ascii").decode()
    except UnicodeError:
        raise DeliveryError(f"{line(text, 100)} is no address for mail", retryable=False) from None


def _header(text: str) -> Any:
    """As one run of encoded words where it is not plain, so that every blank survives.

    What looks like an encoded word already is encoded too, or it would be decoded.
    """
    return Header(text, "us-ascii" if text.isascii() and "=?" not in text else "utf-8")


def _text(text: str, subtype: str) -> MIMEText:
    """Quoted-printable: seven bits and short lines, and mostly legible."""
    charset = Charset("utf-8")
    charset.body_encoding = QP
    return MIMEText(text, subtype, charset)  # type: ignore[arg-type]  # a Charset will do


def _html(message: Message) -> MIMEBase:
    html = _text(message.html, "html")
    if not message.attachments:
        return html
    related = MIMEMultipart("related")
    related.attach(html)
    for picture in message.attachments:
        part = MIMEImage(picture.content, picture.type.partition("/")[2])
        part["Content-ID"] = f"<{picture.name}>"
        part.add_header("Content-Disposition", "inline", filename=picture.name)
        related.attach(part)
    return related


def on_the_wire(mail: MIMEMultipart) -> bytes:
    """The mail as it is sent and stored, without what SMTP adds."""
    return mail.as_bytes(policy=_POLICY)
