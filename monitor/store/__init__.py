"""All SQL stands in this room. ``open_store`` is the way in; listings have a quicker one.

Nothing is imported before it is needed: the command line starts through this file.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from pathlib import Path

    from monitor.store.facade import Store

__all__ = ["Store", "open_store"]


def open_store(path: Path | str, *, read_only: bool = False) -> Store:
    """Opens the database and, unless ``read_only``, creates or migrates it.

    Raises StoreError, whose text is one sentence for people.
    """
    from monitor.store.facade import open_store

    return open_store(path, read_only=read_only)


def __getattr__(name: str) -> object:
    if name == "Store":
        from monitor.store.facade import Store

        return Store
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
