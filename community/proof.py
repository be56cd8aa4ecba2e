"""Who speaks: her door vouches for her, or she answers a message that went to her address alone.

What a mail says of its sender (From) proves nothing; the secret token of a message of ours does.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from community.post import threads, told
from community.words import Request


@dataclass(frozen=True, slots=True)
class Proof:
    """Whether it is beyond doubt who speaks, and whose message she answers if not her own."""

    proven: bool
    owner_id: int | None = None


async def prove(session: AsyncSession, request: Request, address_id: int, now: datetime) -> Proof:
    """Tell what proves that a request comes from who has that address."""
    if request.in_reply_to is None:
        return Proof(request.verified)
    owner = await told.owner_of(session, request.in_reply_to, now)
    if owner is None:
        owner = await threads.owner_of(session, request.in_reply_to)
    if owner == address_id:
        return Proof(proven=True)
    return Proof(request.verified, owner)
