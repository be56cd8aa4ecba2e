"""What is not known becomes an item for who animates; a courtesy never does."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import select

from community.addresses import keep_addresses
from community.db.engine import Database
from community.db.tables import AddressRow, PendingRequest, Question, Tally
from community.post import outbox
from community.privacy import erase_address, forget_visitors, rows_about
from community.questions import keep_unknown, purge, send
from community.roles import ANIMATOR
from community.words import Address, Choice, Reply
from tests.bot_api import Group, Person
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.stage import Stage, address, open_stage
from tests.telegram_stage import TelegramStage, labels

UNKNOWN = "où acheter un xylophone ?"
NEAR = "les collectivités soutiennent comment"
KNOWN = "qui a choisi les lauréats ?"


@pytest.fixture
async def town(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """Sophie animates a theme."""
    async with open_stage(sqlite_url, clock, by_mail=True) as stage:
        await stage.grant("Sophie", ANIMATOR, PRODUCTIVE)
        yield stage


async def kept(stage: Stage) -> list[Question]:
    async with stage.app.database.transaction() as session:
        return list(await session.scalars(select(Question).order_by(Question.id)))


async def tallies(stage: Stage) -> dict[tuple[str, str], int]:
    async with stage.app.database.transaction() as session:
        rows = (await session.scalars(select(Tally))).all()
        return {(row.what, row.entry): row.count for row in rows}


@pytest.mark.parametrize(
    "said",
    [
        *("bonjour", "Bonjour !", "bonsoir à tous", "merci", "merci beaucoup", "ok", "d'accord"),
        *(
            "oui",
            "non",
            "bien reçu",
            "c'est noté",
            "très bien",
            "bonne nuit",
            "👍",
            "???",
            "ok merci",
        ),
        *("Bonjour, merci", "salut ça va", "Cordialement,\nMarie", "bonne journée", "pas de souci"),
    ],
)
async def test_a_courtesy_is_never_an_item(town: Stage, said: str) -> None:
    read = await town.say("Marie", said)
    assert await kept(town) == []
    assert "J’envoie ma question" not in read


async def test_the_form_takes_no_courtesy_for_a_question(town: Stage) -> None:
    await town.say("Marie", "/demander")
    assert "pas vu de question" in await town.say("Marie", "merci")
    await town.say("Marie", "annuler")
    assert "Quelle est votre question" in await town.say("Marie", "/demander bonjour")
    assert await kept(town) == []


async def test_an_unknown_is_kept_once_without_its_greeting(town: Stage) -> None:
    await town.say("Marie", f"Bonjour, {UNKNOWN} Merci")
    await town.say("Marie", UNKNOWN.upper())
    assert [row.text for row in await kept(town)] == [UNKNOWN]
    assert await tallies(town) == {("unknown", ""): 1}


async def test_nobody_hears_of_it_until_she_sends_it(town: Stage) -> None:
    await town.say("Marie", UNKNOWN)
    assert town.read("Sophie").strip() == ""
    await town.tap("Marie", "J’envoie ma question")
    assert UNKNOWN.split()[-2] in town.read("Sophie")
    await town.tap("Marie", "J’envoie ma question")
    assert town.read("Sophie").strip() == ""


async def test_where_nobody_animates_nothing_is_kept(sqlite_url: str, clock: Clock) -> None:
    async with open_stage(sqlite_url, clock) as stage:
        assert "J’envoie ma question" not in await stage.say("Marie", UNKNOWN)
        assert await kept(stage) == []
        assert "Personne n’anime" in await stage.say("Marie", "/demander où acheter un xylophone")


async def test_an_answer_that_helped_is_counted_of_nobody(town: Stage) -> None:
    await town.say("Marie", KNOWN)
    assert "Merci" in await town.say("Marie", "oui")
    assert [(what, count) for (what, _), count in (await tallies(town)).items()] == [("helped", 1)]
    assert await kept(town) == []


async def test_an_answer_that_did_not_help_is_one_item_with_her_words(town: Stage) -> None:
    await town.say("Marie", KNOWN)
    await town.say("Marie", "non")
    await town.tap("Marie", "Non, pas assez")
    assert [(row.text, row.sent_at) for row in await kept(town)] == [(KNOWN, None)]
    assert list((await tallies(town)).values()) == [1]


async def test_beside_suggestions_her_question_is_at_hand_and_nobody_reads_it(town: Stage) -> None:
    read = await town.say("Marie", NEAR)
    assert "Rien de cela" in read
    assert await tallies(town) == {}
    assert "Rien n’attend" in await town.say("Sophie", "/a_traiter")
    await town.tap("Marie", "Rien de cela : j’envoie ma question")
    assert NEAR.rsplit(maxsplit=1)[-1] in town.read("Sophie")


async def test_only_the_last_question_is_at_hand_and_for_a_week(town: Stage, clock: Clock) -> None:
    await town.say("Marie", "je cherche un emploi")
    await town.say("Marie", NEAR)
    assert [row.text for row in await kept(town)] == [NEAR]
    async with town.app.database.transaction() as session:
        await purge(session, clock() + timedelta(days=8))
    assert await kept(town) == []


async def test_after_a_non_a_long_question_is_not_written_again(town: Stage) -> None:
    asked = f"Bonjour, je voudrais savoir exactement, si possible, {KNOWN}"
    await town.say("Marie", asked)
    await town.tap("Marie", "Non, pas assez")
    await town.tap("Marie", "J’envoie ma question")
    assert "lauréats" in town.read("Sophie")


async def test_a_mail_without_proof_keeps_nothing_until_she_answers(town: Stage) -> None:
    await town.write("Marie", UNKNOWN)
    assert await kept(town) == []
    await town.write("Marie", "j'envoie", "Marie")
    assert [row.text for row in await kept(town)] == [UNKNOWN]
    async with town.app.database.transaction() as session:
        assert list(await session.scalars(select(PendingRequest))) == []


async def test_oui_may_mean_a_newer_message_and_is_asked_about(town: Stage, clock: Clock) -> None:
    await town.say("Marie", KNOWN)
    clock.forward(seconds=2)
    async with town.app.database.transaction() as session:
        ids = await keep_addresses(session, [address("Marie")], clock())
        newer = Reply("<p>Vous restez ?</p>", (Choice("Je reste", "/rester", ("oui",)),))
        await outbox.add(
            session,
            key="newer",
            address_id=ids[address("Marie")],
            reply=newer,
            now=clock(),
        )
    await town.app.settle()
    town.read("Marie")
    read = await town.say("Marie", "oui")
    assert "Oui, ça m’aide" in read
    assert "Je reste" in read
    assert await tallies(town) == {}


async def test_her_questions_are_shown_to_her_and_erased_with_the_rest(
    database: Database, clock: Clock
) -> None:
    marie = Address("terminal", "marie")
    async with database.transaction() as session:
        number = (await keep_addresses(session, [marie], clock()))[marie]
        await keep_unknown(session, number, UNKNOWN, "", clock())
        assert UNKNOWN in str((await rows_about(session, [number], None))["questions"])
        await erase_address(session, number)
        assert list(await session.scalars(select(Question))) == []


async def test_a_question_is_forgotten_after_a_year_and_an_unsent_one_with_the_visitor(
    database: Database, clock: Clock
) -> None:
    asking = [Address("terminal", name) for name in ("marie", "paul")]
    async with database.transaction() as session:
        ids = await keep_addresses(session, asking, clock())
        for one in asking:
            row = await keep_unknown(session, ids[one], UNKNOWN, "", clock())
        await send(session, row, clock())
        clock.forward(days=61)
        await forget_visitors(session, clock())
        assert list(await session.scalars(select(AddressRow.value))) == ["paul"]
        clock.forward(days=305)
        await purge(session, clock())
        await forget_visitors(session, clock())
        assert list(await session.scalars(select(AddressRow.value))) == []


async def test_a_group_is_asked_nothing_and_nothing_of_it_is_kept(
    stage: TelegramStage, marie: Person, group: Group
) -> None:
    await stage.grant("Sophie", ANIMATOR, PRODUCTIVE)
    for said, told in (("C’est quoi un PTCE", "pôle territorial"), (UNKNOWN, "Je ne sais pas")):
        marie.says(f"{said} @palabre_bot", chat=group)
        await stage.settle()
        assert told in group.read[-1]["text"]
        assert "Cela vous aide" not in group.read[-1]["text"]
        assert "J’envoie ma question" not in labels(group.read[-1])
    assert await kept(stage) == []


async def test_what_she_takes_back_is_not_told_any_more(town: Stage) -> None:
    await town.say("Marie", UNKNOWN)
    await town.tap("Marie", "J’envoie ma question")
    town.read("Sophie")
    async with town.app.database.transaction() as session:
        ids = await keep_addresses(session, [address("Sophie")], town.clock())
        later = town.clock() + timedelta(days=1)
        waiting = Reply(f"<p>{UNKNOWN}</p>")
        await outbox.add(
            session,
            key="question/1/later",
            address_id=ids[address("Sophie")],
            reply=waiting,
            now=town.clock(),
            due_at=later,
        )
    assert "retirée" in await town.tap("Marie", "Je retire ma question")
    assert await kept(town) == []
    await town.pass_time(2, "jours")
    assert town.read("Sophie").strip() == ""
    assert "Je ne garde plus" in await town.tap("Marie", "Je retire ma question")
