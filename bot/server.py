"""The one web server: doors give it routes, hosts ask it whether all is well."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import contextmanager

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

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
    """Serve until told to stop; what came in is answered first."""
    application = Starlette(routes=[_health(healthy), *routes])
    config = uvicorn.Config(
        application,
        "0.0.0.0",  # noqa: S104 - who opens it to the world is the host
        port,
        log_config=None,
        access_log=False,
        lifespan="off",
    )
    server = Server(config)
    serving = asyncio.create_task(server.serve())
    stopped = asyncio.create_task(stopping.wait())
    await asyncio.wait({serving, stopped}, return_when=asyncio.FIRST_COMPLETED)
    server.should_exit = True
    stopped.cancel()
    await serving


def _health(healthy: Healthy) -> Route:
    async def health(_: Request) -> Response:
        """200 when the database answers, else 503."""
        well = await healthy()
        return PlainTextResponse("ok" if well else "database away", 200 if well else 503)

    return Route("/healthz", health)
