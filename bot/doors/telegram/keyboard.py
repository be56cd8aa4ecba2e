"""Choices as buttons below a message."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from community.words import Choice

MOST = 100  # Bot API: buttons of one message
HEAVIEST = 10_000  # and bytes of them as JSON: "reply markup is too long" from 10 KiB on
SIDE_BY_SIDE = 3
WIDTH = 24  # characters that fit beside each other on a narrow telephone


def keyboard(
    choices: Sequence[Choice], link: Callable[[str], str | None]
) -> InlineKeyboardMarkup | None:
    """A button a choice, short ones side by side; `link` gives the address that a command opens.

    What one message cannot carry is left out, from the end.
    """
    buttons = list(_carried(_button(choice, link) for choice in choices[:MOST]))
    return InlineKeyboardMarkup(_rows(buttons)) if buttons else None


def _button(choice: Choice, link: Callable[[str], str | None]) -> InlineKeyboardButton:
    url = link(choice.command)
    if url is not None:
        return InlineKeyboardButton(choice.label, url=url)
    return InlineKeyboardButton(choice.label, callback_data=choice.command)


def _carried(buttons: Iterable[InlineKeyboardButton]) -> Iterator[InlineKeyboardButton]:
    weight = 0
    for button in buttons:
        weight += len(json.dumps([button.to_dict()], ensure_ascii=False).encode()) + len(", ")
        if weight > HEAVIEST:
            return
        yield button


def _rows(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        if rows and _fits(rows[-1], button):
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def _fits(row: Sequence[InlineKeyboardButton], button: InlineKeyboardButton) -> bool:
    width = sum(len(one.text) for one in (*row, button))
    return len(row) < SIDE_BY_SIDE and width <= WIDTH
