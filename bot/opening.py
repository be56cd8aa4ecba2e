"""How a call opens the database: only one that is there, answers, and is of this release."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

from bot.lock import hold_file
from bot.settings import Settings
from community.db.engine import Database, parse_url
from community.db.migrate import check_revision, migrate
from community.db.reach import reach
from community.errors import BaseTooOld


@asynccontextmanager
async def open_database(settings: Settings) -> AsyncIterator[Database]:
    """Lend the database. Raises BaseTooOld, BaseTooNew, BaseUnreachable."""
    await require_database(settings)
    database = Database(parse_url(settings.database_url))
    try:
        yield database
    finally:
        await database.close()


async def require_database(settings: Settings) -> None:
    """Refuse a base that is missing, silent, older or newer."""
    file = settings.database_file
    if file is not None and not file.exists():
        raise BaseTooOld("missing")
    url = parse_url(settings.database_url)
    await reach(url)
    await check_revision(url)


async def prepare_database(settings: Settings) -> None:
    """Make the base, or bring it to this release. Raises BaseTooNew, BaseUnreachable."""
    prepare_folder(settings)
    if settings.database_file is not None:
        settings.database_file.touch(mode=0o600)  # for this user alone, wherever it lies
    url = parse_url(settings.database_url)
    await reach(url)
    await migrate(url)


def prepare_folder(settings: Settings) -> None:
    """Make the folder of a SQLite file; what it will hold is personal."""
    file = settings.database_file
    if file is not None:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)


@contextmanager
def hold_database(settings: Settings) -> Iterator[None]:
    """Be the only `run` on a SQLite file. Raises AlreadyRunning."""
    file = settings.database_file
    if file is None:
        yield
        return
    prepare_folder(settings)
    with hold_file(file):
        yield
