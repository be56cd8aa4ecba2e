"""What a handler works with, and the shape of a handler, a command and a form."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import TYPE_CHECKING

from community import channels
from community.db.tables import Member
from community.errors import NotAdministrator, NotAnimator, NotMember
from community.post import outbox
from community.roles import Rights, Role, role_of
from community.words import Address, Attachment, Choice, Reply, Request

if TYPE_CHECKING:
    from datetime import datetime
    from zoneinfo import ZoneInfo

    from community.db.engine import Session
    from community.drafts import Draft
    from content.library import Library
    from content.search import Found

Handler = Callable[[Request, "Context"], Awaitable[Reply]]


class Event(Enum):
    """What the process does once the transaction is committed."""

    CONTENT_CHANGED = "content changed"
    PERSON_ERASED = "person erased"
    FILE_JOINED = "file joined"
    ENTRIES_CHANGED = "entries changed"


class Unproven(Enum):
    """What becomes of a command when nothing proves who says it: a mail says any name."""

    KEPT = "kept until she confirms that it was her"
    READ = "read as by a newcomer: it changes nothing, and shows what anybody may see"
    READ_ALONE = "read so when nothing follows its name, kept otherwise"
    DONE = "done at once, in the name that it is said in: it harms nobody"

    def kept(self, rest: str) -> bool:
        """Whether a command with such words after its name waits until she confirms it."""
        return self is Unproven.KEPT or (self is Unproven.READ_ALONE and bool(rest))


@dataclass(frozen=True, slots=True)
class Command:
    """An entry of the table of contents.

    `hidden` keeps it out of menus and help (it comes by a choice); `also` are other names for it;
    `public` lets it answer in a group, before everybody, `aside` there to her alone; one that
    `acts` at once is only offered to who comes by a link. `reads` takes the words that mean one of
    its choices as the choice's label would: given what follows its name and the words, it gives
    what is to follow, or None.
    `about` says what such a choice is about, to tell it from another of the same label.
    `unproven` is what becomes of it when a mail without proof says it; what does not declare it
    waits for a proof. One that `asks` is searched for what stands behind its name.
    """

    name: str
    handler: Handler
    role: Role = Role.NEWCOMER
    hidden: bool = False
    also: tuple[str, ...] = ()
    public: bool = False
    aside: bool = False
    acts: bool = False
    reads: Callable[[str, str], str | None] | None = None
    about: Callable[[str, Context], Awaitable[str]] | None = None
    unproven: Unproven = Unproven.KEPT
    asks: bool = False

    @property
    def linked(self) -> bool:
        """Whether a link may lead to it: not to the steps of a conversation."""
        return self.public or not self.hidden


@dataclass(frozen=True, slots=True)
class Place:
    """A group that somebody speaks in, and the theme that an animator gave it to."""

    address_id: int
    theme: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """Whom an address belongs to that a request comes from without proof: what is known of her."""

    member: Member | None
    rights: Rights
    draft: Draft | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A usual answer to a field: what is stored, what is shown, what else means it."""

    value: str
    label: str
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Field:
    """One thing a form asks. Its prompt is the text `<form>.ask_<field>`.

    `read` makes the stored answer of what was written, or raises Unreadable; `offer` gives the
    usual answers; `free` text is taken as it is and echoed; `quotes` names a text shown below the
    prompt, as it will be kept; `asked` says whether it is asked after these answers; `counts` is
    the label of a number, where « 3 » may be an answer or the third choice; a tap that `confirms`
    is taken of the message that shows what is confirmed, of no older one. `sure` says whether a
    text can hardly be meant for another field, where `read` takes more than that. `told` says a
    stored answer that is no words of hers. One of the offers of what `declines` ends the form: no
    other way out is shown. What stands below a `long` one on a sheet is of it too;
    one that `passes` is passed when it is left out of a sheet that was answered.
    """

    name: str
    read: Callable[[str, Context], str]
    offer: Callable[[Context], tuple[Offer, ...]] | None = None
    free: bool = False
    quotes: str = ""
    asked: Callable[[Mapping[str, str], Context], bool] | None = None
    counts: str = ""
    confirms: bool = False
    declines: bool = False
    sure: Callable[[str, Context], bool] | None = None
    told: Callable[[str, Context], str] | None = None
    asks: Callable[[Context], str] | None = None
    line: Callable[[Context], tuple[str, tuple[str, ...]]] | None = None
    long: bool = False
    passes: bool = False


Finish = Callable[[Mapping[str, str], "Context"], Awaitable[Reply]]


@dataclass(frozen=True, slots=True)
class Form:
    """Declared fields, asked one at a time or all at once, and what is done with the answers.

    `decline` is what is done when an answer ends the form instead (see `Declined`), `leave` when
    it is cancelled; `shown` is what is filled so far, above each question. Fields that are asked
    `together` stand on one text to fill in, at doors that ask so; the label of the text
    `forms.line_<field>` names each there, those of `forms.says_<field>` open its sentence. Where
    all is shown to be confirmed, `which` is the text that asks which answer is to be corrected.
    """

    name: str
    fields: tuple[Field, ...]
    finish: Finish
    decline: Finish | None = None
    leave: Finish | None = None
    shown: Callable[[Mapping[str, str], Context], Awaitable[str]] | None = None
    together: tuple[str, ...] = ()
    which: str = ""


