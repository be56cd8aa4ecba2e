"""Where everybody begins: a greeting, a link that was opened, an invitation to ask."""

from community import invitations
from community.context import Context
from community.db.tables import Invitation
from community.errors import LinkExpired
from community.words import Choice, Reply, Request
from handlers import joining


async def start(request: Request, ctx: Context) -> Reply:
    """`/start [TOKEN]`: greet, or do what the token is for."""
    if request.text:
        return await _open(request.text, ctx)
    if ctx.member is not None:
        return ctx.reply("start.known", *_next_steps(ctx), name=ctx.member.name)
    return ctx.reply("start.welcome", *_first_steps(ctx))


async def question(_: Request, ctx: Context) -> Reply:
    """`/question`: say that one can simply ask, with three examples."""
    examples = ("def", "rejoindre", "financement")
    return ctx.reply(
        "start.question", *(ctx.choice(f"start.ask_{topic}", f"/faq {topic}") for topic in examples)
    )


async def _open(token: str, ctx: Context) -> Reply:
    try:
        found = await invitations.find_invitation(ctx.db, token, ctx.now)
        return await _follow(found, ctx)
    except LinkExpired:
        return ctx.reply("start.expired", *_first_steps(ctx))


async def _follow(found: Invitation, ctx: Context) -> Reply:
    if found.role:
        await invitations.use_code(ctx.db, found, ctx.address_id, ctx.now)
        return ctx.reply(
            "start.administrator",
            ctx.choice("start.state", "/etat"),
            ctx.choice("start.invite", "/inviter"),
            ctx.choice("start.help", "/aide"),
        )
    return await joining.follow(found, ctx)


def _first_steps(ctx: Context) -> tuple[Choice, ...]:
    return (
        ctx.choice("start.ask", "/question"),
        ctx.choice("start.themes", "/themes"),
        ctx.choice("start.fiches", "/fiches"),
        ctx.choice("start.join", "/rejoindre"),
    )


def _next_steps(ctx: Context) -> tuple[Choice, ...]:
    return (
        ctx.choice("start.ask", "/question"),
        ctx.choice("start.agenda", "/agenda"),
        ctx.choice("start.themes", "/themes"),
        ctx.choice("start.me", "/moi"),
    )
