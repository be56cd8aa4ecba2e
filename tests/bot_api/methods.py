"""The methods of the Bot API that are here, and what they refuse.

https://core.telegram.org/bots/api#available-methods
"""

import json
import re
import time
from collections.abc import Callable
from typing import Any

from tests.bot_api.markup import checked, utf16
from tests.bot_api.refusing import Refusal, bad_request
from tests.bot_api.world import BotApi, Chat

Json = dict[str, Any]
Files = dict[str, tuple[str, bytes]]
TEXT, CAPTION = 4096, 1024
MOST_BUTTONS, MOST_IN_A_ROW = 100, 8
PICTURE, DOCUMENT = 10 * 2**20, 50 * 2**20
COMMAND = re.compile(r"[a-z0-9_]{1,32}")
SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
WEB = re.compile(r"(https?://|tg://)\S+\.?\S*")


def _json(params: Json, name: str) -> Any:
    value = params.get(name)
    return json.loads(value) if isinstance(value, str) and value else value


def _number(params: Json, name: str) -> int | None:
    value = params.get(name)
    return int(value) if value not in {None, ""} else None


def _where(api: BotApi, params: Json) -> Chat:
    """The chat to write to, with its topic. Raises Refusal."""
    if "chat_id" not in params:
        raise bad_request("chat_id is empty")
    id_ = int(params["chat_id"])
    chat = api.reachable(id_)
    if id_ in api.groups:
        api.groups[id_].check_thread(_number(params, "message_thread_id"))
    return chat


def _markup(params: Json) -> Json | None:
    """The buttons below a message. Raises Refusal."""
    markup: Json | None = _json(params, "reply_markup")
    rows = (markup or {}).get("inline_keyboard", [])
    if sum(map(len, rows)) > MOST_BUTTONS or any(len(row) > MOST_IN_A_ROW for row in rows):
        raise bad_request("reply markup is too long")
    for button in (one for row in rows for one in row):
        _check_button(button)
    return markup if rows else None


def _check_button(button: Json) -> None:
    if not button.get("text", "").strip():
        raise bad_request("inline keyboard button text must be non-empty")
    if "url" in button:
        if not WEB.fullmatch(button["url"]):
            said = f"inline keyboard button URL '{button['url']}' is invalid: Wrong HTTP URL"
            raise bad_request(said)
    elif not 1 <= len(button.get("callback_data", "").encode()) <= 64:
        raise bad_request("BUTTON_DATA_INVALID")


def _new(api: BotApi, chat: Chat, params: Json, what: Json) -> Json:
    """Put a message of the bot into a chat."""
    where = api.people[chat.id]._chat if chat.id in api.people else api.groups[chat.id].chat
    message: Json = {
        "message_id": chat.next_id(),
        "from": {k: api.me[k] for k in ("id", "is_bot", "first_name", "username")},
        "chat": where,
        "date": int(time.time()),
        **what,
    }
    if thread := _number(params, "message_thread_id"):
        message |= {"message_thread_id": thread, "is_topic_message": True}
    if markup := _markup(params):
        message["reply_markup"] = markup
    chat.shown[message["message_id"]] = message
    return message


def _text(params: Json) -> Json:
    text, marks = checked(params.get("text", ""), params.get("parse_mode", ""), TEXT, "message")
    if not text:
        raise bad_request("message text is empty")
    return {"text": text, "html": params.get("text", "")} | ({"entities": marks} if marks else {})


def _caption(params: Json) -> Json:
    raw = params.get("caption", "")
    text, marks = checked(raw, params.get("parse_mode", ""), CAPTION, "message caption")
    if not text:
        return {}
    return {"caption": text, "html": raw} | ({"caption_entities": marks} if marks else {})


def send_message(api: BotApi, params: Json, _: Files) -> Json:
    chat = _where(api, params)
    what = _text(params)
    _markup(params)
    _check_reply(chat, params)
    api.flood.count(chat.id)
    return _new(api, chat, params, what)


def _check_reply(chat: Chat, params: Json) -> None:
    reply = _json(params, "reply_parameters")
    gone = reply and reply["message_id"] not in chat.shown
    if gone and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")


def send_document(api: BotApi, params: Json, files: Files) -> Json:
    return _send_file(api, params, files, "document", DOCUMENT)


def send_photo(api: BotApi, params: Json, files: Files) -> Json:
    return _send_file(api, params, files, "photo", PICTURE)


def _send_file(api: BotApi, params: Json, files: Files, kind: str, most: int) -> Json:
    chat = _where(api, params)
    what = _caption(params)
    _markup(params)
    if kind not in files:
        raise bad_request(f"there is no {kind} in the request")
    name, content = files[kind]
    if not content:
        raise bad_request("file must be non-empty")
    if len(content) > most:
        raise Refusal(413, "Request Entity Too Large")
    api.flood.count(chat.id)
    file: Json = {"file_id": "f", "file_unique_id": "u", "file_size": len(content)}
    told: Any = (
        [file | {"width": 90, "height": 90}] if kind == "photo" else file | {"file_name": name}
    )
    message = _new(api, chat, params, what | {kind: told})
    api.kept[(chat.id, message["message_id"])] = content
    return message


def _ours(api: BotApi, params: Json) -> tuple[Chat, Json]:
    """The message to change. Raises Refusal."""
    chat = _where(api, params)
    message = chat.shown.get(_number(params, "message_id") or 0)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != api.id:
        raise bad_request("message can't be edited")
    return chat, message


