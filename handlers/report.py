"""`/bilan`: what a year of a theme comes to, in the words of a report to a funder."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from community import answers, helpfulness, reports
from community.context import Context
from community.errors import NotAnimator
from community.helpfulness import What
from community.reports import Report
from community.words import Attachment, Choice, Reply, Request
from french.dates import length
from french.folding import fold
from french.plurals import plural
from handlers.report_words import alternative, foot, headline, name_of, notes, period
from handlers.themes import button_of, meant
from handlers.which_exchange import hers

YEAR = re.compile(r"(?<![0-9])(?:19|20)[0-9]{2}(?![0-9])")
DAY = timedelta(days=1)
ALL = "tous"
ALL_WORDS = frozenset({ALL, "tout", "toutes", "tous les themes", "tous mes themes"})
OFFERED = 4  # other years, and other themes


@dataclass(frozen=True, slots=True)
class Asked:
    """The themes of a report, its year, and what a command calls the themes."""

    themes: tuple[str, ...]
    year: int
    scope: str


async def report(request: Request, ctx: Context) -> Reply:
    """`/bilan [theme|tous] [year]`: numbers with what they mean, then the table and the picture."""
    asked = _asked(request.text, ctx)
    if isinstance(asked, Reply):
        return asked
    told = await _told(asked, ctx)
    before = await _told(replace(asked, year=asked.year - 1), ctx)
    known = await reports.years(ctx.db, ctx.rights, asked.themes, ctx.now)
    others = _others(asked, known, ctx)
    title = name_of(asked.themes, ctx.library)
    if not told.exchanges:
        agenda = ctx.choice("report.agenda", "/agenda")
        none = ctx.say("report.none", title=title, year=asked.year)
        return Reply(none + await _questions(asked.year, ctx), (*others, agenda))
    files = (
        ctx.choice("report.table", f"/bilan_tableau {asked.scope} {asked.year}"),
        ctx.choice("report.picture", f"/bilan_image {asked.scope} {asked.year}"),
    )
    text = ctx.say(
        "report.text",
        title=title,
        period=period(asked.year, _local(ctx), ctx.library),
        running=asked.year == _local(ctx).year,
        before=headline(before, ctx.library) if before.exchanges else None,
        notes=notes(told, before, ctx.library),
        **headline(told, ctx.library),
    )
    return Reply(text + await _questions(asked.year, ctx), (*files, *others))


async def table(request: Request, ctx: Context) -> Reply:
    """`/bilan_tableau theme|tous YEAR`: the same for a spreadsheet."""
    asked = _asked(request.text, ctx)
    if isinstance(asked, Reply):
        return asked
    title = name_of(asked.themes, ctx.library)
    attached = (_file("report.csv", asked, ctx),)
    back = _back(asked, "picture", "bilan_image", ctx)
    return ctx.reply("report.file", *back, attachments=attached, title=title, year=asked.year)


async def picture(request: Request, ctx: Context) -> Reply:
    """`/bilan_image theme|tous YEAR`: the same as bars, which are said in words too."""
    asked = _asked(request.text, ctx)
    if isinstance(asked, Reply):
        return asked
    told = await _told(asked, ctx)
    panels = alternative(told, ctx.library)
    back = _back(asked, "table", "bilan_tableau", ctx)
    title = name_of(asked.themes, ctx.library)
    attached = (_file("report.png", asked, ctx),) if panels else ()
    return ctx.reply(
        "report.drawn",
        *back,
        attachments=attached,
        title=title,
        year=asked.year,
        panels=panels,
        foot=foot(told, _local(ctx), ctx.library),
    )


async def _questions(year: int, ctx: Context) -> str:
    """What became of the questions that the bot had no good answer to; nothing without any."""
    counts = await helpfulness.counted(ctx.db, year)
    missed = counts.get(What.UNKNOWN, 0) + counts.get(What.FAILED, 0)
    if not missed:
        return ""
    start, end = (datetime(one, 1, 1, tzinfo=ctx.home) for one in (year, year + 1))
    wait = await answers.median_wait(ctx.db, start, end)
    return ctx.say(
        "report.questions",
        missed=missed,
        sent=counts.get(What.SENT, 0),
        answered=counts.get(What.ANSWERED, 0),
        wait=_length(wait) if wait is not None else "",
    )


def _length(wait: timedelta) -> str:
    return plural(round(wait / DAY), "jour", "jours") if wait >= 2 * DAY else length(wait)


async def _told(asked: Asked, ctx: Context) -> Report:
    return await reports.report(ctx.db, ctx.rights, asked.themes, asked.year, ctx.now)


def _asked(text: str, ctx: Context) -> Asked | Reply:
    """What a report is asked of: all her themes and this year, unless she says.

    Raises NotAnimator.
    """
    animated = hers(ctx)
    if not animated:
        raise NotAnimator
    said = YEAR.search(text)
    year = int(said[0]) if said else _local(ctx).year
    name = " ".join(YEAR.sub(" ", text).split())
    if not name or fold(name) in ALL_WORDS:
        scope = animated[0] if len(animated) == 1 else ALL
        return Asked(tuple(animated), year, scope)
    found = [theme.id for theme in meant(name, ctx.library.themes.values())]
    if len(found) == 1:
        ctx.rights.require_animator(found[0])
        return Asked((found[0],), year, found[0])
    choices = (_theme(slug, year, ctx) for slug in animated)
    return ctx.reply("report.which", *choices)


def _others(asked: Asked, known: Sequence[int], ctx: Context) -> list[Choice]:
    """Other years of the same themes, then other themes of the same year."""
    years = [year for year in known if year != asked.year][:OFFERED]
    animated = hers(ctx)
    others = [slug for slug in animated if asked.themes != (slug,)][:OFFERED]
    if len(animated) > 1 and asked.scope != ALL:
        others = [ALL, *others[: OFFERED - 1]]
    return [
        *(ctx.choice("report.year", f"/bilan {asked.scope} {year}", year=year) for year in years),
        *(_theme(slug, asked.year, ctx) for slug in others if len(animated) > 1),
    ]


def _theme(scope: str, year: int, ctx: Context) -> Choice:
    if scope == ALL:
        return ctx.choice("report.all", f"/bilan {ALL} {year}")
    title = button_of(scope, ctx)
    return ctx.choice("report.theme", f"/bilan {scope} {year}", title=title)


def _back(asked: Asked, label: str, command: str, ctx: Context) -> tuple[Choice, ...]:
    return (
        ctx.choice(f"report.{label}", f"/{command} {asked.scope} {asked.year}"),
        ctx.choice("report.back", f"/bilan {asked.scope} {asked.year}"),
    )


def _file(kind: str, asked: Asked, ctx: Context) -> Attachment:
    """The recipe of a file, which says what the conversation said at the same moment."""
    suffix = kind.rpartition(".")[2]
    args = (str(asked.year), _local(ctx).isoformat(), *asked.themes)
    return Attachment(kind, args, f"bilan-{asked.year}-{asked.scope}.{suffix}")


def _local(ctx: Context) -> datetime:
    return ctx.now.astimezone(ctx.home)
