"""What a year of some themes comes to, in numbers that a funder may read.

Numbers of people, of structures and of territories under `FEW` are not told, nor are those that
would tell them by a difference: DECISIONS.md says how.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import InstrumentedAttribute

from community.db.tables import Exchange, Member, Registration
from community.exchanges import ExchangeStatus
from community.registrations import Partstat
from community.roles import Rights
from community.satisfaction import Usefulness, usefulness
from french.folding import essence

FEW = 5
APART = timedelta(days=1)  # what a zone puts between a local year and the year in UTC
LONGEST = timedelta(hours=12)  # what is longer has a night in it


@dataclass(frozen=True, slots=True)
class Count:
    """A number of people or of what belongs to them; `told` is none when it is masked."""

    told: int | None

    @classmethod
    def of(cls, exact: int) -> "Count":
        """A number, masked when it is small."""
        return cls(exact if exact >= FEW else None)


@dataclass(frozen=True, slots=True)
class Held:
    """An exchange that was held: who came, or who was awaited when no roll was called."""

    id: int
    theme: str
    kind: str
    title: str
    starts: str
    zone: str
    ends: str
    called: bool
    people: Count

    @property
    def length(self) -> timedelta | None:
        """How long it was planned to last; none when nobody said, or when it has a night in it."""
        if not self.ends:
            return None
        length = datetime.fromisoformat(self.ends) - datetime.fromisoformat(self.starts)
        return length if timedelta() < length <= LONGEST else None


@dataclass(frozen=True, slots=True)
class Territory:
    """Those of the people who came that live there; an empty code is all the others together."""

    code: str
    people: Count


@dataclass(frozen=True, slots=True)
class Report:
    """A year of some themes, whose exchanges come in the order of time.

    `counted` is how many of them `presences` is about.
    `people` are those who came at least once; `presences` counts each time somebody came, where
    the roll was called; `awaited` each time somebody said she would, where it was not. `erased`
    says that some who came were erased since: presences count them, people cannot. With several
    themes, those of few people are `left_out` of what counts people. `useful` is the mean of their
    scores.
    """

    year: int
    exchanges: tuple[Held, ...]
    cancelled: int
    people: Count
    presences: Count
    structures: Count
    places: Count
    territories: tuple[Territory, ...]
    awaited: Count
    counted: int
    left_out: bool
    erased: bool
    useful: Usefulness | None

    @property
    def lengths(self) -> list[timedelta]:
        """How long each exchange was planned to last, where it is known."""
        return [one.length for one in self.exchanges if one.length is not None]

    @property
    def called(self) -> int:
        """How many exchanges had their roll called."""
        return sum(one.called for one in self.exchanges)

    @property
    def mean(self) -> int | None:
        """How many came to an exchange, about; none when it is not told, or of one exchange."""
        told, called = self.presences.told, self.counted
        return None if told is None or called < 2 else round(told / called)

    @property
    def kinds(self) -> list[tuple[str, int]]:
        """The kinds of exchanges and how many of each, the most frequent first."""
        return Counter(one.kind for one in self.exchanges).most_common()


class Row(NamedTuple):
    """What is known of an exchange that was held."""

    id: int
    theme: str
    kind: str
    title: str
    starts: str
    zone: str
    ends: str
    erased: int
    came: int
    marked: int
    awaited: int

    @property
    def called(self) -> bool:
        """Whether the roll was called."""
        return bool(self.marked or self.erased)

    @property
    def people(self) -> int:
        """Who came, or who was awaited when the roll was not called."""
        return self.came + self.erased if self.called else self.awaited


async def years(
    session: AsyncSession, rights: Rights, themes: Sequence[str], now: datetime
) -> list[int]:
    """The years in which exchanges of these themes were held, the latest first.

    Raises NotAnimator.
    """
    year = func.substr(Exchange.starts, 1, 4)
    query = select(year).where(*_held(rights, themes, now)).distinct()
    return sorted(map(int, await session.scalars(query)), reverse=True)


async def report(
    session: AsyncSession, rights: Rights, themes: Sequence[str], year: int, now: datetime
) -> Report:
    """The report of a year (of the exchanges' local time) of these themes. Raises NotAnimator."""
    held = (*_held(rights, themes, now), *_within(year))
    rows = [Row(*row) for row in (await session.execute(_exchanges(held))).all()]
    small = await _small(session, held, rows) if len(themes) > 1 else frozenset()
    came = _told(row for row in rows if row.called and row.theme not in small)
    awaited = _told(_of_large(row for row in rows if not row.called))
    counted = (*held, Exchange.theme.not_in(small))
    rows_of = (await session.execute(_territories(counted))).all()
    people = {territory: count for territory, count in rows_of}  # noqa: C416 - as mypy reads a row
    structures = {essence(name) for name in await session.scalars(_structures(counted))} - {""}
    return Report(
        year=year,
        exchanges=tuple(
            Held(*row[:7], row.called, Count((came | awaited).get(row.id))) for row in rows
        ),
        cancelled=await session.scalar(_cancelled(themes, year)) or 0,
        people=Count.of(sum(people.values())),
        presences=Count.of(sum(row.people for row in rows if row.id in came)),
        structures=Count.of(len(structures)),
        places=Count.of(len(people.keys() - {""})),
        territories=_shared(people),
        awaited=Count.of(sum(row.people for row in rows if row.id in awaited)),
        counted=len(came),
        left_out=len(came) + len(awaited) < len(rows),
        erased=any(row.erased for row in rows),
        useful=await usefulness(session, counted),
    )


async def _small(
    session: AsyncSession, held: Sequence[ColumnElement[bool]], rows: Sequence[Row]
) -> frozenset[str]:
    """The themes to which few people came: what is told of all would tell them by difference."""
    query = _came(Exchange.theme, func.count(Member.id.distinct())).where(*held)
    found = await session.execute(query.group_by(Exchange.theme))
    large = {theme for theme, people in found.all() if people >= FEW}
    return frozenset(row.theme for row in rows) - large


def _of_large(rows: Iterable[Row]) -> list[Row]:
    """The exchanges of themes that few people are not all that is told of."""
    ours = list(rows)
    sums: Counter[str] = Counter()
    for row in ours:
        sums[row.theme] += row.people
    alone = len(sums) == 1
    return [row for row in ours if alone or sums[row.theme] >= FEW]


def _told(rows: Iterable[Row]) -> dict[int, int | None]:
    """What is told of each exchange, by its number: the same as a report on its theme alone."""
    told: dict[int, int | None] = {}
    for _, ours in groupby(sorted(rows, key=lambda row: row.theme), key=lambda row: row.theme):
        alike = list(ours)
        parts = masked([row.people for row in alike])
        told |= {row.id: part for row, part in zip(alike, parts, strict=True)}
    return told


def masked(parts: Sequence[int], least: int = 0) -> list[int | None]:
    """The parts of a sum that is told, without those that are small or would tell a small one.

    The smallest others go with them until the sum of what is hidden says of none what it is.
    `least` is what a part is at least.
    """
    limit = FEW - 1
    while _telling([part for part in parts if part <= limit], least):
        larger = [part for part in parts if part > limit]
        if not larger:
            break
        limit = min(larger)  # all that are as many go together: no order says which is which
    return [None if part <= limit else part for part in parts]


def _telling(hidden: Sequence[int], least: int) -> bool:
    """Whether the sum of hidden parts is small, or says what each of them is."""
    alone = len(hidden) == 1
    total = sum(hidden)
    extreme = total in {least * len(hidden), (FEW - 1) * len(hidden)}
    return bool(hidden) and (alone or total < FEW or extreme)


def _shared(people: Mapping[str, int]) -> tuple[Territory, ...]:
    """People by territory, the most first; all that is hidden is told together, or not at all."""
    codes = sorted(people, key=lambda code: (-people[code], code))
    told = dict(zip(codes, masked([people[code] for code in codes], least=1), strict=True))
    shown = [Territory(code, Count(n)) for code, n in told.items() if n is not None and code]
    rest = sum(people.values()) - sum(one.people.told or 0 for one in shown)
    return (*shown, Territory("", Count.of(rest))) if shown and rest else tuple(shown)


def _held(rights: Rights, themes: Sequence[str], now: datetime) -> tuple[ColumnElement[bool], ...]:
    for theme in themes:
        rights.require_animator(theme)
    return (
        Exchange.theme.in_(themes),
        Exchange.status == ExchangeStatus.PUBLISHED,
        Exchange.starts_at <= now,
        Exchange.sample.is_(False),
    )


def _within(year: int) -> tuple[ColumnElement[bool], ...]:
    """Its local time says the year; UTC, a day more on each side, lets the index find it."""
    first, last = datetime(year, 1, 1, tzinfo=UTC), datetime(year, 12, 31, 23, 59, tzinfo=UTC)
    return (
        func.substr(Exchange.starts, 1, 4) == f"{year:04}",
        Exchange.starts_at.between(first - APART, last + APART),
    )


def _exchanges(held: Sequence[ColumnElement[bool]]) -> Select[Any]:
    came = func.coalesce(func.sum(case((Registration.attended.is_(True), 1), else_=0)), 0)
    accepted = and_(
        Registration.exchange_id == Exchange.id, Registration.status == Partstat.ACCEPTED
    )
    return (
        select(
            Exchange.id,
            Exchange.theme,
            Exchange.kind,
            Exchange.title,
            Exchange.starts,
            Exchange.zone,
            Exchange.ends,
            Exchange.erased,
            came.label("came"),
            func.count(Registration.attended).label("called"),
            func.count(Registration.id).label("awaited"),
        )
        .outerjoin(Registration, accepted)
        .where(*held)
        .group_by(Exchange.id)
        .order_by(Exchange.starts_at, Exchange.id)
    )


def _came(*what: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    """A question about the members who came."""
    return (
        select(*what)
        .select_from(Member)
        .join(Registration, Registration.member_id == Member.id)
        .join(Exchange, Exchange.id == Registration.exchange_id)
        .where(Registration.status == Partstat.ACCEPTED, Registration.attended.is_(True))
    )


def _territories(held: Sequence[ColumnElement[bool]]) -> Select[str, int]:
    query = _came(Member.territory, func.count(Member.id.distinct()))
    return query.where(*held).group_by(Member.territory)


def _structures(held: Sequence[ColumnElement[bool]]) -> Select[str]:
    return _came(Member.structure).where(*held).distinct()


def _cancelled(themes: Sequence[str], year: int) -> Select[int]:
    return select(func.count(Exchange.id)).where(
        Exchange.theme.in_(themes),
        Exchange.status == ExchangeStatus.CANCELLED,
        Exchange.sample.is_(False),
        *_within(year),
    )
