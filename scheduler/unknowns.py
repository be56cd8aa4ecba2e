"""Each Monday morning, who animates hears what was not known in the week; nothing when all was."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from community import answers, quiet, roles
from community.addresses import zones_of
from community.alike import Item
from community.context import labelled
from community.db.engine import Session
from community.digests import LATE, Pace, last_moment
from community.post import outbox
from community.words import Reply
from content.library import Library

WEEK = timedelta(days=7)
USEFUL = timedelta(days=3)
LISTED = 8


async def send(session: Session, library: Library, home: ZoneInfo, now: datetime) -> bool:
    """Write to those whose Monday morning it is, once a week. True when somebody is told."""
    told = False
    animators = await roles.all_animators(session)
    zones = await zones_of(session, animators)
    for address_id in animators:
        zone = zones.get(address_id) or home.key
        due = last_moment(Pace.WEEKLY, zone, now)
        if now - due >= LATE or not quiet.allowed(now, zone):
            continue
        if items := await answers.asked_between(session, due - WEEK, due):
            posted = await outbox.add(
                session,
                key=f"unknown/{due:%Y-%m-%d}/{address_id}",
                address_id=address_id,
                reply=_reply(items, library),
                now=now,
                expires_at=due + USEFUL,
            )
            told = told or posted is not None
    return told


def _reply(items: list[Item], library: Library) -> Reply:
    entries = library.faq
    texts = [
        one.texts[0] if one.texts else entries[one.entry].question
        for one in items
        if one.texts or one.entry in entries
    ]
    askers = [one.askers for one in items if one.texts or one.entry in entries]
    html = library.texts.html(
        "unknowns.week",
        items=list(zip(texts, askers, strict=True))[:LISTED],
        total=len(items),
        more=max(0, len(items) - LISTED),
    )
    return Reply(html, (labelled(library, "unknowns.see", "/a_traiter"),))
