"""One reply, perhaps in several messages: what is sent, in order, and what is not repeated."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.doors.telegram.door import Telegram
from bot.doors.telegram.pace import Limits
from community.words import Address, Choice, DoorError, File, Moved, Reply, Sending
from tests.bot_api import BotApi, Person, running_bot_api

LONG = "".join(f"<p>{n}. {'mot ' * 700}</p>" for n in range(1, 4))
SHEET = File("fiche.pdf", "application/pdf", b"%PDF")


@pytest.fixture
async def api() -> AsyncIterator[BotApi]:
    async with running_bot_api(delay=0, limits=None) as running:
        yield running


@pytest.fixture
async def door(api: BotApi) -> AsyncIterator[Telegram]:
    door = Telegram(api.token, api.url, Limits())
    yield door
    await door.close()


@pytest.fixture
def marie(api: BotApi) -> Person:
    marie = api.person(5)
    marie.started = True
    return marie


MARIE = Address("telegram", "5")


def beginnings(person: Person) -> list[str]:
    return [message["text"][:2] for message in person.read]


async def test_a_long_text_goes_in_order_with_its_buttons_last(
    door: Telegram, marie: Person
) -> None:
    await door.send(MARIE, Reply(LONG, (Choice("Je lis", "/lire"),)), (), Sending("t"))
    assert beginnings(marie) == ["1.", "2.", "3."]
    assert ["reply_markup" in message for message in marie.read] == [False, False, True]


async def test_what_failed_in_the_middle_goes_on_from_there(
    api: BotApi, door: Telegram, marie: Person
) -> None:
    api.fail("sendMessage")  # nothing: it is for the first
    api.fail("sendMessage", status=429, retry_after=1)
    with pytest.raises(DoorError) as cut:
        await door.send(MARIE, Reply(LONG), (), Sending("t"))
    await door.send(MARIE, Reply(LONG), (), Sending("t", sent=cut.value.sent))
    assert beginnings(marie) == ["1.", "2.", "3."]


async def test_a_group_that_moves_in_the_middle_gets_the_rest_where_it_went(
    api: BotApi, door: Telegram
) -> None:
    small, large = api.group(-700), api.group(-100700)
    how = Sending("t")
    sending = asyncio.create_task(door.send(Address("telegram", "-700"), Reply(LONG), (), how))
    await api.until(lambda: bool(small.read))
    small.moved_to = large.id
    with pytest.raises(Moved) as moved:
        await sending
    there = Address("telegram", moved.value.value)
    await door.send(there, Reply(LONG), (), Sending("t", sent=moved.value.sent))
    assert [one["text"][:2] for one in (*small.read, *large.read)] == ["1.", "2.", "3."]


async def test_a_text_too_long_to_stand_below_a_file_goes_before_it(
    door: Telegram, marie: Person
) -> None:
    await door.send(MARIE, Reply(f"<p>{'mot ' * 300}</p>"), (SHEET,), Sending("t"))
    assert ["document" in message for message in marie.read] == [False, True]


async def test_a_short_one_stands_below_it(door: Telegram, marie: Person) -> None:
    await door.send(MARIE, Reply("<p>Voici.</p>"), (SHEET,), Sending("t"))
    assert [message["caption"] for message in marie.read] == ["Voici."]


@pytest.mark.parametrize("html", ["", "<p></p>", "<ul></ul>"])
async def test_nothing_to_say_is_nothing_to_send(
    html: str, api: BotApi, door: Telegram, marie: Person
) -> None:
    await door.send(MARIE, Reply(html), (), Sending("t"))
    assert not api.calls


async def test_files_without_a_word_go_alone(door: Telegram, marie: Person) -> None:
    await door.send(MARIE, Reply(""), (SHEET, SHEET), Sending("t"))
    assert ["document" in message for message in marie.read] == [True, True]
