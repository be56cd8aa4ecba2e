"""What happens to an address, rather than what is said there."""

from community.addresses import close_address
from community.context import Context
from community.groups import leave_group, move_group
from community.words import SILENCE, Happening, Reply, Request
from handlers import groups


async def happened(request: Request, ctx: Context) -> Reply:
    """Take note of it; only a group that the bot was added to is answered."""
    if request.event is Happening.BLOCKED:
        await close_address(ctx.db, ctx.address_id, ctx.now)
    if ctx.place is None or request.place is None:
        return SILENCE
    if request.event is Happening.ADDED:
        return groups.greet(ctx)
    if request.event is Happening.REMOVED:
        await leave_group(ctx.db, ctx.place.address_id)
        await close_address(ctx.db, ctx.place.address_id, ctx.now)
    elif request.event is Happening.MOVED:
        await move_group(ctx.db, request.place, request.text, ctx.now)
    return SILENCE
