"""The flood limits, as documented.

https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this
"""

from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass

from tests.bot_api.refusing import flooded

BURST = 3  # "short bursts that go over this limit" to one person


@dataclass(frozen=True)
class Limits:
    """Messages a second overall and to one person, a minute to one group."""

    overall: int = 30
    private: float = 1.0
    group: int = 20


class Flood:
    """Counts messages and refuses those that are too many: 30 in any second, 20 in any minute."""

    def __init__(self, limits: Limits | None, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._overall: deque[float] = deque()
        self._groups: defaultdict[int, deque[float]] = defaultdict(deque)
        self._free_at: dict[int, float] = {}

    def count(self, chat_id: int) -> None:
        """Raises Refusal, with the seconds to wait."""
        if self._limits is None:
            return
        now = self._clock()
        if wait := self._full(self._overall, now, 1, self._limits.overall):
            raise flooded("flood_overall", wait)
        if chat_id < 0:
            self._count_in_group(chat_id, now, self._limits.group)
        else:
            self._count_in_private(chat_id, now, self._limits.private)
        self._overall.append(now)

    def _count_in_group(self, chat_id: int, now: float, most: int) -> None:
        if wait := self._full(self._groups[chat_id], now, 60, most):
            raise flooded("flood_group", wait)
        self._groups[chat_id].append(now)

    def _count_in_private(self, chat_id: int, now: float, per_second: float) -> None:
        free_at = max(self._free_at.get(chat_id, now), now)
        wait = free_at - now - (BURST - 1) / per_second
        if wait > 1e-9:
            raise flooded("flood_private", wait)
        self._free_at[chat_id] = free_at + 1 / per_second

    def _full(self, sent: deque[float], now: float, span: float, most: int) -> float:
        while sent and sent[0] <= now - span:
            sent.popleft()
        return sent[0] + span - now if len(sent) >= most else 0
