"""The shared base of all tables: names of constraints, and times that stay in UTC."""

from datetime import UTC, datetime

from sqlalchemy import DateTime, MetaData
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, MappedAsDataclass
from sqlalchemy.types import TypeDecorator

NAMES = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Moment(TypeDecorator[datetime]):
    """An aware datetime. SQLite forgets zones, so what is stored is UTC and comes back aware."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC. Raises ValueError for a naive time, which would mean nobody knows when."""
        if value is None:
            return None
        if value.tzinfo is None:
            message = "a naive datetime cannot be stored"
            raise ValueError(message)
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, _: Dialect) -> datetime | None:
        """Give the time back aware, in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(MappedAsDataclass, DeclarativeBase, kw_only=True):
    """The base of every table."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: Moment}  # noqa: RUF012 - SQLAlchemy reads it from the class
