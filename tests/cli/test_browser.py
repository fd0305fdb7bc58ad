"""The report and the live page in a real Chromium, where one is installed."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from monitor.cli.web import serve
from monitor.config import load
from tests.browser import AT_HAND, Browser, BrowserError

pytestmark = pytest.mark.skipif(not AT_HAND, reason="needs chromium and chromedriver")
HIDDEN_IN_PRINT = ["nav", ".filter", ".skip", "details:not([open])"]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    try:
        opened = Browser(tmp_path_factory.mktemp("profile"))
    except BrowserError as error:
        pytest.skip(f"the browser does not start here: {error}")
    with opened:
        yield opened


@pytest.fixture
def browser(chromium: Browser) -> Browser:
    """The window as it is at first, on an empty page."""
    chromium.protocol("Emulation.setEmulatedMedia", media="")
    chromium.look(1200)
    chromium.go("about:blank")
    return chromium


@contextmanager
def running(server: ThreadingHTTPServer):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def standing(world) -> str:
    [fact] = world.say("facts", "--fact", "smz-complex.commissioning", "--json").rows
    return fact["value"]["text"]


def test_a_value_goes_back_when_its_change_is_rejected(world, browser: Browser) -> None:
    with running(serve(load(world.config), "127.0.0.1", 0, judge=True)) as server:
        browser.go(f"http://127.0.0.1:{server.server_port}/")
        assert not browser.has(".told form")  # without the token one may only read
        browser.go(server.address)
        assert "token" not in browser.run("return location.href")
        assert browser.text(browser.one("[id='smz-complex.commissioning'] .value")) == "2030"
        browser.type(browser.one(".filter input"), "capacity")
        assert browser.shown("#board tr.fact > th") == ["capacity"]
        assert browser.shown(".filter [role=status]") == ["1 fact"]
        browser.type(browser.one("#waiting input[name=why]"), "a reader's guess")
        browser.click(browser.one("#waiting button[value=reject]"))
        assert browser.text(browser.one("#waiting > p")) == "Nothing waits."
        assert browser.text(browser.one("[id='smz-complex.commissioning'] .value")) == "2028"
    assert standing(world) == "2028"
    [review] = world.say("export", "reviews", "--format", "json").rows
    assert review["why"] == "a reader's guess"


def test_accepting_confirms(world, browser: Browser) -> None:
    with running(serve(load(world.config), "127.0.0.1", 0, judge=True)) as server:
        browser.go(server.address)
        browser.click(browser.one("#waiting button[value=accept]"))
        assert browser.text(browser.one("#waiting > p")) == "Nothing waits."
    assert [
        row["id"] for row in world.say("changes", "--state", "unconfirmed", "--json").rows
    ] == []
    assert standing(world) == "2030"


class Forger(BaseHTTPRequestHandler):
    """A page elsewhere on this machine that posts to the board as soon as it is opened."""

    page = ""

    def do_GET(self) -> None:
        data = self.page.encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_) -> None:
        pass


@pytest.mark.parametrize("stolen", [False, True], ids=["without the form's token", "with it"])
def test_a_forged_form_judges_nothing(world, browser: Browser, stolen: bool) -> None:
    [waiting] = world.say("review", "--json").rows
    with running(serve(load(world.config), "127.0.0.1", 0, judge=True)) as server:
        browser.go(server.address)  # the cookie is there, and of the same site
        fields = {"id": waiting["id"], "judgement": "reject"} | (
            {"form": server.form_token()} if stolen else {}
        )
        inputs = "".join(f'<input name="{key}" value="{value}">' for key, value in fields.items())
        Forger.page = f'<form method="post" action="http://127.0.0.1:{server.server_port}/judge">{inputs}</form>'
        with running(ThreadingHTTPServer(("127.0.0.1", 0), Forger)) as forger:
            browser.go(f"http://127.0.0.1:{forger.server_port}/")
            browser.run("document.forms[0].submit()")
            browser.go(f"http://127.0.0.1:{server.server_port}/")
            assert browser.find("#waiting button[value=reject]")
            sent = browser.run(
                "return fetch(arguments[0], {method: 'POST', mode: 'no-cors', credentials: 'include',"
                " body: new URLSearchParams(arguments[1])}).then(() => 'sent', () => 'refused')",
                f"http://127.0.0.1:{server.server_port}/judge",
                fields,
            )
            assert sent == "refused"  # the page's own policy lets no script connect anywhere
    assert standing(world) == "2030"


def accessible(browser: Browser) -> list[dict]:
    """What a screen reader is told: role and name of every node."""
    browser.protocol("Accessibility.enable")
    nodes = browser.protocol("Accessibility.getFullAXTree")["nodes"]
    return [
        {"role": node["role"]["value"], "name": node.get("name", {}).get("value", "")}
        for node in nodes
        if not node.get("ignored")
    ]


@pytest.fixture
def report(world) -> str:
    assert world.say("report", "-o", "board.html").status == 0
    return (world.path / "board.html").as_uri()


def test_the_report_is_sound_without_eyes_or_mouse(report: str, browser: Browser) -> None:
    browser.go(report)
    nodes = accessible(browser)
    roles = {node["role"] for node in nodes}
    assert {"banner", "main", "navigation", "contentinfo", "search", "heading", "table"} <= roles
    needing = {"table", "textbox", "searchbox", "combobox", "button", "link", "region", "image",
               "img", "navigation", "article", "graphics-document"}  # fmt: skip
    assert [node for node in nodes if node["role"] in needing and not node["name"].strip()] == []
    assert (
        browser.run("return [...document.querySelectorAll('h1,h2,h3')].map(h => +h.tagName[1])")[0]
        == 1
    )
    assert browser.run(
        "return new Set([...document.querySelectorAll('[id]')].map(e => e.id)).size"
    ) == len(browser.find("[id]"))
    for key in ("rawKeyDown", "keyUp"):
        browser.protocol(
            "Input.dispatchKeyEvent", type=key, key="Tab", code="Tab", windowsVirtualKeyCode=9
        )
    assert browser.run("return document.activeElement.textContent") == "Skip to the board"
    spoken = browser.run("return [...document.querySelectorAll('blockquote')].map(e => e.lang)")
    assert set(spoken) == {"en"}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_the_report_fits_every_window_and_can_be_read(
    report: str, browser: Browser, dark: bool
) -> None:
    for width in (1400, 800, 360):
        browser.look(width, dark=dark)
        browser.go(report)
        assert browser.run("return document.documentElement.scrollWidth") <= width
        assert browser.run(CONTRAST) == []


CONTRAST = """
const canvas = document.createElement('canvas').getContext('2d', {willReadFrequently: true});
function rgb(colour) { canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
  return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3); }
