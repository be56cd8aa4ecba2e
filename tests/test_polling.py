"""What an animator does with a poll and what members answer, as they say it to the bot."""

import pytest
from sqlalchemy import select

from community import polls
from community.db.tables import Poll, Vote
from community.errors import NotAnimator, UnknownPoll
from community.roles import ANIMATOR
from tests.bot_api import Person
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands
from tests.telegram_stage import TelegramStage

ASK = "/sondage Atelier comptable : mardi 8 décembre 14h-16h, jeudi 10 décembre 14h-16h"


class Polled(People):
    """Sophie asks, the others answer."""

    async def ask(self, line: str = ASK, until: str = "vendredi 4 décembre 18h") -> int:
        await self.say("sophie", line, "Romans", until, "j'envoie")
        return (await self.polls())[-1].id

    async def polls(self) -> list[Poll]:
        async with self.context("sophie") as ctx:
            return list(await ctx.db.scalars(select(Poll).order_by(Poll.id)))

    async def votes(self) -> list[str]:
        async with self.context("sophie") as ctx:
            return list(await ctx.db.scalars(select(Vote.status).order_by(Vote.slot_id)))


@pytest.fixture
async def theirs(people: People, clock: Clock) -> Polled:
    polled = Polled(people.database, clock)
    await polled.grant("sophie", ANIMATOR, PRODUCTIVE)
    return polled


async def test_a_line_says_it_all_but_where_and_until_when(theirs: Polled) -> None:
    id_ = await theirs.ask()
    (poll,) = await theirs.polls()
    assert (poll.theme, poll.kind, poll.title) == (PRODUCTIVE, "atelier", "Atelier comptable")
    assert (poll.place, f"{poll.deadline:%d %H:%M}") == ("Romans", "04 17:00")
    async with theirs.context("sophie") as ctx:
        slots = await polls.slots_of(ctx.db, id_)
    assert [(one.starts, one.ends) for one in slots] == [
        ("2026-12-08T14:00:00", "2026-12-08T16:00:00"),
        ("2026-12-10T14:00:00", "2026-12-10T16:00:00"),
    ]


async def test_nothing_is_asked_before_she_says_so(theirs: Polled) -> None:
    shown = await theirs.say("sophie", ASK, "Romans", "vendredi 4 décembre 18h")
    assert "Rien n’est encore parti" in shown.html
    await theirs.say("sophie", "annuler")
    assert await theirs.polls() == []


async def test_who_animates_two_themes_is_asked_which(theirs: Polled) -> None:
    await theirs.grant("sophie", ANIMATOR, JOBS)
    asked = await theirs.say("sophie", ASK)
    assert f"/reponse theme {JOBS}" in commands(asked)


async def test_another_zone_said_in_a_date_is_that_of_the_poll(theirs: Polled) -> None:
    await theirs.say(
        "sophie",
        "/sondage Comptable : 8 décembre 14h heure de La Réunion, 10 décembre 15h heure de Paris",
        *("atelier", "Saint-Denis", "vendredi 4 décembre 18h", "oui"),
    )
    (poll,) = await theirs.polls()
    assert (poll.zone, f"{poll.deadline:%d %H:%M}") == ("Indian/Reunion", "04 14:00")
    async with theirs.context("sophie") as ctx:
        slots = await polls.slots_of(ctx.db, poll.id)
    assert [one.starts[:13] for one in slots] == ["2026-12-08T14", "2026-12-10T18"]


async def test_a_date_that_passed_before_she_sent_it_is_asked_again(theirs: Polled) -> None:
    await theirs.say("sophie", ASK, "Romans", "vendredi 4 décembre 18h")
    theirs.clock.forward(days=12)  # her answers wait for two weeks
    asked = await theirs.say("sophie", "j'envoie")
    assert "Ces dates ne vont plus" in asked.html
    assert "Quelles dates" in asked.html
    assert await theirs.polls() == []


async def test_the_last_evening_is_offered_when_the_first_date_is_near(theirs: Polled) -> None:
    asked = await theirs.say("sophie", "/sondage Atelier : aujourd'hui 14h, demain 14h", "A", "B")
    offered = [one for one in commands(asked) if one.startswith("/reponse until")]
    assert offered == ["/reponse until 20261123T1300"]  # half-way


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("A et B", ["accepted", "accepted"]),
        ("A, B si besoin", ["accepted", "tentative"]),
        ("aucune", ["declined", "declined"]),
        ("toutes", ["accepted", "accepted"]),
        ("seulement B", ["declined", "accepted"]),
        ("2", ["accepted"]),
    ],
)
async def test_a_member_answers_in_words(theirs: Polled, said: str, expected: list[str]) -> None:
    id_ = await theirs.ask()
    await theirs.join("marie")
    await theirs.say("marie", f"/vote {id_}", said)
    assert await theirs.votes() == expected


async def test_a_tap_says_where_it_leads_so_that_twice_is_once(theirs: Polled) -> None:
    id_ = await theirs.ask()
    await theirs.join("marie")
    shown = await theirs.say("marie", f"/vote {id_}")
    again = await theirs.say("marie", commands(shown)[0], commands(shown)[0])
    assert await theirs.votes() == ["accepted"]
    assert commands(again)[0] == f"/vote {id_} A si besoin"
    last = await theirs.say("marie", *[f"/vote {id_} A {word}" for word in ("si besoin", "non")])
    assert await theirs.votes() == ["declined"]
    assert commands(last)[0] == f"/vote {id_} A oui"


