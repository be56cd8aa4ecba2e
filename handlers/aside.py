"""Answering an exchange in a group: told to her alone, and the card there only counts."""

from community.context import Context
from community.db.tables import Exchange
from community.errors import CommunityError
from community.registrations import Partstat, find_registration, rank_of
from community.words import Reply
from handlers.coming import take
from handlers.links import to_payload


async def answer(exchange: Exchange, said: Partstat, ctx: Context) -> Reply:
    """Take a member's answer; who is no member is led to the private conversation."""
    member = ctx.member
    if member is None:
        way = ctx.choice("groups.private", f"/start {to_payload(f'/echange {exchange.id}')}")
        return Reply(ctx.say("cards.join_first"), (way,), aside=True)
    try:
        details = await take(exchange.id, said, ctx)
    except CommunityError as refused:
        return Reply(ctx.say(refused.text, **refused.values), aside=True)
    hers = await find_registration(ctx.db, exchange.id, member.id)
    if hers is None:
        return Reply(details.html, aside=True)
    if hers.status == Partstat.ACCEPTED:
        await ctx.tell(member, details, f"coming/{hers.id}/{ctx.now.isoformat()}")
    html = ctx.say("cards.noted", status=hers.status, rank=await rank_of(ctx.db, hers))
    return Reply(html, aside=True)
