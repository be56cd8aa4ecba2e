"""How the bot presents itself, and what it may know of chats.

https://core.telegram.org/bots/api#setmycommands and what follows
"""

import re

from tests.bot_api.markup import utf16
from tests.bot_api.params import Files, Json, structure
from tests.bot_api.refusing import Refusal
from tests.bot_api.world import BotApi

NAME, SAID = 32, 256
COMMAND = re.compile(r"[a-z0-9_]+")
MOST = 100
EVERYWHERE = {"default", "all_private_chats", "all_group_chats", "all_chat_administrators"}
SOMEWHERE = {"chat", "chat_administrators", "chat_member"}


def get_me(api: BotApi, _: Json, __: Files) -> Json:
    return api.me


def set_my_commands(api: BotApi, params: Json, _: Files) -> bool:
    commands: list[Json] = structure(params, "commands") or []
    scope = _scope(api, params)
    for one in commands:
        _check_command(one["command"].strip().removeprefix("/"), one["description"].strip())
    if len(commands) > MOST:
        raise Refusal("too_many_commands")
    if not all(COMMAND.fullmatch(one["command"]) for one in commands):
        raise Refusal("command_letters")
    api.menus[scope] = commands
    return True


def _check_command(name: str, said: str) -> None:
    if not name:
        raise Refusal("command_empty")
    if len(name) > NAME:
        raise Refusal("command_too_long")
    if not said:
        raise Refusal("command_unsaid")
    if len(said) > SAID:
        raise Refusal("command_said_too_long")


def _scope(api: BotApi, params: Json) -> str:
    """Whose menu it is; somebody who blocked the bot may have one, who never wrote to it not."""
    scope: Json = structure(params, "scope") or {"type": "default"}
    kind = str(scope["type"])
    if kind not in EVERYWHERE | SOMEWHERE:
        raise Refusal("scope_unknown")
    if kind in EVERYWHERE:
        return kind
    chat = api.known(scope)
    if chat.id in api.people and not api.people[chat.id].started:
        raise Refusal("chat_not_found")
    return f"{kind}/{chat.id}"


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
        raise Refusal("description_too_long", what=name.replace("_", " "))
    api.descriptions[name] = params.get(name, "")
    return True


def get_chat(api: BotApi, params: Json, _: Files) -> Json:
    chat = api.known(params)
    return {"id": chat.id, "type": chat.kind}


def leave_chat(api: BotApi, params: Json, _: Files) -> bool:
    chat = api.known(params)
    api.groups[chat.id].bot_is = "left"
    return True
