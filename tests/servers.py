"""Real servers on loopback, started by the tests when their programs are installed."""

import asyncio
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path
from typing import NoReturn

import pytest
import uvicorn
from starlette.applications import Starlette

from bot.server import Server

# As nginx does: with uvicorn's own 5 s, a slow machine sends into a line that is just being cut.
KEPT_ALIVE = 75
POSTGRES_FOLDERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)


def find_program(name: str, package: str, folders: list[Path] | None = None) -> str:
    """Give the path of a program, or skip saying what to install (fail when all is required)."""
    search = os.pathsep.join([*(str(f) for f in folders or []), os.environ.get("PATH", "")])
    found = shutil.which(name, path=search)
    if found is None:
        do_without(f"{name} is not installed: apt-get install {package}")
    return found


def do_without(reason: str) -> NoReturn:
    """Skip a test for want of what it needs; fail it when all is required."""
    if os.environ.get("PALABRE_REQUIRE_ALL") == "1":
        pytest.fail(reason)
    pytest.skip(reason)


def free_port() -> int:
    """A port of loopback nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@asynccontextmanager
async def serving(application: Starlette, port: int) -> AsyncIterator[None]:
    """Serve on loopback, and stop within a second whatever is still open."""
    config = uvicorn.Config(
        application,
        "127.0.0.1",
        port,
        log_config=None,
        access_log=False,
        lifespan="off",
        timeout_graceful_shutdown=1,
        timeout_keep_alive=KEPT_ALIVE,
    )
    server = Server(config)
    served = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 - uvicorn sets no event
        await asyncio.sleep(0.005)
    try:
        yield
    finally:
        server.should_exit = True
        await served


class Postgres:
    """A server of our own: `PostgreSQL` refuses to run as root, so root lends it a user."""

    def __init__(self, folder: Path) -> None:
        self._initdb = find_program("initdb", "postgresql", POSTGRES_FOLDERS)
        self._pg_ctl = find_program("pg_ctl", "postgresql", POSTGRES_FOLDERS)
        self._folder = folder
        self.port = free_port()

    def start(self) -> None:
        if os.geteuid() == 0:
            user = pwd.getpwnam("postgres")
            os.chown(self._folder, user.pw_uid, user.pw_gid)
        data = str(self._folder / "data")
        self._run(self._initdb, "-D", data, "-A", "trust", "-U", "postgres", "--locale=C.UTF-8",
                  "-E", "UTF8", "--no-sync")  # fmt: skip
        options = f"-p {self.port} -h 127.0.0.1 -k {self._folder} -c fsync=off"
        self._run(self._pg_ctl, "-D", data, "-w", "-l", str(self._folder / "log"),
                  "-o", options, "start")  # fmt: skip

    def stop(self) -> None:
        self._run(self._pg_ctl, "-D", str(self._folder / "data"), "-m", "immediate", "stop")

    def url(self, database: str) -> str:
        return f"postgresql://postgres@127.0.0.1:{self.port}/{database}"

    def create(self, name: str, template: str = "template1") -> str:
        """Make a base after another, empty by default, and give its address."""
        options = ["-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres", "-T", template]
        createdb = find_program("createdb", "postgresql", POSTGRES_FOLDERS)
        self._run(createdb, *options, name)
        return self.url(name)

    def _run(self, *command: str) -> None:
        as_user = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
        subprocess.run(
            [*as_user, *command],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=self._folder,
        )


@contextmanager
def running_postgres(folder: Path) -> Iterator[Postgres]:
    server = Postgres(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
