"""Mail over SMTP: STARTTLS, TLS or plain, with or without a login, recipient by recipient."""

from __future__ import annotations

import re
import smtplib
import socket
import ssl
from contextlib import suppress
from datetime import timedelta
from email.mime.multipart import MIMEMultipart
from pathlib import Path
from typing import Any, Protocol

from monitor.alerts.channels.channel import Receipt, Revealed, redact
from monitor.alerts.channels.mail import bare_address, compose_mail, on_the_wire
from monitor.alerts.compose import Message
from monitor.errors import ConfigError, DeliveryError

_BUSY = 421


class EmailSettings(Protocol):
    """What ``[alerts.email]`` gives."""

    @property
    def name(self) -> str: ...
    @property
    def host(self) -> str: ...
    @property
    def port(self) -> int: ...
    @property
    def security(self) -> str: ...
    @property
    def username(self) -> str: ...
    @property
    def password(self) -> Revealed | None: ...
    @property
    def sender(self) -> str: ...
    @property
    def reply_to(self) -> str: ...
    @property
    def to(self) -> tuple[str, ...]: ...
    @property
    def ca_file(self) -> Path | None: ...
    @property
    def timeout(self) -> timedelta: ...


class SmtpChannel:
    """One connection per message, so that nothing has to be kept alive."""

    def __init__(self, settings: EmailSettings) -> None:
        self._settings = settings
        self._live: smtplib.SMTP | None = None

    @property
    def name(self) -> str:
        return self._settings.name

    def deliver(self, message: Message) -> Receipt:
        mail = compose_mail(message, self._settings)
        recipients = message.recipients or self._settings.to
        server = self._connect()
        try:
            return self._send(server, mail, recipients)
        finally:
            self._leave(server)

    def check(self) -> str:
        """Connects, secures the connection and logs in."""
        server = self._connect()
        self._leave(server)
        login = f" and logged in as {self._settings.username}" if self._settings.username else ""
        return f"reached {self._settings.host}:{self._settings.port}{login}"

    def abort(self) -> None:
        server = self._live
        sock = server.sock if server else None
        if sock is not None:
            with suppress(OSError):
                sock.shutdown(socket.SHUT_RDWR)

    # ---------------------------------------------------------- the connection

    def _connect(self) -> smtplib.SMTP:
        settings = self._settings
        where = f"{settings.host}:{settings.port}"
        server: smtplib.SMTP | None = None
        try:
            server = self._open()
            self._live = server
            if settings.security == "starttls":
                server.starttls(context=self._context())
                server.ehlo()
            if settings.username:
                password = settings.password.reveal() if settings.password else ""
                _login(server, settings.username, password, encrypted=settings.security != "none")
        except ConfigError as error:
            self._leave(server)
            raise self._down(error.problems[0].message, error) from None
        except ssl.SSLError as error:
            self._leave(server)
            what = getattr(error, "verify_message", "") or error.reason or "handshake failed"
            raise self._down(f"{where}: TLS: {what}", error) from None
        except smtplib.SMTPAuthenticationError as error:
            self._leave(server)
            said = _said(error.smtp_code, error.smtp_error)
            raise self._down(f"{where} refused the login: {said}", error) from None
        except smtplib.SMTPResponseException as error:
            self._leave(server)
            said = _said(error.smtp_code, error.smtp_error)
            raise self._down(f"{where} said {said}", error) from None
        except smtplib.SMTPNotSupportedError as error:
            self._leave(server)
            raise self._down(f"{where}: {error}", error) from None
        except (OSError, smtplib.SMTPException) as error:
            self._leave(server)
            raise self._down(f"{where}: {_reason(error)}", error) from None
        return server

    def _open(self) -> smtplib.SMTP:
        settings = self._settings
        seconds = settings.timeout.total_seconds()
        hostname = socket.gethostname()
        own = hostname if "." in hostname and hostname.isascii() else "[127.0.0.1]"
        if settings.security == "tls":
            return smtplib.SMTP_SSL(
                settings.host, settings.port, own, timeout=seconds, context=self._context()
            )
        return smtplib.SMTP(settings.host, settings.port, own, timeout=seconds)

    def _context(self) -> ssl.SSLContext:
        file = self._settings.ca_file
        return ssl.create_default_context(cafile=str(file) if file else None)

    def _down(self, text: str, _: Exception) -> DeliveryError:
        return DeliveryError(self._clean(text), retryable=True, channel_wide=True)

    def _clean(self, text: str) -> str:
        secrets: list[str] = []
        if self._settings.password:
            with suppress(ConfigError):
                password = self._settings.password.reveal()
                secrets = [password, f"\0{self._settings.username}\0{password}"]
        return redact(text, secrets)

    def _leave(self, server: smtplib.SMTP | None) -> None:
        self._live = None
        if server is None:
            return
        with suppress(OSError, smtplib.SMTPException):
            if server.sock is not None:
                server.sock.settimeout(2)
                server.quit()
        server.close()

    # -------------------------------------------------------------- the sending

    def _send(
        self, server: smtplib.SMTP, mail: MIMEMultipart, recipients: tuple[str, ...]
    ) -> Receipt:
        try:
            accepted, deferred, refused, said = self._envelope(server, recipients)
            if not accepted:
                raise DeliveryError(
                    self._clean(f"no recipient was taken: {'; '.join(said)}"),
                    retryable=bool(deferred),
                )
            code, answer = server.docmd("DATA")
            if code != 354:
                raise self._rejected("DATA", code, answer)
        except (OSError, smtplib.SMTPException) as error:
            text = f"the connection broke: {_reason(error)}"
            raise self._down(text, error) from None
        try:
            server.send(_body(mail))
            code, answer = server.getreply()
        except (OSError, smtplib.SMTPException) as error:
            raise DeliveryError(
                self._clean(f"the connection broke after the message was sent: {_reason(error)}"),
                retryable=True,
                channel_wide=True,
                unsure=True,
            ) from None
        if code != 250:
            raise self._rejected("message", code, answer)
        detail = "; ".join([_said(code, answer), *said])
        return Receipt(self._clean(detail), str(mail["Message-ID"]), deferred, refused)

    def _envelope(
        self, server: smtplib.SMTP, recipients: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], list[str]]:
        server.ehlo_or_helo_if_needed()
        code, answer = server.mail(bare_address(self._settings.sender))
        if code != 250:
            raise self._down(f"the sender was refused: {_said(code, answer)}", ValueError())
        accepted: list[str] = []
        deferred: list[str] = []
        refused: list[str] = []
        said: list[str] = []
        for recipient in recipients:
            code, answer = server.rcpt(bare_address(recipient))
            if code == _BUSY:
                raise self._rejected("recipient", code, answer)
            if code in {250, 251}:
                accepted.append(recipient)
                continue
            (deferred if 400 <= code < 500 else refused).append(recipient)
            said.append(f"{recipient}: {_said(code, answer)}")
        return tuple(accepted), tuple(deferred), tuple(refused), said

    def _rejected(self, what: str, code: int, answer: bytes | str) -> DeliveryError:
        return DeliveryError(
            self._clean(f"the {what} was refused: {_said(code, answer)}"),
            retryable=not 500 <= code < 600,
            channel_wide=code == _BUSY,
        )


