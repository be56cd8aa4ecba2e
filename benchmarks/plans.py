"""How a database reads its tables for what is asked of it."""

from collections.abc import Awaitable, Callable
from typing import Any

from sqlalchemy import Connection, event

from community.db.engine import Database

READS = ("SELECT", "UPDATE")


async def plans_of(
    database: Database, done: Callable[[], Awaitable[object]]
) -> dict[str, list[str]]:
    """Do something and give the plan of each statement it asked, by the statement."""
    asked: dict[str, Any] = {}

    def note(_: Connection, __: object, statement: str, values: object, *___: object) -> None:
        if statement.startswith(READS):
            asked.setdefault(statement, values)

    engine = database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", note)
    try:
        await done()
    finally:
        event.remove(engine, "before_cursor_execute", note)
    return {statement: await _plan(database, statement, v) for statement, v in asked.items()}


async def _plan(database: Database, statement: str, values: object) -> list[str]:
    ask = "EXPLAIN QUERY PLAN " if database.embedded else "EXPLAIN "
    async with database.transaction() as session:
        connection = await session.connection()
        first = values[0] if isinstance(values, list) else values
        rows = await connection.exec_driver_sql(ask + statement, first)  # type: ignore[arg-type]
        return [str(row[-1]) for row in rows]
