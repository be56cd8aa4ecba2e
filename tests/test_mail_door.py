"""The mail door, before a real Postfix and a real Dovecot."""

import time
from collections.abc import Callable

from tests.mail_lab import MailLab
from tests.mail_stage import MailBot, Writer, body


async def test_a_stranger_asks_and_is_answered(
    mail_lab: MailLab, sqlite_url: str, record_property: Callable[[str, object], None]
) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with bot.running():
        began = time.monotonic()
        marie.write(bot.address, "Bonjour,\n\nc'est quoi un ptce ?\n\nMarie", "Une question")
        (answer,) = await marie.got(1)
        record_property("mail to answer, s", round(time.monotonic() - began, 2))
    assert "pôle territorial de coopération économique" in body(answer)
    assert bot.folder("Traités") == 1
    assert bot.folder("") == 0


async def test_an_answer_above_the_quote_takes_a_choice(mail_lab: MailLab, sqlite_url: str) -> None:
    bot, marie = MailBot(mail_lab, sqlite_url), Writer(mail_lab)
    async with bot.running():
        marie.write(bot.address, "c'est quoi un ptce ?", "Une question")
        (first,) = await marie.got(1)
        marie.answer(first, "1")
        second = (await marie.got(2))[1]
    assert "En savoir plus" in body(second) or "J’en sais plus" not in body(second)