def _login(server: smtplib.SMTP, username: str, password: str, *, encrypted: bool) -> None:
    """By the first way that both sides know; smtplib tries all, and hides why the first failed."""
    server.ehlo_or_helo_if_needed()
    known = server.esmtp_features.get("auth", "").upper().split()
    ways = ("PLAIN", "LOGIN", "CRAM-MD5") if encrypted else ("CRAM-MD5", "PLAIN", "LOGIN")
    way = next((way for way in ways if way in known), "")
    if not way:
        raise smtplib.SMTPNotSupportedError("the server offers no login that we know")
    server.user, server.password = username, password
    methods: dict[str, Any] = {
        "PLAIN": server.auth_plain,
        "LOGIN": server.auth_login,
        "CRAM-MD5": server.auth_cram_md5,
    }
    server.auth(way, methods[way])


def _body(mail: MIMEMultipart) -> bytes:
    body = on_the_wire(mail)
    if not body.endswith(b"\r\n"):
        body += b"\r\n"
    return re.sub(rb"(?m)^\.", b"..", body) + b".\r\n"


def _said(code: int, answer: bytes | str) -> str:
    text = answer.decode("utf-8", "replace") if isinstance(answer, bytes) else answer
    return f"{code} {text}"


def _reason(error: Exception) -> str:
    if isinstance(error, TimeoutError) or "timed out" in str(error):
        return "no answer in time"
    if isinstance(error, smtplib.SMTPServerDisconnected):
        return "the server hung up"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
