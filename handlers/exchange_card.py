"""An exchange as people read it: in a list, and as a card of its own."""

from dataclasses import dataclass
from datetime import datetime

from community.context import Context
from community.db.tables import Exchange
from community.exchanges import local
from community.words import Choice, Reply
from french.zones import zone_name


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange as it is read; `zone` is empty when it is the reader's."""

    title: str
    starts: datetime
    ends: datetime | None
    zone: str
    theme: str
    place: str
    sample: bool


def card(exchange: Exchange, ctx: Context, *choices: Choice) -> Reply:
    """Everything about one exchange; the visio link is for members, in private."""
    return ctx.reply(
        "agenda.card",
        *choices,
        exchange=shown(exchange, ctx),
        visio=exchange.visio if ctx.member and not ctx.place else "",
        hidden=bool(exchange.visio),
        description=exchange.description,
        programme=exchange.programme.splitlines(),
        meal=exchange.meal,
    )


def shown(one: Exchange, ctx: Context) -> Shown:
    """An exchange as the reader sees it, its zone named when it is not hers."""
    theme = ctx.library.themes.get(one.theme)
    return Shown(
        title=one.title,
        starts=local(one.starts, one.zone),
        ends=local(one.ends, one.zone) if one.ends else None,
        zone="" if one.zone == ctx.zone.key else zone_name(one.zone),
        theme=theme.title if theme else one.theme,
        place=one.place,
        sample=one.sample,
    )
