"""One `palabre run` on one SQLite file."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class AlreadyRunning(Exception):
    """Another process runs on this database."""


@contextmanager
def hold_file(database: Path) -> Iterator[None]:
    """Hold a file beside the database. Raises AlreadyRunning.

    The kernel frees it when the process dies, however it dies: a restart never has to wait for
    a lease to run out.
    """
    path = database.with_name(database.name + ".lock")
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunning from error
        yield
    finally:
        os.close(descriptor)
