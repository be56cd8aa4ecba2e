"""What comes back from a call to the Bot API: by Telegram itself, or by what stands before it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.pace import Limits
from community.words import Address, DoorAway, DoorError, Refused, Reply, Sending
from tests.servers import free_port

TOKEN = "1:SECRET"
TOLD = '{"ok":false,"error_code":%d,"description":"%s"}'


@asynccontextmanager
async def door_to(answer: str) -> AsyncIterator[Telegram]:
    """The door, before a server that gives one answer to everything."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        request = await reader.readuntil(b"\r\n")
        writer.write(answer.replace("{asked}", request.decode().strip()).encode())
        writer.close()

    port = free_port()
    server = await asyncio.start_server(serve, "127.0.0.1", port)
    async with server:
        door = Telegram(TOKEN, f"http://127.0.0.1:{port}", Limits())
        yield door
        await door.close()


def http(status: int, body: str) -> str:
    return f"HTTP/1.1 {status} Said\r\nConnection: close\r\n\r\n{body}"


async def send(door: Telegram) -> None:
    await door.send(Address("telegram", "5"), Reply("<p>Bonjour</p>"), (), Sending("t"))


@pytest.mark.parametrize("status", [200, 302, 400, 401, 403, 404, 407, 429, 500, 502, 504])
async def test_a_page_is_nobodys_refusal_and_can_be_tried_again(
    status: int, caplog: pytest.LogCaptureFixture
) -> None:
    async with door_to(http(status, "<h1>{asked}</h1>")) as door:
        with pytest.raises(DoorAway):
            await send(door)
    assert "SECRET" not in caplog.text


@pytest.mark.parametrize("status", [401, 404, 500, 502])
async def test_telegram_out_of_order_is_no_fault_of_the_message(status: int) -> None:
    async with door_to(http(status, TOLD % (status, "Out of order"))) as door:
        with pytest.raises(DoorAway):
            await send(door)


async def test_a_port_that_nobody_listens_on_is_no_fault_of_the_message() -> None:
    door = Telegram(TOKEN, f"http://127.0.0.1:{free_port()}", Limits())
    with pytest.raises(DoorAway):
        await send(door)
    await door.close()


async def test_what_comes_after_the_end_is_not_sent() -> None:
    async with door_to(http(200, "{}")) as door:
        await door.close()
        with pytest.raises(DoorAway):
            await send(door)


async def test_a_line_that_is_cut_may_have_carried_it() -> None:
    async with door_to("") as door:
        with pytest.raises(DoorError) as cut:
            await send(door)
    assert not isinstance(cut.value, DoorAway)


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (400, "Bad Request: chat not found"),
        (400, "Bad Request: CHAT_RESTRICTED"),
        (400, "Bad Request: TOPIC_CLOSED"),
    ],
)
async def test_where_nobody_will_read_is_told_by_telegram(status: int, said: str) -> None:
    async with door_to(http(status, TOLD % (status, said))) as door:
        with pytest.raises(Refused):
            await send(door)


async def test_what_a_refusal_quotes_is_not_logged(caplog: pytest.LogCaptureFixture) -> None:
    said = TOLD % (400, "Bad Request: button URL 'https://t.me/x?start=mot' is invalid: Wrong")
    async with door_to(http(400, said)) as door:
        with pytest.raises(DoorError):
            await send(door)
    assert "is invalid" in caplog.text
    assert "start=mot" not in caplog.text


async def test_a_door_that_is_away_says_so_until_it_works_again() -> None:
    async with door_to(http(401, TOLD % (401, "Unauthorized"))) as door:
        with pytest.raises(DoorAway):
            await send(door)
        assert door.state() == "InvalidToken"
