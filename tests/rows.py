"""All that a database holds, and where two of them differ."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import zip_longest

from sqlalchemy import select

from community.db.base import Table
from community.db.engine import Database

Row = Mapping[str, object]
Rows = Mapping[str, list[Row]]  # by table, in the order of their keys


async def rows_of(database: Database, door: str, called: str) -> Rows:
    """Every row of every table. Where a value is the name of that door, it is `called` so."""
    names: dict[object, str] = {door: called, f"door:{door}": f"door:{called}"}
    async with database.transaction() as session:
        held: dict[str, list[Row]] = {}
        for table in Table.metadata.sorted_tables:
            found = await session.execute(select(table).order_by(*table.primary_key))
            held[table.name] = [
                {name: names.get(value, value) for name, value in row.items()}
                for row in found.mappings()
            ]
    return held


def differences(one: Rows, other: Rows) -> dict[str, list[int]]:
    """The columns that differ, each with the places of the rows where it does.

    A row that one of them alone has differs in its table.
    """
    differ: defaultdict[str, list[int]] = defaultdict(list)
    for table in one:
        for place, (mine, its) in enumerate(zip_longest(one[table], other[table])):
            for name in _differing(mine, its):
                differ[f"{table}.{name}" if name else table].append(place)
    return dict(differ)


def _differing(mine: Row | None, its: Row | None) -> Iterable[str]:
    if mine is None or its is None:
        return [""]
    return [name for name, value in mine.items() if its[name] != value]
