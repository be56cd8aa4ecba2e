"""A file that somebody sent, fetched in two steps: https://core.telegram.org/bots/api#getfile."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import cast
from urllib.parse import quote

from telegram import Bot
from telegram.error import BadRequest, Forbidden, InvalidToken, RetryAfter, TelegramError

from bot.doors.telegram.sending import call
from bot.doors.telegram.transport import Aiohttp, Unreached
from community.words import DoorAway, DoorError, Refused, TooLarge

BIG = "file is too big"
PERHAPS_LATER = "temporarily unavailable"


async def fetch_file(bot: Bot, pool: Aiohttp, ref: str, most: int) -> bytes:
    """Get a file of so many bytes at most. Raises DoorError, Refused or TooLarge."""
    async with _understood():
        asked = await call(pool, f"{bot.base_url}/getFile", {"file_id": ref})
        found = cast("dict[str, object]", asked)
        size = int(cast("int", found.get("file_size") or 0))
        if size > most:
            raise TooLarge
        path = quote(str(found.get("file_path") or ""))
        content = await pool.download(f"{bot.base_file_url}/{path}", most)
    if size and len(content) != size:
        message = "cut short"
        raise DoorError(message)
    return content


@asynccontextmanager
async def _understood() -> AsyncIterator[None]:
    """Say in the words of doors why a file was not served: later, or never."""
    try:
        yield
    except RetryAfter as error:
        raise DoorError("asked to wait", error.retry_after.total_seconds()) from None  # type: ignore[union-attr]
    except BadRequest as error:
        said = error.message.lower()
        if PERHAPS_LATER in said:
            raise DoorError(PERHAPS_LATER) from None
        raise (TooLarge if BIG in said else Refused) from None
    except Forbidden:
        raise Refused from None
    except (Unreached, InvalidToken) as error:
        raise DoorAway(type(error).__name__) from None
    except TelegramError as error:
        raise DoorError(type(error).__name__) from None
