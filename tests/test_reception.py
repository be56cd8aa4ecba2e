"""What bad luck, bad input and haste get: an answer, once, and nothing lost."""

import asyncio
import logging
from collections.abc import AsyncIterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from bot import answering, matching, reception, router, sending
from community.context import Command, Context
from community.db.tables import Delivery, Inbox, Invitation, Status
from community.errors import NotAnimator
from community.invitations import invite_to_theme
from community.post import outbox
from community.post.outbox import Parcel
from community.post.statuses import report
from community.roles import Rights
from community.words import (
    Address,
    DoorAway,
    DoorError,
    File,
    Refused,
    Reply,
    Request,
    Sending,
)
from tests.conftest import Clock
from tests.stage import ListeningDoor, Stage, address, open_stage

MARIE = address("Marie")


@pytest.fixture
async def stage(database_url: str, clock: Clock) -> AsyncIterator[Stage]:
    async with open_stage(database_url, clock) as opened:
        yield opened


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> dict[str, Command]:
    """The table of commands, where a test can put its own."""
    table = dict(matching.BY_NAME)
    monkeypatch.setattr(router, "BY_NAME", table)
    return table


async def _invite_then_fail(_: Request, ctx: Context) -> Reply:
    await invite_to_theme(ctx.db, Rights(administrator=True), None, "renouveau-productif", ctx.now)
    await ctx.tell(ctx.address_id, Reply("<p>trop tôt</p>"), "trop-tot")
    raise ZeroDivisionError


async def _invite(_: Request, ctx: Context) -> Reply:
    await invite_to_theme(ctx.db, Rights(administrator=True), None, "renouveau-productif", ctx.now)
    return Reply("<p>invité</p>")


async def _refuse(_: Request, ctx: Context) -> Reply:
    raise NotAnimator(theme="renouveau-productif")


async def test_a_bug_undoes_its_effects_and_is_answered_kindly(
    stage: Stage, commands: dict[str, Command], caplog: pytest.LogCaptureFixture
) -> None:
    commands["panne"] = Command("panne", _invite_then_fail)
    assert "rien n’a été fait" in await stage.say("Marie", "/panne mon secret")
    async with stage.app.database.transaction() as session:
        assert (await session.scalars(select(Invitation))).all() == []
    assert "ZeroDivisionError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_refusal_is_said_in_its_own_words(
    stage: Stage, commands: dict[str, Command]
) -> None:
    commands["refus"] = Command("refus", _refuse)
    assert "anim" in await stage.say("Marie", "/refus")


async def test_the_same_request_twice_is_answered_once(stage: Stage) -> None:
    request = Request("1", MARIE, "/aide", stage.clock())
    await stage.app.receive([request])
    await stage.app.settle()
    await stage.app.receive([request])
    await stage.app.settle()
    assert len(stage.door.heard[MARIE]) == 1


async def test_one_person_is_answered_in_order(stage: Stage) -> None:
    said = [Request(f"{n}", MARIE, f"/inconnu{n}" if n % 2 else "/aide", stage.clock())
            for n in range(6)]  # fmt: skip
    await stage.app.receive(said)
    await stage.app.settle()
    heard = [reply.html for reply, _, _ in stage.door.heard[MARIE]]
    assert heard[0::2] == [heard[0]] * 3
    assert heard[1] != heard[0]


