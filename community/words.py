"""The words everyone shares: what is said to the bot and what it says. Imports nothing of ours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


@dataclass(frozen=True, slots=True, order=True)
class Address:
    """Where someone can be reached: `telegram/42`, `mail/x@y.fr`, `terminal/demo`."""

    door: str
    value: str

    def __str__(self) -> str:
        return f"{self.door}/{self.value}"

    @classmethod
    def parse(cls, text: str) -> "Address":
        """Read `door/value`. Raises ValueError when either half is missing."""
        door, _, value = text.strip().partition("/")
        if not door or not value:
            message = f"not an address: {text!r} (expected door/value, as in terminal/demo)"
            raise ValueError(message)
        return cls(door, value)


class Happening(StrEnum):
    """What happened to an address, rather than what was said there."""

    BLOCKED = "blocked"
    UNBLOCKED = "unblocked"
    ADDED = "added"
    REMOVED = "removed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Given:
    """A file that came with a request, left where its door has it, under `ref`, to be fetched.

    Its name, type and size (in bytes, 0 when unknown) are what was said of it, and prove nothing.
    """

    ref: str
    name: str = ""
    media_type: str = ""
    size: int = 0
    photo: bool = False


@dataclass(frozen=True, slots=True)
class CalendarReply:
    """What somebody's calendar says of an exchange, its words in lower case (RFC 5546).

    `stamp` says when, `sequence` of which version, `starts` which other moment a `counter`
    proposes; None when it does not tell.
    """

    method: str
    partstat: str
    uid: str
    stamp: datetime | None = None
    sequence: int | None = None
    starts: datetime | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """One thing someone said, or that happened to an address. `id` is unique at its door.

    `in_reply_to` is a delivery's token; `replies_to` and `tapped` are what the door called the
    message of ours that was answered, or whose choice was taken, `tap` what it calls a touch that
    waits to be answered itself. `place` is the group it was said
    in, none in private; `attached` the kind of file that came with it, `given` the file itself
    where it may be kept, `album` what the door calls the files that were sent together: the
    beginning of their ids. `name` is how the door says the person is called. When an address
    moved, `text` is its new value. `subject` is what it was said under, where a door has subjects.
    `calendar` is what her calendar answered, `automatic` when a program sent it by itself; `word`
    is what her sentences say of her coming (PARTSTAT), where its door reads sentences.
    `verified` is false where its door cannot prove who speaks.
    """

    id: str
    sender: Address
    text: str
    sent_at: datetime
    in_reply_to: str | None = None
    replies_to: str = ""
    tapped: str = ""
    tap: str = ""
    place: Address | None = None
    attached: str = ""
    given: Given | None = None
    album: str = ""
    name: str = ""
    event: Happening | None = None
    verified: bool = True
    subject: str = ""
    calendar: CalendarReply | None = None
    automatic: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    """An answer given by a tap, a word or a click.

    `command` is at most 64 bytes (Bot API, InlineKeyboardButton.callback_data); `words` is what
    else means it ("oui", "présent").
    """

    label: str
    command: str
    words: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if len(self.command.encode()) > 64:
            message = f"a choice's command is at most 64 bytes: {self.command!r}"
            raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A recipe for a file: finished bytes are made when it is sent, so rows stay small."""

    kind: str
    args: tuple[str, ...]
    filename: str


# A calendar that asks its reader whether she comes: of use at doors where calendars answer.
INVITATION = "invitation.ics"


@dataclass(frozen=True, slots=True)
class File:
    """A finished attachment, as doors get it. An `original` is sent as it is, even a picture."""

    filename: str
    media_type: str
    content: bytes
    original: bool = False


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says: simple HTML (`p br b i u s a code ul ol li blockquote`) and choices.

    `card` names the live message this is a render of: a tap on it changes it where it stands.
    What is said `aside` is for her alone who asked, though she asked before others. A `puzzled` one
    says that nothing was understood: where machines write too, only a few of these are sent.
    """

    html: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()
    card: str = ""
    aside: bool = False
    puzzled: bool = False


SILENCE = Reply("")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something worth sharing, while it is being typed: what it is, and the whole of it.

    `command` is what opens it in a private conversation.
    """

    id: str
    title: str
    description: str
    html: str
    command: str


