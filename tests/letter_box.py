"""People who are reached by mail, before the real bot: what they get is what would leave."""

import itertools
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from copy import copy
from email.message import EmailMessage
from typing import Any

import icalendar
from sqlalchemy import update

from bot.app import App
from bot.doors.mail.writing.invitations import invited
from bot.doors.mail.writing.letter import compose
from community.addresses import find_address
from community.db.tables import AddressRow
from community.words import Address, Attachment, CalendarReply, Door, File, Reply, Request, Sending
from tests.conftest import Clock
from tests.mails import HOME, arrived
from tests.stage import Stage, known


class LetterBox(Door):
    """A door that writes mails and keeps them, by address."""

    name = "mail"
    threads = True

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.kept: dict[str, list[EmailMessage]] = defaultdict(list)

    def link(self, token: str) -> str:
        return f"mailto:{HOME.address}?body={token}"

    def recipe(self, asked: Attachment, to: Address, how: Sending) -> Attachment | None:
        return invited(asked, to, how, HOME)

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        mail = compose(to, reply, files, how, HOME, self._clock())
        self.kept[to.value].append(arrived(mail.as_bytes()))
        return HOME.message_id(how.token)


class Town(Stage):
    """A stage whose people also have mail addresses."""

    def __init__(self, url: str, clock: Clock) -> None:
        super().__init__(url, clock)
        self.box = LetterBox(clock)
        self._written = itertools.count(1)

    async def open(self) -> None:
        doors = [self.door, self.box]
        knowledge = copy(known(self.settings.contact))
        self.app = App(
            self.settings, role="run", doors=doors, clock=self.clock, knowledge=knowledge
        )
        await self.app.open()

    async def post(
        self,
        who: str,
        text: str,
        subject: str = "",
        token: str | None = None,
        calendar: CalendarReply | None = None,
        word: str = "",
    ) -> list[EmailMessage]:
        """Let somebody write a mail, or her calendar answer; give what she gets."""
        request = Request(
            id=f"lettre-{next(self._written)}@exemple.fr",
            sender=Address("mail", mail_of(who)),
            text=text,
            sent_at=self.clock(),
            subject=subject,
            in_reply_to=token,
            calendar=calendar,
            word=word,
        )
        await self.app.receive([request])
        await self.app.settle()
        self.clock.forward(seconds=1)
        return self.mails(who)

    def mails(self, who: str) -> list[EmailMessage]:
        """What somebody got since she last looked."""
        return self.box.kept.pop(mail_of(who), [])

    async def join_by_mail(self, who: str, theme: str) -> None:
        for answer in (f"/rejoindre {theme}", "oui", who, "aucune", "62"):
            await self.post(who, answer)

    async def link_mail(self, who: str) -> None:
        """Have her mail address be another one of hers."""
        async with self.app.database.transaction() as session:
            here = await find_address(session, self.address(who))
            assert here is not None
            session.add(
                AddressRow(
                    door="mail",
                    value=mail_of(who),
                    created_at=self.clock(),
                    member_id=here.member_id,
                )
            )

    async def unlink_mail(self, who: str) -> None:
        """No door reaches her mail address any more."""
        async with self.app.database.transaction() as session:
            await session.execute(
                update(AddressRow)
                .where(AddressRow.value == mail_of(who))
                .values(closed_at=self.clock())
            )


def mail_of(who: str) -> str:
    return f"{who.lower()}@exemple.fr"


def calendar_of(mail: EmailMessage) -> tuple[str, Any]:
    """What a mail asks of a calendar: its method, and the event."""
    part = _calendar_part(mail)
    calendar = icalendar.Calendar.from_ical(content_of(part))
    (event,) = calendar.walk("VEVENT")
    method = part["Content-Type"].params["method"]
    assert calendar["METHOD"] == method  # Outlook refuses a mail whose two methods differ
    return method, event


def calendar_file(mail: EmailMessage) -> bytes:
    return content_of(_calendar_part(mail))


def _calendar_part(mail: EmailMessage) -> EmailMessage:
    parts = [part for part in mail.walk() if part.get_content_type() == "text/calendar"]
    (part,) = parts
    return part


def content_of(part: EmailMessage) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return content


@asynccontextmanager
async def open_town(url: str, clock: Clock) -> AsyncIterator[Town]:
    town = Town(url, clock)
    await town.open()
    try:
        yield town
    finally:
        await town.close()
