"""The answer « non merci » to a personal invitation."""

from community.context import Context
from community.errors import LinkExpired
from community.invitations import find_invitation, forget_invitee
from community.words import Reply, Request


async def refuse(request: Request, ctx: Context) -> Reply:
    """`/refuser TOKEN`: forget what a list said of her. A forwarded token refuses for nobody."""
    try:
        invitation = await find_invitation(ctx.db, request.text, ctx.now)
        if invitation.address_id == ctx.address_id:
            await forget_invitee(ctx.db, ctx.address_id, ctx.now)
    except LinkExpired:
        pass  # it is gone already, and so is what the list said: the answer is the same
    return ctx.reply(
        "imports.declined",
        ctx.choice("imports.question", "/question"),
        ctx.choice("imports.help", "/aide"),
    )
