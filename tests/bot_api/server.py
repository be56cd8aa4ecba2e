"""The stand-in over HTTP: https://core.telegram.org/bots/api#making-requests."""

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus

import aiohttp
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import Route

from tests.bot_api.limits import Limits
from tests.bot_api.methods import METHODS
from tests.bot_api.params import Files, Json, read_call
from tests.bot_api.refusing import Refusal
from tests.bot_api.world import BotApi, Call, Fault, Poll
from tests.servers import free_port, serving

TOKEN = "123456:TEST-token"
DOCUMENTED = Limits()
AGAIN = (
    0.05  # seconds before an update that was not taken is brought again; the real one waits more
)
DOWNLOAD = "download"  # what a fault names it
HEADER = "X-Telegram-Bot-Api-Secret-Token"
LARGEST = 50 * 2**20 + 2**16  # bytes: a file of 50 MB, and what is said of it
SAID = {403: "Forbidden: bot was blocked by the user"}
PAGE = (
    "<html><head><title>{said}</title></head><body><center><h1>{said}</h1></center></body></html>"
)


@asynccontextmanager
async def running_bot_api(
    *,
    token: str = TOKEN,
    delay: float = 0.08,
    limits: Limits | None = DOCUMENTED,
    port: int = 0,
    clock: Callable[[], float] = time.monotonic,
) -> AsyncIterator[BotApi]:
    """Answer as api.telegram.org would, `delay` seconds late; no `limits`, no flood control."""
    api = BotApi(token, delay, limits, clock)
    port = port or free_port()
    api.url = f"http://127.0.0.1:{port}"
    async with serving(application(api), port):
        bringing = asyncio.create_task(_bring(api))
        try:
            yield api
        finally:
            api.closing.set()
            api.stir()
            bringing.cancel()
            await asyncio.wait({bringing})


def application(api: BotApi) -> Starlette:
    """The one route, for any method."""

    async def answer(request: Request) -> Response:
        try:
            params, files = await _read(api, request)
        except ClientDisconnect:
            return Response()
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.status)
        return await _answer(api, request, params, files)

    async def download(request: Request) -> Response:
        try:
            return await _download(api, request)
        except Refusal as refusal:
            return JSONResponse(refusal.body, refusal.status)

    return Starlette(
        routes=[
            Route("/file/bot{token}/{path:path}", download, methods=["GET"]),
            Route("/bot{token}/{method}", answer, methods=["GET", "POST"]),
        ]
    )


async def _download(api: BotApi, request: Request) -> Response:
    """A file by the address that getFile gave: https://core.telegram.org/bots/api#file."""
    if request.path_params["token"] != api.token:
        raise Refusal("wrong_token")
    fault = api.fault(DOWNLOAD, None)
    if fault and fault.never:
        await api.closing.wait()
    await asyncio.sleep(api.delay + (fault.late if fault else 0))
    if fault and fault.html:
        return HTMLResponse(PAGE.format(said="Bad Gateway"), fault.status or 502)
    if fault and fault.status:
        return JSONResponse(_planned(fault), fault.status)
    content = api.links.get(request.path_params["path"])
    if content is None:
        raise Refusal("link_unknown")
    if fault and fault.drop:
        headers = {"content-length": str(len(content))}
        return StreamingResponse(_cut(content), headers=headers)
    return Response(content, media_type="application/octet-stream")


