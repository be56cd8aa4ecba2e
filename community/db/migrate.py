"""Bring a database to the newest revision, or refuse one that this code does not know."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.engine import URL

from community.db.engine import create_engine
from community.errors import BaseTooNew, BaseTooOld

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_262_272  # one migration at a time on PostgreSQL; any constant does


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, held in code so that there is no ini file to lose."""
    made = Config()
    made.set_main_option("script_location", str(MIGRATIONS))
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()


def _upgrade(connection: Connection, target: str) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": LOCK})
    _refuse_newer(connection)
    command.upgrade(config(connection), target)
    if connection.dialect.name == "sqlite":
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            message = f"the migration would leave {len(broken)} rows without their parent"
            raise RuntimeError(message)


def known_revisions() -> frozenset[str]:
    """Every revision this release knows."""
    scripts = ScriptDirectory.from_config(config())
    return frozenset(script.revision for script in scripts.walk_revisions())


def _refuse_newer(connection: Connection) -> None:
    current = _revision(connection)
    if current is not None and current not in known_revisions():
        raise BaseTooNew(current)


def _refuse_other(connection: Connection) -> None:
    _refuse_newer(connection)
    current = _revision(connection)
    if current != ScriptDirectory.from_config(config()).get_current_head():
        raise BaseTooOld(current or "empty")


async def migrate(url: URL, target: str = "head") -> None:
    """Upgrade in one transaction. Raises BaseTooNew."""
    engine = create_engine(url, foreign_keys=False)
    try:
        async with engine.begin() as connection:
            await connection.run_sync(_upgrade, target)
    finally:
        await engine.dispose()


async def check_revision(url: URL) -> None:
    """Raise BaseTooOld or BaseTooNew unless the base is at the revision of this code."""
    engine = create_engine(url)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(_refuse_other)
    finally:
        await engine.dispose()
