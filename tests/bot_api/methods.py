"""The methods of the Bot API that are here: messages sent, changed and taken away; the list of all.

https://core.telegram.org/bots/api#available-methods
"""

import time
from collections.abc import Callable
from typing import Any

from tests.bot_api import answers, fetching, presenting, updates
from tests.bot_api.keyboards import markup
from tests.bot_api.keyboards import read as read_buttons
from tests.bot_api.markup import Text, fitting, formatted
from tests.bot_api.params import Files, Json, number, structure, yes
from tests.bot_api.refusing import Refusal
from tests.bot_api.world import BotApi, Chat

TEXT, CAPTION = 4096, 1024
PICTURE = 10 * 2**20
PICTURES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")


def _where(api: BotApi, params: Json) -> Chat:
    """The chat to write to, with its topic and the message that is answered. Raises Refusal."""
    chat = api.writable(params)
    if thread := number(params, "message_thread_id"):
        group = api.groups.get(chat.id)
        if group is None or thread not in group.threads:
            raise Refusal("thread_not_found")
    reply = structure(params, "reply_parameters") or {"message_id": None}
    if reply["message_id"] not in {None, *chat.shown} and not yes(
        reply, "allow_sending_without_reply"
    ):
        raise Refusal("replied_not_found")
    return chat


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
    if thread := number(params, "message_thread_id"):
        message |= {"message_thread_id": thread, "is_topic_message": True}
    chat.shown[message["message_id"]] = message
    return message


def _read_text(params: Json) -> Text:
    if not params.get("text"):
        raise Refusal("text_empty")
    return formatted(params["text"], params.get("parse_mode", ""))


def _shown_text(text: Text) -> Json:
    text = fitting(text, TEXT, "text_too_long")
    if not text.plain:
        raise Refusal("text_blank")
    marks = {"entities": text.entities} if text.entities else {}
    return {"text": text.plain, "html": text.html} | marks


def send_message(api: BotApi, params: Json, _: Files) -> Json:
    text, buttons = _read_text(params), read_buttons(params)
    chat = _where(api, params)
    what = _shown_text(text) | markup(buttons)
    api.flood.count(chat.id)
    return _new(api, chat, params, what)


def send_document(api: BotApi, params: Json, files: Files) -> Json:
    return _send_file(api, params, files, "document")


def send_photo(api: BotApi, params: Json, files: Files) -> Json:
    return _send_file(api, params, files, "photo")


def _send_file(api: BotApi, params: Json, files: Files, kind: str) -> Json:
    if kind not in files:
        raise Refusal("file_missing", kind=kind)
    name, content = files[kind]
    text = formatted(params.get("caption", ""), params.get("parse_mode", ""))
    buttons = read_buttons(params)
    chat = _where(api, params)
    what = _caption(text) | markup(buttons)
    _check_file(kind, content)
    api.flood.count(chat.id)
    file: Json = {"file_id": "f", "file_unique_id": "u", "file_size": len(content)}
    photo = [file | {"width": 90, "height": 90}]
    told = {kind: photo if kind == "photo" else file | {"file_name": name}}
    message = _new(api, chat, params, what | told)
    api.kept[(chat.id, message["message_id"])] = content
    return message


def _caption(text: Text) -> Json:
    text = fitting(text, CAPTION, "caption_too_long")
    if not text.plain:
        return {}
    marks = {"caption_entities": text.entities} if text.entities else {}
    return {"caption": text.plain, "html": text.html} | marks


def _check_file(kind: str, content: bytes) -> None:
    if not content:
        raise Refusal("file_empty")
    if kind == "photo" and len(content) > PICTURE:
        raise Refusal("photo_too_big", size=len(content), most=PICTURE)
    if kind == "photo" and not content.startswith(PICTURES):
        raise Refusal("photo_unreadable")


def _ours(api: BotApi, params: Json) -> tuple[Chat, Json]:
    """The message to change. Raises Refusal."""
    if not params.get("chat_id") and not params.get("message_id"):
        raise Refusal("edited_not_named")
    chat = api.writable(params)
    message = chat.shown.get(number(params, "message_id") or 0)
    if message is None:
        raise Refusal("edited_not_found")
    if message["from"]["id"] != api.id:
        raise Refusal("edited_not_ours")
    return chat, message


def _change(api: BotApi, chat: Chat, message: Json, what: Json) -> Json:
    compared = ("text", "entities", "caption", "caption_entities", "reply_markup")
    if all(message.get(name) == what.get(name) for name in compared):
        raise Refusal("edited_to_the_same")
    api.flood.count(chat.id)
    for name in compared:
        message.pop(name, None)
    message |= what | {"edit_date": int(time.time())}
    return message


def edit_message_text(api: BotApi, params: Json, _: Files) -> Json:
    text, buttons = _read_text(params), read_buttons(params)
    chat, message = _ours(api, params)
    if "text" not in message:
        raise Refusal("edited_without_text")
    return _change(api, chat, message, _shown_text(text) | markup(buttons))


def edit_message_reply_markup(api: BotApi, params: Json, _: Files) -> Json:
    buttons = read_buttons(params)
    chat, message = _ours(api, params)
    kept = ("text", "entities", "caption", "caption_entities")
    what = {name: message[name] for name in kept if name in message}
    return _change(api, chat, message, what | markup(buttons))


def delete_message(api: BotApi, params: Json, _: Files) -> bool:
    chat = api.writable(params)
    message = chat.shown.get(number(params, "message_id") or 0)
    if message is None:
        raise Refusal("deleted_not_found")
    if chat.kind != "private" and message["from"]["id"] != api.id:
        raise Refusal("deleted_not_ours")
    del chat.shown[message["message_id"]]
    return True


METHODS: dict[str, Callable[[BotApi, Json, Files], Any]] = {
    "answerCallbackQuery": answers.answer_callback_query,
    "answerInlineQuery": answers.answer_inline_query,
    "deleteMessage": delete_message,
    "deleteMyCommands": presenting.delete_my_commands,
    "deleteWebhook": updates.delete_webhook,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "editMessageText": edit_message_text,
    "getFile": fetching.get_file,
    "getChat": presenting.get_chat,
    "getMe": presenting.get_me,
    "getMyCommands": presenting.get_my_commands,
    "getWebhookInfo": updates.get_webhook_info,
    "leaveChat": presenting.leave_chat,
    "sendDocument": send_document,
    "sendMessage": send_message,
    "sendPhoto": send_photo,
    "setMyCommands": presenting.set_my_commands,
    "setMyDescription": presenting.set_my_description,
    "setMyShortDescription": presenting.set_my_short_description,
    "setWebhook": updates.set_webhook,
}
