"""A Bot API that nobody here wrote: `lo-bot-api-emulator`, which judges the shape of each call.

It was made for bots that move to another messenger with the same API. It keeps no messages and
invents no people: it takes updates for the bot by its fixture, and writes into a journal which
calls it refused. What that messenger lacks is put right by the few lines of `Relay`.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
from lo_bot_api_emulator.journal import verdict
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.bot_api.params import Files, Json, read_call
from tests.servers import free_port, serving

PROGRAM = "from lo_bot_api_emulator import main; main()"
TOKEN = "7:second-opinion"  # it knows at most sixteen
# It has no preview of links, and no button over what is typed after the bot's name.
LACKED = {"link_preview_options", "button"}
# It knows of these methods, and says that it does not model them.
UNMODELLED = ("setMyDescription:501", "setMyShortDescription:501")


@dataclass(frozen=True)
class Emulator:
    """A running one, and the journal of all it was asked."""

    url: str
    journal: Path


@contextmanager
def running_emulator(folder: Path) -> Iterator[Emulator]:
    """Start the program itself, in a process of its own."""
    port, journal = free_port(), folder / "journal.jsonl"
    options = [f"--port={port}", f"--journal={journal}", "--enable-control"]
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, *options, "--allow-insecure-loopback-webhooks"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        assert f":{port}" in process.stdout.readline()
        yield Emulator(f"http://127.0.0.1:{port}", journal)
    finally:
        process.terminate()
        process.communicate()


@dataclass(frozen=True)
class Passed:
    """A call that was handed on, and its answer."""

    method: str
    params: Json
    files: Files
    answer: Json


@dataclass
class Relay:
    """Stands between the bot and the emulator, and remembers what passed."""

    emulator: Emulator
    token: str
    session: aiohttp.ClientSession
    url: str = ""
    passed: list[Passed] = field(default_factory=list)
    _news: asyncio.Condition = field(default_factory=asyncio.Condition)

    async def answer(self, request: Request) -> Response:
        """Hand a call on, for as long as the bot waits."""
        method, (params, files) = request.path_params["method"], await read_call(request)
        answered = asyncio.create_task(self._hand_on(method, params, files))
        left = asyncio.ensure_future(request.receive())
        await asyncio.wait({answered, left}, return_when=asyncio.FIRST_COMPLETED)
        left.cancel()
        if not answered.done():
            answered.cancel()
            return Response()
        return await answered

    async def _hand_on(self, method: str, params: Json, files: Files) -> JSONResponse:
        """Give a call to the emulator, less what it lacks, and its answer with our name added."""
        kept = {name: value for name, value in params.items() if name not in LACKED}
        status, answer = await self.call(method, kept, files)
        if method == "getMe":
            answer["result"]["username"] = "palabre_bot"
        async with self._news:
            self.passed.append(Passed(method, params, files, answer))
            self._news.notify_all()
        return JSONResponse(answer, status)

    async def call(self, method: str, params: Json, files: Files) -> tuple[int, Json]:
        """Ask the emulator itself."""
        texts = {k: v if isinstance(v, str) else json.dumps(v) for k, v in params.items()}
        form = aiohttp.FormData(texts)
        for name, (filename, content) in files.items():
            form.add_field(name, BytesIO(content), filename=filename)
        url = f"{self.emulator.url}/bot{self.token}/{method}"
        async with self.session.post(url, data=form) as answer:
            return answer.status, await answer.json()

    async def push(self, update: Json) -> None:
        """Have something for the bot."""
        pushed = {"token": self.token, "update": update}
        async with self.session.post(f"{self.emulator.url}/__fixture/updates", json=pushed) as said:
            assert said.status == 200, await said.text()

    async def until(self, seen: Callable[[], bool], within: float = 15) -> None:
        """Wait until something is so. Raises TimeoutError."""
        async with asyncio.timeout(within), self._news:
            await self._news.wait_for(seen)

    def made(self, *methods: str) -> list[Passed]:
        """The calls of these methods, in order."""
        return [one for one in self.passed if one.method in methods]


@asynccontextmanager
async def relay(emulator: Emulator, token: str = TOKEN) -> AsyncIterator[Relay]:
    """Open one. What is left over from a bot waits for the next one with the same token."""
    port = free_port()
    async with aiohttp.ClientSession() as session:
        opened = Relay(emulator, token, session, f"http://127.0.0.1:{port}")
        route = Route("/bot{token}/{method}", opened.answer, methods=["POST"])
        async with serving(Starlette(routes=[route]), port):
            yield opened


def judged(emulator: Emulator, since: int) -> dict[str, Any]:
    """The emulator's own verdict on what was asked after that many bytes of its journal."""
    part = emulator.journal.with_suffix(".part")
    part.write_bytes(emulator.journal.read_bytes()[since:])
    found: dict[str, Any] = verdict(part, allowed_refusals=UNMODELLED)
    return found
