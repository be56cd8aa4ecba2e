"""A plain bot on aiogram that joins people to a theme: one aiosqlite commit an update, no more."""

import asyncio
import sys

import aiosqlite
from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.filters import Command, CommandObject
from aiogram.types import Message


async def main(api_url: str, token: str, file: str) -> None:
    session = AiohttpSession(api=TelegramAPIServer.from_base(api_url))
    dispatcher = Dispatcher()
    async with aiosqlite.connect(file) as base:
        await base.execute("PRAGMA journal_mode=WAL")
        await base.execute("PRAGMA synchronous=NORMAL")
        await base.execute(
            "CREATE TABLE memberships (person INTEGER, theme TEXT, UNIQUE (person, theme))"
        )

        async def join(message: Message, command: CommandObject) -> None:
            await base.execute(
                "INSERT OR IGNORE INTO memberships VALUES (?, ?)", (message.chat.id, command.args)
            )
            await base.commit()
            await message.answer(f"Bienvenue dans le thème « {command.args} ».")

        dispatcher.message.register(join, Command("rejoindre"))
        await dispatcher.start_polling(Bot(token, session=session))


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:4]))
