"""A real Chromium, driven over WebDriver's own HTTP: nothing to install but the browser itself."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from base64 import b64decode
from pathlib import Path
from typing import Any, Self
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
DRIVER = shutil.which("chromedriver")
AT_HAND = bool(CHROMIUM and DRIVER)

_QUIET = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--disable-dev-shm-usage", "--force-color-profile=srgb", "--hide-scrollbars",
)  # fmt: skip
_PATIENCE = 5000  # milliseconds until an element that is looked for is held to be missing
_ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class BrowserError(Exception):
    """The browser could not do what was asked."""


class Browser:
    """One window. A context manager: leaving it ends the browser and its driver."""

    def __init__(self, profile: Path, *, width: int = 1200, height: int = 900) -> None:
        self._driver = subprocess.Popen(
            [DRIVER or "chromedriver", "--port=0"],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self._open = build_opener(ProxyHandler({})).open
        self._base = f"http://127.0.0.1:{self._port()}"
        arguments = [*_QUIET, f"--user-data-dir={profile}", f"--window-size={width},{height}"]
        wanted = {"goog:chromeOptions": {"binary": CHROMIUM, "args": arguments}}
        try:
            session = self._ask("POST", "/session", {"capabilities": {"alwaysMatch": wanted}})
            self._session = f"/session/{session['sessionId']}"
            self.say("POST", "timeouts", implicit=_PATIENCE)
        except BaseException:
            self._end()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        try:
            self._ask("DELETE", self._session)
        finally:
            self._end()

    def _end(self) -> None:
        self._driver.terminate()
        self._driver.communicate(timeout=30)

    def _port(self) -> int:
        for line in self._driver.stdout or ():
            if found := re.search(r"started successfully on port (\d+)", line):
                return int(found[1])
        raise BrowserError("chromedriver did not start")

    def _ask(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        data = json.dumps(body or {}).encode() if method == "POST" else None
        request = Request(
            self._base + path, data, {"Content-Type": "application/json"}, method=method
        )
        try:
            with self._open(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except HTTPError as error:
            raise BrowserError(json.load(error)["value"]["message"]) from None

    def say(self, method: str, path: str, **body: Any) -> Any:
        """One command of WebDriver within the session."""
        return self._ask(method, f"{self._session}/{path}", body)

    def protocol(self, command: str, **parameters: Any) -> Any:
        """One command of the DevTools protocol."""
        return self.say("POST", "goog/cdp/execute", cmd=command, params=parameters)

    def go(self, url: str) -> None:
        self.say("POST", "url", url=url)

    def find(self, css: str) -> list[str]:
        """Every element that fits, as soon as there is one."""
        found = self.say("POST", "elements", using="css selector", value=css)
        return [element[_ELEMENT] for element in found]

    def has(self, css: str) -> bool:
        """Whether an element fits now."""
        return bool(self.run("return document.querySelector(arguments[0]) !== null", css))

    def one(self, css: str) -> str:
        [element] = self.find(css)
        return element

    def click(self, element: str) -> None:
        self.say("POST", f"element/{element}/click")

    def type(self, element: str, text: str) -> None:
        self.say("POST", f"element/{element}/value", text=text)

    def text(self, element: str) -> str:
        return str(self.say("GET", f"element/{element}/text"))

    def shown(self, css: str) -> list[str]:
        """The text of every element that is displayed."""
        return [
            self.text(one) for one in self.find(css) if self.say("GET", f"element/{one}/displayed")
        ]

    def run(self, script: str, *arguments: Any) -> Any:
        """What a piece of JavaScript returns."""
        return self.say("POST", "execute/sync", script=script, args=list(arguments))

    def look(self, width: int, *, dark: bool = False, height: int = 900, scale: float = 1) -> None:
        """A window of that width, by day or in the dark."""
        self.protocol(
            "Emulation.setDeviceMetricsOverride",
            width=width, height=height, deviceScaleFactor=scale, mobile=width < 500,
        )  # fmt: skip
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        self.protocol("Emulation.setEmulatedMedia", features=[scheme])

    def picture(self) -> bytes:
        """The window as PNG."""
        return b64decode(self.say("GET", "screenshot"))

    def paper(self) -> bytes:
        """The page as printed, PDF on A4."""
        return b64decode(
            self.say("POST", "print", page={"width": 21.0, "height": 29.7}, background=True)
        )
