"""The table of what the real Bot API refuses, in its words, and where each was learned.

The stand-in refuses by the name of a row and in no other way; `tests/test_bot_api.py` meets them
all over HTTP.
"""

from tests.bot_api.refusals import chats, files, keyboards, messages, presenting, queries, serving
from tests.bot_api.refusals.row import Ask, Row

TABLE: dict[str, Row] = {
    **messages.ROWS,
    **chats.ROWS,
    **keyboards.ROWS,
    **queries.ROWS,
    **presenting.ROWS,
    **serving.ROWS,
    **files.ROWS,
}

__all__ = ["TABLE", "Ask", "Row"]
