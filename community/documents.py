"""What is joined to an exchange, for members: addresses of pages, and files kept here."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import false, select
from sqlalchemy.ext.asyncio import AsyncSession

from community import recall
from community.db.tables import Document, Exchange, Member, Minutes
from community.errors import (
    DocumentAwaited,
    ExchangeCancelled,
    NotMember,
    TooManyDocuments,
    UnknownDocument,
)
from community.exchanges import ExchangeStatus, lock_exchange
from community.roles import Rights

MOST = 20


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that is kept here, with its bytes."""

    filename: str
    media_type: str
    content: bytes
    photo: bool


async def join_link(
    session: AsyncSession,
    rights: Rights,
    exchange_id: int,
    url: str,
    title: str,
    by: Member | None,
    now: datetime,
) -> Document:
    """Join an address to an exchange; one that is there already takes the new title.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, TooManyDocuments.
    """
    joined = await open_to_join(session, rights, exchange_id)
    document = next((one for one in joined if one.url == url), None)
    if document is None:
        if len(joined) >= MOST:
            raise TooManyDocuments(most=MOST)
        document = Document(exchange_id=exchange_id, title=title, added_at=now, url=url)
        session.add(document)
    document.title, document.added_by = title, by.id if by else None
    await index(session, exchange_id)
    return document


async def open_to_join(
    session: AsyncSession, rights: Rights, exchange_id: int
) -> Sequence[Document]:
    """What is joined to an exchange, locked, to which more may be.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled.
    """
    exchange = await lock_exchange(session, exchange_id)
    rights.require_animator(exchange.theme)
    if exchange.status == ExchangeStatus.CANCELLED:
        raise ExchangeCancelled(title=exchange.title)
    return await joined_to(session, exchange_id)


async def documents_of(
    session: AsyncSession, member: Member | None, exchange_id: int
) -> Sequence[Document]:
    """What is joined to an exchange and can be opened, in the order it was. Raises NotMember."""
    if member is None:
        raise NotMember
    return await ready_of(session, exchange_id)


async def managed(session: AsyncSession, rights: Rights, exchange: Exchange) -> Sequence[Document]:
    """All that is joined, for who animates, who need not be a member. Raises NotAnimator."""
    rights.require_animator(exchange.theme)
    return await joined_to(session, exchange.id)


async def find_file(session: AsyncSession, member: Member | None, document_id: int) -> Document:
    """A file that a member may get. Raises NotMember, UnknownDocument, DocumentAwaited."""
    if member is None:
        raise NotMember
    document = await session.get(Document, document_id)
    if document is None or document.url:
        raise UnknownDocument
    if document.awaited:
        raise DocumentAwaited
    return document


async def open_file(session: AsyncSession, document_id: int) -> Kept:
    """A file with its bytes, for a reply that `find_file` let go. Raises UnknownDocument."""
    query = select(Document.filename, Document.media_type, Document.content, Document.photo)
    row = (await session.execute(query.where(Document.id == document_id))).one_or_none()
    if row is None or row.content is None:
        raise UnknownDocument
    return Kept(row.filename, row.media_type, row.content, row.photo)


async def take_away(session: AsyncSession, rights: Rights, document_id: int) -> Document:
    """Part a document from its exchange, and forget it. Raises UnknownDocument, NotAnimator."""
    document = await session.get(Document, document_id)
    exchange = await session.get(Exchange, document.exchange_id) if document else None
    if document is None or exchange is None:
        raise UnknownDocument
    rights.require_animator(exchange.theme)
    await session.delete(document)
    await index(session, exchange.id)
    return document


async def joined_to(session: AsyncSession, exchange_id: int) -> Sequence[Document]:
    """What is joined to an exchange, in the order it was."""
    query = select(Document).where(Document.exchange_id == exchange_id).order_by(Document.id)
    return (await session.scalars(query)).all()


async def ready_of(session: AsyncSession, exchange_id: int) -> Sequence[Document]:
    """The same without what is still to arrive, for what is told to members."""
    query = select(Document).where(Document.exchange_id == exchange_id, Document.awaited == false())
    return (await session.scalars(query.order_by(Document.id))).all()


async def index(session: AsyncSession, exchange_id: int) -> None:
    """Minutes are found by the titles of what is joined."""
    await session.flush()
    minutes = await session.get(Minutes, exchange_id)
    if minutes is not None:
        await recall.index(session, minutes)
