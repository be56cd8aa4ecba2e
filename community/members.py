"""People who consented: their profile, their consents, their pauses."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from community import quiet
from community.addresses import addresses_of
from community.db.tables import AddressRow, Consent, Member
from community.errors import UnknownMember
from community.post.notifications import drop_notifications, postpone_notifications

NOTICE_AFTER = timedelta(days=23 * 30.44)
FORGET_AFTER = timedelta(days=24 * 30.44)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a member says of herself. `zone` is the IANA zone of her territory."""

    name: str
    structure: str
    territory: str
    zone: str


async def find_member(session: AsyncSession, member_id: int) -> Member:
    """One member by her number. Raises UnknownMember."""
    member = await session.get(Member, member_id)
    if member is None:
        raise UnknownMember
    return member


async def consents_of(session: AsyncSession, member_id: int) -> list[Consent]:
    """What a member agreed to, the oldest first."""
    query = select(Consent).where(Consent.member_id == member_id).order_by(Consent.id)
    return list(await session.scalars(query))


async def join_community(
    session: AsyncSession, address_id: int, profile: Profile, wording: str, now: datetime
) -> Member:
    """Make a member of who speaks from this address, with the consent she gave and its wording."""
    member = Member(
        name=profile.name,
        structure=profile.structure,
        territory=profile.territory,
        zone=profile.zone,
        created_at=now,
        seen_at=now,
    )
    session.add(member)
    await session.flush()
    address = await session.get_one(AddressRow, address_id)
    address.member_id = member.id
    address.menu_due = now
    session.add(Consent(member_id=member.id, wording=wording, door=address.door, given_at=now))
    return member


def change_profile(member: Member, changes: Mapping[str, str]) -> None:
    """Change some of `name`, `structure`, `territory`, `zone`."""
    for field, value in changes.items():
        if field not in Profile.__dataclass_fields__:
            message = f"not a profile field: {field}"
            raise ValueError(message)
        setattr(member, field, value)


async def pause(session: AsyncSession, member: Member, until: datetime) -> None:
    """Hold what the bot says of its own until then."""
    member.paused_until = until
    after = quiet.after(until, member.zone)
    await postpone_notifications(session, await _address_ids(session, member), after)


async def stop(session: AsyncSession, member: Member, now: datetime) -> None:
    """No message of the bot's own any more; memberships are kept."""
    member.stopped_at = now
    member.paused_until = None
    await drop_notifications(session, await _address_ids(session, member))


def resume(member: Member) -> None:
    """End a pause or a stop."""
    member.paused_until = None
    member.stopped_at = None


async def touch(session: AsyncSession, member: Member, now: datetime) -> None:
    """Remember that she spoke; once a day is enough, and saves a write a request."""
    if now - member.seen_at > timedelta(days=1) or member.noticed_at is not None:
        await session.execute(
            update(Member).where(Member.id == member.id).values(seen_at=now, noticed_at=None)
        )


async def silent_members(session: AsyncSession, since: datetime) -> list[Member]:
    """Members who said nothing since then."""
    query = select(Member).where(Member.seen_at < since).order_by(Member.id)
    return list(await session.scalars(query))


async def _address_ids(session: AsyncSession, member: Member) -> list[int]:
    return [address.id for address in await addresses_of(session, member.id)]
