"""``monitor explain ID`` and ``monitor names ENTITY``: why, and under which forms."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from monitor.cli.columns import colour_of, day_of, text_of
from monitor.cli.context import (
    find_database,
    load_config,
    open_existing,
    terminal,
    to_json,
    usage_error,
)
from monitor.cli.terminal import Terminal, clean, wrap

Row = dict[str, Any]

_AROUND = 220


def configure(command: str, parser: argparse.ArgumentParser) -> None:
    if command == "names":
        parser.add_argument("entity", help="the id of an entity")
        parser.add_argument("--json", action="store_true", help="one JSON array, and nothing else")
        parser.epilog = "example:\n  monitor names smz"
        parser.set_defaults(run=_names)
    else:
        parser.add_argument("id", help="of a hit, claim, change or alert; its beginning will do")
        parser.add_argument("--json", action="store_true", help="one JSON object with all of it")
        parser.epilog = "example:\n  monitor explain xk3b"
        parser.set_defaults(run=_explain)


# ---------------------------------------------------------------- names


def _names(arguments: argparse.Namespace) -> int:
    from monitor.reading.names.advice import explain_names
    from monitor.reading.names.scan import compile_matcher

    config = load_config(arguments)
    known = [entity.id for entity in config.watchlist.entities]
    if arguments.entity not in known:
        raise usage_error(f'there is no entity "{arguments.entity}"; there are: {", ".join(known)}')
    names = explain_names(compile_matcher(config.watchlist), arguments.entity)
    if arguments.json:
        rows = [
            {"alias": one.alias, "role": one.role, "edits": one.budget,
             "forms": [{"form": form, "how": how} for form, how in one.forms]}
            for one in names
        ]  # fmt: skip
        print(to_json(rows, indent=2))
        return 0
    screen = terminal(arguments)
    for one in names:
        edits = (
            f", {one.budget} letter{'' if one.budget == 1 else 's'} may be wrong"
            if one.budget
            else ""
        )
        print(f"{screen.style(clean(one.alias), 'bold')} ({one.role}{edits})")
        by_how: dict[str, list[str]] = {}
        for form, how in one.forms:
            by_how.setdefault(how, []).append(form)
        for how, forms in by_how.items():
            for line in wrap(clean(f"{how}: {', '.join(forms)}"), screen.prose, "  "):
                print(screen.style(line, "dim"))
    return 0


# ---------------------------------------------------------------- explain


def _explain(arguments: argparse.Namespace) -> int:
    from monitor.store import listings

    connection = listings.open_listings(find_database(arguments))
    what = {"h": "hits", "c": "claims", "x": "changes", "a": "alerts"}.get(arguments.id[:1], "")
    extra = {"withdrawn": True} if what == "claims" else {}
    rows = (
        list(getattr(listings, what)(connection, id=arguments.id, limit=6, **extra)) if what else []
    )
    rows = [row for row in rows if row["id"] == arguments.id] or rows
    if not rows:
        raise usage_error(f'there is no hit, claim, change or alert "{clean(arguments.id)}"')
    if len(rows) > 1:
        some = ", ".join(row["id"] for row in rows[:5])
        raise usage_error(f'"{arguments.id}" begins several ids: {some}; write more of it')
    row = rows[0]
    row["reviews"] = list(listings.reviews(connection, target=row["id"], sort="published"))
    if what == "changes":
        row["history"] = list(listings.change_history(connection, row["id"]))
        row["evidence"] = [
            claim
            for id_ in row["claims"]
            for claim in listings.claims(connection, id=id_, withdrawn=True)
        ]
    elif what == "alerts":
        row["deliveries"] = list(listings.deliveries(connection, row["id"]))
    if arguments.json:
        print(to_json(row, indent=2))
        return 0
    screen = terminal(arguments)
    show = {"hits": _hit, "claims": _claim, "changes": _change, "alerts": _alert}[what]
    for line in show(row, screen, arguments):
        print(line)
    for line in _reviews(row["reviews"], screen):
        print(line)
    return 0


def _lines(text: str, screen: Terminal, indent: str = "  ", *styles: str) -> Iterator[str]:
    for line in wrap(clean(text), screen.prose, indent):
        yield screen.style(line, *styles)


def _article(row: Row | None, screen: Terminal) -> Iterator[str]:
    if not row:
        return
    yield from _lines(row["title"], screen, "  ", "bold")
    day = day_of(row["published"] or row["seen"])
    about = f"{row['source'] or 'unknown source'} ({row['tier']}), {day}"
    yield from _lines(about, screen, "  ", "dim")
    if row["url"]:
        address = clean(row["url"])
        yield "  " + screen.link(screen.style(address, "blue"), address)


def _text(row: Row, arguments: argparse.Namespace) -> str:
    """The wording that a hit or claim was read in."""
    with open_existing(arguments) as store:
        found = store.articles.get(row["article"]["id"], row.get("version"))
        found = found or store.articles.get(row["article"]["id"])
        return found.content if found else ""


def _around(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch of text around a span, cut between words where it can be."""
    first, last = max(0, start - _AROUND), min(len(text), end + _AROUND)
    if first:
        space = text.find(" ", first, start)
        first = space + 1 if space >= 0 else first
    if last < len(text):
        space = text.rfind(" ", end, last)
        last = space if space >= 0 else last
    return first, last


