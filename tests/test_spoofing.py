"""A mail proves nothing by the name it bears: it reads, stops messages, changes nothing else."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from community.context import Unproven
from community.db.base import Table
from community.db.tables import AddressRow, Delivery
from community.proof import prove
from community.roles import ADMINISTRATOR, ANIMATOR
from community.words import Request
from handlers import COMMANDS
from tests.conftest import Clock
from tests.stage import Stage, mail_address, open_stage

THEME = "renouveau-productif"
VISIT = (
    f"(Un échange « Visite » est publié dans {THEME}, vendredi 18 décembre 2026"
    " de 9 h 30 à 16 h 30, à Romans, 2 places)"
)
PEOPLE = ("Marie", "Ana", "Zoé")  # a member, who animates too, who administers too
CHANGING = [command.name for command in COMMANDS if command.unproven is not Unproven.READ]
POST = {"inbox", "deliveries", "pending_requests"}
TICKING = {"statuses", "leases"}
# What is read, what is not understood, what asks for a confirmation, and what is refused.
QUESTIONS = ("c'est quoi un ptce ?", "/aide", "/pause 8 jours", "/membres", "/rien")
# What may follow a name: an exchange or a poll, a theme, words, an answer.
TAILS = ("", "1", f"{THEME}", "1 oui", "1 A", "all", "nom", "15 jours", "code", "2", "avis 5")


@pytest.fixture
async def town(sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
    """Three people known by mail, in the middle of things: a visit, a poll, an open form."""
    async with open_stage(sqlite_url, clock, by_mail=True) as stage:
        for who in PEOPLE:
            await stage.join(who, THEME, by_mail=True)
        await stage.grant("Ana", ANIMATOR, THEME, by_mail=True)
        await stage.grant("Zoé", ADMINISTRATOR, by_mail=True)
        await stage.publish(VISIT)
        await stage.pass_time(1, "minutes")
        await stage.write("Marie", "/je_viens 1", verified=True)
        for who in PEOPLE:
            await stage.write(who, "/changer structure", verified=True)
        yield stage


async def rows(stage: Stage) -> dict[str, list[Any]]:
    """All that is kept, but what came in, what goes out, and what waits for a confirmation."""
    async with stage.app.database.transaction() as session:
        return {
            table.name: [tuple(row) for row in await session.execute(select(table))]
            for table in Table.metadata.sorted_tables
            if table.name not in POST | TICKING
        }


def lines() -> Iterator[str]:
    for name in CHANGING:
        if name != "stop":
            yield from (f"/{name} {tail}".strip() for tail in TAILS)
    yield from ("oui", "1", "je ne viens plus", "A et C oui", "La Fabrique", "STOPPER", "annuler")


@pytest.mark.timeout(180)
@pytest.mark.parametrize("who", PEOPLE)
async def test_a_false_name_changes_nothing(town: Stage, who: str) -> None:
    before = await rows(town)
    for line in lines():
        await town.write(who, line)
        assert await rows(town) == before, line
        town.clock.forward(minutes=13)  # so that the limit of confirmations is not what protects


async def test_the_same_words_change_much_when_it_is_proven_who_says_them(town: Stage) -> None:
    changed = set()
    for line in (
        "/quitter renouveau-productif",
        "/je_ne_viens_pas 1",
        "/pause 15 jours",
        "Atelier",
    ):
        before = await rows(town)
        await town.write("Marie", line, verified=True)
        if await rows(town) != before:
            changed.add(line)
    assert len(changed) == 4


@pytest.mark.parametrize("command", [c for c in COMMANDS if c.unproven is Unproven.READ])
async def test_what_is_read_without_proof_changes_nothing_either(command: Any, town: Stage) -> None:
    before = await rows(town)
    for tail in TAILS:
        await town.write("Ana", f"/{command.name} {tail}".strip())
    assert await rows(town) == before


async def test_reading_without_proof_shows_nothing_of_hers(town: Stage) -> None:
    await town.write("Marie", "annuler", verified=True)
    asked = ("/echange 1", "themes", "aide", "agenda moi")
    read = " ".join([await town.write("Marie", said) for said in asked])
    hers = " ".join([await town.write("Marie", said, "Marie") for said in asked])
    for private in ("vous venez", "Je quitte", "les comptes rendus"):
        assert (private in read, private in hers) == (False, True), private


async def test_stop_is_done_at_once_for_the_name_it_is_said_in(town: Stage) -> None:
    assert "je ne vous écris plus" in await town.write("Marie", "STOP")
    assert "arrêtés" in await town.write("Marie", "/moi", "Marie")


async def test_who_confirms_is_answered_as_if_she_had_proven_it_at_first(town: Stage) -> None:
    assert "Est-ce bien vous" in await town.write("Marie", "je ne viens plus", "")
    assert "concernent" not in await town.write("Marie", "oui", "Marie")
    assert "de quel échange" in (await town.write("Marie", "je ne viens plus", "Marie")).lower()


async def test_a_request_is_forgotten_after_a_week(town: Stage) -> None:
    await town.write("Marie", "/pause 15 jours")
    assert town.mail is not None
    token = town.mail.last[mail_address("Marie")]
    await town.pass_time(7, "jours")
    town.read_mail("Marie")
    await town.receive(mail_address("Marie"), "oui", in_reply_to=token)
    assert "n’attend plus" in town.read_mail("Marie")


async def test_an_address_is_asked_five_times_an_hour_at_most(town: Stage) -> None:
    asked = [await town.write("Marie", f"/pause {days} jours") for days in range(1, 9)]
    assert [bool(text) for text in asked] == [True] * 5 + [False] * 3


async def test_a_name_that_anybody_bears_is_answered_twenty_times_an_hour(
    town: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    answers = [await town.write("Marie", QUESTIONS[n % len(QUESTIONS)]) for n in range(30)]
    assert [bool(text) for text in answers] == [True] * 20 + [False] * 10
    assert [one.message for one in caplog.records] == [
        "an address is not answered for a while: too much is said in its name"
    ]
    assert await town.write("Marie", "/aide", verified=True)
    await town.pass_time(1, "heures")
    town.read_mail("Marie")
    assert await town.write("Marie", "/aide")


async def test_stop_is_done_even_when_nothing_is_answered_any_more(town: Stage) -> None:
    for _ in range(20):
        await town.write("Marie", "/aide")
    assert await town.write("Marie", "STOP") == ""
    assert "arrêtés" in await town.write("Marie", "/moi", verified=True)


async def test_a_token_proves_for_sixty_days_and_longer_about_an_exchange(town: Stage) -> None:
    sender, now = mail_address("Marie"), town.clock()
    await town.write("Marie", "aide")
    async with town.app.database.transaction() as session:
        hers = await session.scalar(select(AddressRow.id).where(AddressRow.value == sender.value))
        assert hers is not None
        sent = select(Delivery.token).where(Delivery.address_id == hers)
        last = await session.scalar(sent.order_by(Delivery.id.desc()))
        invited = await session.scalar(sent.where(Delivery.exchange_id == 1))

        async def proven(token: str | None, days: int) -> bool:
            request = Request("x", sender, "oui", now, in_reply_to=token, verified=False)
            return (await prove(session, request, hers, now + timedelta(days=days))).proven

        assert [await proven(last, days) for days in (0, 59, 61)] == [True, True, False]
        assert [await proven(invited, days) for days in (0, 61, 84, 90)] == [True] * 3 + [False]


async def test_a_forwarded_message_answers_for_nobody_even_from_a_proven_address(
    town: Stage,
) -> None:
    await town.write("Ana", "annuler", verified=True)
    await town.write("Ana", "/echange 1", verified=True)
    await town.join("Paul", THEME, by_mail=True)
    before = await rows(town)
    said = await town.write("Paul", "Je viens", "Ana", verified=True)
    assert await rows(town) == before
    assert "ana" not in said.lower()
    asked = town.read_mail("Ana")
    assert "p…@exemple.fr" in asked
    assert "paul@" not in asked
    assert "vous venez" in await town.write("Ana", "oui", "Ana")


async def test_who_says_stop_to_a_forwarded_message_has_its_owner_asked(town: Stage) -> None:
    before = await rows(town)
    await town.write("Inconnu", "STOP", "Marie")
    changed = {name for name, kept in (await rows(town)).items() if kept != before[name]}
    assert changed <= {"addresses"}  # somebody new wrote
    assert "STOP" in town.read_mail("Marie")
    assert "je ne vous écris plus" in await town.write("Marie", "oui", "Marie")
