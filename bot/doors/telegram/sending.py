"""A reply as Telegram messages: their texts, files and buttons, and what a refusal means."""

import logging
import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import cast

from telegram import Bot, InlineKeyboardMarkup, InputFile, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    RetryAfter,
    TelegramError,
)
from telegram.request import BaseRequest, RequestData
from telegram.request._requestparameter import RequestParameter

from bot.doors.plain import to_text
from bot.doors.telegram.html import caption, pieces
from bot.doors.telegram.keyboard import keyboard
from bot.doors.telegram.reading import target
from bot.doors.telegram.transport import Unreached
from community.words import Address, DoorAway, DoorError, File, Moved, Refused, Reply

logger = logging.getLogger(__name__)

NO_PREVIEW = LinkPreviewOptions(is_disabled=True)
PICTURE = 10 * 2**20  # bytes; a larger one goes as a document
# What the Bot API answers when nobody will ever read there again.
# https://core.telegram.org/method/messages.sendMessage#possible-errors
GONE = (
    "chat not found",
    "user not found",
    "peer_id_invalid",
    "not enough rights to send",
    "have no rights to send",
    "have no write access",
    "need administrator rights",
    "channel_private",
    "chat_restricted",
    "chat_send_plain_forbidden",
    "chat_write_forbidden",
    "message thread not found",
    "topic_closed",
    "topic_deleted",
)
TOLD_BY_A_TAP = 200  # characters
LATE = "query is too old"
QUOTED = re.compile(r"(['\"]).*\1", re.DOTALL)  # what a refusal quotes may be somebody's
UNCHANGED = "message is not modified"
# What it answers when the message to change is not there any more, or is no text.
VANISHED = (
    "message to edit not found",
    "message can't be edited",
    "message_id_invalid",
    "there is no text in the message to edit",
)


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a text, or a file with a text below it."""

    html: str
    buttons: InlineKeyboardMarkup | None
    file: File | None = None


def messages(
    reply: Reply, files: tuple[File, ...], link: Callable[[str], str | None]
) -> tuple[Message, ...]:
    """What to send, in order; buttons are below the last text."""
    buttons = keyboard(reply.choices, link, live=bool(reply.card))
    below = caption(reply.html) if len(files) == 1 else None
    if below is not None:
        return (Message(below, buttons, files[0]),)
    return (*_texts(reply.html, buttons), *(Message("", None, file) for file in files))


def _texts(html: str, buttons: InlineKeyboardMarkup | None) -> Iterator[Message]:
    if not (found := pieces(html)):
        return  # Telegram has no message without words
    *first, last = found
    yield from (Message(piece, None) for piece in first)
    yield Message(last, buttons)


async def send_message(bot: Bot, to: Address, message: Message) -> int:
    """Send one message and give its number."""
    chat, thread = target(to)
    if message.file is not None:
        return await _send_file(bot, to, message, message.file)
    asked = {
        "chat_id": chat,
        "text": message.html,
        "parse_mode": ParseMode.HTML,
        "link_preview_options": NO_PREVIEW,
        "message_thread_id": thread,
        "reply_markup": message.buttons,
    }
    sent = await call(bot.request, f"{bot.base_url}/sendMessage", asked)
    return cast("dict[str, int]", sent)["message_id"]


async def call(pool: BaseRequest, url: str, asked: Mapping[str, object], **how: float) -> object:
    """Call a method and give its result as the Bot API does. Raises TelegramError.

    `Bot` would make objects of the whole result, of which a number is needed: a fifth of the cost.
    """
    given = [RequestParameter.from_input(*one) for one in asked.items() if one[1] is not None]
    return await pool.post(url, RequestData(given), **how)


async def _send_file(bot: Bot, to: Address, message: Message, file: File) -> int:
    chat, thread = target(to)
    content = InputFile(file.content, file.filename)
    if _is_picture(file):
        sent = await bot.send_photo(
            chat,
            content,
            caption=message.html or None,
            parse_mode=ParseMode.HTML,
            message_thread_id=thread,
            reply_markup=message.buttons,
        )
        return sent.message_id
    sent = await bot.send_document(
        chat,
        content,
        caption=message.html or None,
        parse_mode=ParseMode.HTML,
        message_thread_id=thread,
        reply_markup=message.buttons,
    )
    return sent.message_id


def _is_picture(file: File) -> bool:
    """Whether it is shown at once, rather than given to be opened."""
    shown = file.media_type.startswith("image/") and not file.original
    return shown and len(file.content) <= PICTURE


async def edit_message(bot: Bot, to: Address, ref: str, message: Message) -> bool:
    """Change a message where it stands. False when it is not there any more."""
    chat, _ = target(to)
    try:
        await bot.edit_message_text(
            message.html,
            chat,
            int(ref),
            parse_mode=ParseMode.HTML,
            link_preview_options=NO_PREVIEW,
            reply_markup=message.buttons,
        )
    except BadRequest as error:
        said = error.message.lower()
        if any(reason in said for reason in VANISHED):
            return False
        if UNCHANGED not in said:
            raise
    return True


async def answer_tap(bot: Bot, reply: Reply, tap: str, link: Callable[[str], str | None]) -> bool:
    """Say a few words over the chat a button is in, or open an address. False when it is late."""
    url = next(filter(None, (link(choice.command) for choice in reply.choices)), None)
    words = None if url else " ".join(to_text(reply.html).split())[:TOLD_BY_A_TAP]
    try:
        await bot.answer_callback_query(tap, words, url=url)
    except BadRequest as error:
        if LATE not in error.message.lower():
            raise
        return False
    return True


@asynccontextmanager
async def understood() -> AsyncIterator[None]:
    """Say in the words of doors what the Bot API refused.

    Raises DoorError (DoorAway when no message is to blame), Refused or Moved.
    """
    try:
        yield
    except RetryAfter as error:
        raise DoorError("asked to wait", error.retry_after.total_seconds()) from None  # type: ignore[union-attr]
    except ChatMigrated as error:
        raise Moved(str(error.new_chat_id)) from None
    except Forbidden:
        raise Refused from None
    except BadRequest as error:
        if any(reason in error.message.lower() for reason in GONE):
            raise Refused from None
        # A message that Telegram cannot read is a fault of ours.
        logger.error("Telegram refused a message: %s", QUOTED.sub("…", error.message))
        raise DoorError("refused") from None
    except (Unreached, InvalidToken) as error:
        raise DoorAway(type(error).__name__) from None
    except TelegramError as error:
        raise DoorError(type(error).__name__) from None
