"""The table and the picture of a year's report, made when they are sent."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import datetime

from community import reports
from community.db.engine import Session
from community.exchanges import local
from community.reports import Held, Report
from community.roles import Rights
from community.words import Attachment, File
from content.library import Library
from handlers.report_words import (
    Panel,
    alternative,
    by_territory,
    headline,
    kind_of,
    name_of,
    said,
)
from handlers.tables import CSV, table

Line = tuple[str, str, str, str]


async def report_table(session: Session, library: Library, recipe: Attachment) -> File:
    """A year in numbers, each with what it means, for a spreadsheet."""
    told = await _told(session, recipe)
    label = library.texts.label
    header = [label(f"report.head_{name}") for name in ("part", "what", "number", "meaning")]
    title = name_of(recipe.args[2:], library)
    lines = (
        (label("report.part_whole"), label("report.what_theme"), title, ""),
        *_whole(told, library),
        *_territories(told, library),
        *(_exchange(one, library) for one in told.exchanges),
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
        "foot": library.texts.label("report.foot"),
        "panels": [asdict(panel) for panel in panels],
    }


async def _told(session: Session, recipe: Attachment) -> Report:
    year, now, *themes = recipe.args
    # Only a reply to who animates all these themes carries this recipe: it was checked there.
    rights = Rights(animated=frozenset(themes))
    return await reports.report(session, rights, themes, int(year), datetime.fromisoformat(now))


def _spoken(panels: list[Panel]) -> str:
    """The picture in words, for who does not see it: the file keeps them."""
    return " ; ".join(
        f"{panel.title} : " + ", ".join(f"{bar.label} : {bar.said}" for bar in panel.bars)
        for panel in panels
    )


def _whole(told: Report, library: Library) -> Iterator[Line]:
    label = library.texts.label
    words = headline(told, library)
    numbers = ["year", "held", "cancelled", "called"]
    numbers += ["people", "presences", "structures", "places"] if told.called else []
    numbers += ["awaited"] if told.called < len(told.exchanges) else []
    for name in numbers:
        meaning = label(f"report.means_{name}")
        yield label("report.part_whole"), label(f"report.what_{name}"), str(words[name]), meaning
    for kind, count in told.kinds:
        said_ = kind_of(kind, count, library).partition("\u00a0")[2]
        yield label("report.part_kinds"), said_, str(count), label("report.means_kinds")


def _territories(told: Report, library: Library) -> Iterator[Line]:
    for bar in by_territory(told, library):
        part, meaning = "report.part_territories", "report.means_territories"
        yield library.texts.label(part), bar.label, bar.said, library.texts.label(meaning)


def _exchange(one: Held, library: Library) -> Line:
    label = library.texts.label
    day = local(one.starts, one.zone)
    people = label("report.masked") if one.people.told is None else said(one.people, library)
    meaning = label("report.means_came" if one.called else "report.means_awaited_there")
    return label("report.part_exchanges"), f"{day:%d/%m/%Y}, {one.title}", people, meaning
