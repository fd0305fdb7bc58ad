import pytest

from monitor.reading.text.tokens import tokenise

READ = [
    ("Won’t open in Q3 2027", ["won't", "open", "in", "q", "3", "2027"]),
    ("ещё соликам-\nского", ["еще", "соликамского"]),
    ("2027年兩千噸", ["2027", "年", "兩千", "吨"]),
    ("5&nbsp;000&shy;t — R&amp;D", ["5", "000", "t", "—", "r", "&", "d"]),
    ("due&#1; in &#x1f;2027", ["due", "in", "2027"]),  # characters that HTML does not have
    ("", []),
]


@pytest.mark.parametrize(("text", "words"), READ)
def test_words(text, words):
    found = tokenise(text)
    assert found.words == words
    assert len(found.starts) == len(found.ends) == len(words)
    assert all(words[at].isdecimal() or words[at] == "兩千" for at in found.numbers)