class Declined(Exception):
    """An answer that ends the form: she does not want to go on, and nothing is kept."""


class Unreadable(Exception):
    """An answer that a field cannot take: the text that says why, and near answers to offer.

    `kept` is what of it the form keeps all the same, beside its answers.
    """

    def __init__(
        self,
        text: str,
        near: tuple[Offer, ...] = (),
        kept: Mapping[str, str] | None = None,
        **values: object,
    ) -> None:
        super().__init__(text)
        self.text = text
        self.near = near
        self.kept = kept or {}
        self.values = values


def labelled(library: Library, label: str, command: str, /, **values: object) -> Choice:
    """A choice with the label of that name and whatever else means it."""
    return Choice(library.texts.label(label, **values), command, library.texts.words(label))


@dataclass(slots=True)
class Context:
    """Who speaks, what is known, and what can be done about it, within one transaction.

    `called` is how her door says she is called; `place` is the group she speaks in; `zone` is
    hers, `home` the community's; `doors` are those of the house, and `links` the ways to open a
    token at each, in their order; `told` says that somebody else was written to. `threads` are the
    doors that reach calendars which answer; `at_once` says that a form is asked as one text.

    Without proof of who speaks, `claim` says who it would be, and all the rest is a newcomer's.
    `owner_id` is the address that the message which is answered went to, when that is another
    one. `again` has what was kept (a command line, or words) understood now.
    """

    db: Session
    library: Library
    address: Address
    address_id: int
    member: Member | None
    rights: Rights
    now: datetime
    zone: ZoneInfo
    home: ZoneInfo
    menu: tuple[Command, ...] = ()
    forms: tuple[Form, ...] = ()
    draft: Draft | None = None
    found: Found | None = None
    called: str = ""
    place: Place | None = None
    doors: tuple[str, ...] = ()
    links: Callable[[str], tuple[str, ...]] = lambda _token: ()
    reaches: Callable[[Address], bool] = lambda _to: True
    report: Callable[[], Mapping[str, str]] = dict
    threads: frozenset[str] = frozenset()
    at_once: bool = False
    claim: Claim | None = None
    owner_id: int | None = None
    again: Callable[[str], Awaitable[Reply]] | None = None
    events: list[Event] = field(default_factory=list)
    told: bool = False

    @property
    def role(self) -> Role:
        """The highest level this person has."""
        return role_of(self.rights, member=self.member is not None)

    def require(self, role: Role) -> None:
        """Raise NotMember, NotAnimator or NotAdministrator unless this person has that role."""
        if role is Role.MEMBER:
            self.require_member()
        elif role > self.role:
            raise NotAdministrator if role is Role.ADMINISTRATOR else NotAnimator

    def require_member(self) -> Member:
        """The member who speaks. Raises NotMember."""
        if self.member is None:
            raise NotMember
        return self.member

    def say(self, text: str, /, **values: object) -> str:
        """The words of that name, as simple HTML."""
        return self.library.texts.html(text, **values)

    def choice(self, label: str, command: str, /, **values: object) -> Choice:
        """A choice with the label of that name and whatever else means it."""
        return labelled(self.library, label, command, **values)

    def reply(
        self,
        text: str,
        /,
        *choices: Choice,
        attachments: tuple[Attachment, ...] = (),
        **values: object,
    ) -> Reply:
        """A reply with the words of that name."""
        return Reply(self.say(text, **values), choices, attachments)

    def card(self, card: str, text: str, /, *choices: Choice, **values: object) -> Reply:
        """A reply that changes where it stands when one of its choices is taken."""
        return Reply(self.say(text, **values), choices, card=card)

    async def tell(
        self, to: Member | int, reply: Reply, key: str, *, quotes: Member | None = None
    ) -> int | None:
        """Write to somebody else, once per key: a member by the door she chose, or an address id.

        A member who said STOP hears nothing of the bot's own; one who paused hears it after. Gives
        the id of the address that is told, None when nobody is.
        """
        self.told = True
        due_at = self.now
        if isinstance(to, Member):
            address_id = await channels.reach(self.db, to.id)
            if address_id is None or to.stopped_at is not None:
                return None
            due_at = max(self.now, to.paused_until or self.now)
        else:
            address_id = to
        await outbox.add(
            self.db,
            key=key,
            address_id=address_id,
            reply=reply,
            now=self.now,
            due_at=due_at,
            quoted_id=quotes.id if quotes else None,
        )
        return address_id

    def after(self, event: Event) -> None:
        """Ask the process for something once the transaction is committed."""
        self.events.append(event)
