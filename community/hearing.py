"""What is known of a request and of who made it, read in one query and locked in her order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, select
from sqlalchemy.orm import aliased

from community.db.base import Moment
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

    row_id: int
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
    values = {"row_id": row_id, "since": received_at - WINDOW}
    found = (await session.execute(HEAR, values)).one_or_none()
    if found is None:
        return None
    _, address, member, draft, queued, recent, outcome = found
    if address.closed_at is not None or address.leaving:
        address.closed_at = None  # she spoke: she can be reached, and nobody is leaving
        address.leaving = False
    limited = outcome == Outcome.LIMITED
    return Hearing(row_id, address, member, read_draft(draft), queued, recent, limited)


_before = aliased(Inbox)
_QUEUED = (
    exists()
    .where(
        Delivery.address_id == Inbox.address_id,
        Delivery.status == DeliveryStatus.PENDING,
        Delivery.priority == Priority.ANSWER,
    )
    .correlate(Inbox)
)
_RECENT = (
    select(func.count())
    .select_from(_before)
    .where(
        _before.address_id == Inbox.address_id,
        _before.id <= Inbox.id,
        _before.received_at > bindparam("since", type_=Moment),
    )
    .correlate(Inbox)
    .scalar_subquery()
)
_PREVIOUS_OUTCOME = (
    select(_before.outcome)
    .where(_before.address_id == Inbox.address_id, _before.id < Inbox.id)
    .order_by(_before.id.desc())
    .limit(1)
    .correlate(Inbox)
    .scalar_subquery()
)
# Built once: putting a query of this size together costs as much as running it.
HEAR = (
    select(
        Inbox.id, AddressRow, Member, DraftRow, _QUEUED,
        _RECENT, _PREVIOUS_OUTCOME,
    )
    .join(AddressRow, AddressRow.id == Inbox.address_id)
    .outerjoin(Member, Member.id == AddressRow.member_id)
    .outerjoin(DraftRow, DraftRow.address_id == AddressRow.id)
    .where(Inbox.id == bindparam("row_id"), Inbox.handled_at.is_(None))
    # not a full lock: others may write deliveries to her address meanwhile, even who waits for her
    .with_for_update(of=[AddressRow, Inbox], key_share=True)
)  # fmt: skip
