"""A web server that misbehaves on purpose: real sockets on loopback, bytes as scripted."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

Writer = asyncio.StreamWriter


@dataclass
class Asked:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    raw: bytes
    host: str = ""


Answer = Callable[[Asked, Writer], Awaitable[None]]


def reply(
    body: bytes | str = b"",
    status: str = "200 OK",
    kind: str = "application/rss+xml",
    **headers: str,
) -> Answer:
    """A plain answer with a length."""
    data = body.encode() if isinstance(body, str) else body

    async def answer(asked: Asked, writer: Writer) -> None:
        lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(data)}", "Connection: close"]
        if kind:
            lines.append(f"Content-Type: {kind}")
        lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
        writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data)
        await writer.drain()

    return answer


def raw(*parts: bytes, pause: float = 0.0, hang: bool = False) -> Answer:
    """Exactly these bytes, with a pause between them; ``hang`` keeps the connection open."""

    async def answer(asked: Asked, writer: Writer) -> None:
        for part in parts:
            writer.write(part)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause)
        if hang:
            await asyncio.sleep(60)

    return answer


def endless(head: bytes, chunk: bytes, pause: float = 0.0) -> Answer:
    async def answer(asked: Asked, writer: Writer) -> None:
        writer.write(head)
        while not writer.is_closing():
            writer.write(chunk)
            await writer.drain()
            await asyncio.sleep(pause)

    return answer


@dataclass
class FaultServer:
    """Answers each path by its script; a list is used up step by step, the last one stays."""

    port: int = 0
    scripts: dict[str, list[Answer]] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    busy: int = 0
    most_at_once: int = 0

    def on(self, path: str, *answers: Answer) -> str:
        self.scripts[path] = list(answers)
        return self.url(path)

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    async def start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=1 << 20)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        self._server.close()
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        self.busy += 1
        self.most_at_once = max(self.most_at_once, self.busy)
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            line, *fields = head.decode("latin-1").split("\r\n")
            path = line.split(" ")[1]
            headers = {
                name.lower(): value.strip()
                for name, _, value in (item.partition(":") for item in fields if item)
            }
            asked = Asked(path, headers, head)
            self.asked.append(asked)
            script = self.scripts.get(path.partition("?")[0])
            if not script:
                await reply("not here", "404 Not Found", "text/plain")(asked, writer)
            else:
                await (script.pop(0) if len(script) > 1 else script[0])(asked, writer)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self.busy -= 1
            self._tasks.discard(task)
            writer.transport.abort()