async def _cut(content: bytes) -> AsyncIterator[bytes]:
    """The first half of a file, before the line is cut."""
    yield content[: len(content) // 2]
    raise ConnectionResetError


async def _answer(api: BotApi, request: Request, params: Json, files: Files) -> Response:
    method = request.path_params["method"]
    if method == "getUpdates":
        return await _get_updates(api, request, params)
    call = Call(method, params, time.time())
    api.calls.append(call)
    api.in_flight += 1
    try:
        return await _carry_out(api, call, files)
    finally:
        api.in_flight -= 1
        api.stir()


async def _carry_out(api: BotApi, call: Call, files: Files) -> Response:
    fault = api.fault(call.method, int(call.params.get("chat_id") or 0))
    if fault and fault.never:
        await api.closing.wait()
    body = _result(api, call, files, fault)
    call.status, call.description = body.get("error_code", 200), body.get("description", "")
    await asyncio.sleep(api.delay + (fault.late if fault else 0))
    if fault and fault.drop:
        raise ConnectionResetError
    if fault and fault.html:
        return HTMLResponse(PAGE.format(said=call.description), call.status)
    return JSONResponse(body, call.status)


def _result(api: BotApi, call: Call, files: Files, fault: Fault | None) -> Json:
    if fault and fault.status:
        return _planned(fault)
    try:
        if call.method not in METHODS:
            raise Refusal("unknown_method")
        return {"ok": True, "result": METHODS[call.method](api, call.params, files)}
    except Refusal as refusal:
        return refusal.body


def _planned(fault: Fault) -> Json:
    """What a test wants to go wrong."""
    status = HTTPStatus(fault.status or 500)
    body: Json = {"ok": False, "error_code": int(status)}
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        after = fault.retry_after or 1
        said = f"Too Many Requests: retry after {after}"
        return body | {"description": said, "parameters": {"retry_after": after}}
    return body | {"description": fault.says or SAID.get(status, status.phrase)}


async def _read(api: BotApi, request: Request) -> tuple[Json, Files]:
    """What is asked. Raises Refusal."""
    if len(await request.body()) > LARGEST:
        raise Refusal("upload_too_large")
    if request.path_params["token"] != api.token:
        raise Refusal("wrong_token")
    return await read_call(request)


async def _get_updates(api: BotApi, request: Request, params: Json) -> Response:
    """Give what waits; the next offset is what confirms."""
    fault = api.fault("getUpdates", None)
    if fault and fault.status:
        return JSONResponse(_planned(fault), fault.status)
    try:
        return JSONResponse({"ok": True, "result": await _updates(api, request, params)})
    except Refusal as refusal:
        return JSONResponse(refusal.body, refusal.status)


async def _updates(api: BotApi, request: Request, params: Json) -> list[Json]:
    if api.webhook:
        raise Refusal("webhook_active")
    api.end_poll("another_poller")
    mine = api.poll = Poll()
    api.stir()
    offset = int(params.get("offset") or 0)
    while api.updates and api.updates[0]["update_id"] < offset:
        api.updates.popleft()
    end = time.monotonic() + float(params.get("timeout") or 0)
    while not api.updates and (left := end - time.monotonic()) > 0 and not api.closing.is_set():
        await _something(api, mine, left)
        if mine.ended:
            raise Refusal(mine.ended)
        if await request.is_disconnected():
            return []
    api.stir()
    return list(api.updates)[: int(params.get("limit") or 100)]


async def _something(api: BotApi, mine: Poll, left: float) -> None:
    with contextlib.suppress(TimeoutError):
        await api.change(min(left, 0.25) if not mine.ended else 0)


async def _bring(api: BotApi) -> None:
    """Bring updates to the address the bot gave, each until it is taken."""
    async with aiohttp.ClientSession() as session:
        while not api.closing.is_set():
            if api.webhook and api.updates:
                await _bring_one(api, session)
            else:
                with contextlib.suppress(TimeoutError):
                    await api.change(1)


async def _bring_one(api: BotApi, session: aiohttp.ClientSession) -> None:
    update = api.updates[0]
    headers = {HEADER: api.webhook["secret"]} if api.webhook["secret"] else {}
    try:
        async with session.post(api.webhook["url"], json=update, headers=headers) as answer:
            taken = answer.status < 300
    except aiohttp.ClientError:
        taken = False
    if not taken:
        await asyncio.sleep(AGAIN)
    elif api.updates and api.updates[0] is update:
        api.updates.popleft()
        api.stir()
