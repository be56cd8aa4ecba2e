"""A bare echo bot on python-telegram-bot, with its own client at the size that suits it best."""

import sys

from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters


async def echo(update: Update, _: ContextTypes.DEFAULT_TYPE) -> None:
    if update.message is not None:
        await update.message.reply_text(update.message.text or "")


def main(api_url: str, token: str) -> None:
    builder = Application.builder().token(token).base_url(f"{api_url}/bot")
    application = builder.concurrent_updates(8).connection_pool_size(8).build()
    application.add_handler(MessageHandler(filters.TEXT, echo))
    application.run_polling(allowed_updates=["message"])


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
