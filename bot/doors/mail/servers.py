"""Where the mailbox and the mail server are: addresses of the form `imaps://user:pass@host/INBOX`.

Nothing goes unencrypted beyond this machine.
"""

import ipaddress
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import SplitResult, unquote, urlsplit


class Secrecy(StrEnum):
    """How a connection is hidden: from its first byte, after a word (STARTTLS), or not."""

    TLS = "tls"
    STARTTLS = "starttls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """A server and who we are there; `folder` is the mailbox that is read."""

    host: str
    port: int
    secrecy: Secrecy
    user: str = ""
    password: str = field(default="", repr=False)
    folder: str = ""


IMAP = {
    "imaps": (Secrecy.TLS, 993),
    "imap+starttls": (Secrecy.STARTTLS, 143),
    "imap": (Secrecy.NONE, 143),
}
SMTP = {
    "smtps": (Secrecy.TLS, 465),
    "smtp+starttls": (Secrecy.STARTTLS, 587),
    "smtp": (Secrecy.NONE, 25),
}


def imap_server(url: str) -> Server:
    """Read where the mailbox is. Raises ValueError; its message never holds the address."""
    parts = urlsplit(url)
    server = _server(parts, IMAP, unquote(parts.path.strip("/")) or "INBOX")
    if not (server.user and server.password):
        raise _wrong("a mailbox has a name and a password")
    return server


def smtp_server(url: str) -> Server:
    """Read which server takes our mail. Raises ValueError; its message never holds the address."""
    parts = urlsplit(url)
    if parts.path.strip("/"):
        raise _wrong("no path is expected")
    return _server(parts, SMTP, "")


def _server(parts: SplitResult, schemes: dict[str, tuple[Secrecy, int]], folder: str) -> Server:
    try:
        port = parts.port
    except ValueError:
        raise _wrong("not a port") from None
    if parts.scheme not in schemes or not parts.hostname or parts.query or parts.fragment:
        raise _wrong("not such an address")
    secrecy, usual = schemes[parts.scheme]
    if secrecy is Secrecy.NONE and not _is_here(parts.hostname):
        raise _wrong("unencrypted beyond this machine")
    user, password = unquote(parts.username or ""), unquote(parts.password or "")
    return Server(parts.hostname, port or usual, secrecy, user, password, folder)


def _is_here(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _wrong(why: str) -> ValueError:
    return ValueError(why)
