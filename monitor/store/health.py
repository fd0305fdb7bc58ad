"""What a source's state says about its health. Pure, and imported by a listing: keep it light."""

from __future__ import annotations

from datetime import datetime, timedelta

TYPE_CHECKING = False
if TYPE_CHECKING:
    from monitor.model.polling import Rhythm, SourceState

_CERTIFICATE_NOTICE = timedelta(days=10)
_NEVER_ANY = 8


def expected_hours(rhythm: Rhythm) -> float | None:
    """How many hours usually lie between new entries; None while too little is known."""
    return rhythm.hours / rhythm.items if rhythm.items >= 3 and rhythm.hours else None


def judge(state: SourceState, now: datetime) -> tuple[str, datetime | None, str]:
    """Its state in a word, since when, and one line for people."""
    if state.gone:
        return "gone", state.gone, "the server said that it is gone for good (HTTP 410)"
    if state.failures:
        times = "once" if state.failures == 1 else f"{state.failures} times in a row"
        return "failing", state.failing_since, f"{times}: {state.detail}"
    if state.polled is None:
        return "new", None, "not polled yet"
    ends = state.certificate_ends
    if ends and ends - now < _CERTIFICATE_NOTICE:
        return "certificate", ends - _CERTIFICATE_NOTICE, f"its certificate ends on {ends:%Y-%m-%d}"
    if state.empty >= 2 and state.new_at:
        return "empty", state.new_at, f"{state.empty} answers in a row without any entry"
    if state.empty >= _NEVER_ANY and not state.new_at:
        return "empty", None, f"{state.empty} answers, and never an entry"
    usual = expected_hours(state.rhythm)
    last = state.new_at or state.polled
    if usual is not None and last:
        silence = (now - last).total_seconds() / 3600
        if silence > max(24.0, 8 * usual, 2 * state.rhythm.gap):
            days = silence / 24
            return "silent", last, f"nothing new for {days:.0f} days; usual is {_span(usual)}"
    if state.rolled and now - state.rolled < timedelta(days=1):
        return "rolled", state.rolled, f"its {state.window} entries changed faster than we asked"
    return "ok", state.succeeded, state.detail


def _span(hours: float) -> str:
    return f"every {hours:.0f} h" if hours >= 1 else f"every {hours * 60:.0f} min"
