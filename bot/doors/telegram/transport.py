"""python-telegram-bot over aiohttp: several times as fast as its own client under load."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from io import BytesIO
from typing import cast
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram._utils.defaultvalue import DEFAULT_NONE, DefaultValue
from telegram._utils.types import ODVInput
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData

from community.words import TooLarge

CONNECT = 10.0
READ = 20.0  # seconds for an answer, unless a call says how long it may take
UPLOAD = 60.0
DOWNLOAD = 120.0
CHUNK = 2**16  # bytes
NOT_CONNECTED = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientHttpProxyError,
    aiohttp.ConnectionTimeoutError,
)


class Unreached(NetworkError):
    """The call did not come to Telegram, or Telegram is out of order. Nothing was done."""


class Aiohttp(BaseRequest):
    """One pool of connections. Errors never quote an address, for it holds the token.

    https://docs.python-telegram-bot.org/en/stable/telegram.request.baserequest.html
    """

    def __init__(self, connections: int = 64) -> None:
        self._connections = connections
        self._session: aiohttp.ClientSession | None = None
        self._closed = False

    @property
    def read_timeout(self) -> float:
        """Seconds that an answer may take."""
        return READ

    async def initialize(self) -> None:
        """Nothing: the pool opens with the first call."""

    async def shutdown(self) -> None:
        """Close the pool, for good: what is asked for later is not sent."""
        self._closed = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: ODVInput[float] = DEFAULT_NONE,
        write_timeout: ODVInput[float] = DEFAULT_NONE,  # noqa: ARG002 - the whole call is what counts
        connect_timeout: ODVInput[float] = DEFAULT_NONE,  # noqa: ARG002
        pool_timeout: ODVInput[float] = DEFAULT_NONE,  # noqa: ARG002
    ) -> tuple[int, bytes]:
        """Make a call and give the status and the body.

        Raises Unreached, and TimedOut and NetworkError when it may have been carried out.
        """
        uploads = request_data is not None and request_data.contains_files
        usual = UPLOAD if uploads else READ
        total = usual if isinstance(read_timeout, DefaultValue) else read_timeout
        timeout = aiohttp.ClientTimeout(total=total, connect=CONNECT)
        with _understood():
            async with self._open(url).request(
                method,
                url,
                data=_body(request_data),
                timeout=timeout,
                allow_redirects=False,
            ) as answer:
                status, body = answer.status, await answer.read()
        if status >= 500 or not body.startswith(b"{"):
            # A page is not from Telegram: a proxy's 403 says nothing of who blocked the bot.
            raise Unreached(f"HTTP {status}")
        return status, body

    async def download(self, url: str, most: int) -> bytes:
        """Get a file of so many bytes at most.

        Raises TooLarge, and Unreached, TimedOut or NetworkError when it may be had later.
        """
        timeout = aiohttp.ClientTimeout(total=DOWNLOAD, connect=CONNECT)
        with _understood():
            async with self._open(url).get(url, timeout=timeout, allow_redirects=False) as answer:
                if answer.status != HTTPStatus.OK:
                    raise _unserved(answer.status)
                return await _read(answer.content, most)

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Read an answer. Raises TelegramError, and logs nothing: it may quote somebody."""
        try:
            return cast("dict[str, object]", json.loads(payload.decode(errors="replace")))
        except ValueError:
            message = "the answer is not JSON"
            raise TelegramError(message) from None

    def _open(self, url: str) -> aiohttp.ClientSession:
        """The pool. Raises Unreached once it is closed."""
        if self._closed:
            raise Unreached("closed")
        if self._session is None:
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=30)
            self._session = aiohttp.ClientSession(
                connector=connector, cookie_jar=aiohttp.DummyCookieJar(), proxy=_proxy(url)
            )
        return self._session


@contextmanager
def _understood() -> Iterator[None]:
    """Say in the words of python-telegram-bot what went wrong on the way."""
    try:
        yield
    except NOT_CONNECTED as error:
        raise Unreached(type(error).__name__) from None
    except TimeoutError:
        raise TimedOut from None
    except (aiohttp.ClientError, OSError) as error:
        raise NetworkError(type(error).__name__) from None


def _unserved(status: int) -> NetworkError:
    """What a file that is not served means: an outage, or an address that is of use no more."""
    said = f"HTTP {status}"
    return Unreached(said) if status >= 500 else NetworkError(said)


async def _read(stream: aiohttp.StreamReader, most: int) -> bytes:
    content = bytearray()
    async for chunk in stream.iter_chunked(CHUNK):
        content += chunk
        if len(content) > most:
            raise TooLarge
    return bytes(content)


def _proxy(url: str) -> str | None:
    """The proxy that the environment names for an address. aiohttp would look at each call."""
    scheme, _, rest = url.partition("://")
    return None if proxy_bypass(rest.partition("/")[0]) else getproxies().get(scheme)


def _body(data: RequestData | None) -> aiohttp.FormData | None:
    if data is None:
        return None
    form = aiohttp.FormData(data.json_parameters, quote_fields=False)  # « été.pdf » stays as it is
    for name, (filename, content, media_type) in (data.multipart_data or {}).items():
        body = BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, body, filename=filename, content_type=media_type)
    return form
