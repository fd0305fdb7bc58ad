"""The full-screen desk on Textual: the words on the left, the fact's history on the right."""

from __future__ import annotations

from typing import ClassVar

from rich.text import Text
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.events import Key, Resize
from textual.widgets import Footer, Input, Static

from monitor.cli.desk.desk import Desk, Passage
from monitor.cli.desk.words import KEYS, headline, origin, past, question, reasons, sureness
from monitor.cli.terminal import clean, clean_lines
from monitor.errors import ConfigError, MonitorError
from monitor.model import Judgement

_NARROW, _SLIM = 90, 78


class ReviewApp(App[None]):
    """Every key is a method of the desk; the app only shows what it says."""

    TITLE = "monitor review"
    AUTO_FOCUS = "#left"
    ENABLE_COMMAND_PALETTE = False
    CSS = """
    #where { color: $text-muted; padding: 0 1; }
    #headline { text-style: bold; padding: 0 1 1 1; }
    #body { height: 1fr; }
    #left { width: 3fr; padding: 0 1; }
    #right { width: 2fr; padding: 0 1; border-left: solid $panel; }
    .narrow #body { layout: vertical; }
    .narrow #left { width: 100%; height: 2fr; }
    .narrow #right { width: 100%; height: 1fr; border-left: none; border-top: solid $panel; }
    #about { color: $text-muted; padding-top: 1; }
    #message { padding: 0 1; color: $accent; height: auto; }
    #value { display: none; }
    #keys { display: none; padding: 0 1; color: $text-muted; height: auto; }
    .slim #keys { display: block; }
    .slim Footer { display: none; }
    """
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "judge('accept')", "Accept"),
        Binding("r", "judge('reject')", "Reject"),
        Binding("c", "correct", "Correct"),
        Binding("s,space,j,down", "skip", "Skip"),
        Binding("b,k,up", "previous", "Back"),
        Binding("m", "mute", "Mute"),
        Binding("o", "open", "Open"),
        Binding("u", "undo", "Undo"),
        Binding("q,escape", "leave", "Quit"),
    ]

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._passage = Passage("", ())

    def compose(self) -> ComposeResult:
        yield Static(id="where", markup=False)
        yield Static(id="headline", markup=False)
        with Horizontal(id="body"):
            with VerticalScroll(id="left"):
                yield Static(id="passage", markup=False)
                yield Static(id="about", markup=False)
            with VerticalScroll(id="right"):
                yield Static(id="history", markup=False)
        yield Static(id="message", markup=False)
        yield Input(id="value", placeholder='the value as you would write it, such as "Q3 2028"')
        yield Static(" ".join(f"[{key}]{word}" for key, word in KEYS), id="keys", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.show()

    def on_resize(self, event: Resize) -> None:
        self.screen.set_class(event.size.width < _NARROW, "narrow")
        self.screen.set_class(event.size.width < _SLIM, "slim")
        self.call_after_refresh(self._turn_to_mark)

    # ---------------------------------------------------------- showing

    def show(self, message: str = "") -> None:
        """The open item, and what the last key did."""
        desk, item = self.desk, self.desk.current
        self._set("message", Text(message))
        if item is None:
            self._set("where", Text("The end"))
            self._set(
                "headline", Text("Nothing is left. u takes the last judgement back, q leaves.")
            )
            for part in ("passage", "about", "history"):
                self._set(part, Text(""))
            return
        judged = desk.judged.get(item.id)
        said = f", {judged}ed" if judged else ""
        self._set(
            "where", Text(f"{desk.place + 1} of {len(desk.items)}: {item.kind} {item.id}{said}")
        )
        self._set("headline", Text(f"{headline(item)}\n{question(item)}"))
        self._passage = desk.passage(item)
        self._set("passage", paint(self._passage))
        about = [origin(item), sureness(item), "", *reasons(item)]
        self._set("about", Text("\n".join(about)))
        history = "\n".join(map(past, desk.history(item)))
        self._set("history", Text(f"History of {clean(item.fact)}\n\n{history}" if history else ""))
        self.call_after_refresh(self._turn_to_mark)

    def _turn_to_mark(self) -> None:
        """Scrolls so that the value, or else the name, stands in the upper half."""
        left = self.query_one("#left", VerticalScroll)
        marks = sorted(self._passage.marks, key=lambda mark: mark[2] != "value")
        before = self._passage.text[: marks[0][1]] if marks else ""
        width = max(1, left.scrollable_content_region.width)
        lines = len(Text(clean_lines(before)).wrap(self.console, width)) if before else 0
        left.scroll_to(y=max(0, lines - max(1, left.size.height // 2)), animate=False)

    def _set(self, name: str, text: Text) -> None:
        self.query_one(f"#{name}", Static).update(text)

    # ---------------------------------------------------------- keys

    def check_action(
        self,
        action: str,
        parameters: tuple[object, ...],  # noqa: ARG002 - the library's signature
    ) -> bool | None:
        """While a value is typed, no key judges anything."""
        return action == "leave" or not self.query_one("#value", Input).display

    def on_key(self, event: Key) -> None:
        """What was typed before the field for the value had opened belongs into it."""
        field = self.query_one("#value", Input)
        if field.display and event.is_printable and event.character:
            field.insert_text_at_cursor(event.character)

    def action_judge(self, judgement: str) -> None:
        self._try(Judgement(judgement))

    def _try(self, judgement: Judgement, value: str = "") -> None:
        try:
            self.show(self.desk.judge(judgement, value))
        except ConfigError as error:
            self._set("message", Text(clean(error.problems[0].message)))
        except MonitorError as error:
            self._set("message", Text(clean(f"Not recorded: {error}")))

    def action_correct(self) -> None:
        item = self.desk.current
        if item is None or item.kind == "hit":
            self._try(Judgement.CORRECT)
            return
        field = self.query_one("#value", Input)
        field.value = ""
        field.display = True
        self.screen.set_focus(field)  # at once: the next key belongs to the value

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self._close_field()
        if event.value.strip():
            self._try(Judgement.CORRECT, event.value)
        else:
            self._set("message", Text("Left as it was."))

    def _close_field(self) -> None:
        self.screen.set_focus(self.query_one("#left"))
        self.query_one("#value", Input).display = False

    def action_skip(self) -> None:
        self.show(self.desk.skip())

    def action_previous(self) -> None:
        self.show(self.desk.back())

    def action_mute(self) -> None:
        self._set("message", Text(self.desk.mute()))

    def action_undo(self) -> None:
        self.show(self.desk.undo())

    def action_open(self) -> None:
        self._set("message", Text(clean(self.desk.open())))

    def action_leave(self) -> None:
        """Escape closes the field first."""
        if self.query_one("#value", Input).display:
            self._close_field()
            return
        self.exit()


def paint(passage: Passage) -> Text:
    """The passage with names and values in colour."""
    text = Text()
    at = 0
    for start, end, what in passage.marks:
        text.append(clean_lines(passage.text[at:start]))
        style = "bold reverse" if what == "value" else "bold yellow"
        text.append(clean_lines(passage.text[start:end]), style)
        at = end
    text.append(clean_lines(passage.text[at:]))
    return text
