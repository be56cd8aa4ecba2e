"""Minutes are found by members, by their own words, and by nobody else."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, select

from community import recall
from community.db.tables import Delivery, Exchange, Minutes
from community.errors import NoMinutes, NotAnimator, NotMember
from community.members import find_member
from community.post.outbox import DeliveryStatus
from community.privacy import erase_member
from community.roles import ANIMATOR
from content.search import Found, FoundKind
from handlers import knowledge
from handlers.recall import beside
from tests.afterwards import Afterwards
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands

SURE = Found(FoundKind.ANSWER, "def", 0.9)


class Recalling(Afterwards):
    """Members who look for minutes."""

    async def published(self, decisions: str, links: str = "rien") -> int:
        number = await self.held("marie")
        await self.say("sophie", f"/compte_rendu {number}", decisions, links)
        await self.say("sophie", f"/compte_rendu_publier {number}")
        return number

    async def another(self, number: int, title: str, decisions: str) -> None:
        async with self.database.transaction() as session:
            at = datetime(2026, 6, number % 28 + 1, 9, tzinfo=UTC)
            one = Exchange(
                uid=f"u{number}",
                theme=PRODUCTIVE,
                kind="atelier",
                title=title,
                starts=at.replace(tzinfo=None).isoformat(),
                zone="Europe/Paris",
                starts_at=at,
            )
            session.add(one)
            await session.flush()
            told = Minutes(exchange_id=one.id, drafted_at=at, published_at=at, decisions=decisions)
            session.add(told)
            await recall.index(session, told)

    async def finds(self, who: str, text: str) -> list[str]:
        """The titles that somebody finds."""
        async with self.context(who) as ctx:
            near = await recall.recall(ctx.db, ctx.member, text, limit=5)
            return [one.exchange.title for one in near]

    async def beside(self, who: str, text: str, found: Found | None = None) -> list[str]:
        """What somebody is offered whose text search made that of."""
        from community.words import Request

        async with self.context(who) as ctx:
            ctx.found = found
            request = Request("1", ctx.address, text, ctx.now)
            return commands(await beside(request, knowledge.reply(request, ctx), ctx))


@pytest.fixture
def recalling(people: People, clock: Clock) -> Recalling:
    return Recalling(people.database, clock)


@pytest.mark.parametrize(
    "text",
    [
        "les chaussures à Romans",
        "compte rendu chaussure",
        "CHAUSSURES ROMANS",
        "compte rendu visite du pole",
        "compte rendu du 18 décembre",
        "qui fabrique des chaussures ?",
        "renouveau productif comptable partagé",
    ],
)
async def test_a_member_finds_minutes_by_her_own_words(recalling: Recalling, text: str) -> None:
    await recalling.published("Les chaussures reviennent\nPartager un comptable")
    assert await recalling.finds("marie", text) == ["Visite du pôle"]


@pytest.mark.parametrize("text", ["la fanfare", "compte rendu", "", "de la", "100 %", "_"])
async def test_what_minutes_do_not_say_finds_none(recalling: Recalling, text: str) -> None:
    await recalling.published("Les chaussures reviennent")
    assert await recalling.finds("marie", text) == []


async def test_the_nearest_come_first_and_what_all_say_is_worth_little(
    recalling: Recalling,
) -> None:
    await recalling.published("Une coopérative de chaussures")
    for n in range(6):
        await recalling.another(n, f"Atelier {n}", "Une coopérative de laine")
    assert (await recalling.finds("marie", "coopérative chaussures"))[0] == "Visite du pôle"
    assert await recalling.finds("marie", "coopérative fanfare") == []


async def test_a_member_of_another_theme_finds_them_too(recalling: Recalling) -> None:
    await recalling.published("Les chaussures reviennent")
    await recalling.join("paul", JOBS)
    assert await recalling.finds("paul", "chaussures") == ["Visite du pôle"]


async def test_a_stranger_gets_the_same_answers_with_minutes_as_without(
    recalling: Recalling,
) -> None:
    asked = ("compte rendu chaussures", "les chaussures")
    before = [await recalling.say("nadia", text) for text in asked]
    await recalling.published("Les chaussures reviennent")
    assert [await recalling.say("nadia", text) for text in asked] == before
    commands = ("/comptes_rendus", "/comptes_rendus chaussures", "/lire_compte_rendu 1")
    for command in (*commands, "comptes rendus"):
        with pytest.raises(NotMember):
            await recalling.say("nadia", command)
    with pytest.raises(NotMember):
        await recalling.finds("nadia", "chaussures")


async def test_an_erased_member_finds_nothing_more(recalling: Recalling) -> None:
    await recalling.published("Les chaussures reviennent")
    member = await recalling.member("marie")
    assert member is not None
    async with recalling.context("sophie") as ctx:
        await erase_member(ctx.db, await find_member(ctx.db, member.id))
    with pytest.raises(NotMember):
        await recalling.say("marie", "/comptes_rendus")


async def test_a_draft_is_not_found(recalling: Recalling) -> None:
    number = await recalling.held("marie")
    await recalling.say("sophie", f"/compte_rendu {number}", "Les chaussures", "rien")
    assert await recalling.finds("marie", "chaussures") == []


async def test_what_is_corrected_is_found_as_it_is_now(recalling: Recalling) -> None:
    number = await recalling.published("Les chaussures reviennent")
    await recalling.say("sophie", f"/compte_rendu {number} decisions", "Les chapeaux reviennent")
    assert await recalling.finds("marie", "chaussures") == []
    assert await recalling.finds("marie", "chapeau") == ["Visite du pôle"]


async def test_what_is_withdrawn_is_gone_at_once_and_not_sent_any_more(
    recalling: Recalling,
) -> None:
    number = await recalling.published("Les chaussures reviennent")
    await recalling.say("sophie", f"/compte_rendu_retirer {number}")
    assert await recalling.finds("marie", "chaussures") == []
    with pytest.raises(NoMinutes):
        await recalling.say("marie", f"/lire_compte_rendu {number}")
    async with recalling.database.transaction() as session:
        waiting = select(Delivery.id).where(
            Delivery.kind == "minutes", Delivery.status == DeliveryStatus.PENDING
        )
        assert (await session.scalars(waiting)).all() == []
    await recalling.say("sophie", f"/compte_rendu_publier {number}")
    assert await recalling.finds("marie", "chaussures") == ["Visite du pôle"]


async def test_only_who_animates_withdraws(recalling: Recalling) -> None:
    number = await recalling.published("Les chaussures reviennent")
    await recalling.grant("paul", ANIMATOR, JOBS)
    for who in ("paul", "marie"):
        with pytest.raises(NotAnimator):
            await recalling.say(who, f"/compte_rendu_retirer {number}")


async def test_what_goes_with_its_exchange_is_gone_at_once(recalling: Recalling) -> None:
    number = await recalling.published("Les chaussures reviennent")
    async with recalling.database.transaction() as session:
        await session.execute(delete(Exchange).where(Exchange.id == number))
    assert await recalling.finds("marie", "chaussures") == []


async def test_minutes_of_an_older_release_are_made_to_be_found(recalling: Recalling) -> None:
    await recalling.published("Les chaussures reviennent")
    async with recalling.database.transaction() as session:
        (minutes,) = await session.scalars(select(Minutes))
        minutes.searched = ""
    async with recalling.database.transaction() as session:
        await recall.index_missing(session)
    assert await recalling.finds("marie", "chaussures") == ["Visite du pôle"]


async def test_minutes_come_after_a_sure_answer_and_before_what_may_be_meant(
    recalling: Recalling,
) -> None:
    number = await recalling.published("Les chaussures reviennent")
    read = f"/lire_compte_rendu {number}"
    assert (await recalling.beside("marie", "les chaussures à Romans", SURE))[-1] == read
    assert (await recalling.beside("marie", "les chaussures à Romans"))[0] == read
    assert read not in await recalling.beside("marie", "chaussures", SURE)
    assert read not in await recalling.beside("nadia", "les chaussures à Romans")


async def test_the_latest_are_listed_a_page_at_a_time(recalling: Recalling) -> None:
    await recalling.join("marie")
    for n in range(8):
        await recalling.another(n, f"Atelier {n}", "Rien")
    first = await recalling.say("marie", "/comptes_rendus")
    assert first.choices[0].label.endswith("Atelier 7")
    assert commands(first)[6] == "/comptes_rendus p2"
    second = await recalling.say("marie", "/comptes_rendus p2")
    assert [choice.label[-9:] for choice in second.choices[:2]] == ["Atelier 1", "Atelier 0"]
