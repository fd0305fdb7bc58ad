"""Records as a Parquet file, where pyarrow is installed: the columns of the CSV, with types."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from importlib.util import find_spec
from itertools import islice
from typing import IO, Any

from monitor.cli.exports import COLUMNS, find
from monitor.errors import MonitorError

Row = dict[str, Any]

_AT_ONCE = 5000
_NUMBERS = ("score", "confidence", "low", "high")
_COUNTS = ("stories", "sources")
_INSTANTS = ("published", "recorded", "since", "last_seen")
_DAYS = ("earliest", "latest")
_LISTS = ("reasons", "claims", "open_changes")


def check_library() -> None:
    """Raises MonitorError where pyarrow is missing."""
    if find_spec("pyarrow") is None:
        raise MonitorError(
            "a Parquet file needs pyarrow, which is not installed: pip install 'monitor[parquet]'"
        )


def write_parquet(what: str, rows: Iterable[Row], file: IO[bytes]) -> None:
    """Writes rows as they come, some thousands at a time."""
    import pyarrow as pa
    from pyarrow.parquet import ParquetWriter

    columns = COLUMNS[what]
    schema = pa.schema([(column, _type(column, pa)) for column in columns])
    with ParquetWriter(file, schema, compression="zstd") as writer:
        for batch in _batches(iter(rows)):
            cells = [[_cell(column, find(row, column)) for row in batch] for column in columns]
            writer.write_table(pa.table(cells, schema=schema))


def _batches(rows: Iterator[Row]) -> Iterator[Sequence[Row]]:
    while batch := list(islice(rows, _AT_ONCE)):
        yield batch


def _type(column: str, pa: Any) -> Any:
    """The type of a column, told by the last part of its name."""
    name = column.rpartition(".")[2]
    if name in _NUMBERS:
        return pa.float64()
    if name in _COUNTS:
        return pa.int64()
    if name in _INSTANTS:
        return pa.timestamp("s", tz="UTC")
    if name in _DAYS:
        return pa.date32()
    return pa.list_(pa.string()) if name in _LISTS else pa.string()


def _cell(column: str, value: Any) -> Any:
    name = column.rpartition(".")[2]
    if not value:
        return value if value == 0 or name in _LISTS else None
    if name in _INSTANTS:
        return datetime.fromisoformat(value)
    return date.fromisoformat(value) if name in _DAYS else value
