"""Two members become one: every row of one goes to the other, and the latest answer wins.

The schema is walked, so that a table added tomorrow goes with its member too; one that may hold a
member once only needs a rule in `RULES`.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, UniqueConstraint, delete, select, update
from sqlalchemy import Table as CoreTable
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.base import Table
from community.db.tables import Exchange, Member, Registration
from community.exchanges import lock_exchange
from community.registrations import Partstat, fill, mark_cards

Rows = Sequence[Mapping[str, Any]]
COMING = (Partstat.ACCEPTED, Partstat.WAITLISTED)


@dataclass(frozen=True, slots=True)
class Rule:
    """Which of two rows about one thing stays: the latest by `when`, or the first.

    Of `fills`, what it does not say is taken from the other.
    """

    when: str
    first: bool = False
    fills: tuple[str, ...] = ()


RULES: Mapping[str, Rule] = {
    "memberships": Rule("since", first=True),
    "registrations": Rule("answered_at", fills=("note", "answer", "attended")),
    "feedbacks": Rule("given_at", fills=("score", "words", "idea")),
    "votes": Rule("answered_at"),
    "channels": Rule("chosen_at"),
    "threads": Rule("begun_at", first=True),
    "diagnostics": Rule("kept_at"),
    "fiche_watches": Rule("since", first=True),
}


@dataclass(frozen=True, slots=True)
class Differing:
    """An exchange that both answered otherwise: what either said, and which stays."""

    exchange: Exchange
    here: Registration
    other: Registration
    kept: Registration


def columns_of_members() -> Iterator[tuple[CoreTable, Column[Any]]]:
    """Every column that names a member, with its table."""
    for table in Table.metadata.sorted_tables:
        for key in table.foreign_keys:
            if key.column.table.name == "members":
                yield table, key.parent


def others_of(table: CoreTable, column: Column[Any]) -> tuple[Column[Any], ...] | None:
    """What besides the member makes a row the only one of its kind; None when many may be."""
    for constraint in table.constraints:
        if isinstance(constraint, UniqueConstraint) and column.name in constraint.columns:
            return tuple(one for one in constraint.columns if one.name != column.name)
    return None


async def differing(session: AsyncSession, here: Member, other: Member) -> list[Differing]:
    """The exchanges that two members answered otherwise, the next first."""
    query = (
        select(Exchange, Registration)
        .join(Registration, Registration.exchange_id == Exchange.id)
        .where(Registration.member_id.in_([here.id, other.id]))
        .order_by(Exchange.starts_at, Exchange.id)
    )
    exchanges: dict[int, Exchange] = {}
    answers: dict[int, dict[int, Registration]] = defaultdict(dict)
    for exchange, registration in await session.execute(query):
        exchanges[exchange.id] = exchange
        answers[exchange.id][registration.member_id] = registration
    return [
        Differing(exchanges[number], said[here.id], said[other.id], _latest(said.values()))
        for number, said in answers.items()
        if len(said) == 2 and len({(one.status, one.guests) for one in said.values()}) == 2
    ]


def _latest(registrations: Iterable[Registration]) -> Registration:
    both = {one.id: one for one in registrations}
    names = ("id", "status", "answered_at", "waits_since")
    rows = [{name: getattr(one, name) for name in names} for one in both.values()]
    return both[_stays("registrations", rows)["id"]]


async def merge(session: AsyncSession, kept: Member, gone: Member) -> frozenset[int]:
    """Give one member all that another has, who is no more.

    Give the numbers of the exchanges where both held a seat, for `reseat`.
    """
    freed: set[int] = set()
    await session.flush()
    for table, column in columns_of_members():
        others = others_of(table, column)
        if others is not None:
            freed |= await _settle(session, table, column, others, (kept.id, gone.id))
        await session.execute(update(table).where(column == gone.id).values({column: kept.id}))
    await _join_profiles(session, kept, gone)
    return frozenset(freed)


async def _settle(
    session: AsyncSession,
    table: CoreTable,
    column: Column[Any],
    others: tuple[Column[Any], ...],
    both: tuple[int, int],
) -> set[int]:
    """Of two rows about one thing leave one; give the exchanges where a seat was held twice."""
    found = (await session.execute(select(table).where(column.in_(both)))).mappings()
    about: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for row in found:
        about[tuple(row[one.name] for one in others)].append(dict(row))
    freed = set()
    for rows in about.values():
        if len(rows) == 2:
            stays = _stays(table.name, rows)
            loses = rows[0] if stays is rows[1] else rows[1]
            await _replace(session, table, stays, loses)
            if table.name == "registrations" and loses["status"] == Partstat.ACCEPTED:
                freed.add(loses["exchange_id"])
    return freed


def _stays(table: str, rows: Rows) -> Mapping[str, Any]:
    """The row that wins; who said twice that she comes keeps the seat that she has."""
    rule = RULES[table]
    if table == "registrations" and all(row["status"] in COMING for row in rows):
        seated = [row for row in rows if row["status"] == Partstat.ACCEPTED]
        if not seated:
            return min(rows, key=lambda row: (row["waits_since"], row["id"]))
        rows = seated
    choose = min if rule.first else max
    return choose(rows, key=lambda row: (row[rule.when], row["id"]))


async def _replace(
    session: AsyncSession, table: CoreTable, stays: Mapping[str, Any], loses: Mapping[str, Any]
) -> None:
    unsaid = (None, "")
    fills = {
        name: loses[name]
        for name in RULES[table.name].fills
        if stays[name] in unsaid and loses[name] not in unsaid
    }
    await session.execute(delete(table).where(table.c.id == loses["id"]))
    if fills:
        await session.execute(update(table).where(table.c.id == stays["id"]).values(fills))


async def _join_profiles(session: AsyncSession, kept: Member, gone: Member) -> None:
    """She keeps what she says of herself here; who asked for silence anywhere keeps it."""
    kept.structure = kept.structure or gone.structure
    if not kept.territory:
        kept.territory, kept.zone = gone.territory, gone.zone
    kept.created_at = min(kept.created_at, gone.created_at)
    kept.seen_at = max(kept.seen_at, gone.seen_at)
    kept.stopped_at = kept.stopped_at or gone.stopped_at
    pauses = [until for until in (kept.paused_until, gone.paused_until) if until]
    kept.paused_until = max(pauses, default=None)
    session.expunge(gone)
    await session.execute(delete(Member).where(Member.id == gone.id))
    await session.flush()


async def reseat(
    session: AsyncSession, exchange_id: int, now: datetime
) -> tuple[Exchange, tuple[Registration, ...]]:
    """Give the seat that was held twice to who waits for it, and tell who got one."""
    exchange = await lock_exchange(session, exchange_id)
    seated = await fill(session, exchange, now)
    await mark_cards(session, exchange_id, now)
    return exchange, seated
