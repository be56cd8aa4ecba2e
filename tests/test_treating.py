"""Those who animate answer what was not known; two at the same moment answer it once."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from community import answers
from community.addresses import keep_addresses
from community.db.engine import Database
from community.db.tables import Answer, Question
from community.errors import NotAnimator, QuestionTaken, UnknownQuestion
from community.questions import keep_failed, keep_unknown, send
from community.roles import ANIMATOR, EVERYTHING, Rights
from community.words import Address
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.stage import Stage, open_stage

ONE = "où faire recoudre les bâches du marché ?"


class Asking:
    """People who ask, by their names."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self.database = database
        self.clock = clock

    async def asks(self, who: str, text: str, *, sends: bool = False, entry: str = "") -> Question:
        to = Address("terminal", who)
        async with self.database.transaction() as session:
            number = (await keep_addresses(session, [to], self.clock()))[to]
            row = (
                await keep_failed(session, number, entry, text, "", self.clock())
                if entry
                else await keep_unknown(session, number, text, "", self.clock())
            )
            if sends:
                await send(session, row, self.clock())
            return row

    async def items(self) -> list[tuple[str, int, int]]:
        async with self.database.transaction() as session:
            found = await answers.open_items(session, EVERYTHING)
            return [(one.texts[0], one.askers, one.waiting) for one in found]

    async def give(self, number: int, text: str) -> answers.Given:
        async with self.database.transaction() as session:
            return await answers.give(
                session, EVERYTHING, number, text=text, by=None, now=self.clock()
            )


@pytest.fixture
def asking(database: Database, clock: Clock) -> Asking:
    return Asking(database, clock)


async def test_what_asks_the_same_is_one_item_and_who_waits_comes_first(asking: Asking) -> None:
    await asking.asks("ana", "qui peut prêter une remorque ?")
    await asking.asks("bea", "Qui peut nous prêter la remorque ?")
    await asking.asks("zoé", "qui peut prêter une remorque")
    await asking.asks("marie", ONE, sends=True)
    await asking.asks("marie", "comment coudre une voile de bateau ?")
    assert await asking.items() == [
        (ONE, 1, 1),
        ("qui peut prêter une remorque ?", 3, 0),
        ("comment coudre une voile de bateau ?", 1, 0),
    ]


async def test_an_answer_that_does_not_help_is_one_item_whatever_was_asked(asking: Asking) -> None:
    await asking.asks("ana", "qui choisit ?", entry="jury")
    await asking.asks("bea", "et le comité national ?", entry="jury")
    await asking.asks("ana", "qui choisit ?")
    assert await asking.items() == [("qui choisit ?", 2, 0), ("qui choisit ?", 1, 0)]


async def test_each_who_waits_is_answered_and_the_item_is_gone(asking: Asking) -> None:
    one = await asking.asks("ana", ONE, sends=True)
    await asking.asks("bea", "où faire recoudre des bâches de marché", sends=True)
    await asking.asks("zoé", ONE)
    asking.clock.forward(hours=3)
    given = await asking.give(one.id, "La ressourcerie.")
    assert [asker.text for asker in given.askers] == [ONE, "où faire recoudre des bâches de marché"]
    assert await asking.items() == []
    async with asking.database.transaction() as session:
        now = asking.clock()
        wait = await answers.median_wait(session, now - timedelta(days=1), now + timedelta(days=1))
    assert wait == timedelta(hours=3)


async def test_two_who_answer_at_the_same_moment_answer_once(asking: Asking) -> None:
    one = await asking.asks("ana", ONE, sends=True)
    two = await asking.asks("bea", ONE, sends=True)
    done = await asyncio.gather(
        asking.give(one.id, "La ressourcerie."),
        asking.give(two.id, "Fil & Cie."),
        return_exceptions=True,
    )
    assert sorted(type(one).__name__ for one in done) == ["Given", "QuestionTaken"]
    given = next(one for one in done if isinstance(one, answers.Given))
    assert len(given.askers) == 2


async def test_only_who_animates_reads_and_answers(asking: Asking) -> None:
    one = await asking.asks("ana", ONE)
    async with asking.database.transaction() as session:
        with pytest.raises(NotAnimator):
            await answers.open_items(session, Rights())
        with pytest.raises(NotAnimator):
            await answers.put_away(session, Rights(), one.id)
        with pytest.raises(UnknownQuestion):
            await answers.find_item(session, EVERYTHING, one.id + 1)
        await answers.put_away(session, EVERYTHING, one.id)
        with pytest.raises(QuestionTaken):
            await answers.find_item(session, EVERYTHING, one.id)


