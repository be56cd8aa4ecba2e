"""A call at the command line speaks as handlers do: who is concerned by what it does is told."""

from datetime import datetime
from zoneinfo import ZoneInfo

from community.context import Context
from community.db.engine import Session
from community.db.tables import Member
from community.roles import EVERYTHING
from community.words import Address
from content.library import Library


def context(
    session: Session, library: Library, zone: str, now: datetime, *, member: Member | None = None
) -> Context:
    """The words and the rights of who types commands here; `member` when it is done for her."""
    home = ZoneInfo(zone)
    return Context(
        db=session,
        library=library,
        address=Address("terminal", ""),
        address_id=0,
        member=member,
        rights=EVERYTHING,
        now=now,
        zone=home,
        home=home,
    )
