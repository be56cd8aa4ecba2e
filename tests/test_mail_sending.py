"""What a mail server's refusals mean, and how fast mails go."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime

import pytest

from bot.doors.mail import sending
from bot.doors.mail.door import Mail
from bot.doors.mail.home import Home
from bot.doors.mail.pace import LONGEST, Pace
from bot.doors.mail.sending import Post
from bot.doors.mail.servers import smtp_server
from community.words import Address, DoorAway, DoorError, Refused, Reply, Sending
from content.library import Library
from tests.mail_lab import MailLab
from tests.servers import free_port
from tests.stage import known


def library() -> Library:
    return known("").library


HOME = Home("bot@palabre.fr", "Communautés", "bot+%s@palabre.fr", library)
MARIE = Address("mail", "marie@exemple.fr")
HOW = Sending("abcdefghijklmnopqrstuvwxy2")


class Server:
    """A mail server that answers as it is told to; `heard` is what it was told."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.port = free_port()
        self.heard: list[str] = []
        self.connections = 0
        self.talks: list[asyncio.Task[None] | None] = []
        self._answers = {"EHLO": "250-mx\r\n250 8BITMIME", "DATA": "354 go on", **answers}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.talks.append(asyncio.current_task())
        writer.write(self._answers.get("HELLO", "220 mx").encode() + b"\r\n")
        while line := (await reader.readline()).decode().strip():
            self.heard.append(line)
            name = line.partition(" ")[0].upper()
            answer = self._answers.get(name, "250 ok")
            if not answer:
                break
            writer.write(f"{answer}\r\n".encode())
            if answer.startswith("354"):
                self.heard += [one.decode().strip() async for one in _lines(reader)]
                writer.write(self._answers.get(".", "250 ok").encode() + b"\r\n")
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()


async def _lines(reader: asyncio.StreamReader) -> AsyncIterator[bytes]:
    while (line := await reader.readline()).strip() != b".":
        yield line


@asynccontextmanager
async def served(**answers: str) -> AsyncIterator[tuple[Server, Mail]]:
    its = Server({name.strip("_"): answer for name, answer in answers.items()})
    if "end" in answers:
        its._answers["."] = answers["end"]
    listening = await asyncio.start_server(its.talk, "127.0.0.1", its.port)
    door = mail_door(its.port)
    yield its, door
    await door.close()
    listening.close()
    await asyncio.gather(*(talk for talk in its.talks if talk is not None))


def mail_door(port: int) -> Mail:
    moment = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)
    return Mail(HOME, smtp_server(f"smtp://127.0.0.1:{port}"), 1000.0, lambda: moment)


async def send(door: Mail) -> str:
    return await door.send(MARIE, Reply("<p>Bonjour</p>"), (), HOW)


async def test_one_connection_serves_all_mails_and_bounces_have_their_address() -> None:
    async with served() as (server, door):
        assert [await send(door) for _ in range(3)] == [f"{HOW.token}@palabre.fr"] * 3
    assert server.connections == 1
    assert server.heard.count(f"MAIL FROM:<bot+bounce-{HOW.token}@palabre.fr> BODY=8BITMIME") == 3
    assert any(line.endswith(f"<bot+{HOW.token}@palabre.fr>") for line in server.heard)


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ({"RCPT": "550 5.1.1 unknown"}, Refused),
        ({"RCPT": "550 no such user"}, Refused),
        ({"RCPT": "553 5.1.3 not an address"}, Refused),
        ({"RCPT": "550 5.2.1 disabled"}, Refused),
        ({"RCPT": "552 5.2.2 full"}, DoorError),
        ({"RCPT": "554 5.7.1 relay denied"}, DoorError),
        ({"RCPT": "550 5.7.1 blocked"}, DoorError),
        ({"RCPT": "553 5.1.8 bad sender"}, DoorError),
        ({"RCPT": "450 4.2.0 greylisted"}, DoorError),
        ({"RCPT": "421 4.3.2 closing"}, DoorAway),
        ({"end": "554 5.7.1 spam"}, DoorError),
        ({"end": "451 4.3.0 later"}, DoorError),
        ({"MAIL": "550 5.7.1 not you"}, DoorAway),
        ({"MAIL": "552 5.3.4 too large"}, DoorError),
        ({"HELLO": "554 no"}, DoorAway),
        ({"EHLO": "", "HELO": ""}, DoorAway),
        ({"DATA": ""}, DoorAway),
    ],
)
async def test_what_a_refusal_means(answers: dict[str, str], expected: type[Exception]) -> None:
    async with served(**answers) as (_, door):
        with pytest.raises((DoorError, Refused)) as caught:
            await send(door)
    assert type(caught.value) is expected


@pytest.mark.parametrize(
    ("said", "seconds"), [("450 4.7.1 too many", 60.0), ("450 4.2.0 greylisted", None)]
)
async def test_a_busy_server_says_that_it_is_left_alone(said: str, seconds: float | None) -> None:
    async with served(RCPT=said) as (_, door):
        with pytest.raises(DoorError) as caught:
            await send(door)
    assert caught.value.retry_after == seconds


async def test_a_server_that_is_away_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    door = mail_door(free_port())
    for _ in range(3):
        with pytest.raises(DoorAway):
            await send(door)
    assert [one.message for one in caplog.records] == ["mails cannot be sent: SMTPConnectError"]
    assert door.state() == "SMTPConnectError"


async def test_a_refusal_is_logged_without_its_words(caplog: pytest.LogCaptureFixture) -> None:
    async with served(RCPT="554 5.7.1 <marie@exemple.fr> is refused") as (_, door):
        with pytest.raises(DoorError):
            await send(door)
    assert [one.message for one in caplog.records] == ["a mail was refused: 554 5.7.1"]


async def test_a_connection_that_died_meanwhile_is_made_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sending, "STALE", -1.0)
    async with served(NOOP="421 4.4.2 too long") as (server, door):
        await send(door)
        await send(door)
    assert server.connections == 2


@pytest.mark.parametrize("scheme", ["smtps", "smtp+starttls", "smtp"])
async def test_the_three_ways_to_reach_a_mail_server(
    mail_lab: MailLab, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(mail_lab.certificate))
    name = mail_lab.account()
    post = Post(smtp_server(mail_lab.smtp_url(name, scheme)))
    door = mail_door(1)
    door._post = post
    await door.send(Address("mail", f"{name}@lab.test"), Reply("<p>Bonjour</p>"), (), HOW)
    await door.close()


async def test_mails_go_one_after_the_other(monkeypatch: pytest.MonkeyPatch) -> None:
    waited: list[float] = []

    async def wait(duration: float) -> None:
        waited.append(duration)

    monkeypatch.setattr(asyncio, "sleep", wait)
    pace = Pace(2.0, lambda: 0.0)
    for _ in range(3):
        await pace.turn()
    pace.processes = 2
    await pace.turn()
    await pace.turn()
    assert waited == [0.0, 0.5, 1.0, 1.5, 2.5]


async def test_a_turn_that_is_far_off_is_given_back() -> None:
    pace = Pace(0.5 / LONGEST, lambda: 0.0)
    await pace.turn()
    with pytest.raises(DoorError) as caught:
        await pace.turn()
    assert caught.value.retry_after == 2 * LONGEST