async def test_dates_out_of_the_blue_are_asked_of_which_poll(theirs: Polled) -> None:
    first = await theirs.ask()
    second = await theirs.ask("/sondage Visite Archer : 15 décembre 9h, 16 décembre 9h")
    await theirs.join("marie")
    asked = await theirs.say("marie", "A et B oui")
    assert commands(asked) == [f"/vote {first} =.oo....", f"/vote {second} =.oo...."]
    await theirs.say("marie", commands(asked)[1])
    assert await theirs.votes() == ["accepted", "accepted"]


@pytest.mark.parametrize("said", ["b", "2", "toutes", "non", "vitamine C"])
async def test_what_may_be_said_of_something_else_is_no_answer(theirs: Polled, said: str) -> None:
    await theirs.ask()
    await theirs.join("marie")
    await theirs.say("marie", said)
    assert await theirs.votes() == []


async def test_when_all_dates_passed_another_poll_is_offered(theirs: Polled) -> None:
    id_ = await theirs.ask()
    theirs.clock.forward(days=30)
    shown = await theirs.say("sophie", f"/sondage {id_}")
    assert "sont passées" in shown.html
    assert commands(shown) == ["/sondage nouveau", f"/sondage_arreter {id_}"]


async def test_the_open_polls_of_her_themes_are_found_again(theirs: Polled) -> None:
    first = await theirs.ask()
    await theirs.join("marie")
    await theirs.join("paul", JOBS)
    assert (await theirs.say("marie", "/sondages")).card == f"poll/{first}"
    assert "Aucun sondage" in (await theirs.say("paul", "/sondages")).html
    second = await theirs.ask("/sondage Visite Archer : 15 décembre 9h, 16 décembre 9h")
    listed = await theirs.say("marie", "/sondages")
    assert set(commands(listed)) == {f"/vote {first}", f"/vote {second}"}
    theirs.clock.forward(days=20)
    assert "Aucun sondage" in (await theirs.say("marie", "/sondages")).html


async def test_an_animator_finds_hers_even_once_closed(theirs: Polled) -> None:
    id_ = await theirs.ask()
    await theirs.join("sophie")
    theirs.clock.forward(days=12)
    assert f"/sondage_suivre {id_}" in commands(await theirs.say("sophie", "/sondage"))
    assert f"/sondage_suivre {id_}" in commands(await theirs.say("sophie", "/sondages"))


async def test_rights_are_looked_at_again_at_the_tap(theirs: Polled) -> None:
    id_ = await theirs.ask()
    await theirs.grant("jean", ANIMATOR, JOBS)
    for line in (f"suivre {id_}", f"retenir {id_} A", f"arreter {id_}", f"arreter_oui {id_}"):
        with pytest.raises(NotAnimator):
            await theirs.say("jean", f"/sondage_{line}")


@pytest.mark.parametrize("number", ["99", "x", "", "9999999999"])
async def test_a_poll_that_never_was_is_said_so(theirs: Polled, number: str) -> None:
    await theirs.join("marie")
    for who, command in (("marie", "vote"), ("sophie", "sondage_suivre")):
        with pytest.raises(UnknownPoll):
            await theirs.say(who, f"/{command} {number}")


async def test_a_letter_that_is_no_date_chooses_nothing(theirs: Polled) -> None:
    id_ = await theirs.ask()
    for letter in ("C", "Z", ""):
        with pytest.raises(UnknownPoll):
            await theirs.say("sophie", f"/sondage_retenir {id_} {letter}")


async def test_the_second_animator_is_shown_what_the_first_chose(theirs: Polled) -> None:
    id_ = await theirs.ask()
    await theirs.say("sophie", f"/sondage_retenir {id_} A")
    await theirs.grant("jean", ANIMATOR, PRODUCTIVE)
    shown = await theirs.say("jean", f"/sondage_retenir {id_} B")
    assert "déjà choisie" in shown.html
    assert "mardi 8 décembre" in shown.html.lower()


async def test_a_stopped_poll_says_so(theirs: Polled) -> None:
    id_ = await theirs.ask()
    await theirs.join("marie")
    sure = await theirs.say("sophie", f"/sondage_arreter {id_}")
    await theirs.say("sophie", commands(sure)[0])
    assert "est arrêté" in (await theirs.say("marie", f"/vote {id_} A oui")).html
    assert "est arrêté" in (await theirs.say("sophie", f"/sondage_suivre {id_}")).html


async def test_a_tap_changes_the_card_where_it_stands(stage: TelegramStage, marie: Person) -> None:
    await stage.grant("Sophie", ANIMATOR, PRODUCTIVE)
    await stage.join("Marie", PRODUCTIVE)
    for said in (ASK, "Romans", "vendredi 4 décembre 18h", "j'envoie"):
        await stage.say("Sophie", said)
    await stage.pass_time(1, "secondes")
    card = marie.read[-1]
    rows = card["reply_markup"]["inline_keyboard"]
    assert [[button["text"] for button in row] for row in rows] == [
        ["A me va", "B me va", "Toutes"],
        ["Aucune"],
    ]
    count = len(marie.read)
    marie.taps(card, "A me va")
    await stage.settle()
    assert len(marie.read) == count
    assert marie.read[-1]["message_id"] == card["message_id"]
    table = marie.read[-1]["text"].replace("\u00a0", " ")
    assert "Date  Oui  Si besoin  Non\nA       1          0    0\nB" in table
    assert {one["type"] for one in marie.read[-1]["entities"]} == {"bold", "code"}
