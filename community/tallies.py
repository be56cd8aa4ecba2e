"""How a poll stands: which date suits how many, and, for who animates, whom."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Member, Membership, Poll, Slot, Vote
from community.registrations import Partstat
from community.roles import Rights


@dataclass(frozen=True, slots=True)
class Tally:
    """A date, and how many answered what of it."""

    slot: Slot
    people: dict[Partstat, int] = field(default_factory=dict)

    @property
    def yes(self) -> int:
        """How many it suits."""
        return self.people.get(Partstat.ACCEPTED, 0)

    @property
    def maybe(self) -> int:
        """How many it suits if need be."""
        return self.people.get(Partstat.TENTATIVE, 0)

    @property
    def no(self) -> int:
        """How many it does not suit."""
        return self.people.get(Partstat.DECLINED, 0)


@dataclass(frozen=True, slots=True)
class Standings:
    """The dates of a poll in order; how many members answered, of how many in the theme."""

    tallies: tuple[Tally, ...]
    answered: int
    asked: int

    @property
    def best(self) -> Sequence[Tally]:
        """The dates that suit most people first; if need be counts between equals."""
        return sorted(
            self.tallies, key=lambda one: (-one.yes, -one.maybe, one.no, one.slot.position)
        )


async def standings(session: AsyncSession, poll: Poll) -> Standings:
    """How a poll stands now."""
    counts = (
        select(Vote.slot_id, Vote.status, func.count())
        .join(Slot, Slot.id == Vote.slot_id)
        .where(Slot.poll_id == poll.id)
        .group_by(Vote.slot_id, Vote.status)
    )
    people: dict[int, dict[Partstat, int]] = {}
    for slot_id, status, count in await session.execute(counts):
        people.setdefault(slot_id, {})[Partstat(status)] = count
    slots = select(Slot).where(Slot.poll_id == poll.id).order_by(Slot.position)
    voters = (
        select(func.count(Vote.member_id.distinct()))
        .join(Slot, Slot.id == Vote.slot_id)
        .where(Slot.poll_id == poll.id)
    )
    in_theme = select(func.count(Membership.id)).where(Membership.theme == poll.theme)
    return Standings(
        tuple(Tally(slot, people.get(slot.id, {})) for slot in await session.scalars(slots)),
        answered=await session.scalar(voters) or 0,
        asked=await session.scalar(in_theme) or 0,
    )


async def voters(
    session: AsyncSession, rights: Rights, poll: Poll
) -> dict[tuple[int, Partstat], list[str]]:
    """The names of who answered, by the position of a date and what they said of it.

    Raises NotAnimator.
    """
    rights.require_animator(poll.theme)
    query = (
        select(Slot.position, Vote.status, Member.name)
        .join(Vote, Vote.slot_id == Slot.id)
        .join(Member, Member.id == Vote.member_id)
        .where(Slot.poll_id == poll.id)
        .order_by(Member.name, Member.id)
    )
    names: dict[tuple[int, Partstat], list[str]] = {}
    for position, status, name in await session.execute(query):
        names.setdefault((position, Partstat(status)), []).append(name)
    return names
