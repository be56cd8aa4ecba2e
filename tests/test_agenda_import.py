"""An agenda kept elsewhere becomes exchanges, each once, and nobody is invited by it."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from community.agenda_export import all_entries
from community.agenda_import import Taken, take
from community.calendar.reading import read_calendar
from community.calendar.remarks import Reason
from community.calendar.writing import write
from community.db.base import Table
from community.db.engine import Database, parse_url
from community.db.tables import Exchange, GroupCard, Reminder
from community.exchanges import (
    Plan,
    cancel_exchange,
    change_exchange,
    find_by_uid,
    plan_exchange,
    plan_of,
)
from community.imports import themes_by_name
from community.registrations import Partstat, answer
from community.reminders import ReminderStatus
from community.roles import Rights
from community.timing import Kind
from tests.conftest import Clock
from tests.people import JOBS, PRODUCTIVE, People, library
from tests.validators import libical_flaws

AGENDAS = Path(__file__).parent / "data" / "agendas"
ALL = Rights(administrator=True)
PARIS = "Europe/Paris"


def a_file(*lines: str, uid: str = "1", start: str = "20261218T083000Z") -> bytes:
    event = "\n".join((f"UID:{uid}", f"DTSTART:{start}", *lines))
    title = "" if "SUMMARY" in event else "SUMMARY:Atelier laine\n"
    return f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{title}{event}\nEND:VEVENT\nEND:VCALENDAR\n".encode()


@dataclass
class Community:
    """Where agendas are brought to."""

    database: Database
    clock: Clock
    read: list[Reason] = field(default_factory=list)

    async def imports(self, content: bytes, theme: str = PRODUCTIVE, **how: bool) -> Taken:
        reading = read_calendar(content, PARIS, self.clock())
        self.read = [remark.reason for remark in reading.remarks]
        themes = themes_by_name(library())
        async with self.database.transaction() as session:
            return await take(session, reading.entries, themes, self.clock(), theme=theme, **how)

    async def exports(self) -> bytes:
        async with self.database.transaction() as session:
            return write(await all_entries(session), whole=True)

    async def exchange(self, uid: str = "1") -> Exchange:
        async with self.database.transaction() as session:
            found = await find_by_uid(session, uid)
        assert found is not None
        return found

    async def exchanges(self) -> list[Exchange]:
        async with self.database.transaction() as session:
            return list(await session.scalars(select(Exchange).order_by(Exchange.id)))

    async def reminders(self, uid: str = "1") -> dict[str, str]:
        exchange = await self.exchange(uid)
        async with self.database.transaction() as session:
            rows = await session.scalars(
                select(Reminder).where(Reminder.exchange_id == exchange.id)
            )
            return {row.kind: row.status for row in rows}

    async def moves(self, uid: str = "1", **changed: Any) -> None:
        self.clock.forward(hours=1)
        async with self.database.transaction() as session:
            exchange = await find_by_uid(session, uid)
            assert exchange is not None
            plan = plan_of(exchange)
            values = {name: getattr(plan, name) for name in Plan.__slots__}
            await change_exchange(session, ALL, exchange.id, Plan(**values | changed), self.clock())

    async def rows(self) -> dict[str, list[tuple[object, ...]]]:
        """Every row of every table."""
        async with self.database.transaction() as session:
            return {
                table.name: [
                    tuple(row)
                    for row in await session.execute(select(table).order_by(*table.primary_key))
                ]
                for table in Table.metadata.sorted_tables
            }


@pytest.fixture
async def community(people: People, clock: Clock) -> Community:
    return Community(people.database, clock)


def reasons(taken: Taken) -> list[Reason]:
    return [remark.reason for remark in taken.remarks]


# Three agendas of the world

SIZES = {"google.ics": 3, "outlook.ics": 4, "nextcloud.ics": 3}


@pytest.mark.parametrize("name", SIZES)
async def test_imported_exported_imported_again_nothing_changes(
    community: Community, name: str
) -> None:
    original = (AGENDAS / name).read_bytes()
    first = await community.imports(original)
    assert len(first.made) == SIZES[name]
    before, exported = await community.rows(), await community.exports()
    for content in (exported, original):
        community.clock.forward(days=1)
        again = await community.imports(content)
        assert (again.made, again.changed, again.cancelled) == ([], [], [])
        assert again.same == SIZES[name]
        assert await community.rows() == before
    assert await community.exports() == exported
    assert libical_flaws(exported) == []


@pytest.mark.parametrize("name", SIZES)
async def test_an_export_makes_the_same_agenda_elsewhere(
    community: Community, clock: Clock, name: str, tmp_path: Path, sqlite_template: Path
) -> None:
    await community.imports((AGENDAS / name).read_bytes())
    (tmp_path / "elsewhere.db").write_bytes(sqlite_template.read_bytes())
    database = Database(parse_url(f"sqlite:///{tmp_path / 'elsewhere.db'}"))
    await People(database, clock).open_themes()
    elsewhere = Community(database, clock)
    try:
        taken = await elsewhere.imports(await community.exports(), theme="")
        assert len(taken.made) == SIZES[name]
        assert await elsewhere.exports() == await community.exports()
        for table in ("exchanges", "reminders"):
            here, there = await community.rows(), await elsewhere.rows()
            assert len(here[table]) == len(there[table])
        assert [await elsewhere.reminders(one.uid) for one in taken.made] == [
            await community.reminders(one.uid) for one in taken.made
        ]
    finally:
        await database.close()


@pytest.mark.parametrize("name", SIZES)
async def test_nobody_in_a_file_becomes_a_member_or_is_kept(
    community: Community, name: str
) -> None:
    await community.imports((AGENDAS / name).read_bytes(), invites=True)
    rows = await community.rows()
    assert not any(
        rows[table] for table in ("members", "addresses", "registrations", "invitations")
    )
    assert Reason.ATTENDEES in community.read
    kept = repr(rows)
    for person in ("claire", "yanis", "karim", "anne", "ines", "paul"):
        assert f"{person}." not in kept
        assert f"{person}@" not in kept


# What an import makes


async def test_a_new_exchange_is_shown_and_planned_and_invites_nobody(community: Community) -> None:
    await community.imports(a_file("DTEND:20261218T153000Z", "LOCATION:Saugues", "SEQUENCE:4"))
    made = await community.exchange()
    assert (made.status, made.title, made.place) == ("published", "Atelier laine", "Saugues")
    assert (made.starts, made.ends) == ("2026-12-18T09:30:00", "2026-12-18T16:30:00")
    assert (made.theme, made.kind, made.sequence) == (PRODUCTIVE, "atelier", 4)
    reminders = await community.reminders()
    assert Kind.INVITATION not in reminders
    assert reminders[Kind.WEEK] == reminders[Kind.HOUR] == ReminderStatus.PENDING


async def test_it_invites_when_it_is_told_to(community: Community) -> None:
    await community.imports(a_file(), invites=True)
    assert (await community.reminders())[Kind.INVITATION] == ReminderStatus.PENDING


@pytest.mark.parametrize(
    ("lines", "theme", "expected"),
    [
        ((), JOBS, JOBS),
        (("CATEGORIES:Réunion,Renouveau productif",), JOBS, PRODUCTIVE),
        (("CATEGORIES:Réunion",), JOBS, JOBS),
        ((f"X-PALABRE-THEME:{PRODUCTIVE}", f"CATEGORIES:{JOBS}"), JOBS, PRODUCTIVE),
        (("X-PALABRE-THEME:jardinage",), JOBS, JOBS),
    ],
)
async def test_the_file_says_the_theme_or_who_imports_it(
    community: Community, lines: tuple[str, ...], theme: str, expected: str
) -> None:
    await community.imports(a_file(*lines), theme)
    assert (await community.exchange()).theme == expected


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Visite du pôle", "visite_apprenante"),
        ("ATELIER laine", "atelier"),
        ("Webinaire : les parcours", "webinaire"),
        ("Journée régionale", "journee"),
        ("Parlons laine", "echange_de_pratiques"),
    ],
)
async def test_the_title_tells_the_kind_when_nothing_else_does(
    community: Community, title: str, kind: str
) -> None:
    await community.imports(a_file(f"SUMMARY:{title}"))
    assert (await community.exchange()).kind == kind


# What it changes


async def test_a_later_version_moves_the_exchange_and_tells_who_answered(
    community: Community,
) -> None:
    await community.imports(a_file("SEQUENCE:0"))
    taken = await community.imports(a_file("SEQUENCE:1", start="20261219T083000Z"))
    moved = await community.exchange()
    assert [one.id for one in taken.changed] == [moved.id]
    assert (moved.starts, moved.sequence, moved.revision) == ("2026-12-19T09:30:00", 1, 1)
    assert (await community.reminders())[Kind.MOVED] == ReminderStatus.PENDING


async def test_a_change_counts_at_least_as_far_as_the_file(community: Community) -> None:
    await community.imports(a_file("SEQUENCE:0"))
    await community.imports(a_file("SEQUENCE:7", start="20261219T083000Z"))
    assert (await community.exchange()).sequence == 7
    await community.imports(a_file(start="20261220T083000Z"))
    assert (await community.exchange()).sequence == 8


async def test_what_calendars_have_no_word_for_stays(community: Community) -> None:
    await community.imports(a_file())
    await community.moves(capacity=12, meal="10 €", programme="9 h : café", kind="journee")
    await community.imports(a_file(start="20261219T083000Z"))
    kept = await community.exchange()
    assert (kept.capacity, kept.meal, kept.programme) == (12, "10 €", "9 h : café")
    assert kept.kind == "journee"


@pytest.mark.parametrize("version", ["SEQUENCE:1", "LAST-MODIFIED:20261101T000000Z"])
async def test_an_older_version_does_not_undo_what_was_changed_here(
    community: Community, version: str
) -> None:
    old = a_file(version)
    await community.imports(old)
    await community.moves(place="Romans", starts=datetime.fromisoformat("2027-01-08T09:30"))
    taken = await community.imports(old)
    assert (reasons(taken), taken.changed) == ([Reason.OLDER], [])
    assert (await community.exchange()).place == "Romans"


async def test_a_version_of_later_is_followed_though_it_counts_less(community: Community) -> None:
    await community.imports(a_file("SEQUENCE:0", "LAST-MODIFIED:20261101T000000Z"))
    await community.moves(place="Romans")
    await community.moves(place="Valence")
    edited = a_file("SEQUENCE:1", "LAST-MODIFIED:20261123T120000Z", "LOCATION:Saugues")
    community.clock.forward(days=1)
    await community.imports(edited)
    assert (await community.exchange()).place == "Saugues"


async def test_an_export_corrected_by_hand_is_followed(community: Community) -> None:
    await community.imports(a_file("LAST-MODIFIED:20261101T000000Z"))
    corrected = (await community.exports()).replace(b"Atelier laine", b"Atelier feutre")
    taken = await community.imports(corrected)
    assert [one.title for one in taken.changed] == ["Atelier feutre"]


async def test_what_is_cancelled_there_is_cancelled_here(community: Community) -> None:
    await community.imports(a_file("SEQUENCE:1"))
    gone = a_file("SEQUENCE:2", "STATUS:CANCELLED")
    taken = await community.imports(gone)
    cancelled = await community.exchange()
    assert [one.id for one in taken.cancelled] == [cancelled.id]
    assert (cancelled.status, cancelled.sequence) == ("cancelled", 2)
    assert (await community.reminders())[Kind.CANCELLED] == ReminderStatus.PENDING
    assert (await community.imports(gone)).same == 1


async def test_what_is_cancelled_here_stays_so(community: Community) -> None:
    await community.imports(a_file())
    async with community.database.transaction() as session:
        exchange = await find_by_uid(session, "1")
        assert exchange is not None
        await cancel_exchange(session, ALL, exchange.id, community.clock())
    taken = await community.imports(a_file("SUMMARY:Encore"))
    assert reasons(taken) == [Reason.CANCELLED_HERE]
    exported = await community.exports()
    assert b"STATUS:CANCELLED" in exported
    assert (await community.imports(exported)).same == 1


async def test_one_of_a_series_is_called_off_alone(community: Community) -> None:
    rule = "RRULE:FREQ=WEEKLY;COUNT=3"
    await community.imports(a_file(rule))
    taken = await community.imports(a_file(rule, "EXDATE:20261225T083000Z"))
    assert [one.starts[:10] for one in taken.cancelled] == ["2026-12-25"]
    assert taken.same == 2


async def test_a_live_card_follows(community: Community, people: People) -> None:
    await community.imports(a_file())
    exchange = await community.exchange()
    async with people.context("groupe") as ctx:
        ctx.db.add(GroupCard(address_id=ctx.address_id, exchange_id=exchange.id))
    await community.imports(a_file(start="20261219T083000Z"))
    async with community.database.transaction() as session:
        (card,) = await session.scalars(select(GroupCard))
        assert card.dirty_at == community.clock()


async def test_a_draft_of_that_name_is_published(community: Community) -> None:
    async with community.database.transaction() as session:
        plan = Plan(
            PRODUCTIVE, "atelier", "Brouillon", datetime.fromisoformat("2026-12-18T09:00"), PARIS
        )
        await plan_exchange(session, ALL, plan, community.clock(), uid="1")
    taken = await community.imports(a_file())
    assert [(one.title, one.status) for one in taken.made] == [("Atelier laine", "published")]


# What it leaves


async def test_one_fault_and_nothing_is_taken(community: Community) -> None:
    both = a_file(f"X-PALABRE-THEME:{PRODUCTIVE}") + a_file(uid="2")
    before = await community.rows()
    taken = await community.imports(both, theme="")
    assert reasons(taken) == [Reason.NO_THEME]
    assert taken.remarks[0].fault
    assert taken.made == []
    assert await community.rows() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (a_file(start="20261101T083000Z"), Reason.PAST),
        (a_file("STATUS:CANCELLED"), Reason.NEVER_KNOWN),
        (a_file("X-PALABRE-SAMPLE:TRUE"), Reason.SAMPLE),
        (a_file("X-PALABRE-THEME:x", "X-PALABRE-KIND:bal"), Reason.BAD_KIND),
    ],
)
async def test_what_is_not_taken_is_said(
    community: Community, content: bytes, reason: Reason
) -> None:
    taken = await community.imports(content)
    assert (reasons(taken)[-1], taken.made) == (reason, [])
    assert await community.exchanges() == []


async def test_what_began_stays_as_it_is(community: Community) -> None:
    await community.imports(a_file())
    community.clock.now = datetime(2026, 12, 18, 9, 0, tzinfo=UTC)
    taken = await community.imports(a_file("SUMMARY:Autre", start="20270118T083000Z"))
    assert (reasons(taken), taken.changed) == ([Reason.STARTED], [])


async def test_an_exchange_is_not_moved_into_the_past(community: Community) -> None:
    await community.imports(a_file())
    taken = await community.imports(a_file(start="20261101T083000Z"))
    assert (reasons(taken), taken.changed) == ([Reason.PAST], [])


async def test_a_theme_does_not_change_and_that_is_said(community: Community) -> None:
    await community.imports(a_file(f"X-PALABRE-THEME:{PRODUCTIVE}"))
    taken = await community.imports(a_file(f"X-PALABRE-THEME:{JOBS}"))
    assert (reasons(taken), taken.same) == ([Reason.OTHER_THEME], 1)


async def test_who_answered_keeps_her_seat_through_an_import(
    community: Community, people: People
) -> None:
    await community.imports(a_file())
    await people.join("marie")
    exchange = await community.exchange()
    async with people.context("marie") as ctx:
        assert ctx.member is not None
        await answer(ctx.db, exchange.id, ctx.member, Partstat.ACCEPTED, ctx.now)
    before = (await community.rows())["registrations"]
    await community.imports(a_file(start="20261219T083000Z"))
    assert (await community.rows())["registrations"] == before
