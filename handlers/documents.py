"""`/document`: addresses of slides, photos or pages, joined to an exchange for its members.

Files are sent, not typed: see `sent_files`.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit

from community import documents as rows
from community.agenda import begun_exchanges
from community.context import Context, Field, Form, Offer, Unreadable, labelled
from community.db.tables import Document, Exchange
from community.words import Choice, Reply, Request
from content.library import Library
from handlers import forms
from handlers.answers import is_offer, offer
from handlers.which_exchange import by_number, exchange_of, hers

URL_LIMIT, TITLE_LIMIT = 500, 120
SHOWN = 40  # characters of a title on a button
_BEGINS = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_ONE_LINE = re.compile(rf"(?:([0-9]{{1,9}})\s+)?({_BEGINS.pattern})(?:\s+(.+))?", re.IGNORECASE)


async def document(request: Request, ctx: Context) -> Reply:
    """`/document [exchange] [address [title]]`: what is joined, or one more."""
    line = _ONE_LINE.fullmatch(" ".join(request.text.split()))
    asked = (line[1] or "") if line else request.text
    begun = bool(await begun_exchanges(ctx.db, ctx.now, hers(ctx)))
    one = await exchange_of(asked, "document", ctx, begun=begun)
    if isinstance(one, Reply):
        return one
    if line:
        url = read_url(line[2], ctx)
        return await _join(one, url, read_title(line[3] or "", ctx) or named(url), ctx)
    joined = await rows.managed(ctx.db, ctx.rights, one)
    return _listed("documents.list", one, joined, ctx) if joined else await _ask(one, ctx)


async def another(request: Request, ctx: Context) -> Reply:
    """`/document_lien ID`: ask for an address and its title."""
    return await _ask(await by_number(request.text, ctx), ctx)


async def remove(request: Request, ctx: Context) -> Reply:
    """`/document_retirer ID`: nobody sees it any more."""
    number = int(request.text) if request.text.isdecimal() and len(request.text) < 10 else 0
    gone = await rows.take_away(ctx.db, ctx.rights, number)
    one = await by_number(str(gone.exchange_id), ctx)
    joined = await rows.managed(ctx.db, ctx.rights, one)
    return _listed("documents.removed", one, joined, ctx, gone.title)


async def _ask(one: Exchange, ctx: Context) -> Reply:
    return await forms.begin(DOCUMENT, ctx, {"exchange": str(one.id)}, anew=True)


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    one = await by_number(answers["exchange"], ctx)
    return await _join(one, answers["link"], answers["title"] or named(answers["link"]), ctx)


async def _join(one: Exchange, url: str, title: str, ctx: Context) -> Reply:
    await rows.join_link(ctx.db, ctx.rights, one.id, url, title, ctx.member, ctx.now)
    joined = await rows.managed(ctx.db, ctx.rights, one)
    return _listed("documents.joined", one, joined, ctx, title)


def _listed(
    text: str, one: Exchange, joined: Sequence[Document], ctx: Context, title: str = ""
) -> Reply:
    values = {"title": title} if title else {}
    return listed(text, one, joined, ctx.library, ctx.now, **values)


def listed(
    text: str,
    one: Exchange,
    joined: Sequence[Document],
    library: Library,
    now: datetime,
    **values: str,
) -> Reply:
    """What is joined to an exchange, and what can be done with it."""
    html = library.texts.html
    minutes = [labelled(library, "documents.minutes", f"/compte_rendu {one.id}")]
    said = html(text, exchange=one.title, **values) + html("documents.all", joined=joined)
    choices = (
        labelled(library, "documents.another", f"/document_lien {one.id}"),
        *(_removing(each, library) for each in joined),
        *(minutes if one.starts_at <= now else []),
        labelled(library, "documents.see", f"/echange {one.id}"),
    )
    return Reply(said, choices)


def _removing(one: Document, library: Library) -> Choice:
    title = short(one.title)
    return labelled(library, "documents.remove", f"/document_retirer {one.id}", title=title)


def short(title: str) -> str:
    """A title as a button shows it."""
    return title if len(title) <= SHOWN else f"{title[: SHOWN - 1].rstrip()}…"


def read_url(text: str, _: Context) -> str:
    """An address that opens in a browser; who shares one seldom types its beginning."""
    said = text.strip()
    url = said if re.match(r"https?://", said, re.IGNORECASE) else f"https://{said}"
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        host = ""
    if len(url) > URL_LIMIT:
        raise Unreadable("planning.too_long", limit=URL_LIMIT, length=len(url))
    if any(char.isspace() for char in url) or not re.fullmatch(r"[^\s.]+(\.[^\s.]+)+", host):
        raise Unreadable("documents.no_link")
    if "@" in parts.netloc:
        raise Unreadable("documents.secret_link")
    return url


def read_title(text: str, ctx: Context) -> str:
    """What a document is called; empty for the name of its site."""
    title = " ".join(text.split())
    if not title or is_offer(title, _keep(ctx)):
        return ""
    if len(title) > TITLE_LIMIT:
        raise Unreadable("planning.too_long", limit=TITLE_LIMIT, length=len(title))
    return title


def named(url: str) -> str:
    """The name of the site an address is at."""
    return (urlsplit(url).hostname or url).removeprefix("www.")


def _keep(ctx: Context) -> Offer:
    return offer(ctx, "documents.no_title", "aucun")


DOCUMENT = Form(
    "documents",
    (Field("link", read_url), Field("title", read_title, lambda ctx: (_keep(ctx),), free=True)),
    _finish,
)
