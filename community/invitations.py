"""Links that lead to a theme, the first administrator's code, and personal invitations."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import Invitation, Member
from community.errors import LinkExpired
from community.post.tokens import new_token
from community.roles import ADMINISTRATOR, Rights, administrators, grant

LIFE = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Invitee:
    """Someone on an animator's list, before she answered."""

    address_id: int
    name: str
    structure: str
    territory: str


async def invite_to_theme(
    session: AsyncSession, rights: Rights, by: Member | None, theme: str, now: datetime
) -> Invitation:
    """Make a link to a theme: 30 days, many uses, revocable. Raises NotAnimator."""
    rights.require_animator(theme)
    link = Invitation(
        token=new_token(),
        theme=theme,
        created_by=by.id if by else None,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(link)
    await session.flush()
    return link


async def invite_person(
    session: AsyncSession, invitee: Invitee, theme: str, now: datetime
) -> Invitation | None:
    """Invite one person of a list. None when she has a living invitation or answered one."""
    query = select(Invitation.id).where(
        Invitation.address_id == invitee.address_id, Invitation.theme == theme
    )
    if (await session.scalars(query)).first() is not None:
        return None
    invitation = Invitation(
        token=new_token(),
        theme=theme,
        address_id=invitee.address_id,
        name=invitee.name,
        structure=invitee.structure,
        territory=invitee.territory,
        created_at=now,
        expires_at=now + LIFE,
    )
    session.add(invitation)
    await session.flush()
    return invitation


async def find_invitation(session: AsyncSession, token: str, now: datetime) -> Invitation:
    """The living invitation a token names. Raises LinkExpired."""
    query = select(Invitation).where(Invitation.token == token.strip().lower())
    found = (await session.scalars(query)).one_or_none()
    if found is None or found.revoked_at is not None or found.expires_at < now:
        raise LinkExpired
    return found


async def invited_at(
    session: AsyncSession, address_id: int, theme: str, now: datetime
) -> Invitation | None:
    """The living personal invitation of an address to a theme."""
    query = select(Invitation).where(
        Invitation.address_id == address_id,
        Invitation.theme == theme,
        Invitation.expires_at >= now,
        Invitation.revoked_at.is_(None),
    )
    return (await session.scalars(query)).first()


async def forget_invitee(session: AsyncSession, address_id: int, now: datetime) -> None:
    """Empty what a list said of a person who answered; that she was asked stays."""
    query = select(Invitation).where(Invitation.address_id == address_id)
    for invitation in await session.scalars(query):
        invitation.name = invitation.structure = invitation.territory = ""
        invitation.revoked_at = now


async def revoke_link(
    session: AsyncSession, rights: Rights, invitation_id: int, now: datetime
) -> Invitation:
    """End a link. Raises LinkExpired for one that never was, NotAnimator."""
    link = await session.get(Invitation, invitation_id)
    if link is None or not link.theme or link.address_id is not None:
        raise LinkExpired
    rights.require_animator(link.theme)
    link.revoked_at = link.revoked_at or now
    return link


async def first_code(session: AsyncSession, now: datetime) -> str | None:
    """The code that makes who sends it the administrator; None once there is one."""
    if await administrators(session):
        return None
    query = select(Invitation).where(
        Invitation.role == ADMINISTRATOR,
        Invitation.uses == 0,
        Invitation.revoked_at.is_(None),
        Invitation.expires_at >= now,
    )
    code = (await session.scalars(query)).first()
    if code is None:
        code = Invitation(
            token=new_token(), role=ADMINISTRATOR, created_at=now, expires_at=now + LIFE
        )
        session.add(code)
    return code.token


async def use_code(session: AsyncSession, code: Invitation, address_id: int, now: datetime) -> None:
    """Make who speaks from this address what the code says, once. Raises LinkExpired."""
    if code.uses or not code.role:
        raise LinkExpired
    code.uses += 1
    code.revoked_at = now
    await grant(session, address_id, code.role, "", now)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget links a month after they expired."""
    await session.execute(delete(Invitation).where(Invitation.expires_at < now - LIFE))
