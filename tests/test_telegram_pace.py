"""Telegram's flood limits, kept to beforehand; what a person waits for goes first."""

import asyncio
import selectors
from collections.abc import Coroutine, Iterator

import pytest

from bot.doors.telegram.pace import Limits, Pace
from community.words import DoorError


class _Hasty(selectors.DefaultSelector):
    """Instead of waiting, says how long it would have; a turn of the loop takes a moment."""

    slept = 0.0

    def select(self, timeout: float | None = None) -> list[tuple[selectors.SelectorKey, int]]:
        self.slept += max(timeout or 0.0, 1e-6)
        return super().select(0)


class Hourglass(asyncio.SelectorEventLoop):
    """A loop whose clock jumps to whatever comes next."""

    def __init__(self) -> None:
        self._hasty = _Hasty()
        super().__init__(self._hasty)

    def time(self) -> float:
        return self._hasty.slept


@pytest.fixture
def loop() -> Iterator[Hourglass]:
    loop = Hourglass()
    yield loop
    loop.close()


class Messages:
    """What went, and when."""

    def __init__(self, loop: Hourglass) -> None:
        self._loop = loop
        self.pace = Pace(Limits(overall=30, private=1, group=20), loop.time)
        self.went: list[tuple[float, str]] = []

    async def send(self, chat: str, *, urgent: bool = True) -> None:
        await self.pace.turn(chat, urgent=urgent)
        self.went.append((self._loop.time(), chat))

    def to(self, chat: str) -> list[float]:
        return [at for at, whose in self.went if whose == chat]

    def play(self, *speaking: Coroutine[object, object, None]) -> None:
        async def together() -> None:
            await asyncio.gather(*speaking)

        self._loop.run_until_complete(together())


@pytest.fixture
def messages(loop: Hourglass) -> Messages:
    return Messages(loop)


async def notify(messages: Messages, count: int) -> None:
    """Tell many people something, eight at a time."""
    people = iter(range(count))

    async def tell() -> None:
        for person in people:
            await messages.send(f"{person}", urgent=False)

    await asyncio.gather(*(tell() for _ in range(8)))


@pytest.mark.parametrize("urgent", [False, True])
def test_never_more_than_thirty_in_a_second(messages: Messages, urgent: bool) -> None:
    messages.play(*(messages.send(f"{n}", urgent=urgent) for n in range(200)))
    times = [at for at, _ in messages.went]
    assert len(times) == 200
    assert all(later - at > 1 for at, later in zip(times, times[30:], strict=False))


def test_notifications_alone_use_all_of_it(messages: Messages) -> None:
    messages.play(notify(messages, 300))
    assert messages.went[-1][0] < 300 / 30 * 1.05


def test_a_person_gets_three_at_once_and_then_one_a_second(messages: Messages) -> None:
    async def speak() -> None:
        for _ in range(6):
            await messages.send("5")

    messages.play(speak())
    assert [round(at) for at in messages.to("5")] == [0, 0, 0, 1, 2, 3]


def test_a_group_gets_twenty_a_minute_and_the_next_is_given_back(messages: Messages) -> None:
    async def speak() -> None:
        for _ in range(21):
            await messages.send("-100")

    with pytest.raises(DoorError) as later:
        messages.play(speak())
    assert len(messages.went) == 20
    assert 58 < (later.value.retry_after or 0) < 63


def test_what_a_person_waits_for_goes_before_a_thousand_notifications(messages: Messages) -> None:
    waits = []

    async def ask(person: int) -> None:
        await asyncio.sleep(person)
        asked = asyncio.get_running_loop().time()
        await messages.send(f"a{person}")
        waits.append(asyncio.get_running_loop().time() - asked)

    messages.play(notify(messages, 1000), *(ask(n) for n in range(20)))
    assert max(waits) < 0.1


def test_who_waits_for_her_own_turn_keeps_nobody_waiting(messages: Messages) -> None:
    async def chatter() -> None:
        for _ in range(12):
            await messages.send("5")

    messages.play(chatter(), notify(messages, 240))
    told = [at for at, chat in messages.went if chat != "5"]
    assert max(told) < 10


def test_a_chat_that_telegram_asked_to_wait_for_is_left_alone(messages: Messages) -> None:
    messages.pace.hold("5", 30)
    with pytest.raises(DoorError) as later:
        messages.play(messages.send("5"))
    assert later.value.retry_after == pytest.approx(30, abs=0.01)
    messages.play(messages.send("6"))
    assert messages.to("6")


def test_it_is_written_to_again_after_that(messages: Messages, loop: Hourglass) -> None:
    messages.pace.hold("5", 30)
    loop.run_until_complete(asyncio.sleep(30))
    messages.play(messages.send("5"))
    assert messages.to("5") == pytest.approx([30], abs=0.01)


def test_when_several_chats_in_a_row_are_to_wait_all_do(messages: Messages) -> None:
    for chat in ("5", "6", "7"):
        messages.pace.hold(chat, 30)
    with pytest.raises(DoorError):
        messages.play(messages.send("8"))


def test_a_message_that_is_taken_shows_that_not_all_have_to(messages: Messages) -> None:
    for chat in ("5", "6", "7"):
        messages.pace.hold(chat, 30)
        messages.pace.went()
    messages.play(messages.send("8"))
    assert messages.to("8")
