"""Takes in mails: what somebody said is kept, what came back is told, machines are not answered."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime

from bot.doors.mail.home import Home
from bot.doors.mail.mailbox import Fetched
from bot.doors.mail.reading.words import Bounce, Letter, Severity
from bot.doors.mail.requests import Read, read_mail, token_of
from bot.logs import trace
from community.words import Request

logger = logging.getLogger(__name__)

Receive = Callable[[Sequence[Request]], Awaitable[None]]
Bounced = Callable[[str, str, bool], Awaitable[None]]


class Intake:
    """Once `take` returns, all is written down: the mails may be put away.

    `bounced` is told the id of what says that a mail of ours came back, the token of that mail, and
    whether it is for good; `unreadable` of mails that nobody can read.
    """

    def __init__(
        self,
        home: Home,
        authserv: str,
        receive: Receive,
        bounced: Bounced,
        unreadable: Callable[[], Awaitable[None]],
        clock: Callable[[], datetime],
    ) -> None:
        self._home = home
        self._authserv = authserv
        self._receive = receive
        self._bounced = bounced
        self._unreadable = unreadable
        self._clock = clock

    async def take(self, mails: Sequence[Fetched]) -> frozenset[str]:
        """Take in mails and give the numbers of those that nobody can read.

        Raises when they could not be kept.
        """
        read = await asyncio.to_thread(lambda: {mail.uid: self._read(mail) for mail in mails})
        known = [one for one in read.values() if one is not None]
        if requests := [one.request for one in known if one.request is not None]:
            await self._receive(requests)
        for one in known:
            if one.letter.bounce is not None:
                await self._came_back(one.letter, one.letter.bounce)
        unreadable = frozenset(uid for uid, one in read.items() if one is None)
        if unreadable:
            await self._unreadable()
        return unreadable

    async def _came_back(self, letter: Letter, bounce: Bounce) -> None:
        """Tell of a mail that did not arrive, by its token: else anybody could have said so."""
        logger.warning("a mail came back: %s %s", bounce.severity, bounce.status)
        token = token_of(letter, self._home)
        if token is not None and bounce.severity is not Severity.DELAYED:
            await self._bounced(letter.id, token, bounce.severity is Severity.HARD)

    def _read(self, mail: Fetched) -> Read | None:
        if mail.content is None:
            return None
        try:
            return read_mail(mail.content, self._home, self._authserv, self._clock())
        except Exception as error:
            logger.error("a mail could not be read: %s", trace(error))
            return None
