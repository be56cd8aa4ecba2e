"""What the Telegram door makes of the rules of the Bot API, and of its refusals."""

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from telegram import Update

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.html import CAPTION, TEXT, pieces
from bot.doors.telegram.pace import Limits
from bot.doors.telegram.reading import Reader
from community.words import Address, Choice, DoorError, File, Moved, Refused, Reply, Sending
from tests.bot_api import BotApi, running_bot_api
from tests.bot_api.refusals.messages import PNG
from tests.bot_api.refusals.scene import (
    BLOCKING,
    FORUM,
    GONE,
    GROUP,
    GROWN,
    KICKED,
    LEFT,
    MARIE,
    MUTED,
    NOBODY,
    SILENT,
    SUPERGROUP,
    TOPIC,
    lay,
)

Json = dict[str, Any]
QUICK = Limits(overall=1000, private=1000.0, group=1000)


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with running_bot_api(delay=0, limits=None) as running:
        lay(running)
        yield running


@pytest.fixture
async def door(api: BotApi) -> AsyncIterator[Telegram]:
    opened = Telegram(api.token, api.url, QUICK)
    yield opened
    await opened.close()


async def send(
    door: Telegram, reply: Reply, *files: File, to: object = MARIE, edits: str = ""
) -> str:
    return await door.send(Address("telegram", str(to)), reply, files, Sending("t", edits=edits))


BONJOUR = Reply("<p>Bonjour</p>")


class TestARefusal:
    @pytest.mark.parametrize(
        "chat",
        [BLOCKING, GONE, SILENT, NOBODY, KICKED, LEFT, MUTED, f"{FORUM}:{TOPIC + 1}"],
    )
    async def test_for_ever_closes_the_address(self, chat: object, door: Telegram) -> None:
        with pytest.raises(Refused):
            await send(door, BONJOUR, to=chat)

    @pytest.mark.parametrize(
        "said",  # https://core.telegram.org/method/messages.sendMessage#possible-errors
        [
            "CHANNEL_PRIVATE",
            "CHAT_RESTRICTED",
            "CHAT_SEND_PLAIN_FORBIDDEN",
            "CHAT_WRITE_FORBIDDEN",
            "PEER_ID_INVALID",
            "TOPIC_CLOSED",
            "TOPIC_DELETED",
            "have no write access to the chat",
        ],
    )
    async def test_in_other_words_closes_it_too(
        self, said: str, api: BotApi, door: Telegram
    ) -> None:
        api.fail("sendMessage", status=400, says=f"Bad Request: {said}")
        with pytest.raises(Refused):
            await send(door, BONJOUR)

    async def test_of_a_group_that_grew_says_where_it_is(self, door: Telegram) -> None:
        with pytest.raises(Moved) as moved:
            await send(door, BONJOUR, to=GROWN)
        assert moved.value.value == str(SUPERGROUP)

    async def test_because_of_too_many_says_how_long_to_wait(
        self, api: BotApi, door: Telegram
    ) -> None:
        api.fail("sendMessage", status=429, retry_after=7)
        with pytest.raises(DoorError) as later:
            await send(door, BONJOUR)
        assert later.value.retry_after == 7

    @pytest.mark.parametrize("how", [{"status": 500}, {"status": 502, "html": True}])
    async def test_by_a_server_in_trouble_is_tried_again(
        self, how: Json, api: BotApi, door: Telegram
    ) -> None:
        api.fail("sendMessage", **how)
        with pytest.raises(DoorError):
            await send(door, BONJOUR)


class TestAMessageThatChanges:
    async def test_is_sent_anew_when_it_is_the_text_below_a_picture(
        self, api: BotApi, door: Telegram
    ) -> None:
        ref = await send(door, BONJOUR, File("a.png", "image/png", PNG))
        assert await send(door, Reply("<p>Bonsoir</p>"), edits=ref) != ref


class TestButtons:
    async def test_stay_within_what_a_message_may_carry(self, api: BotApi, door: Telegram) -> None:
        choices = tuple(Choice(f"{n} {'e' * 60}", f"/fiche {'a' * 40}{n}") for n in range(100))
        await send(door, Reply("<p>Bonjour</p>", choices))
        rows = api.person(MARIE).read[-1]["reply_markup"]["inline_keyboard"]
        assert rows[0][0]["text"] == choices[0].label
        assert 50 < len(rows) < 100

    async def test_are_all_there_when_they_are_a_hundred_short_ones(
        self, api: BotApi, door: Telegram
    ) -> None:
        await send(door, Reply("<p>Bonjour</p>", tuple(Choice(str(n), "/a") for n in range(100))))
        rows = api.person(MARIE).read[-1]["reply_markup"]["inline_keyboard"]
        assert sum(map(len, rows)) == 100


class TestALongText:
    @pytest.mark.parametrize("limit", [TEXT, CAPTION])
    def test_of_long_links_is_light_before_its_marks_are_read(self, limit: int) -> None:
        links = [f'<a href="https://palabre.fr/{"a" * 900}{n}">lien {n}</a>' for n in range(90)]
        written = pieces(f"<p>{' '.join(links)}</p>", limit)
        assert max(len(piece.encode()) for piece in written) <= 2**15
        assert "".join(written).count("<a ") == 90

    async def test_of_long_links_goes_through(self, api: BotApi, door: Telegram) -> None:
        links = [f'<a href="https://palabre.fr/{"a" * 900}{n}">lien {n}</a>' for n in range(90)]
        await send(door, Reply(f"<p>{' '.join(links)}</p>"))
        entities = [one for read in api.person(MARIE).read for one in read["entities"]]
        assert len(entities) == 90


async def test_a_file_of_some_megabytes_goes_through(api: BotApi, door: Telegram) -> None:
    content = json.dumps("a" * 3 * 2**20).encode()
    await send(door, BONJOUR, File("mes-donnees.json", "application/json", content))
    assert list(api.kept.values()) == [content]


class TestABotThatDoesNotKnowItsName:
    @pytest.mark.parametrize("said", ["écrivez à bonjour@palabre.fr", "/faq@", "@"])
    def test_is_not_meant_by_others(self, said: str, api: BotApi, door: Telegram) -> None:
        assert heard(said, api, door) is None

    def test_hears_its_commands_as_they_are(self, api: BotApi, door: Telegram) -> None:
        assert heard("/faq bonjour@palabre.fr", api, door) == "/faq bonjour@palabre.fr"


def heard(said: str, api: BotApi, door: Telegram) -> str | None:
    """What is said in a group, as a bot reads it that has not reached Telegram yet."""
    message = api.person(MARIE).says(said, chat=api.group(GROUP))
    update = Update.de_json({"update_id": 1, "message": message}, door.bot)
    request = Reader(door.id, "", frozenset({"faq"})).read(update)
    return request.text if request else None