class DoorError(Exception):
    """The door could not send now; try again, after `retry_after` seconds where known.

    `sent` names what of a long message went already.
    """

    def __init__(self, message: str, retry_after: float | None = None, sent: str = "") -> None:
        super().__init__(message)
        self.retry_after = retry_after
        self.sent = sent


class DoorAway(DoorError):
    """The door itself cannot be reached: nothing went, and no message is to blame."""


class Refused(Exception):
    """The door will never reach this address again."""


class TooLarge(Refused):
    """A file holds more than may be fetched."""


class Moved(Exception):
    """The address has another value now; try again there what of a message has not gone yet."""

    def __init__(self, value: str, sent: str = "") -> None:
        super().__init__()
        self.value = value
        self.sent = sent


@dataclass(frozen=True, slots=True)
class Thread:
    """All that a member is told of one exchange: what was first told of it names it for ever.

    `token` makes its address, `root` is the token of its first message; `day` is local.
    """

    token: str
    root: str
    theme: str
    title: str
    day: date


@dataclass(frozen=True, slots=True)
class Matter:
    """What a delivery is about, for a door that tells conversations apart by their subjects.

    An answer knows the id of what it `answers` and the `subject` that was said under; what a
    `theme` (its slug) says to its members knows that. The door is given the `thread` of an
    exchange where it keeps them.
    """

    answers: str = ""
    subject: str = ""
    theme: str = ""
    exchange: int | None = None
    thread: Thread | None = None


@dataclass(frozen=True, slots=True)
class Sending:
    """How a delivery goes: its secret `token`, and whether somebody waits for it (`urgent`).

    `sent` names the pieces that went already, `edits` the message that it takes the place of,
    `tap` the touch that it answers.
    """

    token: str
    urgent: bool = True
    sent: str = ""
    edits: str = ""
    tap: str = ""
    matter: Matter = Matter()


class Door(Protocol):
    """A way people come in and are reached.

    One that `threads` tells exchanges apart by their subjects, and is given each one's thread.
    A `wary` one is open to machines, which answer whatever is said to them. At one that asks
    `at_once` a form is one text to fill in, for answers there take hours.
    """

    name: str
    threads: bool = False
    wary: bool = False
    at_once: bool = False

    def link(self, token: str) -> str:
        """How someone opens a link token here: a deep link, a mailto, or what to type."""
        ...

    def reaches(self, value: str) -> bool:
        """Whether somebody of that address can be written to, as far as is known."""
        del value
        return True

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], how: Sending) -> str:
        """Send and return the door's own name for the message.

        Raises DoorError, Refused or Moved.
        """
        ...

    def recipe(self, asked: Attachment, to: Address, how: Sending) -> Attachment | None:
        """How this door wants a file made; None for one that is of no use there."""
        del to, how
        return None if asked.kind == INVITATION else asked

    async def fetch(self, ref: str, most: int) -> bytes:
        """Get a file that was given here, of so many bytes at most. Not every door takes files.

        Raises DoorError, or Refused when it will never be had here (TooLarge when it holds more).
        """
        del ref, most
        raise Refused

    async def menu(self, to: Address, entries: Sequence[tuple[str, str]]) -> None:
        """Show there what can be asked for: names and what they do. Not every door has menus.

        Raises DoorError or Refused.
        """
        del to, entries

    def share(self, processes: int) -> None:
        """Keep to that fraction of the limits, when so many processes send."""
        del processes

    def state(self) -> str:
        """How it goes, in a few words for /etat; empty for a door that has nothing to say."""
        return ""
