"""Servers that misbehave, all of them in one round: each gets one clear outcome, a sound
source among them is read on time, and nothing that could be read is lost.
"""

from __future__ import annotations

import asyncio
import gzip
import struct
import time
import zlib
from dataclasses import dataclass
from typing import Any

import brotli
import pytest

from monitor.config.types import SourceConfig
from monitor.service.outcomes import PollOutcome
from tests.sources.faultserver import Answer, FaultServer, endless, raw, reply
from tests.sources.world import World, item, rss

TITLES = ["First of the plant", "Second of the plant", "Third of the plant"]
GOOD = rss(*(item(t, f"http://n.example/{i}", f"g{i}") for i, t in enumerate(TITLES, 1)))
BYTES = GOOD.encode()
RU = "Соликамский магниевый завод запустит разделительный комплекс"
ZH = "中国稀土集团宣布新项目投产，年产两千五百吨氧化镨钕"
JA = "レアアースの輸出規制が強化される"
KO = "희토류 분리 공장이 2027년에 가동될 예정이라고 밝혔다"
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def feed_in(encoding: str, declared: str, title: str) -> bytes:
    text = rss(
        item(title, "http://n.example/1", "g1"), item(title + " 2", "http://n.example/2", "g2")
    )
    return text.replace('encoding="utf-8"', f'encoding="{declared}"').encode(encoding)


def chunked(*parts: bytes, end: bytes = b"0\r\n\r\n") -> bytes:
    body = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + body + end


def deflated(data: bytes) -> bytes:
    press = zlib.compressobj(wbits=-15)
    return press.compress(data) + press.flush()


def reset() -> Answer:
    async def answer(asked: Any, writer: asyncio.StreamWriter) -> None:
        sock = writer.get_extra_info("socket")
        sock.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SO_LINGER: close by RST
        writer.write(HEAD + b"Content-Length: 900\r\n\r\n" + BYTES[:100])
        await writer.drain()
        writer.transport.abort()

    return answer


BOMB = gzip.compress(b" " * (50 << 20))
BROTLI_BOMB = brotli.compress(b" " * (50 << 20), quality=5)
ENTITIES = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {chr(98 + i)} "{f"&{chr(97 + i)};" * 10}">' for i in range(9))
    + "]>"
)


LOOSE_ITEMS = ",".join(
    f'{{"id": "{i}", "url": "http://n.example/{i}", "title": "{title}",}}'
    for i, title in enumerate(TITLES)
)
LOOSE = f'// a feed\n{{"version": "1.1", /** items, **/ "items": [{LOOSE_ITEMS},]}}'


@dataclass(frozen=True)
class Fault:
    name: str
    answer: Answer
    state: str = "new"
    reason: str = ""
    titles: tuple[str, ...] | None = None
    says: str = ""


def lost(name: str, answer: Answer, reason: str, says: str = "", state: str = "failed") -> Fault:
    return Fault(name, answer, state, reason, (), says)


def kept(name: str, answer: Answer, *titles: str, says: str = "") -> Fault:
    return Fault(name, answer, "new", "", titles or tuple(TITLES), says)


