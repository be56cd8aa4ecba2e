"""The stand-in for the Bot API is as strict as the real one: a raw call meets each refusal."""

import ast
import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from tests.bot_api import BotApi, running_bot_api
from tests.bot_api.refusals import TABLE, Ask, Row
from tests.bot_api.refusals.scene import MARIE, lay

Json = dict[str, Any]
STAND_IN = Path(__file__).parent / "bot_api"


class Caller:
    """Calls the stand-in as any program would, with no library for bots in between."""

    def __init__(self, api: BotApi, session: aiohttp.ClientSession) -> None:
        self.api = api
        self._session = session

    async def call(self, ask: Ask) -> tuple[int, Json]:
        form = aiohttp.FormData(
            {
                name: value if isinstance(value, str) else json.dumps(value)
                for name, value in ask.params.items()
            }
        )
        for name, content in ask.files.items():
            form.add_field(name, BytesIO(content), filename=name)
        if ask.path:
            return await self._download(ask)
        url = f"{self.api.url}/bot{ask.token or self.api.token}/{ask.method}"
        async with self._session.post(url, data=form) as answer:
            return answer.status, await answer.json()

    async def _download(self, ask: Ask) -> tuple[int, Json]:
        url = f"{self.api.url}/file/bot{ask.token or self.api.token}/{ask.path}"
        async with self._session.get(url) as answer:
            return answer.status, await answer.json()

    async def said(self, method: str, **params: Any) -> Json:
        _, body = await self.call(Ask(method, params))
        return body

    async def text(self, chat: int = MARIE, **params: Any) -> Json:
        return await self.said("sendMessage", **({"chat_id": chat, "text": "bonjour"} | params))

    async def meets(self, row: Row) -> tuple[int, Json]:
        """Make the calls of a row; give the answer that the row is about."""
        *before, last = row.asks
        if not row.held:
            for ask in before:
                assert (await self.call(ask))[1]["ok"]
            return await self.call(last)
        waiting = asyncio.create_task(self.call(before[0]))
        await self.api.until(lambda: self.api.poll is not None)
        assert (await self.call(last))[1]["ok"]
        return await waiting


@asynccontextmanager
async def calling(delay: float = 0) -> AsyncIterator[Caller]:
    """Time stands still for its limits."""
    async with (
        running_bot_api(delay=delay, clock=lambda: 0.0) as api,
        aiohttp.ClientSession() as session,
    ):
        lay(api)
        api.updates.clear()
        yield Caller(api, session)


@pytest.fixture
async def caller() -> AsyncIterator[Caller]:
    async with calling() as opened:
        yield opened


class TestTheTable:
    @pytest.mark.parametrize("name", TABLE)
    async def test_a_raw_call_meets_each_row(self, name: str, caller: Caller) -> None:
        row = TABLE[name]
        assert await caller.meets(row) == (row.status, row.answer)

    def test_nothing_is_refused_that_is_not_in_it(self) -> None:
        assert set(named("Refusal", "flooded", "end_poll")) <= set(TABLE)

    def test_it_holds_nothing_that_is_never_refused(self) -> None:
        assert set(TABLE) <= constants()

    @pytest.mark.parametrize("name", TABLE)
    def test_each_row_says_where_it_was_learned(self, name: str) -> None:
        assert re.fullmatch(r"https://core\.telegram\.org/bots/api#[a-z-]+", TABLE[name].source)
        assert TABLE[name].seen or name == "description_too_long"


