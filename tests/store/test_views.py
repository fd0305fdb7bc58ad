"""Every table and view stands in docs/database.md, and every view can be read."""

from pathlib import Path

import pytest

from monitor.model import Judgement
from tests.store_factories import NOW, WATCHLIST, article, claim, hit, save, year

DOCUMENT = Path(__file__).parents[2] / "docs" / "database.md"


def names(store, kind):
    rows = store.database.rows(
        "SELECT name FROM sqlite_schema WHERE type = ? AND name NOT LIKE 'sqlite_%'"
        " AND name NOT LIKE 'search_%'",
        (kind,),
    )
    return [row[0] for row in rows]


def test_every_table_and_view_is_documented(store):
    text = DOCUMENT.read_text("utf-8")
    assert [
        name for kind in ("table", "view") for name in names(store, kind) if f"`{name}`" not in text
    ] == []


def test_views_can_be_read(store):
    store.ledger.save_watchlist(WATCHLIST, NOW)
    news = article()
    save(store, news, [hit(news)], [claim(news, year(2028))])
    store.ledger.add_review(hit(news).id, Judgement.ACCEPT, at=NOW)
    rows = {name: store.database.rows(f"SELECT * FROM {name}") for name in names(store, "view")}
    assert len(rows["board"]) == 2
    assert rows["claim_log"][0]["value"] == "2028"
    assert rows["hit_log"][0]["review"] == "accept"
    assert rows["change_log"] == rows["delivery_log"] == []


@pytest.mark.parametrize("table", ["claims", "changes", "hits", "articles"])
def test_foreign_keys_hold(store, table):
    assert store.database.rows(f"PRAGMA foreign_key_check({table})") == []


def test_what_datasette_is_told_is_there(store):
    yaml = pytest.importorskip("yaml")
    text = (DOCUMENT.parents[1] / "deploy" / "metadata.yml").read_text("utf-8")
    tables = yaml.safe_load(text)["databases"]["monitor"]["tables"]
    assert set(tables) == {*names(store, "table"), *names(store, "view")} - {"search"}
    for name, about in tables.items():
        columns = {row["name"] for row in store.database.rows(f"PRAGMA table_xinfo({name})")}
        sort = {about[key] for key in ("sort", "sort_desc", "label_column") if key in about}
        assert {*about.get("columns", ()), *sort} <= columns, name
