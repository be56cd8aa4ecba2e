"""The two ways of taking updates, which exclude each other.

https://core.telegram.org/bots/api#getting-updates
"""

import re
from urllib.parse import urlsplit

from tests.bot_api.params import Files, Json, yes
from tests.bot_api.refusing import Refusal, flooded
from tests.bot_api.world import BotApi

SECRET = re.compile(r"[A-Za-z0-9_-]*")
PORTS = {None, 80, 88, 443, 8443}


def set_webhook(api: BotApi, params: Json, _: Files) -> bool:
    """Once a second at most. The real one wants https; here loopback will do without."""
    url, secret = params.get("url", ""), params.get("secret_token", "")
    if not url:
        return delete_webhook(api, params, {})
    if api.clock() < api.webhook_free_at:
        raise flooded("webhook_too_often", api.webhook_free_at - api.clock())
    api.webhook_free_at = api.clock() + 1
    if len(secret) > 256:
        raise Refusal("secret_too_long")
    if not SECRET.fullmatch(secret):
        raise Refusal("secret_letters")
    _check_address(url)
    api.webhook = {"url": url, "secret": secret}
    api.end_poll("webhook_meanwhile")
    return _drop_updates(api, params)


def _check_address(url: str) -> None:
    parts = urlsplit(url)
    if parts.hostname == "127.0.0.1":
        return
    if parts.scheme != "https":
        raise Refusal("webhook_plain")
    if parts.port not in PORTS:
        raise Refusal("webhook_port")


def delete_webhook(api: BotApi, params: Json, _: Files) -> bool:
    api.webhook = {}
    return _drop_updates(api, params)


def _drop_updates(api: BotApi, params: Json) -> bool:
    if yes(params, "drop_pending_updates"):
        api.updates.clear()
    return True


def get_webhook_info(api: BotApi, _: Json, __: Files) -> Json:
    waiting = len(api.updates)
    url = api.webhook.get("url", "")
    return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}
