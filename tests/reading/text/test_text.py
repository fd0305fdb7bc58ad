from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reading.text.text import detect_language, fold, fold_name, sentences

FOLDS = [
    ("Tomtor", "tomtor"),
    ("Ёлка — «Озёрный»", 'елка - "озерный"'),
    ("Solikamsk\u00a0Magnesium\u2009Plant", "solikamsk magnesium plant"),
    ("Solikamsk \n Magnesium", "solikamsk magnesium"),
    ("one\n\n  two \n three", "one\n\ntwo three"),
    ("соликам-\nского завода", "соликамского завода"),
    ("Соли\u00adкамск", "соликамск"),
    ("Соли\u00ad\nкамск", "соликамск"),
    ("Mi-\n24", "mi- 24"),
    ("Tom\u200btor", "tomtor"),
    ("AT&amp;T &laquo;Норникель&raquo; &#8212;&nbsp;да", 'at&t "норникель" - да'),
    ("R&D costs <b>Rosatom</b> 5 < 6 > 4", "r&d costs rosatom 5 < 6 > 4"),
    ("Ｒｏｓａｔｏｍ２０２７", "rosatom2027"),
    ("Höchst Lešnica Øre straße", "hochst lesnica ore strasse"),
    ("То\u0301мтор и\u0306од", "томтор йод"),
    ("İstanbul", "istanbul"),
    ("俄羅斯國家原子能公司", "俄罗斯国家原子能公司"),
    ("丹尼斯・曼图罗夫", "丹尼斯·曼图罗夫"),
    ("稀\n土", "稀土"),
    ("ﬁve Ⅱ", "five ii"),
    ("", ""),
]


@pytest.mark.parametrize(("text", "folded"), FOLDS)
def test_fold(text, folded):
    assert fold(text).text == folded


SPANS = [
    ("a &amp; Tom\u00adtor!", "tomtor", "Tom\u00adtor"),
    ("в соликам-\nском заводе", "соликамском", "соликам-\nском"),
    ("die Straße!", "strasse", "Straße"),
    ("x\n\n  俄羅斯", "俄罗斯", "俄羅斯"),
    ("<p>&laquo;ГОК&raquo;", '"гок"', "&laquo;ГОК&raquo;"),
    ("Tomtor", "tomtor", "Tomtor"),
]


@pytest.mark.parametrize(("text", "part", "original"), SPANS)
def test_span_leads_back(text, part, original):
    folded = fold(text)
    at = folded.text.index(part)
    start, end = folded.span(at, at + len(part))
    assert text[start:end] == original


TEXTS = st.text(
    st.sampled_from(
        "aBсёЁйи \n\t\u00a0\u00ad\u200b\u0301\u0306-—«»&;#<>/ampnbsp羅国稀。.ßİﬁ２Ａ・\u3000"
    ),
    max_size=40,
)


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_folded_character_stands_somewhere(text):
    folded = fold(text)
    last = 0
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)
        assert start >= last or end > last
        last = start


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from("aBс ёЙ-—«羅国"), max_size=30))
def test_folding_is_stable(text):
    once = fold_name(text)
    assert fold_name(once) == once


SENTENCES = [
    ("One. Two! Three?", ["One.", "Two!", "Three?"]),
    ("Title\n\nBody here. More.", ["Title", "Body here.", "More."]),
    ("Mr. Smith of U.S. Steel met J. Doe. He left.", ["Mr. Smith of U.S. Steel met J. Doe.", "He left."]),
    ("Sales rose 2.5 percent. It was 3 p.m. on Sept. 8 in St. Louis.", ["Sales rose 2.5 percent.", "It was 3 p.m. on Sept. 8 in St. Louis."]),
    ("Lynas Corp. The firm said so.", ["Lynas Corp.", "The firm said so."]),
    ("Unit No. 3 works.", ["Unit No. 3 works."]),
    ("«Пуск в 2027 г. Завод готов», — сказал А. С. Иванов. Точка.", ["«Пуск в 2027 г.", "Завод готов», — сказал А. С. Иванов.", "Точка."]),
    ("Завод в г. Соликамске, 11,3 млрд руб. и т. д. работает.", ["Завод в г. Соликамске, 11,3 млрд руб. и т. д. работает."]),
    ("Вложат 5 млрд. Завод пустят.", ["Вложат 5 млрд.", "Завод пустят."]),
    ("“何时投产？”他说。明年。", ["“何时投产？”", "他说。", "明年。"]),
    ('"When?" he asked. "Soon."', ['"When?" he asked.', '"Soon."']),
    ("", []),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), SENTENCES)
def test_sentences(text, expected):
    assert [text[start:end] for start, end in sentences(text)] == expected


@settings(max_examples=200, deadline=None)
@given(st.text(st.sampled_from('Aa яЯ.!?。 \n"»1国'), max_size=60))
def test_sentences_lose_no_word(text):
    spans = sentences(text)
    assert "".join("".join(text[s:e].split()) for s, e in spans) == "".join(text.split())
    assert all(a[1] <= b[0] for a, b in pairwise(spans))


LANGUAGES = [
    ("The plant will be commissioned in 2027.", "en"),
    ("Tomtor deposit slips", "en"),
    ("Завод введут в 2027 году (SMZ)", "ru"),
    ("У Києві відкриють завод із виробництва літію", ""),
    ("俄罗斯Rosatom将于2027年投产", "zh"),
    ("トムトル鉱床の開発", ""),
    ("Das Werk in Landau soll nicht vor dem Jahr 2028 in Betrieb gehen und die Produktion", ""),
    ("2027 - 15%", ""),
    ("", ""),
]


@pytest.mark.parametrize(("text", "language"), LANGUAGES)
def test_detect_language(text, language):
    assert detect_language(text) == language


ONE_BYTE = st.text(st.sampled_from("aBя Ё«»—-’é№°\n\t\u00a0&<;.,1²"), max_size=30)


@settings(max_examples=300, deadline=None)
@given(ONE_BYTE)
def test_folding_by_a_table_is_folding(text):
    """A character that does not fit one byte makes the whole text be folded the other way."""
    table, other = fold(text), fold(f"{text}。")
    assert other.data is None
    assert f"{table.text}。" == other.text
    for at in range(len(table.text)):
        assert table.span(at, at + 1) == other.span(at, at + 1)


ODD_LETTERS = st.text(st.sampled_from("aÎ ġİßﬁ１國稀。é‐-\n&<;b\u0301\u0306и"), max_size=30)


@settings(max_examples=300, deadline=None)
@given(ODD_LETTERS)
def test_folding_letters_at_once_is_folding_them_one_by_one(text):
    """A tag makes the whole text be folded the long way."""
    short, long = fold(f"{text}. "), fold(f"{text}. <b>")
    assert short.text == long.text
    for at in range(len(short.text)):
        assert short.span(at, at + 1)[0] == long.span(at, at + 1)[0]
