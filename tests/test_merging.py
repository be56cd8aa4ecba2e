"""Two members become one: nothing of either is lost, and the latest answer stays."""

from typing import Any

import pytest
from sqlalchemy import Column, Integer, delete, func, insert, select
from sqlalchemy import Table as CoreTable

from community.db.base import Table
from community.db.engine import Session
from community.db.tables import Exchange, Member, Registration
from community.merging import RULES, columns_of_members, differing, merge, others_of, reseat
from community.registrations import Partstat
from tests.conftest import Clock
from tests.people import People
from tests.test_answering import published

COLUMNS = list(columns_of_members())
NAMES = [f"{table.name}.{column.name}" for table, column in COLUMNS]


@pytest.fixture
async def pair(people: People) -> tuple[int, int]:
    """Ana and Bea, members both, by their numbers."""
    await people.join("ana")
    await people.join("bea")
    ana, bea = await people.member("ana"), await people.member("bea")
    assert ana is not None
    assert bea is not None
    return ana.id, bea.id


async def both(session: Session, pair: tuple[int, int]) -> tuple[Member, Member]:
    ana, bea = pair
    return await session.get_one(Member, ana), await session.get_one(Member, bea)


def test_every_table_that_holds_a_member_once_has_a_rule() -> None:
    single = {table.name for table, column in COLUMNS if others_of(table, column) is not None}
    assert single == RULES.keys()
    for name, rule in RULES.items():
        assert {rule.when, *rule.fills} <= set(Table.metadata.tables[name].columns.keys())


async def _fill(session: Session, table: CoreTable, column: Column[Any], member_id: int) -> None:
    """A row that names this member, and anything else it must name."""
    values: dict[str, object] = {}
    for other in table.columns:
        if other is column:
            values[other.name] = member_id
        elif other.primary_key and not other.foreign_keys:
            continue
        elif not other.nullable and other.server_default is None:
            values[other.name] = await _value(session, other, member_id)
    await session.execute(insert(table).values(values))


async def _value(session: Session, column: Column[Any], member_id: int) -> object:
    for key in column.foreign_keys:
        table = key.column.table
        found = await session.scalar(select(key.column).limit(1))
        if found is None:
            await session.execute(insert(table).values(await _least(session, table, member_id)))
            found = await session.scalar(select(key.column).limit(1))
        return found
    if isinstance(column.type, Integer):
        return 1
    return {bool: False, str: f"{column.name}{member_id}"}.get(
        column.type.python_type, Clock.__call__(session.info["clock"])
    )


async def _least(session: Session, table: CoreTable, member_id: int) -> dict[str, object]:
    return {
        one.name: await _value(session, one, member_id)
        for one in table.columns
        if not one.nullable
        and one.server_default is None
        and not (one.primary_key and not one.foreign_keys)
    }


@pytest.mark.parametrize(("table", "column"), COLUMNS, ids=NAMES)
async def test_every_row_of_hers_goes_with_her(
    table: CoreTable, column: Column[Any], people: People, pair: tuple[int, int], clock: Clock
) -> None:
    await published(people, clock)
    async with people.database.transaction() as session:
        session.info["clock"] = clock
        if table.name != "addresses":
            await session.execute(delete(table).where(column.in_(pair)))
        await _fill(session, table, column, pair[1])
        count = select(func.count()).select_from(table)
        hers = await session.scalar(count.where(column == pair[1]))
        await merge(session, *(await both(session, pair)))
        assert hers
        assert await session.scalar(count.where(column == pair[1])) == 0
        assert (await session.scalar(count.where(column == pair[0])) or 0) >= hers


async def test_nobody_is_left_and_silence_is_kept(
    people: People, pair: tuple[int, int], clock: Clock
) -> None:
    await people.say("bea", "/stop")
    async with people.database.transaction() as session:
        await merge(session, *(await both(session, pair)))
    async with people.database.transaction() as session:
        assert await session.get(Member, pair[1]) is None
        assert (await session.get_one(Member, pair[0])).stopped_at == clock()


def answers() -> list[Any]:
    """What either says, in order, and what stays."""
    said = [
        ("je_viens", "je_ne_viens_pas", Partstat.DECLINED),
        ("je_ne_viens_pas", "je_viens", Partstat.ACCEPTED),
        ("peut_etre", "je_viens", Partstat.ACCEPTED),
        ("je_viens", "peut_etre", Partstat.TENTATIVE),
    ]
    return [pytest.param(*one, id=f"{one[0]}-{one[1]}") for one in said]


@pytest.mark.parametrize("kept", [0, 1])
@pytest.mark.parametrize(("first", "second", "stays"), answers())
async def test_the_latest_answer_wins_whoever_stays(
    people: People,
    pair: tuple[int, int],
    clock: Clock,
    first: str,
    second: str,
    stays: Partstat,
    kept: int,
) -> None:
    number = await published(people, clock)
    await people.say("ana", f"/{first} {number}")
    clock.forward(minutes=5)
    await people.say("bea", f"/{second} {number}")
    async with people.database.transaction() as session:
        members = await both(session, pair)
        here, other = members[kept], members[1 - kept]
        (clash,) = await differing(session, here, other)
        assert clash.kept.status == stays
        await merge(session, here, other)
        rows = await session.execute(select(Registration.member_id, Registration.status))
        assert [tuple(row) for row in rows] == [(here.id, stays)]


async def test_who_said_twice_that_she_comes_keeps_her_seat_and_frees_the_other(
    people: People, pair: tuple[int, int], clock: Clock
) -> None:
    number = await published(people, clock, capacity=2)
    await people.join("zoe")
    for who in ("ana", "bea", "zoe"):
        await people.say(who, f"/je_viens {number}")
        clock.forward(minutes=1)
    async with people.database.transaction() as session:
        assert await merge(session, *(await both(session, pair))) == {number}
        exchange, seated = await reseat(session, number, clock())
        assert exchange.id == number
        assert len(seated) == 1
        rows = (await session.scalars(select(Registration))).all()
        assert {row.status for row in rows} == {Partstat.ACCEPTED}
        assert len(rows) == 2


async def test_what_the_latest_does_not_say_is_taken_from_the_other(
    people: People, pair: tuple[int, int], clock: Clock
) -> None:
    number = await published(people, clock)
    await people.say("ana", f"/je_viens {number}", f"/un_mot {number} J’apporte le café")
    clock.forward(minutes=5)
    await people.say("bea", f"/je_viens {number}")
    async with people.database.transaction() as session:
        await merge(session, *(await both(session, pair)))
        hers = (await session.scalars(select(Registration))).one()
        assert "café" in hers.note
        assert await session.scalar(select(func.count()).select_from(Exchange)) == 1
