"""The buttons below a message: https://core.telegram.org/bots/api#inlinekeyboardmarkup."""

import json
from typing import Any

from tests.bot_api.links import fault
from tests.bot_api.params import Json, structure
from tests.bot_api.refusing import Refusal

MOST = 100
HEAVIEST = 10_240  # bytes of JSON
DATA = 64  # bytes


def read(params: Json) -> list[list[Json]]:
    """Rows of buttons, each of which does something. Raises Refusal."""
    rows: list[list[Json]] = (structure(params, "reply_markup") or {}).get("inline_keyboard", [])
    for button in (one for row in rows for one in row):
        if "text" not in button:
            raise Refusal("button_without_text", why='Can\'t find field "text"')
        if not button.get("url") and not button.get("callback_data"):
            why = "Text buttons are unallowed in the inline keyboard"
            raise Refusal("button_without_act", why=why)
    return rows


def markup(rows: list[list[Json]]) -> dict[str, Any]:
    """What is shown of them; a button without a label is not. Raises Refusal."""
    labelled = [[one for one in row if one["text"]] for row in rows]
    shown = {"inline_keyboard": [row for row in labelled if row]}
    for button in (one for row in shown["inline_keyboard"] for one in row):
        _check(button)
    if sum(map(len, shown["inline_keyboard"])) > MOST:
        raise Refusal("too_many_buttons")
    if len(json.dumps(shown, ensure_ascii=False).encode()) > HEAVIEST:
        raise Refusal("buttons_too_heavy")
    return {"reply_markup": shown} if shown["inline_keyboard"] else {}


def _check(button: Json) -> None:
    if url := button.get("url"):
        if why := fault(url):
            name = "button_protocol" if "protocol" in why else "button_url"
            raise Refusal(name, url=url, why=why)
    elif len(button["callback_data"].encode()) > DATA:
        raise Refusal("button_data")
