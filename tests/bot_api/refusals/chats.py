"""What is refused of where a message goes, of messages that are changed, and of too many."""

from tests.bot_api.refusals import scene
from tests.bot_api.refusals.messages import PNG
from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import GROUP, HERS, MARIE, NEXT, NOBODY

ACCESS = "telegram-bot-api/Client.cpp, check_chat_access"
FAILED = "telegram-bot-api/Client.cpp, fail_query_with_error"
MESSAGE = "telegram-bot-api/Client.cpp, check_message"
FLOODED = "Too Many Requests: retry after {after}"
FLOODS = "telegram-bot-api/Query.cpp; limits: core.telegram.org/bots/faq#broadcasting-to-users"


def send(chat: int, **params: object) -> Ask:
    return ask("sendMessage", chat_id=chat, text="bonjour", **params)


def forbidden(said: str, seen: str, chat: int, **values: object) -> Row:
    return Row(403, f"Forbidden: {said}", "making-requests", seen, (send(chat),), values)


def edit(message: int, **params: object) -> Ask:
    changed = {"text": "bonsoir", **params}
    return ask("editMessageText", chat_id=MARIE, message_id=message, **changed)


def flood(after: int, *asks: Ask) -> Row:
    waits = {"retry_after": after}
    return Row(429, FLOODED, "responseparameters", FLOODS, asks, {"after": after}, waits)


ROWS = {
    "chat_id_empty": Row(
        400,
        "Bad Request: chat_id is empty",
        "sendmessage",
        "telegram-bot-api/Client.cpp, check_chat",
        (ask("sendMessage", text="bonjour"),),
    ),
    "chat_not_found": Row(
        400,
        "Bad Request: chat not found",
        "sendmessage",
        "telegram-bot-api/Client.cpp, TdOnCheckChatCallback",
        (send(NOBODY),),
    ),
    "blocked": forbidden("bot was blocked by the user", FAILED, scene.BLOCKING),
    "deactivated": forbidden("user is deactivated", ACCESS, scene.GONE),
    "not_started": forbidden(
        "bot can't initiate conversation with a user",
        "github.com/lnp2pBot/bot, issue 159",
        scene.SILENT,
    ),
    "kicked": forbidden("bot was kicked from the {kind} chat", ACCESS, scene.KICKED, kind="group"),
    "not_a_member": forbidden(
        "bot is not a member of the {kind} chat", ACCESS, scene.LEFT, kind="group"
    ),
    "no_right_to_write": Row(
        400,
        "Bad Request: not enough rights to send text messages to the chat",
        "chatpermissions",
        "github.com/TelegramBotAPI/errors, issue 5",
        (send(scene.MUTED),),
    ),
    "migrated": Row(
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        "responseparameters",
        ACCESS,
        (send(scene.GROWN),),
        parameters={"migrate_to_chat_id": scene.SUPERGROUP},
    ),
    "thread_not_found": Row(
        400,
        "Bad Request: message thread not found",
        "sendmessage",
        "telegram-bot-api/Client.cpp, TdOnCheckMessageThreadCallback",
        (send(scene.FORUM, message_thread_id=scene.TOPIC + 1),),
    ),
    "replied_not_found": Row(
        400,
        "Bad Request: message to be replied not found",
        "replyparameters",
        "telegram-bot-api/Client.cpp, check_reply_parameters",
        (send(MARIE, reply_parameters={"message_id": 77}),),
    ),
    "edited_not_named": Row(
        400,
        "Bad Request: message identifier is not specified",
        "editmessagetext",
        "telegram-bot-api/Client.cpp, get_inline_message_id",
        (ask("editMessageText", text="bonsoir"),),
    ),
    "edited_not_found": Row(
        400, "Bad Request: message to edit not found", "editmessagetext", MESSAGE, (edit(77),)
    ),
    "edited_not_ours": Row(
        400,
        "Bad Request: message can't be edited",
        "updating-messages",
        "td/telegram/MessagesManager.cpp, can_edit_message",
        (edit(HERS),),
    ),
    "edited_without_text": Row(
        400,
        "Bad Request: there is no text in the message to edit",
        "editmessagetext",
        "td/telegram/MessagesManager.cpp, edit_message_text",
        (Ask("sendPhoto", {"chat_id": MARIE, "caption": "le lien"}, {"photo": PNG}), edit(NEXT)),
    ),
    "edited_to_the_same": Row(
        400,
        "Bad Request: message is not modified: specified new message content and reply markup are "
        "exactly the same as a current content and reply markup of the message",
        "editmessagetext",
        FAILED,
        (send(MARIE), edit(NEXT, text="<i></i>bonjour ", parse_mode="HTML")),
    ),
    "deleted_not_found": Row(
        400,
        "Bad Request: message to delete not found",
        "deletemessage",
        MESSAGE,
        (ask("deleteMessage", chat_id=MARIE, message_id=77),),
    ),
    "deleted_not_ours": Row(
        400,
        "Bad Request: message can't be deleted",
        "deletemessage",
        FAILED,
        (ask("deleteMessage", chat_id=GROUP, message_id=scene.GROUPS),),
    ),
    "flood_overall": flood(1, *(send(one) for one in scene.CROWD)),
    "flood_private": flood(1, *(send(MARIE) for _ in range(4))),
    "flood_group": flood(60, *(send(GROUP) for _ in range(21))),
}
