"""`/compte_rendu`: a draft made of what is known, corrected by replying, published to the theme."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from community import documents
from community import minutes as rows
from community.context import Context, Field, Form, Offer, Unreadable
from community.db.tables import Document, Exchange, Minutes
from community.errors import NoMinutes, UnknownExchange
from community.exchanges import find_exchange
from community.minutes import Contents
from community.words import Choice, Reply, Request
from handlers import forms
from handlers.answers import is_offer, offer
from handlers.exchange_card import shown
from handlers.opening import files_of
from handlers.themes import title_of
from handlers.which_exchange import by_number, exchange_of

LIMIT = 2000
PARTS = {"decisions": "decisions", "liens": "links", "idees": "ideas"}


async def minutes(request: Request, ctx: Context) -> Reply:
    """`/compte_rendu [exchange] [decisions|liens|idees]`: the draft, or one part of it asked."""
    number, _, what = request.text.rpartition(" ")
    part = PARTS.get(what) if number.isdecimal() else None
    one = await exchange_of(number if part else request.text, "compte_rendu", ctx, begun=True)
    if isinstance(one, Reply):
        return one
    new = not await rows.is_drafted(ctx.db, one.id)
    draft = await rows.draft_minutes(ctx.db, ctx.rights, one.id, ctx.now)
    if part or new:
        return await _ask([part] if part else ["decisions", "links"], draft, ctx)
    return await _preview(one, draft, ctx)


async def _ask(parts: Collection[str], draft: Minutes, ctx: Context) -> Reply:
    """Ask some parts again; what is there is shown above, and kept unless she writes another."""
    known = {name: getattr(draft, name) for name in PARTS.values()}
    given = {name: value for name, value in known.items() if name not in parts}
    was = {f"was_{name}": known[name] for name in parts}
    return await forms.begin(
        MINUTES, ctx, given | was | {"exchange": str(draft.exchange_id)}, anew=True
    )


async def _so_far(answers: Mapping[str, str], ctx: Context) -> str:
    """The minutes as they stand while a part of them is asked."""
    one = await by_number(answers["exchange"], ctx)
    draft = await rows.draft_minutes(ctx.db, ctx.rights, one.id, ctx.now)
    said = {name: answers.get(name, getattr(draft, name)) for name in PARTS.values()}
    joined = await documents.managed(ctx.db, ctx.rights, one)
    return _text(one, draft.present, Contents(**said), joined, ctx)


def _text(
    one: Exchange, present: int, said: Contents, joined: Sequence[Document], ctx: Context
) -> str:
    whole = ctx.say(
        "minutes.text",
        exchange=shown(one, ctx),
        present=present,
        ideas=said.ideas.splitlines(),
        decisions=said.decisions.splitlines(),
        links=said.links.splitlines(),
    )
    return whole + ctx.say("documents.all", joined=joined)


def _contents(draft: Minutes) -> Contents:
    return Contents(draft.ideas, draft.decisions, draft.links)


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    one = await by_number(answers["exchange"], ctx)
    said = _said(answers, await rows.draft_minutes(ctx.db, ctx.rights, one.id, ctx.now))
    written = await rows.write_minutes(ctx.db, ctx.rights, one.id, said, ctx.now)
    return await _preview(one, written, ctx)


def _said(answers: Mapping[str, str], draft: Minutes) -> Contents:
    """The parts that were asked of her; the others, and ideas that came meanwhile, as they are."""
    asked = {name: answers[name] for name in PARTS.values() if f"was_{name}" in answers}
    if "ideas" in asked:
        known = {*answers["was_ideas"].splitlines(), *asked["ideas"].splitlines()}
        late = [idea for idea in draft.ideas.splitlines() if idea not in known]
        asked["ideas"] = "\n".join(filter(None, [asked["ideas"], *late]))
    return replace(_contents(draft), **asked)


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    one = await by_number(answers["exchange"], ctx)
    return await _preview(one, await rows.draft_minutes(ctx.db, ctx.rights, one.id, ctx.now), ctx)


async def _preview(one: Exchange, draft: Minutes, ctx: Context) -> Reply:
    """The minutes as members read them, or will, and what can be done with them."""
    published = draft.published_at is not None
    called = await rows.is_called(ctx.db, one.id)
    said = ctx.say("minutes.preview", published=published, called=called)
    parts = [ctx.choice(f"minutes.{what}", f"/compte_rendu {one.id} {what}") for what in PARTS]
    choices: list[Choice] = [
        *([] if published else [ctx.choice("minutes.publish", f"/compte_rendu_publier {one.id}")]),
        *parts,
        ctx.choice("documents.join", f"/document {one.id}"),
        *([] if called else [ctx.choice("minutes.presence", f"/presence {one.id}")]),
        *([ctx.choice("minutes.withdraw", f"/compte_rendu_retirer {one.id}")] if published else []),
        ctx.choice("minutes.see", f"/echange {one.id}"),
    ]
    joined = await documents.managed(ctx.db, ctx.rights, one)
    whole = _text(one, draft.present, _contents(draft), joined, ctx)
    return Reply(said + whole, tuple(choices))


async def publish(request: Request, ctx: Context) -> Reply:
    """`/compte_rendu_publier ID`: all members of the theme get the minutes, once."""
    one = await by_number(request.text, ctx)
    new = await rows.publish_minutes(ctx.db, ctx.rights, one.id, ctx.member, ctx.now)
    return ctx.reply(
        "minutes.published",
        ctx.choice("minutes.read", f"/lire_compte_rendu {one.id}"),
        ctx.choice("minutes.correct", f"/compte_rendu {one.id}"),
        title=one.title,
        theme=title_of(one.theme, ctx),
        new=new,
    )


async def withdraw(request: Request, ctx: Context) -> Reply:
    """`/compte_rendu_retirer ID`: nobody else reads nor finds the minutes any more."""
    one = await by_number(request.text, ctx)
    await rows.withdraw_minutes(ctx.db, ctx.rights, one.id, ctx.now)
    return ctx.reply(
        "minutes.withdrawn",
        ctx.choice("minutes.correct", f"/compte_rendu {one.id}"),
        ctx.choice("minutes.again", f"/compte_rendu_publier {one.id}"),
        ctx.choice("minutes.see", f"/echange {one.id}"),
        title=one.title,
    )


async def read(request: Request, ctx: Context) -> Reply:
    """`/lire_compte_rendu ID`: the minutes of an exchange, for members."""
    if not request.text.isdecimal() or len(request.text) > 9:
        raise NoMinutes
    written = await rows.read_minutes(ctx.db, ctx.member, int(request.text))
    one = await find_exchange(ctx.db, written.exchange_id)
    if one is None:
        raise UnknownExchange
    joined = await documents.documents_of(ctx.db, ctx.member, one.id)
    return Reply(
        _text(one, written.present, _contents(written), joined, ctx),
        (
            *await files_of(one, ctx),
            ctx.choice("minutes.see", f"/echange {one.id}"),
            ctx.choice("minutes.others", "/comptes_rendus"),
            ctx.choice("minutes.agenda", "/agenda"),
        ),
    )


async def minutes_of(one: Exchange, ctx: Context) -> tuple[Choice, ...]:
    """The way from the card of an exchange to its minutes, for a member, in private."""
    if ctx.member is None or ctx.place is not None or not await rows.are_published(ctx.db, one.id):
        return ()
    return (ctx.choice("minutes.read", f"/lire_compte_rendu {one.id}"),)


def _reader(name: str) -> Field:
    """A part of the minutes: one thing a line; what there is can be kept or emptied."""

    def read_lines(text: str, ctx: Context) -> str:
        was = _was(name, ctx)
        if is_offer(text, _keep(ctx)) and was:
            return was
        if is_offer(text, _empty(ctx)):
            return ""
        if len(text) > LIMIT:
            raise Unreadable("planning.too_long", limit=LIMIT, length=len(text))
        lines = (" ".join(line.split()).removeprefix("- ") for line in text.splitlines())
        return "\n".join(line for line in lines if line)

    def offers(ctx: Context) -> tuple[Offer, ...]:
        return (_keep(ctx), _empty(ctx)) if _was(name, ctx) else (_empty(ctx),)

    return Field(name, read_lines, offers, free=True)


def _was(name: str, ctx: Context) -> str:
    return ctx.draft.answers.get(f"was_{name}", "") if ctx.draft else ""


def _keep(ctx: Context) -> Offer:
    return offer(ctx, "minutes.keep", "garder")


def _empty(ctx: Context) -> Offer:
    return offer(ctx, "minutes.empty", "rien")


MINUTES = Form(
    "minutes",
    (_reader("decisions"), _reader("links"), _reader("ideas")),
    _finish,
    leave=_leave,
    shown=_so_far,
)
