"""Hosts that reach the world through a proxy say so in their environment."""

import asyncio

import pytest

from bot.doors.telegram.transport import Aiohttp


async def _ask(host: str) -> str:
    """What a proxy is asked for when a call goes to that host."""
    asked: list[str] = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readline()).decode())
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\n{}")
        await writer.drain()
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as proxy:
        port = proxy.sockets[0].getsockname()[1]
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("http_proxy", f"http://127.0.0.1:{port}")
            patch.setenv("no_proxy", "localhost")
            pool = Aiohttp()
            try:
                await pool.do_request(f"http://{host.format(port=port)}/botTOKEN/getMe", "POST")
            finally:
                await pool.shutdown()
    return asked[0]


async def test_calls_go_through_the_proxy_of_the_environment() -> None:
    assert (await _ask("api.telegram.example")).startswith("POST http://api.telegram.example/")


async def test_a_host_named_in_no_proxy_is_called_directly() -> None:
    assert (await _ask("localhost:{port}")).startswith("POST /bot")
