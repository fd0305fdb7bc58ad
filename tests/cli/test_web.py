import http.client
import re
import threading
from urllib.parse import urlencode

import pytest

from monitor.cli.web import serve
from monitor.config import load

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class Client:
    def __init__(self, server) -> None:
        self.server = server
        self.cookie = ""

    def ask(self, method: str, path: str, body: dict | None = None, **headers: str):
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        given = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookie:
            given["Cookie"] = self.cookie
        connection.request(method, path, urlencode(body) if body else None, {**FORM, **given})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, text, answer

    def enter(self) -> None:
        status, _, answer = self.ask("GET", f"/?token={self.server.token}")
        assert (status, answer.headers["Location"]) == (303, "/")
        cookie = answer.headers["Set-Cookie"]
        assert "HttpOnly" in cookie
        assert "SameSite=Strict" in cookie
        self.cookie = cookie.partition(";")[0]

    def form(self) -> dict[str, str]:
        _, text, _ = self.ask("GET", "/")
        hidden = dict(re.findall(r'name="(id|form)" value="([^"]+)"', text))
        return {**hidden, "judgement": "reject", "why": "a guess"}


@pytest.fixture
def client(world, request: pytest.FixtureRequest):
    server = serve(load(world.config), "127.0.0.1", 0, judge=getattr(request, "param", True))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield Client(server)
    server.shutdown()
    thread.join()
    server.server_close()


def standing(world) -> str:
    [fact] = world.say("facts", "--fact", "smz-complex.commissioning", "--json").rows
    return fact["value"]["text"]


def test_the_page_is_live_and_read_only_without_the_token(client: Client) -> None:
    status, text, answer = client.ask("GET", "/")
    assert status == 200
    assert "Solikamsk Magnesium Plant" in text
    assert "<form method" not in text
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_token_lets_a_person_judge(world, client: Client) -> None:
    client.enter()
    status, _, _ = client.ask("POST", "/judge", client.form())
    assert status == 303
    assert standing(world) == "2028"
    _, text, _ = client.ask("GET", "/")
    assert "Nothing waits." in text


@pytest.mark.parametrize("wrong", ["cookie", "form", "origin", "host", "id", "judgement", "token"])
def test_nothing_is_judged_from_elsewhere(world, client: Client, wrong: str) -> None:
    client.enter()
    form, headers = client.form(), {}
    if wrong == "cookie":
        client.cookie = "monitor=guess"
    elif wrong == "origin":
        headers = {"Origin": "https://evil.example"}
    elif wrong == "host":
        headers = {"Host": "evil.example"}
    elif wrong == "token":
        assert client.ask("GET", "/?token=guess")[0] == 200
        client.cookie = ""
    else:
        form[wrong] = "xguess"
    status, text, _ = client.ask("POST", "/judge", form, **headers)
    assert status in {400, 403, 404, 421}
    assert "guess" not in text
    assert standing(world) == "2030"


@pytest.mark.parametrize("client", [False], indirect=True)
def test_without_judge_nobody_judges(client: Client) -> None:
    client.enter()
    assert "<form method" not in client.ask("GET", "/")[1]
    assert client.ask("POST", "/judge", {"id": "x"})[0] == 404


@pytest.mark.parametrize("path", ["/etc/passwd", "/..", "//evil.example/", "/judge"])
def test_there_is_one_page(client: Client, path: str) -> None:
    assert client.ask("GET", path)[0] == 404


def test_a_port_in_use_is_one_clear_line(world, client: Client) -> None:
    result = world.say("web", "--port", str(client.server.server_port))
    assert result.status == 1
    assert "cannot listen on 127.0.0.1" in result.err
