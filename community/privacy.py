"""The person's rights over her data: every row about her, shown or erased (RGPD art. 15 to 20).

Both walk the foreign keys of the schema, so that a table added tomorrow is covered the same day.
"""

from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, LargeBinary, delete, exists, or_, select, update
from sqlalchemy import Table as CoreTable
from sqlalchemy.ext.asyncio import AsyncSession

from community.addresses import addresses_of
from community.attendance import count_erased
from community.db.base import Table
from community.db.tables import (
    AddressRow,
    Delivery,
    DraftRow,
    Group,
    Inbox,
    Invitation,
    LinkCode,
    Member,
    PendingRequest,
    Question,
    RoleRow,
    SentFile,
)
from community.post.outbox import PENDING
from community.post.tokens import TOKEN
from community.questions import QuestionStatus, forget_of
from community.words import Address

VISITORS_KEPT = timedelta(days=60)
SECRET = frozenset({"token", "holder", "ref", "code"})

Row = dict[str, object]


async def rows_about(
    session: AsyncSession, address_ids: list[int], member_id: int | None
) -> dict[str, list[Row]]:
    """Every row about a person, by table, without secrets nor the bytes of files.

    Times are ISO 8601 in UTC.
    """
    about: dict[str, list[Row]] = {}
    for table in Table.metadata.sorted_tables:
        condition = _about(table, address_ids, member_id)
        if condition is None:
            continue
        told = [column for column in table.columns if not isinstance(column.type, LargeBinary)]
        rows = await session.execute(select(*told).where(condition).order_by(*table.primary_key))
        about[table.name] = [
            {name: _plain(value) for name, value in row.items() if name not in SECRET}
            for row in rows.mappings()
        ]
    return about


def _about(
    table: CoreTable, address_ids: list[int], member_id: int | None
) -> ColumnElement[bool] | None:
    owners: dict[str, list[int]] = {
        "addresses": address_ids,
        "members": [member_id] if member_id is not None else [],
    }
    conditions = [
        key.parent.in_(owners[key.column.table.name])
        for key in table.foreign_keys
        if key.column.table.name in owners
    ]
    if table.name in owners:
        conditions.append(table.c.id.in_(owners[table.name]))
    return or_(*conditions) if conditions else None


def _plain(value: object) -> object:
    if isinstance(value, str):  # a message can say one: "/start TOKEN"
        return TOKEN.sub("…", value)
    return value.isoformat() if isinstance(value, date) else value


async def erase_member(session: AsyncSession, member: Member) -> None:
    """Erase a member: her rows, what unsent messages quote of her, and what others' rows name.

    The exchanges she came to keep counting her, without a name.
    """
    await count_erased(session, member.id)
    address_ids = [address.id for address in await addresses_of(session, member.id)]
    await session.execute(
        delete(Delivery).where(Delivery.quoted_id == member.id, Delivery.status == PENDING)
    )
    await session.execute(
        update(AddressRow).where(AddressRow.id.in_(address_ids)).values(member_id=None)
    )
    await session.execute(delete(Member).where(Member.id == member.id))
    for address_id in address_ids:
        await erase_address(session, address_id)


async def erase_address(session: AsyncSession, address_id: int) -> None:
    """Erase what was said at an address. The address itself goes once the goodbye is sent."""
    await session.execute(delete(Delivery).where(Delivery.address_id == address_id))
    await session.execute(
        delete(Inbox).where(Inbox.address_id == address_id, Inbox.handled_at.is_not(None))
    )
    for table in (DraftRow, RoleRow, Invitation, SentFile, PendingRequest, LinkCode):
        await session.execute(delete(table).where(table.address_id == address_id))
    await forget_of(session, address_id)
    await session.execute(
        update(AddressRow).where(AddressRow.id == address_id).values(leaving=True)
    )


async def forget_leaving(session: AsyncSession) -> list[Address]:
    """Delete the addresses of erased people to whom nothing is left to say, and give them."""
    still_told = exists().where(Delivery.address_id == AddressRow.id, Delivery.status == PENDING)
    still_heard = exists().where(Inbox.address_id == AddressRow.id, Inbox.handled_at.is_(None))
    gone = await session.execute(
        delete(AddressRow)
        .where(AddressRow.leaving, ~still_told, ~still_heard, AddressRow.member_id.is_(None))
        .returning(AddressRow.door, AddressRow.value)
    )
    return [Address(door, value) for door, value in gone.all()]


async def forget_visitors(session: AsyncSession, now: datetime) -> int:
    """Delete the addresses of people who never joined, once nothing else remembers them.

    Who sent a question waits for its answer; what is only kept of an unknown goes with her.
    """
    remembered = [
        exists().where(key == AddressRow.id)
        for key in (
            Delivery.address_id,
            Inbox.address_id,
            DraftRow.address_id,
            RoleRow.address_id,
            Invitation.address_id,
            Group.address_id,
            SentFile.address_id,
            PendingRequest.address_id,
            LinkCode.address_id,
            LinkCode.target_id,
        )
    ]
    waits = exists().where(
        Question.address_id == AddressRow.id,
        Question.sent_at.is_not(None),
        Question.status == QuestionStatus.OPEN,
    )
    gone = await session.execute(
        delete(AddressRow)
        .where(
            AddressRow.member_id.is_(None),
            AddressRow.created_at < now - VISITORS_KEPT,
            ~or_(*remembered, waits),
        )
        .returning(AddressRow.id)
    )
    return len(gone.all())
