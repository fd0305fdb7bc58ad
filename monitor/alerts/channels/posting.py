"""One POST to a channel that speaks HTTP, with its failures as DeliveryError."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

from monitor.alerts.channels.channel import redact
from monitor.errors import DeliveryError

TIMEOUT = 20.0
LONGEST_WAIT = 24 * 3600.0
_AGENT = "monitor"
_LIMIT = 65_536


@dataclass(frozen=True, slots=True)
class Answer:
    """``text`` is the beginning of the body; ``retry_after`` in seconds."""

    status: int
    text: str
    retry_after: float | None


def post(
    url: str,
    body: bytes,
    *,
    headers: Mapping[str, str],
    secrets: Iterable[str],
    now: datetime,
    timeout: float = TIMEOUT,
) -> Answer:
    """The answer, whatever its status. Redirects are not followed.

    Raises DeliveryError where there is none; unsure once the request was on its way.
    """
    hidden = [url, *secrets]
    try:
        with (
            httpx.Client(timeout=timeout, follow_redirects=False) as client,
            client.stream(
                "POST", url, content=body, headers={"User-Agent": _AGENT, **headers}
            ) as response,
        ):
            text = _beginning(response)
            return Answer(response.status_code, redact(text, hidden), _wait(response, now))
    except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
        raise _failed(_reason(error), hidden) from None
    except (httpx.InvalidURL, httpx.UnsupportedProtocol):
        raise _failed("its address is no http or https address", hidden) from None
    except (httpx.HTTPError, httpx.StreamError) as error:
        raise _failed(_reason(error), hidden, unsure=True) from None


def refusal(answer: Answer, who: str) -> DeliveryError:
    """The error for a status that is no success."""
    wait = answer.retry_after
    said = f"{who} said {answer.status} {answer.text}".strip()
    busy = answer.status in {408, 425, 429} or answer.status >= 500
    barred = answer.status in {401, 403, 404, 407, 410} or 300 <= answer.status < 400
    return DeliveryError(
        said, retryable=busy or barred, retry_after=wait, channel_wide=busy or barred
    )


def _beginning(response: httpx.Response) -> str:
    read = b""
    for chunk in response.iter_bytes():
        read += chunk
        if len(read) > _LIMIT:
            break
    return read[:_LIMIT].decode("utf-8", "replace")


def _wait(response: httpx.Response, now: datetime) -> float | None:
    text = response.headers.get("Retry-After", "").strip()
    if not text:
        return None
    if text.isdigit() and len(text) < 12:
        seconds = float(text)
    else:
        try:
            seconds = (parsedate_to_datetime(text) - now).total_seconds()
        except (TypeError, ValueError):
            return None
    return min(max(seconds, 0.0), LONGEST_WAIT)


def _reason(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "no answer in time"
    return str(error) or type(error).__name__


def _failed(reason: str, hidden: Iterable[str], *, unsure: bool = False) -> DeliveryError:
    return DeliveryError(redact(reason, hidden), retryable=True, channel_wide=True, unsure=unsure)
