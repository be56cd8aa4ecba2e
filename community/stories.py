"""What the community tells of a pole: versions, credited and dated, of which the latest is shown.

The words of a published version stay when its author is erased; her name goes.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, case, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from community import channels, recall, roles
from community.db.tables import AddressRow, Member, Story
from community.errors import StoryTakenBack, UnknownStory
from community.roles import Rights
from content.places import PARIS

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
HOLDS = timedelta(days=365)  # then it is asked whether it still does
TAKEN_BACK_KEPT = timedelta(days=30)
BATCH = 50
NEAR = 2  # offered beside an answer


@dataclass(frozen=True, slots=True)
class Pole:
    """A fiche of the content or, with a `name`, a pole that the content does not know."""

    slug: str
    name: str = ""
    commune: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody is asked whether a story still holds; whether it is `hers`."""

    address_id: int
    hers: bool
    zone: str
    paused_until: datetime | None


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
    """One version, for who animates. Raises NotAnimator, UnknownStory, StoryTakenBack."""
    rights.require_some_theme()
    found = await session.get(Story, story_id)
    if found is None:
        raise UnknownStory
    if found.taken_back:
        raise StoryTakenBack
    return found


async def new_poles(session: AsyncSession) -> Sequence[Story]:
    """What is told now of poles that the content does not know."""
    return (await session.scalars(NEW_POLES)).all()


_later = aliased(Story)
_newer = select(_later.id).where(_later.pole == Story.pole, _later.version > Story.version)
SHOWN = (Story.withdrawn_at.is_(None), ~_newer.exists())  # the latest version of each pole
NEW_POLES = select(Story).where(Story.name != "", *SHOWN).order_by(Story.pole)


def index(story: Story, pole: str) -> None:
    """Have a story be found by what it says now, and by how its pole is called."""
    told = recall.stems("\n".join((pole, *words_of(story.told).values())))
    story.searched = f" {' '.join(told)} "


async def found(session: AsyncSession, text: str) -> Sequence[Story]:
    """What is told now that holds most of what a text asks, the nearest first."""
    asked = recall.asked_of(text)
    if len(asked) < recall.FEW or await session.scalar(ANY) is None:
        return []
    held = sum((case((_holds(one), 1), else_=0) for one in asked), literal(0))
    query = select(Story).where(held >= recall.MOST * len(asked), *SHOWN)
    return (await session.scalars(query.order_by(held.desc(), Story.id).limit(NEAR))).all()


def _holds(one: str) -> ColumnElement[bool]:
    return Story.searched.contains(f" {one} ", autoescape=True)


ANY = select(Story.id).where(Story.withdrawn_at.is_(None)).limit(1)


async def told_by(session: AsyncSession, member: Member) -> Sequence[Story]:
    """What is told now in her words."""
    query = select(Story).where(Story.author_id == member.id, *SHOWN)
    return (await session.scalars(query.order_by(Story.id))).all()


async def due(session: AsyncSession, now: datetime) -> Sequence[Story]:
    """What nobody said to hold for a year, and nobody was asked of."""
    query = select(Story).where(Story.checked_at <= now - HOLDS, Story.asked_at.is_(None), *SHOWN)
    return (await session.scalars(query.order_by(Story.id).limit(BATCH))).all()


async def whom_to_ask(session: AsyncSession, story: Story) -> list[Asked]:
    """Its author while she is a member who hears the bot; else who published it, else all who
    animate, else the administrators.
    """
    author = await session.get(Member, story.author_id) if story.author_id else None
    if author is not None and author.stopped_at is None:
        address_id = await channels.reach(session, author.id)
        if address_id is not None:
            return [Asked(address_id, True, author.zone, author.paused_until)]
    animators = set(await roles.all_animators(session)) or set(await roles.administrators(session))
    query = (
        select(AddressRow.id, AddressRow.member_id, Member)
        .outerjoin(Member, Member.id == AddressRow.member_id)
        .where(AddressRow.id.in_(animators))
        .order_by(AddressRow.id)
    )
    found = [row for row in await session.execute(query) if not (row[2] and row[2].stopped_at)]
    published = [row for row in found if row[1] is not None and row[1] == story.published_by]
    return [
        Asked(id_, False, member.zone, member.paused_until)
        if member
        else Asked(id_, False, PARIS, None)
        for id_, _, member in published or found
    ]


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
    if story.withdrawn_at is None:
        story.withdrawn_at, story.taken_back = now, _is_author(story, member)
    return story


async def restore(
    session: AsyncSession, rights: Rights, member: Member | None, story_id: int
) -> Story:
    """Have a story that was withdrawn read again; one that was taken back, by its author alone.

    Raises UnknownStory, NotAnimator, StoryTakenBack.
    """
    story = await _hers(session, rights, member, story_id)
    if not words_of(story.told):
        raise UnknownStory
    if _is_author(story, member) and not story.taken_back:
        rights.require_some_theme()  # an animator withdrew it
    elif story.taken_back and not _is_author(story, member):
        raise StoryTakenBack
    story.withdrawn_at, story.taken_back = None, False
    return story


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget the words that their author took back a month ago."""
    old = Story.taken_back, Story.withdrawn_at < now - TAKEN_BACK_KEPT
    await session.execute(update(Story).where(*old).values(told=dump({}), searched=""))


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
    if not _is_author(story, member):
        rights.require_some_theme()
    return story


def _is_author(story: Story, member: Member | None) -> bool:
    return member is not None and story.author_id == member.id
