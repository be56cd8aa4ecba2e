"""What is known of a request and of who made it, read in one query and locked in her order."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, exists, func, or_, select, update
from sqlalchemy.orm import aliased

from community.db.base import Moment
from community.db.engine import Session
from community.db.tables import AddressRow, Delivery, DraftRow, Inbox, Member
from community.drafts import Draft, read_draft
from community.post.inbox import Outcome
from community.post.outbox import PENDING, Priority
from community.roles import Rights, read_rights, roles_given
from community.words import Address

WINDOW = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Hearing:
    """A request about to be answered: who makes it, what she may do, the form she is in.

    `queued`: an earlier answer still waits for its door; `recent`: how many requests this address
    sent in the ten seconds up to this one; `limited`: the one before got no answer for haste;
    `lost`: messages came back from this address, no door reached it any more, or she was leaving.
    """

    row_id: int
    address_id: int
    address: Address
    member: Member | None
    rights: Rights
    draft: Draft | None
    queued: bool
    recent: int
    limited: bool
    lost: bool


async def hear(session: Session, row_id: int, received_at: datetime) -> Hearing | None:
    """Lock who made a request and read what answering it needs. None once it is handled.

    On PostgreSQL her address is locked until the end of the transaction, so one person is heard
    in order by all processes; SQLite has one writer.
    """
    values = {"row_id": row_id, "since": received_at - WINDOW}
    found = (await session.execute(HEAR, values)).one_or_none()
    if found is None:
        return None
    return Hearing(
        row_id=row_id,
        address_id=found.address_id,
        address=Address(found.door, found.value),
        member=found.Member,
        rights=read_rights(found.roles),
        draft=read_draft(found.form, found.asking, found.answers) if found.form else None,
        queued=found.queued,
        recent=found.recent,
        limited=found.previous == Outcome.LIMITED,
        lost=found.lost,
    )


async def come_back(session: Session, address_id: int, *, proven: bool) -> None:
    """She spoke: nobody is leaving, and, if it was her beyond doubt, she can be reached."""
    back = update(AddressRow).where(AddressRow.id == address_id)
    reached = {"closed_at": None, "lost_due": None, "bounces": 0} if proven else {}
    await session.execute(back.values(leaving=False, **reached))


_before = aliased(Inbox)
_QUEUED = (
    exists()
    .where(
        Delivery.address_id == Inbox.address_id,
        Delivery.status == PENDING,
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
        Inbox.address_id, AddressRow.door, AddressRow.value, Member,
        or_(
            AddressRow.closed_at.is_not(None), AddressRow.leaving, AddressRow.bounces > 0
        ).label("lost"),
        roles_given(AddressRow.id, AddressRow.member_id).label("roles"),
        DraftRow.form, DraftRow.asking, DraftRow.answers,
        _QUEUED.label("queued"), _RECENT.label("recent"), _PREVIOUS_OUTCOME.label("previous"),
    )
    .join(AddressRow, AddressRow.id == Inbox.address_id)
    .outerjoin(Member, Member.id == AddressRow.member_id)
    .outerjoin(DraftRow, DraftRow.address_id == AddressRow.id)
    .where(Inbox.id == bindparam("row_id"), Inbox.handled_at.is_(None))
    # not a full lock: others may write deliveries to her address meanwhile, even who waits for her
    .with_for_update(of=[AddressRow, Inbox], key_share=True)
)  # fmt: skip
