"""What she answered by one door, told to the calendar that another of her doors reaches."""

from community.addresses import addresses_of
from community.context import Context
from community.db.tables import Exchange, Registration
from community.members import find_member
from community.post import threads
from community.registrations import Partstat, rank_of
from community.shown import show
from community.words import INVITATION, Attachment, Reply


async def update(hers: Registration, exchange: Exchange, ctx: Context, *, told: int | None) -> None:
    """Bring her answer to her calendars, but for the one at the address that is `told` of it.

    A calendar that never heard of the exchange learns nothing of it from her not coming.
    """
    if not ctx.threads:
        return
    addresses = [
        address.id
        for address in await addresses_of(ctx.db, hers.member_id)
        if address.door in ctx.threads and address.closed_at is None and address.id != told
    ]
    if not addresses or await _is_nothing_new(hers, ctx):
        return
    reply = await _said(hers, exchange, ctx)
    for address_id in addresses:
        key = f"calendar/{exchange.id}/{address_id}/{ctx.now.isoformat()}"
        await ctx.tell(address_id, reply, key)


async def _is_nothing_new(hers: Registration, ctx: Context) -> bool:
    declined = hers.status == Partstat.DECLINED
    return declined and not await threads.has_thread(ctx.db, hers.exchange_id, hers.member_id)


async def _said(hers: Registration, exchange: Exchange, ctx: Context) -> Reply:
    member = await find_member(ctx.db, hers.member_id)
    return ctx.reply(
        "registrations.calendar",
        attachments=(calendar_for(hers),),
        exchange=show(exchange, ctx.library, member.zone, ctx.now),
        status=hers.status,
        rank=await rank_of(ctx.db, hers),
    )


def calendar_for(hers: Registration) -> Attachment:
    """Her answer for the calendar that answers us, where there is one."""
    args = (str(hers.exchange_id), str(hers.member_id))
    return Attachment(INVITATION, args, f"echange-{hers.exchange_id}.ics")
