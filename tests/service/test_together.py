"""Several sources write together: all or nothing, but for the mistakes of one."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.service.together import Together
from monitor.store import Store, open_store


@pytest.fixture
def store(tmp_path: Path):
    with open_store(tmp_path / "monitor.db") as store:
        yield store


def keep(store: Store, name: str, error: Exception | None = None):
    def step() -> None:
        if error:
            raise error
        with store.database.transaction():
            store.keep(name, b"")

    return step


def kept(store: Store) -> set[str]:
    return {row["name"] for row in store.database.rows("SELECT name FROM kept")}


def run(store: Store, *jobs, seconds: float = 0.0) -> list[BaseException | None]:
    """Runs jobs at the same time on a clock on which each look takes ``seconds``."""
    ticks = iter(range(10_000))

    async def main() -> list[BaseException | None]:
        together = Together(store.database, lambda: next(ticks) * seconds)

        async def bring(job) -> None:
            with together.under_way():
                await asyncio.sleep(0)
                await together.run(job)

        return await asyncio.gather(*map(bring, jobs), return_exceptions=True)

    return asyncio.run(main())


def commits(store: Store) -> list[str]:
    found: list[str] = []
    store.database.connection.set_trace_callback(
        lambda sql: found.append(sql) if sql == "COMMIT" else None
    )
    return found


@pytest.mark.parametrize("many", [1, 3, 16, 40])
def test_jobs_share_transactions(store, many) -> None:
    said = commits(store)
    jobs = [[keep(store, f"{job} {n}") for n in range(3)] for job in range(many)]
    assert run(store, *jobs) == [None] * many
    assert len(kept(store)) == 3 * many
    assert len(said) == -(-many // 16)


def test_no_transaction_is_long(store) -> None:
    said = commits(store)
    jobs = [[keep(store, f"{job} {n}") for n in range(5)] for job in range(2)]
    assert run(store, *jobs, seconds=0.15) == [None, None]
    assert len(kept(store)) == 10
    assert len(said) > 5


def test_nobody_is_waited_for_who_brings_nothing(store) -> None:
    async def main() -> None:
        together = Together(store.database, lambda: 0.0)
        with together.under_way():
            with together.under_way():
                first = asyncio.create_task(together.run([keep(store, "first")]))
                await asyncio.sleep(0)
                assert kept(store) == set()
            await asyncio.sleep(0)
            assert kept(store) == {"first"}
            await first

    asyncio.run(main())


def test_a_mistake_in_one_job_is_its_own(store) -> None:
    error = RuntimeError("no")
    bad = [keep(store, "before"), keep(store, "bad", error), keep(store, "after")]
    assert run(store, [keep(store, "a")], bad, [keep(store, "b")]) == [None, error, None]
    assert kept(store) == {"a", "before", "b"}


def test_what_the_store_refuses_is_undone_for_all_in_it(store) -> None:
    error = StoreError("full")
    found = run(store, [keep(store, "a")], [keep(store, "bad", error)], [keep(store, "b")])
    assert found == [error, error, None]
    assert kept(store) == {"b"}


def test_who_no_longer_waits_is_left_out(store) -> None:
    async def main() -> None:
        together = Together(store.database, lambda: 0.0)
        with together.under_way(), together.under_way():
            gone = asyncio.create_task(together.run([keep(store, "gone")]))
            await asyncio.sleep(0)
            gone.cancel()
            await asyncio.wait([gone])
            await together.run([keep(store, "stays")])

    asyncio.run(main())
    assert kept(store) == {"stays"}
