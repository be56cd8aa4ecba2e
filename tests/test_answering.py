"""How an answer to an exchange is heard, what may be answered, and who hears of it."""

import re
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from community.addresses import keep_addresses
from community.errors import NotAnimator, NotRegistered
from community.exchanges import Plan, cancel_exchange, plan_exchange, publish_exchange
from community.members import Profile, join_community
from community.post import outbox, told
from community.registrations import Partstat, find_registration
from community.roles import Rights
from community.words import Choice, Reply, Request
from handlers.files import RENDERERS
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, commands, library
from tests.speaking import labels, words
from tests.stage import Stage, address, open_stage

VISIT = (
    f"(Un échange « Visite » est publié dans {PRODUCTIVE}, vendredi 18 décembre 2026"
    " de 9 h 30 à 16 h 30, à Romans, 10 places)"
)
RIGHTS = Rights(animated=frozenset({PRODUCTIVE, JOBS}))


async def planned(people: People, clock: Clock, **changes: object) -> int:
    plan = Plan(
        theme=PRODUCTIVE,
        kind="atelier",
        title="Atelier",
        starts=datetime.fromisoformat("2026-12-18T09:30"),
        zone="Europe/Paris",
    )
    plan = replace(plan, **changes)  # type: ignore[arg-type]
    async with people.database.transaction() as session:
        return (await plan_exchange(session, RIGHTS, plan, clock())).id


async def published(people: People, clock: Clock, **changes: object) -> int:
    number = await planned(people, clock, **changes)
    async with people.database.transaction() as session:
        await publish_exchange(session, RIGHTS, number, clock())
    return number


async def status(people: People, who: str, number: int) -> str:
    member = await people.member(who)
    assert member is not None
    async with people.database.transaction() as session:
        found = await find_registration(session, number, member.id)
        return found.status if found else ""


async def note(people: People, who: str, number: int) -> str:
    member = await people.member(who)
    assert member is not None
    async with people.database.transaction() as session:
        found = await find_registration(session, number, member.id)
        return found.note if found else ""


async def notify(people: People, who: str, number: int) -> None:
    """What an invitation offers."""
    choices = (
        Choice("Je viens", f"/je_viens {number}", ("oui",)),
        Choice("Je ne viens pas", f"/je_ne_viens_pas {number}", ("non",)),
    )
    async with people.context(who) as ctx:
        posted = await outbox.add(
            ctx.db,
            key=f"invitation/{who}/{number}",
            address_id=ctx.address_id,
            reply=Reply("<p>Venez-vous ?</p>", choices),
            now=ctx.now,
        )
        assert posted is not None
        while parcels := await outbox.claim(
            ctx.db, door="terminal", only=ctx.address, holder="test", limit=9, now=ctx.now
        ):
            await ctx.db.flush()
            await outbox.mark_sent(ctx.db, [(one.id, "1") for one in parcels], "test", ctx.now)


class TestADraft:
    async def test_is_its_animators_alone(self, people: People, clock: Clock) -> None:
        number = await planned(people, clock)
        await people.join("marie")
        await people.grant("sophie", "animator", PRODUCTIVE)
        assert "n’est plus à l’agenda" in words(await people.say("marie", f"/echange {number}"))
        assert "brouillon" in words(await people.say("sophie", f"/echange {number}"))

    async def test_is_not_answered(self, people: People, clock: Clock) -> None:
        number = await planned(people, clock)
        await people.join("marie")
        await people.say("marie", f"/je_viens {number}")
        assert await status(people, "marie", number) == ""


class TestAnInvitation:
    async def test_is_answered_by_a_sentence(self, people: People, clock: Clock) -> None:
        number = await published(people, clock)
        await people.join("marie")
        await notify(people, "marie", number)
        await people.say("marie", "désolée, je ne pourrai pas venir")
        assert await status(people, "marie", number) == Partstat.DECLINED

    async def test_beside_another_is_asked_which(self, people: People, clock: Clock) -> None:
        numbers = [
            await published(people, clock, title="Visite"),
            await published(people, clock, title="Atelier"),
        ]
        await people.join("marie")
        for number in numbers:
            await notify(people, "marie", number)
        reply = await people.say("marie", "je viens avec deux collègues")
        assert commands(reply) == [f"/je_viens {number} 2" for number in reversed(numbers)]
        assert labels(reply) == ["Je viens : Atelier, 18/12/2026", "Je viens : Visite, 18/12/2026"]