@pytest.fixture
async def town(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """Sophie and Paul animate a theme; Marie waits for an answer."""
    async with open_stage(sqlite_url, clock) as stage:
        for who in ("Sophie", "Paul"):
            await stage.grant(who, ANIMATOR, PRODUCTIVE)
        await stage.say("Marie", ONE)
        await stage.tap("Marie", "J’envoie ma question")
        for who in ("Sophie", "Paul"):
            stage.read(who)
        yield stage


async def test_the_nearest_thing_known_goes_by_one_tap(town: Stage) -> None:
    async with town.app.database.transaction() as session:
        (await session.get_one(Question, 1)).guess = "def"
    await town.say("Sophie", "/a_traiter 1")
    assert "reçoit cette réponse" in await town.tap("Sophie", "J’envoie ce qui est proche")
    read = town.read("Marie")
    assert ONE.split()[3] in read
    assert "pôle territorial de coopération économique" in read
    assert "déjà traité" in await town.say("Paul", "/a_traiter_envoyer 1")


async def test_what_is_written_is_shown_as_it_is_written(town: Stage) -> None:
    await town.say("Sophie", "/a_traiter_ecrire 1")
    await town.say("Sophie", "<b>Fil</b> & *Cie*\n# voyez")
    await town.say("Sophie", "oui")
    assert "<b>Fil</b> & *Cie*\n    # voyez" in town.read("Marie").replace("\n", "\n    ")


async def test_who_waits_is_told_when_there_is_no_answer(town: Stage) -> None:
    assert "Je le dis à qui attendait" in await town.say("Paul", "/a_traiter_classer 1")
    assert "n’ont pas de réponse ici" in town.read("Marie")


async def test_a_long_list_comes_a_page_at_a_time(town: Stage) -> None:
    for thing in ("remorque", "tente", "scie", "perceuse", "bétonnière", "échelle"):
        await town.say("Zoé", f"quelle personne aurait une {thing} violette ?")
    first = await town.say("Sophie", "à traiter")
    assert "Question 5" in first
    assert "Question 6" not in first
    assert "Question 6" in await town.tap("Sophie", "Je vois la suite")


async def test_nobody_else_sees_what_waits(town: Stage) -> None:
    for line in ("/a_traiter", "/a_traiter 1", "/a_traiter_classer 1", "/a_traiter_publiees"):
        assert "anime" in await town.say("Zoé", line)


async def test_on_monday_morning_who_animates_hears_what_was_not_known(town: Stage) -> None:
    await town.say("Zoé", "qui peut garder un xylophone violet ?")
    town.clock.forward(days=6, hours=21)  # Monday, 7 h in Paris
    await town.pass_time(1, "minutes")
    assert town.read("Sophie").strip() == ""
    await town.pass_time(2, "heures")
    read = town.read("Sophie")
    assert ONE.split()[3] in read
    assert "xylophone" in read
    for _ in range(5):
        await town.pass_time(5, "heures")
    assert town.read("Sophie").strip() == ""


async def test_a_week_in_which_all_was_known_is_not_told_of(town: Stage) -> None:
    await town.say("Paul", "/a_traiter_classer 1")
    town.clock.forward(days=7)
    await town.pass_time(2, "heures")
    assert town.read("Sophie").strip() == ""


async def test_the_year_tells_how_many_questions_and_how_long_a_person_took(town: Stage) -> None:
    await town.say("Zoé", "qui peut garder un xylophone violet ?")
    town.clock.forward(hours=3)
    await town.say("Sophie", "/a_traiter_ecrire 1")
    await town.say("Sophie", "À la ressourcerie.")
    await town.say("Sophie", "oui")
    read = (await town.say("Sophie", "/bilan")).replace("\u00a0", " ")
    assert "Questions : 2" in read
    assert "Envoyées à une personne : 1. Traitées : 1." in read
    assert "en 3 h" in read


async def test_an_answer_that_is_for_nobody_else_is_forgotten_after_a_year(asking: Asking) -> None:
    one = await asking.asks("ana", ONE)
    given = await asking.give(one.id, "La ressourcerie.")
    asking.clock.forward(days=366)
    async with asking.database.transaction() as session:
        await answers.purge(session, asking.clock())
        assert (await session.get_one(Answer, given.answer.id)).text == ""
