"""Who is at the other end: people with telephones, and groups of them."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from tests.bot_api.markup import utf16
from tests.bot_api.refusing import Refusal

if TYPE_CHECKING:
    from tests.bot_api.world import BotApi

Json = dict[str, Any]
ENTITY = re.compile(r"(?P<bot_command>(?<!\S)/[A-Za-z0-9_]+(?:@\w+)?)|(?P<mention>(?<!\S)@\w{4,})")
SENT: dict[str, Json] = {
    "photo": {"photo": [{"file_id": "f", "file_unique_id": "u", "width": 90, "height": 60}]},
    "voice": {"voice": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
    "audio": {"audio": {"file_id": "f", "file_unique_id": "u", "duration": 3}},
    "document": {"document": {"file_id": "f", "file_unique_id": "u", "file_name": "a.pdf"}},
    "sticker": {
        "sticker": {
            "file_id": "f",
            "file_unique_id": "u",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
        }
    },
    "location": {"location": {"longitude": 5.05, "latitude": 45.04}},
    "contact": {"contact": {"phone_number": "+33600000000", "first_name": "Ana"}},
}
ANONYMOUS = {
    "id": 1087968824,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}


def now() -> int:
    return int(time.time())


def entities(text: str) -> list[Json]:
    """What Telegram marks in a text by itself."""
    return [
        {
            "type": found.lastgroup,
            "offset": utf16(text[: found.start()]),
            "length": utf16(found[0]),
        }
        for found in ENTITY.finditer(text)
    ]


@dataclass(eq=False)
class Person:
    """Somebody with a telephone."""

    api: BotApi
    id: int
    first_name: str
    started: bool = False
    blocked: bool = False
    deactivated: bool = False

    @property
    def user(self) -> Json:
        return {"id": self.id, "is_bot": False, "first_name": self.first_name}

    @property
    def _chat(self) -> Json:
        return {"id": self.id, "type": "private", "first_name": self.first_name}

    @property
    def messages(self) -> list[Json]:
        """What is in her private chat."""
        return self.api.chat(self.id).messages

    @property
    def read(self) -> list[Json]:
        """What the bot wrote there."""
        return [one for one in self.messages if one["from"]["id"] == self.api.id]

    def check(self) -> None:
        """Raises Refusal when the bot may not write to her."""
        if self.deactivated:
            raise Refusal("deactivated")
        if self.blocked:
            raise Refusal("blocked")
        if not self.started:
            raise Refusal("not_started")

    def says(
        self,
        text: str,
        *,
        reply_to: Json | None = None,
        chat: Group | None = None,
        thread: int | None = None,
    ) -> Json:
        """Write something, to the bot or in a group."""
        message = self._message(chat, thread) | {"text": text}
        if marks := entities(text):
            message["entities"] = marks
        return self._post(message, reply_to, chat)

    def sends(self, kind: str, caption: str = "", album: str = "") -> Json:
        """Send something else than words."""
        return self._send(SENT[kind], caption, album, None)

    def sends_document(
        self,
        name: str,
        content: bytes,
        *,
        media_type: str = "application/pdf",
        caption: str = "",
        album: str = "",
        size: int | None = None,
        chat: Group | None = None,
    ) -> Json:
        """Send a file as it is; `size` is what is said of it, when it is too large to be made."""
        told = self.api.store("documents", PurePath(name).suffix, content, size)
        told |= {"file_name": name, "mime_type": media_type}
        return self._send({"document": told}, caption, album, chat)

    def sends_photo(
        self, content: bytes, *, caption: str = "", album: str = "", chat: Group | None = None
    ) -> Json:
        """Send a photo, which Telegram makes a JPEG of, in two sizes."""
        sizes = [
            self.api.store("photos", ".jpg", content[:part]) | {"width": width, "height": width}
            for part, width in ((len(content) // 4, 90), (len(content), 1280))
        ]
        return self._send({"photo": sizes}, caption, album, chat)

    def _send(self, what: Json, caption: str, album: str, chat: Group | None) -> Json:
        message = self._message(chat, None) | what
        if caption:
            message |= {"caption": caption}
        if album:
            message |= {"media_group_id": album}
        return self._post(message, None, chat)

    def _message(self, chat: Group | None, thread: int | None) -> Json:
        where = chat.chat if chat else self._chat
        message: Json = {
            "message_id": self.api.chat(where["id"]).next_id(),
            "from": self.user,
            "chat": where,
            "date": now(),
        }
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        return message

    def _post(self, message: Json, reply_to: Json | None, chat: Group | None) -> Json:
        if reply_to is not None:
            message["reply_to_message"] = reply_to
        self.api.chat(message["chat"]["id"]).shown[message["message_id"]] = message
        if chat is None:
            self.started = True
            self.blocked = False
        if chat is None or chat.shows(message):
            self.api.push(message=message)
        return message

    def edits(self, message: Json, text: str) -> None:
        """Correct a message of hers."""
        message |= {"text": text, "edit_date": now()}
        self.api.push(edited_message=message)

    def taps(self, message: Json, label: str) -> str:
        """Tap a button; give the address that it opens, if it does."""
        rows = message.get("reply_markup", {}).get("inline_keyboard", [])
        found = [button for row in rows for button in row if button["text"] == label]
        assert found, f"no « {label} » among {[b['text'] for row in rows for b in row]}"
        if "url" in found[0]:
            return str(found[0]["url"])
        self.presses(message, found[0]["callback_data"])
        return ""

    def presses(self, message: Json, data: str) -> str:
        """Send what a button would, as any client can; give the number of the query."""
        query = self.api.next_query()
        self.api.push(
            callback_query={
                "id": query,
                "from": self.user,
                "message": message,
                "chat_instance": "1",
                "data": data,
            }
        )
        return query

    def asks_inline(self, text: str) -> str:
        """Type after the name of the bot; give the number of the query."""
        query = self.api.next_query()
        self.api.push(inline_query={"id": query, "from": self.user, "query": text, "offset": ""})
        return query

    def blocks(self) -> None:
        self.blocked = True
        self._membership("member", "kicked", self._chat)

    def unblocks(self) -> None:
        self.blocked = False
        self.started = True
        self._membership("kicked", "member", self._chat)

    def adds_bot_to(self, group: Group) -> None:
        group.bot_is = "member"
        self._membership("left", "member", group.chat)

    def removes_bot_from(self, group: Group) -> None:
        group.bot_is = "kicked"
        self._membership("member", "kicked", group.chat)

    def _membership(self, old: str, new: str, chat: Json) -> None:
        def member(status: str) -> Json:
            until = {"until_date": 0} if status == "kicked" else {}
            return {"user": self.api.me, "status": status, **until}

        self.api.push(
            my_chat_member={
                "chat": chat,
                "from": self.user,
                "date": now(),
                "old_chat_member": member(old),
                "new_chat_member": member(new),
            }
        )


@dataclass(eq=False)
class Group:
    """A group; privacy mode is on. The bot is `member`, `left` or `kicked`."""

    api: BotApi
    id: int
    title: str
    kind: str
    forum: bool = False
    bot_is: str = "member"
    muted: bool = False
    moved_to: int | None = None
    threads: set[int] = field(default_factory=set)

    @property
    def chat(self) -> Json:
        chat: Json = {"id": self.id, "type": self.kind, "title": self.title}
        return chat | ({"is_forum": True} if self.forum else {})

    @property
    def read(self) -> list[Json]:
        """What the bot wrote there."""
        return [one for one in self.api.chat(self.id).messages if one["from"]["id"] == self.api.id]

    def check(self) -> None:
        """Raises Refusal when the bot may not write there."""
        if self.moved_to is not None:
            raise Refusal("migrated", {"migrate_to_chat_id": self.moved_to})
        if self.bot_is == "kicked":
            raise Refusal("kicked", kind=self.kind)
        if self.bot_is == "left":
            raise Refusal("not_a_member", kind=self.kind)
        if self.muted:
            raise Refusal("no_right_to_write")

    def shows(self, message: Json) -> bool:
        """Whether the bot sees it: https://core.telegram.org/bots/features#privacy-mode."""
        text = message.get("text", "")
        for mark in message.get("entities", []):
            word = text[mark["offset"] : mark["offset"] + mark["length"]]
            whose = word.partition("@")[2]
            if mark["type"] == "bot_command" and whose in {"", self.api.username}:
                return True
            if mark["type"] == "mention" and whose == self.api.username:
                return True
        answered = message.get("reply_to_message")
        return bool(answered and answered["from"]["id"] == self.api.id)

    def anonymous_admin_says(self, text: str) -> None:
        """An administrator who speaks in the name of the group."""
        message: Json = {
            "message_id": self.api.chat(self.id).next_id(),
            "from": ANONYMOUS,
            "sender_chat": self.chat,
            "chat": self.chat,
            "date": now(),
            "text": text,
            "entities": entities(text),
        }
        self.api.push(message=message)

    def becomes_supergroup(self, new_id: int) -> Group:
        """As when it grows, or its history is opened."""
        new = self.api.group(new_id, self.title)
        self.moved_to = new_id
        base = {"from": ANONYMOUS, "date": now()}
        for chat, what in (
            (self, {"migrate_to_chat_id": new_id}),
            (new, {"migrate_from_chat_id": self.id}),
        ):
            id_ = self.api.chat(chat.id).next_id()
            self.api.push(message={**base, "message_id": id_, "chat": chat.chat, **what})
        return new
