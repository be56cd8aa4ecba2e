"""`palabre migrate`, `backup` and `restore`: the care of the database."""

import sqlite3
from argparse import Namespace
from pathlib import Path

from bot.console import Refusal, say
from bot.opening import hold_database, prepare_database
from bot.settings import Settings
from community.db import backup

DUMP = (
    "La base est sur un serveur PostgreSQL : "
    'lancez pg_dump --format=custom --file={file} "$DATABASE_URL"'
)
LOAD = (
    "La base est sur un serveur PostgreSQL : "
    'lancez pg_restore --clean --if-exists --dbname="$DATABASE_URL" {file}'
)
NOT_A_BACKUP = "{file} n’est pas une copie entière d’une base Palabre que cette version connaît."
IN_USE = "La base est ouverte ailleurs : arrêtez les autres commandes, puis recommencez."


async def migrate_base(_: Namespace, settings: Settings) -> int:
    """Bring the base to this release."""
    await prepare_database(settings)
    say("La base de données est à jour.")
    return 0


async def backup_base(arguments: Namespace, settings: Settings) -> int:
    """Copy the base while the bot runs."""
    source = _file(settings, DUMP.format(file=arguments.file))
    _backup(source, Path(arguments.file), force=arguments.force)
    return 0


def _backup(source: Path, target: Path, *, force: bool) -> None:
    if not source.exists():
        raise Refusal(f"Il n’y a pas encore de base de données : {source}.")
    if target.exists() and not force:
        raise Refusal(f"{target} existe déjà : choisissez un autre nom, ou ajoutez --force.")
    try:
        backup.backup(source, target)
    except (OSError, sqlite3.Error) as error:
        raise Refusal(f"La copie n’a pas pu être écrite ({error}).") from None


async def restore_base(arguments: Namespace, settings: Settings) -> int:
    """Put a copy in the place of the base, and keep the former one beside it."""
    target = _file(settings, LOAD.format(file=arguments.file))
    with hold_database(settings):
        kept = _restore(Path(arguments.file), target)
    beside = f" L’ancienne est gardée : {kept}." if kept else ""
    say(f"La base est restaurée ; lancez « palabre migrate ».{beside}")
    return 0


def _restore(copy: Path, target: Path) -> Path | None:
    if not copy.is_file():
        raise Refusal(f"{copy} n’existe pas.")
    try:
        return backup.restore(copy, target)
    except backup.NotABackup:
        raise Refusal(NOT_A_BACKUP.format(file=copy)) from None
    except backup.BaseInUse:
        raise Refusal(IN_USE) from None


def _file(settings: Settings, otherwise: str) -> Path:
    file = settings.database_file
    if file is None:
        raise Refusal(otherwise)
    return file
