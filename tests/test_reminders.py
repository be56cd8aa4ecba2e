"""What is said of an exchange, and to whom: what each got, and what nobody got."""

import asyncio

import pytest

from community.addresses import close_address, keep_addresses
from community.db.engine import Database
from community.db.tables import AddressRow, Exchange, Minutes
from community.hearing import hear
from community.members import pause, stop
from community.post import inbox
from community.registrations import Partstat, add_note, answer, find_registration
from community.reminders import Audience, send_message
from community.themes import join_theme, leave_theme
from community.timing import Kind
from community.words import Address, Request
from scheduler import reminders
from tests.conftest import Clock
from tests.meetings import Community, kinds, names
from tests.people import JOBS, PRODUCTIVE

FRIDAY = "2026-12-18T09:30"  # the clock stands on Monday 23 November, 10 h in Paris


@pytest.fixture
async def town(database: Database, clock: Clock) -> Community:
    it = Community(database, clock)
    await it.open()
    return it


async def test_who_is_in_the_theme_is_invited(town: Community) -> None:
    await town.member("marie")
    await town.member("paul", theme=JOBS)
    id_ = await town.publish(FRIDAY)
    (told,) = await town.tick()
    assert (told.who, told.kind, told.exchange) == ("marie", "invitation", id_)
    assert told.reply.html.startswith("<p><b>Atelier</b><br>Vendredi 18 décembre 2026 à 9")
    assert told.commands == [
        f"/je_viens {id_}", f"/peut_etre {id_}", f"/je_ne_viens_pas {id_}", f"/echange {id_}",
    ]  # fmt: skip


async def test_who_answered_already_is_not_invited(town: Community) -> None:
    marie = await town.member("marie")
    await town.answers(marie, await town.publish(FRIDAY), Partstat.TENTATIVE)
    assert await town.tick() == []


async def test_what_was_said_is_not_said_again(town: Community) -> None:
    await town.member("marie")
    await town.publish(FRIDAY)
    assert names(await town.tick()) == ["marie"]
    assert await town.tick() == []


async def test_somebody_with_two_addresses_is_told_once(town: Community) -> None:
    marie = await town.member("marie")
    async with town.now() as session:
        ids = await keep_addresses(session, [Address("terminal", "bureau")], town.clock())
        (await session.get_one(AddressRow, *ids.values())).member_id = marie.id
    await town.publish(FRIDAY)
    assert names(await town.tick()) == ["marie"]


async def test_a_closed_address_is_passed_over_for_another(town: Community) -> None:
    marie = await town.member("marie")
    async with town.now() as session:
        ids = await keep_addresses(
            session, [Address("terminal", "marie"), Address("terminal", "bureau")], town.clock()
        )
        (await session.get_one(AddressRow, ids[Address("terminal", "bureau")])).member_id = marie.id
        await close_address(session, ids[Address("terminal", "marie")], town.clock())
    await town.publish(FRIDAY)
    assert names(await town.tick()) == ["bureau"]


async def test_nobody_is_told_after_stop(town: Community) -> None:
    marie = await town.member("marie")
    async with town.now() as session:
        await stop(session, await session.merge(marie), town.clock())
    await town.publish(FRIDAY)
    assert await town.tick() == []


async def test_who_paused_is_told_after_her_pause_and_not_at_night(town: Community) -> None:
    marie = await town.member("marie")
    async with town.now() as session:
        until = town.clock().replace(day=25, hour=22)
        await pause(session, await session.merge(marie), until)
    await town.publish(FRIDAY)
    assert await town.tick() == []
    assert await town.at("2026-11-26T07:59") == []
    assert names(await town.at("2026-11-26T08:00")) == ["marie"]


async def test_what_waits_for_the_end_of_a_pause_is_not_sent_on_a_sunday(town: Community) -> None:
    marie = await town.member("marie")
    town.set_clock("2026-11-28T22:00")
    await town.publish(FRIDAY)  # on a Saturday, at night: to be sent on Monday
    town.set_clock("2026-11-30T08:00")
    await town.expand()
    async with town.now() as session:
        until = town.clock().replace(month=12, day=6)
        await pause(session, await session.merge(marie), until)
    assert await town.at("2026-12-06T12:00") == []
    assert names(await town.at("2026-12-07T08:00")) == ["marie"]


async def test_who_said_nothing_is_nudged_ten_days_before(town: Community) -> None:
    marie, paul = await town.member("marie"), await town.member("paul")
    lea = await town.member("lea")
    id_ = await town.publish(FRIDAY)
    await town.tick()
    await town.answers(marie, id_)
    await town.answers(paul, id_, Partstat.DECLINED)
    assert await town.at("2026-12-08T09:29") == []
    (told,) = await town.at("2026-12-08T09:30")
    assert (told.who, told.kind) == (lea.name, "nudge")
    assert "C’est dans 10" in told.reply.html


