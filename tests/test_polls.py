"""A date poll: who is asked and when, what each says, and what becomes of the date chosen."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import func, select

from community import polls
from community.db.engine import Database
from community.db.tables import Exchange, Member, Poll, Registration, Reminder, Slot, Vote
from community.errors import (
    NotAnimator,
    NotInTheme,
    PastExchange,
    PollClosed,
    PollDecided,
    SlotsUnfit,
    UnknownPoll,
)
from community.members import find_member, stop
from community.polls import Question, Times
from community.privacy import erase_member, rows_about
from community.registrations import Partstat
from community.reminders import ReminderStatus
from community.roles import Rights
from community.tallies import standings, voters
from community.themes import leave_theme
from scheduler import housekeeping
from tests.conftest import Clock
from tests.meetings import BOSS, PARIS, Community, kinds, names
from tests.people import JOBS, PRODUCTIVE, library

YES, MAYBE, NO = Partstat.ACCEPTED, Partstat.TENTATIVE, Partstat.DECLINED
TUESDAY, THURSDAY = "2026-12-08T14:00", "2026-12-10T14:00"
FRIDAY = "2026-12-04T18:00"  # the clock stands on Monday 23 November, 10 h in Paris


class Asking(Community):
    """A community that is asked when to meet."""

    async def ask(
        self, *starts: str, until: str = FRIDAY, rights: Rights = BOSS, zone: str = PARIS
    ) -> int:
        slots = [Times(datetime.fromisoformat(one)) for one in starts or (TUESDAY, THURSDAY)]
        deadline = datetime.fromisoformat(until).replace(tzinfo=ZoneInfo(zone))
        asked = Question(
            theme=PRODUCTIVE,
            kind="atelier",
            title="Atelier",
            zone=zone,
            slots=slots,
            deadline=deadline.astimezone(UTC),
            place="Romans",
        )
        async with self.now() as session:
            poll = await polls.open_poll(session, rights, asked, None, self.clock())
            return poll.id

    async def vote(self, id_: int, member: Member, said: Mapping[int, Partstat]) -> None:
        async with self.now() as session:
            await polls.vote(session, id_, member, said, self.clock())

    async def choose(self, id_: int, position: int, rights: Rights = BOSS) -> int:
        async with self.now() as session:
            exchange = await polls.choose(session, rights, id_, position, self.clock())
            return exchange.id

    async def stop(self, id_: int, rights: Rights = BOSS) -> None:
        async with self.now() as session:
            await polls.stop_poll(session, rights, id_)

    async def answers_to(self, exchange_id: int) -> dict[str, str]:
        async with self.now() as session:
            query = (
                select(Member.name, Registration.status)
                .join(Registration, Registration.member_id == Member.id)
                .where(Registration.exchange_id == exchange_id)
            )
            return {row.name: row.status for row in await session.execute(query)}

    async def counts(self, id_: int) -> list[tuple[int, int, int]]:
        async with self.now() as session:
            found = await standings(session, await polls.find_poll(session, id_))
            return [(one.yes, one.maybe, one.no) for one in found.tallies]


@pytest.fixture
async def town(database: Database, clock: Clock) -> Asking:
    it = Asking(database, clock)
    await it.open()
    return it


class TestAsking:
    async def test_members_of_the_theme_are_asked_once(self, town: Asking) -> None:
        await town.member("marie")
        await town.member("paul", theme=JOBS)
        id_ = await town.ask()
        (told,) = await town.tick()
        assert (told.who, told.kind) == ("marie", "poll")
        assert told.reply.card == f"poll/{id_}"
        assert told.commands == [
            f"/vote {id_} A oui",
            f"/vote {id_} B oui",
            f"/vote {id_} toutes",
            f"/vote {id_} aucune",
        ]
        assert await town.tick() == []

    async def test_nobody_is_asked_at_night(self, town: Asking) -> None:
        await town.member("marie")
        town.set_clock("2026-11-23T22:00")
        await town.ask()
        assert await town.tick() == []
        assert names(await town.at("2026-11-24T08:00")) == ["marie"]

    async def test_each_is_asked_in_the_day_of_her_zone(self, town: Asking) -> None:
        await town.member("marie")
        await town.member("vaea", zone="Pacific/Tahiti")  # it is 23 h on Sunday there
        await town.ask()
        assert names(await town.tick()) == ["marie"]
        assert names(await town.at("2026-11-23T08:00", "Pacific/Tahiti")) == ["vaea"]

    async def test_who_said_stop_is_not_asked(self, town: Asking) -> None:
        marie = await town.member("marie")
        async with town.now() as session:
            await stop(session, await session.merge(marie), town.clock())
        await town.ask()
        assert await town.tick() == []

    async def test_dates_are_kept_in_order(self, town: Asking) -> None:
        id_ = await town.ask(THURSDAY, TUESDAY)
        async with town.now() as session:
            slots = await polls.slots_of(session, id_)
        assert [(one.position, one.starts[:10]) for one in slots] == [
            (1, "2026-12-08"),
            (2, "2026-12-10"),
        ]

    @pytest.mark.parametrize(
        ("starts", "until"),
        [
            ((TUESDAY,), FRIDAY),
            ((TUESDAY, TUESDAY), FRIDAY),
            (tuple(f"2026-12-{day:02}T14:00" for day in range(7, 14)), FRIDAY),
            ((TUESDAY, THURSDAY), TUESDAY),
            ((TUESDAY, THURSDAY), "2026-11-23T09:59"),
            (("2026-11-22T10:00", THURSDAY), "2026-11-21T10:00"),
        ],
        ids=["one", "twice the same", "seven", "late deadline", "past deadline", "past date"],
    )
    async def test_what_no_poll_can_be_is_refused(
        self, town: Asking, starts: tuple[str, ...], until: str
    ) -> None:
        with pytest.raises(SlotsUnfit):
            await town.ask(*starts, until=until)

    async def test_only_who_animates_asks(self, town: Asking) -> None:
        with pytest.raises(NotAnimator):
            await town.ask(rights=Rights(animated=frozenset({JOBS})))


class TestVoting:
    async def test_each_date_has_its_answer_which_may_change(self, town: Asking) -> None:
        marie, paul = await town.member("marie"), await town.member("paul")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES, 2: MAYBE})
        await town.vote(id_, paul, {1: NO})
        assert await town.counts(id_) == [(1, 0, 1), (0, 1, 0)]
        await town.vote(id_, marie, {2: NO})
        assert await town.counts(id_) == [(1, 0, 1), (0, 0, 1)]

    async def test_the_words_of_the_base_are_those_of_calendars(self, town: Asking) -> None:
        marie = await town.member("marie")
        await town.vote(await town.ask(), marie, {1: YES, 2: MAYBE})
        async with town.now() as session:
            assert set(await session.scalars(select(Vote.status))) == {"accepted", "tentative"}

    async def test_who_is_not_in_the_theme_says_nothing(self, town: Asking) -> None:
        paul = await town.member("paul", theme=JOBS)
        id_ = await town.ask()
        with pytest.raises(NotInTheme):
            await town.vote(id_, paul, {1: YES})

    async def test_a_date_that_is_not_there_is_refused(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        with pytest.raises(UnknownPoll):
            await town.vote(id_, marie, {3: YES})

    async def test_nobody_answers_from_the_deadline_on(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        town.set_clock("2026-12-04T17:59")
        await town.vote(id_, marie, {1: YES})
        town.set_clock(FRIDAY)
        with pytest.raises(PollClosed):
            await town.vote(id_, marie, {1: NO})
        assert await town.counts(id_) == [(1, 0, 0), (0, 0, 0)]

    async def test_what_waits_in_a_queue_is_not_asked_of_who_answered(self, town: Asking) -> None:
        marie, _ = await town.member("marie"), await town.member("paul")
        id_ = await town.ask()
        await town.prepare()
        await town.vote(id_, marie, {1: NO})
        assert names(await town.send()) == ["paul"]

    async def test_the_best_date_suits_most_people_then_most_if_need_be(self, town: Asking) -> None:
        people = [await town.member(name) for name in ("marie", "paul", "zoe")]
        id_ = await town.ask(TUESDAY, THURSDAY, "2026-12-11T14:00")
        await town.vote(id_, people[0], {1: YES, 2: YES, 3: MAYBE})
        await town.vote(id_, people[1], {1: NO, 2: MAYBE, 3: MAYBE})
        async with town.now() as session:
            found = await standings(session, await polls.find_poll(session, id_))
        assert [one.slot.position for one in found.best] == [2, 1, 3]
        assert (found.answered, found.asked) == (2, 3)

    async def test_only_who_animates_sees_who(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES, 2: NO})
        async with town.now() as session:
            poll = await polls.find_poll(session, id_)
            assert await voters(session, BOSS, poll) == {(1, YES): ["marie"], (2, NO): ["marie"]}
            with pytest.raises(NotAnimator):
                await voters(session, Rights(), poll)


class TestNudging:
    async def test_who_said_nothing_is_nudged_once_a_day_before(self, town: Asking) -> None:
        marie, paul = await town.member("marie"), await town.member("paul")
        zoe = await town.member("zoe")
        id_ = await town.ask()
        await town.tick()
        await town.vote(id_, marie, {1: YES})
        await town.vote(id_, paul, {1: NO, 2: NO})
        assert await town.at("2026-12-03T17:59") == []
        (told,) = await town.at("2026-12-03T18:00")
        assert (told.who, told.kind) == (zoe.name, "poll-nudge")
        assert await town.at("2026-12-04T17:59") == []

    async def test_half_way_when_time_is_short(self, town: Asking) -> None:
        await town.member("marie")
        await town.ask(until="2026-11-23T18:00")
        await town.tick()
        assert await town.at("2026-11-23T13:59") == []
        assert kinds(await town.at("2026-11-23T14:00")) == ["poll-nudge"]

    async def test_before_quiet_hours(self, town: Asking) -> None:
        await town.member("marie")
        await town.ask(until="2026-12-07T10:00")  # the day before is a Sunday
        await town.tick()
        assert kinds(await town.at("2026-12-05T20:59")) == ["poll-nudge"]

    async def test_not_when_it_would_come_before_the_question(self, town: Asking) -> None:
        await town.member("marie")
        town.set_clock("2026-11-23T22:00")
        await town.ask(until="2026-11-24T08:30")
        assert kinds(await town.at("2026-11-24T08:00")) == ["poll"]
        assert kinds(await town.at("2026-11-24T08:29")) == []

    async def test_late_when_the_bot_was_stopped(self, town: Asking) -> None:
        await town.member("marie")
        await town.ask()
        await town.tick()
        assert kinds(await town.at("2026-12-04T17:00")) == ["poll-nudge"]

    async def test_not_at_all_when_the_deadline_passed_meanwhile(self, town: Asking) -> None:
        await town.member("marie")
        await town.ask()
        await town.tick()
        assert kinds(await town.at("2026-12-05T10:00")) == []

    async def test_an_answer_takes_back_the_nudge_that_waits(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.tick()
        town.set_clock("2026-12-03T18:00")
        await town.prepare()
        await town.vote(id_, marie, {1: YES})
        assert await town.send() == []

    async def test_no_more_than_two_nudges_a_week(self, town: Asking) -> None:
        await town.member("marie")
        for _ in range(3):
            await town.ask()
        await town.tick()
        assert kinds(await town.at("2026-12-03T18:00")) == ["poll-nudge", "poll-nudge"]

    async def test_the_wall_clock_holds_when_clocks_change(self, town: Asking) -> None:
        town.set_clock("2027-10-25T10:00")
        await town.member("marie")
        starts = ("2027-11-03T09:30", "2027-11-04T09:30")
        id_ = await town.ask(*starts, until="2027-10-31T18:00")  # a Sunday of 25 hours
        await town.tick()
        assert await town.at("2027-10-30T18:59") == []
        (told,) = await town.at("2027-10-30T19:00")  # 24 hours before, as they pass
        assert "dimanche 31 octobre 2027 à 18\u00a0h" in told.reply.html
        town.set_clock("2027-10-31T17:59")
        exchange = await town.choose(id_, 1)
        async with town.now() as session:
            starts_at = (await session.get_one(Exchange, exchange)).starts_at
        assert f"{starts_at:%H:%M}" == "08:30"


class TestClosing:
    async def test_the_animator_is_told_and_offered_the_best_first(self, town: Asking) -> None:
        await town.animator("sophie")
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: MAYBE, 2: YES})
        await town.tick()
        assert await town.at("2026-12-04T17:59") == []
        (told,) = await town.at(FRIDAY)
        assert (told.who, told.kind) == ("sophie", "poll-closed")
        assert told.commands == [
            f"/sondage_retenir {id_} B",
            f"/sondage_retenir {id_} A",
            f"/sondage_suivre {id_}",
        ]
        assert "marie" not in told.reply.html

    async def test_she_is_told_when_the_bot_wakes_and_offered_what_is_to_come(
        self, town: Asking
    ) -> None:
        await town.animator("sophie")
        id_ = await town.ask()
        (told,) = await town.at("2026-12-09T10:00")
        assert told.commands == [f"/sondage_retenir {id_} B", f"/sondage_suivre {id_}"]

    async def test_she_is_not_told_of_what_she_decided(self, town: Asking) -> None:
        await town.animator("sophie")
        await town.choose(await town.ask(), 1)
        assert "poll-closed" not in kinds(await town.at(FRIDAY))

    async def test_a_stopped_poll_is_not_spoken_of_again(self, town: Asking) -> None:
        marie = await town.member("marie")
        await town.animator("sophie")
        id_ = await town.ask()
        await town.prepare()
        await town.stop(id_)
        assert await town.send() == []
        assert await town.at("2026-12-03T18:00") == []
        assert await town.at(FRIDAY) == []
        with pytest.raises(PollClosed):
            await town.vote(id_, marie, {1: YES})
        with pytest.raises(PollClosed):
            await town.choose(id_, 1)

    async def test_only_who_animates_stops_it(self, town: Asking) -> None:
        id_ = await town.ask()
        with pytest.raises(NotAnimator):
            await town.stop(id_, Rights(animated=frozenset({JOBS})))


class TestChoosing:
    async def test_those_it_suits_are_registered_and_the_others_invited(self, town: Asking) -> None:
        marie, paul, zoe, _ = [await town.member(n) for n in ("marie", "paul", "zoe", "luc")]
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES})
        await town.vote(id_, paul, {1: MAYBE, 2: YES})
        await town.vote(id_, zoe, {1: NO, 2: YES})
        await town.tick()
        exchange = await town.choose(id_, 1)
        assert await town.answers_to(exchange) == {"marie": "accepted", "paul": "tentative"}
        told = await town.tick()
        assert {(one.who, one.kind) for one in told} == {
            ("marie", "chosen"),
            ("paul", "chosen-maybe"),
            ("zoe", "invitation"),
            ("luc", "invitation"),
        }

    async def test_who_comes_gets_the_date_as_a_file_of_her_own(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES})
        exchange = await town.choose(id_, 1)
        told = {one.kind: one for one in await town.tick()}
        (recipe,) = told["chosen"].reply.attachments
        assert (recipe.kind, recipe.args) == ("exchange.ics", (str(exchange), str(marie.id)))
        assert told["chosen"].commands == [f"/echange {exchange}", f"/je_ne_viens_pas {exchange}"]

    async def test_the_exchange_is_as_the_poll_said(self, town: Asking) -> None:
        exchange = await town.choose(await town.ask(), 2)
        async with town.now() as session:
            made = await session.get_one(Exchange, exchange)
            assert (made.title, made.kind, made.place) == ("Atelier", "atelier", "Romans")
            assert (made.starts, made.status) == (f"{THURSDAY}:00", "published")

    async def test_nobody_is_told_of_it_at_night(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES})
        town.set_clock("2026-11-24T22:00")
        await town.choose(id_, 1)
        assert await town.tick() == []
        assert kinds(await town.at("2026-11-25T08:00")) == ["chosen"]

    async def test_who_withdraws_before_she_is_told_is_not_told(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES})
        exchange = await town.choose(id_, 1)
        await town.prepare()
        await town.answers(marie, exchange, NO)
        assert await town.send() == []

    async def test_who_left_the_theme_is_not_registered(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES})
        async with town.now() as session:
            await leave_theme(session, await session.merge(marie), PRODUCTIVE)
        assert await town.answers_to(await town.choose(id_, 1)) == {}

    async def test_it_can_be_chosen_before_the_deadline_and_after(self, town: Asking) -> None:
        await town.choose(await town.ask(), 1)
        id_ = await town.ask()
        town.set_clock("2026-12-05T10:00")
        await town.choose(id_, 2)

    async def test_a_date_that_passed_is_refused_and_nothing_changes(self, town: Asking) -> None:
        id_ = await town.ask()
        town.set_clock("2026-12-09T10:00")
        with pytest.raises(PastExchange):
            await town.choose(id_, 1)
        await town.choose(id_, 2)

    async def test_it_is_chosen_once(self, town: Asking) -> None:
        id_ = await town.ask()
        await town.choose(id_, 1)
        for position in (1, 2):
            with pytest.raises(PollDecided):
                await town.choose(id_, position)

    async def test_two_animators_at_once_make_one_exchange(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES, 2: YES})
        results = await asyncio.gather(
            *(town.choose(id_, position) for position in (1, 2, 1, 2)), return_exceptions=True
        )
        assert sorted(type(one).__name__ for one in results) == ["PollDecided"] * 3 + ["int"]
        async with town.now() as session:
            assert await session.scalar(select(func.count(Exchange.id))) == 1
        assert kinds(await town.tick(), "marie").count("chosen") == 1

    async def test_an_answer_and_a_choice_at_once_leave_no_doubt(self, town: Asking) -> None:
        people = [await town.member(f"m{n}") for n in range(8)]
        id_ = await town.ask()
        works = [town.vote(id_, one, {1: YES}) for one in people]
        results = await asyncio.gather(*works, town.choose(id_, 1), return_exceptions=True)
        refused = sum(isinstance(one, PollClosed) for one in results)
        exchange = results[-1]
        assert isinstance(exchange, int)
        assert len(await town.answers_to(exchange)) == len(people) - refused

    async def test_only_who_animates_chooses(self, town: Asking) -> None:
        id_ = await town.ask()
        with pytest.raises(NotAnimator):
            await town.choose(id_, 1, Rights(animated=frozenset({JOBS})))


class TestKeeping:
    async def test_votes_are_exported_and_erased_with_who_gave_them(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES, 2: NO})
        async with town.now() as session:
            about = await rows_about(session, [], marie.id)
            assert [row["status"] for row in about["votes"]] == ["accepted", "declined"]
            await erase_member(session, await find_member(session, marie.id))
        async with town.now() as session:
            assert list(await session.scalars(select(Vote.id))) == []
        assert await town.counts(id_) == [(0, 0, 0), (0, 0, 0)]

    async def test_a_poll_outlives_who_asked(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        async with town.now() as session:
            (await session.get_one(Poll, id_)).created_by = marie.id
        async with town.now() as session:
            await erase_member(session, await find_member(session, marie.id))
        async with town.now() as session:
            assert (await session.get_one(Poll, id_)).created_by is None

    async def test_a_poll_is_forgotten_sixty_days_after_it_closed(self, town: Asking) -> None:
        marie = await town.member("marie")
        id_ = await town.ask()
        await town.vote(id_, marie, {1: YES})
        exchange = await town.choose(id_, 1)
        closed = datetime.fromisoformat(FRIDAY).replace(tzinfo=ZoneInfo(PARIS))
        for days, left in ((60, 1), (61, 0)):
            async with town.now() as session:
                await housekeeping.sweep(session, library().texts, closed + timedelta(days=days))
            async with town.now() as session:
                for table in (Poll, Slot, Vote):
                    count = await session.scalar(select(func.count()).select_from(table)) or 0
                    assert min(count, 1) == left
        async with town.now() as session:
            query = select(Reminder.id).where(Reminder.poll_id.is_not(None))
            assert list(await session.scalars(query)) == []
        assert await town.answers_to(exchange) == {"marie": "accepted"}

    async def test_what_was_planned_is_dropped_once_decided(self, town: Asking) -> None:
        id_ = await town.ask()
        await town.choose(id_, 1)
        async with town.now() as session:
            query = select(Reminder.status).where(Reminder.poll_id == id_)
            assert set(await session.scalars(query)) == {ReminderStatus.DROPPED}