class TestWhatItLetsPassButChanges:
    async def test_marks_beyond_a_hundred_are_dropped(self, caller: Caller) -> None:
        said = await caller.text(text="<b>a</b> " * 101, parse_mode="HTML")
        assert len(said["result"]["entities"]) == 100

    async def test_white_space_around_a_text_is_dropped(self, caller: Caller) -> None:
        said = await caller.text(text="\n <b>bonjour</b> \n", parse_mode="HTML")
        assert said["result"]["text"] == "bonjour"
        assert said["result"]["entities"] == [{"type": "bold", "offset": 0, "length": 7}]

    async def test_a_link_that_cannot_be_opened_is_plain_text(self, caller: Caller) -> None:
        said = await caller.text(text='<a href="mailto:a@b.fr">ici</a>', parse_mode="HTML")
        assert said["result"]["text"] == "ici"
        assert "entities" not in said["result"]

    async def test_a_button_without_a_label_is_not_shown(self, caller: Caller) -> None:
        row = [{"text": "", "callback_data": "1"}, {"text": "Oui", "callback_data": "2"}]
        said = await caller.text(reply_markup={"inline_keyboard": [row]})
        shown = [{"text": "Oui", "callback_data": "2"}]
        assert said["result"]["reply_markup"] == {"inline_keyboard": [shown]}

    async def test_an_entity_that_is_not_known_is_plain_text(self, caller: Caller) -> None:
        said = await caller.text(text="a &nbsp; &lt;b&gt; &amp;", parse_mode="HTML")
        assert said["result"]["text"] == "a &nbsp; <b> &"


class TestWhatGoesWrongWhenATestWantsIt:
    @pytest.mark.parametrize(
        ("status", "said"),
        [
            (403, "Forbidden: bot was blocked by the user"),
            (500, "Internal Server Error"),
            (502, "Bad Gateway"),
        ],
    )
    async def test_a_status(self, status: int, said: str, caller: Caller) -> None:
        caller.api.fail("sendMessage", status=status)
        answer = {"ok": False, "error_code": status, "description": said}
        assert await caller.call(hello()) == (status, answer)

    async def test_a_time_to_wait(self, caller: Caller) -> None:
        caller.api.fail("sendMessage", status=429, retry_after=7)
        status, answer = await caller.call(hello())
        assert (status, answer["parameters"]) == (429, {"retry_after": 7})

    async def test_a_page_of_what_stands_before_the_server(self, caller: Caller) -> None:
        caller.api.fail("sendMessage", status=502, html=True)
        with pytest.raises(aiohttp.ContentTypeError):
            await caller.call(hello())

    async def test_a_late_answer(self, caller: Caller) -> None:
        caller.api.fail("sendMessage", late=0.3)
        began = time.monotonic()
        await caller.call(hello())
        assert time.monotonic() - began >= 0.3

    async def test_no_answer_at_all(self, caller: Caller) -> None:
        caller.api.fail("sendMessage", never=True)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await caller.call(hello())
        assert len(caller.api.person(MARIE).read) == 0

    async def test_a_cut_line_after_it_was_carried_out(self, caller: Caller) -> None:
        caller.api.fail("sendMessage", drop=True)
        with pytest.raises(aiohttp.ClientError):
            await caller.call(hello())
        assert len(caller.api.person(MARIE).read) == 1

    async def test_only_as_often_as_wanted(self, caller: Caller) -> None:
        caller.api.fail("sendMessage", times=2, status=500)
        statuses = [(await caller.call(hello()))[0] for _ in range(3)]
        assert statuses == [500, 500, 200]


async def test_answers_take_as_long_as_real_ones() -> None:
    async with calling(delay=0.08) as caller:
        began = time.monotonic()
        await caller.call(hello())
        assert time.monotonic() - began >= 0.08


def hello() -> Ask:
    return Ask("sendMessage", {"chat_id": MARIE, "text": "bonjour"})


def nodes() -> Iterator[ast.AST]:
    """The code of the stand-in, without its table."""
    for path in STAND_IN.glob("*.py"):
        yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def constants() -> set[object]:
    return {one.value for one in nodes() if isinstance(one, ast.Constant)}


def named(*functions: str) -> Iterator[object]:
    """What calls of these functions begin with, when it is written out."""
    calls = (one for one in nodes() if isinstance(one, ast.Call) and one.args)
    for call in calls:
        first, function = call.args[0], ast.unparse(call.func).split(".")[-1]
        if function in functions and isinstance(first, ast.Constant):
            yield first.value
