"""Keeps to what a mail server lets one send."""

import asyncio
from collections.abc import Callable

from community.words import DoorError

LONGEST = 10.0  # seconds worth waiting for; a longer wait is given back to the outbox


class Pace:
    """Says when the next mail may go, one after the other."""

    def __init__(self, per_second: float, clock: Callable[[], float]) -> None:
        self._per_second = per_second
        self._clock = clock
        self._free_at = 0.0
        self.processes = 1

    async def turn(self) -> None:
        """Wait until a mail may go. Raises DoorError when that is far off."""
        now = self._clock()
        at = max(now, self._free_at)
        if at - now > LONGEST:
            raise DoorError("the rate of mails", retry_after=at - now)
        self._free_at = at + self.processes / self._per_second
        await asyncio.sleep(at - now)
