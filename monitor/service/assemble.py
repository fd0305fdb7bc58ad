"""The composition root: the one place where a configuration becomes working parts.

Each part is made when it is first asked for, so that `monitor accept` compiles no names
and `monitor replay` opens no connection.
"""

from __future__ import annotations

from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from monitor.clock import Clock, SystemClock
from monitor.config import Config
from monitor.service.judging import Judging
from monitor.store import Store, open_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from monitor.reading.reader import Reader
    from monitor.service.dispatcher import Dispatcher
    from monitor.service.pipeline import Pipeline
    from monitor.service.poller import Poller, PollOutcome
    from monitor.service.watch import Watch
    from monitor.sources.beside import Beside
    from monitor.sources.http import Fetcher


def assemble(
    config: Config,
    *,
    clock: Clock | None = None,
    report: Callable[[PollOutcome], None] | None = None,
) -> Service:
    """Opens the database and adopts the configuration; the rest follows when needed.

    ``report`` is told of every poll as it ends. Use the result in a ``with`` statement.
    """
    return Service(config, clock or SystemClock(), report)


class Service:
    """What runs, wired together for one configuration."""

    def __init__(
        self, config: Config, clock: Clock, report: Callable[[PollOutcome], None] | None = None
    ) -> None:
        self.config = config
        self.clock = clock
        self._report = report
        self.store: Store = open_store(config.database)
        try:
            self.judging = Judging(
                self.store,
                config.watchlist,
                config.policy,
                clock,
                routes=config.routes,
                zone=config.timezone,
            )
            self.judging.adopt()
        except BaseException:
            self.store.close()
            raise

    @cached_property
    def reader(self) -> Reader:
        from monitor.service.compiled import make_reader

        return make_reader(self.store, self.config.watchlist)

    @cached_property
    def pipeline(self) -> Pipeline:
        from monitor.service.pipeline import Pipeline

        return Pipeline(self.store, self.reader, self.judging, self.clock)

    @cached_property
    def fetcher(self) -> Fetcher:
        from monitor.service.fetching import make_fetcher

        return make_fetcher(self.config.fetch, self.clock)

    @cached_property
    def beside(self) -> Beside:
        from monitor.sources.beside import Beside

        return Beside()

    @cached_property
    def poller(self) -> Poller:
        from monitor.service.fetching import with_defaults
        from monitor.service.poller import Poller

        return Poller(
            self.store,
            [with_defaults(source, self.config.fetch) for source in self.config.sources],
            self.fetcher,
            self.pipeline,
            self.clock,
            beside=self.beside,
            concurrency=self.config.fetch.concurrency,
            report=self._report,
        )

    @cached_property
    def dispatcher(self) -> Dispatcher:
        from monitor.alerts.channels import build
        from monitor.service.dispatcher import Dispatcher

        return Dispatcher(
            self.store,
            build(self.config.channels),
            self.config.routes,
            self.config.watchlist,
            self.clock,
            zone=self.config.timezone,
            templates=self.config.templates,
        )

    @cached_property
    def watch(self) -> Watch:
        from monitor.service.watch import Watch

        return Watch(
            self.store,
            self.config.watchlist,
            self.config.policy,
            self.config.routes,
            [source.name for source in self.config.sources if source.enabled],
            clock=self.clock,
            zone=self.config.timezone,
        )

    async def aclose(self) -> None:
        """Ends what is being sent and read, closes every connection; the store stays open."""
        if "dispatcher" in self.__dict__:
            await self.dispatcher.stop()
        if "fetcher" in self.__dict__:
            await self.fetcher.aclose()
        if "beside" in self.__dict__:
            await self.beside.aclose()

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()
