"""Things asked while one transaction runs go together in the next."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")


class Batch(Generic[T, R]):
    """Collects what is asked while `work` is busy: alone it starts at once, under load it grows.

    `work` gives a result for each thing asked, in order; when it raises, all who asked are told.
    """

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[Sequence[R]]]) -> None:
        self._work = work
        self._asked: list[tuple[T, asyncio.Future[R]]] = []
        self._working: asyncio.Task[None] | None = None

    async def ask(self, thing: T) -> R:
        """Have one thing done, with whatever else is waiting."""
        done: asyncio.Future[R] = asyncio.get_running_loop().create_future()
        self._asked.append((thing, done))
        if self._working is None or self._working.done():
            self._working = asyncio.create_task(self._run())
        return await done

    async def _run(self) -> None:
        while self._asked:
            batch, self._asked = self._asked, []
            try:
                results = await self._work([thing for thing, _ in batch])
            except Exception as error:
                for _, done in batch:
                    done.set_exception(error)
            else:
                for (_, done), result in zip(batch, results, strict=True):
                    if not done.cancelled():
                        done.set_result(result)
