"""What a handler is given, without the process around it: a person, a text, a migrated base."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

from community.addresses import keep_addresses
from community.context import Context
from community.db.engine import Database, Session, parse_url
from community.members import Profile, join_community
from community.roles import Rights
from community.sample_agenda import load_sample
from community.themes import join_theme, sync_themes
from community.words import Address, Reply, Request
from content.library import Library
from content.loading import load
from content.search import Finder
from content.simple_html import plain
from handlers import COMMANDS, FORMS
from tests.conftest import Clock

PARIS = ZoneInfo("Europe/Paris")


@cache
def library(contact: str = "equipe@exemple.fr") -> Library:
    return load(None, contact)


@cache
def finder() -> Finder:
    return Finder(library().documents())


@dataclass
class Speaker:
    """Somebody who can say things to a handler."""

    ctx: Context

    def request(self, text: str) -> Request:
        return Request("1", self.ctx.address, text, self.ctx.now)

    def asks(self, text: str) -> Request:
        """The same, after the search that goes before the transaction."""
        self.ctx.found = finder().find(text)
        return self.request(text)


@asynccontextmanager
async def speaking(
    url: str,
    clock: Clock,
    *,
    contact: str = "equipe@exemple.fr",
    zone: ZoneInfo = PARIS,
    rights: Rights | None = None,
) -> AsyncIterator[Speaker]:
    """A newcomer of the terminal, within one transaction."""
    database = Database(parse_url(url))
    try:
        async with database.transaction() as session:
            yield Speaker(await _context(session, clock, library(contact), zone, rights))
    finally:
        await database.close()


async def _context(
    session: Session, clock: Clock, known: Library, zone: ZoneInfo, rights: Rights | None
) -> Context:
    address = Address("terminal", "marie")
    ids = await keep_addresses(session, [address], clock())
    return Context(
        db=session,
        library=known,
        address=address,
        address_id=ids[address],
        member=None,
        rights=rights or Rights(),
        now=clock(),
        zone=zone,
        home=zone,
        menu=COMMANDS,
        forms=FORMS,
    )


async def with_agenda(speaker: Speaker) -> None:
    """Fill the agenda with the sample."""
    ctx = speaker.ctx
    await sync_themes(ctx.db, ctx.library.themes, ctx.now)
    await load_sample(ctx.db, ctx.library.agenda, ctx.now.date(), PARIS.key)


async def become_member(speaker: Speaker, *themes: str) -> None:
    """Consent, and join these themes."""
    ctx = speaker.ctx
    profile = Profile("Marie Dupont", "Les Jardins", "26", PARIS.key)
    ctx.member = await join_community(ctx.db, ctx.address_id, profile, "J’accepte.", ctx.now)
    for theme in themes:
        await join_theme(ctx.db, ctx.member, theme, ctx.now)


def words(reply: Reply) -> str:
    """A reply as plain text, with plain spaces."""
    return plain(reply.html).replace("\u00a0", " ").replace("\u202f", " ")


def labels(reply: Reply) -> list[str]:
    return [c.label.replace("\u00a0", " ").replace("\u202f", " ") for c in reply.choices]


def commands(reply: Reply) -> list[str]:
    return [choice.command for choice in reply.choices]
