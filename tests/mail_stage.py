"""People who write mails to the bot, through real servers, and read what comes back."""

import asyncio
import email
import email.policy
import itertools
import smtplib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.message import EmailMessage
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.app import App, wall_clock
from bot.arrivals import MailArrivals, mail_door
from bot.settings import Settings
from tests.mail_lab import DOMAIN, MailLab
from tests.stage import known

if TYPE_CHECKING:
    from bot.doors.mail.door import Mail

_numbers = itertools.count(1)


@dataclass
class Writer:
    """Somebody with a mailbox of her own at the lab."""

    lab: MailLab
    name: str = field(init=False)
    address: str = field(init=False)

    def __post_init__(self) -> None:
        self.name = self.lab.account()
        self.address = f"{self.name}@{DOMAIN}"

    def write(self, to: str, text: str, subject: str = "", **headers: str) -> EmailMessage:
        """Send a mail, as a program for people does."""
        mail = self._written(to, text, subject, **headers)
        self.send(mail, to)
        return mail

    def _written(self, to: str, text: str, subject: str, **headers: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"] = f"Marie Dumont <{self.address}>"
        mail["To"] = to
        mail["Subject"] = subject
        mail["Message-ID"] = f"<{self.name}-{next(_numbers)}@exemple.test>"
        mail.set_content(text)
        for name, value in headers.items():
            del mail[name.replace("_", "-")]
            mail[name.replace("_", "-")] = value
        return mail

    def answer(self, mail: EmailMessage, text: str) -> EmailMessage:
        """Answer a mail above its quote."""
        quoted = "".join(f"> {line}\n" for line in body(mail).splitlines())
        said = f"{text}\n\nLe mar. 24 nov. 2026 à 09:12, {mail['From']} a écrit :\n{quoted}"
        to = str(mail["Reply-To"] or mail["From"])
        headers = {"In_Reply_To": str(mail["Message-ID"])}
        return self.write(to, said, f"Re: {mail['Subject']}", **headers)

    def send(self, mail: EmailMessage | bytes, to: str) -> None:
        """Hand a mail over to Postfix, as any server does."""
        content = mail if isinstance(mail, bytes) else mail.as_bytes(policy=email.policy.SMTP)
        with smtplib.SMTP("127.0.0.1", self.lab.ports["SMTP"]) as server:
            server.sendmail(self.address, [to], content)

    def leave(self, to: str, text: str) -> None:
        """Have a mail lie in a mailbox at once: Dovecot takes it, Postfix may be away."""
        mail = self._written(to, text, "").as_bytes(policy=email.policy.SMTP)
        with smtplib.LMTP("127.0.0.1", self.lab.ports["LMTP"]) as server:
            server.sendmail(self.address, [to], mail)

    @property
    def read(self) -> list[EmailMessage]:
        """All mails that she got, the oldest first."""
        box = self.lab.maildir(self.name)
        files = sorted(
            (*box.glob("new/*"), *box.glob("cur/*")), key=lambda one: one.stat().st_mtime_ns
        )
        return [
            email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
            for file in files
        ]

    async def got(self, count: int, within: float = 20) -> list[EmailMessage]:
        """Wait until she got so many mails, and give them."""
        await until(lambda: len(self.read) >= count, within)
        return self.read


def full(to: str) -> bytes:
    """What a server says to the envelope sender of a mail when a mailbox is full."""
    report = "Action: failed\r\nStatus: 5.2.2\r\n"
    return (
        f"From: MAILER-DAEMON@exemple.test\r\nTo: {to}\r\n"
        f"Message-ID: <full-{next(_numbers)}@exemple.test>\r\nAuto-Submitted: auto-replied\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nMailbox full\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\n"
        f"Reporting-MTA: dns; exemple.test\r\n\r\n{report}--b--\r\n"
    ).encode()


def body(mail: EmailMessage) -> str:
    """The text of a mail."""
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


async def until(done: Callable[[], bool], within: float = 20) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + within
    while not done():
        assert time.monotonic() < ends, "it did not come"
        await asyncio.sleep(0.02)


class MailBot:
    """The bot with its mail door, put together as `palabre run` does."""

    def __init__(self, lab: MailLab, database_url: str, **settings: object) -> None:
        self.name = lab.account()
        self.address = f"{self.name}@{DOMAIN}"
        self.lab = lab
        self._door: Mail | None = None
        self.settings = Settings(
            database_url=database_url,
            imap_url=SecretStr(lab.imap_url(self.name)),
            smtp_url=SecretStr(lab.smtp_url(self.name)),
            mail_address=self.address,
            mail_per_second=1000.0,
        ).model_copy(update=settings)

    @staticmethod
    def clock() -> datetime:
        """What time it is."""
        return wall_clock()

    @asynccontextmanager
    async def running(self, clock: Callable[[], datetime] = wall_clock) -> AsyncIterator[App]:
        """One life of the process."""
        door = mail_door(self.settings, lambda: known("").library, clock)
        assert door is not None
        self._door = door
        app = App(self.settings, role="run", doors=[door], clock=clock, knowledge=known(""))
        stopping = asyncio.Event()
        await app.open()
        arrivals = MailArrivals(self.settings, app, door, clock)
        works = [asyncio.create_task(work) for work in (arrivals.work(stopping), app.run(stopping))]
        try:
            yield app
        finally:
            stopping.set()
            await asyncio.gather(*works)
            await door.close()
            await app.close()

    def read_through(self, port: int) -> None:
        """Read the mailbox at another port."""
        url = SecretStr(self.lab.imap_url(self.name, port=port))
        self.settings = self.settings.model_copy(update={"imap_url": url})

    @property
    def environment(self) -> dict[str, str]:
        """The same settings as variables, for a process of its own."""
        secrets = (self.settings.imap_url, self.settings.smtp_url)
        imap, smtp = (secret.get_secret_value() if secret else "" for secret in secrets)
        return {
            "DATABASE_URL": self.settings.database_url,
            "PALABRE_IMAP_URL": imap,
            "PALABRE_SMTP_URL": smtp,
            "PALABRE_MAIL_ADDRESS": self.address,
            "PALABRE_MAIL_PER_SECOND": "1000",
        }

    @property
    def trouble(self) -> str:
        """What goes wrong with its door."""
        return self._door.state() if self._door else ""

    @property
    def looks(self) -> bool:
        """Whether it waits for mails."""
        return (self.lab.maildir(self.name) / "dovecot.index.log").exists()

    def has_handled(self, count: int) -> bool:
        """Whether so many mails were put away."""
        return self.folder("Traités") == count

    def forget_numbers(self) -> str:
        """Have its server number all mails anew; give what it called the old numbers."""
        box = self.lab.maildir(self.name)
        validity = (box / "dovecot-uidlist").read_text().split()[1]
        for file in (*box.glob("dovecot*"), *box.glob("*/dovecot*")):
            file.unlink()
        return validity

    def folder(self, name: str) -> int:
        """How many mails there are in a folder of the bot's, `` for the first."""
        box = self.lab.maildir(self.name)
        written = {"Traités": ".Trait&AOk-s", "Illisibles": ".Illisibles", "": "."}[name]
        return len([*(box / written).glob("new/*"), *(box / written).glob("cur/*")])
