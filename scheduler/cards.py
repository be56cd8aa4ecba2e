"""The cards of exchanges in groups: counters, never names, edited where they stand."""

from datetime import datetime
from zoneinfo import ZoneInfo

from community.cards import Card, DueCard, drop_card, name_of, put_card, take_card
from community.context import labelled
from community.db.engine import Session
from community.exchanges import ExchangeStatus
from community.registrations import Partstat, standing
from community.shown import show
from community.words import Choice, Reply
from content.library import Library

ANSWERS = (
    ("registrations.come", "/je_viens"),
    ("registrations.maybe", "/peut_etre"),
    ("registrations.stay", "/je_ne_viens_pas"),
)


async def refresh(
    session: Session, due: DueCard, library: Library, zone: ZoneInfo, now: datetime
) -> None:
    """Have one card say what is so now, in a transaction of its own."""
    card = await take_card(session, due)
    if card is None:
        return
    if not card.kept or card.exchange.theme not in library.themes:
        await drop_card(session, card)
        return
    closed = card.exchange.status != ExchangeStatus.PUBLISHED or card.exchange.starts_at <= now
    reply = await _render(session, card, library, zone, now, closed=closed)
    await put_card(session, card, reply, now, last=closed)


async def _render(
    session: Session, card: Card, library: Library, zone: ZoneInfo, now: datetime, *, closed: bool
) -> Reply:
    one = card.exchange
    count = await standing(session, one.id)
    html = library.texts.html(
        "cards.exchange",
        exchange=show(one, library, zone.key, now),
        cancelled=one.status == ExchangeStatus.CANCELLED,
        closed=closed,
        taken=count.seats,
        left=None if one.capacity is None else max(0, one.capacity - count.seats),
        waiting=count.count(Partstat.WAITLISTED),
        maybe=count.count(Partstat.TENTATIVE),
    )
    choices = () if closed else _choices(one.id, library)
    return Reply(html, choices, card=name_of(one.id))


def _choices(exchange_id: int, library: Library) -> tuple[Choice, ...]:
    answers = (labelled(library, label, f"{name} {exchange_id}") for label, name in ANSWERS)
    return (*answers, labelled(library, "cards.more", f"/start echange--{exchange_id}"))
