"""A way to a server that counts what passes, and that can be cut."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from tests.servers import free_port


class Passage:
    """Listens at `port` and passes everything on. `came` counts the bytes from the server."""

    def __init__(self, to: int) -> None:
        self.port = free_port()
        self.came = 0
        self.cuts = 0
        self._to = to
        self._cut_after: int | None = None
        self._writers: set[asyncio.StreamWriter] = set()

    def cut_after(self, count: int) -> None:
        """Cut the connection, once, when so many more bytes came from the server."""
        self._cut_after = self.came + count

    async def pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
        except OSError:
            writer.close()
            return
        self._writers |= {writer, back}
        await asyncio.gather(self._copy(reader, back), self._copy(there, writer, counted=True))
        self._writers -= {writer, back}

    async def _copy(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, counted: bool = False
    ) -> None:
        with suppress(OSError):
            while piece := await reader.read(4096):
                writer.write(piece)
                await writer.drain()
                if counted:
                    self.came += len(piece)
                    self._cut_when_due()
        writer.close()

    def _cut_when_due(self) -> None:
        if self._cut_after is not None and self.came >= self._cut_after:
            self._cut_after = None
            self.cuts += 1
            self.cut()

    def cut(self) -> None:
        """Break whatever is open, without a word."""
        for writer in self._writers:
            writer.transport.abort()


@asynccontextmanager
async def passage(to: int) -> AsyncIterator[Passage]:
    """A way to a port of loopback."""
    way = Passage(to)
    server = await asyncio.start_server(way.pass_on, "127.0.0.1", way.port)
    try:
        yield way
    finally:
        way.cut()
        server.close()
        await server.wait_closed()
