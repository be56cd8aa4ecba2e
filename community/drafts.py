"""The unfinished answers of one address, kept so that a restart loses none of them."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import DraftRow

KEPT = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Draft:
    """A form somebody began: its name, the field asked now, the answers so far.

    `given` names the answers known before the form began, which are not hers to correct here.
    """

    form: str
    asking: str
    answers: dict[str, str]
    given: tuple[str, ...] = ()


def read_draft(form: str, asking: str, answers: str) -> Draft:
    """A draft as its row keeps it."""
    kept = json.loads(answers)
    return Draft(form, asking, kept["answers"], tuple(kept["given"]))


async def save_draft(session: AsyncSession, address_id: int, draft: Draft, now: datetime) -> None:
    """Keep a draft in place of the one before."""
    answers = json.dumps({"answers": draft.answers, "given": draft.given}, ensure_ascii=False)
    await session.merge(
        DraftRow(
            address_id=address_id,
            form=draft.form,
            asking=draft.asking,
            answers=answers,
            updated_at=now,
        )
    )


async def has_draft(session: AsyncSession, address_id: int) -> bool:
    """Whether somebody is in a form there."""
    return await session.get(DraftRow, address_id) is not None


async def close_draft(session: AsyncSession, address_id: int) -> None:
    """Forget the draft of an address."""
    await session.execute(delete(DraftRow).where(DraftRow.address_id == address_id))


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget drafts nobody touched for two weeks."""
    await session.execute(delete(DraftRow).where(DraftRow.updated_at < now - KEPT))
