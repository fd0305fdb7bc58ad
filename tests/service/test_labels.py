"""Labelled articles: what is left out, and what is said of what cannot be used."""

import json

import pytest

from monitor.errors import ParseError
from monitor.service.evaluate import read_labelled

ARTICLE = {"url": "https://news.example/1", "title": "Plant to open", "text": "It opens in 2028."}


@pytest.fixture
def written(tmp_path):
    def write(*forms):
        path = tmp_path / "labelled.jsonl"
        lines = (form if isinstance(form, str) else json.dumps(form) for form in forms)
        path.write_text("\n".join(lines), "utf-8")
        return path

    return write


def test_what_has_no_labels_is_left_out(written):
    path = written(ARTICLE, {**ARTICLE, "expect": {"relevant": False}}, "")
    [one] = read_labelled(path)
    assert (one.article.ref.id, one.expect) == (ARTICLE["url"], {"relevant": False})
    assert one.article.ref.language == "en"


@pytest.mark.parametrize(
    ("forms", "said"),
    [
        ([ARTICLE], "has no labels"),
        ([], "has no labels"),
        (["{"], "labelled.jsonl:1: not JSON"),
        ([{**ARTICLE, "title": ""}], "labelled.jsonl:1: title is missing"),
    ],
)
def test_what_cannot_be_used_is_named(written, forms, said):
    with pytest.raises(ParseError, match=said):
        list(read_labelled(written(*forms)))
