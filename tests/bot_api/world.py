"""What the stand-in remembers: chats and their messages, updates that wait, calls made."""

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.bot_api.limits import Flood, Limits
from tests.bot_api.people import Group, Person
from tests.bot_api.refusing import Refusal

Json = dict[str, Any]


@dataclass
class Call:
    """A call of the bot: when it came, and how it was answered."""

    method: str
    params: Json
    at: float
    status: int = 0
    description: str = ""


@dataclass
class Chat:
    """A conversation as people see it: its messages by number, changed where they stand."""

    id: int
    kind: str
    shown: dict[int, Json] = field(default_factory=dict)
    last_id: int = 0

    @property
    def messages(self) -> list[Json]:
        return list(self.shown.values())

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id


@dataclass
class Fault:
    """What is to go wrong with the next calls of a method; `html`: said by what stands before."""

    method: str
    times: int
    status: int | None = None
    says: str = ""
    retry_after: int | None = None
    late: float = 0.0
    never: bool = False
    drop: bool = False
    html: bool = False
    chat_id: int | None = None


@dataclass
class Stored:
    """A file that somebody sent, and whether Telegram can serve it now."""

    content: bytes
    size: int
    path: str
    available: bool = True


@dataclass
class Poll:
    """A question for updates that waits, and the refusal that ended it."""

    ended: str = ""


class BotApi:
    """The whole of it, seen from the side that is not the bot's."""

    def __init__(
        self, token: str, delay: float, limits: Limits | None, clock: Callable[[], float]
    ) -> None:
        self.token = token
        self.id = int(token.partition(":")[0])
        self.username = "palabre_bot"
        self.url = ""
        self.delay = delay
        self.clock = clock
        self.flood = Flood(limits, clock)
        self.calls: list[Call] = []
        self.chats: dict[int, Chat] = {}
        self.people: dict[int, Person] = {}
        self.groups: dict[int, Group] = {}
        self.menus: dict[str, list[Json]] = {}
        self.descriptions: dict[str, str] = {}
        self.callback_answers: dict[str, Json] = {}
        self.inline_answers: dict[str, Json] = {}
        self.open_queries: set[str] = set()
        self.webhook: Json = {}
        self.webhook_free_at = float("-inf")
        self.updates: deque[Json] = deque()
        self.update_id = 1000
        self.in_flight = 0
        self.faults: list[Fault] = []
        self.poll: Poll | None = None
        self.closing = asyncio.Event()
        self.kept: dict[tuple[int, int], bytes] = {}
        self.stored: dict[str, Stored] = {}
        self.links: dict[str, bytes] = {}
        self._query = 0
        self._changed = asyncio.Event()

    @property
    def me(self) -> Json:
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": "Palabre",
            "username": self.username,
            "can_join_groups": True,
            "can_read_all_group_messages": False,
            "supports_inline_queries": True,
        }

    def person(self, id_: int, first_name: str = "Marie") -> Person:
        """Somebody who may write to the bot; the same one for the same number."""
        if id_ not in self.people:
            self.people[id_] = Person(self, id_, first_name)
            self.chats[id_] = Chat(id_, "private")
        return self.people[id_]

    def group(self, id_: int, title: str = "Groupe", *, forum: bool = False) -> Group:
        """A group; a supergroup when its number begins by -100."""
        if id_ not in self.groups:
            kind = "supergroup" if str(id_).startswith("-100") else "group"
            self.groups[id_] = Group(self, id_, title, kind, forum)
            self.chats[id_] = Chat(id_, kind)
        return self.groups[id_]

    def chat(self, id_: int) -> Chat:
        return self.chats[id_]

    def fail(self, method: str, *, times: int = 1, **what: Any) -> None:
        """Make the next calls of a method go wrong: see `Fault`."""
        self.faults.append(Fault(method, times, **what))

    def fault(self, method: str, chat_id: object) -> Fault | None:
        for fault in self.faults:
            if fault.method == method and fault.chat_id in {None, chat_id} and fault.times > 0:
                fault.times -= 1
                return fault
        return None

    def push(self, **what: Any) -> Json:
        """Have something for the bot to fetch."""
        self.update_id += 1
        update = {"update_id": self.update_id, **what}
        self.updates.append(update)
        self.stir()
        return update

    def next_query(self) -> str:
        self._query += 1
        query = f"{self.id}{self._query:010}"
        self.open_queries.add(query)
        return query

    def store(self, folder: str, suffix: str, content: bytes, size: int | None = None) -> Json:
        """Keep a file that was sent; give what a message says of it."""
        number = len(self.stored) + 1
        file_id = f"{self.id}-file-{number}"
        path = f"{folder}/file_{number}{suffix}"
        self.stored[file_id] = Stored(content, len(content) if size is None else size, path)
        unique, held = f"unique-{number}", self.stored[file_id].size
        return {"file_id": file_id, "file_unique_id": unique, "file_size": held}

    def known(self, params: Json) -> Chat:
        """The chat that is named. Raises Refusal."""
        if not str(params.get("chat_id", "")):
            raise Refusal("chat_id_empty")
        chat = self.chats.get(int(params["chat_id"]))
        if chat is None:
            raise Refusal("chat_not_found")
        return chat

    def writable(self, params: Json) -> Chat:
        """The same, where the bot may write. Raises Refusal."""
        chat = self.known(params)
        (self.people.get(chat.id) or self.groups[chat.id]).check()
        return chat

    def end_poll(self, refusal: str) -> None:
        """Refuse the question for updates that waits, if one does."""
        if self.poll is not None:
            self.poll.ended = refusal
            self.stir()

    def stir(self) -> None:
        """Wake whoever waits for something to change."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def change(self, within: float) -> None:
        async with asyncio.timeout(within):
            await self._changed.wait()

    async def until(self, condition: Callable[[], bool], within: float = 10) -> None:
        """Wait until something is so. Raises AssertionError, with the last calls."""
        end = time.monotonic() + within
        while not condition():
            left = end - time.monotonic()
            try:
                await self.change(max(left, 0.001))
            except TimeoutError:
                if not condition():
                    last = [(c.method, c.status, c.description) for c in self.calls[-8:]]
                    message = f"it did not come to that; last calls: {last}"
                    raise AssertionError(message) from None

    def made(self, *methods: str) -> list[Call]:
        """The calls of these methods that were carried out."""
        return [call for call in self.calls if call.method in methods and call.status == 200]
