"""Pages: the main text, what the page says of itself, and what stands there instead."""

from __future__ import annotations

from datetime import UTC, datetime
from random import Random

import pytest

from monitor.errors import ParseError
from monitor.sources.pages import readable
from tests.sources.world import NOW

URL = "http://www.ore.example/news/1"
BODY = "".join(
    f"<p>Paragraph {n}: the complex is to be commissioned in 2028, a year later than planned.</p>"
    for n in range(8)
)


def page(head: str = "", body: str = BODY, title: str = "Plant delayed", lang: str = "en") -> str:
    return (
        f'<!DOCTYPE html><html lang="{lang}"><head><title>{title} | Ore News</title>{head}</head><body>'
        "<nav><a href='/'>Home</a><a href='/about'>About us</a></nav>"
        f"<article><h1>{title}</h1>{body}</article>"
        "<aside><h3>Read also</h3><a href='/2'>Another story</a></aside>"
        "<footer>© Ore News</footer></body></html>"
    )


def test_the_article_and_nothing_else() -> None:
    found = readable(page(), URL, now=NOW)
    assert found.title == "Plant delayed"
    assert found.language == "en"
    assert found.text.startswith("Paragraph 0:")
    assert found.text.count("\n\n") == 7
    for word in ("Home", "About us", "©"):
        assert word not in found.text


def test_an_article_that_its_surroundings_hide_is_found() -> None:
    hidden = page().replace("<article>", "<aside class='comment-body'><article>")
    assert "Paragraph 7:" in readable(hidden.replace("</article>", "</article></aside>"), URL).text


@pytest.mark.parametrize(
    ("head", "day"),
    [
        ('<meta property="article:published_time" content="2026-11-20T10:00:00+03:00">', 20),
        ('<meta name="date" content="21.11.2026">', 21),
        ('<meta itemprop="datePublished" content="2026-11-19">', 19),
        (
            '<script type="application/ld+json">{"@type":"NewsArticle","datePublished":"2026-11-18T09:00:00Z"}</script>',
            18,
        ),
        (
            '<script type="application/ld+json">{"@graph":[{"@type":["Thing","NewsArticle"],"datePublished":"2026-11-17"}]}</script>',
            17,
        ),
        (
            '<script type="application/ld+json">{broken</script><meta name="pubdate" content="20261116">',
            16,
        ),
        ('<meta property="article:published_time" content="2027-01-01">', None),
        ("", None),
    ],
)
def test_the_date_of_publication(head, day) -> None:
    found = readable(page(head), URL, now=NOW).published
    assert (found.day if found else None) == day


def test_a_time_element_is_the_last_resort() -> None:
    found = readable(page(body='<time datetime="2026-11-15T10:00Z">x</time>' + BODY), URL, now=NOW)
    assert found.published == datetime(2026, 11, 15, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("head", "canonical"),
    [
        ('<link rel="canonical" href="/news/1?x=2">', "http://www.ore.example/news/1?x=2"),
        ('<link rel="canonical" href="https://ore.example/n/1">', "https://ore.example/n/1"),
        ('<link rel="canonical" href="https://elsewhere.example/n/1">', ""),
        ('<link rel="canonical" href="https://ore.example/">', ""),
        ('<link rel="canonical" href="javascript:alert(1)">', ""),
        (
            '<meta property="og:url" content="http://www.ore.example/og">',
            "http://www.ore.example/og",
        ),
    ],
)
def test_the_canonical_address_is_believed_on_its_own_site(head, canonical) -> None:
    assert readable(page(head), URL, now=NOW).canonical == canonical


@pytest.mark.parametrize(
    ("body", "stub"),
    [
        ("<p>Please solve the CAPTCHA to go on.</p>", "captcha"),
        ("<p>Проверка: подтвердите, что вы не робот.</p>", "captcha"),
        ("<p>请完成安全验证后继续访问。</p>", "captcha"),
        ("<p>Before you continue, accept all cookies.</p>", "consent"),
        ("<p>The first lines.</p><p>Subscribe to continue reading.</p>", "paywall"),
        ("<p>Оформите подписку, чтобы читать дальше.</p>", "paywall"),
        (BODY, ""),
    ],
)
def test_what_stands_there_instead(body, stub) -> None:
    assert readable(page(body=body), URL, now=NOW).stub == stub


def test_a_body_in_the_linked_data_counts_where_the_page_shows_less() -> None:
    text = "The whole story, which only the linked data tell. " * 20
    head = f'<script type="application/ld+json">{{"@type":"NewsArticle","articleBody":"{text}"}}</script>'
    assert "only the linked data" in readable(page(head, "<p>Short.</p>"), URL, now=NOW).text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
def test_russian_pages_in_any_encoding(encoding) -> None:
    body = "<p>Соликамский магниевый завод запустит разделительный комплекс в 2028 году.</p>" * 6
    html = page(body=body, title="Завод", lang="ru")
    found = readable(html.encode(encoding), URL, "text/html; charset=iso-8859-1", now=NOW)
    assert "Соликамский магниевый завод" in found.text
    assert found.language == "ru"


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"%PDF-1.7 ...", ""),
        (b"\x89PNG", "image/png"),
        (b"", "text/html"),
        (b" \0 ", "text/html"),
        (Random(1).randbytes(9000), "text/html"),
    ],
)
def test_what_is_no_page_is_refused(body, kind) -> None:
    with pytest.raises(ParseError):
        readable(body, URL, kind, now=NOW)


@pytest.mark.parametrize("tag", ["div", "b", "a href='x'", "font", "table", "custom-tag"])
def test_a_page_that_nests_without_end_is_refused(tag) -> None:
    with pytest.raises(ParseError, match="too deep"):
        readable("<html><body>" + f"<{tag}>" * 50_000 + "deep", URL, now=NOW)


def test_what_people_never_close_is_no_nesting() -> None:
    loose = "<p>One more line of the long list of what has been said.<br><img src=x><li>x" * 3000
    assert "long list" in readable(page(body=loose), URL, now=NOW).text
