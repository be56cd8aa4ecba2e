"""The files some replies carry, made when they are sent."""

import json
from collections.abc import Awaitable, Callable, Mapping
from io import BytesIO
from zoneinfo import ZoneInfo

import segno

from community.addresses import addresses_of
from community.attendance import roll_call
from community.db.engine import Session
from community.db.tables import Exchange
from community.documents import open_file
from community.errors import UnknownExchange
from community.exchanges import find_exchange
from community.privacy import rows_about
from community.registrations import guests_of
from community.roles import Rights
from community.themes import participants
from community.words import INVITATION, Attachment, File
from content.library import Library
from drawing import Drawn
from handlers import territories
from handlers.exchange_file import exchange_file
from handlers.exchange_request import exchange_request
from handlers.pole_map import told
from handlers.report_files import picture, report_table
from handlers.signing import sheet
from handlers.tables import CSV, table

Renderer = Callable[[Session, Library, Attachment], Awaitable[File]]
# What is long to draw is read in the transaction, and drawn after it.
Teller = Callable[[Session, Library, Attachment], Awaitable[Mapping[str, object]]]
PRESENCE: Mapping[bool | None, str] = {True: "oui", False: "non", None: "non relevée"}


async def _members(session: Session, library: Library, recipe: Attachment) -> File:
    """The members of a theme, as French spreadsheets open them."""
    theme, zone = recipe.args
    # Only a reply to an animator of this theme carries this recipe: her right was checked there.
    people = await participants(session, Rights(animated=frozenset({theme})), theme)
    header = ("nom", "structure", "territoire", "depuis", "joignable")
    rows = [
        (
            person.name,
            person.structure,
            territories.name_of(person.territory, library.departements),
            f"{person.since.astimezone(ZoneInfo(zone)):%d/%m/%Y}",
            "oui" if person.reached else "non",
        )
        for person in people
    ]
    return File(recipe.filename, CSV, table(header, rows))


async def _registrations(session: Session, library: Library, recipe: Attachment) -> File:
    """Who answered an exchange. Raises UnknownExchange."""
    exchange = await find_exchange(session, int(recipe.args[0]))
    if exchange is None:
        raise UnknownExchange
    # Only a reply to an animator of its theme carries this recipe, as above.
    people = await guests_of(session, Rights(animated=frozenset({exchange.theme})), exchange)
    header = (
        "nom",
        "structure",
        "territoire",
        "réponse",
        "avec",
        "mot",
        exchange.question or "question",
    )
    rows = [
        (
            person.name,
            person.structure,
            territories.name_of(person.territory, library.departements),
            library.texts.label(f"attendees.{person.status}"),
            str(person.guests),
            person.note,
            person.answer,
        )
        for person in people
    ]
    return File(recipe.filename, CSV, table(header, rows))


async def _attendance(session: Session, library: Library, recipe: Attachment) -> File:
    """Who came to an exchange, for funders; who was erased since is a line without a name."""
    number, theme = recipe.args
    # As above: the reply that carries this went to an animator of this theme.
    exchange = await session.get_one(Exchange, int(number))
    call = await roll_call(session, Rights(animated=frozenset({theme})), exchange)
    header = ("nom", "structure", "territoire", "présence")
    rows = []
    for one in call.people:
        territory = territories.name_of(one.territory, library.departements)
        rows.append((one.name, one.structure, territory, PRESENCE[one.attended]))
    rows += [("données effacées", "", "", PRESENCE[True])] * call.erased
    return File(recipe.filename, CSV, table(header, rows))


async def _qr(_: Session, __: Library, recipe: Attachment) -> File:
    """A link as a picture to be scanned."""
    (link,) = recipe.args
    picture = BytesIO()
    segno.make(link, error="m", micro=False).save(picture, kind="png", scale=8)
    return File(recipe.filename, "image/png", picture.getvalue())


async def _my_data(session: Session, _: Library, recipe: Attachment) -> File:
    """Every row about a person."""
    address_id, member_id = recipe.args
    ids = {int(address_id)}
    if member_id:
        ids |= {address.id for address in await addresses_of(session, int(member_id))}
    rows = await rows_about(session, sorted(ids), int(member_id) if member_id else None)
    content = json.dumps(rows, ensure_ascii=False, indent=2).encode()
    return File(recipe.filename, "application/json", content)


async def _document(session: Session, _: Library, recipe: Attachment) -> File:
    """What an animator joined to an exchange. Raises UnknownDocument once it is taken away."""
    # Only a reply to a member carries this recipe: her right was checked at her click.
    kept = await open_file(session, int(recipe.args[0]))
    return File(kept.filename, kept.media_type, kept.content, original=not kept.photo)


RENDERERS: Mapping[str, Renderer] = {
    "members.csv": _members,
    "registrations.csv": _registrations,
    "attendance.csv": _attendance,
    "report.csv": report_table,
    "qr": _qr,
    "my_data.json": _my_data,
    "exchange.ics": exchange_file,
    INVITATION: exchange_request,
    "document": _document,
}

DRAWINGS: Mapping[str, tuple[Drawn, Teller]] = {
    "report.png": (Drawn.CHART, picture),
    "signing.pdf": (Drawn.SHEET, sheet),
    "map.png": (Drawn.FRANCE, told),
}