async def test_nobody_is_nudged_to_what_is_full(town: Community) -> None:
    await town.member("paul")
    marie = await town.member("marie")
    id_ = await town.publish(FRIDAY, capacity=1)
    await town.answers(marie, id_)
    await town.tick()
    assert names(await town.at("2026-12-08T09:30"), "nudge") == []


async def test_nobody_is_nudged_more_than_twice_in_seven_days(town: Community) -> None:
    marie = await town.member("marie")
    async with town.now() as session:
        await join_theme(session, await session.merge(marie), JOBS, town.clock())
    for day in ("2026-12-17", "2026-12-18", "2026-12-19", "2026-12-24"):
        await town.publish(f"{day}T10:00", theme=JOBS if day.endswith("18") else PRODUCTIVE)
    await town.tick()
    for number in range(7, 15):
        await town.at(f"2026-12-{number:02}T10:00")
    nudged = [told.at.day for told in town.told if told.kind == "nudge"]
    assert nudged == [7, 8, 14]


async def test_who_comes_is_told_a_week_a_day_and_an_hour_before(town: Community) -> None:
    marie, paul = await town.member("marie"), await town.member("paul")
    id_ = await town.publish(FRIDAY, visio="https://visio.example.org/a")
    await town.answers(marie, id_)
    await town.answers(paul, id_, Partstat.TENTATIVE)
    told = []
    for moment in ("2026-12-11T09:30", "2026-12-17T09:30", "2026-12-18T08:30"):
        told += await town.at(moment)
    assert [(one.who, one.kind) for one in told] == [
        ("marie", "week"), ("marie", "eve"), ("marie", "hour"),
    ]  # fmt: skip
    for one, begins in zip(told, ("Dans une semaine", "Demain", "Dans une heure"), strict=True):
        assert begins in one.reply.html
        assert 'href="https://visio.example.org/a"' in one.reply.html
        assert f"/je_ne_viens_pas {id_}" in one.commands


async def test_an_online_exchange_is_said_to_begin(town: Community) -> None:
    marie = await town.member("marie")
    online = await town.publish(FRIDAY, place="", visio="https://visio.example.org/a")
    elsewhere = await town.publish(FRIDAY)
    await town.answers(marie, online)
    await town.answers(marie, elsewhere)
    told = await town.at(FRIDAY)
    assert [one.exchange for one in told if one.kind == "starting"] == [online]


async def test_thanks_go_to_who_came(town: Community) -> None:
    marie, paul = await town.member("marie"), await town.member("paul")
    id_ = await town.publish(FRIDAY)
    await town.answers(marie, id_)
    await town.answers(paul, id_)
    async with town.now() as session:
        his = await find_registration(session, id_, paul.id)
        assert his is not None
        his.attended = False
    told = [one for one in await town.at("2026-12-18T12:30") if one.kind == "thanks"]
    assert names(told) == ["marie"]
    assert told[0].commands == [*(f"/avis {id_} {n}" for n in range(1, 6)), f"/idee {id_}"]


async def test_minutes_go_to_the_whole_theme(town: Community) -> None:
    await town.member("marie")
    await town.member("paul")
    id_ = await town.publish(FRIDAY)
    await town.at("2026-12-19T11:00")
    async with town.now() as session:
        session.add(Minutes(exchange_id=id_, drafted_at=town.clock(), decisions="Un\nDeux"))
    await town.announce(id_, Kind.MINUTES)
    told = await town.tick()
    assert names(told, "minutes") == ["marie", "paul"]
    assert "<li>Un</li><li>Deux</li>" in told[0].reply.html


async def test_a_move_is_told_once_to_who_counts_on_it(town: Community) -> None:
    people = [await town.member(name) for name in ("marie", "paul", "lea", "jean", "zoe")]
    marie, paul, lea, jean, _ = people
    id_ = await town.publish(FRIDAY, capacity=1)
    await town.tick()
    await town.answers(marie, id_)
    await town.answers(paul, id_, Partstat.TENTATIVE)
    await town.answers(lea, id_)
    await town.answers(jean, id_, Partstat.DECLINED)
    await town.move(id_, "2026-12-15T14:00")
    told = await town.tick()
    assert names(told) == ["lea", "marie", "paul"]
    assert set(kinds(told)) == {"moved"}
    html = told[0].reply.html.replace("\u00a0", " ").replace("\u202f", " ")
    assert html.startswith(
        "<p><b>Changement : Atelier</b><br>Nouvelle date : Mardi 15 décembre 2026 à 14 h"
        "<br>Avant : Vendredi 18 décembre 2026 à 9 h 30"
    )


