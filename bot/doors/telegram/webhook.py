"""Takes updates that Telegram brings by itself, to an address of ours (Bot API, setWebhook)."""

import hashlib
import hmac
import json
import logging
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.reading import ALLOWED
from bot.logs import trace

logger = logging.getLogger(__name__)

PATH = "/telegram"
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 2**20  # bytes; an update is a few thousand

Take = Callable[[list[dict[str, Any]]], Awaitable[None]]


def secret(token: str) -> str:
    """What Telegram must show; made of the bot's own token, so there is nothing more to keep."""
    return hmac.new(token.encode(), b"palabre webhook", hashlib.sha256).hexdigest()


async def set_webhook(door: Telegram, public_url: str) -> None:
    """Have Telegram bring updates to us. Raises TelegramError."""
    await door.bot.set_webhook(
        f"{public_url}{PATH}", allowed_updates=ALLOWED, secret_token=secret(door.bot.token)
    )


def route(token: str, take: Take) -> Route:
    """Where updates come in: 200 once they are kept, else Telegram brings them again."""
    expected = secret(token)

    async def receive(request: Request) -> Response:
        shown = request.headers.get(HEADER, "")
        if not hmac.compare_digest(shown.encode(), expected.encode()):
            return Response(status_code=403)
        if int(request.headers.get("content-length") or 0) > LARGEST:
            return Response(status_code=413)
        return Response(status_code=await _taken(await request.body(), take))

    return Route(PATH, receive, methods=["POST"])


async def _taken(body: bytes, take: Take) -> int:
    try:
        update = json.loads(body)
    except (ValueError, RecursionError):
        return 400
    if not isinstance(update, dict):
        return 400
    try:
        await take([update])
    except Exception as error:
        logger.error("an update was not kept: %s", trace(error))
        return 503
    return 200
