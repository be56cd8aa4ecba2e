"""The one web server: doors give it routes, hosts ask it whether all is well."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.console import Refusal

TAKEN = "Le port {port} ne s’ouvre pas : un autre programme l’a sans doute pris ; réglez PORT."
Healthy = Callable[[], Awaitable[bool]]


class Server(uvicorn.Server):
    """A server that leaves signals to the process it is part of."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Take none."""
        yield


async def serve(
    routes: Sequence[Route], healthy: Healthy, port: int, stopping: asyncio.Event
) -> None:
    """Serve until told to stop; what came in is answered first. Raises Refusal."""
    application = Starlette(routes=[_health(healthy), *routes])
    config = uvicorn.Config(application, log_config=None, access_log=False, lifespan="off")
    server = Server(config)
    serving = asyncio.create_task(server.serve([_listen(port)]))
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopped.cancel()
    await serving


def _listen(port: int) -> socket.socket:
    """Take a port; uvicorn would end the whole process where it stands."""
    try:
        return socket.create_server(("0.0.0.0", port))  # noqa: S104 - the host opens it, or not
    except OSError:
        raise Refusal(TAKEN.format(port=port)) from None


def _health(healthy: Healthy) -> Route:
    async def health(_: Request) -> Response:
        """200 when the database answers, else 503."""
        well = await healthy()
        return PlainTextResponse("ok" if well else "database away", 200 if well else 503)

    return Route("/healthz", health)