async def test_another_place_is_told_with_the_former_one(town: Community) -> None:
    id_ = await town.publish(FRIDAY)
    await town.answers(await town.member("marie"), id_)
    await town.change(id_, place="Valence")
    (told,) = [one for one in await town.tick() if one.kind == "moved"]
    html = told.reply.html.replace("\u00a0", " ")
    assert "Nouveau lieu : Valence<br>Avant : Romans" in html
    assert "La date reste la même" in html


async def test_a_slip_of_the_pen_is_told_to_nobody(town: Community) -> None:
    id_ = await town.publish(FRIDAY)
    await town.answers(await town.member("marie"), id_)
    await town.change(id_, title="Ateliers")
    assert await town.tick() == []


async def test_nothing_is_said_for_the_former_date(town: Community) -> None:
    id_ = await town.publish(FRIDAY)
    await town.answers(await town.member("marie"), id_)
    await town.at("2026-12-11T09:30")
    await town.move(id_, "2027-01-15T09:30")
    await town.tick()
    assert await town.at("2026-12-18T09:30") == []


async def test_what_had_gone_for_the_former_date_goes_for_the_new_one(town: Community) -> None:
    id_ = await town.publish(FRIDAY)
    await town.answers(await town.member("marie"), id_)
    assert kinds(await town.at("2026-12-11T09:30")) == ["week"]
    await town.move(id_, "2027-01-15T09:30")
    await town.tick()
    assert kinds(await town.at("2027-01-08T09:30")) == ["week"]


async def test_who_was_not_told_yet_is_invited_to_the_new_date_alone(town: Community) -> None:
    marie = await town.member("marie")
    await town.member("paul")
    async with town.now() as session:
        until = town.clock().replace(day=27)
        await pause(session, await session.merge(marie), until)
    id_ = await town.publish(FRIDAY)
    assert names(await town.tick()) == ["paul"]
    await town.move(id_, "2027-01-15T09:30")
    await town.tick()
    (told,) = await town.at("2026-11-27T12:00")
    assert told.who == "marie"
    assert "Vendredi 15 janvier 2027" in told.reply.html
    assert names(town.told, "invitation") == ["marie", "paul"]


async def test_a_cancelled_exchange_is_told_once_and_nothing_else_is(town: Community) -> None:
    marie = await town.member("marie")
    await town.member("paul")
    id_ = await town.publish(FRIDAY)
    await town.tick()
    await town.answers(marie, id_)
    await town.cancel(id_)
    assert [(one.who, one.kind) for one in await town.tick()] == [("marie", "cancelled")]
    for moment in ("2026-12-08T09:30", "2026-12-11T09:30", "2026-12-18T12:00"):
        assert await town.at(moment) == []


async def test_a_no_takes_back_what_was_to_be_sent(town: Community) -> None:
    marie = await town.member("marie")
    id_ = await town.publish(FRIDAY)
    await town.tick()
    await town.answers(marie, id_)
    town.set_clock("2026-12-11T09:30")
    await town.prepare()
    assert await town.unsent() == ["marie"]
    await town.answers(marie, id_, Partstat.DECLINED)
    assert await town.unsent() == []


async def test_a_yes_takes_back_the_invitation(town: Community) -> None:
    marie = await town.member("marie")
    id_ = await town.publish(FRIDAY)
    await town.expand()
    assert await town.unsent() == ["marie"]
    await town.answers(marie, id_)
    assert await town.unsent() == []


async def test_a_brief_tells_the_animator_who_comes_and_what_was_decided(town: Community) -> None:
    await town.animator("ana")
    marie, paul = await town.member("marie"), await town.member("paul")
    earlier = await town.publish("2026-11-25T10:00")
    await town.answers(marie, earlier)
    id_ = await town.publish(FRIDAY)
    await town.answers(marie, id_, guests=2)
    await town.answers(paul, id_)
    await town.answers(await town.member("lea"), id_, Partstat.TENTATIVE)
    async with town.now() as session:
        await add_note(session, id_, marie, "j'arrive à 10 h", town.clock())
        now = town.clock()
        session.add(
            Minutes(exchange_id=earlier, drafted_at=now, published_at=now, decisions="À Romans")
        )
    (told,) = [one for one in await town.at("2026-12-17T18:00") if one.kind == "brief"]
    assert told.who == "ana"
    html = told.reply.html.replace("\u00a0", " ").replace("\u202f", " ")
    assert "<b>Demain : Atelier</b>" in html
    assert "4 personnes attendues" in html
    assert "<li>marie, Pôle Sud, avec 2 personnes<br>« j’arrive à 10 h »</li>" in html
    assert "<li>paul, Pôle Sud (première fois)</li>" in html
    assert "Peut-être : 1." in html
    assert "<li>À Romans</li>" in html


