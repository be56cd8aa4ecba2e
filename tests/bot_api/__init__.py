"""A strict stand-in for the Telegram Bot API, which cannot be had here.

It answers after a delay, keeps chats as people see them, refuses what the real one refuses in its
own words, and enforces the flood limits. `refusals/` says where each refusal was learned.
"""

from tests.bot_api.limits import Limits
from tests.bot_api.people import Group, Person
from tests.bot_api.server import running_bot_api
from tests.bot_api.world import BotApi, Call

__all__ = ["BotApi", "Call", "Group", "Limits", "Person", "running_bot_api"]
