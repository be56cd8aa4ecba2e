"""A lease has one holder, who keeps it by showing that it is alive."""

from datetime import UTC, datetime, timedelta

from community.db.engine import Database
from community.post import leases

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
LATER = NOW + leases.LIFE + timedelta(seconds=1)


async def test_a_held_lease_is_refused_to_another(database: Database) -> None:
    async with database.transaction() as session:
        assert await leases.hold(session, "poll", "a", NOW)
        assert not await leases.hold(session, "poll", "b", NOW)


async def test_its_holder_keeps_it(database: Database) -> None:
    async with database.transaction() as session:
        assert await leases.hold(session, "poll", "a", NOW)
        assert await leases.hold(session, "poll", "a", LATER)


async def test_another_takes_over_when_the_holder_is_silent(database: Database) -> None:
    async with database.transaction() as session:
        await leases.hold(session, "poll", "a", NOW)
        assert await leases.hold(session, "poll", "b", LATER)


async def test_a_holder_that_leaves_frees_its_leases(database: Database) -> None:
    async with database.transaction() as session:
        await leases.hold(session, "poll", "a", NOW)
        await leases.leave(session, "a")
        assert await leases.hold(session, "poll", "b", NOW)


async def test_the_leases_of_the_dead_are_forgotten(database: Database) -> None:
    async with database.transaction() as session:
        await leases.hold(session, "alive:a", "a", NOW)
        await leases.hold(session, "alive:b", "b", LATER)
        await leases.purge(session, LATER)
        assert [lease.name for lease in await leases.living(session, NOW)] == ["alive:b"]
