"""The numbers of a report in words: the same in a message, in a table and in a picture."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from community.exchanges import KINDS, local
from community.reports import Count, Held, Report
from content.library import Library
from french.dates import day_and_month, length
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
        "hours": length(sum(told.lengths, timedelta())) if told.lengths else "",
        "timed": len(told.lengths),
        "people": said(told.people, library),
        "presences": said(told.presences, library),
        "mean": told.mean,
        "structures": said(told.structures, library),
        "places": said(told.places, library),
        "territories": by_territory(told, library),
        "awaited": said(told.awaited, library),
        "scores": told.useful.scores if told.useful else 0,
        "useful": decimal(told.useful.mean, 1) if told.useful else "",
    }


def notes(told: Report, before: Report, library: Library) -> list[str]:
    """What one must know to read these numbers, and those of the year before."""
    return [library.texts.label(f"report.note_{name}") for name in _notes(told, before)]


def _notes(told: Report, before: Report) -> Iterator[str]:
    yield "members"
    if told.erased or before.erased:
        yield "erased"
    if told.left_out or before.left_out:
        yield "left_out"
    if any(not one.code for one in told.territories):
        yield "elsewhere"
    yield "small"


def period(year: int, now: datetime, library: Library) -> str:
    """« Du 1er janvier au 10 décembre 2027 », as far as the year goes at this local time."""
    today = now.date() if now.year == year else None
    return library.texts.label("report.period", year=year, today=today)


def decimal(value: float, digits: int) -> str:
    """« 4,3 »."""
    return f"{value:.{digits}f}".replace(".", ",")


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
    """Those who came to each exchange, or are not told, or not known."""
    return [
        Bar(
            typeset(f"{day_and_month(local(one.starts, one.zone))}, {one.title}"),
            came(one, library),
            one.people.told if one.called else None,
        )
        for one in exchanges
    ]


def came(one: Held, library: Library) -> str:
    """How many came to an exchange, or why one does not read it here."""
    if not one.called:
        return library.texts.label("report.uncalled")
    told = one.people.told
    return library.texts.label("report.masked") if told is None else number(told)


def foot(told: Report, now: datetime, library: Library) -> list[str]:
    """What a picture says of itself below its bars."""
    lines = [library.texts.label("report.within", period=period(told.year, now, library))]
    if any(one.called and one.people.told is None for one in told.exchanges):
        lines.append(library.texts.label("report.hidden"))
    return lines


def alternative(told: Report, library: Library) -> list[Panel]:
    """What the picture shows: the last exchanges, when some roll was called, then territories."""
    shown = by_exchange(told.exchanges[-DRAWN:], library) if told.called else []
    last = len(told.exchanges) > DRAWN
    title = library.texts.label("report.by_exchange", last=last, count=DRAWN)
    panels = [
        Panel(title, tuple(shown)),
        Panel(library.texts.label("report.by_territory"), tuple(by_territory(told, library))),
    ]
    return [panel for panel in panels if panel.bars]
