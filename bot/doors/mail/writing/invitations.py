"""The calendar of an exchange as a mail brings it: it asks, and is answered at her own address."""

from dataclasses import replace

from bot.doors.mail.home import Home
from bot.doors.mail.writing.headers import sender
from community.post.threads import CALENDARS
from community.words import INVITATION, Address, Attachment, Sending


def invited(asked: Attachment, to: Address, how: Sending, home: Home) -> Attachment | None:
    """The recipe of a file for a mail: a calendar asks her whether she comes.

    Without a thread nobody could be named as its organizer for ever: it is a file like another,
    or none where it only asks.
    """
    if asked.kind not in CALENDARS:
        return asked
    if how.matter.thread is None:
        return None if asked.kind == INVITATION else asked
    return replace(
        asked, kind=INVITATION, args=(*asked.args[:2], sender(how.matter, home), to.value)
    )
