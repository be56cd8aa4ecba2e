"""`palabre fiches import`: a saved web page becomes the draft of a fiche, to be reviewed."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.console import Refusal, say
from bot.settings import Settings
from content.entries import Fiche
from content.fiche_drafts import (
    Difference,
    Origin,
    differences,
    draft_beside,
    new_draft,
    said,
    slug,
)
from content.library import Library
from content.loading import load
from content.pages import ROOT, read_page
from content.saved_pages.findings import Findings, Found, findings
from content.saved_pages.reading import (
    MOST_BYTES,
    SavedPage,
    UnreadablePage,
)
from content.saved_pages.reading import read_page as read_saved
from french.dates import date_alone
from french.folding import essence

INTO = "var/fiches"
NAMES = {
    "name": "nom",
    "place": "lieu",
    "departement": "département",
    "region": "région",
    "sectors": "activité",
    "created": "création",
    "position": "position",
    "site": "site",
    "body": "texte",
}
NOTHING = "rien"
NOT_READ = "Le fichier {file} ne se lit pas ({error})."
UNREADABLE = "{file} n’est pas repris : {reason}. Rien n’est écrit."
EMPTY = "{file} ne dit rien qu’une fiche puisse reprendre. Rien n’est écrit."
NAMELESS = "{file} ne dit pas le nom de l’organisation. Rien n’est écrit."
UNKNOWN = "Il n’y a pas de fiche « {fiche} » : « palabre fiches report » les montre toutes."
KNOWN = "La fiche « {fiche} » porte déjà ce nom : relancez avec --fiche {fiche}. Rien n’est écrit."
AMONG_FICHES = "Un brouillon ne va pas dans {folder} : choisissez un autre dossier."
EXISTS = "{file} existe déjà : retirez-le, ou choisissez un autre dossier avec --into."
NOT_WRITTEN = "Le brouillon {file} ne s’écrit pas ({error})."
PAGE = "La page : {source} ({told_by}){saved}."
SAVED = ", enregistrée le {day}"
NO_ADDRESS = "La page ne dit pas son adresse : mettez-la dans « sources », à la place de {file}."
LINE = "  {key} : {value} ({origin})"
DIFFERS = "  {key}\n    la fiche : {stands}\n    la page  : {value} ({origin})"
SAME = "Pareil dans la fiche et dans la page : {keys}."
NO_NEWS = "La page ne dit rien que la fiche ne dise déjà. Rien n’est écrit."
REVIEW = (
    "Brouillon : {file}. Relisez-le, récrivez le texte avec vos mots, puis mettez-le vous-même "
    "parmi les fiches ; « palabre check » le vérifie."
)


async def import_page(arguments: Namespace, settings: Settings) -> int:
    """Read a page, show what it says and where, and write a draft beside the fiches."""
    path, folder = Path(arguments.page), Path(arguments.into or INTO)
    _refuse_fiches(folder, settings)
    page = _read(path)
    library = load(settings.content, settings.contact)
    sectors = {one for fiche in library.fiches.values() for one in fiche.sectors}
    found = findings(page, library.departements, sectors)
    if not found.found.keys() - {"site"}:
        raise Refusal(EMPTY.format(file=path.name))
    origin = Origin.of(page, path.name, datetime.now(UTC).date())
    if arguments.fiche:
        fiche = _fiche(arguments.fiche, library)
        told = differences(fiche, found)
        text = _beside(fiche, told, origin, settings)
        lines, target = list(_compared(told)), folder / f"{fiche.id}.md"
    else:
        target = folder / f"{_new_id(found, library, path)}.md"
        text = new_draft(found, origin)
        lines = [_told(one) for one in found.found.values()]
    if text:
        _save(target, text)
    for line in (_page(page, origin), *lines, *found.remarks):
        say(line)
    if text and not page.address:
        say(NO_ADDRESS.format(file=path.name))
    say(REVIEW.format(file=target) if text else NO_NEWS)
    return 0


def _refuse_fiches(folder: Path, settings: Settings) -> None:
    """A draft is read by somebody first: it never goes where fiches are read from."""
    contents = [ROOT, *([settings.content] if settings.content else [])]
    if any(folder.resolve() == (one / "fiches").resolve() for one in contents):
        raise Refusal(AMONG_FICHES.format(folder=folder))


def _read(path: Path) -> SavedPage:
    try:
        with path.open("rb") as file:
            return read_saved(file.read(MOST_BYTES + 1))
    except OSError as error:
        raise Refusal(NOT_READ.format(file=path, error=error.strerror)) from None
    except UnreadablePage as why:
        raise Refusal(UNREADABLE.format(file=path.name, reason=why)) from None


def _fiche(asked: str, library: Library) -> Fiche:
    fiche = library.fiches.get(asked)
    if fiche is None:
        raise Refusal(UNKNOWN.format(fiche=asked))
    return fiche


def _new_id(found: Findings, library: Library, path: Path) -> str:
    """What its file is called, when no fiche has that name."""
    named = found.found.get("name")
    new = slug(said(named.value)) if named else ""
    if named is None or not new:
        raise Refusal(NAMELESS.format(file=path.name))
    for fiche in library.fiches.values():
        names = {essence(one) for one in (fiche.name, *fiche.aliases)}
        if fiche.id == new or essence(said(named.value)) in names:
            raise Refusal(KNOWN.format(fiche=fiche.id))
    return new


def _beside(fiche: Fiche, told: Sequence[Difference], origin: Origin, settings: Settings) -> str:
    """The draft beside a fiche; empty when the page adds nothing."""
    if all(one.same for one in told):
        return ""
    name = f"fiches/{fiche.id}.md"
    laid_over = settings.content / name if settings.content else None
    stands = read_page(name, laid_over if laid_over and laid_over.exists() else ROOT / name, [])
    assert stands is not None, "it was loaded"
    return draft_beside(stands, told, origin)


def _save(target: Path, text: str) -> None:
    """Write a draft, over nothing."""
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise Refusal(EXISTS.format(file=target)) from None
    except OSError as error:
        raise Refusal(NOT_WRITTEN.format(file=target, error=error.strerror)) from None


def _page(page: SavedPage, origin: Origin) -> str:
    saved = SAVED.format(day=date_alone(page.saved)) if page.saved else ""
    return PAGE.format(source=origin.source, told_by=origin.told_by, saved=saved)


def _told(one: Found) -> str:
    return LINE.format(key=NAMES[one.key], value=said(one.value), origin=one.origin)


def _compared(told: Sequence[Difference]) -> Iterator[str]:
    """What differs, one under the other; then what does not, by name."""
    for one in told:
        if not one.same:
            yield DIFFERS.format(
                key=NAMES[one.key],
                stands=one.stands or NOTHING,
                value=said(one.found.value),
                origin=one.found.origin,
            )
    if same := [NAMES[one.key] for one in told if one.same]:
        yield SAME.format(keys=", ".join(same))
