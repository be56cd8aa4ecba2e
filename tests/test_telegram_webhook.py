"""What comes to the address we gave to Telegram, by Telegram or by anybody else."""

from typing import Any

import pytest
from starlette.applications import Starlette

from bot.doors.telegram.webhook import HEADER, LARGEST, PATH, route, secret

TOKEN = "1:SECRET"
Json = dict[str, Any]


class Address:
    """The address, and what was taken in there."""

    def __init__(self) -> None:
        self.taken: list[Json] = []
        self.database_away = False
        self._application = Starlette(routes=[route(TOKEN, self._take)])

    async def _take(self, updates: list[Json]) -> None:
        if self.database_away:
            raise ConnectionError
        self.taken += updates

    async def post(self, body: bytes, shown: str = secret(TOKEN), **headers: str) -> int:
        """Bring something there and give the status of the answer."""
        named = {HEADER: shown, "content-length": str(len(body)), **headers}
        scope = {
            "type": "http",
            "method": "POST",
            "path": PATH,
            "query_string": b"",
            "headers": [(n.lower().encode(), value.encode()) for n, value in named.items()],
        }
        answers: list[Json] = []

        async def receive() -> Json:
            return {"type": "http.request", "body": body}

        async def send(message: Any) -> None:
            answers.append(message)

        await self._application(scope, receive, send)
        status: int = answers[0]["status"]
        return status


@pytest.fixture
def address() -> Address:
    return Address()


async def test_an_update_is_taken_in(address: Address) -> None:
    assert await address.post(b'{"update_id": 1}') == 200
    assert address.taken == [{"update_id": 1}]


@pytest.mark.parametrize("shown", ["", "guess", "é", secret("2:OTHER")])
async def test_who_does_not_show_the_secret_is_refused(shown: str, address: Address) -> None:
    assert await address.post(b'{"update_id": 1}', shown) == 403
    assert not address.taken


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"null", b'[{"update_id": 1}]', b"\xff\xfe", b"[" * 200_000],
    ids=["nothing", "cut", "null", "list", "not UTF-8", "deep"],
)
async def test_what_is_no_update_is_refused(body: bytes, address: Address) -> None:
    assert await address.post(body) == 400
    assert not address.taken


async def test_what_is_much_too_large_is_not_read(address: Address) -> None:
    assert await address.post(b"{}", **{"content-length": str(LARGEST + 1)}) == 413


async def test_what_it_calls_itself_does_not_matter(address: Address) -> None:
    assert await address.post(b'{"update_id": 1}', **{"content-type": "text/plain"}) == 200


async def test_what_could_not_be_kept_is_brought_again(
    address: Address, caplog: pytest.LogCaptureFixture
) -> None:
    address.database_away = True
    assert await address.post(b'{"update_id": 1, "message": {"text": "secret"}}') == 503
    assert "an update was not kept: ConnectionError" in caplog.text
    assert "secret" not in caplog.text
