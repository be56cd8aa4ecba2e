"""What is known of a request and of who made it, read in one query and locked in her order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ScalarSelect, exists, func, select
from sqlalchemy.orm import aliased

from community.db.engine import Session
from community.db.tables import AddressRow, Delivery, DraftRow, Inbox, Member
from community.drafts import Draft, read_draft
from community.post.inbox import Outcome
from community.post.outbox import DeliveryStatus, Priority

WINDOW = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A request about to be answered.

    `queued`: an earlier answer still waits for its door; `recent`: how many requests this address
    sent in the ten seconds up to this one; `limited`: the one before got no answer for haste.
    """

    row: Inbox
    address: AddressRow
    member: Member | None
    draft: Draft | None
    queued: bool
    recent: int
    limited: bool


async def hear(session: Session, row_id: int, received_at: datetime) -> Hearing | None:
    """Lock who made a request and read what answering it needs. None once it is handled.

    On PostgreSQL her address is locked until the end of the transaction, so one person is heard
    in order by all processes; SQLite has one writer.
    """
    query = (
        select(
            Inbox,
            AddressRow,
            Member,
            DraftRow,
            _queued(),
            _recent(received_at - WINDOW),
            _previous_outcome(),
        )
        .join(AddressRow, AddressRow.id == Inbox.address_id)
        .outerjoin(Member, Member.id == AddressRow.member_id)
        .outerjoin(DraftRow, DraftRow.address_id == AddressRow.id)
        .where(Inbox.id == row_id, Inbox.handled_at.is_(None))
        .with_for_update(of=[AddressRow, Inbox])
    )
    found = (await session.execute(query)).one_or_none()
    if found is None:
        return None
    row, address, member, draft, queued, recent, outcome = found
    address.closed_at = None  # she spoke: she can be reached, and nobody is leaving
    address.leaving = False
    limited = outcome == Outcome.LIMITED
    return Hearing(row, address, member, read_draft(draft), queued, recent or 0, limited)


def _queued() -> ScalarSelect[bool]:
    """Whether an earlier answer to this address is unsent, so that a new one must queue."""
    unsent = exists().where(
        Delivery.address_id == Inbox.address_id,
        Delivery.status == DeliveryStatus.PENDING,
        Delivery.priority == Priority.ANSWER,
    )
    return select(unsent).correlate(Inbox).scalar_subquery()


def _recent(since: datetime) -> ScalarSelect[int]:
    before = aliased(Inbox)
    return (
        select(func.count())
        .select_from(before)
        .where(
            before.address_id == Inbox.address_id,
            before.id <= Inbox.id,
            before.received_at > since,
        )
        .correlate(Inbox)
        .scalar_subquery()
    )


def _previous_outcome() -> ScalarSelect[str]:
    before = aliased(Inbox)
    return (
        select(before.outcome)
        .where(before.address_id == Inbox.address_id, before.id < Inbox.id)
        .order_by(before.id.desc())
        .limit(1)
        .correlate(Inbox)
        .scalar_subquery()
    )