class TestWhatIsCalledOff:
    async def test_says_so_and_takes_no_answer(self, people: People, clock: Clock) -> None:
        number = await published(people, clock)
        await people.join("marie")
        async with people.database.transaction() as session:
            await cancel_exchange(session, RIGHTS, number, clock())
        reply = await people.say("marie", f"/echange {number}")
        assert "est annulé" in words(reply)
        assert not [one for one in commands(reply) if one.startswith("/je_")]
        assert "est annulé" in words(await people.say("marie", f"/je_viens {number}"))


class TestWhoIsOutsideTheTheme:
    async def test_may_come_all_the_same(self, people: People, clock: Clock) -> None:
        number = await published(people, clock)
        await people.join("marie", JOBS)
        await people.say("marie", f"/echange {number}", "je viens")
        assert await status(people, "marie", number) == Partstat.ACCEPTED


class TestWhoJoinsToAnswer:
    async def test_is_a_member_even_when_it_began_meanwhile(
        self, people: People, clock: Clock
    ) -> None:
        number = await published(people, clock)
        await people.say("marie", f"/je_viens {number}", "oui", "Marie", "aucune")
        clock.forward(days=30)
        reply = await people.say("marie", "59")
        assert "Bienvenue" in words(reply)
        assert "a déjà commencé" in words(reply)
        assert await people.member("marie") is not None


class TestAWord:
    @pytest.mark.parametrize(("hours", "at_once"), [(25, 0), (23, 1)])
    async def test_is_told_at_once_on_the_last_day_alone(
        self, hours: int, at_once: int, people: People, clock: Clock
    ) -> None:
        number = await published(people, clock)
        await people.join("marie")
        await people.grant("sophie", "animator", PRODUCTIVE)
        await people.say("marie", f"/je_viens {number}")
        clock.now = datetime.fromisoformat("2026-12-18T09:30+01:00") - timedelta(hours=hours)
        await people.say("marie", f"/un_mot {number} en retard")
        async with people.context("sophie") as ctx:
            heard = await told.conversation(ctx.db, ctx.address_id, clock() - timedelta(days=1))
            waiting = await outbox.claim(
                ctx.db, door="terminal", only=ctx.address, holder="t", limit=9, now=clock()
            )
        assert len(waiting) == at_once
        assert heard.last is None

    async def test_joins_the_words_before_unless_it_is_said_again_or_changed(
        self, people: People, clock: Clock
    ) -> None:
        number = await published(people, clock)
        await people.join("marie")
        await people.say("marie", f"/je_viens {number}", f"/un_mot {number} Je dîne")
        await people.say("marie", *[f"/un_mot {number} {LATE}"] * 2)
        assert await note(people, "marie", number) == f"Je dîne. {LATE}"
        await people.say("marie", f"/changer_mot {number}", "Rien à dire")
        assert await note(people, "marie", number) == "Rien à dire"

    async def test_needs_an_answer_first(self, people: People, clock: Clock) -> None:
        number = await published(people, clock)
        await people.join("marie")
        with pytest.raises(NotRegistered):
            await people.say("marie", f"/un_mot {number} en retard")


class TestWhoIsErased:
    async def test_leaves_her_seat_to_who_waits(self, people: People, clock: Clock) -> None:
        number = await published(people, clock, capacity=1)
        for who in ("marie", "ana"):
            await people.join(who)
            await people.say(who, f"/je_viens {number}")
        await people.say("marie", "/effacer", "/effacer_oui")
        assert await status(people, "ana", number) == Partstat.ACCEPTED