function light(colour) { const [r, g, b] = rgb(colour).map(v => { v /= 255;
  return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126*r + .7152*g + .0722*b; }
function ground(e) { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (c !== 'rgba(0, 0, 0, 0)') return c; } return getComputedStyle(document.body).backgroundColor; }
return [...document.querySelectorAll('body *')].filter(e => e.checkVisibility() && e.tagName !== 'SCRIPT' &&
  [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())).filter(e => {
  const style = getComputedStyle(e);
  const [a, b] = [light(e.closest('svg') ? style.fill : style.color), light(ground(e))];
  return (Math.max(a, b) + .05) / (Math.min(a, b) + .05) < 4.5; }).map(e => e.outerHTML.slice(0, 80));
"""


def test_the_report_prints(report: str, browser: Browser) -> None:
    browser.go(report)
    paper = browser.paper()
    assert paper.startswith(b"%PDF")
    browser.protocol("Emulation.setEmulatedMedia", media="print")
    seen = browser.run(
        "return arguments[0].filter(css => [...document.querySelectorAll(css)].some(e => e.checkVisibility()))",
        HIDDEN_IN_PRINT,
    )
    assert seen == []
    after = browser.run(
        "return getComputedStyle(document.querySelector('.told a'), '::after').content"
    )
    assert json.loads(after).startswith(" <http") or "attr(href)" in after
