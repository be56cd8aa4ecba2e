"""Themes and who is in them. Content names the themes; the database keeps who joined."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from sqlalchemy import Insert, Integer, bindparam, delete, exists, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Moment
from community.db.conflict import insert_once, once
from community.db.tables import AddressRow, Member, Membership, ThemeRow
from community.errors import NotInTheme, UnknownTheme
from community.roles import Rights


@dataclass(frozen=True, slots=True)
class Participant:
    """A member in a theme, as its animator sees her; not `reached` when every door lost her."""

    member_id: int
    name: str
    structure: str
    territory: str
    since: datetime
    reached: bool


async def sync_themes(session: AsyncSession, slugs: Iterable[str], now: datetime) -> list[str]:
    """Open the themes that content names, close those whose file vanished; give the closed ones."""
    named = set(slugs)
    rows = {row.slug: row for row in await session.scalars(select(ThemeRow))}
    if new := [{"slug": slug, "opened_at": now} for slug in sorted(named - rows.keys())]:
        await session.execute(insert_once(session, ThemeRow), new)  # two processes may start
    for slug in named & rows.keys():
        rows[slug].closed_at = None
    vanished = sorted(s for s, row in rows.items() if s not in named and row.closed_at is None)
    for slug in vanished:
        rows[slug].closed_at = now
    return vanished


async def closed_themes(session: AsyncSession) -> list[str]:
    """The themes that were open once."""
    query = select(ThemeRow.slug).where(ThemeRow.closed_at.is_not(None)).order_by(ThemeRow.slug)
    return list(await session.scalars(query))


async def join_theme(session: AsyncSession, member: Member, theme: str, now: datetime) -> bool:
    """Put a member in a theme. False when she was in it. Raises UnknownTheme."""
    connection = await session.connection()
    values = {"whose": member.id, "slug": theme, "now": now}
    if await connection.scalar(_join(connection.dialect.name), values) is not None:
        return True
    row = await session.get(ThemeRow, theme)
    if row is None or row.closed_at is not None:
        raise UnknownTheme(theme=theme)
    return False


@cache
def _join(dialect: str) -> Insert:
    """INSERT a membership of an open theme, unless it is there; built once a dialect."""
    opened = select(
        bindparam("whose", type_=Integer), ThemeRow.slug, bindparam("now", type_=Moment)
    ).where(ThemeRow.slug == bindparam("slug"), ThemeRow.closed_at.is_(None))
    columns = ["member_id", "theme", "since"]
    return once(dialect, Membership).from_select(columns, opened).returning(Membership.id)


async def leave_theme(session: AsyncSession, member: Member, theme: str) -> None:
    """Take a member out of a theme. Raises NotInTheme."""
    await _delete_membership(session, member.id, theme)


async def remove_from_theme(
    session: AsyncSession, rights: Rights, member_id: int, theme: str
) -> None:
    """An animator takes someone out of her theme. Raises NotAnimator, NotInTheme."""
    rights.require_animator(theme)
    await _delete_membership(session, member_id, theme)


async def _delete_membership(session: AsyncSession, member_id: int, theme: str) -> None:
    gone = await session.execute(
        delete(Membership)
        .where(Membership.member_id == member_id, Membership.theme == theme)
        .returning(Membership.id)
    )
    if gone.one_or_none() is None:
        raise NotInTheme(theme=theme)


async def themes_of(session: AsyncSession, member_id: int) -> list[Membership]:
    """The memberships of a member, the oldest first."""
    query = select(Membership).where(Membership.member_id == member_id).order_by(Membership.id)
    return list(await session.scalars(query))


async def count_members(session: AsyncSession) -> dict[str, int]:
    """How many members each theme has."""
    query = select(Membership.theme, func.count()).group_by(Membership.theme)
    return {row[0]: row[1] for row in await session.execute(query)}


async def participants(session: AsyncSession, rights: Rights, theme: str) -> list[Participant]:
    """The members of a theme, for who animates it. Raises NotAnimator."""
    rights.require_animator(theme)
    reached = exists().where(AddressRow.member_id == Member.id, AddressRow.closed_at.is_(None))
    query = (
        select(
            Member.id, Member.name, Member.structure, Member.territory, Membership.since, reached
        )
        .join(Membership, Membership.member_id == Member.id)
        .where(Membership.theme == theme)
        .order_by(Member.name, Member.id)
    )
    return [Participant(*row) for row in (await session.execute(query))]