def _edit(api: BotApi, params: Json, what: Json) -> Json:
    chat, message = _ours(api, params)
    markup = _markup(params)
    shown = {k: message.get(k) for k in ("text", "entities", "caption", "reply_markup")}
    after = {**shown, **what, "reply_markup": markup}
    after.pop("html", None)
    if after == shown:
        raise bad_request(
            "message is not modified: specified new message content and reply markup are exactly "
            "the same as a current content and reply markup of the message"
        )
    api.flood.count(chat.id)
    message.pop("reply_markup", None)
    message |= what | ({"reply_markup": markup} if markup else {}) | {"edit_date": int(time.time())}
    return message


def edit_message_text(api: BotApi, params: Json, _: Files) -> Json:
    _ours(api, params)
    what = _text(params)
    return _edit(api, params, what if "entities" in what else what | {"entities": None})


def edit_message_reply_markup(api: BotApi, params: Json, _: Files) -> Json:
    return _edit(api, params, {})


def delete_message(api: BotApi, params: Json, _: Files) -> bool:
    chat = _where(api, params)
    if chat.shown.pop(_number(params, "message_id") or 0, None) is None:
        raise bad_request("message to delete not found")
    return True


def answer_callback_query(api: BotApi, params: Json, _: Files) -> bool:
    return _answer_query(api, params, "callback_query_id", api.callback_answers)


def answer_inline_query(api: BotApi, params: Json, _: Files) -> bool:
    results = _json(params, "results") or []
    ids = [one["id"] for one in results]
    if len(results) > 50:
        raise bad_request("RESULTS_TOO_MUCH")
    if len(set(ids)) < len(ids):
        raise bad_request("RESULT_ID_DUPLICATE")
    if any(not 1 <= len(id_.encode()) <= 64 for id_ in ids):
        raise bad_request("RESULT_ID_INVALID")
    for one in results:
        content = one["input_message_content"]
        _text({"text": content["message_text"], "parse_mode": content.get("parse_mode", "")})
        _markup(one)
    return _answer_query(api, params | {"results": results}, "inline_query_id", api.inline_answers)


def _answer_query(api: BotApi, params: Json, name: str, answers: dict[str, Json]) -> bool:
    query = str(params.get(name, ""))
    if query not in api.open_queries:
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    if utf16(params.get("text", "")) > 200:
        raise bad_request("MESSAGE_TOO_LONG")
    if name == "inline_query_id":
        api.open_queries.discard(query)
    answers[query] = params
    return True


def set_my_commands(api: BotApi, params: Json, _: Files) -> bool:
    commands = _json(params, "commands") or []
    if len(commands) > 100:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    for one in commands:
        if not COMMAND.fullmatch(one["command"]):
            raise bad_request("BOT_COMMAND_INVALID")
        if not 1 <= utf16(one["description"]) <= 256:
            raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    api.menus[_scope(api, params)] = commands
    return True


def _scope(api: BotApi, params: Json) -> str:
    scope = _json(params, "scope") or {"type": "default"}
    if "chat_id" in scope:
        api.reachable(int(scope["chat_id"]))
        return f"{scope['type']}/{scope['chat_id']}"
    return str(scope["type"])


def delete_my_commands(api: BotApi, params: Json, _: Files) -> bool:
    api.menus.pop(_scope(api, params), None)
    return True


def get_my_commands(api: BotApi, params: Json, _: Files) -> list[Json]:
    return api.menus.get(_scope(api, params), [])


def set_my_description(api: BotApi, params: Json, _: Files) -> bool:
    return _describe(api, "description", params, 512)


def set_my_short_description(api: BotApi, params: Json, _: Files) -> bool:
    return _describe(api, "short_description", params, 120)


def _describe(api: BotApi, name: str, params: Json, most: int) -> bool:
    if utf16(params.get(name, "")) > most:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    api.descriptions[name] = params.get(name, "")
    return True


def set_webhook(api: BotApi, params: Json, _: Files) -> bool:
    """The real one wants https; here a loopback address will do."""
    url = params.get("url", "")
    if url and not url.startswith(("https://", "http://127.0.0.1")):
        raise bad_request("bad webhook: An HTTPS URL must be provided for webhook")
    secret = params.get("secret_token", "")
    if secret and not SECRET.fullmatch(secret):
        raise bad_request("secret token contains unallowed characters")
    api.webhook = {"url": url, "secret": secret} if url else {}
    return _drop_updates(api, params)


def delete_webhook(api: BotApi, params: Json, _: Files) -> bool:
    api.webhook = {}
    return _drop_updates(api, params)


def _drop_updates(api: BotApi, params: Json) -> bool:
    if str(params.get("drop_pending_updates", "")).lower() == "true":
        api.updates.clear()
    return True


def get_webhook_info(api: BotApi, _: Json, __: Files) -> Json:
    waiting = len(api.updates)
    url = api.webhook.get("url", "")
    return {"url": url, "has_custom_certificate": False, "pending_update_count": waiting}


def get_me(api: BotApi, _: Json, __: Files) -> Json:
    return api.me


def get_chat(api: BotApi, params: Json, _: Files) -> Json:
    chat = _where(api, params)
    return {"id": chat.id, "type": chat.kind}


def leave_chat(api: BotApi, params: Json, _: Files) -> bool:
    chat = _where(api, params)
    api.groups[chat.id].inside = False
    return True


METHODS: dict[str, Callable[[BotApi, Json, Files], Any]] = {
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "deleteMessage": delete_message,
    "deleteMyCommands": delete_my_commands,
    "deleteWebhook": delete_webhook,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageText": edit_message_text,
    "getChat": get_chat,
    "getMe": get_me,
    "getMyCommands": get_my_commands,
    "getWebhookInfo": get_webhook_info,
    "leaveChat": leave_chat,
    "sendDocument": send_document,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "setMyCommands": set_my_commands,
    "setMyDescription": set_my_description,
    "setMyShortDescription": set_my_short_description,
    "setWebhook": set_webhook,
}
