"""The table and the picture of a year's report, made when they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import NamedTuple

from community import reports
from community.db.engine import Session
from community.exchanges import local
from community.reports import Count, Held, Report
from community.roles import Rights
from community.words import Attachment, File
from content.library import Library
from handlers.report_words import (
    Panel,
    alternative,
    by_territory,
    decimal,
    foot,
    kind_of,
    name_of,
    notes,
    period,
    said,
)
from handlers.tables import CSV, table


class Line(NamedTuple):
    """A row of the table; what is not about it stays empty."""

    part: str
    what: str = ""
    number: str = ""
    before: str = ""
    meaning: str = ""
    day: str = ""
    hours: str = ""
    kind: str = ""


async def report_table(session: Session, library: Library, recipe: Attachment) -> File:
    """A year in numbers beside the year before, each with what it means, for a spreadsheet."""
    told, before = await _told(session, recipe), await _told(session, recipe, ago=1)
    label = library.texts.label
    names = ("part", "what", "number", "before", "meaning", "day", "hours", "kind")
    header = [label(f"report.head_{name}", year=before.year) for name in names]
    whole = label("report.part_whole")
    title, within = name_of(recipe.args[2:], library), period(told.year, _now(recipe), library)
    lines: tuple[Line, ...] = (
        Line(whole, label("report.what_theme"), title),
        Line(whole, label("report.what_year"), str(told.year), str(before.year), within),
        *_whole(told, before, library),
        *_kinds(told, library),
        *_territories(told, library),
        *(_exchange(one, library) for one in told.exchanges),
        *_notes(told, before, library),
    )
    return File(recipe.filename, CSV, table(header, lines))


async def picture(session: Session, library: Library, recipe: Attachment) -> Mapping[str, object]:
    """What `drawing.chart` is told of a year."""
    told = await _told(session, recipe)
    title = name_of(recipe.args[2:], library)
    panels = alternative(told, library)
    return {
        "title": library.texts.label("report.title", title=title, year=told.year),
        "alt": _spoken(panels),
        "foot": "\n".join(foot(told, _now(recipe), library)),
        "panels": [asdict(panel) for panel in panels],
    }


async def _told(session: Session, recipe: Attachment, ago: int = 0) -> Report:
    """The report of a recipe, or that of some years before."""
    year, themes = int(recipe.args[0]) - ago, recipe.args[2:]
    # Only a reply to who animates all these themes carries this recipe: it was checked there.
    rights = Rights(animated=frozenset(themes))
    return await reports.report(session, rights, themes, year, _now(recipe))


def _now(recipe: Attachment) -> datetime:
    """The local time at which it was asked for."""
    return datetime.fromisoformat(recipe.args[1])


def _spoken(panels: list[Panel]) -> str:
    """The picture in words, for who does not see it: the file keeps them."""
    return " ; ".join(
        f"{panel.title} : " + ", ".join(f"{bar.label} : {bar.said}" for bar in panel.bars)
        for panel in panels
    )


def _whole(told: Report, before: Report, library: Library) -> Iterator[Line]:
    label, then = library.texts.label, _cells(before, library) if before.exchanges else {}
    for name, cell in _cells(told, library).items():
        what, meaning = label(f"report.what_{name}"), label(f"report.means_{name}")
        yield Line(label("report.part_whole"), what, cell, then.get(name, ""), meaning)


def _cells(told: Report, library: Library) -> Mapping[str, str]:
    """The numbers of the whole; those of people only where some roll was called, or was not."""
    cells = {
        "held": str(len(told.exchanges)),
        "cancelled": str(told.cancelled),
        "called": str(told.called),
    }
    if told.lengths:
        cells["hours"] = _hours(sum(told.lengths, timedelta()))
        cells["timed"] = str(len(told.lengths))
    if told.called:
        for name in ("people", "presences", "structures", "places"):
            cells[name] = _cell(getattr(told, name), library)
        cells["mean"] = "" if told.mean is None else str(told.mean)
    if told.called < len(told.exchanges):
        cells["awaited"] = _cell(told.awaited, library)
    if told.useful:
        cells["useful"] = decimal(told.useful.mean, 1)
        cells["scores"] = str(told.useful.scores)
    return cells


def _cell(count: Count, library: Library) -> str:
    """A number as spreadsheets read it: thousands are not parted."""
    return said(count, library) if count.told is None else str(count.told)


def _hours(value: timedelta) -> str:
    """« 36 », « 2,5 »."""
    return decimal(value / timedelta(hours=1), 2).rstrip("0").rstrip(",")


def _kinds(told: Report, library: Library) -> Iterator[Line]:
    label = library.texts.label
    for kind, count in told.kinds:
        what = kind_of(kind, count, library).partition("\u00a0")[2]
        meaning = label("report.means_kinds")
        yield Line(label("report.part_kinds"), what, str(count), meaning=meaning)


def _territories(told: Report, library: Library) -> Iterator[Line]:
    label = library.texts.label
    for one, bar in zip(told.territories, by_territory(told, library), strict=True):
        part, cell = label("report.part_territories"), _cell(one.people, library)
        yield Line(part, bar.label, cell, meaning=label("report.means_territories"))


def _exchange(one: Held, library: Library) -> Line:
    label = library.texts.label
    known = label("report.masked") if one.people.told is None else str(one.people.told)
    meaning = "report.means_came" if one.called else "report.means_awaited_there"
    return Line(
        label("report.part_exchanges"),
        one.title,
        known if one.called else label("report.uncalled"),
        meaning=label(meaning, awaited=known),
        day=f"{local(one.starts, one.zone):%d/%m/%Y}",
        hours=_hours(one.length) if one.length else "",
        kind=kind_of(one.kind, 1, library).partition("\u00a0")[2],
    )


def _notes(told: Report, before: Report, library: Library) -> Iterator[Line]:
    said_ = [*notes(told, before, library), library.texts.label("report.hidden")]
    for note in said_:
        yield Line(library.texts.label("report.part_notes"), meaning=note)