class TestTwoHundredAtOnceForTenSeats:
    @pytest.mark.timeout(180)
    async def test_ten_come_and_the_others_wait_in_order(
        self, database_url: str, clock: Clock
    ) -> None:
        async with open_stage(database_url, clock) as stage:
            await stage.publish(VISIT)
            crowd = [f"m{n}" for n in range(200)]
            await join_all(stage, crowd)
            await stage.app.receive(
                [
                    Request(f"come-{who}", address(who), "/je_viens 5", clock(), name=who)
                    for who in crowd
                ]
            )
            await stage.app.settle()
            said = [stage.read(who) for who in crowd]
        ranks = [
            int(found[1]) for one in said if (found := re.search(r"en (\d+)r?e position", one))
        ]
        assert sum("vous venez" in one for one in said) == 10
        assert sorted(ranks) == list(range(1, 191))


async def join_all(stage: Stage, crowd: list[str]) -> None:
    """Have many people be members, without the talk."""
    async with stage.app.database.transaction() as session:
        ids = await keep_addresses(session, [address(who) for who in crowd], stage.clock())
        for who in crowd:
            profile = Profile(who, "", "59", "Europe/Paris")
            await join_community(session, ids[address(who)], profile, "oui", stage.clock())


class TestTheTableOfWhoComes:
    async def test_runs_no_formula(self, people: People, clock: Clock) -> None:
        number = await published(people, clock, question="=1+1")
        await people.join("marie")
        await people.grant("sophie", "animator", PRODUCTIVE)
        await people.say(
            "marie", f"/je_viens {number}", "passer", f"/un_mot {number} =HYPERLINK(1)"
        )
        reply = await people.say("sophie", f"/inscrits {number}")
        (recipe,) = reply.attachments
        async with people.database.transaction() as session:
            file = await RENDERERS[recipe.kind](session, library(), recipe)
        rows = file.content.decode("utf-8-sig").splitlines()
        assert rows == [
            "nom;structure;territoire;réponse;avec;mot;'=1+1",
            "Marie;;Nord;vient;0;'=HYPERLINK(1);",
        ]

    async def test_is_of_her_themes_alone(self, people: People, clock: Clock) -> None:
        number = await published(people, clock)
        await people.grant("sophie", "animator", JOBS)
        with pytest.raises(NotAnimator):
            await people.say("sophie", f"/inscrits {number}")


@pytest.mark.parametrize(
    ("said", "offered"),
    [
        ("finalement je ne viens pas", "/je_ne_viens_pas {}"),
        ("je viendrai peut-être", "/peut_etre {}"),
        ("je viens seule", "/avec {} 0"),
        ("je viens avec 3 personnes", "/avec {} 3"),
        ("en voiture", ""),
        ("je viens", ""),
    ],
)
async def test_words_that_could_change_an_answer_are_kept_and_the_change_is_offered(
    people: People, clock: Clock, said: str, offered: str
) -> None:
    number = await published(people, clock, question="Comment venez-vous ?")
    await people.join("marie")
    kept = await people.say("marie", f"/je_viens {number} 1", said)
    assert said in kept.html.replace("\u00a0", " ")
    assert ("Votre réponse à l’échange reste la même" in kept.html) is bool(offered)
    assert (commands(kept)[0] == offered.format(number)) is bool(offered)


LATE = "je serai en retard de 10 minutes"


async def test_a_word_of_being_late_reaches_the_one_exchange_she_is_awaited_at(
    people: People, clock: Clock
) -> None:
    number = await published(people, clock)
    await people.join("marie")
    await people.say("marie", f"/je_viens {number}", "/faq")
    kept = await people.say("marie", LATE)
    assert "«\u202fAtelier\u202f»" in kept.html
    async with people.context("marie") as ctx:
        hers = await find_registration(ctx.db, number, ctx.require_member().id)
        assert hers is not None
        assert hers.note == LATE


async def test_a_word_of_being_late_is_asked_of_which_exchange(
    people: People, clock: Clock
) -> None:
    numbers = [await published(people, clock), await published(people, clock)]
    await people.join("marie")
    await people.say("marie", *(f"/je_viens {number}" for number in numbers), "/faq")
    asked = await people.say("marie", LATE)
    assert commands(asked)[:2] == [f"/un_mot {number} {LATE}" for number in numbers]


async def test_who_is_awaited_nowhere_is_late_for_nothing(people: People, clock: Clock) -> None:
    await published(people, clock)
    await people.join("marie")
    assert "/un_mot" not in str(commands(await people.say("marie", LATE)))
