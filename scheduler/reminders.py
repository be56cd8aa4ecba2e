"""What time brings of an exchange: a reminder that is due becomes deliveries, some at a time.

A new kind: when it is said (`community/timing.py`), to whom (`community/audiences.py`), its words
(`content/texts/reminders.yaml`) and, when they need more than the exchange, `FACTS` here.
"""

import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime

from community import audiences, passes, quiet
from community.audiences import WHOM, Recipient
from community.briefs import brief_of
from community.db.engine import Session
from community.db.tables import Minutes
from community.documents import ready_of
from community.minutes import is_called
from community.passes import Pass
from community.post import threads
from community.post.notices import Notice, add_notices
from community.tallies import standings
from community.timing import Kind
from community.words import INVITATION, Attachment, Reply
from content.library import Library
from scheduler.saying import Saying

logger = logging.getLogger(__name__)

A_BATCH = 200
# What tells of a date is for a calendar too: chosen, changed or taken back; what asks, for one
# that can answer.
CALENDARS = {
    Kind.INVITATION: INVITATION,
    Kind.NUDGE: INVITATION,
    Kind.CHOSEN: "exchange.ics",
    Kind.CHOSEN_MAYBE: "exchange.ics",
    Kind.MOVED: "exchange.ics",
    Kind.CANCELLED: "exchange.ics",
}
CHANGED = frozenset({Kind.MOVED, Kind.CANCELLED})
Facts = Mapping[str, object]


async def due(session: Session, now: datetime, *, but: Collection[int] = ()) -> int | None:
    """The number of the reminder to expand next, if one is due, `but` those."""
    return await passes.due(session, WHOM.keys(), now, but=but)


async def expand(session: Session, reminder_id: int, library: Library, now: datetime) -> None:
    """Make deliveries of a reminder for the next of those whom it is for, 200 at most.

    What comes too late to be of use is dropped, with a line in the log.
    """
    current = await passes.begin(session, reminder_id, now)
    if current is None:
        return
    if current.until <= now:
        passes.drop(current)
        _log_late(current)
        return
    batch = await audiences.next_batch(session, current, now, A_BATCH)
    if any(_comes_too_late(current, one, now) for one in batch.recipients):
        _log_late(current)
    saying = Saying(library, current, await _facts(session, current, library))
    elsewhere = await _calendars(session, current, batch.recipients)
    await add_notices(
        session,
        list(_notices(current, saying, batch.recipients, elsewhere, now)),
        now,
        kind=current.kind,
        exchange_id=current.reminder.exchange_id,
        theme=current.reminder.theme,
        quoted_id=current.reminder.author_id,
    )
    passes.go_on(current, batch.after_id)


def _notices(
    current: Pass,
    saying: Saying,
    recipients: Iterable[Recipient],
    elsewhere: Mapping[int, int],
    now: datetime,
) -> Iterator[Notice]:
    """What each is told, but who has no door left, or would be told when it is of no use.

    Who has her calendar `elsewhere` is told there too: it would keep her waiting at the wrong hour.
    """
    name = current.name
    for to in recipients:
        at = _moment(current, to, now)
        if to.address_id is not None and at < current.until:
            key = f"{name}/{to.member_id or f'a{to.address_id}'}"
            reply = _with_file(saying.to(to.zone, at), current, to)
            yield Notice(key, to.address_id, reply, at, current.until)
            there = elsewhere.get(to.member_id or 0)
            if there is not None:
                yield Notice(f"{key}/calendar", there, reply, at, current.until)


async def _calendars(
    session: Session, current: Pass, recipients: Iterable[Recipient]
) -> Mapping[int, int]:
    """Whose calendar holds an exchange that changes, at another address than the one told."""
    if current.exchange is None or current.kind not in CHANGED:
        return {}
    told = {to.member_id: to.address_id for to in recipients if to.member_id is not None}
    found = await threads.calendars(session, current.exchange.id, told)
    return {member: there for member, there in found.items() if there != told[member]}


def _with_file(reply: Reply, current: Pass, to: Recipient) -> Reply:
    """The exchange for her calendar."""
    kind = CALENDARS.get(current.kind)
    if current.exchange is None or kind is None or to.member_id is None:
        return reply
    number = current.exchange.id
    recipe = Attachment(kind, (str(number), str(to.member_id)), f"echange-{number}.ics")
    return replace(reply, attachments=(recipe,))


def _moment(current: Pass, to: Recipient, now: datetime) -> datetime:
    """When she is told: now, after her pause, and not in a quiet hour that a delay led to."""
    at = max(now, to.paused_until or now)
    return quiet.after(at, to.zone) if current.zones is not None else at


def _comes_too_late(current: Pass, to: Recipient, now: datetime) -> bool:
    """Whether she is told nothing because of a delay, rather than a pause of hers."""
    paused = to.paused_until is not None and to.paused_until > now
    return not paused and _moment(current, to, now) >= current.until


async def _facts(session: Session, current: Pass, library: Library) -> Facts:
    """What the words of a kind need beside the exchange."""
    return await FACTS[current.kind](session, current, library) if current.kind in FACTS else {}


async def _brief(session: Session, current: Pass, _: Library) -> Facts:
    assert current.exchange is not None
    brief = await brief_of(session, current.exchange)
    return {
        "coming": brief.coming,
        "people": brief.people,
        "tentative": brief.tentative,
        "waiting": brief.waiting,
        "question": current.exchange.question,
        "decisions": brief.decisions,
    }


async def _wrap_up(session: Session, current: Pass, _: Library) -> Facts:
    assert current.exchange is not None
    return {"called": await is_called(session, current.exchange.id)}


async def _minutes(session: Session, current: Pass, _: Library) -> Facts:
    minutes = await session.get_one(Minutes, current.reminder.exchange_id)
    return {
        "present": minutes.present,
        "ideas": minutes.ideas.splitlines(),
        "decisions": minutes.decisions.splitlines(),
        "links": minutes.links.splitlines(),
        "joined": await ready_of(session, minutes.exchange_id),
    }


async def _message(_: Session, current: Pass, library: Library) -> Facts:
    theme = current.reminder.theme
    title = library.themes[theme].title if theme in library.themes else theme
    about = current.exchange.title if current.exchange else title
    return {"about": about, "lines": current.reminder.body.splitlines()}


async def _poll(session: Session, current: Pass, _: Library) -> Facts:
    assert current.poll is not None
    return {"standings": await standings(session, current.poll)}


FACTS: Mapping[Kind, Callable[[Session, Pass, Library], Awaitable[Facts]]] = {
    Kind.BRIEF: _brief,
    Kind.WRAP_UP: _wrap_up,
    Kind.MINUTES: _minutes,
    Kind.MESSAGE: _message,
    Kind.POLL: _poll,
    Kind.POLL_NUDGE: _poll,
    Kind.POLL_CLOSED: _poll,
}


def _log_late(current: Pass) -> None:
    logger.warning(
        "the %s of %s came too late to be sent",
        current.kind,
        f"poll {current.poll.id}" if current.poll else f"exchange {current.reminder.exchange_id}",
    )
