"""One delivery in a thread of its own, which a program that ends does not wait for."""

from __future__ import annotations

import asyncio
import logging
import threading
from contextlib import suppress

from monitor.alerts.channels import Channel, Receipt
from monitor.alerts.compose import Message
from monitor.errors import DeliveryError

_log = logging.getLogger("monitor.dispatcher")


async def deliver_in_thread(channel: Channel, message: Message, within: float) -> Receipt:
    """The channel's receipt, or DeliveryError: unsure where it is not done within the seconds.

    Whatever else a channel raises is a mistake of ours: logged, and unsure too.
    """
    loop = asyncio.get_running_loop()
    outcome: asyncio.Future[Receipt] = loop.create_future()

    def settle(receipt: Receipt | None, error: BaseException | None) -> None:
        if outcome.done():
            return
        if receipt is not None:
            outcome.set_result(receipt)
        else:
            outcome.set_exception(error or RuntimeError("no outcome"))

    def work() -> None:
        receipt, problem = None, None
        try:
            receipt = channel.deliver(message)
        except BaseException as error:  # noqa: BLE001 - handed to the loop
            problem = error
        with suppress(RuntimeError):  # the loop has ended: nobody waits any more
            loop.call_soon_threadsafe(settle, receipt, problem)

    threading.Thread(target=work, name=f"deliver-{channel.name}", daemon=True).start()
    try:
        return await asyncio.wait_for(outcome, within)
    except TimeoutError:
        channel.abort()
        text = f"not done within {within:g} seconds"
        raise DeliveryError(text, retryable=True, channel_wide=True, unsure=True) from None
    except DeliveryError:
        raise
    except Exception as error:  # noqa: BLE001 - a mistake of ours stops no other alert
        _log.exception("channel %s failed unexpectedly", channel.name)
        text = f"unexpected {type(error).__name__}"
        raise DeliveryError(text, retryable=True, unsure=True) from None
