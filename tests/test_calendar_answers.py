"""Calendars answer for people: late, twice, from an older version, and all the same rightly."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from community.db.tables import Registration
from community.words import CalendarReply
from tests.conftest import Clock
from tests.letter_box import Town, calendar_of, open_town
from tests.mails import HOME, plain_of
from tests.people import PRODUCTIVE
from tests.test_mail_calendars import MONDAY, cancel, change, publish


class Calendar:
    """Marie's calendar, once she was invited."""

    def __init__(self, town: Town, invitation: EmailMessage) -> None:
        self.town = town
        self.invitation = invitation
        self.uid = str(calendar_of(invitation)[1]["UID"])

    async def says(self, partstat: str, ago: float = 0, **more: object) -> list[EmailMessage]:
        """Have it answer; `ago` is how many seconds ago she did, in truth."""
        said = CalendarReply(
            "reply", partstat, self.uid, self.town.clock() - timedelta(seconds=ago)
        )
        said = replace(said, **more)  # type: ignore[arg-type]
        return await self.town.post("Marie", "", token=self.token, calendar=said)

    @property
    def token(self) -> str | None:
        return HOME.token_of(self.invitation["From"].addresses[0].addr_spec)

    async def hers(self) -> Registration | None:
        async with self.town.app.database.transaction() as session:
            return (await session.scalars(select(Registration))).one_or_none()

    async def status(self) -> str:
        hers = await self.hers()
        return hers.status if hers else ""


@pytest.fixture
async def calendar(sqlite_url: str, clock: Clock) -> AsyncIterator[Calendar]:
    async with open_town(sqlite_url, clock) as town:
        await town.join_by_mail("Marie", PRODUCTIVE)
        await publish(town)
        (invitation,) = town.mails("Marie")
        clock.forward(hours=1)
        yield Calendar(town, invitation)


def said(mails: list[EmailMessage]) -> str:
    (mail,) = mails
    return plain_of(mail)


@pytest.mark.parametrize("partstat", ["accepted", "tentative", "declined"])
async def test_what_her_calendar_says_is_her_answer(calendar: Calendar, partstat: str) -> None:
    (answer,) = await calendar.says(partstat)
    assert await calendar.status() == partstat
    assert calendar_of(answer)[1]["ATTENDEE"].params["PARTSTAT"] == partstat.upper()


async def test_an_answer_that_comes_twice_is_answered_once(calendar: Calendar) -> None:
    await calendar.says("accepted")
    assert await calendar.says("accepted", ago=-2) == []


async def test_an_older_answer_changes_nothing_and_she_is_told_which_is_kept(
    calendar: Calendar,
) -> None:
    await calendar.says("accepted")
    assert "vous venez" in said(await calendar.says("declined", ago=60))
    assert await calendar.status() == "accepted"


async def test_it_is_older_than_what_she_said_by_another_door_too(calendar: Calendar) -> None:
    await calendar.town.post("Marie", "je ne viens pas", token=calendar.token)
    await calendar.says("accepted", ago=60)
    assert await calendar.status() == "declined"


async def test_two_answers_that_arrive_late_count_in_the_order_they_were_given(
    calendar: Calendar,
) -> None:
    await calendar.says("accepted", ago=300)
    await calendar.says("declined", ago=200)
    assert await calendar.status() == "declined"


async def test_a_clock_that_is_fast_does_not_outlive_what_she_says_next(
    calendar: Calendar,
) -> None:
    await calendar.says("accepted", ago=-3600)
    await calendar.town.post("Marie", "je ne viens pas", token=calendar.token)
    assert await calendar.status() == "declined"


async def test_to_accept_what_has_moved_since_is_asked_again(calendar: Calendar) -> None:
    await change(calendar.town, **MONDAY)
    calendar.town.mails("Marie")
    answer = said(await calendar.says("accepted", sequence=0))
    assert "a changé depuis l’invitation" in answer
    assert "Lundi 21 décembre 2026" in answer
    assert await calendar.status() == ""


async def test_to_decline_it_needs_no_second_asking(calendar: Calendar) -> None:
    await change(calendar.town, **MONDAY)
    calendar.town.mails("Marie")
    await calendar.says("declined", sequence=0)
    assert await calendar.status() == "declined"


async def test_a_program_that_tells_no_version_is_believed(calendar: Calendar) -> None:
    await change(calendar.town, **MONDAY)
    calendar.town.mails("Marie")
    await calendar.says("accepted", sequence=None)
    assert await calendar.status() == "accepted"


async def test_a_comment_is_a_word_for_the_animator(calendar: Calendar) -> None:
    await calendar.says("accepted", comment="J’arrive à 10 h")
    hers = await calendar.hers()
    assert hers is not None
    assert hers.note == "J’arrive à 10 h"


async def test_another_moment_is_told_to_the_animator_and_moves_nothing(
    calendar: Calendar,
) -> None:
    await calendar.town.grant("Paul", "animator", PRODUCTIVE)
    proposed = datetime.fromisoformat("2026-12-22T10:00+01:00")
    answer = said(await calendar.says("tentative", method="counter", starts=proposed))
    assert "mardi 22 décembre 2026 à 10\u00a0h" in answer
    assert "Un mot de Marie" in calendar.town.read("Paul")
    assert await calendar.status() == "tentative"


async def test_what_was_called_off_is_answered_politely(calendar: Calendar) -> None:
    await cancel(calendar.town)
    calendar.town.mails("Marie")
    assert "annulé" in said(await calendar.says("accepted", sequence=1))


async def test_a_calendar_that_says_nothing_yet_is_not_answered(calendar: Calendar) -> None:
    assert await calendar.says("needs-action") == []


async def test_the_calendar_of_something_else_is_passed_over(calendar: Calendar) -> None:
    other = await calendar.says("accepted", uid="autre@exemple.fr")
    assert "Je n’ai rien pu lire" in said(other)
    assert await calendar.status() == ""


async def test_words_written_to_the_address_of_an_exchange_answer_its_latest_message(
    calendar: Calendar,
) -> None:
    await calendar.town.post("Marie", "agenda")
    await calendar.town.post("Marie", "1", token=calendar.token)
    assert await calendar.status() == "accepted"


async def test_another_person_answers_no_exchange_by_its_address(calendar: Calendar) -> None:
    await calendar.town.post("Paul", "1", token=calendar.token)
    assert await calendar.status() == ""
