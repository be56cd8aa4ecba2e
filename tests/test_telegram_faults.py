"""What Telegram refuses, forgets or cuts short, and what people get all the same."""

import pytest

from tests.bot_api import Person
from tests.conftest import Clock
from tests.telegram_stage import TelegramStage, open_telegram_stage


class TestATelegramThatFails:
    @pytest.mark.parametrize("status", [429, 500, 502])
    async def test_gets_the_message_a_little_later(
        self, status: int, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("sendMessage", status=status, retry_after=5)
        await stage.say("Marie", "bonjour")
        assert not marie.read
        await stage.pass_time(10, "secondes")
        assert len(marie.read) == 1

    @pytest.mark.parametrize(("wanted", "minutes"), [(90, 1), (7200, 110)])
    async def test_is_asked_nothing_while_it_wants_to_wait(
        self, wanted: int, minutes: int, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("sendMessage", status=429, retry_after=wanted)
        await stage.say("Marie", "bonjour")
        await stage.pass_time(minutes, "minutes")
        assert len([call for call in stage.api.calls if call.method == "sendMessage"]) == 1

    async def test_that_cuts_the_line_may_say_it_twice_but_never_not(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        stage.api.fail("sendMessage", drop=True)
        await stage.say("Marie", "bonjour")
        await stage.pass_time(10, "secondes")
        assert len(marie.read) in {1, 2}


class TestAMenuThatTelegramDoesNotTake:
    """It may say 429 for minutes to a bot that was started a few times in a row.

    https://github.com/openclaw/openclaw/issues/32017
    """

    @pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
    @pytest.mark.parametrize("method", ["setMyCommands", "setMyDescription"])
    @pytest.mark.parametrize("status", [400, 429])
    async def test_keeps_nobody_waiting(
        self, method: str, status: int, webhook: bool, sqlite_url: str, clock: Clock
    ) -> None:
        async with open_telegram_stage(sqlite_url, clock, webhook=webhook, delay=0) as stage:
            stage.api.fail(method, times=100, status=status, retry_after=3600)
            await stage.restart()
            assert "PTCE" in await stage.say("Marie", "c'est quoi un ptce ?")

    async def test_is_shown_once_it_does(self, stage: TelegramStage) -> None:
        await stage.api.until(lambda: "description" in stage.api.descriptions)
        stage.api.menus.clear()
        stage.api.fail("setMyCommands", status=429, retry_after=1)
        await stage.restart()
        await stage.api.until(lambda: "all_group_chats" in stage.api.menus)
