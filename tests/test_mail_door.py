"""The mail door, before a real Postfix and a real Dovecot."""

import asyncio
import os
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.utils import parseaddr

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.doors.mail import receiving
from community.db.tables import Delivery, Inbox
from tests.mail_lab import MailLab
from tests.mail_lab.passage import passage
from tests.mail_stage import MailBot, Writer, body, until

QUESTION = "c'est quoi un ptce ?"
DEFINITION = "pôle territorial de coopération économique"
# Seconds that servers stay away: PALABRE_OUTAGE=60 shows what a minute does, with real waits.
OUTAGE = float(os.environ.get("PALABRE_OUTAGE", "0"))
PATIENCE = 20 + 2 * OUTAGE
MORE = "En 2014, le Labo de l’ESS définissait"  # what the first choice of that answer leads to


async def rows(app: App) -> tuple[int, int]:
    """How many requests were kept, and how many answers written."""
    async with app.database.transaction() as session:
        kept = await session.scalar(select(func.count()).select_from(Inbox))
        told = await session.scalar(select(func.count()).select_from(Delivery))
    return kept or 0, told or 0


async def test_a_stranger_asks_and_is_answered(
    mail_lab: MailLab, sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with bot.running():
        await until(lambda: bot.looks)
        began = time.monotonic()
        marie.write(bot.address, f"Bonjour,\n\n{QUESTION}\n\nMarie", "Une question")
        (answer,) = await marie.got(1)
        record_property("mail to answer, s", round(time.monotonic() - began, 2))
        await until(lambda: bot.folder("Traités") == 1)
    assert DEFINITION in body(answer)
    assert bot.folder("") == 0


async def test_an_answer_above_the_quote_takes_a_choice_of_that_mail(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with bot.running():
        marie.write(bot.address, QUESTION)
        (first,) = await marie.got(1)
        marie.write(bot.address, "aide")
        await marie.got(2)
        marie.answer(first, "1")
        third = (await marie.got(3))[2]
    assert MORE in body(third)


async def test_where_no_address_carries_the_token_the_message_id_does(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot = MailBot(mail_lab, sqlite_url)
    bot.settings = bot.settings.model_copy(update={"mail_reply": bot.address})
    marie = Writer(mail_lab)
    async with bot.running():
        marie.write(bot.address, QUESTION)
        (first,) = await marie.got(1)
        marie.write(bot.address, "aide")
        await marie.got(2)
        marie.answer(first, "En savoir plus")
        third = (await marie.got(3))[2]
    assert parseaddr(first["Reply-To"])[1] == bot.address
    assert MORE in body(third)


async def test_an_attachment_of_20_mb_costs_nothing(
    mail_lab: MailLab, sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    mail = EmailMessage()
    mail["From"], mail["To"] = marie.address, bot.address
    mail.set_content(QUESTION)
    mail.add_attachment(b"\0" * 18_700_000, "application", "pdf", filename="plan.pdf")
    assert len(mail.as_bytes()) > 25_000_000
    async with passage(mail_lab.ports["IMAP"]) as way:
        bot.read_through(way.port)
        async with bot.running():
            marie.send(mail, bot.address)
            (answer,) = await marie.got(1)
    record_property("bytes fetched of a mail of 25 MB", way.came)
    assert DEFINITION in body(answer)
    assert way.came < 20_000


async def test_only_who_leads_the_door_reads(
    mail_lab: MailLab, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    asked: list[str] = []
    led: set[str] = set()

    def leads(_: App, door: str) -> bool:
        asked.append(door)
        return door in led

    monkeypatch.setattr(App, "leads", leads)
    async with bot.running() as app:
        marie.write(bot.address, QUESTION)
        await until(lambda: bot.folder("") == 1)
        asked.clear()
        await until(lambda: len(asked) == 2)
        assert await rows(app) == (0, 0)
        led.add("mail")
        await marie.got(1)


@pytest.fixture
def _soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is away is looked for again soon."""
    if not OUTAGE:
        monkeypatch.setattr(receiving, "LONGEST", 0.2)


@pytest.mark.usefixtures("_soon")
async def test_a_connection_cut_within_a_mail_loses_nothing(
    mail_lab: MailLab, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with passage(mail_lab.ports["IMAP"]) as way:
        bot.read_through(way.port)
        async with bot.running() as app:
            await until(lambda: bot.looks)
            way.cut_after(50_000)
            marie.write(bot.address, QUESTION + "\n\n" + "> une ligne citée\n" * 10_000)
            await marie.got(1)
            await until(lambda: bot.folder("Traités") == 1)
            assert await rows(app) == (1, 1)
    assert way.cuts == 1
    assert [record.message for record in caplog.records] == ["the mailbox: abort"]


@pytest.mark.timeout(60 + 5 * OUTAGE)
@pytest.mark.usefixtures("_soon")
async def test_the_mailbox_away_for_a_while_loses_nothing(
    mail_lab: MailLab, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot, people = MailBot(mail_lab, sqlite_url), [Writer(mail_lab) for _ in range(5)]
    async with bot.running() as app:
        people[0].write(bot.address, QUESTION)
        await people[0].got(1)
        mail_lab.stop("dovecot")
        try:
            for marie in people[1:]:
                marie.write(bot.address, QUESTION)
            await until(lambda: bot.trouble == "ConnectionRefusedError")
            await asyncio.sleep(OUTAGE)
        finally:
            mail_lab.start("dovecot")
        for marie in people:
            await marie.got(1, PATIENCE)
        await until(lambda: bot.folder("Traités") == len(people))
        assert await rows(app) == (len(people), len(people))
        assert bot.trouble == ""
    assert len(caplog.records) == 1
    assert "the mailbox" in caplog.records[0].message


@pytest.mark.timeout(60 + 5 * OUTAGE)
async def test_the_mail_server_away_for_a_while_loses_nothing(
    mail_lab: MailLab, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot, people = MailBot(mail_lab, sqlite_url), [Writer(mail_lab) for _ in range(3)]
    async with bot.running() as app:
        mail_lab.stop("postfix")
        try:
            # one that ends while it hands a mail over hands it over again: Dovecot takes these
            for marie in people:
                marie.leave(bot.address, QUESTION)
            await until(lambda: bot.trouble != "")
            await asyncio.sleep(OUTAGE)
        finally:
            mail_lab.start("postfix")
        for marie in people:
            await marie.got(1, PATIENCE)
        await until(lambda: bot.folder("Traités") == len(people))
        assert await rows(app) == (len(people), len(people))
    assert [len(marie.read) for marie in people] == [1, 1, 1]
    assert [record.message for record in caplog.records] == [
        "mails cannot be sent: SMTPConnectError"
    ]