FAULTS = [
    # connections
    lost("closes without a word", raw(), "no-answer"),
    lost("answers nothing", raw(hang=True), "timeout"),
    lost("stops in the headers", raw(b"HTTP/1.1 200 OK\r\nContent-", hang=True), "timeout"),
    lost("closes in the headers", raw(b"HTTP/1.1 200 OK\r\nContent-"), "not-http"),
    lost("drips its headers", raw(*(b"HTTP/1.1 200 OK\r\nX: y\r\n"[i : i + 1] for i in range(20)), pause=0.3), "timeout"),
    lost("drips its body", raw(HEAD + b"\r\n", *(BYTES[i : i + 1] for i in range(60)), pause=0.1), "timeout"),
    kept("stops in the body", raw(HEAD + b"Content-Length: 900\r\n\r\n" + BYTES[:200], hang=True), TITLES[0], says="breaks off"),
    kept("no length, and never closes", raw(HEAD + b"\r\n" + BYTES, hang=True), says="broke off"),
    kept("links that are none", reply(GOOD.replace("http://n.example/1", "javascript:alert(1)").replace("http://n.example/2", "http://[::1"))),
    lost("redirects to what is no URL", reply("", "302 Found", Location="http://[::1"), "bad-url"),
    lost("speaks another language", raw(b"220 mail.example ESMTP\r\n\r\n"), "not-http"),
    lost("answers without headers", raw(b"<rss>" + b"x" * 90_000), "too-large"),
    lost("endless headers", endless(b"HTTP/1.1 200 OK\r\n", (b"X-Y: " + b"z" * 500 + b"\r\n") * 20), "too-large"),
    lost("one endless header", endless(b"HTTP/1.1 200 OK\r\nX: ", b"z" * 8192), "too-large"),
    lost("endless body", endless(HEAD + b"\r\n<rss>", b"<item>" * 20_000), "too-large"),
    kept("announces too much", raw(HEAD + b"Content-Length: 99999999999\r\n\r\n" + BYTES), says="broke off"),
    kept("is larger than we read", reply(GOOD[:-16] + "<!--" + "x" * 400_000 + "--></channel></rss>"), says="the rest is left out"),
    lost("is larger than we read, and no feed", reply("<rss><!--" + "x" * 400_000), "too-large"),
    lost("hints without end", endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n" * 50), "not-http"),
    kept("a length that only looks like a number", raw(HEAD + b"Content-Length: \xb2\r\n\r\n" + BYTES)),
    kept("lifetimes that only look like numbers", reply(GOOD, Cache_Control="max-age=\xb2, =", Age="\xb3", Expires="Fri, 31 Dec 9999 23:59:59 -1200")),
    kept("chunks of one byte", raw(chunked(*(BYTES[i : i + 1] for i in range(len(BYTES)))))),
    lost("chunks without sizes", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + BYTES), "cut"),
    lost("chunks of a monstrous size", raw(HEAD + b"Transfer-Encoding: chunked\r\n\r\n" + b"f" * 40 + b"\r\n"), "not-http"),
    kept("early hints first", raw(b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n" + HEAD + b"Content-Length: %d\r\n\r\n" % len(BYTES) + BYTES)),
    kept("bare line feeds", raw(HEAD.replace(b"\r", b"") + b"Content-Length: %d\n\n" % len(BYTES) + BYTES)),
    kept("header lines that are none", raw(HEAD + b"nonsense\r\n: empty\r\nX-\xff: \xfe\x00\r\n\r\n" + BYTES)),
    kept("no length, then closes", raw(HEAD + b"\r\n" + BYTES)),
    kept("chunked", raw(chunked(BYTES[:100], BYTES[100:]))),
    kept("chunked with trailers", raw(chunked(BYTES, end=b"0\r\nX: y\r\n\r\n"))),
    kept("chunked, end missing", raw(chunked(BYTES, end=b"")), says="broke off"),
    kept("announces more than it sends", raw(HEAD + b"Content-Length: %d\r\n\r\n" % (len(BYTES) + 50) + BYTES), says="broke off"),
    lost("resets in the body", reset(), "cut"),
    kept("two lengths", raw(HEAD + b"Content-Length: %d\r\nContent-Length: %d\r\n\r\n" % (len(BYTES), len(BYTES)) + BYTES)),
    # compression
    lost("gzip bomb", reply(BOMB, Content_Encoding="gzip"), "too-large"),
    lost("gzip bomb, unannounced", reply(BOMB), "too-large"),
    lost("brotli bomb", reply(BROTLI_BOMB, Content_Encoding="br"), "too-large"),
    lost("gzip bomb in gzip", reply(gzip.compress(BOMB), Content_Encoding="gzip, gzip"), "too-large"),
    lost("unknown compression", reply(b"\x28\xb5\x2f\xfd rubbish rubbish", Content_Encoding="zstd"), "encoding"),
    lost("unknown compression, unannounced", reply(b"\x28\xb5\x2f\xfd rubbish rubbish"), "encoding"),
    lost("damaged gzip", reply(b"\x1f\x8b\x08" + b"\x07" * 100, Content_Encoding="gzip"), "cut"),
    lost("worse gzip", reply(b"\x1f\x8b\x08\x00" + b"\x07" * 100, Content_Encoding="gzip"), "encoding"),
    kept("gzip", reply(gzip.compress(BYTES), Content_Encoding="gzip")),
    kept("gzip, unannounced", reply(gzip.compress(BYTES))),
    kept("gzip announced, plain sent", reply(BYTES, Content_Encoding="gzip")),
    kept("gzip of two members", reply(gzip.compress(BYTES[:200]) + gzip.compress(BYTES[200:]), Content_Encoding="gzip")),
    kept("gzip twice", reply(gzip.compress(gzip.compress(BYTES)), Content_Encoding="gzip, gzip")),
    kept("gzip twice, announced once", reply(gzip.compress(gzip.compress(BYTES)), Content_Encoding="gzip")),
    kept("gzip twice, unannounced", reply(gzip.compress(gzip.compress(BYTES)))),
    lost("gzip bomb in gzip, unannounced", reply(gzip.compress(BOMB)), "too-large"),
    kept("gzip with a wrong checksum", reply(gzip.compress(BYTES)[:-8] + b"\1\2\3\4\5\6\7\x08", Content_Encoding="gzip"), says="broke off"),
    kept("deflate", reply(zlib.compress(BYTES), Content_Encoding="deflate")),
    kept("deflate without its head", reply(deflated(BYTES), Content_Encoding="deflate")),
    kept("brotli, unasked", reply(brotli.compress(BYTES), Content_Encoding="br")),
    kept("gzip called deflate", reply(gzip.compress(BYTES), Content_Encoding="deflate")),
    kept("zlib called gzip", reply(zlib.compress(BYTES), Content_Encoding="gzip")),
    kept("deflate without its head called gzip", reply(deflated(BYTES), Content_Encoding="gzip")),
    kept("gzip cut short", reply(gzip.compress(BYTES + b" " * 3000 + bytes(range(256)) * 9)[:-40], Content_Encoding="gzip"), says="broke off"),
    # statuses
    lost("401", reply("", "401 Unauthorized"), "status", "asks for a login"),
    lost("403", reply("", "403 Forbidden"), "status", "refuses us"),
    lost("404", reply("", "404 Not Found"), "status", "no such page"),
    lost("410", reply("", "410 Gone"), "gone", "gone for good", state="gone"),
    lost("429", reply("", "429 Too Many Requests", Retry_After="3600"), "too-many", "come back in 3600 s"),
    lost("403 and when to come back", reply("", "403 Forbidden", Retry_After="60"), "status", "come back in 60 s"),
    lost("429 for longer than there is", reply("", "429 Too Many Requests", Retry_After="9" * 400), "too-many", "come back in 31622400 s"),
    lost("420", reply("", "420 Enhance Your Calm"), "too-many"),
    lost("500", reply("", "500 Oops"), "status"),
    lost("503", reply("", "503 Busy", Retry_After="Mon, 23 Nov 2026 15:00:00 GMT"), "status", "come back in 7200 s"),
    lost("204", reply("", "204 No Content"), "status"),
    kept("226, as if we had asked for what changed", reply(GOOD, "226 IM Used")),
    lost("206", reply(BYTES[:200], "206 Partial Content"), "status"),
    lost("304 unasked", reply("", "304 Not Modified"), "status"),
    lost("status of no kind", raw(b"HTTP/1.1 99999 What\r\n\r\n"), "not-http"),
    lost("empty 200", reply(""), "empty"),
    lost("white 200", reply(" \r\n\0 \n"), "empty"),
    # not a feed
    lost("a web page", reply("<!DOCTYPE html><html><title>Welcome</title><body>Hi", kind="text/html"), "html", "a web page came instead of a feed (Welcome)"),
    lost("a captcha", reply("<html><body>Please solve this CAPTCHA</body></html>"), "captcha", "captcha"),
    lost("a page that quotes a feed", reply("<html><body><pre><rss><channel><item><title>x</title></item></channel></rss></pre>"), "html"),
    lost("JSON of another kind", reply('{"error": "not allowed"}', kind="application/json"), "not-a-feed"),
    lost("a refusal in plain words", reply("Please limit requests to one every 5 seconds.", kind="text/plain"), "too-many", "limit requests"),
    lost("a complaint in plain words", reply("Your query was too short.", kind="text/plain"), "not-a-feed", "too short"),
    lost("broken JSON", reply('{"items": [{"id": 1', kind="application/json"), "malformed"),
    lost("a JSON abyss", reply('{"items":' + "[" * 100_000, kind="application/json"), "malformed"),
    lost("an image", reply(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 10, kind="image/png"), "not-a-feed"),
    kept("JSON with comments and commas too many", reply(LOOSE, kind="application/json")),
    kept("JSON behind a guard", reply(")]}',\n" + LOOSE, kind="application/json")),
    kept("JSON in a call", reply("feed(" + LOOSE + ");", kind="application/json")),
    kept("JSON that breaks off", reply(LOOSE[: LOOSE.index("Third")]), *TITLES[:2], says="breaks off"),
    kept("JSON items that say nothing", reply(LOOSE.replace('"items": [', '"items": [null, 5, {}, {"id": "x"}, '))),
    kept("JSON with a monstrous number", reply(LOOSE.replace('"1"', "9" * 9000))),
    kept("a feed called text/html", reply(GOOD, kind="text/html")),
    kept("a feed called an image", reply(GOOD, kind="image/jpeg")),
    kept("a feed without a type", reply(GOOD, kind="")),
    # encodings that lie
    *(
        kept(f"{real} called {called}, {title[:2]}", reply(feed_in(real, called, title)), title, title + " 2")
        for title, reals in ((RU, ("cp1251", "koi8-r", "cp866", "utf-8")), (ZH, ("gb18030", "utf-8")))
        for real in reals
        for called in ("utf-8", "windows-1251", "iso-8859-1", "gb2312", "no-such-thing")
    ),
    *(
        kept(f"an honest {called}", reply(feed_in(real, called, title)), title, title + " 2")
        for real, called, title in (
            ("cp1254", "iso-8859-9", "Açılışı ertelenen şirket"),
            ("iso8859-2", "iso-8859-2", "Zakład ruszy później, źródło"),
            ("cp1250", "windows-1250", "Zakład ruszy później, źródło"),
            ("iso8859-7", "iso-8859-7", "Εργοστάσιο"),
            ("euc_kr", "euc-kr", "희토류 공장"),
            ("iso2022_jp", "iso-2022-jp", "レアアース工場"),
            ("hz", "hz-gb-2312", ZH),
            ("mac_cyrillic", "x-mac-cyrillic", RU),
            ("utf-32-be", "utf-32", RU),
        )
    ),
    *(
        kept(f"capitals in {real} called {called}", reply(feed_in(real, called, RU.upper())), RU.upper(), RU.upper() + " 2")
        for real in ("cp1251", "koi8-r", "cp866")
        for called in ("utf-8", "windows-1251", "koi8-r")
    ),
    *(
        kept(f"{real} called UTF-8", reply(feed_in(real, "utf-8", JA)), JA, JA + " 2")
        for real in ("cp932", "euc_jp")
    ),
    *(
        kept(f"Korean called {called}", reply(feed_in("euc_kr", called, KO)), KO, KO + " 2")
        for called in ("utf-8", "gb2312", "windows-1251", "iso-8859-1")
    ),
    kept("three documents in a row", reply(GOOD + GOOD + GOOD)),
    kept("a document in a script's string", reply(f"document.write({GOOD!r})", kind="application/javascript")),
    kept("a document in parts (multipart)", reply(f"--b\r\nContent-Type: text/xml\r\n\r\n{GOOD}\r\n--b--", kind="multipart/mixed; boundary=b")),
    kept("joined pictures", reply(GOOD.replace("First", "\U0001f469\u200d\U0001f52c\u200d First\u200d")), "\U0001f469\u200d\U0001f52c First of the plant", *TITLES[1:]),
    kept("half in UTF-8, half in Windows' letters", reply(GOOD.replace("First", RU).encode().replace(b"Second", RU.encode("cp1251"))), f"{RU} of the plant", f"{RU} of the plant", TITLES[2]),
    kept("surrogates written as UTF-8", reply(GOOD.encode().replace(b"First", b"\xed\xa0\xbd\xed\xba\x80 First")), "\U0001f680 First of the plant", *TITLES[1:]),
    kept("UTF-8 twice", reply(GOOD.replace("First", RU).encode().decode("latin-1")), f"{RU} of the plant", *TITLES[1:]),
    kept("UTF-8 twice, Chinese", reply(GOOD.replace("First", ZH + "2027年").encode().decode("latin-1")), f"{ZH}2027年 of the plant", *TITLES[1:]),
    kept("UTF-8 twice, by way of Windows", reply(GOOD.replace("First", "Совет директоров").encode().decode("cp1252")), "Совет директоров of the plant", *TITLES[1:]),
    kept("header lies", reply(feed_in("cp1251", "windows-1251", RU), kind="text/xml; charset=utf-8"), RU, RU + " 2"),
    kept("header lies the other way", reply(feed_in("utf-8", "utf-8", RU), kind="text/xml; charset=windows-1251"), RU, RU + " 2"),
    kept("UTF-16", reply(feed_in("utf-16", "utf-16", RU)), RU, RU + " 2"),
    kept("UTF-16 called UTF-8, no mark", reply(feed_in("utf-16-le", "utf-8", RU)), RU, RU + " 2"),
    kept("a byte order mark", reply(b"\xef\xbb\xbf" + BYTES)),
    # markup
    kept("NUL bytes", reply(GOOD.replace("First", "Fi\0rst").replace("<item>", "\0<item>\0"))),
    kept("control characters", reply(GOOD.replace("Second", "Sec\x0bo\x1fnd"))),
    kept("bare ampersands", reply(GOOD.replace("First", "AT&T & Co: First")), "AT&T & Co: First of the plant", *TITLES[1:]),
    kept("HTML's entities", reply(GOOD.replace("First", "&laquo;First&raquo;&nbsp;&mdash;")), "«First» — of the plant", *TITLES[1:]),
    kept("references to nothing", reply(GOOD.replace("First", "First&#0;&#31;&#xFFFFFFF;&nope;")), "First&nope; of the plant", *TITLES[1:]),
    kept("Windows' references", reply(GOOD.replace("First", "First&#150;&#8217;s")), "First–’s of the plant", *TITLES[1:]),
    kept("a bare angle bracket", reply(GOOD.replace("First", "5 < 7: First")), "5 < 7: First of the plant", *TITLES[1:]),
    kept("a warning in front", reply("<br />\n<b>Warning</b>: x in /y.php on line 1<br />\n" + GOOD)),
    kept("rubbish behind", reply(GOOD + "<!-- cached --><script>alert(1)</script>")),
    kept("two documents", reply(GOOD + GOOD)),
    kept("breaks off between items", reply(GOOD[: GOOD.rindex("<item>")]), *TITLES[:2], says="breaks off"),
    kept("breaks off in an item", reply(GOOD[: GOOD.rindex("Third") + 7]), *TITLES[:2], says="breaks off"),
    kept("breaks off after a link", reply(GOOD[: GOOD.rindex("<guid")]), says="breaks off"),
    kept("an item that is not closed", reply(GOOD.replace("</item><item>", "<item>", 1))),
    kept("a tag that is not closed", reply(GOOD.replace("First", "<b>First"))),
    kept("tags crossed", reply(GOOD.replace("First", "<b><i>First</b></i>"))),
    kept("a title that is not closed", reply(GOOD.replace("First of the plant</title>", "First of the plant"))),
    kept("items that are not closed", reply(GOOD.replace("</item>", ""))),
    kept("items without anything", reply(GOOD.replace("<item>", "<item></item><item/><item>", 1))),
    kept("a DOCTYPE that quotes a feed", reply('<!DOCTYPE rss [<!ENTITY z "<rss><channel><item><title>no</title></item></channel></rss>">]>' + GOOD[GOOD.index("<rss") :])),
    kept("a tag that never ends, many times", reply(GOOD.replace("</title>", "</title><description>" + "<a" * 40_000 + "</description>", 1))),
    kept("capital tags", reply(GOOD.replace("item>", "ITEM>").replace("title>", "TITLE>"))),
    kept("an unknown prefix", reply(GOOD.replace("</title>", "</title><zzz:a b:c='d'>x</zzz:a>"))),
    kept("CDATA that is not closed", reply(GOOD.replace("<title>Second of the plant", "<description><![CDATA[x</description><title>Second of the plant"))),
    kept("an item in CDATA", reply(GOOD.replace("</title>", "</title><description><![CDATA[<item><title>no</title></item>]]></description>"))),
    kept("entity bomb", reply(ENTITIES + GOOD[GOOD.index("<rss") :].replace("First", "&i;First")), "&i;First of the plant", *TITLES[1:]),
    kept("external entity", reply('<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + GOOD[GOOD.index("<rss") :].replace("First", "&x;First")), "&x;First of the plant", *TITLES[1:]),
    kept("external DTD", reply('<!DOCTYPE rss SYSTEM "http://127.0.0.1:1/x.dtd">' + GOOD[GOOD.index("<rss") :])),
    kept("a deep well", reply(GOOD.replace("</title>", "</title><description>" + "<a>" * 20_000 + "</description>", 1))),
    # entries
    kept("one guid for all", reply(rss(*(item(t, f"http://n.example/{i}", "same") for i, t in enumerate(TITLES))))),
    kept("one guid, one link for all", reply(rss(*(item(t, "http://n.example/", "same") for t in TITLES)))),
    kept("neither guid nor link", reply(rss(*(item(t) for t in TITLES)))),
    kept("one page for all", reply(rss(*(item(t, "http://n.example/news", f"{i}") for i, t in enumerate(TITLES))))),
    kept("the same item twice", reply(rss(*(item(t, f"http://n.example/{i}", f"{i}") for i, t in enumerate([*TITLES, TITLES[2]][:3])), item(TITLES[2], "http://n.example/2", "2")))),
    kept("the last hour there is", reply(GOOD.replace("</title>", "</title><pubDate>Fri, 31 Dec 9999 23:59:59 -1200</pubDate>"))),
    kept("impossible dates", reply(rss(*(item(t, f"http://n.example/{i}", f"{i}", date=d) for i, (t, d) in enumerate(zip(TITLES, ["31 Feb 2026", "yesterday", "0000-00-00"], strict=True)))))),
]  # fmt: skip


@pytest.fixture(scope="module")
def round_of_faults(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """All the faults at once: their outcomes, what was taken in, the time and the memory."""
    from tests.sources.world import runner

    result: dict[str, Any] = {}

    async def scenario(world: World) -> None:
        servers = []
        for number, fault in enumerate(FAULTS):
            server = FaultServer()
            await server.start()
            servers.append(server)
            url = server.on(f"/{number}", fault.answer)
            world.sources.append(SourceConfig(name=fault.name, url=url))
        world.server.on("/good", reply(GOOD))
        world.sources.append(SourceConfig(name="good", url=world.server.url("/good")))
        started = time.monotonic()
        done: dict[str, float] = {}
        result["outcomes"] = await world.poll(
            report=lambda o: done.update({o.source: time.monotonic() - started})
        )
        result["done"] = done
        for article in world.pipeline.articles:
            result.setdefault("titles", {}).setdefault(article.ref.source, []).append(
                article.ref.title
            )
        for server in servers:
            await server.stop()

    runner(tmp_path_factory.mktemp("faults"))(scenario)
    return result


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_one_fault(fault: Fault, round_of_faults: dict[str, Any]) -> None:
    outcome: PollOutcome = round_of_faults["outcomes"][fault.name]
    titles = round_of_faults["titles"].get(fault.name, [])
    assert (outcome.state, outcome.reason) == (fault.state, fault.reason), outcome.detail
    assert sorted(titles) == sorted(fault.titles or ()), outcome.detail
    assert fault.says in outcome.detail
    assert "\n" not in outcome.detail
    assert len(outcome.detail) < 300


def test_the_sound_source_is_read(round_of_faults: dict[str, Any]) -> None:
    assert round_of_faults["outcomes"]["good"].new == 3
