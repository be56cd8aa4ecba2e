"""The files of an exchange, as members get them."""

from dataclasses import replace

from community import documents as rows
from community.context import Context
from community.db.tables import Document, Exchange
from community.errors import UnknownDocument, UnknownExchange
from community.exchanges import find_exchange
from community.words import Attachment, Choice, Reply, Request
from handlers.documents import short

MOST = 2**31  # what a number of the database can be


async def file(request: Request, ctx: Context) -> Reply:
    """`/fichier ID`: one file. Raises NotMember, UnknownDocument, DocumentAwaited."""
    document = await rows.find_file(ctx.db, ctx.member, _number(request.text))
    reply = ctx.reply(
        "documents.file",
        ctx.choice("documents.see", f"/echange {document.exchange_id}"),
        title=document.title,
    )
    return replace(reply, attachments=(_recipe(document),))


async def files(request: Request, ctx: Context) -> Reply:
    """`/fichiers ID [tout]`: those of an exchange, to choose from, or all of them one by one."""
    number, _, what = request.text.partition(" ")
    one = await find_exchange(ctx.db, _number(number))
    if one is None:
        raise UnknownExchange
    found = [d for d in await rows.documents_of(ctx.db, ctx.member, one.id) if not d.url]
    if not found:
        raise UnknownDocument
    if what == "tout":
        return await _send_all(found, one, ctx)
    choices = [_way(document, ctx) for document in found]
    if len(found) > 1:
        choices.insert(0, ctx.choice("documents.all_files", f"/fichiers {one.id} tout"))
    see = ctx.choice("documents.see", f"/echange {one.id}")
    return ctx.reply("documents.files", *choices, see, exchange=one.title)


async def _send_all(found: list[Document], one: Exchange, ctx: Context) -> Reply:
    """A delivery a file: each goes, and is tried again, by itself, and one is in hand at a time."""
    for document in found:
        moment = f"{ctx.now:%Y%m%dT%H%M%S%f}"
        reply = Reply(ctx.say("documents.one", title=document.title), (), (_recipe(document),))
        await ctx.tell(ctx.address_id, reply, f"files/{document.id}/{ctx.address_id}/{moment}")
    see = ctx.choice("documents.see", f"/echange {one.id}")
    return ctx.reply("documents.sending", see, exchange=one.title, count=len(found))


async def files_of(one: Exchange, ctx: Context) -> tuple[Choice, ...]:
    """The way from an exchange or its minutes to its files, for a member, in private."""
    if ctx.member is None or ctx.place is not None:
        return ()
    found = [d for d in await rows.documents_of(ctx.db, ctx.member, one.id) if not d.url]
    if len(found) == 1:
        return (_way(found[0], ctx),)
    return (ctx.choice("documents.get_all", f"/fichiers {one.id}"),) if found else ()


def _way(document: Document, ctx: Context) -> Choice:
    return ctx.choice("documents.get", f"/fichier {document.id}", title=short(document.title))


def _recipe(document: Document) -> Attachment:
    return Attachment("document", (str(document.id),), document.filename)


def _number(text: str) -> int:
    """A number of the database; one that is nothing's when it is none."""
    number = int(text) if text.isdecimal() and len(text) < 11 else 0
    return number if number < MOST else 0
