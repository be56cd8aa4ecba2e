"""`palabre agenda import` and `export`: an agenda kept elsewhere, and ours as a calendar file."""

from argparse import Namespace
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from bot.calls.agenda_words import said
from bot.calls.speaking import context
from bot.console import Refusal, say, warn
from bot.opening import open_database
from bot.settings import Settings
from community.agenda_export import all_entries
from community.agenda_import import Taken, take
from community.agenda_yaml import read_yaml
from community.calendar.reading import read_calendar
from community.calendar.remarks import Reading, Remark
from community.calendar.writing import write
from community.db.tables import Exchange
from community.exchanges import local
from community.imports import themes_by_name
from community.themes import sync_themes
from content.library import Library
from content.loading import load
from french.dates import span
from french.folding import fold
from french.plurals import plural
from handlers.coming import tell_seated

YAML = frozenset({".yaml", ".yml"})
NOT_READ = "Le fichier {file} ne se lit pas ({error})."
UNKNOWN_SUFFIX = "{file} : le nom d’un agenda finit par .ics, .yaml ou .yml."
UNKNOWN_THEME = "Thème inconnu : {theme}. Thèmes : {themes}."
NOTHING_TAKEN = "Rien n’est pris de {file}."
NOBODY_INVITED = "Personne n’est invité : --invite, au premier import, invite les membres du thème."
EXISTS = "{file} existe déjà : choisissez un autre nom, ou ajoutez --force."
NOT_WRITTEN = "Le fichier {file} ne s’écrit pas ({error})."


async def import_agenda(arguments: Namespace, settings: Settings) -> int:
    """Take the exchanges of a file, all that can be or none, and say what was left."""
    path, now = Path(arguments.file), datetime.now(UTC)
    library = load(settings.content, settings.contact)
    theme = _theme(arguments.theme, library)
    reading = _read(path, settings.timezone, now)
    _refuse_faults(path, reading.remarks)
    async with open_database(settings) as database, database.transaction() as session:
        await sync_themes(session, library.themes, now)
        themes = themes_by_name(library)
        invites = arguments.invite
        taken = await take(session, reading.entries, themes, now, theme=theme, invites=invites)
        _refuse_faults(path, (*reading.remarks, *taken.remarks))
        ctx = context(session, library, settings.timezone, now)
        for exchange, seated in taken.seated:
            await tell_seated(seated, exchange, ctx)
    for line in said(path.name, (*reading.remarks, *taken.remarks)):
        warn(line)
    _show(taken)
    if taken.made and not invites:
        say(NOBODY_INVITED)
    return 0


def _theme(asked: str | None, library: Library) -> str:
    """The theme of that name, for what names none."""
    if not asked:
        return ""
    theme = themes_by_name(library).get(fold(asked))
    if theme is None:
        raise Refusal(UNKNOWN_THEME.format(theme=asked, themes=", ".join(sorted(library.themes))))
    return theme


def _read(path: Path, zone: str, now: datetime) -> Reading:
    try:
        if path.suffix.lower() in YAML:
            return Reading(read_yaml(path, zone, now), ())
        if path.suffix.lower() == ".ics":
            return read_calendar(path.read_bytes(), zone, now)
    except OSError as error:
        raise Refusal(NOT_READ.format(file=path, error=error.strerror)) from None
    raise Refusal(UNKNOWN_SUFFIX.format(file=path), code=2)


def _refuse_faults(path: Path, remarks: Iterable[Remark]) -> None:
    """Name what is at fault, and take nothing. Raises Refusal."""
    faults = [remark for remark in remarks if remark.fault]
    for line in said(path.name, faults):
        warn(line)
    if faults:
        raise Refusal(NOTHING_TAKEN.format(file=path.name))


def _show(taken: Taken) -> None:
    for word, exchanges in (
        ("Nouveau", taken.made),
        ("Changé", taken.changed),
        ("Annulé", taken.cancelled),
    ):
        for exchange in exchanges:
            say(f"{word} : {_line(exchange)}")
    counts = (
        plural(len(taken.made), "échange nouveau", "échanges nouveaux"),
        plural(len(taken.changed), "changé", "changés"),
        plural(len(taken.cancelled), "annulé", "annulés"),
        plural(taken.same, "inchangé", "inchangés"),
    )
    say(f"{', '.join(counts)}.")


def _line(exchange: Exchange) -> str:
    ends = local(exchange.ends, exchange.zone) if exchange.ends else None
    return f"{exchange.title}, {span(local(exchange.starts, exchange.zone), ends)}"


async def export_agenda(arguments: Namespace, settings: Settings) -> int:
    """Write every exchange that was shown, past and cancelled ones too, as one calendar file."""
    path = Path(arguments.file)
    _require_free(path, force=arguments.force)
    async with open_database(settings) as database, database.transaction() as session:
        entries = await all_entries(session)
    _save(path, write(entries, whole=True))
    say(f"{plural(len(entries), 'échange écrit', 'échanges écrits')} dans {path}.")
    return 0


def _require_free(path: Path, *, force: bool) -> None:
    if path.exists() and not force:
        raise Refusal(EXISTS.format(file=path))


def _save(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Refusal(NOT_WRITTEN.format(file=path, error=error.strerror)) from None
