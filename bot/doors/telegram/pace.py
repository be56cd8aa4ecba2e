"""Keeps to Telegram's flood limits, so that it never has to refuse.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from community.words import DoorError

MARGIN = 1.035  # our second is a little longer than Telegram's: calls take more or less to arrive
LONGEST = 2.0  # seconds worth waiting for; a longer wait is given back to the outbox
BURST = 3  # "short bursts" to one person are let through
REMEMBERED = 5_000
STORM = 3  # chats asked to wait, with no message taken in between


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages a second overall and to one person, a minute to one group."""

    overall: int = 30
    private: float = 1.0
    group: int = 20


class Pace:
    """Says when the next message may go: what a person waits for first, the rest evenly."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._recent: deque[float] = deque()
        self._free_at: dict[str, float] = {}
        self._groups: defaultdict[str, deque[float]] = defaultdict(deque)
        self._urgent = 0
        self._held: dict[str, float] = {}
        self._refused: set[str] = set()
        self._halted_until = 0.0
        self.processes = 1

    async def turn(self, chat: str, *, urgent: bool) -> None:
        """Wait until a message may go to a chat. Raises DoorError when that is far off.

        Who waits for the chat's own turn keeps nobody else waiting.
        """
        while True:
            if (wait := self._own_wait(chat)) > 0:
                await _rest(wait)
                continue
            with self._waiting(urgent=urgent):
                if (wait := self._common_wait(urgent=urgent)) <= 0:
                    break
                await _rest(wait)
        self._count(chat)

    def hold(self, chat: str, seconds: float) -> None:
        """Telegram asked to wait: that chat does, and all do when it asks several in a row."""
        self._held[chat] = self._clock() + seconds
        self._refused.add(chat)
        if len(self._refused) >= STORM:
            self._halted_until = min(self._held[one] for one in self._refused)

    def went(self) -> None:
        """A message was taken: what was refused before it was refused to its chat alone."""
        self._refused.clear()

    @contextmanager
    def _waiting(self, *, urgent: bool) -> Iterator[None]:
        self._urgent += urgent
        try:
            yield
        finally:
            self._urgent -= urgent

    def _own_wait(self, chat: str) -> float:
        """Seconds until the chat itself may get one more."""
        now = self._clock()
        held = self._held.get(chat, now) - now
        if held <= 0:
            self._held.pop(chat, None)
        own = self._group_wait(chat, now) if chat.startswith("-") else self._private_wait(chat, now)
        return max(held, own)

    def _common_wait(self, *, urgent: bool) -> float:
        """Seconds until all of them may."""
        now = self._clock()
        wait = max(self._halted_until - now, self._overall_wait(now))
        return wait if urgent else max(wait, self._even_wait(now))

    @property
    def _per_second(self) -> int:
        return max(1, self._limits.overall // self.processes)

    def _overall_wait(self, now: float) -> float:
        while self._recent and self._recent[0] <= now - MARGIN:
            self._recent.popleft()
        full = len(self._recent) - self._per_second
        return self._recent[full] + MARGIN - now if full >= 0 else 0.0

    def _even_wait(self, now: float) -> float:
        """What nobody waits for goes evenly, so that there is always a place for an answer."""
        last = self._recent[-1] if self._recent else -MARGIN
        step = MARGIN / self._per_second
        return max(last + step - now, step if self._urgent else 0.0)

    def _private_wait(self, chat: str, now: float) -> float:
        return self._free_at.get(chat, now) - now - (BURST - 1) * MARGIN / self._limits.private

    def _group_wait(self, chat: str, now: float) -> float:
        sent = self._groups[chat]
        while sent and sent[0] <= now - 60 * MARGIN:
            sent.popleft()
        return sent[0] + 60 * MARGIN - now if len(sent) >= self._limits.group else 0.0

    def _count(self, chat: str) -> None:
        now = self._clock()
        self._recent.append(now)
        if chat.startswith("-"):
            self._groups[chat].append(now)
            return
        free_at = max(self._free_at.get(chat, now), now)
        self._free_at[chat] = free_at + MARGIN / self._limits.private
        if len(self._free_at) > REMEMBERED:
            self._free_at = {one: at for one, at in self._free_at.items() if at > now}


async def _rest(wait: float) -> None:
    if wait > LONGEST:
        raise DoorError("flood limits", retry_after=wait)
    await asyncio.sleep(wait)
