"""The small world in which each row of the table is met."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.bot_api.world import BotApi

MARIE, BLOCKING, GONE, SILENT, NOBODY = 1, 2, 3, 4, 999
GROUP, GROWN, KICKED, LEFT, MUTED, FORUM = -10, -11, -12, -13, -14, -100500
SUPERGROUP = -100011
TOPIC = 7
CROWD = range(100, 131)
HERS, GROUPS = 1, 1  # the first message of a chat: what Marie said there
NEXT = 2  # and what the bot says first
LARGE, AWAY = "123456-file-1", "123456-file-2"
QUERY = "1234560000000001"


def lay(api: BotApi) -> None:
    """Bring in everyone whom a row speaks of."""
    for id_ in (MARIE, BLOCKING, GONE, *CROWD):
        api.person(id_).started = True
    api.person(MARIE).says("bonjour")
    api.person(BLOCKING).blocked = True
    api.person(GONE).deactivated = True
    api.person(SILENT)
    api.person(MARIE).says("bonjour", chat=api.group(GROUP))
    api.group(GROWN).moved_to = SUPERGROUP
    api.group(KICKED).bot_is = "kicked"
    api.group(LEFT).bot_is = "left"
    api.group(MUTED).muted = True
    api.group(FORUM, forum=True).threads.add(TOPIC)
    assert api.store("documents", ".pdf", b"%PDF", size=20 * 2**20 + 1)["file_id"] == LARGE
    assert api.store("documents", ".pdf", b"%PDF")["file_id"] == AWAY
    api.stored[AWAY].available = False
    assert api.next_query() == QUERY
