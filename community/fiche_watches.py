"""Members who asked to be told when a fiche changes, and what changed since they were told."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession

from community.channels import About, address_for
from community.db.conflict import insert_once
from community.db.tables import FicheWatch, Member
from content.fiche_parts import digest_of

BATCH = 200  # members

Parts = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """A fiche that changed: the parts it did not have before, and those it says otherwise."""

    fiche: str
    new: tuple[str, ...]
    changed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Watcher:
    """A member to tell, where she is told (None when every door lost her), and of what.

    `gone` are the fiches that are no more.
    """

    member: Member
    address_id: int | None
    changes: tuple[Change, ...]
    gone: tuple[str, ...]


async def watched_by(session: AsyncSession, member_id: int) -> list[str]:
    """The fiches a member is told of, in the order she asked."""
    query = select(FicheWatch.fiche).where(FicheWatch.member_id == member_id)
    return list(await session.scalars(query.order_by(FicheWatch.id)))


async def watch(
    session: AsyncSession, member_id: int, fiche: str, parts: Parts, now: datetime
) -> None:
    """Tell her from now on when it changes."""
    row = {
        "member_id": member_id,
        "fiche": fiche,
        "digest": digest_of(parts),
        "parts": json.dumps(dict(parts)),
        "since": now,
    }
    await session.execute(insert_once(session, FicheWatch), [row])


async def unwatch(session: AsyncSession, member_id: int, fiche: str) -> None:
    """Tell her no more."""
    await session.execute(
        delete(FicheWatch).where(FicheWatch.member_id == member_id, FicheWatch.fiche == fiche)
    )


async def next_watchers(session: AsyncSession, known: Mapping[str, Parts]) -> list[Watcher]:
    """Some of those to whom a fiche they watch says something else; it is not news to them again.

    `known` are the parts of each fiche there is.
    """
    digests = {fiche: digest_of(parts) for fiche, parts in known.items()}
    seen = await session.execute(select(FicheWatch.fiche, FicheWatch.digest).distinct())
    stale = [(fiche, digest) for fiche, digest in seen if digests.get(fiche) != digest]
    if not stale:
        return []
    is_stale = tuple_(FicheWatch.fiche, FicheWatch.digest).in_(stale)
    some = select(FicheWatch.member_id).where(is_stale).distinct()
    query = (
        select(FicheWatch, Member, address_for(About.DIGESTS))
        .join(Member, Member.id == FicheWatch.member_id)
        .where(is_stale, Member.id.in_(some.order_by(FicheWatch.member_id).limit(BATCH)))
        .order_by(Member.id, FicheWatch.id)
    )
    hers: dict[int, tuple[Member, int | None, list[FicheWatch]]] = {}
    for row, member, address_id in await session.execute(query):
        hers.setdefault(member.id, (member, address_id, []))[2].append(row)
    return [
        await _watcher(session, member, address_id, rows, known)
        for member, address_id, rows in hers.values()
    ]


async def _watcher(
    session: AsyncSession,
    member: Member,
    address_id: int | None,
    rows: list[FicheWatch],
    known: Mapping[str, Parts],
) -> Watcher:
    changes, gone = [], []
    for row in rows:
        if row.fiche not in known:
            gone.append(row.fiche)
            await unwatch(session, member.id, row.fiche)
            continue
        before, after = json.loads(row.parts), known[row.fiche]
        changes.append(_change(row.fiche, before, after))
        await session.execute(
            update(FicheWatch)
            .where(FicheWatch.id == row.id)
            .values(digest=digest_of(after), parts=json.dumps(dict(after)))
        )
    return Watcher(member, address_id, tuple(changes), tuple(gone))


def _change(fiche: str, before: Parts, after: Parts) -> Change:
    """What is new is told first; a part that is no more has changed too."""
    new = tuple(part for part in after if part not in before)
    changed = tuple(part for part in before if before[part] != after.get(part))
    return Change(fiche, new, changed)
