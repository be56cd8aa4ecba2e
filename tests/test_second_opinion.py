"""The Telegram door before a Bot API that nobody here wrote, polling and called."""

import json
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.app import App
from bot.doors.plain import to_text
from bot.settings import Settings
from community import roles
from community.addresses import keep_addresses
from community.words import Address
from tests.bot_api.people import entities
from tests.bot_api.refusals import TABLE
from tests.conftest import Clock
from tests.people import PRODUCTIVE
from tests.second_opinion import Emulator, Passed, Relay, judged, relay, running_emulator
from tests.telegram_stage import Running, through

Json = dict[str, Any]
SENT = ("sendMessage", "sendPhoto", "sendDocument", "editMessageText")
MARIE: Json = {"id": 41, "is_bot": False, "first_name": "."}
CHAT: Json = {"id": 41, "type": "private", "first_name": "."}


@pytest.fixture(scope="class")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    with running_emulator(tmp_path_factory.mktemp("emulator")) as running:
        yield running


@dataclass
class Marie:
    """Somebody who writes and taps; what she reads is what the emulator let pass."""

    relay: Relay
    app: App
    clock: Clock
    _said: int = field(default=1)

    async def says(self, text: str) -> str:
        message = {
            "message_id": self._next(),
            "date": int(time.time()),
            "from": MARIE,
            "chat": CHAT,
            "text": text,
            "entities": entities(text),
        }
        return await self._told({"message": message})

    async def taps(self, label: str) -> str:
        """Tap a button of the last message that had one of that name."""
        for passed in reversed(self.relay.made(*SENT)):
            for button in buttons(passed):
                if button["text"] == label:
                    return await self._told(self._tap(passed, button["callback_data"]))
        raise AssertionError(f"nobody offered « {label} »")

    def _tap(self, passed: Passed, data: str) -> Json:
        result = passed.answer["result"]
        me = {"id": 7, "is_bot": True, "first_name": "Palabre"}
        message = {**result, "from": me, "chat": CHAT, "date": int(time.time())}
        query = {"id": str(self._next()), "from": MARIE, "message": message, "chat_instance": "1"}
        return {"callback_query": query | {"data": data}}

    async def types(self, text: str) -> list[Json]:
        """Type after the bot's name, and give what is offered."""
        query = {"id": str(self._next()), "from": MARIE, "query": text, "offset": ""}
        await self.relay.push({"inline_query": query})
        await self.relay.until(lambda: bool(self.relay.made("answerInlineQuery")))
        results: list[Json] = json.loads(self.relay.made("answerInlineQuery")[-1].params["results"])
        return results

    async def _told(self, update: Json) -> str:
        before = len(self.relay.made(*SENT))
        await self.relay.push(update)
        await self.relay.until(lambda: len(self.relay.made(*SENT)) > before)
        await self.app.settle()
        new = self.relay.made(*SENT)[before:]
        return "\n".join(told(one) for one in new).replace("\u00a0", " ").replace("\u202f", " ")

    def _next(self) -> int:
        self._said += 1
        return 10**6 + self._said


def told(passed: Passed) -> str:
    html = passed.params.get("text") or passed.params.get("caption") or ""
    return to_text(html.replace("\n", "<br>"))


def buttons(passed: Passed) -> list[Json]:
    rows = json.loads(passed.params.get("reply_markup", "{}")).get("inline_keyboard", [])
    return [button for row in rows for button in row]


@asynccontextmanager
async def conversation(
    emulator: Emulator, url: str, clock: Clock, *, webhook: bool
) -> AsyncIterator[Marie]:
    """Marie before the bot; when she leaves, the emulator has refused nothing that was sent."""
    since = emulator.journal.stat().st_size if emulator.journal.exists() else 0
    settings = Settings(database_url=url, contact="contact@exemple.fr", rate_limit=0)
    settings = settings.model_copy(update={"telegram_per_chat": 1000.0})
    async with relay(emulator, f"{time.monotonic_ns()}:second-opinion") as opened:
        settings = through(settings, opened.url, opened.token, webhook=webhook)
        running = Running(settings, clock, time.monotonic)
        app = await running.open()
        try:
            if webhook:
                await opened.until(lambda: bool(opened.made("setWebhook")))
            yield Marie(opened, app, clock)
        finally:
            await running.close()
    found = judged(emulator, since)
    assert found["ok"], found


