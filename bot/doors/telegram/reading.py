"""What Telegram brings, as requests."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

from telegram import CallbackQuery, Chat, ChatMemberUpdated, Message, Update

from community.words import Address, Given, Happening, Request

ALLOWED = ("message", "callback_query", "inline_query", "my_chat_member")
ANONYMOUS = 1087968824  # @GroupAnonymousBot: an administrator who speaks as the group
INSIDE = frozenset({"member", "administrator", "restricted"})
GROUPS = frozenset({"group", "supergroup"})


def address(chat: int, thread: int | None = None) -> Address:
    """A person, a group, or a topic of one: `42`, `-100123`, `-100123:7`."""
    return Address("telegram", f"{chat}:{thread}" if thread else str(chat))


def target(to: Address) -> tuple[int, int | None]:
    """The chat, and the topic of it, that an address names."""
    chat, _, thread = to.value.partition(":")
    return int(chat), int(thread) if thread else None


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads updates for one bot, which knows these commands."""

    bot_id: int
    username: str
    commands: frozenset[str]

    def read(self, update: Update) -> Request | None:
        """What somebody said, or what happened to a chat. None for what is not for the bot."""
        if update.message is not None:
            return self._message(update, update.message)
        if update.callback_query is not None:
            return self._tap(update, update.callback_query)
        if update.my_chat_member is not None:
            return self._membership(update, update.my_chat_member)
        return None

    def _message(self, update: Update, message: Message) -> Request | None:
        if message.migrate_to_chat_id is not None:
            return self._moved(update, message, message.migrate_to_chat_id)
        who = _sender(message)
        text, attached = message.text or message.caption or "", _attached(message)
        if who is None or not (text or attached):
            return None
        private = message.chat.type == Chat.PRIVATE
        replies_to = self._replies_to(message)
        if not private and not (replies_to or self._is_meant(text)):
            return None
        album = self._id(f"album-{message.media_group_id}") if message.media_group_id else ""
        return Request(
            id=f"{album}-{update.update_id}" if album else self._id(update.update_id),
            sender=who,
            text=text if private else self._without_name(text),
            sent_at=message.date,
            replies_to=replies_to,
            place=None if private else _place(message),
            attached=attached,
            given=_given(message) if private else None,
            album=album,
            name=message.from_user.first_name if message.from_user else "",
        )

    def _tap(self, update: Update, query: CallbackQuery) -> Request | None:
        message = query.message
        if query.data is None or message is None:
            return None
        private = message.chat.type == Chat.PRIVATE
        return Request(
            id=self._id(update.update_id),
            sender=address(query.from_user.id),
            text=query.data,
            sent_at=datetime.now(UTC),
            tapped=str(message.message_id),
            tap="" if private else query.id,
            place=None if private else _place(message),
            name=query.from_user.first_name,
        )

    def _membership(self, update: Update, change: ChatMemberUpdated) -> Request | None:
        """The bot was blocked, started again, added to a group or taken out of it."""
        here = change.new_chat_member.status in INSIDE
        if here == (change.old_chat_member.status in INSIDE):
            return None
        private = change.chat.type == Chat.PRIVATE
        if not private and change.chat.type not in GROUPS:
            return None
        came, left = (
            (Happening.UNBLOCKED, Happening.BLOCKED)
            if private
            else (Happening.ADDED, Happening.REMOVED)
        )
        return Request(
            id=self._id(update.update_id),
            sender=address(change.from_user.id),
            text="",
            sent_at=change.date,
            place=None if private else address(change.chat.id),
            event=came if here else left,
        )

    def _moved(self, update: Update, message: Message, new_id: int) -> Request:
        group = address(message.chat.id)
        return Request(
            id=self._id(update.update_id),
            sender=group,
            text=str(new_id),
            sent_at=message.date,
            place=group,
            event=Happening.MOVED,
        )

    def _id(self, what: object) -> str:
        """Unique at this door, also when another bot takes its place."""
        return f"{self.bot_id}-{what}"

    def _replies_to(self, message: Message) -> str:
        answered = message.reply_to_message
        ours = answered is not None and answered.from_user is not None
        if answered is None or not ours or answered.from_user.id != self.bot_id:  # type: ignore[union-attr]
            return ""
        return str(answered.message_id)

    def _is_meant(self, text: str) -> bool:
        """Whether words said in a group are for the bot: a command it knows, or its name."""
        word = text.partition(" ")[0].partition("\n")[0].lower()
        name, at, whose = word.partition("@")
        if name.startswith("/"):
            known = name.removeprefix("/") in self.commands
            return known if not at else bool(whose) and whose == self.username.lower()
        return self._named(text) is not None

    def _named(self, text: str) -> re.Match[str] | None:
        """Where the bot is named. It does not know its name before it reached Telegram."""
        if not self.username:
            return None
        return re.search(rf"@{re.escape(self.username)}(?!\w)", text, re.IGNORECASE)

    def _without_name(self, text: str) -> str:
        found = self._named(text)
        whole = text[: found.start()] + text[found.end() :] if found else text
        return whole.strip()


def _sender(message: Message) -> Address | None:
    """Who speaks: a person, or a group through an administrator it does not name."""
    who = message.from_user
    if who is None or message.via_bot is not None or message.is_automatic_forward:
        return None
    if who.id == ANONYMOUS:
        return address(message.chat.id)
    return None if who.is_bot else address(who.id)


def _place(message: object) -> Address:
    """The group a message is in, or the topic of it (a message gone by is known by its chat)."""
    if isinstance(message, Message) and message.is_topic_message:
        return address(message.chat.id, message.message_thread_id)
    return address(message.chat.id)  # type: ignore[attr-defined]


def _given(message: Message) -> Given | None:
    """The document or the photo that came with a message, in its largest size."""
    if message.photo:
        photo = message.photo[-1]
        return Given(photo.file_id, "photo.jpg", "image/jpeg", photo.file_size or 0, photo=True)
    if (file := message.document) and not message.animation:
        return Given(file.file_id, file.file_name or "", file.mime_type or "", file.file_size or 0)
    return None


def _attached(message: Message) -> str:
    """The kind of thing that came with a message, as content names it."""
    if message.photo:
        return "photo"
    if message.voice or message.video_note or message.audio:
        return "voice"
    if message.document and not message.animation:
        return "file"
    return "other" if message.effective_attachment is not None else ""
