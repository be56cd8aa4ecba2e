"""The words everyone shares: what is said to the bot and what it says. Imports nothing of ours."""

from dataclasses import dataclass
from datetime import datetime
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


@dataclass(frozen=True, slots=True)
class Request:
    """One thing someone said. `id` is unique at its door; `in_reply_to` is a delivery's token."""

    id: str
    sender: Address
    text: str
    sent_at: datetime
    in_reply_to: str | None = None


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


@dataclass(frozen=True, slots=True)
class File:
    """A finished attachment, as doors get it."""

    filename: str
    media_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Reply:
    """What the bot says: simple HTML (`p br b i u s a code ul ol li blockquote`) and choices."""

    html: str
    choices: tuple[Choice, ...] = ()
    attachments: tuple[Attachment, ...] = ()


class DoorError(Exception):
    """The door could not send now; try again, after `retry_after` seconds where known."""

    def __init__(self, message: str, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class Refused(Exception):
    """The door will never reach this address again."""


class Door(Protocol):
    """A way people come in and are reached."""

    name: str

    def link(self, token: str) -> str:
        """How someone opens a link token here: a deep link, a mailto, or what to type."""
        ...

    async def send(self, to: Address, reply: Reply, files: tuple[File, ...], *, token: str) -> str:
        """Send and return the door's own name for the message. Raises DoorError or Refused."""
        ...
