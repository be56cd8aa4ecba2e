"""What is said to many at once: deliveries of one kind, each written once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from community.db.conflict import insert_once
from community.db.tables import Delivery
from community.post.codec import dump_choices, dump_reply
from community.post.outbox import DeliveryStatus, Priority, digest
from community.post.tokens import new_token
from community.words import Reply


@dataclass(frozen=True, slots=True)
class Notice:
    """A delivery that nobody asked for: `key` says what it is, so that it exists once."""

    key: str
    address_id: int
    reply: Reply
    due_at: datetime
    expires_at: datetime


async def add_notices(
    session: AsyncSession,
    notices: Sequence[Notice],
    now: datetime,
    *,
    kind: str,
    exchange_id: int | None,
    theme: str,
    quoted_id: int | None = None,
) -> None:
    """Write notices of a kind down; those whose key was written before are passed over."""
    about = {
        "kind": kind,
        "exchange_id": exchange_id,
        "theme": theme,
        "quoted_id": quoted_id,
        "priority": Priority.NOTIFICATION,
        "created_at": now,
        "status": DeliveryStatus.PENDING,
        "attempts": 0,
        "ref": "",
    }
    written: dict[int, dict[str, object]] = {}  # many read the very same words
    rows = [_row(notice, written) | about for notice in notices]
    if rows:
        await (await session.connection()).execute(insert_once(session, Delivery), rows)


def _row(notice: Notice, written: dict[int, dict[str, object]]) -> dict[str, object]:
    reply = notice.reply
    if id(reply) not in written:
        written[id(reply)] = {
            "reply": dump_reply(reply),
            "choices": dump_choices(reply.choices),
            "card": reply.card,
            "digest": digest(reply) if reply.card else "",
        }
    return written[id(reply)] | {
        "key": notice.key,
        "token": new_token(),
        "address_id": notice.address_id,
        "due_at": notice.due_at,
        "expires_at": notice.expires_at,
    }