def _in_context(
    text: str, span: tuple[int, int], marks: list[tuple[int, int, str]], screen: Terminal
) -> Iterator[str]:
    from monitor.cli.trying import mark_text

    first, last = _around(text, *span)
    inside = sorted(mark for mark in marks if first <= mark[0] < mark[1] <= last)
    shown, at = [], first
    for mark in inside:
        if mark[0] >= at:
            shown.append(mark)
            at = mark[1]
    before, after = ("…" if first else ""), ("…" if last < len(text) else "")
    said = f"{before}{mark_text(text, first, last, shown, screen)}{after}"
    yield from wrap(said, screen.prose, "  ")


def _hit(row: Row, screen: Terminal, arguments: argparse.Namespace) -> Iterator[str]:
    mention = row["mention"]
    head = f"{row['id']}: a hit for {row['entity']}, score {row['score']:.2f}"
    yield from _lines(head, screen, "", "bold")
    yield from _article(row["article"], screen)
    yield ""
    named = f'named as "{mention["text"]}", which is {mention["alias"]} ({mention["how"]})'
    yield from _lines(named, screen, "")
    text = _text(row, arguments)
    if text:
        every = row.get("mentions") or [mention]
        marks = [(one["start"], one["end"], "name") for one in every]
        yield from _in_context(text, (mention["start"], mention["end"]), marks, screen)
    yield ""
    yield from _reasons("The score", row["reasons"], screen)


def _claim(row: Row, screen: Terminal, arguments: argparse.Namespace) -> Iterator[str]:
    head = f"{row['id']}: {row['fact']} = {text_of(row['value'])}"
    yield from _lines(head, screen, "", "bold")
    modality = screen.style(row["modality"], *colour_of(row["modality"]))
    speaker = f", said by {clean(row['speaker'])}" if row["speaker"] else ""
    scope = "" if row["scope"] == "whole" else f", {row['scope']}"
    said = f"{modality}, confidence {row['confidence']:.2f}{speaker}{scope}"
    yield from wrap(said, screen.prose)
    if row["withdrawn"]:
        yield from _lines("The article was edited and no longer says so.", screen, "", "yellow")
    yield from _article(row["article"], screen)
    yield ""
    text = _text(row, arguments)
    if text:
        marks = [(row["value_start"], row["value_end"], "value")]
        yield from _in_context(text, (row["start"], row["end"]), marks, screen)
    else:
        yield from _lines(f"“{row['quote']}”", screen)
    yield ""
    yield from _reasons("How it was read", row["reasons"], screen)


def _change(row: Row, screen: Terminal, arguments: argparse.Namespace) -> Iterator[str]:
    verdict = screen.style(row["verdict"], *colour_of(row["verdict"]))
    old = f"{clean(text_of(row['old']))} -> " if row["old"] else ""
    fact, new = screen.style(clean(row["fact"]), "bold"), clean(text_of(row["new"]))
    yield from wrap(f"{row['id']}: {fact} {verdict}: {old}{new}", screen.prose)
    state = screen.style(row["state"], *colour_of(row["state"]))
    said = f"{state}, confidence {row['confidence']:.2f}, {_stories(row['stories'])}"
    yield from wrap(said, screen.prose)
    if row["why"]:
        yield from _lines(row["why"], screen, "")
    for claim in row["evidence"]:
        yield ""
        yield from _article(claim["article"], screen)
        yield from _lines(f"“{claim['quote']}”", screen, "  ")
        said = f"{claim['id']}: {claim['modality']}, confidence {claim['confidence']:.2f}"
        yield screen.style(f"  {said}", "dim")
    if len(row["history"]) > 1:
        yield ""
        yield screen.style("How it went", "bold")
        for step in row["history"]:
            at, moved = step["at"][:16].replace("T", " "), f"{step['verdict']} to"
            state = f"{step['state']} by {_stories(step['stories'])}"
            line = f"{at}  {state}, {moved} {text_of(step['new'])}"
            yield from _lines(f"{line}  {step['why']}".rstrip(), screen)


def _stories(count: int) -> str:
    return f"{count} stor{'y' if count == 1 else 'ies'}"


def _alert(row: Row, screen: Terminal, arguments: argparse.Namespace) -> Iterator[str]:
    state = screen.style(row["state"], *colour_of(row["state"]))
    where = clean(f"{row['event']} for {row['channel']} by route {row['route']}")
    yield f"{screen.style(row['id'], 'bold')}: {state}, {where}"
    about = row["subject"] or row["fact"] or ", ".join(row["subjects"])
    yield from _lines(about, screen)
    yield f"  planned {row['created']}, due {row['due']}"
    if row["note"]:
        yield from _lines(row["note"], screen)
    for attempt in row["deliveries"]:
        outcome = f"{attempt['outcome']} after {attempt['took']:.1f} s"
        line = f"{attempt['at']}  {outcome}  {attempt['detail']}"
        yield from _lines(line, screen)


def _reasons(title: str, reasons: list[str], screen: Terminal) -> Iterator[str]:
    yield screen.style(title, "bold")
    for reason in reasons:
        yield from _lines(reason, screen)


def _reviews(reviews: list[Row], screen: Terminal) -> Iterator[str]:
    if reviews:
        yield ""
        yield screen.style("Reviews", "bold")
    for review in reviews:
        value = f" to {text_of(review['value'])}" if review["value"] else ""
        why = f": {review['why']}" if review["why"] else ""
        who = review["by"] or "somebody"
        yield from _lines(f"{review['at'][:10]} {review['judgement']}{value} by {who}{why}", screen)
