"""Copies of a SQLite base: made whole while the bot writes, checked before they take its place."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import quote

from community.db.migrate import known_revisions

JOURNALS = ("-wal", "-shm")


class NotABackup(Exception):
    """The file is not a whole Palabre base that this release knows."""


class BaseInUse(Exception):
    """Another process has the base open."""


def backup(source: Path, target: Path) -> None:
    """Copy a base as it is at one moment. Raises OSError, sqlite3.Error."""
    with _part(target) as part:
        _copy(source, part)
        part.replace(target)


def restore(copy: Path, target: Path) -> Path | None:
    """Put a copy in the place of a base and give where the former one is kept, if there was one.

    Raises NotABackup, BaseInUse.
    """
    with _part(target) as part:
        try:
            _copy(copy, part)
        except sqlite3.Error as error:
            raise NotABackup(copy.name) from error
        check(part)
        kept = _keep(target) if target.exists() else None
        part.replace(target)
    return kept


def check(path: Path) -> None:
    """Raise NotABackup unless the file is a whole base of a known revision."""
    try:
        with _open(path, "ro") as base:
            sound = base.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            revisions = {row[0] for row in base.execute("SELECT version_num FROM alembic_version")}
    except sqlite3.Error as error:
        raise NotABackup(path.name) from error
    if not sound or not revisions or not revisions <= known_revisions():
        raise NotABackup(path.name)


@contextmanager
def _part(target: Path) -> Iterator[Path]:
    """An empty file beside the target that only its owner reads, gone at the end."""
    part = target.with_name(f"{target.name}.part")
    part.unlink(missing_ok=True)
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    try:
        yield part
    finally:
        for name in ("", *JOURNALS):
            part.with_name(part.name + name).unlink(missing_ok=True)


@contextmanager
def _open(path: Path, mode: str) -> Iterator[sqlite3.Connection]:
    uri = f"file:{quote(str(path.absolute()))}?mode={mode}"
    with closing(sqlite3.connect(uri, uri=True, timeout=5)) as connection:
        yield connection


def _copy(source: Path, target: Path) -> None:
    """Copy in one step, so that it is one moment, into a file without a journal beside it."""
    with _open(source, "rw") as live, _open(target, "rw") as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
    with target.open("rb+") as written:
        os.fsync(written.fileno())


def _keep(base: Path) -> Path:
    """Give the base a second name, its journal folded in. Raises BaseInUse."""
    kept = _free(base.with_name(f"{base.name}.avant-restauration"))
    try:
        with _open(base, "rw") as live:
            live.execute("PRAGMA journal_mode=DELETE")  # refused while others have it open
    except sqlite3.OperationalError as error:
        raise BaseInUse from error
    except sqlite3.DatabaseError:
        # Damaged, perhaps why there is a restoration: what is left of its journal goes with it.
        for name in JOURNALS:
            with suppress(FileNotFoundError):
                Path(f"{base}{name}").replace(f"{kept}{name}")
    kept.hardlink_to(base)
    return kept


def _free(wanted: Path) -> Path:
    """The first name that nothing has yet."""
    path, number = wanted, 1
    while path.exists():
        number += 1
        path = wanted.with_name(f"{wanted.name}-{number}")
    return path
