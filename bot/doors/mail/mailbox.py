"""A mailbox over IMAP. Its functions wait for the network: call them from a thread.

No number is remembered from one connection to the next: a server that renumbers its mails
(UIDVALIDITY) changes nothing.
"""

import socket
import ssl
import threading
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from imaplib import IMAP4

from imap_tools import AND, BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.errors import ImapToolsError, MailboxFolderCreateError, MailboxLoginError
from imap_tools.utils import check_command_status, encode_folder

from bot.doors.mail import structure
from bot.doors.mail.responses import Value, fetched
from bot.doors.mail.servers import Secrecy, Server

TIMEOUT = 20.0  # seconds that a server may be silent
SMALL = 64 * 1024  # bytes of a mail that is fetched in one go
BEGINNING = 64 * 1024  # bytes of a mail of which the server sees no text
AT_ONCE = 500  # numbers in one command
NETWORK = (OSError, IMAP4.abort)  # the connection is lost, or the server ended it
FAULTS = (OSError, IMAP4.error, ImapToolsError)


class Gone(Exception):
    """Somebody took a mail away meanwhile."""


class Unknown(ImapToolsError):
    """The server refuses our name or our secret."""


class Refusal(ImapToolsError):
    """The server said no."""

    def __init__(self, command_result: tuple[str, list[bytes]], expected: str = "OK") -> None:
        super().__init__(f"{command_result[0]} instead of {expected}")


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail of the mailbox: its number there, and its bytes, without what nobody reads.

    Without bytes it cannot be had.
    """

    uid: str
    content: bytes | None


class Mailbox:
    """One connection at a time, made by `open`."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._box: BaseMailBox | None = None
        self._able: frozenset[str] = frozenset()
        self._folders: dict[str, str] = {}
        self._cut = threading.Event()

    @property
    def is_open(self) -> bool:
        """Whether there is a connection, as far as is known."""
        return self._box is not None

    def open(self) -> None:
        """Connect and choose the folder. Raises one of FAULTS."""
        self._cut.clear()
        box = _connected(self._server)
        try:
            _log_in(box, self._server)
            box.folder.set(self._server.folder)
            # what it is able to do is told again, and more, to whom it knows
            _, told = box.client.capability()
        except BaseException:
            _drop(box)
            raise
        self._able = frozenset(told[0].decode().upper().split())
        self._folders = {}
        self._box = box

    def close(self) -> None:
        """End the connection."""
        box, self._box = self._box, None
        if box is not None:
            with suppress(*FAULTS, ValueError):
                box.logout()
            _drop(box)

    def cut(self) -> None:
        """End it from another thread, so that who waits in this one gets an error at once."""
        self._cut.set()
        box = self._box
        if box is not None:
            with suppress(OSError):
                box.client.sock.shutdown(socket.SHUT_RDWR)

    def unseen(self, most: int) -> list[str]:
        """The numbers of mails not seen yet, the oldest first."""
        return self._opened.uids("UNSEEN", charset=None)[:most]

    def wait(self, seconds: float) -> None:
        """Wait until something changes, or for so long."""
        if "IDLE" not in self._able:
            self._cut.wait(seconds)
            return
        with self._opened.idle as idle:
            if not self._told():
                idle.poll(seconds)

    def _told(self) -> bool:
        """Whether there is news already: what came right behind the server's « + idling ».

        That was read with it, so that the socket shows nothing any more.
        """
        client = self._opened.client
        client.sock.settimeout(0)
        try:
            return bool(client.readline())
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        finally:
            client.sock.settimeout(TIMEOUT)

    def fetch(self, uid: str) -> Fetched | None:
        """Get a mail: whole when it is small, else its headers and the beginning of its texts.

        None when somebody took it away meanwhile.
        """
        try:
            return Fetched(uid, self._content(uid))
        except Gone:
            return None
        except NETWORK:
            raise
        except (IMAP4.error, ImapToolsError, ValueError):
            return Fetched(uid, None)

    def _content(self, uid: str) -> bytes:
        told = self._ask(uid, "(RFC822.SIZE BODYSTRUCTURE)")
        size = told.get(b"RFC822.SIZE")
        if isinstance(size, bytes) and int(size) <= SMALL:
            return self._beginning(uid)
        try:
            pieces = structure.pieces(told.get(b"BODYSTRUCTURE"))
        except ValueError:  # the server does not see its texts: ours may
            return self._beginning(uid)
        return structure.put_together(pieces, self._ask(uid, structure.asked(pieces)))

    def _beginning(self, uid: str) -> bytes:
        """A small mail whole, another as far as that goes."""
        begun = self._ask(uid, f"(BODY.PEEK[]<0.{BEGINNING}>)").get(b"BODY[]<0>")
        if not isinstance(begun, bytes):
            message = "a mail is expected"
            raise ValueError(message)
        return begun

    def _ask(self, uid: str, items: str) -> dict[bytes, Value]:
        """What a FETCH says of one mail; servers may speak of others meanwhile."""
        status, data = self._opened.client.uid("FETCH", uid, items)
        check_command_status((status, data), Refusal)
        mine = [one for one in fetched(data) if one.get(b"UID") == uid.encode()]
        if not mine:
            raise Gone
        return {name: value for one in mine for name, value in one.items()}

    def put(self, uids: Iterable[str], folder: str) -> None:
        """Move mails to a folder, made when it is missing.

        Where that cannot be, they stay and count as seen: they are not read again.
        """
        numbers = ",".join(uids)
        if not numbers:
            return
        try:
            self._move(numbers, self._folder(folder))
        except Refusal:
            self._do("STORE", numbers, "+FLAGS.SILENT", r"(\Seen)")

    def _move(self, numbers: str, folder: str) -> None:
        if "MOVE" in self._able:
            self._do("MOVE", numbers, _written(folder))
            return
        self._do("COPY", numbers, _written(folder))
        self._do("STORE", numbers, "+FLAGS.SILENT", r"(\Seen \Deleted)")
        if "UIDPLUS" in self._able:
            self._do("EXPUNGE", numbers)
        else:
            self._opened.expunge()

    def _do(self, *command: str) -> None:
        check_command_status(self._opened.client.uid(*command), Refusal)

    def _folder(self, name: str) -> str:
        """What a folder is called here: some servers keep all folders within the first."""
        if name not in self._folders:
            self._folders[name] = self._made(name)
        return self._folders[name]

    def _made(self, name: str) -> str:
        folders = self._opened.folder
        within = next((one.delim for one in folders.list("", "INBOX")), "/")
        names = (name, f"INBOX{within}{name}")
        for one in names:
            if folders.exists(one):
                return one
        for one in names:
            with suppress(MailboxFolderCreateError):
                folders.create(one)
                return one
        raise Refusal(("NO", []))

    def purge(self, folder: str, before: date) -> None:
        """Delete what came into a folder before that day."""
        box = self._opened
        name = self._folder(folder)
        box.folder.set(name)
        try:
            box.delete(box.uids(AND(date_lt=before), charset=None), chunks=AT_ONCE)
        finally:
            box.folder.set(self._server.folder)

    @property
    def _opened(self) -> BaseMailBox:
        if self._box is None:
            message = "not connected"
            raise ConnectionError(message)
        return self._box


def _connected(server: Server) -> BaseMailBox:
    if server.secrecy is Secrecy.NONE:
        return MailBoxUnencrypted(server.host, server.port, timeout=TIMEOUT)
    # imaplib checks no certificate unless it is given this
    context = ssl.create_default_context()
    kind = MailBox if server.secrecy is Secrecy.TLS else MailBoxStartTls
    return kind(server.host, server.port, timeout=TIMEOUT, ssl_context=context)


def _log_in(box: BaseMailBox, server: Server) -> None:
    log_in = box.login if (server.user + server.password).isascii() else box.login_utf8
    try:
        log_in(server.user, server.password, initial_folder=None)
    except IMAP4.abort:
        raise
    except (IMAP4.error, MailboxLoginError):
        raise Unknown from None


def _written(folder: str) -> str:
    """The name of a folder in a command, in the UTF-7 of IMAP (RFC 3501, 5.1.3)."""
    return encode_folder(folder).decode("ascii")


def _drop(box: BaseMailBox) -> None:
    with suppress(OSError):
        box.client.shutdown()
