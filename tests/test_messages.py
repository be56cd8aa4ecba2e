"""An animator writes to many: she sees to how many, confirms, and only then it goes."""

import pytest
from sqlalchemy import select

from community.db.tables import Reminder
from community.errors import NobodyToTell, NotAnimator, UnknownExchange, UnknownTheme
from community.registrations import Partstat
from community.roles import ANIMATOR
from community.timing import Kind
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands

MEET = "Le rendez-vous est à la gare."


class Writing(Afterwards):
    """An exchange to come, and people who answered it each in her way."""

    async def answered(self) -> int:
        await self.publish()
        for who, status in (
            ("marie", Partstat.ACCEPTED),
            ("jean", Partstat.ACCEPTED),
            ("paul", Partstat.DECLINED),
            ("zoe", None),
        ):
            await self.join(who)
            if status:
                await self.answers(who, status)
        return self.number

    async def sent(self) -> list[tuple[str, str, int | None]]:
        async with self.context("sophie") as ctx:
            query = select(Reminder).where(Reminder.kind == Kind.MESSAGE)
            rows = list(await ctx.db.scalars(query))
            return [(row.audience, row.body, row.exchange_id) for row in rows]


@pytest.fixture
def writing(people: People, clock: Clock) -> Writing:
    return Writing(people.database, clock)


@pytest.mark.parametrize(
    ("audience", "count"),
    [("coming", "2 personnes"), ("not-coming", "1 personne"), ("silent", "1 personne")],
)
async def test_it_is_shown_with_the_number_of_people_and_goes_once_confirmed(
    writing: Writing, audience: str, count: str
) -> None:
    number = await writing.answered()
    shown = await writing.say("sophie", f"/message_a {audience} {number}", MEET)
    assert f"{count}." in shown.html.replace("\u00a0", " ")
    assert MEET in shown.html
    assert await writing.sent() == []
    await writing.say("sophie", "oui")
    ((whom, body, exchange_id),) = await writing.sent()
    assert (whom, exchange_id) == (audience, number)
    assert body.splitlines()[1:] == [MEET]


async def test_it_goes_to_a_whole_theme(writing: Writing) -> None:
    await writing.answered()
    offered = await writing.say("sophie", "/message")
    assert commands(offered)[:2] == [
        f"/message_a theme {PRODUCTIVE}",
        f"/message_echange {writing.number}",
    ]
    shown = await writing.say("sophie", commands(offered)[0], MEET)
    assert "4 personnes." in shown.html.replace("\u00a0", " ")
    await writing.say("sophie", "j'envoie")
    assert [row[0] for row in await writing.sent()] == ["theme"]


async def test_the_audiences_of_an_exchange_are_offered_when_there_is_somebody(
    writing: Writing,
) -> None:
    number = await writing.answered()
    offered = await writing.say("sophie", f"/message_echange {number}")
    assert [choice.label.split("(")[1] for choice in offered.choices[:3]] == ["2)", "1)", "1)"]
    await writing.answers("paul", Partstat.ACCEPTED)
    assert f"/message_a not-coming {number}" not in commands(
        await writing.say("sophie", f"/message_echange {number}")
    )


async def test_who_said_stop_is_not_counted(writing: Writing) -> None:
    number = await writing.answered()
    await writing.say("jean", "/stop")
    shown = await writing.say("sophie", f"/message_a coming {number}", MEET)
    assert "1 personne." in shown.html.replace("\u00a0", " ")


@pytest.mark.parametrize("answer", ["non", "/annuler"])
async def test_nothing_goes_unless_she_confirms(writing: Writing, answer: str) -> None:
    number = await writing.answered()
    left = await writing.say("sophie", f"/message_a coming {number}", MEET, answer)
    assert "Rien n’est parti" in left.html
    assert await writing.sent() == []


async def test_it_goes_to_nobody_when_all_changed_their_mind(writing: Writing) -> None:
    number = await writing.answered()
    await writing.say("sophie", f"/message_a not-coming {number}", MEET)
    await writing.answers("paul", Partstat.ACCEPTED)
    with pytest.raises(NobodyToTell):
        await writing.say("sophie", "oui")


async def test_another_theme_s_animator_writes_to_nobody_here(writing: Writing) -> None:
    number = await writing.answered()
    await writing.grant("eve", ANIMATOR, JOBS)
    for said in (
        f"/message {PRODUCTIVE}",
        f"/message_echange {number}",
        f"/message_a theme {PRODUCTIVE}",
        f"/message_a coming {number}",
    ):
        with pytest.raises(NotAnimator):
            await writing.say("eve", said)


@pytest.mark.parametrize("target", ["theme nulle-part", "coming 999", "tous 1", "coming x", ""])
async def test_what_names_nobody_is_said(writing: Writing, target: str) -> None:
    await writing.answered()
    with pytest.raises((UnknownExchange, UnknownTheme)):
        await writing.say("sophie", f"/message_a {target}")
