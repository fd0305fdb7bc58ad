"""When an article that is known and found again is another one."""

from dataclasses import replace

import pytest

from monitor.service.revision import is_part_of, revise
from tests.store_factories import article

FULL = (
    "The separation complex will be commissioned in 2028, the plant said.\n\n"
    "It had been planned for 2027. The head of the plant gave no reason for the delay."
)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("The separation complex will be commissioned in 2028, the plant said.", True),
        ("The separation complex will be commissioned in 2028, the plant…", True),
        ("The separation complex  will be\ncommissioned in 2028, the [...]", True),
        ("The separation complex will be commissioned in 2028 ... Read more »", True),
        ("It had been planned for 2027. The head of the plant gave no reason.", False),
        ("It had been planned for 2027. The head of the plant gave no reason for", True),
        ("", True),
        ("The", True),
        ("2028", False),
        (FULL, False),
        (FULL + " More.", False),
        ("This report has been withdrawn.", False),
    ],
)
def test_parts(text, part):
    assert is_part_of(text, FULL) is part


def stored(**options):
    return article(text=FULL, title="Delayed", version=2, **options)


def test_what_is_not_known_is_the_first_version():
    assert revise(None, article(version=7)).version == 1


@pytest.mark.parametrize(
    ("found", "version"),
    [
        ({"text": FULL}, None),
        ({"text": FULL[:60] + "…"}, None),
        ({"text": ""}, None),
        ({"text": FULL.replace("2028", "2029")}, 3),
        ({"text": "This report has been withdrawn."}, 3),
        ({"text": FULL, "title": "Not delayed"}, 3),
        ({"text": FULL, "source": "Mirror"}, None),
        ({"text": FULL.replace("2028", "2029"), "source": "Mirror"}, None),
        ({"text": FULL, "title": "Other words", "source": "Mirror"}, None),
        ({"text": FULL + FULL, "source": "Mirror"}, 3),
    ],
)
def test_what_is_known(found, version):
    revised = revise(stored(), article(**{"title": "Delayed", **found}))
    assert (revised.version if revised else None) == version


def test_a_new_title_over_a_summary_keeps_the_text():
    revised = revise(stored(), article(title="Delayed again", text=FULL[:60]))
    assert (revised.ref.title, revised.text) == ("Delayed again", FULL)


def test_an_empty_article_may_get_its_text():
    bare = replace(stored(), text="")
    assert revise(bare, article(title="Delayed", text=FULL)).text == FULL
    assert revise(bare, article(title="Delayed", text=FULL, source="Mirror")).text == FULL
    assert revise(bare, article(title="Delayed", text="", source="Mirror")) is None
