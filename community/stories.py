"""What the community tells of a pole: versions, credited and dated, of which the latest is shown.

The words of a published version stay when its author is erased; her name goes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from community.db.tables import Member, Story
from community.errors import UnknownStory
from community.roles import Rights

# The interview grid of the founding document: what is asked, in its order.
GRID = (
    "trigger",
    "partners",
    "steps",
    "strategy",
    "projects",
    "balance",
    "obstacles",
    "practices",
)
Told = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Pole:
    """A fiche of the content or, with a `name`, a pole that the content does not know."""

    slug: str
    name: str = ""
    commune: str = ""


def dump(told: Told) -> str:
    """The words by question, as they are stored; what was passed is left out."""
    return json.dumps({one: told[one] for one in GRID if told.get(one)}, ensure_ascii=False)


def words_of(stored: str) -> dict[str, str]:
    """The words by question of a proposal or a story, in the order of the grid."""
    told = json.loads(stored)
    return {one: told[one] for one in GRID if one in told}


async def latest(session: AsyncSession, pole: str) -> Story | None:
    """The last version of what is told of a pole, withdrawn or not."""
    query = select(Story).where(Story.pole == pole).order_by(Story.version.desc()).limit(1)
    return (await session.scalars(query)).one_or_none()


async def story_of(session: AsyncSession, pole: str) -> Story | None:
    """What is told of a pole now."""
    found = await latest(session, pole)
    return found if found is not None and found.withdrawn_at is None else None


async def versions(session: AsyncSession, rights: Rights, pole: str) -> Sequence[Story]:
    """All the versions, the latest first, for who animates. Raises NotAnimator."""
    rights.require_some_theme()
    query = select(Story).where(Story.pole == pole).order_by(Story.version.desc())
    return (await session.scalars(query)).all()


async def version_of(session: AsyncSession, rights: Rights, story_id: int) -> Story:
    """One version, for who animates. Raises NotAnimator, UnknownStory."""
    rights.require_some_theme()
    found = await session.get(Story, story_id)
    if found is None:
        raise UnknownStory
    return found


async def new_poles(session: AsyncSession) -> Sequence[Story]:
    """What is told now of poles that the content does not know."""
    later = aliased(Story)
    newer = select(later.id).where(later.pole == Story.pole, later.version > Story.version)
    query = select(Story).where(Story.name != "", Story.withdrawn_at.is_(None), ~newer.exists())
    return (await session.scalars(query.order_by(Story.pole))).all()


async def authors(session: AsyncSession, story: Story) -> list[Member | None]:
    """Who told it, the last one first; None for all those who are not named."""
    query = (
        select(Story, Member)
        .outerjoin(Member, Member.id == Story.author_id)
        .where(Story.pole == story.pole, Story.version <= story.version)
        .order_by(Story.version.desc())
    )
    found: list[Member | None] = []
    for version, member in (await session.execute(query)).all():
        named = member if version.credited else None
        if named not in found:
            found.append(named)
        if not version.continues:
            break
    return found


async def withdraw(
    session: AsyncSession, rights: Rights, member: Member | None, story_id: int, now: datetime
) -> Story:
    """Have nobody read a story any more: for its author, or who animates.

    Raises UnknownStory, NotAnimator.
    """
    story = await _hers(session, rights, member, story_id)
    story.withdrawn_at = story.withdrawn_at or now
    return story


async def restore(session: AsyncSession, rights: Rights, story_id: int) -> Story:
    """Have a story that was withdrawn read again. Raises UnknownStory, NotAnimator."""
    story = await _hers(session, rights, None, story_id)
    story.withdrawn_at = None
    return story


async def still_holds(
    session: AsyncSession, rights: Rights, member: Member | None, story_id: int, now: datetime
) -> Story:
    """Note that a story holds today: its author, or who animates, says so.

    Raises UnknownStory, NotAnimator.
    """
    story = await _hers(session, rights, member, story_id)
    story.checked_at = now
    story.asked_at = None
    return story


async def _hers(
    session: AsyncSession, rights: Rights, member: Member | None, story_id: int
) -> Story:
    """A story that this person may speak for, locked."""
    query = (
        select(Story)
        .where(Story.id == story_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    story = (await session.scalars(query)).one_or_none()
    if story is None:
        raise UnknownStory
    if member is None or story.author_id != member.id:
        rights.require_some_theme()
    return story
