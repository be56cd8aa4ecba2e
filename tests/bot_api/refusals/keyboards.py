"""What is refused of the buttons below a message."""

from typing import Any

from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import MARIE

PARSED = "Bad Request: can't parse inline keyboard button: {why}"
BUTTON = "telegram-bot-api/Client.cpp, get_inline_keyboard_button"
URL = "Bad Request: inline keyboard button URL '{url}' is invalid: {why}"
LINK = "td/telegram/LinkManager.cpp, check_link"
PAGE = "inlinekeyboardbutton"


def buttons(*buttons: dict[str, Any]) -> tuple[Ask, ...]:
    rows = {"inline_keyboard": [[one] for one in buttons]}
    return (ask("sendMessage", chat_id=MARIE, text="bonjour", reply_markup=rows),)


def tap(data: str) -> dict[str, str]:
    return {"text": "Je viens", "callback_data": data}


ROWS = {
    "button_without_text": Row(
        400,
        PARSED,
        PAGE,
        BUTTON,
        buttons({"callback_data": "/aide"}),
        {"why": 'Can\'t find field "text"'},
    ),
    "button_without_act": Row(  # 1 byte at least
        400,
        PARSED,
        PAGE,
        BUTTON,
        buttons(tap("")),
        {"why": "Text buttons are unallowed in the inline keyboard"},
    ),
    "button_data": Row(  # 64 bytes at most
        400,
        "Bad Request: BUTTON_DATA_INVALID",
        PAGE,
        "github.com/TelegramBots/Telegram.Bot, issue 470",
        buttons(tap("é" * 32 + "a")),
    ),
    "button_url": Row(
        400,
        URL,
        PAGE,
        LINK,
        buttons({"text": "J’ouvre", "url": "http://localhost/visio"}),
        {"url": "http://localhost/visio", "why": "Wrong HTTP URL"},
    ),
    "button_protocol": Row(
        400,
        URL,
        PAGE,
        LINK,
        buttons({"text": "J’écris", "url": "mailto:bonjour@palabre.fr"}),
        {"url": "mailto:bonjour@palabre.fr", "why": "Unsupported URL protocol"},
    ),
    "too_many_buttons": Row(  # 100
        400,
        "Bad Request: reply markup is too long",
        "inlinekeyboardmarkup",
        "github.com/eternnoir/pyTelegramBotAPI, issue 511",
        buttons(*(tap("/aide") for _ in range(101))),
    ),
    "buttons_too_heavy": Row(  # 10 kB of JSON
        400,
        "Bad Request: reply markup is too long",
        "inlinekeyboardmarkup",
        "github.com/tginfo/Telegram-Limits, issue 187; "
        "github.com/python-telegram-bot/python-telegram-bot, issue 5104",
        buttons(*({"text": "a" * 60, "callback_data": "1234567890"} for _ in range(100))),
    ),
}