@pytest.fixture(params=["polling", "webhook"])
async def marie(
    request: pytest.FixtureRequest, emulator: Emulator, sqlite_url: str, clock: Clock
) -> AsyncIterator[Marie]:
    webhook = request.param == "webhook"
    async with conversation(emulator, sqlite_url, clock, webhook=webhook) as opened:
        yield opened


async def join(marie: Marie) -> str:
    for text in (f"/rejoindre {PRODUCTIVE}", "oui", "Marie", "aucune"):
        await marie.says(text)
    return await marie.says("62")


async def animate(marie: Marie) -> None:
    address = Address("telegram", str(MARIE["id"]))
    async with marie.app.database.transaction() as session:
        ids = await keep_addresses(session, [address], marie.clock())
        await roles.grant(session, ids[address], roles.ANIMATOR, PRODUCTIVE, marie.clock())


class TestIsLetThrough:
    async def test_a_first_word(self, marie: Marie) -> None:
        assert "Palabre" in await marie.says("/start")

    async def test_the_answer_to_a_question(self, marie: Marie) -> None:
        assert "pôle territorial" in (await marie.says("C’est quoi un PTCE ?")).lower()

    async def test_a_list_that_changes_where_it_stands(self, marie: Marie) -> None:
        await marie.says("/faq")
        await marie.taps("Je vois d’autres questions")
        assert [one.method for one in marie.relay.made(*SENT)] == ["sendMessage", "editMessageText"]
        assert len(marie.relay.made("answerCallbackQuery")) == 1

    async def test_what_is_offered_while_one_types(self, marie: Marie) -> None:
        assert "Archer" in (await marie.types("archer"))[0]["title"]

    async def test_a_whole_talk(self, marie: Marie) -> None:
        assert "Renouveau productif" in await join(marie)

    async def test_a_file(self, marie: Marie) -> None:
        await join(marie)
        await marie.says("/mesdonnees")
        ((filename, content),) = marie.relay.made("sendDocument")[0].files.values()
        assert filename.endswith(".json")
        assert b"Marie" in content

    async def test_a_picture(self, marie: Marie) -> None:
        await join(marie)
        await animate(marie)
        assert "https://t.me/palabre_bot?start=" in await marie.says(f"/inviter {PRODUCTIVE}")
        ((_, content),) = marie.relay.made("sendPhoto")[0].files.values()
        assert content.startswith(b"\x89PNG")

    async def test_the_menus(self, marie: Marie) -> None:
        await join(marie)
        await marie.app.keeper.tick()
        scopes = [json.loads(one.params["scope"]) for one in marie.relay.made("setMyCommands")]
        assert {"type": "chat", "chat_id": MARIE["id"]} in scopes


BOTH_KNOW = [
    "text_empty",
    "text_too_long",
    "caption_too_long",
    "photo_too_big",
    "file_missing",
    "chat_id_empty",
    "button_data",
    "button_without_act",
    "button_without_text",
    "button_protocol",
    "too_many_buttons",
    "edited_not_named",
    "tap_answer_too_long",
    "too_many_results",
    "result_twice",
    "result_id",
    "result_without_title",
    "result_without_content",
    "result_too_long",
    "too_many_commands",
    "unknown_method",
    "webhook_plain",
    "secret_too_long",
    "secret_letters",
]


class TestItRefusesAsTheStandInDoes:
    @pytest.mark.parametrize("name", BOTH_KNOW)
    async def test_with_the_same_status(self, name: str, emulator: Emulator) -> None:
        (ask,) = TABLE[name].asks
        async with relay(emulator) as opened:
            files = {kind: (kind, content) for kind, content in ask.files.items()}
            status, _ = await opened.call(ask.method, ask.params, files)
        assert status == TABLE[name].status

    async def test_and_says_so_in_its_verdict(self, emulator: Emulator) -> None:
        since = emulator.journal.stat().st_size if emulator.journal.exists() else 0
        async with relay(emulator) as opened:
            await opened.call("sendMessage", {"chat_id": 1, "text": ""}, {})
        assert judged(emulator, since)["refusals"] == [{"method": "sendMessage", "status": 400}]
