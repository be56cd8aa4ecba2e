"""Who is never answered by mail, and what becomes of their mails."""

import shutil
from collections.abc import Iterable
from datetime import UTC, datetime
from email.message import EmailMessage
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.app import App
from bot.doors.mail import intake
from bot.doors.mail.mailbox import Mailbox
from community.addresses import keep_addresses
from community.db.tables import AddressRow, Delivery, Inbox
from community.post import outbox
from community.roles import ADMINISTRATOR, grant
from community.words import Address, Reply
from tests.conftest import Clock
from tests.mail_lab import MailLab
from tests.mail_lab.passage import passage
from tests.mail_stage import MailBot, Writer, body, full, until

QUESTION = "c'est quoi un ptce ?"
MACHINES = {
    "says so": {"Auto_Submitted": "auto-replied"},
    "in bulk": {"Precedence": "bulk"},
    "a list": {"List_Id": "<liste.exemple.fr>"},
    "absent": {"Subject": "Absence du bureau : Re: Palabre"},
}


async def count(app: App, table: type[Inbox] | type[Delivery]) -> int:
    async with app.database.transaction() as session:
        return await session.scalar(select(func.count()).select_from(table)) or 0


async def test_machines_are_put_away_and_not_answered(mail_lab: MailLab, sqlite_url: str) -> None:
    bot, machine = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    marie = Writer(mail_lab)
    async with bot.running() as app:
        for headers in MACHINES.values():
            machine.write(bot.address, QUESTION, **headers)
        await until(lambda: bot.folder("Traités") == len(MACHINES))
        marie.write(bot.address, QUESTION)
        await marie.got(1)
        assert await count(app, Inbox) == 1
    assert machine.read == []


async def test_two_bots_face_to_face_fall_silent_at_once(
    mail_lab: MailLab, sqlite_url: str, sqlite_template: Path, tmp_path: Path
) -> None:
    here = MailBot(mail_lab, sqlite_url)
    there = MailBot(mail_lab, f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'other.db')}")
    somebody = Writer(mail_lab)
    async with here.running() as app, there.running() as other:
        somebody.write(here.address, QUESTION, From=there.address)
        await until(partial(there.has_handled, 1))
        assert (await count(app, Delivery), await count(other, Delivery)) == (1, 0)
        assert await count(other, Inbox) == 0
    assert here.folder("Traités") == 1


