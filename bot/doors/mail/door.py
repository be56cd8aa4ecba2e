"""The door itself: how people are reached by mail, and how it goes."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from urllib.parse import quote

from aiosmtplib import SMTPException

from bot.doors.mail.home import Home
from bot.doors.mail.pace import Pace
from bot.doors.mail.sending import Post
from bot.doors.mail.servers import Server
from bot.doors.mail.writing.headers import postal
from bot.doors.mail.writing.invitations import invited
from bot.doors.mail.writing.letter import compose
from community.words import Address, Attachment, Door, DoorAway, File, Reply, Sending

logger = logging.getLogger(__name__)

SUBJECT = "Palabre"


class Mail(Door):
    """Sends through a mail server, one mail after the other."""

    name = "mail"
    threads = True
    wary = True
    at_once = True

    def __init__(
        self,
        home: Home,
        server: Server,
        per_second: float,
        now: Callable[[], datetime],
        passing: Callable[[], float] = time.monotonic,
    ) -> None:
        self.home = home
        self.trouble = ""
        self._away = ""
        self._now = now
        self._post = Post(server)
        self._pace = Pace(per_second, passing)

    def link(self, token: str) -> str:
        """A mail ready to be sent, that holds the token."""
        words = f"?subject={quote(SUBJECT)}&body={quote(token)}" if token else ""
        return f"mailto:{self.home.address}{words}"

    async def meet(self) -> None:
        """Learn what our server takes; one that is away now is met at the first mail."""
        with suppress(SMTPException, OSError):
            await self._post.greet()

    def reaches(self, value: str) -> bool:
        """Whether our server takes that address: one with accents is not taken by every server."""
        return value.rpartition("@")[0].isascii() or self._post.takes_accents

    def recipe(self, asked: Attachment, to: Address, how: Sending) -> Attachment | None:
        """A calendar asks who gets it, in the name of her own thread."""
        return invited(asked, to, how, self.home)

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        """Send a reply and give its Message-ID. Raises DoorError or Refused."""
        mail = compose(to, reply, files, how, self.home, self._now())
        await self._pace.turn()
        try:
            await self._post.send(mail, self.home.bounce_address(how.token), postal(to))
        except DoorAway as away:
            if not self._away:  # said once for as long as it lasts
                logger.warning("mails cannot be sent: %s", away)
            self._away = str(away)
            raise
        self._away = ""
        return self.home.message_id(how.token)

    def share(self, processes: int) -> None:
        """Keep to that fraction of the rate, when so many processes send."""
        self._pace.processes = max(1, processes)

    def state(self) -> str:
        """What goes wrong with what comes or with what goes, or nothing."""
        return self.trouble or self._away

    async def close(self) -> None:
        """End the connection."""
        await self._post.close()
