"""One connection to a mail server, reused, and what its refusals mean."""

import asyncio
import logging
import re
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from email.message import EmailMessage

from aiosmtplib import (
    SMTP,
    SMTPAuthenticationError,
    SMTPConnectError,
    SMTPException,
    SMTPNotSupported,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
)

from bot.doors.mail.servers import Secrecy, Server
from community.words import DoorAway, DoorError, Refused

logger = logging.getLogger(__name__)

TIMEOUT = 20.0  # seconds
STALE = 60.0  # seconds after which a connection is tried before it is used
BUSY = 60.0  # seconds to leave a server alone that says it is asked too much
CLOSING = 421
TOO_LARGE = 552  # said of the size that is told beside the sender (RFC 1870)
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
NOBODY = (550, 551, 553)


class Post:
    """Hands mails to a server, one after the other."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._lock = asyncio.Lock()
        self._smtp: SMTP | None = None
        self._used_at = 0.0
        self.takes_accents = True  # until it is asked

    async def send(self, mail: EmailMessage, sender: str, to: str) -> None:
        """Hand a mail over. Raises DoorError (DoorAway when no mail is to blame) or Refused."""
        async with self._lock, _understood():
            smtp = await self._connected()
            await smtp.send_message(mail, sender=sender, recipients=[to])
            self._used_at = time.monotonic()

    async def greet(self) -> None:
        """Connect and say who we are. Raises SMTPException or OSError."""
        async with self._lock:
            await self._connected()

    async def close(self) -> None:
        """End the connection."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None and smtp.is_connected:
            with suppress(SMTPException, OSError):
                await smtp.quit()
            smtp.close()

    async def _connected(self) -> SMTP:
        """The connection, made anew when it was lost."""
        smtp = self._smtp
        if smtp is not None and smtp.is_connected and await self._lives(smtp):
            return smtp
        self._smtp = None  # what fails to connect is not tried again
        smtp = _client(self._server)
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except BaseException:
            smtp.close()
            raise
        self._smtp = smtp
        self.takes_accents = smtp.supports_extension("smtputf8")
        return smtp

    async def _lives(self, smtp: SMTP) -> bool:
        """Whether a connection that nobody used for a while still is one."""
        if time.monotonic() - self._used_at < STALE:
            return True
        try:
            await smtp.noop()
        except (SMTPException, OSError):
            smtp.close()
            return False
        return True


def _client(server: Server) -> SMTP:
    return SMTP(
        hostname=server.host,
        port=server.port,
        username=server.user or None,
        password=server.password or None,
        timeout=TIMEOUT,
        use_tls=server.secrecy is Secrecy.TLS,
        start_tls=server.secrecy is Secrecy.STARTTLS,
        tls_context=ssl.create_default_context() if server.secrecy is not Secrecy.NONE else None,
    )


@asynccontextmanager
async def _understood() -> AsyncIterator[None]:
    """Say in the words of doors what a mail server refused."""
    try:
        yield
    except SMTPRecipientsRefused as error:
        raise _of_recipient(error.recipients[0]) from None
    except SMTPSenderRefused as error:
        raise (_refused(error) if error.code == TOO_LARGE else DoorAway("sender")) from None
    except (SMTPConnectError, SMTPAuthenticationError) as error:
        raise DoorAway(type(error).__name__) from None
    except SMTPNotSupported:
        raise Refused from None  # an address that this server cannot write
    except SMTPResponseException as error:
        raise _of_mail(error) from None
    except (SMTPException, OSError) as error:
        raise DoorAway(type(error).__name__) from None


def _of_recipient(error: SMTPResponseException) -> Exception:
    """An address that does not exist is given up; another refusal is no fault of hers."""
    if error.code < 500:
        return _later(error)
    found = STATUS.search(error.message)
    dead = found[2] == "1" and found[3] not in {"7", "8"} if found else error.code in NOBODY
    if dead or (found and found[0] == "5.2.1"):
        return Refused()
    return _refused(error)


def _of_mail(error: SMTPResponseException) -> Exception:
    return _later(error) if error.code < 500 else _refused(error)


def _later(error: SMTPResponseException) -> Exception:
    if error.code == CLOSING:
        return DoorAway("closing")
    found = STATUS.search(error.message)
    busy = found is not None and found[2] in {"3", "7"}
    return DoorError(f"asked to wait ({error.code})", BUSY if busy else None)


def _refused(error: SMTPResponseException) -> DoorError:
    """A mail that is not taken for a reason of ours: its size, its sender, its server's rules."""
    found = STATUS.search(error.message)
    logger.error("a mail was refused: %s %s", error.code, found[0] if found else "")
    return DoorError("refused")
