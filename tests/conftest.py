"""What every test can ask for: migrated bases on both engines, and a clock that stands still."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg
import pytest

from community.db.engine import Database, parse_url
from community.db.migrate import migrate
from content.loading import load
from content.search.e5 import load_e5
from content.search.indexing import open_index
from content.search.meaning import Meaning
from tests.mail_lab import MailLab, running_mail_lab
from tests.meaning import CONTACTS, INDEX, prepare_index
from tests.people import People
from tests.servers import Postgres, do_without, running_postgres

if TYPE_CHECKING:
    from tests.bot_api import Group, Person
    from tests.telegram_stage import TelegramStage


def pytest_sessionstart(session: pytest.Session) -> None:
    """Have the index ready before any test, in the process that starts the others."""
    if not hasattr(session.config, "workerinput"):
        prepare_index()


class Clock:
    """A clock that moves when told to."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def run_apart(coroutine: Coroutine[object, object, None]) -> None:
    """Run in a loop of its own thread: a fixture may be asked for while the test's loop runs."""
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, coroutine).result()


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC))


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    folder = Path(tempfile.mkdtemp(prefix="palabre-postgres-"))
    try:
        with running_postgres(folder) as server:
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def mail_lab() -> Iterator[MailLab]:
    """A real Postfix and a real Dovecot."""
    with running_mail_lab() as lab:
        yield lab


@pytest.fixture(scope="session")
def meaning() -> Meaning:
    """The built-in content by its meaning, where this machine can."""
    encoder = load_e5()
    if encoder is None:
        do_without("this processor has no AVX2 or no FMA")
    opened = open_index(INDEX, load(None, CONTACTS[0]).documents(), encoder)
    assert opened is not None
    return opened


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("template") / "palabre.db"
    run_apart(migrate(parse_url(f"sqlite:///{path}")))
    return path


@pytest.fixture(scope="session")
def postgres_template(postgres: Postgres) -> str:
    async def prepare() -> None:
        await _create(postgres, "palabre_template", "template1")
        await migrate(parse_url(postgres.url("palabre_template")))

    run_apart(prepare())
    return "palabre_template"


async def _create(server: Postgres, name: str, template: str) -> None:
    connection = await asyncpg.connect(server.url("postgres"))
    try:
        await connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")
        await connection.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    finally:
        await connection.close()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    """A migrated SQLite base of this test alone."""
    path = tmp_path / "palabre.db"
    shutil.copy(sqlite_template, path)
    return f"sqlite:///{path}"


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest) -> str:
    """The address of a migrated base, once on each engine."""
    if request.param == "sqlite":
        url: str = request.getfixturevalue("sqlite_url")
        return url
    server: Postgres = request.getfixturevalue("postgres")
    template: str = request.getfixturevalue("postgres_template")
    name = f"palabre_{os.getpid()}"
    run_apart(_create(server, name, template))
    return server.url(name)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A migrated base, once on each engine."""
    base = Database(parse_url(database_url))
    yield base
    await base.close()


@pytest.fixture
async def people(database: Database, clock: Clock) -> People:
    """Anyone, before a community whose themes are open."""
    them = People(database, clock)
    await them.open_themes()
    return them


@pytest.fixture
async def stage(sqlite_url: str, clock: Clock) -> AsyncIterator["TelegramStage"]:
    """The bot on Telegram, which answers without delay."""
    from tests.telegram_stage import open_telegram_stage

    async with open_telegram_stage(sqlite_url, clock, webhook=False, delay=0) as opened:
        yield opened


@pytest.fixture
def marie(stage: "TelegramStage") -> "Person":
    """Somebody who never wrote to the bot yet."""
    return stage.person("Marie")


@pytest.fixture
def group(stage: "TelegramStage") -> "Group":
    """A group with the bot in it."""
    return stage.api.group(-100500, "Les Jardins")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what tests counted, also when they ran in other processes."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")
