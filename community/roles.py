"""Who may do what. A role belongs to an address; a person has the roles of all her addresses."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from sqlalchemy import (
    Integer,
    ScalarSelect,
    SQLColumnExpression,
    String,
    bindparam,
    case,
    delete,
    func,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from community.addresses import show_menu
from community.db.conflict import insert_once
from community.db.tables import AddressRow, RoleRow
from community.errors import NotAnimator
from community.words import Address


class Role(IntEnum):
    """What a person is here, each level with the rights of those below."""

    NEWCOMER = 0
    MEMBER = 1
    ANIMATOR = 2
    ADMINISTRATOR = 3


ANIMATOR = "animator"
ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Rights:
    """What someone may do: everything as an administrator, and animate some themes."""

    administrator: bool = False
    animated: frozenset[str] = frozenset()

    def may_animate(self, theme: str) -> bool:
        """Whether this theme is hers to animate."""
        return self.administrator or theme in self.animated

    def require_animator(self, theme: str) -> None:
        """Raise NotAnimator unless this theme is hers to animate."""
        if not self.may_animate(theme):
            raise NotAnimator(theme=theme)

    def require_some_theme(self) -> None:
        """Raise NotAnimator unless some theme, whichever it is, is hers to animate."""
        if not self.administrator and not self.animated:
            raise NotAnimator


EVERYTHING = Rights(administrator=True)  # who types commands on this machine may do all


def role_of(rights: Rights, *, member: bool) -> Role:
    """The highest level that someone has."""
    if rights.administrator:
        return Role.ADMINISTRATOR
    if rights.animated:
        return Role.ANIMATOR
    return Role.MEMBER if member else Role.NEWCOMER


@dataclass(frozen=True, slots=True)
class Grant:
    """A role as the command line shows it."""

    address: Address
    role: str
    theme: str


def roles_given(
    address_id: SQLColumnExpression[int], member_id: SQLColumnExpression[int | None]
) -> ScalarSelect[str]:
    """The roles of an address and of the others of its member, for `read_rights`."""
    hers = aliased(AddressRow)
    return (
        select(func.aggregate_strings(RoleRow.role + " " + RoleRow.theme, ","))
        .join(hers, hers.id == RoleRow.address_id)
        .where(or_(hers.id == address_id, hers.member_id == member_id))
        .scalar_subquery()
    )


def read_rights(given: str | None) -> Rights:
    """Rights as `roles_given` tells them."""
    roles = [role.split(" ") for role in given.split(",")] if given else []
    return Rights(
        administrator=any(role == ADMINISTRATOR for role, _ in roles),
        animated=frozenset(theme for role, theme in roles if role == ANIMATOR),
    )


async def rights_of(session: AsyncSession, address: AddressRow) -> Rights:
    """The rights given to this address, or to any other of the same member."""
    values = {"address_id": address.id, "member_id": address.member_id}
    return read_rights(await session.scalar(HERS, values))


HERS = select(
    roles_given(bindparam("address_id", type_=Integer), bindparam("member_id", type_=Integer))
)


async def grant(
    session: AsyncSession, address_id: int, role: str, theme: str, now: datetime
) -> None:
    """Give a role to an address, once."""
    await session.execute(
        insert_once(session, RoleRow).values(
            address_id=address_id, role=role, theme=theme, granted_at=now
        )
    )
    await show_menu(session, [address_id], now)


async def revoke(
    session: AsyncSession, address_ids: Collection[int], role: str, theme: str, now: datetime
) -> bool:
    """Take a role back from a person's addresses. False when none had it."""
    gone = await session.execute(
        delete(RoleRow)
        .where(RoleRow.address_id.in_(address_ids), RoleRow.role == role, RoleRow.theme == theme)
        .returning(RoleRow.id)
    )
    await show_menu(session, address_ids, now)
    return bool(gone.all())


async def hand_over(
    session: AsyncSession,
    rights: Rights,
    giver: Collection[int],
    receiver: int,
    theme: str,
    now: datetime,
) -> None:
    """Make an address the animator of a theme in place of the giver's. Raises NotAnimator."""
    rights.require_animator(theme)
    await grant(session, receiver, ANIMATOR, theme, now)
    await revoke(session, giver, ANIMATOR, theme, now)


async def all_grants(session: AsyncSession) -> list[Grant]:
    """Every role given, in the order they were."""
    query = (
        select(AddressRow.door, AddressRow.value, RoleRow.role, RoleRow.theme)
        .join(AddressRow, AddressRow.id == RoleRow.address_id)
        .order_by(RoleRow.id)
    )
    return [
        Grant(Address(door, value), role, theme)
        for door, value, role, theme in await session.execute(query)
    ]


async def administrators(session: AsyncSession) -> list[int]:
    """The addresses of the administrators that can still be reached."""
    return await _reached(session, ADMINISTRATOR)


async def animators(session: AsyncSession, theme: str) -> list[int]:
    """The addresses of a theme's animators that can still be reached."""
    return await _reached(session, ANIMATOR, theme)


async def all_animators(session: AsyncSession) -> list[int]:
    """The addresses of who animates any theme, else of the administrators."""
    return await _reached(session, ANIMATOR) or await administrators(session)


async def _reached(session: AsyncSession, role: str, theme: str | None = None) -> list[int]:
    """The addresses that have a role; for one that is closed, another of the same person."""
    rows = await session.scalars(REACHED, {"role": role, "theme": theme})
    return sorted({id_ for id_ in rows if id_ is not None})


_other = aliased(AddressRow)
_instead = (
    select(func.min(_other.id))
    .where(_other.member_id == AddressRow.member_id, _other.closed_at.is_(None))
    .correlate(AddressRow)
    .scalar_subquery()
)
_theme = bindparam("theme", type_=String)
# Built once: it is asked with most answers, and putting it together costs more than running it.
REACHED = (
    select(case((AddressRow.closed_at.is_(None), AddressRow.id), else_=_instead))
    .join(RoleRow, RoleRow.address_id == AddressRow.id)
    .where(RoleRow.role == bindparam("role"), or_(_theme.is_(None), RoleRow.theme == _theme))
)
