"""After something went wrong, Telegram is left alone for a while: never too long, never at once."""

from datetime import timedelta

import pytest
from telegram.error import Conflict, InvalidToken, NetworkError, RetryAfter

from bot.doors.telegram.patience import pause


def test_the_pauses_grow() -> None:
    assert pause(NetworkError("?"), 1) < pause(NetworkError("?"), 3) < pause(NetworkError("?"), 6)


@pytest.mark.parametrize("faults", [8, 1_100, 10**6])
def test_a_pause_is_never_longer_than_a_minute_and_a_quarter(faults: int) -> None:
    assert 45 <= pause(NetworkError("?"), faults) <= 75


def test_two_processes_do_not_come_back_at_once() -> None:
    assert len({pause(NetworkError("?"), 5) for _ in range(20)}) > 1


def test_what_telegram_asks_for_is_obeyed_however_long() -> None:
    assert pause(RetryAfter(timedelta(hours=3)), 1) == 10_800


def test_a_token_it_does_not_know_is_tried_slowly() -> None:
    assert pause(InvalidToken(), 1) == 60


def test_another_poller_is_given_some_seconds() -> None:
    assert 5 <= pause(Conflict("?"), 1) <= 7.5
