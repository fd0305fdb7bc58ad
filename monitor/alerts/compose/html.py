"""The message as HTML that holds up in narrow and dark mail clients. Pure.

Tables and inline styles for clients that drop style sheets, one small style sheet for
those that honour dark mode and narrow screens. Nothing is loaded from elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from monitor.alerts.compose.parts import Outlet, Parts, Quote
from monitor.alerts.compose.safe import escape

_FONT = "font-family:-apple-system,'Segoe UI',Roboto,Helvetica,Arial,'Noto Sans CJK SC',sans-serif"
_STYLE = """
@media (prefers-color-scheme: dark) {
  .page { background:#14171c !important }
  .card { background:#1e232b !important; border-color:#343b46 !important }
  .ink { color:#e8ebf0 !important } .soft { color:#9aa5b5 !important }
  .was { background:#272d37 !important; color:#b4bdcb !important }
  .now { background:#173452 !important; color:#e8f2ff !important }
  .quote { border-color:#4b5565 !important; color:#d5dbe5 !important }
  .mark { background:#6b5200 !important; color:#fff4cf !important }
  .row { border-color:#343b46 !important } .link { color:#7db8ff !important }
  .code { background:#272d37 !important; color:#d5dbe5 !important }
}
@media (max-width: 480px) {
  .card { padding:16px 14px !important }
  .half { display:block !important; width:auto !important }
  .gap { display:block !important; height:6px !important; width:auto !important }
  .wide { display:none !important }
}
"""
_BADGES = {
    "confirmed": ("#0b6b3a", "#d9f2e3", "Confirmed"),
    "unconfirmed": ("#7a4a00", "#ffe9c2", "Unconfirmed"),
    "reverted": ("#8a1c1c", "#fbdcdc", "Withdrawn"),
    "withdrawn": ("#8a1c1c", "#fbdcdc", "Withdrawn"),
    "disputed": ("#5a2a82", "#ecdcfa", "Disputed"),
}


def page(subject: str, cards: Sequence[str], intro: str, footer: str) -> str:
    """A whole document; ``cards`` are HTML, everything else is text."""
    opening = f'<p class="ink" style="margin:0 4px 14px;color:#1b2430">{escape(intro)}</p>'
    return f"""<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="color-scheme" content="light dark"><meta name="supported-color-schemes" content="light dark">
<title>{escape(subject)}</title><style>{_STYLE}</style></head>
<body class="page" style="margin:0;padding:0;background:#f1f3f6">
<table role="presentation" class="page" width="100%" cellpadding="0" cellspacing="0" style="background:#f1f3f6;{_FONT};font-size:15px;line-height:1.45">
<tr><td align="center" style="padding:16px 8px">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" style="max-width:640px;text-align:left">
<tr><td>
{opening if intro else ""}
{"".join(cards)}
<p class="soft" style="margin:14px 4px 4px;color:#5d6878;font-size:12px">{escape(footer)}</p>
</td></tr></table>
</td></tr></table>
</body></html>
"""  # noqa: E501 - mail wants its style inline


def card(part: Parts, picture: str = "") -> str:
    """One fact's news; ``picture`` is the name of its chart among the attachments."""
    return _card(
        _head(part)
        + _values(part)
        + (_quote(part.quote, part.outlet) if part.quote else "")
        + (_outlet(part.outlet) if part.outlet else "")
        + _paragraph(" ".join(part.sure))
        + _others(part.others)
        + _picture(picture, part)
        + _history(part)
        + _commands(part)
    )


def outline(parts: Sequence[Parts]) -> str:
    """What a summary tells, one line each."""
    rows = "".join(f'<li style="margin:0 0 4px">{escape(part.headline)}</li>' for part in parts)
    return _card(
        '<ol class="ink" style="margin:0;padding-left:22px;color:#1b2430;font-size:15px">'
        f"{rows}</ol>"
    )


def plain_card(title: str, lines: Sequence[str], command: str = "") -> str:
    """A card of a title and paragraphs, as text."""
    body = f'<div class="ink" style="font-size:18px;font-weight:600;color:#1b2430">{escape(title)}</div>'  # noqa: E501 - mail wants its style inline
    body += "".join(_paragraph(text) for text in lines)
    return _card(body + (_code(command) if command else ""))


def _card(inner: str) -> str:
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
        'style="margin:0 0 14px"><tr><td class="card" style="background:#ffffff;'
        f'border:1px solid #dde2ea;border-radius:8px;padding:20px 22px">{inner}</td></tr></table>\n'
    )


def _head(part: Parts) -> str:
    ink, ground, word = _BADGES[part.state]
    meaning = f'<div class="soft" style="color:#5d6878;margin-top:2px">{escape(part.meaning)}</div>'
    return (
        f'<div style="margin-bottom:6px"><span style="background:{ground};color:{ink};font-size:12px;'  # noqa: E501 - mail wants its style inline
        f'font-weight:600;border-radius:4px;padding:2px 8px">{word}</span></div>'
        f'<div class="soft" style="color:#5d6878;font-size:13px">{escape(part.entity)}</div>'
        '<div class="ink" style="color:#1b2430;font-size:20px;font-weight:600;line-height:1.25">'
        f"{escape(part.verb)}</div>{meaning if part.meaning else ''}"
    )


def _values(part: Parts) -> str:
    since = f'<br><span style="font-size:12px">{escape(part.since)}</span>' if part.since else ""
    far = (
        f'<br><span style="font-size:13px;font-weight:600">{escape(part.distance)}</span>'
        if part.distance
        else ""
    )
    label = "font-size:11px;letter-spacing:.06em;text-transform:uppercase;opacity:.75"
    was = "believed" if part.state == "disputed" else "was"
    now = {"disputed": "also told", "unconfirmed": "reported"}.get(part.state, "now")
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
        'style="margin:14px 0;border-collapse:separate"><tr>'
        '<td class="half was" width="49%" valign="top" style="background:#f1f3f6;color:#4b5666;'
        f'border-radius:6px;padding:10px 12px"><span style="{label}">{was}</span><br>'
        f'<span style="font-size:17px">{escape(part.was)}</span>{since}</td>'
        '<td class="gap" width="2%" style="font-size:1px;line-height:1px">&nbsp;</td>'
        '<td class="half now" width="49%" valign="top" style="background:#e2eefc;color:#0d2f57;'
        f'border-radius:6px;padding:10px 12px"><span style="{label}">{now}</span><br>'
        f'<span style="font-size:17px;font-weight:600">{escape(part.now)}</span>{far}</td>'
        "</tr></table>"
    )


def _quote(quote: Quote, outlet: Outlet | None) -> str:
    value = (
        '<b class="mark" style="background:#fff1b8;color:#3d2f00;padding:0 2px">'
        f"{escape(quote.value)}</b>"
        if quote.value
        else ""
    )
    language = f' lang="{escape(outlet.language)}"' if outlet and outlet.language else ""
    before, after = _edges(quote.before), _edges(quote.after)
    return (
        f'<blockquote class="quote"{language} dir="auto" style="margin:0 0 10px;padding:2px 0 2px 14px;'  # noqa: E501 - mail wants its style inline
        f'border-left:3px solid #c3ccd9;color:#2b3646;font-size:16px">“{before}{value}{after}”'
        "</blockquote>"
    )


def _edges(text: str) -> str:
    """Escaped, with the blanks at both ends that escaping strips."""
    if not text.strip():
        return " " if text else ""
    start = " " if text[0].isspace() else ""
    end = " " if text[-1].isspace() else ""
    return f"{start}{escape(text)}{end}"


def _outlet(outlet: Outlet) -> str:
    title = escape(outlet.title)
    if outlet.url:
        title = f'<a class="link" href="{escape(outlet.url)}" style="color:#0b5cad">{title}</a>'
    return (
        f'<p class="ink" style="margin:0 0 2px;color:#1b2430">{title}</p>'
        '<p class="soft" style="margin:0 0 10px;color:#5d6878;font-size:13px">'
        f"{_told_by(outlet)}</p>"
    )


def _told_by(outlet: Outlet) -> str:
    return (
        f"<b>{escape(outlet.source)}</b> ({escape(outlet.tier)}), {escape(outlet.published)}; "
        f"seen {escape(outlet.seen)}"
    )


def _others(others: Sequence[Outlet]) -> str:
    if not others:
        return ""
    rows = "".join(f"<li>{_other(outlet)}</li>" for outlet in others)
    return (
        '<p class="soft" style="margin:0;color:#5d6878;font-size:13px">Also reported by</p>'
        '<ul class="soft" style="margin:2px 0 10px;padding-left:18px;color:#5d6878;font-size:13px">'
        f"{rows}</ul>"
    )


def _other(outlet: Outlet) -> str:
    if not outlet.url:
        return _told_by(outlet)
    title = escape(outlet.title)
    return (
        f'<a class="link" href="{escape(outlet.url)}" style="color:#0b5cad">{title}</a>, '
        f"{escape(outlet.source)}, {escape(outlet.published)}"
    )


def _paragraph(text: str) -> str:
    return f'<p class="ink" style="margin:0 0 10px;color:#1b2430;font-size:14px">{escape(text)}</p>'


def _picture(name: str, part: Parts) -> str:
    if not name:
        return ""
    label = escape(f"What was promised for {part.attribute}, by the day it was said")
    return (
        f'<img src="cid:{escape(name)}" alt="{label}" width="596" style="display:block;width:100%;'
        'max-width:596px;height:auto;border:0;margin:6px 0 0">'
        '<p class="soft" style="margin:0 0 12px;color:#5d6878;font-size:12px">What was promised '
        "(upwards) by the day it was said (across). Small dots: single reports.</p>"
    )


def _history(part: Parts) -> str:
    rows = "".join(
        f'<tr class="row"><td class="soft row" style="{_CELL};color:#5d6878;white-space:nowrap">'
        f'{escape(row.day)}</td><td class="ink row" style="{_CELL};color:#1b2430">'
        f"{'<b>' if row.now else ''}{escape(row.value)}{'</b>' if row.now else ''}</td>"
        f'<td class="soft row" style="{_CELL};color:#5d6878">{escape(row.verdict)}</td>'
        f'<td class="soft row wide" style="{_CELL};color:#5d6878">{escape(row.source)}</td></tr>'
        for row in part.history
    )
    if not rows:
        return ""
    return (
        '<table role="presentation" width="100%" cellpadding="0" cellspacing="0" '
        f'style="margin:0 0 12px;font-size:13px;border-collapse:collapse">{rows}</table>'
    )


_CELL = "border-top:1px solid #e6eaf0;padding:5px 8px 5px 0;vertical-align:top"


def _commands(part: Parts) -> str:
    return "".join(_code(command) for _, command in part.commands)


def _code(command: str) -> str:
    return (
        '<span class="code" style="display:inline-block;margin:0 6px 6px 0;background:#f1f3f6;'
        "color:#2b3646;border-radius:4px;padding:3px 8px;font-size:12px;"
        f"font-family:ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace\">"
        f"{escape(command)}</span>"
    )