@pytest.mark.parametrize("published", [False, True])
async def test_the_day_after_the_animator_hears_what_is_left_to_do(
    town: Community, published: bool
) -> None:
    await town.animator("ana")
    id_ = await town.publish(FRIDAY)
    await town.answers(await town.member("marie"), id_)
    await town.at("2026-12-18T12:30")
    async with town.now() as session:
        now = town.clock()
        session.add(
            Minutes(exchange_id=id_, drafted_at=now, published_at=now if published else None)
        )
    told = await town.at("2026-12-19T09:00")
    assert [(one.who, one.kind) for one in told] == ([] if published else [("ana", "wrap-up")])


@pytest.mark.parametrize(
    ("audience", "who"),
    [
        (Audience.THEME, ["jean", "lea", "marie", "paul"]),
        (Audience.COMING, ["marie"]),
        (Audience.NOT_COMING, ["paul"]),
        (Audience.SILENT, ["jean", "lea"]),
    ],
)
async def test_a_message_goes_to_whom_it_is_for(
    town: Community, audience: Audience, who: list[str]
) -> None:
    marie, paul = await town.member("marie"), await town.member("paul")
    await town.member("lea")
    jean = await town.member("jean")
    id_ = await town.publish(FRIDAY)
    await town.answers(marie, id_)
    await town.answers(paul, id_, Partstat.DECLINED)
    await town.tick()
    async with town.now() as session:
        await send_message(
            session,
            theme=PRODUCTIVE,
            exchange=await session.get_one(Exchange, id_),
            audience=audience,
            body="Ana :\nApportez <vos> bottes",
            author_id=jean.id,
            now=town.clock(),
        )
    told = await town.tick()
    assert names(told, "message") == who
    assert (
        "<blockquote>Ana\u00a0:<br>Apportez &lt;vos&gt; bottes</blockquote>" in told[0].reply.html
    )


async def test_two_messages_about_one_exchange_both_go(town: Community) -> None:
    marie = await town.member("marie")
    await town.tick()
    async with town.now() as session:
        for body in ("un", "deux"):
            await send_message(
                session,
                theme=PRODUCTIVE,
                exchange=None,
                audience=Audience.THEME,
                body=body,
                author_id=marie.id,
                now=town.clock(),
            )
    assert len(await town.tick() + await town.tick()) == 2


async def test_who_left_the_theme_is_told_nothing_more_of_it(town: Community) -> None:
    marie = await town.member("marie")
    await town.publish(FRIDAY)
    async with town.now() as session:
        await leave_theme(session, marie, PRODUCTIVE)
    assert await town.tick() == []


async def test_two_hundred_are_told_a_transaction_and_none_is_forgotten(town: Community) -> None:
    for n in range(250):
        await town.member(f"m{n}")
    await town.publish(FRIDAY)
    await town.expand()
    assert len(await town.unsent()) == 200
    assert len(await town.tick()) == 250


async def test_a_batch_that_fails_is_taken_up_where_it_was(
    town: Community, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        await town.member(f"m{n}")
    await town.publish(FRIDAY)
    with monkeypatch.context() as patched:
        patched.setattr(reminders, "A_BATCH", 2)
        await town.expand()
        patched.setattr(reminders, "add_notices", None)
        with pytest.raises(TypeError):
            await town.expand()
    assert names(await town.tick()) == ["m0", "m1", "m2"]


async def test_who_answers_and_who_is_told_do_not_wait_for_each_other(
    town: Community,
) -> None:
    """A handler has her address, then wants the exchange; a pass has it, then writes to her."""
    if town.database.embedded:
        pytest.skip("SQLite has one writer")
    marie = await town.member("marie")
    id_ = await town.publish(FRIDAY)
    said = Request("1", Address("terminal", "marie"), "oui", town.clock())
    async with town.now() as session:
        await inbox.receive(session, [said], town.clock())
    async with town.now() as session:
        assert await hear(session, 1, town.clock()) is not None
        async with asyncio.timeout(5):
            await town.expand()
        await answer(session, id_, marie, Partstat.ACCEPTED, town.clock())
