"""The digest: what is planned and new in her themes; nothing to say, no message."""

from datetime import datetime, timedelta

from community import digests, quiet, reminders
from community.context import labelled
from community.db.engine import Session
from community.digests import News, Reader
from community.exchanges import local
from community.post.notices import Notice, add_notices
from community.shown import show
from community.words import Choice, Reply
from content.library import Library

KIND = "digest"
USEFUL = timedelta(days=3)


async def send(session: Session, library: Library, now: datetime) -> bool:
    """Write the digests of some of those who are to read one. True when others may be left."""
    zones = [zone for zone in await reminders.zones(session) if quiet.allowed(now, zone)]
    readers = await digests.next_readers(session, now, zones)
    made: dict[object, Reply | None] = {}  # many are in the same themes
    notices = []
    for reader in readers:
        alike = (reader.themes, reader.since, reader.period, reader.member.zone)
        if alike not in made:
            news = await digests.news_of(session, reader, now)
            made[alike] = None if news.empty else _reply(news, reader, library, now)
        if (reply := made[alike]) is not None:
            key = f"{KIND}/{reader.member.id}/{reader.due:%Y-%m-%d}"
            notices.append(Notice(key, reader.address_id, reply, now, now + USEFUL))
    await add_notices(session, notices, now, kind=KIND, exchange_id=None, theme="")
    return bool(readers)


def _reply(news: News, reader: Reader, library: Library, now: datetime) -> Reply:
    fiches = [slug for slug in news.fiches if slug in library.fiches]
    html = library.texts.html(
        "digests.digest",
        planned=[show(one, library, reader.member.zone, now) for one in news.planned],
        minutes=[(one.title, local(one.starts, one.zone)) for one in news.minutes],
        fiches=[library.fiches[slug].name for slug in fiches],
        daily=reader.period < timedelta(days=7),
    )
    return Reply(html, (*_ways(news, fiches, library), _less(library)))


def _ways(news: News, fiches: list[str], library: Library) -> list[Choice]:
    """What can be read of it, the nearest first."""
    ways = [Choice(one.title, f"/echange {one.id}") for one in news.planned[:3]]
    ways += [
        labelled(library, "digests.read", f"/lire_compte_rendu {one.id}", title=one.title)
        for one in news.minutes[:3]
    ]
    ways += [
        labelled(library, "digests.fiche", f"/fiche {slug}", name=library.fiches[slug].name)
        for slug in fiches[:2]
    ]
    return [way for way in ways if len(way.command.encode()) <= 64]


def _less(library: Library) -> Choice:
    return labelled(library, "digests.less", "/nouvelles")
