"""What a process lends to those who answer: what is known, its doors, its hours."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.knowledge import Knowledge
from community.context import Event
from community.words import Address, Door


@dataclass(frozen=True, slots=True)
class House:
    """What the process lends to those who answer."""

    knowledge: Knowledge
    doors: Mapping[str, Door]
    report: Callable[[], Mapping[str, str]]
    after: Callable[[Event], Awaitable[None]]
    zone: ZoneInfo
    rate_limit: int

    def links(self, token: str) -> tuple[str, ...]:
        """How a link token is opened at each door."""
        return tuple(door.link(token) for door in self.doors.values())

    def reaches(self, to: Address) -> bool:
        """Whether an address can be written to, as far as its door knows."""
        return to.door in self.doors and self.doors[to.door].reaches(to.value)

    @property
    def threads(self) -> frozenset[str]:
        """The doors that reach calendars which answer."""
        return frozenset(name for name, door in self.doors.items() if door.threads)

    def is_wary(self, name: str) -> bool:
        """Whether machines write by that door. One that is closed now says nothing of itself."""
        return name in self.doors and self.doors[name].wary

    def asks_at_once(self, name: str) -> bool:
        """Whether a form is one text at that door."""
        return name in self.doors and self.doors[name].at_once
