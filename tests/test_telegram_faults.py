"""What Telegram refuses, forgets or cuts short, and what people get all the same."""

import pytest

from tests.bot_api import Person
from tests.people import PRODUCTIVE
from tests.telegram_stage import TelegramStage


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

    async def test_in_the_middle_of_a_long_message_repeats_none_of_it(
        self, stage: TelegramStage, marie: Person
    ) -> None:
        await stage.say("Marie", "bonjour")
        stage.api.fail("sendDocument", status=429, retry_after=5)
        await stage.join("Marie", PRODUCTIVE)
        await stage.grant("Marie", "animator", PRODUCTIVE)
        await stage.say("Marie", "/mesdonnees")
        await stage.pass_time(10, "secondes")
        texts = [one["html"] for one in marie.read if "html" in one]
        assert len(texts) == len(set(texts))
