import pytest

from monitor.cli.tables import Column, render
from monitor.cli.terminal import Terminal, width

ROWS = [
    {
        "id": "haaaaaaaaaa",
        "entity": "smz",
        "title": "Solikamsk magnesium plant to start in 2028 after all",
    },
    {
        "id": "hbbbbbbbbbb",
        "entity": "дальний-ключ",
        "title": "索利卡姆斯克镁厂的稀土分离综合体推迟到2028年投产",
    },
    {"id": "hcccccccccc", "entity": "x", "title": "\x1b[2J\nhostile\u202e"},
]
COLUMNS = [
    Column("id", lambda row: row["id"]),
    Column("entity", lambda row: row["entity"], least=6, keep=1),
    Column("title", lambda row: row["title"], least=10),
    Column("none", lambda row: None, keep=2),
]


@pytest.mark.parametrize("columns", [40, 60, 80, 120, 200])
def test_a_table_fits_and_aligns_at_every_width(columns: int) -> None:
    lines = list(render(ROWS, COLUMNS, Terminal(columns=columns)))
    assert len(lines) == 4
    assert all(width(line) <= columns for line in lines)
    assert all(line.isprintable() for line in lines)
    assert [line[:11] for line in lines[1:]] == [row["id"] for row in ROWS]


def test_what_matters_least_goes_first() -> None:
    narrow = next(iter(render(ROWS, COLUMNS, Terminal(columns=40))))
    assert narrow.split() == ["ID", "ENTITY", "TITLE"]
    narrower = next(iter(render(ROWS, COLUMNS, Terminal(columns=24))))
    assert narrower.split() == ["ID", "TITLE"]


def test_wide_characters_keep_the_columns_in_line() -> None:
    rows = [{"a": "稀土", "b": 1}, {"a": "Zn", "b": 22}]
    columns = [Column("a", lambda row: row["a"]), Column("b", lambda row: row["b"], right=True)]
    assert list(render(rows, columns, Terminal(columns=40))) == ["A      B", "稀土   1", "Zn    22"]


def test_an_empty_table_is_its_heading() -> None:
    assert list(render([], COLUMNS, Terminal(columns=80))) == ["ID  ENTITY  TITLE  NONE"]


LONG = {
    "fact": "northern-green-smelting.commissioning",
    "to": "end of 2027",
    "quote": "稀土" * 40,
    "n": 3,
}
STACKING = [
    Column("fact", lambda row: row["fact"], least=20, cut="middle"),
    Column("to", lambda row: row["to"], least=11, label=True),
    Column("n", lambda row: row["n"], keep=1, right=True),
    Column("none", lambda row: None, keep=2),
    Column("quote", lambda row: row["quote"], least=16),
]


def test_where_no_table_fits_rows_are_stacked_and_all_is_there() -> None:
    lines = list(render([LONG], STACKING, Terminal(columns=40)))
    assert lines[:2] == ["northern-green-smelting.commissioning", "  to end of 2027  n 3"]
    assert [width(line) for line in lines[2:]] == [40, 39]
    assert lines[-1].endswith("…")


@pytest.mark.parametrize("columns", [20, 30, 40, 48])
def test_stacked_rows_fit(columns: int) -> None:
    for rows, table in (([LONG], STACKING), (ROWS, COLUMNS)):
        lines = list(render(rows, table, Terminal(columns=columns)))
        assert all(width(line) <= columns for line in lines)


def test_a_dotted_name_keeps_both_ends() -> None:
    lines = list(render([LONG], STACKING, Terminal(columns=60)))
    assert lines[1].startswith("northern-")
    assert "missioning  end of 2027" in lines[1]


def test_ids_keep_their_beginning_which_is_enough_to_type() -> None:
    columns = [Column("id", lambda row: row["id"], least=7, cut="head"), *COLUMNS[1:]]
    assert next(iter(list(render(ROWS, columns, Terminal(columns=60)))[1:])).startswith("haaaaaa  ")
