"""A button of an old message answers its own question, or none."""

import pytest
from sqlalchemy import select

from community.db.tables import Reminder
from community.roles import ANIMATOR
from community.timing import Kind
from tests.conftest import Clock
from tests.people import PRODUCTIVE, People, commands
from tests.test_planning import Animated


class Sending(Animated):
    """An animator who has shown herself a message before it goes."""

    async def shown(self, text: str) -> str:
        """The command of the button that sends it."""
        await self.say("sophie", f"/message_a theme {PRODUCTIVE}")
        return next(c for c in commands(await self.say("sophie", text)) if " sure oui" in c)

    async def sent(self) -> list[str]:
        async with self.context("sophie") as ctx:
            query = select(Reminder.body).where(Reminder.kind == Kind.MESSAGE)
            return list(await ctx.db.scalars(query))


@pytest.fixture
async def sending(people: People, clock: Clock) -> Sending:
    sending = Sending(people.database, clock)
    await sending.grant("sophie", ANIMATOR, PRODUCTIVE)
    await sending.join("marie")
    return sending


async def test_a_message_that_was_left_is_not_sent_by_its_button_before_the_next_is_shown(
    sending: Sending,
) -> None:
    old = await sending.shown("Un premier texte")
    await sending.say("sophie", "non", f"/message_a theme {PRODUCTIVE}", old)
    shown = await sending.say("sophie", "Un second texte")
    assert await sending.sent() == []
    assert "Un second texte" in shown.html


async def test_the_button_of_one_text_does_not_send_another(sending: Sending) -> None:
    old = await sending.shown("Un premier texte")
    await sending.say("sophie", "non")
    await sending.shown("Un second texte")
    again = await sending.say("sophie", old)
    assert await sending.sent() == []
    assert "Un second texte" in again.html


async def test_the_button_that_sends_a_message_moves_no_exchange(sending: Sending) -> None:
    old = await sending.shown("Un texte")
    await sending.say("sophie", "non")
    number = await sending.publish()
    before = (await sending.exchange()).starts
    await sending.say("sophie", f"/deplacer {number}", "mardi 22 décembre 14h", old)
    assert (await sending.exchange()).starts == before


async def test_an_old_button_changes_nothing_that_is_not_asked(sending: Sending) -> None:
    number = await sending.publish()
    await sending.say("sophie", f"/deplacer {number}", "/reponse kind atelier")
    await sending.say("sophie", "mardi 22 décembre 14h", "oui")
    exchange = await sending.exchange()
    assert (exchange.kind, exchange.starts[:10]) == ("visite_apprenante", "2026-12-22")
