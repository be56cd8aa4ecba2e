"""Where everybody begins: a greeting, a link that was opened, an invitation to ask."""

from dataclasses import replace

from community import invitations
from community.context import Context
from community.db.tables import Invitation
from community.errors import LinkExpired
from community.words import Choice, Reply, Request
from handlers import groups, joining, knowledge, linking, recall
from handlers.links import to_line


async def start(request: Request, ctx: Context) -> Reply:
    """`/start [TOKEN]`: greet, or do what the token is for."""
    if ctx.place is not None:
        return groups.greet(ctx)
    if request.text:
        return await _open(request, ctx)
    if ctx.member is not None:
        return ctx.reply("start.known", *_next_steps(ctx), name=ctx.member.name)
    html = ctx.say("start.welcome") + ctx.say("start.data", detail=True)
    return Reply(html, (ctx.choice("start.tour", "/ptce"), *_first_steps(ctx)))


async def question(request: Request, ctx: Context) -> Reply:
    """`/question [TEXT]`: answer it, or say that one can simply ask, with three examples."""
    if request.text and ctx.found is not None:
        return await recall.beside(request, knowledge.reply(request, ctx), ctx)
    examples = ("def", "rejoindre", "financement")
    choices = (ctx.choice(f"start.ask_{topic}", f"/faq {topic}") for topic in examples)
    return ctx.reply("start.question", *choices, here=ctx.place is not None)


async def _open(request: Request, ctx: Context) -> Reply:
    try:
        found = await invitations.find_invitation(ctx.db, request.text, ctx.now)
        return await _follow(found, ctx)
    except LinkExpired:
        return (
            await linking.follow(request.text, ctx)
            or await _asked(request, ctx)
            or ctx.reply("start.expired", *_first_steps(ctx))
        )


async def _asked(request: Request, ctx: Context) -> Reply | None:
    """Carry out the command that a link names; one that acts at once is only offered."""
    line = to_line(request.text)
    name, _, rest = line.removeprefix("/").partition(" ")
    command = next((one for one in ctx.menu if one.name == name and one.linked), None)
    if command is None:
        return None
    ctx.require(command.role)
    if command.acts and name in ctx.library.commands:
        return knowledge.render(ctx.library, f"commande:{name}")
    return await command.handler(replace(request, text=rest), ctx)


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
