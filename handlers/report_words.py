"""The numbers of a report in words: the same in a message, in a table and in a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from community.exchanges import KINDS, local
from community.reports import Count, Held, Report
from content.library import Library
from french.dates import day_and_month
from french.plurals import number
from french.typography import typeset
from handlers import territories

NAMED = 2  # themes of a title
DRAWN = 12  # exchanges of a picture: a telephone shows no more


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with its name; `value` is none when it is masked."""

    label: str
    said: str
    value: int | None


@dataclass(frozen=True, slots=True)
class Panel:
    """Numbers that are compared."""

    title: str
    bars: tuple[Bar, ...]


def name_of(themes: Sequence[str], library: Library) -> str:
    """What a report is about: its themes, or how many they are."""
    if len(themes) <= NAMED:
        return " et ".join(library.themes[theme].title for theme in themes)
    return library.texts.label("report.several", count=len(themes))


def headline(told: Report, library: Library) -> Mapping[str, object]:
    """What the text of a report says."""
    return {
        "year": told.year,
        "held": len(told.exchanges),
        "kinds": [kind_of(kind, n, library) for kind, n in told.kinds],
        "cancelled": told.cancelled,
        "called": told.called,
        "people": said(told.people, library),
        "presences": said(told.presences, library),
        "mean": told.mean,
        "structures": said(told.structures, library),
        "places": said(told.places, library),
        "territories": by_territory(told, library),
        "awaited": said(told.awaited, library),
        "left_out": told.left_out,
        "erased": told.erased,
    }


def said(count: Count, library: Library) -> str:
    """A number, or that it is small."""
    return library.texts.label("report.few") if count.told is None else number(count.told)


def kind_of(kind: str, count: int, library: Library) -> str:
    """« 4 visites apprenantes »."""
    known = kind if kind in KINDS else "other"
    return library.texts.label(f"report.kind_{known}", count=count)


def by_territory(told: Report, library: Library) -> list[Bar]:
    """The people who came, by territory."""
    return [
        Bar(_territory(one.code, library), said(one.people, library), one.people.told)
        for one in told.territories
    ]


def _territory(code: str, library: Library) -> str:
    name = territories.name_of(code, library.departements)
    return name or library.texts.label("report.elsewhere")


def by_exchange(exchanges: Sequence[Held], library: Library) -> list[Bar]:
    """Those who came to each exchange, or are not told."""
    masked = library.texts.label("report.masked")
    return [
        Bar(
            typeset(f"{day_and_month(local(one.starts, one.zone))}, {one.title}"),
            masked if one.people.told is None else number(one.people.told),
            one.people.told,
        )
        for one in exchanges
    ]


def alternative(told: Report, library: Library) -> list[Panel]:
    """What the picture shows: the last exchanges whose roll was called, then territories."""
    called = [one for one in told.exchanges if one.called]
    shown = by_exchange(called[-DRAWN:], library)
    title = library.texts.label("report.by_exchange", last=len(called) > DRAWN, count=DRAWN)
    panels = [
        Panel(title, tuple(shown)),
        Panel(library.texts.label("report.by_territory"), tuple(by_territory(told, library))),
    ]
    return [panel for panel in panels if panel.bars]
