"""A document or a photo that an animator sends: joined to an exchange, for its members."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from community import sent_files as rows
from community.agenda import begun_exchanges, coming_exchanges
from community.context import Context, Event
from community.db.tables import Document, Exchange, SentFile
from community.errors import DocumentsTooHeavy, TooManyDocuments
from community.post import inbox
from community.sent_files import LARGEST, Outcome
from community.words import SILENCE, Given, Reply, Request
from content.library import Library
from handlers import forms
from handlers.documents import DOCUMENT, TITLE_LIMIT, listed
from handlers.paging import split_page
from handlers.which_exchange import by_number, hers, which

LATELY = timedelta(days=30)


async def take(request: Request, ctx: Context) -> Reply:
    """Join what was sent, or ask to which exchange; what comes with it is answered once.

    Raises what joining a file does.
    """
    given = request.given
    assert given is not None
    if given.size > LARGEST:
        return _too_large(rows.clean_name(given.name), given.size, ctx)
    try:
        return await _take(given, request, ctx)
    except (TooManyDocuments, DocumentsTooHeavy) as full:
        if not request.album:
            raise
        said = Reply(ctx.say(full.text, **full.values))
        await ctx.tell(ctx.address_id, said, f"full/{ctx.address_id}/{request.album}")
        return SILENCE


async def _take(given: Given, request: Request, ctx: Context) -> Reply:
    before = await rows.of_album(ctx.db, ctx.address_id, request.album)
    title = _title(request.text, given, before, ctx)
    file = rows.new_file(ctx.address_id, given, title, request.album, ctx.now)
    one = await _exchange_of(before, ctx)
    if one is not None:
        reply = await _join(one, [file], ctx)
        await _close_question(ctx)
    elif before is None and not await _candidates(ctx):
        return await _no_exchange(request, ctx)
    else:
        await rows.keep(ctx.db, file)
        reply = await _ask(1, ctx)
    return SILENCE if before else reply


async def _no_exchange(request: Request, ctx: Context) -> Reply:
    if await inbox.follows(ctx.db, ctx.address_id, request):
        return SILENCE
    return ctx.reply("which_exchange.none", ctx.choice("which_exchange.plan", "/planifier"))


async def _close_question(ctx: Context) -> None:
    """`/document` asked for an address, or for this."""
    if ctx.draft is not None and (ctx.draft.form, ctx.draft.asking) == (DOCUMENT.name, "link"):
        await forms.close(ctx)


def _title(caption: str, given: Given, before: SentFile | None, ctx: Context) -> str:
    """The caption, that of the album, or the name of the file; a photo has none."""
    said = " ".join(caption.split()) or (before.title if before else "")
    named = ctx.library.texts.label("documents.photo") if given.photo else given.name
    whole = said or (named if given.photo else rows.clean_name(named))
    return whole if len(whole) <= TITLE_LIMIT else f"{whole[: TITLE_LIMIT - 1].rstrip()}…"


async def _exchange_of(before: SentFile | None, ctx: Context) -> Exchange | None:
    """The exchange of what came before it, the one `/document` asks for, or the only one."""
    if before is not None:
        number = await rows.exchange_of(ctx.db, before)
        return await by_number(str(number), ctx) if number is not None else None
    if ctx.draft is not None and ctx.draft.form == DOCUMENT.name:
        return await by_number(ctx.draft.answers["exchange"], ctx)
    known = await _candidates(ctx)
    return known[0] if len(known) == 1 else None


async def _candidates(ctx: Context) -> list[Exchange]:
    """What she may mean: the exchanges that began lately, the last first, and those to come."""
    themes = hers(ctx)
    begun = await begun_exchanges(ctx.db, ctx.now, themes)
    lately = [one for one in begun if one.starts_at > ctx.now - LATELY]
    return [*lately, *await coming_exchanges(ctx.db, ctx.now, themes)]


async def _ask(page: int, ctx: Context) -> Reply:
    asked = which(await _candidates(ctx), page, "joindre_a", ctx)
    forget = ctx.choice("documents.forget", "/joindre_a non")
    return Reply(ctx.say("documents.to_which"), (*asked.choices, forget))


async def join_to(request: Request, ctx: Context) -> Reply:
    """`/joindre_a ID|pN|non`: join what was sent to an exchange, or forget it."""
    files = await rows.waiting(ctx.db, ctx.address_id)
    if not files:
        return ctx.reply("documents.nothing_sent", ctx.choice("documents.join", "/document"))
    if request.text == "non":
        await rows.forget(ctx.db, ctx.address_id)
        return ctx.reply("documents.forgotten", ctx.choice("documents.join", "/document"))
    asked, page = split_page(request.text)
    return await _join(await by_number(asked, ctx), files, ctx) if asked else await _ask(page, ctx)


async def _join(one: Exchange, files: Sequence[SentFile], ctx: Context) -> Reply:
    made = await rows.join_files(ctx.db, ctx.rights, one.id, files, ctx.member, ctx.now)
    ctx.after(Event.FILE_JOINED)
    return ctx.reply(
        "documents.receiving",
        ctx.choice("documents.manage", f"/document {one.id}"),
        exchange=one.title,
        titles=[document.title for document in made],
        photo=any(document.photo for document in made),
    )


def _too_large(title: str, size: int, ctx: Context) -> Reply:
    return ctx.reply(
        "documents.too_large",
        ctx.choice("documents.join", "/document"),
        title=title,
        size=size,
        most=LARGEST,
    )


def ready(one: Exchange, joined: Sequence[Document], library: Library, now: datetime) -> Reply:
    """What she sent is here: what members get, and what can be done with it."""
    return listed("documents.ready", one, joined, library, now)


def gone(
    outcome: Outcome,
    joined: Sequence[Document],
    library: Library,
    now: datetime,
    *,
    too_large: bool,
) -> Reply:
    """What she sent could not be had: why, and what to do."""
    reply = listed("documents.list", outcome.exchange, joined, library, now)
    said = library.texts.html(
        "documents.lost", title=outcome.title, too_large=too_large, most=LARGEST
    )
    return replace(reply, html=said + (reply.html if joined else ""))
