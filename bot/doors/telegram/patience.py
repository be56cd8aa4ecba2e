"""How long to leave Telegram alone after something went wrong."""

import random

from telegram.error import Conflict, InvalidToken, RetryAfter

LONGEST = 60.0
OTHER_POLLER = 5.0
MOST_DOUBLED = 8  # 2 ** 8 quarters of a second are longer than the longest


def pause(error: Exception, faults: int) -> float:
    """Seconds before the next try: what was asked for, else longer each time, never two at once.

    `faults` counts those met in a row, this one included.
    """
    if isinstance(error, RetryAfter):
        return error.retry_after.total_seconds()  # type: ignore[union-attr]
    if isinstance(error, InvalidToken):
        return LONGEST
    if isinstance(error, Conflict):
        return OTHER_POLLER * random.uniform(1, 1.5)
    return min(2.0 ** min(faults, MOST_DOUBLED) / 4, LONGEST) * random.uniform(0.75, 1.25)
