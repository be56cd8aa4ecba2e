"""The roll-call of an exchange: who came, in a few taps, and what funders read of it."""

import csv
from io import StringIO

import pytest

from community import attendance
from community.errors import (
    ExchangeNotStarted,
    NotAnimator,
    NotInTheme,
    NotParticipant,
    UnknownMember,
)
from community.members import find_member
from community.privacy import erase_member
from community.roles import ANIMATOR
from community.words import Reply
from handlers.files import RENDERERS
from handlers.tables import BOM
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, People, commands, library


class Called(Afterwards):
    """An exchange whose roll is called."""

    async def card(self) -> Reply:
        return await self.say("sophie", f"/presence {self.number}")

    async def mark(self, who: str, how: str = "oui") -> Reply:
        return await self.say("sophie", f"/presence {self.number} {how} {await self.id_of(who)}")

    async def id_of(self, who: str) -> int:
        member = await self.member(who)
        assert member is not None
        return member.id

    async def attended(self, who: str) -> bool | None:
        hers = await self.registration(who)
        return hers.attended if hers else None

    async def table(self) -> list[list[str]]:
        reply = await self.say("sophie", f"/presence_feuille {self.number}")
        async with self.context("sophie") as ctx:
            file = await RENDERERS["attendance.csv"](ctx.db, library(), reply.attachments[0])
        assert file.content.startswith(BOM)
        text = file.content.removeprefix(BOM).decode()
        return list(csv.reader(StringIO(text), delimiter=";"))

    async def erase(self, who: str) -> None:
        number = await self.id_of(who)
        async with self.context("sophie") as ctx:
            await erase_member(ctx.db, await find_member(ctx.db, number))


@pytest.fixture
def called(people: People, clock: Clock) -> Called:
    return Called(people.database, clock)


async def test_a_tap_notes_that_somebody_is_there_another_that_she_is_not(called: Called) -> None:
    await called.held("marie", "paul")
    marie = await called.id_of("marie")
    first = await called.card()
    assert commands(first)[0] == f"/presence {called.number} oui {marie} p1"
    there = await called.say("sophie", commands(first)[0])
    assert await called.attended("marie") is True
    await called.say("sophie", commands(there)[0])
    assert await called.attended("marie") is False
    assert await called.attended("paul") is None


async def test_the_roll_is_one_card_that_changes_where_it_stands(called: Called) -> None:
    await called.held("marie")
    assert (await called.card()).card == (await called.mark("marie")).card != ""


async def test_everybody_is_there_in_one_tap(called: Called) -> None:
    await called.held("marie", "paul")
    done = await called.say("sophie", f"/presence {called.number} oui reste")
    assert "Présences : 2 sur 2" in done.html.replace("\u00a0", " ")
    assert "reste p1" not in " ".join(commands(done))


async def test_those_who_are_left_were_not_there_and_who_was_called_stays_so(
    called: Called,
) -> None:
    await called.held("marie", "paul")
    await called.mark("marie")
    await called.say("sophie", f"/presence {called.number} non reste")
    assert await called.attended("marie") is True
    assert await called.attended("paul") is False


async def test_a_member_of_the_theme_who_was_not_awaited_is_added(called: Called) -> None:
    await called.held("marie", silent=["paul", "zoe"])
    offered = await called.say("sophie", f"/presence_ajouter {called.number}")
    assert [choice.label for choice in offered.choices[:2]] == ["Paul", "Zoe"]
    added = await called.say("sophie", offered.choices[0].command)
    assert "Présences : 1 sur 2" in added.html.replace("\u00a0", " ")
    named = await called.say("sophie", f"/presence_ajouter {called.number} zoe")
    assert [choice.label for choice in named.choices[:-1]] == ["Zoe"]


async def test_who_was_added_is_asked_what_she_thinks_and_who_was_away_is_not(
    called: Called,
) -> None:
    await called.held("marie", silent=["paul"])
    await called.mark("paul")
    await called.mark("marie", "non")
    assert "5 sur 5" in (await called.say("paul", f"/avis {called.number} 5")).html
    with pytest.raises(NotParticipant):
        await called.say("marie", f"/avis {called.number} 5")


async def test_two_people_of_one_name_are_told_apart(called: Called) -> None:
    await called.held()
    for who, structure in (("marie", "Les Jardins"), ("marie2", "Pôle Sud")):
        await called.say(who, "/rejoindre renouveau-productif", "oui", "Marie", structure, "59")
    offered = await called.say("sophie", f"/presence_ajouter {called.number}")
    assert {choice.label for choice in offered.choices[:2]} == {
        "Marie, Les Jardins",
        "Marie, Pôle Sud",
    }


async def test_nobody_of_another_theme_is_added(called: Called) -> None:
    await called.held("marie")
    await called.join("paul", JOBS)
    with pytest.raises(NotInTheme):
        await called.mark("paul")
    with pytest.raises(UnknownMember):
        await called.say("sophie", f"/presence {called.number} oui 999")


async def test_no_roll_is_called_before_the_exchange_begins(called: Called) -> None:
    await called.publish()
    with pytest.raises(ExchangeNotStarted):
        await called.card()
    with pytest.raises(ExchangeNotStarted):
        await called.say("sophie", f"/presence {called.number} oui reste")


async def test_another_theme_s_animator_sees_and_marks_nothing(called: Called) -> None:
    await called.held("marie")
    await called.grant("paul", ANIMATOR, JOBS)
    for rest in ("", " oui reste", " oui 1"):
        with pytest.raises(NotAnimator):
            await called.say("paul", f"/presence {called.number}{rest}")
    for command in ("presence_ajouter", "presence_feuille"):
        with pytest.raises(NotAnimator):
            await called.say("paul", f"/{command} {called.number}")


async def test_without_a_number_the_exchanges_that_were_held_are_offered(called: Called) -> None:
    await called.held("marie")
    await called.say("sophie", "/planifier Atelier laine, demain de 9h à 10h, Lille")
    assert (await called.say("sophie", "/presence")).card == f"presence/{called.number}"
    assert commands(await called.say("sophie", "/presence atelier")) == commands(
        await called.say("sophie", "/presence introuvable")
    )


async def test_nothing_held_yet_is_said(called: Called) -> None:
    await called.publish()
    assert "encore eu lieu" in (await called.say("sophie", "/presence")).html


async def test_a_funder_s_table_says_who_came(called: Called) -> None:
    await called.held("marie", "paul", "zoe")
    await called.mark("marie")
    await called.mark("paul", "non")
    assert await called.table() == [
        ["nom", "structure", "territoire", "présence"],
        ["Marie", "", "Nord", "oui"],
        ["Paul", "", "Nord", "non"],
        ["Zoe", "", "Nord", "non relevée"],
    ]


async def test_no_name_of_the_table_is_run_as_a_formula(called: Called) -> None:
    await called.held()
    await called.say("marie", "/rejoindre renouveau-productif", "oui", "=A1()x", "aucune", "59")
    await called.mark("marie")
    assert (await called.table())[1][0] == "'=A1()x"


async def test_who_came_and_was_erased_since_is_counted_without_a_name(called: Called) -> None:
    await called.held("marie", "paul")
    await called.mark("marie")
    await called.mark("paul", "non")
    await called.erase("marie")
    await called.erase("paul")
    assert (await called.exchange()).erased == 1
    assert (await called.table())[1:] == [["données effacées", "", "", "oui"]]
    exchange = await called.exchange()
    async with called.context("sophie") as ctx:
        assert (await attendance.roll_call(ctx.db, ctx.rights, exchange)).present == 1