async def test_what_comes_to_the_address_of_bounces_is_a_machine_s(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with bot.running() as app:
        marie.write(bot.address, QUESTION)
        (answer,) = await marie.got(1)
        marie.write(str(answer["Return-Path"]).strip("<>"), "Je suis une machine qui ne le dit pas")
        await until(lambda: bot.folder("Traités") == 2)
        assert await count(app, Inbox) == 1


async def test_a_mail_of_ours_that_comes_back_is_told_without_saying_whose(
    mail_lab: MailLab, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot = MailBot(mail_lab, sqlite_url)
    async with bot.running() as app:
        await write_to(app, bot, "fantome@lab.test")
        await until(lambda: bot.folder("Traités") == 1)
        async with app.database.transaction() as session:
            assert list(await session.scalars(select(Inbox.outcome))) == ["noted"]
    assert [one.message for one in caplog.records] == ["a mail came back: hard 5.1.1"]


async def test_a_mail_that_comes_back_counts_once_though_it_is_read_twice(
    mail_lab: MailLab, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with bot.running() as app:
        marie.write(bot.address, QUESTION)
        (answer,) = await marie.got(1)
        await until(partial(bot.has_handled, 1))
        tried = stays_once(monkeypatch)
        to = str(answer["Return-Path"]).strip("<>")
        marie.send(full(to), to)
        await until(partial(bot.has_handled, 2))
        async with app.database.transaction() as session:
            assert await session.scalar(select(AddressRow.bounces)) == 1
    assert len(tried) == 2


def stays_once(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Have the connection break before the next mail is moved; give what is to be moved since."""
    put, tried = Mailbox.put, []

    def cut_once(self: Mailbox, uids: Iterable[str], folder: str) -> None:
        numbers = list(uids)
        tried.extend(numbers)
        if numbers and len(tried) == len(numbers):
            raise ConnectionResetError
        put(self, numbers, folder)

    monkeypatch.setattr(Mailbox, "put", cut_once)
    return tried


async def test_an_address_that_the_server_does_not_know_is_closed(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot = MailBot(mail_lab, sqlite_url)
    async with bot.running() as app:
        await write_to(app, bot, "nobody@lab.test")
        await until_sent(app)
        async with app.database.transaction() as session:
            assert await session.scalar(select(AddressRow.closed_at)) is not None


async def until_sent(app: App) -> None:
    """Wait until nothing is left to send."""
    pending = 1
    while pending:
        async with app.database.transaction() as session:
            waits = select(func.count()).where(Delivery.status == "pending")
            pending = await session.scalar(waits) or 0


async def write_to(app: App, bot: MailBot, address: str) -> None:
    """Tell somebody something that nobody asked for."""
    now = bot.clock()
    async with app.database.transaction() as session:
        to = Address("mail", address)
        ids = await keep_addresses(session, [to], now)
        reply = Reply("<p>Bonjour</p>")
        await outbox.add(session, key=address, address_id=ids[to], reply=reply, now=now)


async def test_what_nobody_can_read_is_put_aside_and_an_administrator_told(
    mail_lab: MailLab, sqlite_url: str, monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:  # fmt: skip
    bot, ana, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab), Writer(mail_lab)

    def breaks(*_: object) -> None:
        raise ZeroDivisionError(QUESTION)

    async with bot.running() as app:
        to = Address("mail", ana.address)
        async with app.database.transaction() as session:
            ids = await keep_addresses(session, [to], bot.clock())
            await grant(session, ids[to], ADMINISTRATOR, "", bot.clock())
        monkeypatch.setattr(intake, "read_mail", breaks)
        marie.write(bot.address, QUESTION)
        (notice,) = await ana.got(1)
        await until(lambda: bot.folder("Illisibles") == 1)
        monkeypatch.undo()
        marie.write(bot.address, QUESTION)
        await marie.got(1)
    assert "Illisibles" in body(notice)
    assert bot.folder("Traités") == 1
    assert len(caplog.records) == 1
    assert "ZeroDivisionError" in caplog.records[0].message
    assert QUESTION not in caplog.text


async def test_a_mail_without_words_is_answered_honestly(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    mail = EmailMessage()
    mail["From"], mail["To"] = marie.address, bot.address
    mail.set_content(b"\x30\x80", "application", "pkcs7-mime")
    async with bot.running():
        marie.send(mail, bot.address)
        (answer,) = await marie.got(1)
    assert "Je ne sais lire que du texte." in body(answer)


async def test_a_mailbox_that_is_numbered_anew_changes_nothing(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot, people = MailBot(mail_lab, sqlite_url), [Writer(mail_lab) for _ in range(3)]
    validities = set()
    async with passage(mail_lab.ports["IMAP"]) as way:
        bot.read_through(way.port)
        async with bot.running() as app:
            for number, marie in enumerate(people, start=1):
                marie.write(bot.address, QUESTION)
                await marie.got(1)
                await until(partial(bot.has_handled, number))
                validities.add(bot.forget_numbers())
                way.cut()
            assert await count(app, Delivery) == len(people)
    assert len(validities) > 1
    assert [len(marie.read) for marie in people] == [1] * len(people)


async def test_what_is_not_understood_is_answered_five_times_an_hour(
    mail_lab: MailLab, sqlite_url: str
) -> None:
    bot, machine, clock = MailBot(mail_lab, sqlite_url), Writer(mail_lab), Clock(datetime.now(UTC))
    async with bot.running(clock) as app:
        for number in range(8):
            machine.write(bot.address, "Votre ticket 4512 est en cours de traitement.")
            await until(partial(bot.has_handled, number + 1))
            await app.settle()
            clock.forward(minutes=1)
        assert len(machine.read) == 5
        machine.write(bot.address, QUESTION)
        await machine.got(6)
        clock.forward(minutes=60)
        machine.write(bot.address, "Votre ticket 4512 est clos.")
        await machine.got(7)
