"""An exchange asked of a member by her calendar, made when it is sent (iMIP, RFC 6047).

She alone is named in it; her answer comes back to the organizer, which is her address of ours for
this exchange. https://devguide.calconnect.org/iMIP/iMIPBest-Practices
"""

from datetime import UTC, datetime

from community.calendar import writing
from community.calendar.writing import Method, Party, Scheduling
from community.db.engine import Session
from community.db.tables import Exchange, Member, Registration
from community.errors import UnknownExchange
from community.exchanges import ExchangeStatus, find_exchange
from community.members import find_member
from community.registrations import Partstat, find_registration, rank_of
from community.words import Attachment, File
from content.library import Library
from handlers.exchange_file import said_to

FILENAME = "invite.ics"


async def exchange_request(session: Session, library: Library, recipe: Attachment) -> File:
    """An exchange (its number) asked of a member (hers), with our address for it and her own.

    Raises UnknownExchange, UnknownMember.
    """
    exchange_id, member_id = map(int, recipe.args[:2])
    exchange = await find_exchange(session, exchange_id)
    if exchange is None:
        raise UnknownExchange
    member = await find_member(session, member_id)
    hers = await find_registration(session, exchange_id, member_id)
    rank = None if hers is None else await rank_of(session, hers)
    asking = _scheduling(exchange, member, hers, library, recipe.args[2:])
    # What is sent is stamped when it is made (RFC 5545, 3.8.7.2): a rank has no other newness.
    entry = said_to(exchange, hers, library, datetime.now(UTC), rank)
    content = writing.write([entry], scheduling=asking)
    kind = f"{writing.MEDIA_TYPE}; method={asking.method}; charset=utf-8"
    return File(FILENAME, kind, content)


def _scheduling(
    exchange: Exchange,
    member: Member,
    hers: Registration | None,
    library: Library,
    addresses: tuple[str, ...],
) -> Scheduling:
    organizer, attendee = addresses
    theme = library.themes.get(exchange.theme)
    cancelled = exchange.status == ExchangeStatus.CANCELLED
    return Scheduling(
        Method.CANCEL if cancelled else Method.REQUEST,
        Party(organizer, theme.title if theme else ""),
        Party(attendee, member.name),
        Partstat(hers.status) if hers else Partstat.NEEDS_ACTION,
    )
