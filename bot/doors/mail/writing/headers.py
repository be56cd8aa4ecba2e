"""The headers of our mails, written so that servers and programs take them as they are meant."""

import re
from collections.abc import Iterator
from datetime import datetime
from email.header import Header
from email.headerregistry import BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime, formataddr, parseaddr

from bot.doors.mail.home import Home
from community.words import Address, Matter, Refused, Sending

WIDTH = 76
# Looser than RFC 5322, as providers are (`a..b@`), but nothing that could be read as two.
WRITABLE = re.compile(r"[^\s,;:<>()\[\]\"\\@]{1,64}@[^\s,;:<>()\"\\@]{1,253}")

# What is written by us, and need not be parsed to be written.
OURS = ("from", "reply-to")
PIECES = (
    "to",
    "message-id",
    "in-reply-to",
    "references",
    "list-id",
    "list-unsubscribe",
)
WORDS = ("subject", "date", "auto-submitted", "x-auto-response-suppress", "precedence")


class Pieces(UnstructuredHeader, BaseHeader):
    """Ids and addresses in brackets: one a line, never encoded nor cut, however long they are.

    Python's own way writes what is longer than a line as encoded words, which breaks threads.
    """

    def fold(self, *, policy: Policy) -> str:
        """The header as it goes."""
        end = policy.linesep
        return f"{self.name}: {f'{end} '.join(self.split())}{end}"


class Ours(UnstructuredHeader, BaseHeader):
    """Our name, in encoded words where it must, and an address of ours below."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it goes."""
        end = policy.linesep
        named = formataddr(parseaddr(str(self))).replace(" <", f"{end} <")
        return f"{self.name}: {named}{end}"


class Words(UnstructuredHeader, BaseHeader):
    """A text: in ASCII as it is, else wholly in encoded words, whose spaces every reader keeps."""

    def fold(self, *, policy: Policy) -> str:
        """The header as it goes."""
        end = policy.linesep
        if self.isascii() and len(self.name) + len(self) < WIDTH:
            return f"{self.name}: {self}{end}"
        charset = "us-ascii" if self.isascii() else "utf-8"
        header = Header(str(self), charset, maxlinelen=WIDTH, header_name=self.name)
        return f"{self.name}: {header.encode(linesep=end)}{end}"


def _policy() -> "EmailPolicy[EmailMessage]":
    registry = HeaderRegistry()
    for name in OURS:
        registry.map_to_type(name, Ours)
    for name in PIECES:
        registry.map_to_type(name, Pieces)
    for name in WORDS:
        registry.map_to_type(name, Words)
    return SMTP.clone(header_factory=registry)


POLICY = _policy()


def headed(to: Address, subject: str, how: Sending, home: Home, now: datetime) -> EmailMessage:
    """A mail without its body. Raises Refused for what is no address of the mail."""
    mail = EmailMessage(policy=POLICY)
    for name, value in _headers(postal(to), subject, how, home, now):
        mail[name] = value
    return mail


def postal(to: Address) -> str:
    """An address as servers know it, its domain in ASCII (IDNA). Raises Refused for what is none.

    What stands before the @ is nobody's to change: its accents ask for a server that takes them.
    """
    if not (to.value.isprintable() and WRITABLE.fullmatch(to.value)):
        raise Refused
    name, _, domain = to.value.rpartition("@")
    try:
        return f"{name}@{domain.encode('idna').decode()}"
    except UnicodeError:
        raise Refused from None


def _headers(
    to: str, subject: str, how: Sending, home: Home, now: datetime
) -> Iterator[tuple[str, object]]:
    matter = how.matter
    yield "From", formataddr((home.name, sender(matter, home)))
    yield "To", to
    yield "Reply-To", formataddr((home.name, reply_to(how, home)))
    yield "Subject", subject
    yield "Date", format_datetime(now)
    yield "Message-ID", message_id(how.token, home)
    yield from _thread(how, home)
    yield "Auto-Submitted", "auto-replied" if matter.answers else "auto-generated"
    yield "X-Auto-Response-Suppress", "All"
    if matter.theme:
        yield "List-Id", f"<{matter.theme}.{home.domain}>"
        yield "List-Unsubscribe", f"<mailto:{reply_to(how, home)}?subject=STOP>"
        yield "Precedence", "bulk"


def sender(matter: Matter, home: Home) -> str:
    """Our address; for an exchange the one that is hers for ever, which its calendar names too."""
    return home.reply_address(matter.thread.token) if matter.thread else home.address


def reply_to(how: Sending, home: Home) -> str:
    """Where answers go: the address says who answers and to what."""
    thread = how.matter.thread
    return home.reply_address(thread.token if thread else how.token)


def message_id(token: str, home: Home) -> str:
    """The name of the message that has this token."""
    return f"<{home.message_id(token)}>"


def _thread(how: Sending, home: Home) -> Iterator[tuple[str, str]]:
    """What the mail follows: the person's own, or the first one about its exchange."""
    matter = how.matter
    ids = []
    if matter.thread is not None and matter.thread.root != how.token:
        ids.append(message_id(matter.thread.root, home))
    if answered := _id(matter.answers):
        ids.append(answered)
    if ids:
        yield "In-Reply-To", ids[-1]
        yield "References", " ".join(ids)


def _id(request: str) -> str:
    """The Message-ID of a request; nothing when her mail had none of its own."""
    fit = request.isascii() and request.isprintable() and not set(request) & set("<> ")
    return f"<{request}>" if fit and "@" in request else ""
