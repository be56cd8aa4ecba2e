"""Files that animators send: kept waiting for their exchange, joined to it, fetched, kept here."""

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from sqlalchemy import delete, exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from community.db.tables import AddressRow, Document, Exchange, Member, SentFile
from community.documents import MOST, index, open_to_join
from community.errors import DocumentsTooHeavy, TooManyDocuments
from community.roles import Rights
from community.words import Given

LARGEST = 10 * 10**6  # bytes of a file
HEAVIEST = 50 * 10**6  # bytes of the files of an exchange
NAME_LIMIT = 80
REMEMBERED = timedelta(days=1)
UNFIT = frozenset('<>:"|?*')  # what some systems refuse in a name


@dataclass(frozen=True, slots=True)
class Due:
    """A file that is to be fetched now at a door, and how often that was tried in vain."""

    id: int
    door: str
    ref: str
    sent_at: datetime
    tries: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a file: who sent it, for which exchange, under what title.

    `last`: nothing else that she sent for this exchange is still to come.
    """

    address_id: int
    exchange: Exchange
    title: str
    last: bool


def clean_name(name: str) -> str:
    """The name of a file as any system takes it: no folder, nothing that cannot be seen."""
    bare = PurePosixPath(name.replace("\\", "/")).name
    words = " ".join(bare.split())
    seen = "".join(c for c in words if unicodedata.category(c)[0] != "C")
    fit = "".join("-" if c in UNFIT else c for c in seen).strip(" .")
    stem, dot, suffix = fit.rpartition(".")
    if not dot or len(suffix) > 10:
        return fit[:NAME_LIMIT] or "document"
    return f"{stem[: NAME_LIMIT - len(suffix) - 1].rstrip(' .')}.{suffix}"


def new_file(address_id: int, given: Given, title: str, album: str, now: datetime) -> SentFile:
    """What a door has, which no session knows yet."""
    return SentFile(
        address_id=address_id,
        ref=given.ref,
        title=title,
        filename=clean_name(given.name),
        media_type=given.media_type,
        size=given.size,
        photo=given.photo,
        album=album,
        sent_at=now,
    )


async def keep(session: AsyncSession, file: SentFile) -> None:
    """Remember a file until it is said for which exchange it is."""
    session.add(file)
    await session.flush()


async def of_album(session: AsyncSession, address_id: int, album: str) -> SentFile | None:
    """The first file that was sent together with others, if one was remembered."""
    query = select(SentFile).where(SentFile.address_id == address_id, SentFile.album == album)
    return await session.scalar(query.order_by(SentFile.id).limit(1)) if album else None


async def exchange_of(session: AsyncSession, file: SentFile) -> int | None:
    """The number of the exchange that a file was joined to, if it was."""
    query = select(Document.exchange_id).where(Document.id == file.document_id)
    return await session.scalar(query)


async def waiting(session: AsyncSession, address_id: int) -> Sequence[SentFile]:
    """What somebody sent and did not say the exchange of."""
    query = select(SentFile).where(
        SentFile.address_id == address_id, SentFile.document_id.is_(None)
    )
    return (await session.scalars(query.order_by(SentFile.id))).all()


async def forget(session: AsyncSession, address_id: int) -> None:
    """Forget what waits."""
    await session.execute(
        delete(SentFile).where(SentFile.address_id == address_id, SentFile.document_id.is_(None))
    )


async def join_files(
    session: AsyncSession,
    rights: Rights,
    exchange_id: int,
    files: Sequence[SentFile],
    by: Member | None,
    now: datetime,
) -> list[Document]:
    """Join files to an exchange, all or none; they are fetched after the commit.

    Raises UnknownExchange, NotAnimator, ExchangeCancelled, TooManyDocuments, DocumentsTooHeavy.
    """
    joined = await open_to_join(session, rights, exchange_id)
    if len(joined) + len(files) > MOST:
        raise TooManyDocuments(most=MOST)
    if sum(one.size for one in joined) + sum(one.size for one in files) > HEAVIEST:
        raise DocumentsTooHeavy(most=HEAVIEST)
    taken = {one.title for one in joined}
    made = []
    for file in files:
        document = _document(exchange_id, file, _free(file.title, taken), by, now)
        taken.add(document.title)
        session.add(document)
        await session.flush()
        file.document_id, file.due_at = document.id, now
        session.add(file)
        made.append(document)
    await index(session, exchange_id)
    return made


def _document(
    exchange_id: int, file: SentFile, title: str, by: Member | None, now: datetime
) -> Document:
    return Document(
        exchange_id=exchange_id,
        title=title,
        added_at=now,
        media_type=file.media_type,
        filename=file.filename,
        size=file.size,
        photo=file.photo,
        awaited=True,
        added_by=by.id if by else None,
    )


def _free(title: str, taken: Collection[str]) -> str:
    """A title that no other has: « Photo », « Photo (2) »."""
    if title not in taken:
        return title
    return next(one for n in range(2, MOST + 2) if (one := f"{title} ({n})") not in taken)


async def due(session: AsyncSession, doors: Collection[str], now: datetime) -> Due | None:
    """The file to fetch next at one of these doors, if one is due."""
    query = (
        select(SentFile, AddressRow.door)
        .join(AddressRow, AddressRow.id == SentFile.address_id)
        .where(SentFile.due_at <= now, AddressRow.door.in_(doors))
        .order_by(SentFile.due_at, SentFile.id)
        .limit(1)
    )
    row = (await session.execute(query)).one_or_none()
    if row is None:
        return None
    sent, door = row
    return Due(sent.id, door, sent.ref, sent.sent_at, sent.tries)


async def arrived(session: AsyncSession, sent_id: int, content: bytes) -> Outcome | None:
    """Keep the bytes of a file; None when it was parted from its exchange meanwhile."""
    found = await _joined(session, sent_id)
    if found is None:
        return None
    sent, document = found
    document.content, document.size, document.awaited = content, len(content), False
    sent.due_at = None
    return await _outcome(session, sent, document)


async def put_off(session: AsyncSession, sent_id: int, due_at: datetime) -> None:
    """Try a file again then."""
    sent = await session.get(SentFile, sent_id)
    if sent is not None:
        sent.tries, sent.due_at = sent.tries + 1, due_at


async def lost(session: AsyncSession, sent_id: int) -> Outcome | None:
    """Give up a file, and part it from its exchange; None when it was parted already."""
    found = await _joined(session, sent_id)
    if found is None:
        return None
    sent, document = found
    sent.due_at = None
    outcome = await _outcome(session, sent, document)
    await session.delete(document)
    await index(session, document.exchange_id)
    return outcome


async def _joined(session: AsyncSession, sent_id: int) -> tuple[SentFile, Document] | None:
    query = (
        select(SentFile, Document)
        .join(Document, Document.id == SentFile.document_id)
        .where(SentFile.id == sent_id, SentFile.due_at.is_not(None))
        .with_for_update()
    )
    row = (await session.execute(query)).one_or_none()
    return (row[0], row[1]) if row else None


async def _outcome(session: AsyncSession, sent: SentFile, document: Document) -> Outcome:
    await session.flush()
    query = select(
        exists()
        .where(SentFile.address_id == sent.address_id, SentFile.due_at.is_not(None))
        .where(SentFile.document_id == Document.id, Document.exchange_id == document.exchange_id)
    )
    more = await session.scalar(query)
    exchange = await session.get_one(Exchange, document.exchange_id)
    return Outcome(sent.address_id, exchange, document.title, not more)


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what nobody said the exchange of for a day, and where what is kept here came from.

    What who sent it took with her when she was erased is no longer awaited.
    """
    await session.execute(
        delete(SentFile).where(SentFile.sent_at < now - REMEMBERED, SentFile.due_at.is_(None))
    )
    await session.execute(
        delete(Document).where(
            Document.awaited, ~exists().where(SentFile.document_id == Document.id)
        )
    )
