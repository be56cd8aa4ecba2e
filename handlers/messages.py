"""`/message`: an animator writes to many; shown with the number of people, then confirmed."""

from collections.abc import Mapping

from community import messages
from community.agenda import begun_exchanges, coming_exchanges
from community.context import Context, Declined, Field, Form, Offer, Unreadable
from community.errors import UnknownExchange, UnknownTheme
from community.exchanges import find_exchange
from community.messages import To
from community.reminders import Audience
from community.words import Choice, Reply, Request
from handlers import forms
from handlers.animation import theme_of
from handlers.answers import is_offer, offer
from handlers.themes import title_of
from handlers.which_exchange import by_number, label_of

LIMIT = 2000
COMING, HELD = 5, 2  # how many exchanges of each are offered
ANSWERED = (Audience.COMING, Audience.NOT_COMING, Audience.SILENT)


async def message(request: Request, ctx: Context) -> Reply:
    """`/message [theme]`: to whom, the theme or those of an exchange."""
    theme = theme_of(request.text, "message", ctx)
    if isinstance(theme, Reply):
        return theme
    coming = [o for o in await coming_exchanges(ctx.db, ctx.now, [theme.id]) if not o.sample]
    held = await begun_exchanges(ctx.db, ctx.now, [theme.id])
    people = await messages.how_many(ctx.db, ctx.rights, To(theme.id))
    listed = (*coming[:COMING], *held[:HELD])
    return ctx.reply(
        "messages.to_whom",
        ctx.choice("messages.theme", f"/message_a theme {theme.id}", people=people),
        *(Choice(label_of(one), f"/message_echange {one.id}") for one in listed),
        title=theme.title,
    )


async def of_exchange(request: Request, ctx: Context) -> Reply:
    """`/message_echange ID`: those who come, who do not, or who said nothing."""
    one = await by_number(request.text, ctx)
    choices = []
    for audience in ANSWERED:
        to = await messages.about(ctx.db, one.id, audience)
        people = await messages.how_many(ctx.db, ctx.rights, to)
        if people:
            command = f"/message_a {audience} {one.id}"
            choices.append(ctx.choice(f"messages.{audience}", command, people=people))
    other = ctx.choice("messages.other", f"/message {one.theme}")
    return ctx.reply("messages.to_which", *choices, other, title=one.title, some=bool(choices))


async def write(request: Request, ctx: Context) -> Reply:
    """`/message_a AUDIENCE THEME|ID`: ask what to say to them."""
    audience, _, target = request.text.partition(" ")
    to = await _to(audience, target, ctx)
    ctx.rights.require_animator(to.theme)
    return await forms.begin(MESSAGE, ctx, {"audience": audience, "target": target}, anew=True)


async def _to(audience: str, target: str, ctx: Context) -> To:
    """Those who are meant. Raises UnknownTheme, UnknownExchange, ExchangeCancelled."""
    if audience == Audience.THEME:
        if target not in ctx.library.themes:
            raise UnknownTheme(theme=target)
        return To(target)
    if audience not in set(ANSWERED) or not target.isdecimal() or len(target) > 9:
        raise UnknownExchange
    return await messages.about(ctx.db, int(target), Audience(audience))


async def _so_far(answers: Mapping[str, str], ctx: Context) -> str:
    """To whom it goes, to how many, and what they will read."""
    to = await _to(answers["audience"], answers["target"], ctx)
    one = await find_exchange(ctx.db, to.exchange_id) if to.exchange_id else None
    text = answers.get("text", "")
    return ctx.say(
        "messages.so_far",
        audience=to.audience,
        title=one.title if one else title_of(to.theme, ctx),
        people=await messages.how_many(ctx.db, ctx.rights, to),
        lines=_body(text, ctx).splitlines() if text else [],
    )


def _body(text: str, ctx: Context) -> str:
    """Her words, under her name."""
    texts = ctx.library.texts
    name = ctx.member.name if ctx.member else texts.label("messages.animation")
    return f"{texts.label('messages.says', name=name)}\n{text}"


async def _send(answers: Mapping[str, str], ctx: Context) -> Reply:
    to = await _to(answers["audience"], answers["target"], ctx)
    body = _body(answers["text"], ctx)
    people = await messages.send(ctx.db, ctx.rights, to, body, ctx.member, ctx.now)
    another = ctx.choice("messages.another", f"/message {to.theme}")
    return ctx.reply("messages.sent", another, people=people)


async def _leave(_: Mapping[str, str], ctx: Context) -> Reply:
    return ctx.reply("messages.left", ctx.choice("messages.another", "/message"))


def _read_text(text: str, _: Context) -> str:
    if not any(c.isalnum() for c in text):
        raise Unreadable("messages.unreadable")
    if len(text) > LIMIT:
        raise Unreadable("planning.too_long", limit=LIMIT, length=len(text))
    return text.strip()


def _read_sure(text: str, ctx: Context) -> str:
    yes, no = _sure(ctx)
    if is_offer(text, no):
        raise Declined
    if not is_offer(text, yes):
        raise Unreadable("messages.sure_unclear")
    return yes.value


def _sure(ctx: Context) -> tuple[Offer, ...]:
    return (offer(ctx, "messages.confirm", "oui"), offer(ctx, "messages.refuse", "non"))


MESSAGE = Form(
    "messages",
    (Field("text", _read_text, free=True), Field("sure", _read_sure, _sure, confirms=True)),
    _send,
    decline=_leave,
    leave=_leave,
    shown=_so_far,
)
