"""Choices as buttons below a message."""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence

from telegram import InlineKeyboardButton, InlineKeyboardMarkup

from community.words import Choice

MOST = 100  # Bot API: buttons of one message
HEAVIEST = 10_000  # and bytes of them as JSON: "reply markup is too long" from 10 KiB on
WIDTH = 30  # characters that a row shows on a narrow telephone, shared evenly by its buttons
SIDE_BY_SIDE = 3
LIST = 6  # so many choices are a list, which is read down
TINY = 13  # unless they are the small answers of a live card, two or three side by side


def keyboard(
    choices: Sequence[Choice], link: Callable[[str], str | None], *, live: bool = False
) -> InlineKeyboardMarkup | None:
    """A button a choice, a few short ones side by side; `link` gives what a command opens.

    `live` is for a card that changes where it stands. What one message cannot carry is left out,
    from the end.
    """
    buttons = list(_carried(_button(choice, link) for choice in choices[:MOST]))
    tiny = live and all(len(button.text) <= TINY for button in buttons[:LIST])
    listed = len(buttons) >= LIST and not tiny
    rows = [[button] for button in buttons] if listed else _rows(buttons)
    return InlineKeyboardMarkup(rows) if rows else None


def _button(choice: Choice, link: Callable[[str], str | None]) -> InlineKeyboardButton:
    url = link(choice.command)
    if url is not None:
        return InlineKeyboardButton(choice.label, url=url)
    return InlineKeyboardButton(choice.label, callback_data=choice.command)


def _carried(buttons: Iterable[InlineKeyboardButton]) -> Iterator[InlineKeyboardButton]:
    weight = 0
    for button in buttons:
        weight += _weight(button)
        if weight > HEAVIEST:
            return
        yield button


def _weight(button: InlineKeyboardButton) -> int:
    """Its bytes as JSON, the comma behind it included."""
    shown = {"text": button.text, "callback_data": button.callback_data or button.url}
    return len(json.dumps([shown], ensure_ascii=False).encode()) + len(", ")


def _rows(buttons: Sequence[InlineKeyboardButton]) -> list[list[InlineKeyboardButton]]:
    rows: list[list[InlineKeyboardButton]] = []
    for button in buttons:
        if rows and _fits(rows[-1], button):
            rows[-1].append(button)
        else:
            rows.append([button])
    return rows


def _fits(row: Sequence[InlineKeyboardButton], button: InlineKeyboardButton) -> bool:
    together = (*row, button)
    longest = max(len(one.text) for one in together)
    return len(together) <= SIDE_BY_SIDE and longest * len(together) <= WIDTH
