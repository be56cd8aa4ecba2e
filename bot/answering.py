"""One request, one transaction: its effects, its answer as a delivery, and its mark as handled."""

import logging
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from zoneinfo import ZoneInfo

from bot import router
from bot.knowledge import Knowledge
from bot.logs import trace
from bot.sending import Clock
from community.addresses import heard, lock_address
from community.context import Context, Event
from community.db.engine import Database, Session
from community.db.tables import AddressRow, Inbox
from community.drafts import open_draft
from community.errors import CommunityError, NotMember
from community.members import member_at, touch
from community.post import inbox, outbox
from community.post.codec import load_request
from community.post.inbox import Outcome
from community.post.outbox import Parcel, Priority
from community.roles import administrators, rights_of
from community.words import Address, Reply, Request
from content.search import Found
from handlers import COMMANDS, FORMS

logger = logging.getLogger(__name__)

WINDOW = timedelta(seconds=10)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is left to do once a request is committed: an answer to send, and events."""

    parcel: Parcel | None
    events: tuple[Event, ...] = ()


@dataclass(frozen=True, slots=True)
class House:
    """What the process lends to those who answer."""

    knowledge: Knowledge
    links: Callable[[str], tuple[str, ...]]
    report: Callable[[], Mapping[str, str]]
    after: Callable[[Event], Awaitable[None]]
    zone: ZoneInfo
    rate_limit: int


class Answering:
    """Gives each request its answer, whatever happens."""

    def __init__(self, database: Database, house: House, holder: str, clock: Clock) -> None:
        self._database = database
        self._house = house
        self._holder = holder
        self._clock = clock
        self.after = house.after

    async def answer(self, address_id: int, row_id: int, payload: str) -> Answered:
        """Answer the request of this row, unless somebody else did meanwhile."""
        request = load_request(payload)
        found = self._find(request)
        async with self._database.transaction() as session:
            address = await lock_address(session, address_id)
            row = await inbox.oldest(session, address_id)
            if address is None or row is None or row.id != row_id:
                return Answered(None)
            if await self._too_fast(session, row):
                return await self._slow_down(session, row, request.sender)
            ctx = await self._context(session, address, found)
            reply = await self._reply(request, ctx)
            inbox.close(row, Outcome.ANSWERED, ctx.now)
            parcel = await self._post(session, row, request.sender, reply, "answer")
            return Answered(parcel, tuple(ctx.events))

    async def shelve(self, address_id: int) -> Answered:
        """Set aside a request that failed three times; tell its sender and the administrators."""
        async with self._database.transaction() as session:
            address = await lock_address(session, address_id)
            row = await inbox.oldest(session, address_id)
            if address is None or row is None:
                return Answered(None)
            inbox.close(row, Outcome.SHELVED, self._clock())
            ctx = await self._context(session, address, None)
            for administrator in await administrators(session):
                notice = ctx.reply(
                    "reception.shelved_admin",
                    ctx.choice("reception.retry", f"/reprendre_demande {row.id}"),
                    id=row.id,
                )
                await ctx.tell(administrator, notice, f"shelved/{row.id}/{administrator}")
            reply = ctx.reply("reception.shelved_person", ctx.choice("router.help", "/aide"))
            return Answered(await self._post(session, row, ctx.address, reply, "shelved"))

    def _find(self, request: Request) -> Found | None:
        """Search before the transaction; a command or a tap needs none."""
        text = router.clean(request.text)
        if not text or text.startswith("/"):
            return None
        return self._house.knowledge.finder.find(text)

    async def _context(self, session: Session, address: AddressRow, found: Found | None) -> Context:
        heard(address)
        member = await member_at(session, address)
        now = self._clock()
        if member is not None:
            await touch(session, member, now)
        return Context(
            db=session,
            library=self._house.knowledge.library,
            address=Address(address.door, address.value),
            address_id=address.id,
            member=member,
            rights=await rights_of(session, address),
            now=now,
            zone=ZoneInfo(member.zone) if member else self._house.zone,
            menu=COMMANDS,
            forms=FORMS,
            draft=await open_draft(session, address.id),
            found=found,
            links=self._house.links,
            report=self._house.report,
        )

    async def _reply(self, request: Request, ctx: Context) -> Reply:
        """Let a handler answer; a refusal or a bug undoes its effects and is said kindly."""
        try:
            async with ctx.db.begin_nested():
                return await router.route(request, ctx)
        except CommunityError as error:
            ctx.events.clear()
            return _refusal(error, ctx)
        except Exception as error:
            logger.error("a handler failed: %s", trace(error))
            ctx.events.clear()
            return ctx.reply("reception.bug", ctx.choice("router.help", "/aide"))

    async def _too_fast(self, session: Session, row: Inbox) -> bool:
        limit = self._house.rate_limit
        return limit > 0 and await inbox.count_since(session, row, row.received_at - WINDOW) > limit

    async def _slow_down(self, session: Session, row: Inbox, sender: Address) -> Answered:
        """Say it once, then stay silent until they slow down."""
        said_already = await inbox.previous_outcome(session, row) == Outcome.LIMITED
        inbox.close(row, Outcome.LIMITED, self._clock())
        if said_already:
            return Answered(None)
        html = self._house.knowledge.library.texts.html("reception.slow_down")
        return Answered(await self._post(session, row, sender, Reply(html), "answer"))

    async def _post(
        self, session: Session, row: Inbox, sender: Address, reply: Reply, kind: str
    ) -> Parcel | None:
        """Write the answer down, leased to this process, which sends it right after the commit.

        `kind` tells the answer from the word that the request was shelved: a request taken up
        again gets both. When an earlier answer still waits for its door, this one queues behind it.
        """
        queued = await outbox.has_unsent_answer(session, row.address_id)
        posted = await outbox.add(
            session,
            key=f"{kind}/{row.id}",
            address_id=row.address_id,
            reply=reply,
            now=self._clock(),
            priority=Priority.ANSWER,
            holder=None if queued else self._holder,
        )
        if posted is None or queued:
            return None
        return Parcel(posted.id, posted.token, row.address_id, sender, reply, attempts=1)


def _refusal(error: CommunityError, ctx: Context) -> Reply:
    choices = [ctx.choice("router.help", "/aide")]
    if isinstance(error, NotMember):
        choices.insert(0, ctx.choice("router.join", "/rejoindre"))
    return Reply(ctx.say(error.text, **error.values), tuple(choices))
