"""`palabre check --connect` by mail: whether the mailbox opens and the mail server lets us in."""

import asyncio
import socket
import ssl
from collections.abc import AsyncIterator, Awaitable, Iterator

from aiosmtplib import SMTPAuthenticationError, SMTPException
from imap_tools.errors import MailboxFolderSelectError

from bot.doors.mail.mailbox import FAULTS, Mailbox, Unknown
from bot.doors.mail.sending import Post
from bot.doors.mail.servers import Server, imap_server, smtp_server
from bot.settings import Settings

WRONG = "{setting} : {host}, port {port} : {reason}."
# The most telling first.
REASONS: tuple[tuple[type[BaseException], str], ...] = (
    (Unknown, "ce nom ou ce secret est refusé"),
    (SMTPAuthenticationError, "ce nom ou ce secret est refusé"),
    (MailboxFolderSelectError, "le dossier « {folder} » n’y est pas"),
    (ssl.SSLCertVerificationError, "son certificat n’est pas reconnu, ou n’est pas à ce nom"),
    (ssl.SSLError, "ce port ne parle pas ainsi : essayez l’autre forme, {other}"),
    (socket.gaierror, "il n’y a pas de machine de ce nom"),
    (UnicodeError, "il n’y a pas de machine de ce nom"),
    (ConnectionRefusedError, "rien n’y répond"),
    (TimeoutError, "rien n’y répond à temps"),
)
OTHERWISE = "la connexion ne se fait pas ({name}) : essayez l’autre forme, {other}"


async def mail_faults(settings: Settings) -> AsyncIterator[str]:
    """What keeps mails from coming or going, in a sentence each. Nothing is sent, nothing read."""
    if settings.imap_url is not None:
        server = imap_server(settings.imap_url.get_secret_value())
        if fault := await _fault(asyncio.to_thread(_open, server)):
            yield _told("PALABRE_IMAP_URL", server, fault, "imaps:// ou imap+starttls://")
    if settings.smtp_url is not None:
        server = smtp_server(settings.smtp_url.get_secret_value())
        if fault := await _fault(_greet(server)):
            yield _told("PALABRE_SMTP_URL", server, fault, "smtps:// ou smtp+starttls://")


def _open(server: Server) -> None:
    mailbox = Mailbox(server)
    mailbox.open()
    mailbox.close()


async def _greet(server: Server) -> None:
    post = Post(server)
    await post.greet()
    await post.close()


async def _fault(trying: Awaitable[None]) -> Exception | None:
    try:
        await trying
    except (*FAULTS, SMTPException, UnicodeError) as error:
        return error
    return None


def _told(setting: str, server: Server, fault: Exception, other: str) -> str:
    """The fault in French. What the server said is left out: it may hold our name."""
    causes = tuple(_causes(fault))
    found = (said for kind, said in REASONS if any(isinstance(one, kind) for one in causes))
    reason = next(found, OTHERWISE)
    said = reason.format(folder=server.folder, other=other, name=type(fault).__name__)
    return WRONG.format(setting=setting, host=server.host, port=server.port, reason=said)


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    """An error, and those that led to it."""
    while error is not None:
        yield error
        error = error.__cause__
