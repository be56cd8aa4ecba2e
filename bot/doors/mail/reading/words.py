"""What a mail says once it is read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Kind(StrEnum):
    """What sort of mail it is, the first that fits."""

    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    UNREADABLE = "unreadable"
    REQUEST = "request"


class Word(StrEnum):
    """What she says of her coming, in the words of calendars (RFC 5545, PARTSTAT)."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


class Severity(StrEnum):
    """How badly a mail failed: the address is dead, it failed this once, or it is still tried."""

    HARD = "hard"
    SOFT = "soft"
    DELAYED = "delayed"


@dataclass(frozen=True, slots=True)
class Bounce:
    """A mail of ours that did not arrive: `address` is whose, empty when nothing tells.

    `status` is that of RFC 3463 ("5.1.1"), empty when unknown; `about` the Message-ID of the mail.
    """

    address: str
    severity: Severity
    status: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a calendar says (RFC 5546): `partstat` in lower case, addresses bare and in lower case.

    `stamp` and `sequence` say which of two answers is newer, None when the program does not tell;
    `starts` is the time it names, the one proposed by a COUNTER.
    """

    method: str
    partstat: str
    uid: str
    attendee: str
    comment: str = ""
    stamp: datetime | None = None
    sequence: int | None = None
    starts: datetime | None = None


@dataclass(frozen=True, slots=True)
class Letter:
    """A mail as it is read.

    `id` is its Message-ID, else a hash of it. `sender` is what From says, which proves nothing.
    `recipients` are the addresses it was sent to, the surest first: one may carry a token.
    `answers_to` are the Message-IDs it replies to, the nearest first. `text` is what she wrote
    herself. An automatic mail may hold a calendar’s answer: it is to be taken, and nothing said.
    """

    kind: Kind
    id: str
    sender: str
    name: str = ""
    subject: str = ""
    recipients: tuple[str, ...] = ()
    answers_to: tuple[str, ...] = ()
    text: str = ""
    word: Word | None = None
    calendar: Answer | None = None
    bounce: Bounce | None = None
