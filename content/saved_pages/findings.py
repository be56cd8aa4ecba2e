"""What a saved page tells of an organisation, key by key of a fiche, each with its origin.

Nothing is guessed: what two places of the page say differently is a remark, and no finding.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from content.entries import is_source
from content.places import Departement
from content.saved_pages.lines import Line, lines_of
from content.saved_pages.linked_data import Described, organisation, part, text, texts
from content.saved_pages.places import places
from content.saved_pages.reading import SavedPage, attribute, meta, one_line
from french.folding import essence, fold

LONGEST_NAME, LONGEST_TEXT = 100, 700
ABOUT = re.compile(
    r"qui sommes nous|qui nous sommes|a propos|presentation|notre projet|le projet|notre histoire"
    r"|l association|la cooperative|le pole|nos missions|notre mission|en bref|en quelques mots"
)
# What a title says of the page rather than of who it presents.
PAGES = re.compile(
    rf"(?:accueil|home|bienvenue|index|contact|nous contacter|mentions legales|{ABOUT.pattern})"
)
_PARTS = re.compile(r"\s+[|–—·•»:-]+\s+")
_CREATED = re.compile(
    r"\b(?:créée?s?|fondée?s?|née?s?|constituée?s?|lancée?s?)\s+(?:[^\W\d_]+\s+){0,3}?en\s+"
    r"(?:[^\W\d_]+\s+)?((?:19|20)\d\d)\b"
)
Value = str | int | tuple[str, ...] | tuple[float, float]


@dataclass(frozen=True, slots=True)
class Found:
    """What the page says for a key of a fiche (`body` for its text), and which part of it."""

    key: str
    value: Value
    origin: str


@dataclass(frozen=True, slots=True)
class Findings:
    """All that was found, at most once per key, and what whoever reviews it should know."""

    found: Mapping[str, Found]
    remarks: tuple[str, ...]


def findings(
    page: SavedPage, departements: Mapping[str, Departement], sectors: Collection[str]
) -> Findings:
    """What a page tells; `sectors` are those that fiches already have, for none is made up."""
    lines, described = lines_of(page.tree), organisation(page.tree)
    remarks: list[str] = []
    about = _about(lines)
    told = (
        _name(page, described),
        *_where(described, lines, departements, remarks),
        _sectors(page, described, sectors),
        _created(described, about, remarks),
        _position(described),
        _site(page, described),
        _body(page, described, about),
    )
    remarks += _contacts(page)
    return Findings({one.key: one for one in told if one is not None}, tuple(remarks))


def _name(page: SavedPage, described: Described) -> Found | None:
    if said := text(described, "name"):
        return _named(said, "JSON-LD, nom")
    if said := meta(page.tree, "og:site_name"):
        return _named(said, "meta og:site_name")
    title = page.tree.title.get_text() if page.tree.title else ""
    parts = [one for one in _PARTS.split(one_line(title)) if not _is_page(one)]
    if len(parts) == 1:
        return _named(parts[0], "balise title")
    headings = {one_line(one.get_text()) for one in page.tree.find_all("h1")}
    own = [one for one in headings if one and not _is_page(one)]
    if len(own) == 1:
        return _named(own[0], "titre h1")
    return _named(one_line(title), "balise title, entière") if parts else None


def _named(said: str, origin: str) -> Found | None:
    return Found("name", said, origin) if 0 < len(said) <= LONGEST_NAME else None


def _is_page(said: str) -> bool:
    return not essence(said) or bool(PAGES.fullmatch(essence(said)))


def _where(
    described: Described,
    lines: list[Line],
    departements: Mapping[str, Departement],
    remarks: list[str],
) -> Iterator[Found]:
    found = places(described, lines)
    codes = {one.commune.departement for one in found}
    if len(found) > 1:
        names = ", ".join(one.commune.name for one in found)
        remarks.append(f"La page donne plusieurs adresses ({names}) : choisissez la commune.")
    if len(found) == 1:
        yield Found("place", found[0].commune.name, found[0].origin)
    if len(codes) == 1 and (row := departements.get(next(iter(codes)))):
        yield Found("departement", row.code, f"code postal, {found[0].origin}")
        yield Found("region", row.region, f"le département {row.name}")


def _sectors(page: SavedPage, described: Described, known: Collection[str]) -> Found | None:
    names = {fold(one): one for one in known}
    for said, origin in (
        (meta(page.tree, "keywords").split(","), "meta keywords"),
        (texts(described, "keywords") + texts(described, "knowsAbout"), "JSON-LD, mots-clés"),
    ):
        if hers := tuple(dict.fromkeys(names[fold(one)] for one in said if fold(one) in names)):
            return Found("sectors", hers, origin)
    return None


def _created(described: Described, about: "_About | None", remarks: list[str]) -> Found | None:
    if year := re.match(r"(?:19|20)\d\d", text(described, "foundingDate")):
        return Found("created", int(year[0]), "JSON-LD, date de fondation")
    years = dict.fromkeys(_CREATED.findall(about.text)) if about else {}
    if len(years) > 1:
        remarks.append(f"La page dit plusieurs années de création ({', '.join(years)}).")
    if about and len(years) == 1:
        return Found("created", int(next(iter(years))), about.origin)
    return None


def _position(described: Described) -> Found | None:
    geo = part(described, "geo")
    try:
        latitude, longitude = (float(str(geo[key])) for key in ("latitude", "longitude"))
    except (KeyError, ValueError):
        return None
    if not (-90 <= latitude <= 90 and -180 <= longitude <= 180 and latitude and longitude):
        return None
    return Found("position", (round(latitude, 3), round(longitude, 3)), "JSON-LD, position")


def _site(page: SavedPage, described: Described) -> Found | None:
    if is_source(said := text(described, "url")):
        return Found("site", said, "JSON-LD, adresse du site")
    return Found("site", page.address, page.told_by) if page.address else None


@dataclass(frozen=True, slots=True)
class _About:
    """What stands under a heading such as « Qui sommes-nous ? »."""

    text: str
    origin: str


def _about(lines: list[Line]) -> _About | None:
    """The first that has some sentences under it, up to the next heading."""
    for at, line in enumerate(lines):
        if line.heading and ABOUT.search(essence(line.text)):
            said = " ".join(_paragraphs(lines[at + 1 :]))
            if len(said) >= 40:
                return _About(said, f"sous le titre « {line.text.rstrip(' :')} »")
    return None


def _paragraphs(lines: Iterable[Line]) -> Iterator[str]:
    length = 0
    for line in lines:
        if line.heading or length > LONGEST_TEXT:
            return
        length += len(line.text)
        yield line.text


def _body(page: SavedPage, described: Described, about: _About | None) -> Found | None:
    for said, origin in (
        (about.text if about else "", about.origin if about else ""),
        (text(described, "description"), "JSON-LD, description"),
        (meta(page.tree, "description"), "meta description"),
        (meta(page.tree, "og:description"), "meta og:description"),
    ):
        if len(said) >= 20:
            return Found("body", _cut(said), origin)
    return None


def _cut(said: str) -> str:
    """Whole sentences where that can be, of a length that one reads."""
    if len(said) <= LONGEST_TEXT:
        return said
    end = max(said.rfind(mark, 0, LONGEST_TEXT) for mark in (". ", "! ", "? ", "… "))
    return said[: end + 1] if end > 0 else f"{said[: LONGEST_TEXT - 1].rstrip()}…"


def _contacts(page: SavedPage) -> Iterator[str]:
    """Whom to ask: a fiche does not show it, so it is only told to whoever reviews."""
    mails = dict.fromkeys(
        unquote(attribute(tag, "href")[len("mailto:") :].partition("?")[0]).strip()
        for tag in page.tree.find_all("a", href=re.compile(r"(?i)\Amailto:"))
    )
    if shown := [mail for mail in mails if mail.isprintable() and "@" in mail][:3]:
        yield f"Pour vérifier (lien mailto, non repris dans la fiche) : {', '.join(shown)}"
