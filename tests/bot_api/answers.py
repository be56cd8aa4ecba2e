"""Answers to taps and to what is typed after the bot's name.

https://core.telegram.org/bots/api#answercallbackquery and #answerinlinequery
"""

import re
from typing import Any

from tests.bot_api.keyboards import markup
from tests.bot_api.keyboards import read as read_buttons
from tests.bot_api.markup import fitting, formatted, utf16
from tests.bot_api.params import Files, Json, structure
from tests.bot_api.refusing import Refusal
from tests.bot_api.world import BotApi

TAP, TEXT = 200, 4096
MOST = 50
ID = 64  # bytes
START = re.compile(r"[A-Za-z0-9_-]{1,64}")


def answer_callback_query(api: BotApi, params: Json, _: Files) -> bool:
    query = _open_query(api, params, "callback_query_id")
    if utf16(params.get("text", "")) > TAP:
        raise Refusal("tap_answer_too_long")
    api.callback_answers[query] = params
    return True


def answer_inline_query(api: BotApi, params: Json, _: Files) -> bool:
    results: list[Json] = structure(params, "results") or []
    if len(results) > MOST:
        raise Refusal("too_many_results")
    for one in results:
        _check_result(one)
    ids = [one["id"] for one in results]
    if len(set(ids)) < len(ids):
        raise Refusal("result_twice")
    button = structure(params, "button") or {"start_parameter": "none"}
    if not START.fullmatch(button["start_parameter"]):
        raise Refusal("start_parameter")
    query = _open_query(api, params, "inline_query_id")
    api.open_queries.discard(query)
    api.inline_answers[query] = params | {"results": results}
    return True


def _check_result(one: Json) -> None:
    content: dict[str, Any] = one.get("input_message_content") or {}
    if not content.get("message_text"):
        why = "Input message content is not specified"
        raise Refusal("result_without_content", why=why)
    text = formatted(content["message_text"], content.get("parse_mode", ""))
    if not 1 <= len(one["id"].encode()) <= ID:
        raise Refusal("result_id")
    if not one["title"].strip():
        raise Refusal("result_without_title")
    fitting(text, TEXT, "result_too_long")
    markup(read_buttons(one))


def _open_query(api: BotApi, params: Json, name: str) -> str:
    query = str(params.get(name, ""))
    if query not in api.open_queries:
        raise Refusal("query_too_old")
    return query
