"""Addresses with accents (RFC 6531), at a real Postfix that takes them and at one that does not."""

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from bot.app import App, wall_clock
from bot.doors.mail.door import Mail
from bot.doors.mail.servers import smtp_server
from community.addresses import keep_addresses
from community.db.tables import AddressRow
from community.post import outbox
from community.words import Address, Reply
from tests.mail_lab import ACCENTED, MailLab
from tests.mail_stage import MailBot, Writer, body, until
from tests.mails import HOME
from tests.test_mail_silence import until_sent


async def tell(app: App, bot: MailBot, *addresses: str) -> None:
    """Tell some people something, and wait until nothing is left to send."""
    async with app.database.transaction() as session:
        people = [Address("mail", one) for one in addresses]
        for to, id_ in (await keep_addresses(session, people, bot.clock())).items():
            reply = Reply("<p>Bonjour René</p>")
            await outbox.add(session, key=to.value, address_id=id_, reply=reply, now=bot.clock())
    await until_sent(app)


async def closed(app: App) -> list[str]:
    """The addresses that nobody writes to any more."""
    async with app.database.transaction() as session:
        query = select(AddressRow.value).where(AddressRow.closed_at.is_not(None))
        return list(await session.scalars(query))


async def test_a_server_that_takes_them_is_given_them(mail_lab: MailLab, sqlite_url: str) -> None:
    bot, box = MailBot(mail_lab, sqlite_url), mail_lab.maildir("accents")
    async with bot.running() as app:
        await tell(app, bot, ACCENTED)
        assert await closed(app) == []
    await until(lambda: bool([*box.glob("new/*")]))
    (mail,) = box.glob("new/*")
    assert f"\nTo: {ACCENTED}\n" in mail.read_text()


async def test_at_another_the_address_is_closed_and_nobody_else_waits(
    mail_lab: MailLab, sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    plain = SecretStr(mail_lab.smtp_url(bot.name, port=mail_lab.ports["PLAIN"]))
    bot.settings = bot.settings.model_copy(update={"smtp_url": plain})
    async with bot.running() as app:
        await tell(app, bot, ACCENTED, marie.address)
        assert await closed(app) == [ACCENTED]
    (mail,) = await marie.got(1)
    assert "Bonjour René" in body(mail)
    assert caplog.records == []


@pytest.mark.parametrize(("port", "takes"), [("SUBM", True), ("PLAIN", False)])
async def test_the_door_knows_it_once_it_met_its_server(
    mail_lab: MailLab, port: str, *, takes: bool
) -> None:
    url = mail_lab.smtp_url(mail_lab.account(), port=mail_lab.ports[port])
    door = Mail(HOME, smtp_server(url), 1000, wall_clock)
    await door.meet()
    await door.close()
    assert (door.reaches(ACCENTED), door.reaches("marie@éducation.fr")) == (takes, True)
