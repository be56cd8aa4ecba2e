"""An exchange as a file for a member's own calendar, made when it is sent."""

from dataclasses import replace
from datetime import UTC, datetime
from email.utils import parseaddr

from community.agenda_export import entry_of
from community.calendar import writing
from community.calendar.entries import Entry, Status
from community.calendar.writing import Method, Party, Scheduling
from community.db.engine import Session
from community.db.tables import Exchange, Registration
from community.errors import UnknownExchange
from community.exchanges import find_exchange
from community.imports import MAIL
from community.registrations import Partstat, find_registration
from community.words import Attachment, File
from content.library import Library
from content.simple_html import plain


async def exchange_file(session: Session, library: Library, recipe: Attachment) -> File:
    """An exchange (its number) for a member (hers), as it is now. Raises UnknownExchange."""
    exchange_id, member_id = map(int, recipe.args)
    exchange = await find_exchange(session, exchange_id)
    if exchange is None:
        raise UnknownExchange
    hers = await find_registration(session, exchange_id, member_id)
    # What is sent is stamped when it is made (RFC 5545, 3.8.7.2).
    content = written(exchange, hers, library, datetime.now(UTC))
    return File(recipe.filename, f"{writing.MEDIA_TYPE}; charset=utf-8", content)


def written(
    exchange: Exchange, hers: Registration | None, library: Library, stamp: datetime
) -> bytes:
    """The file of an exchange for who answered so, as it is at that moment."""
    said = said_to(exchange, hers, library, stamp)
    mine = replace(said, status=_status(said, hers))
    alarm = library.texts.label("files.alarm", title=exchange.title)
    return writing.write([mine], scheduling=_scheduling(mine, library), alarm=alarm)


def said_to(
    exchange: Exchange,
    hers: Registration | None,
    library: Library,
    stamp: datetime,
    rank: int | None = None,
) -> Entry:
    """An exchange as a calendar tells it to who answered so, and waits at that rank."""
    entry = entry_of(exchange)
    said = replace(
        entry.plan,
        place=" – ".join(filter(None, (entry.plan.place, entry.plan.visio))),
        description=_description(exchange, hers, library, rank),
    )
    return replace(entry, plan=said, stamp=stamp)


def _status(entry: Entry, hers: Registration | None) -> Status:
    """It is sure for who has a seat, and takes place for who does not know yet."""
    if entry.status is Status.CANCELLED:
        return Status.CANCELLED
    comes = hers is not None and hers.status == Partstat.ACCEPTED
    return Status.CONFIRMED if comes else Status.TENTATIVE


def _description(
    exchange: Exchange, hers: Registration | None, library: Library, rank: int | None
) -> str:
    theme = library.themes.get(exchange.theme)
    html = library.texts.html(
        "files.exchange",
        description=exchange.description.splitlines(),
        visio=exchange.visio,
        programme=exchange.programme.splitlines(),
        meal=exchange.meal,
        theme=theme.title if theme else exchange.theme,
        waits=hers is not None and hers.status == Partstat.WAITLISTED,
        rank=rank,
        example=exchange.sample,
    )
    return plain(html)


def _scheduling(entry: Entry, library: Library) -> Scheduling | None:
    """Publish or take back in the name of the team, when it has an address."""
    _, address = parseaddr(library.contact)
    if not MAIL.fullmatch(address):
        return None
    theme = library.themes.get(entry.plan.theme)
    method = Method.CANCEL if entry.status is Status.CANCELLED else Method.PUBLISH
    return Scheduling(method, Party(address, theme.title if theme else ""))
