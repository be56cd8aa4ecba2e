"""What is said of one pole: its card, and where that was learned."""

from dataclasses import dataclass
from urllib.parse import urlsplit

from community.context import labelled
from community.words import Choice, Reply
from content.entries import FOUNDING_DOCUMENT, Fiche, dated
from content.library import Library

SOURCES_SHOWN = 2  # with the others a tap away


@dataclass(frozen=True, slots=True)
class Shown:
    """A source as it is read: the founding document by its title, a page by its site."""

    name: str
    url: str


def card(library: Library, fiche: Fiche) -> Reply:
    """Who a pole is, where, what it does, how we know, and where to go next."""
    html = _head(library, fiche) + _facts(library, fiche) + _sources(library, fiche)
    return Reply(html + _wanted(library, fiche), tuple(_ways_on(library, fiche)))


def brief(library: Library, fiche: Fiche) -> str:
    """As much of it as one puts into a conversation with others."""
    return _head(library, fiche) + _sources(library, fiche)


def more(library: Library, fiche: Fiche) -> Reply:
    """What the card has no room for: its figures with where they were learned, and where to go."""
    choices = tuple(_ways_further(library, fiche))
    if not fiche.figures:
        return Reply(library.texts.html("fiches.further", name=fiche.name), choices)
    figures = library.texts.html("fiches.figures", name=fiche.name, figures=fiche.figures)
    return Reply(figures + _sources(library, fiche), choices)


def _head(library: Library, fiche: Fiche) -> str:
    head = library.texts.html("fiches.head", name=fiche.name, where=_where(library, fiche))
    return head + fiche.html


def _facts(library: Library, fiche: Fiche) -> str:
    return library.texts.html(
        "fiches.facts",
        statuses=[status_name(library, status) for status in fiche.status],
        sectors=list(fiche.sectors),
        created=fiche.created,
    )


def _sources(library: Library, fiche: Fiche) -> str:
    """None for a pole that only the community tells of, which says who told it."""
    if not fiche.sources:
        return ""
    return library.texts.html(
        "fiches.sources",
        sources=shown_sources(library, fiche)[:SOURCES_SHOWN],
        others=max(0, len(fiche.sources) - SOURCES_SHOWN),
        checked=fiche.checked,
        confidence=fiche.confidence,
    )


def _wanted(library: Library, fiche: Fiche) -> str:
    """What we ask of who knows a pole of which we know too little."""
    if fiche.complete:
        return ""
    wanted = [library.texts.label(f"fiches.lacking_{key}") for key in fiche.lacking]
    return library.texts.html("fiches.incomplete", wanted=wanted)


def shown_sources(library: Library, fiche: Fiche) -> list[Shown]:
    """Where a fiche was learned, as it is read."""
    founding = library.texts.label("fiches.founding_document")
    return [
        Shown(founding, "") if url == FOUNDING_DOCUMENT else Shown(_site(url), url)
        for url in fiche.sources
    ]


def status_name(library: Library, status: str, kind: str = "status") -> str:
    """How a status is said; a `button` is brief."""
    name, year = dated(status)
    return library.texts.label(f"fiches.{kind}_{name}", year=year)


def region_codes(library: Library) -> dict[str, str]:
    """The code of each region, by name."""
    return {row.region: row.region_code for row in library.departements.values()}


def _ways_on(library: Library, fiche: Fiche) -> list[Choice]:
    """What fits on a screen with a card: the rest is a tap away."""
    know = labelled(library, "fiches.i_know", f"/proposer_fiche {fiche.id}")
    more = labelled(library, "fiches.more", f"/suite {fiche.id}")
    return [more] if fiche.complete else [know, more]


def _ways_further(library: Library, fiche: Fiche) -> list[Choice]:
    """That rest: the region, all fiches, all sources, and the card again."""
    choices = []
    if fiche.region and (code := region_codes(library).get(fiche.region)):
        choices.append(labelled(library, "fiches.same_region", f"/fiches region {code}"))
    choices.append(labelled(library, "fiches.all", "/fiches"))
    if len(fiche.sources) > SOURCES_SHOWN:
        choices.append(labelled(library, "fiches.more_sources", f"/sources {fiche.id}"))
    return [*choices, labelled(library, "fiches.back", f"/fiche {fiche.id}")]


def _where(library: Library, fiche: Fiche) -> str:
    departement = library.departements.get(fiche.departement or "")
    named = (fiche.place, departement.name if departement else None, fiche.region)
    return ", ".join(dict.fromkeys(name for name in named if name))


def _site(url: str) -> str:
    return (urlsplit(url).hostname or url).removeprefix("www.")
