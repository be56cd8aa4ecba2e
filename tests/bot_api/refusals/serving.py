"""What is refused before a call is looked into, and of the two ways of taking updates."""

from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import MARIE

CLIENT = "telegram-bot-api/Client.cpp, "
WEBHOOK = "telegram-bot-api/WebhookActor.cpp, start_up"
OURS = "https://palabre.fr/telegram"


def webhook(url: str = OURS, **params: object) -> Ask:
    return ask("setWebhook", url=url, **params)


ROWS = {
    "wrong_token": Row(
        401,
        "Unauthorized",
        "authorizing-your-bot",
        CLIENT + "get_closing_error",
        (Ask("sendMessage", {"chat_id": MARIE, "text": "bonjour"}, token="123456:WRONG"),),
    ),
    "unknown_method": Row(
        404,
        "Not Found: method not found",
        "available-methods",
        CLIENT + "on_cmd",
        (ask("sendTelepathy", chat_id=MARIE),),
    ),
    "another_poller": Row(
        409,
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
        "getupdates",
        CLIENT + "abort_long_poll",
        (ask("getUpdates", offset=-1, timeout=20), ask("getUpdates", timeout=0)),
        held=True,
    ),
    "webhook_meanwhile": Row(
        409,
        "Conflict: terminated by setWebhook request",
        "getupdates",
        CLIENT + "abort_long_poll",
        (ask("getUpdates", offset=-1, timeout=20), webhook()),
        held=True,
    ),
    "webhook_active": Row(
        409,
        "Conflict: can't use getUpdates method while webhook is active; "
        "use deleteWebhook to delete the webhook first",
        "getupdates",
        CLIENT + "process_get_updates_query",
        (webhook(), ask("getUpdates")),
    ),
    "webhook_too_often": Row(
        429,
        "Too Many Requests: retry after {after}",
        "responseparameters",
        CLIENT + "process_set_webhook_query",
        (webhook(), webhook()),
        {"after": 1},
        {"retry_after": 1},
    ),
    "webhook_plain": Row(
        400,
        "Bad Request: bad webhook: An HTTPS URL must be provided for webhook",
        "setwebhook",
        WEBHOOK,
        (webhook("http://palabre.fr/telegram"),),
    ),
    "webhook_port": Row(
        400,
        "Bad Request: bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443",
        "setwebhook",
        WEBHOOK,
        (webhook("https://palabre.fr:8080/telegram"),),
    ),
    "secret_too_long": Row(
        400,
        "Bad Request: secret token is too long",
        "setwebhook",
        CLIENT + "do_set_webhook",
        (webhook(secret_token="a" * 257),),
    ),
    "secret_letters": Row(
        400,
        "Bad Request: secret token contains unallowed characters",
        "setwebhook",
        CLIENT + "do_set_webhook",
        (webhook(secret_token="é"),),
    ),
}