class TestThreeTries:
    """A request whose handling never commits is set aside after three tries."""

    async def test_it_is_shelved_and_everybody_concerned_is_told(
        self, stage: Stage, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        await stage.grant("Alice", "administrator")

        async def crash(*_: object) -> None:
            raise ConnectionError

        monkeypatch.setattr(reception, "RETRY", 0.0)
        monkeypatch.setattr(answering.Answering, "answer", crash)
        told = await stage.say("Marie", "bonjour")
        assert "message" in told
        assert stage.read("Alice")
        async with stage.app.database.transaction() as session:
            row = (await session.scalars(select(Inbox))).one()
            assert (row.outcome, row.attempts) == ("shelved", 4)
            assert row.payload is not None


class TestHaste:
    """More than 20 requests in 10 s get one polite line, then silence."""

    @pytest.fixture
    async def hurried(self, sqlite_url: str, clock: Clock) -> AsyncIterator[Stage]:
        async with open_stage(sqlite_url, clock, rate_limit=20) as opened:
            yield opened

    async def flood(self, stage: Stage, count: int, name: str) -> int:
        said = [Request(f"{name}{n}", MARIE, "/aide", stage.clock()) for n in range(count)]
        await stage.app.receive(said)
        await stage.app.settle()
        return len(stage.door.heard.pop(MARIE, []))

    async def test_thirty_at_once_get_twenty_answers_and_one_line(self, hurried: Stage) -> None:
        assert await self.flood(hurried, 30, "a") == 21

    async def test_nobody_else_notices(self, hurried: Stage) -> None:
        await self.flood(hurried, 30, "a")
        assert await hurried.say("Paul", "/aide")

    async def test_who_slows_down_is_answered_again(self, hurried: Stage) -> None:
        await self.flood(hurried, 30, "a")
        hurried.clock.forward(seconds=11)
        assert await self.flood(hurried, 1, "b") == 1


class FaultyDoor(ListeningDoor):
    """A door that fails as told before it sends."""

    fault: Exception | None = None

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        if self.fault is not None:
            raise self.fault
        return await super().send(to, reply, files, how)


class TestADoorThatFails:
    """A door that cannot send now loses nothing; one that never will is closed."""

    @pytest.fixture
    def door(self, stage: Stage) -> FaultyDoor:
        door = FaultyDoor()
        stage.door = stage.app.sender._doors["terminal"] = door  # type: ignore[index]
        return door

    async def test_an_answer_is_sent_when_the_door_works_again(
        self, stage: Stage, door: FaultyDoor
    ) -> None:
        door.fault = DoorError("closed for a while", retry_after=30)
        assert await stage.say("Marie", "/aide") == ""
        door.fault = None
        stage.clock.forward(minutes=1)
        await stage.app.settle()
        assert stage.read("Marie")

    async def test_later_answers_queue_behind_it(self, stage: Stage, door: FaultyDoor) -> None:
        door.fault = DoorError("closed for a while", retry_after=30)
        await stage.say("Marie", "/aide")
        door.fault = None
        assert await stage.say("Marie", "/inconnu") == ""
        stage.clock.forward(minutes=1)
        await stage.app.settle()
        heard = [reply.html for reply, _, _ in door.heard[MARIE]]
        assert len(heard) == 2
        assert "inconnu" not in heard[0]

    async def test_nobody_else_waits_for_it(self, stage: Stage, door: FaultyDoor) -> None:
        door.fault = DoorError("closed for a while", retry_after=30)
        await stage.say("Marie", "/aide")
        door.fault = None
        request = Request("paul", address("Paul"), "/aide", stage.clock())
        await stage.app.receive([request])
        await stage.app._reception.settle()
        assert stage.read("Paul")

    async def test_one_that_is_away_for_a_day_loses_nothing(
        self, stage: Stage, door: FaultyDoor
    ) -> None:
        door.fault = DoorAway("away")
        await stage.say("Marie", "/aide")
        for _ in range(24):
            await self.wait(stage, hours=1)
        door.fault = None
        await self.wait(stage, minutes=3)
        assert stage.read("Marie")

    async def test_one_that_asks_for_hours_is_left_alone_for_hours(
        self, stage: Stage, door: FaultyDoor
    ) -> None:
        door.fault = DoorError("asked to wait", retry_after=3 * 3600)
        await stage.say("Marie", "/aide")
        door.fault = None
        await self.wait(stage, hours=2)
        assert not stage.read("Marie")

    async def test_a_message_that_never_goes_does_not_hold_back_the_others_for_ever(
        self, stage: Stage, door: FaultyDoor
    ) -> None:
        door.fault = DoorError("refused")
        await stage.say("Marie", "/aide")
        for _ in range(outbox.TRIES):
            await self.wait(stage, minutes=10)
        door.fault = None
        assert await stage.say("Marie", "/aide")

    async def wait(self, stage: Stage, **time: float) -> None:
        stage.clock.forward(**time)
        await stage.app.settle()

    async def test_a_refusal_closes_the_address_until_she_speaks(
        self, stage: Stage, door: FaultyDoor
    ) -> None:
        door.fault = Refused()
        await stage.say("Marie", "/aide")
        door.fault = None
        assert await stage.say("Marie", "/aide")


class SlowDoor(ListeningDoor):
    """A door that is told when to finish."""

    def __init__(self) -> None:
        super().__init__()
        self.begun = asyncio.Event()
        self.finish = asyncio.Event()

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        self.begun.set()
        await self.finish.wait()
        return await super().send(to, reply, files, how)


async def test_what_is_in_hand_is_not_sent_again_when_its_lease_runs_out(stage: Stage) -> None:
    door = stage.door = stage.app.sender._doors["terminal"] = SlowDoor()  # type: ignore[index]
    await stage.app.receive([Request("1", MARIE, "/aide", stage.clock())])
    await door.begun.wait()
    stage.clock.forward(hours=1)
    assert await stage.app.sender._claim_all() == 0
    door.finish.set()
    await stage.app.settle()
    assert len(door.heard[MARIE]) == 1


async def test_what_went_while_the_database_was_away_is_not_sent_again(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark, faults = outbox.mark_sent, [ConnectionError(), ConnectionError()]

    async def away(*given: Any) -> None:
        if faults:
            raise faults.pop()
        await mark(*given)

    monkeypatch.setattr(sending, "AGAIN", 0)
    monkeypatch.setattr(outbox, "mark_sent", away)
    assert await stage.say("Marie", "/aide")
    stage.clock.forward(hours=1)
    await stage.app.settle()
    assert stage.read("Marie") == ""
    assert await stage.say("Marie", "/inconnu"), "nothing waits before it"


async def test_a_database_that_is_away_for_a_moment_does_not_end_the_process(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    stopping = asyncio.Event()

    async def away(*_: object, **__: object) -> list[Parcel]:
        stopping.set()
        raise ConnectionError

    monkeypatch.setattr(outbox, "claim", away)
    await stage.app.sender.run(stopping)
    assert "deliveries could not be claimed: ConnectionError" in caplog.text


async def test_what_was_left_unhandled_is_taken_up_at_the_next_start(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reception.Reception, "wake", lambda *_: None)
    await stage.app.receive([Request("1", MARIE, "/aide", stage.clock())])
    monkeypatch.undo()
    await stage.restart()
    await stage.app.settle()
    assert stage.read("Marie")


class TestACrowd:
    """Many people who speak at once."""

    async def says(self, stage: Stage, *texts: str) -> list[str]:
        """What each is answered, who says one of these."""
        crowd = [Request(f"c{n}", Address("terminal", f"c{n}"), text, stage.clock())
                 for n, text in enumerate(texts)]  # fmt: skip
        await stage.app.receive(crowd)
        await stage.app.settle()
        heard = [stage.door.heard[request.sender] for request in crowd]
        assert [len(answers) for answers in heard] == [1] * len(crowd)
        return [answers[0][0].html for answers in heard]

    async def test_is_answered_side_by_side(self, stage: Stage) -> None:
        answers = await self.says(stage, *["/aide"] * 50)
        assert len(set(answers)) == 1

    async def test_shares_its_transactions_where_there_is_one_writer(
        self, sqlite_url: str, clock: Clock
    ) -> None:
        commits: list[Connection] = []
        async with open_stage(sqlite_url, clock) as stage:
            event.listen(stage.app.database.engine.sync_engine, "commit", commits.append)
            await self.says(stage, *["/aide"] * 50)
        assert len(commits) < 50

    async def test_loses_nothing_by_a_bug_that_one_meets(
        self, stage: Stage, commands: dict[str, Command], caplog: pytest.LogCaptureFixture
    ) -> None:
        commands["panne"] = Command("panne", _invite_then_fail)
        before, met, after = await self.says(stage, "/aide", "/panne", "/aide")
        assert before == after
        assert "rien n’a été fait" in met
        assert caplog.text.count("ZeroDivisionError") == 1
        async with stage.app.database.transaction() as session:
            assert (await session.scalars(select(Invitation))).all() == []

    async def test_changes_the_data_once_each_when_one_is_refused(
        self, stage: Stage, commands: dict[str, Command]
    ) -> None:
        commands["invite"] = Command("invite", _invite)
        commands["refus"] = Command("refus", _refuse)
        await self.says(stage, *["/invite"] * 3, "/refus", *["/invite"] * 3)
        async with stage.app.database.transaction() as session:
            assert len((await session.scalars(select(Invitation))).all()) == 6

    async def test_hears_what_the_one_before_changed(
        self, sqlite_url: str, clock: Clock, commands: dict[str, Command]
    ) -> None:
        held: list[Status | None] = []

        async def count(_: Request, ctx: Context) -> Reply:
            """Count in a row that stays in hand, and is changed beside it."""
            held.append(row := await ctx.db.get(Status, "crowd"))
            told = f"{int(row.detail) + 1 if row else 1}"
            await report(ctx.db, "crowd", ctx.now, told)
            return Reply(told)

        commands["compte"] = Command("compte", count)
        async with open_stage(sqlite_url, clock) as stage:
            answers = await self.says(stage, *["/compte"] * 5)
        assert sorted(answers) == ["1", "2", "3", "4", "5"]


@pytest.fixture(autouse=True)
def _loud(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)


async def test_two_processes_answer_one_person_once_and_in_order(
    request: pytest.FixtureRequest, clock: Clock
) -> None:
    server, template = (request.getfixturevalue(n) for n in ("postgres", "postgres_template"))
    url = server.create("palabre_two", template)
    said = [Request(f"{n}", MARIE, f"/rejoindre {n}", clock()) for n in range(20)]
    async with open_stage(url, clock) as one, open_stage(url, clock) as two:
        for index, request_ in enumerate(said):
            await (one if index % 2 else two).app.receive([request_])
        await asyncio.gather(one.app.settle(), two.app.settle())
        await one.app.settle()  # which leads the door: what the other left in the queue
        async with one.app.database.transaction() as session:
            rows = (await session.scalars(select(Inbox).order_by(Inbox.id))).all()
            answers = select(Delivery.key, Delivery.status).order_by(Delivery.id)
            sent = (await session.execute(answers)).all()
    assert {row.outcome for row in rows} == {"answered"}
    assert [(key, status) for key, status in sent] == [(f"answer/{row.id}", "sent") for row in rows]
