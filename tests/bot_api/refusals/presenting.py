"""What is refused of menus and descriptions."""

from tests.bot_api.refusals.row import Ask, Row, ask
from tests.bot_api.refusals.scene import NOBODY

COMMANDS = "td/telegram/BotCommand.cpp, set_commands"
SERVER = "core.telegram.org/method/bots.setBotCommands"


def menu(*entries: tuple[str, str]) -> tuple[Ask, ...]:
    commands = [{"command": name, "description": said} for name, said in entries]
    return (ask("setMyCommands", commands=commands),)


def command(says: str, seen: str, *entries: tuple[str, str]) -> Row:
    return Row(400, f"Bad Request: {says}", "botcommand", seen, menu(*entries))


ROWS = {
    "command_empty": command("command must be non-empty", COMMANDS, ("/", "Je demande")),
    "command_too_long": command(
        "command length must not exceed 32", COMMANDS, ("a" * 33, "Je demande")
    ),
    "command_letters": command("BOT_COMMAND_INVALID", SERVER, ("mes-données", "Je demande")),
    "command_unsaid": command("command description must be non-empty", COMMANDS, ("aide", " ")),
    "command_said_too_long": command(
        "command description length must not exceed 256", COMMANDS, ("aide", "é" * 257)
    ),
    "too_many_commands": Row(  # 100
        400,
        "Bad Request: BOT_COMMANDS_TOO_MUCH",
        "setmycommands",
        SERVER,
        menu(*((f"aide{number}", "Je demande") for number in range(101))),
    ),
    "description_too_long": Row(  # 512, and 120 for the short one
        400,
        "Bad Request: {what} is too long",
        "setmydescription",
        "",
        (ask("setMyDescription", description="é" * 513),),
        {"what": "description"},
    ),
    "scope_unknown": Row(
        400,
        "Bad Request: can't parse BotCommandScope: Unsupported type specified",
        "botcommandscope",
        "telegram-bot-api/Client.cpp, get_bot_command_scope",
        (ask("setMyCommands", commands=[], scope={"type": "members", "chat_id": NOBODY}),),
    ),
}
