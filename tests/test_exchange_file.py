"""The file that comes with a confirmation says what an exchange is when it is sent."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import icalendar
import pytest

from community.calendar.entries import Status
from community.context import Context
from community.db.tables import Exchange, Member
from community.errors import UnknownExchange
from community.exchanges import (
    Plan,
    cancel_exchange,
    change_exchange,
    plan_exchange,
    plan_of,
    publish_exchange,
)
from community.registrations import Partstat, answer
from community.roles import Rights
from community.words import Attachment, File
from handlers.files import RENDERERS
from tests.calendar_server import running_calendar_server
from tests.conftest import Clock
from tests.people import PRODUCTIVE, People
from tests.validators import libical_flaws, vobject_reads

ADMIN = Rights(administrator=True)
VISIT = Plan(
    theme=PRODUCTIVE,
    kind="visite_apprenante",
    title="Visite de la filature",
    starts=datetime.fromisoformat("2026-12-18T09:30"),
    ends=datetime.fromisoformat("2026-12-18T16:30"),
    zone="Europe/Paris",
    place="Saugues",
    visio="https://visio.example.org/laine",
    description="On visite la filature.\nPuis on compare.",
    programme="9 h 30 – 12 h : visite\n14 h – 16 h 30 : échanges",
    meal="Repas sur place, 10 €.",
    capacity=1,
)


class Filature:
    """One published exchange, and the file of it that a member gets."""

    def __init__(self, people: People, clock: Clock) -> None:
        self.people, self.clock = people, clock
        self.id = 0

    async def publish(self) -> None:
        async with self.people.context("paul") as ctx:
            exchange = await plan_exchange(ctx.db, ADMIN, VISIT, ctx.now)
            self.id = exchange.id
            await publish_exchange(ctx.db, ADMIN, exchange.id, ctx.now)

    async def answers(self, who: str, status: Partstat) -> None:
        await self.people.join(who)
        async with self.people.context(who) as ctx:
            await answer(ctx.db, self.id, _member(ctx), status, ctx.now)

    async def moves(self, **changed: object) -> None:
        self.clock.forward(days=1)
        async with self.people.context("paul") as ctx:
            plan = plan_of(await ctx.db.get_one(Exchange, self.id))
            plan = replace(plan, **changed)  # type: ignore[arg-type]
            await change_exchange(ctx.db, ADMIN, self.id, plan, ctx.now)

    async def is_cancelled(self) -> None:
        async with self.people.context("paul") as ctx:
            await cancel_exchange(ctx.db, ADMIN, self.id, ctx.now)

    async def file(self, who: str) -> File:
        async with self.people.context(who) as ctx:
            recipe = Attachment("exchange.ics", (str(self.id), str(_member(ctx).id)), "laine.ics")
            return await RENDERERS[recipe.kind](ctx.db, ctx.library, recipe)

    async def event(self, who: str) -> Any:
        file = await self.file(who)
        assert libical_flaws(file.content) == []
        (event,) = icalendar.Calendar.from_ical(file.content).walk("VEVENT")
        return event


def _member(ctx: Context) -> Member:
    assert ctx.member is not None
    return ctx.member


@pytest.fixture
async def filature(people: People, clock: Clock) -> Filature:
    filature = Filature(people, clock)
    await filature.publish()
    return filature


async def test_it_is_a_calendar_file_of_the_name_that_was_asked(filature: Filature) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    file = await filature.file("marie")
    assert (file.filename, file.media_type) == ("laine.ics", "text/calendar; charset=utf-8")
    assert file.content.startswith(b"BEGIN:VCALENDAR\r\n")


async def test_it_says_when_where_and_what(filature: Filature) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    event = await filature.event("marie")
    assert event["SUMMARY"] == "Visite de la filature"
    assert event["LOCATION"] == "Saugues – https://visio.example.org/laine"
    assert event["URL"] == "https://visio.example.org/laine"
    assert event["DESCRIPTION"].replace("\u00a0", " ").splitlines() == [
        "On visite la filature.",
        "Puis on compare.",
        "Visioconférence : https://visio.example.org/laine",
        "Programme :",
        "9 h 30 – 12 h : visite",
        "14 h – 16 h 30 : échanges",
        "Repas sur place, 10 €.",
        "Thème : Renouveau productif",
        "Pour changer votre réponse, écrivez /agenda à Palabre.",
    ]
    assert event["ORGANIZER"] == "mailto:contact@exemple.fr"
    assert "ATTENDEE" not in event
    (alarm,) = event.walk("VALARM")
    assert alarm["TRIGGER"].dt == timedelta(hours=-1)
    assert alarm["DESCRIPTION"].replace("\u00a0", " ") == "Dans une heure : Visite de la filature"


@pytest.mark.parametrize(
    ("status", "said"),
    [(Partstat.ACCEPTED, Status.CONFIRMED), (Partstat.TENTATIVE, Status.TENTATIVE)],
)
async def test_it_is_sure_for_who_comes(filature: Filature, status: Partstat, said: Status) -> None:
    await filature.answers("marie", status)
    assert (await filature.event("marie"))["STATUS"] == said


async def test_who_waits_for_a_seat_reads_so(filature: Filature) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    await filature.answers("luc", Partstat.ACCEPTED)
    event = await filature.event("luc")
    assert event["STATUS"] == Status.TENTATIVE
    assert "liste d’attente" in event["DESCRIPTION"]


async def test_a_typo_leaves_the_sequence_and_a_move_raises_it(filature: Filature) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    first = await filature.event("marie")
    await filature.moves(description="On visite la grande filature.")
    mended = await filature.event("marie")
    await filature.moves(starts=datetime.fromisoformat("2026-12-18T10:30"))
    moved = await filature.event("marie")
    assert [one["SEQUENCE"] for one in (first, mended, moved)] == [0, 0, 1]
    assert len({one["UID"] for one in (first, mended, moved)}) == 1
    assert first["LAST-MODIFIED"].dt < mended["LAST-MODIFIED"].dt < moved["LAST-MODIFIED"].dt


async def test_it_is_stamped_when_it_is_made(filature: Filature) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    before = datetime.now(UTC).replace(microsecond=0)
    assert before <= (await filature.event("marie"))["DTSTAMP"].dt <= datetime.now(UTC)


async def test_a_cancelled_exchange_is_taken_back(filature: Filature) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    await filature.is_cancelled()
    content = (await filature.file("marie")).content
    assert b"\r\nMETHOD:CANCEL\r\n" in content
    event = vobject_reads(content)
    assert (event.status.value, event.sequence.value) == ("CANCELLED", "1")


async def test_what_a_calendar_server_keeps_follows(filature: Filature, tmp_path: Path) -> None:
    await filature.answers("marie", Partstat.ACCEPTED)
    with running_calendar_server(tmp_path) as server:
        assert server.ask("PUT", "laine.ics", (await filature.file("marie")).content)[0] == 201
        kept = vobject_reads(server.ask("GET", "laine.ics")[1])
        assert (kept.sequence.value, kept.status.value) == ("0", "CONFIRMED")
        await filature.moves(starts=datetime.fromisoformat("2026-12-18T10:30"))
        assert server.ask("PUT", "laine.ics", (await filature.file("marie")).content)[0] == 204
        moved = vobject_reads(server.ask("GET", "laine.ics")[1])
        assert (moved.sequence.value, f"{moved.dtstart.value:%H:%M}") == ("1", "10:30")
        await filature.is_cancelled()
        assert server.ask("PUT", "laine.ics", (await filature.file("marie")).content)[0] == 204
        gone = vobject_reads(server.ask("GET", "laine.ics")[1])
        assert (gone.sequence.value, gone.status.value) == ("2", "CANCELLED")
        assert gone.uid.value == moved.uid.value == kept.uid.value


async def test_a_calendar_server_refuses_what_is_none(tmp_path: Path) -> None:
    with running_calendar_server(tmp_path) as server:
        assert server.ask("PUT", "laine.ics", b"BEGIN:VCALENDAR\r\nbof\r\n")[0] == 400


async def test_an_exchange_that_never_was_has_no_file(people: People) -> None:
    async with people.context("marie") as ctx:
        recipe = Attachment("exchange.ics", ("999", "1"), "x.ics")
        with pytest.raises(UnknownExchange):
            await RENDERERS[recipe.kind](ctx.db, ctx.library, recipe)
