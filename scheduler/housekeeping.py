"""What time brings to the house itself: the end of what expired, and of long silences."""

from datetime import datetime

from community import (
    answers,
    channels,
    drafts,
    invitations,
    linking,
    pending,
    polls,
    privacy,
    proposals,
    questions,
    reminders,
    sent_files,
    series,
    stories,
)
from community.db.engine import Session
from community.db.tables import Member
from community.members import FORGET_AFTER, NOTICE_AFTER, silent_members
from community.post import inbox, leases, outbox, threads
from community.post.statuses import report
from community.words import Choice, Reply
from content.texts import Texts


async def tick(session: Session, now: datetime) -> None:
    """Each second: what came too late is given up, what the dead had in hand is freed, what a
    delay brought into a quiet hour waits for the morning, and the tick shows that it is alive.
    """
    await outbox.expire(session, now)
    await outbox.release_dead(session, now)
    await reminders.keep_quiet(session, now)
    await report(session, "tick", now)


async def sweep(session: Session, texts: Texts, now: datetime) -> bool:
    """Each hour: forget what is old, go on with what comes back. True when somebody was erased."""
    await series.extend(session, now)
    await series.invite_next(session, now)
    await leases.purge(session, now)
    await inbox.purge(session, now)
    await outbox.purge(session, now)
    await threads.purge(session, now)
    await drafts.purge(session, now)
    await pending.purge(session, now)
    await linking.purge(session, now)
    await invitations.purge(session, now)
    await polls.purge(session, now)
    await proposals.purge(session, now)
    await stories.purge(session, now)
    await sent_files.purge(session, now)
    await questions.purge(session, now)
    await answers.purge(session, now)
    await privacy.forget_visitors(session, now)
    erased = await _forget_silent(session, now)
    await _notice_silent(session, texts, now)
    return bool(await privacy.forget_leaving(session)) or erased


async def _forget_silent(session: Session, now: datetime) -> bool:
    """24 months without a word, and a notice a month ago: her data goes."""
    gone = [
        member
        for member in await silent_members(session, now - FORGET_AFTER)
        if member.noticed_at is not None and now - member.noticed_at >= FORGET_AFTER - NOTICE_AFTER
    ]
    for member in gone:
        await privacy.erase_member(session, member)
    return bool(gone)


async def _notice_silent(session: Session, texts: Texts, now: datetime) -> None:
    """23 months without a word: one notice, by her first open door."""
    reply = Reply(
        texts.html("housekeeping.notice"),
        (Choice(texts.label("housekeeping.stay"), "/rester", texts.words("housekeeping.stay")),),
    )
    for member in await silent_members(session, now - NOTICE_AFTER):
        if member.noticed_at is None:
            member.noticed_at = now
            await _tell(session, member, reply, now)


async def _tell(session: Session, member: Member, reply: Reply, now: datetime) -> None:
    """Even after STOP: the law asks that she be warned before her data goes."""
    address_id = await channels.reach(session, member.id)
    if address_id is not None:
        key = f"silence/{member.id}/{member.seen_at:%Y-%m-%d}"
        await outbox.add(session, key=key, address_id=address_id, reply=reply, now=now)
