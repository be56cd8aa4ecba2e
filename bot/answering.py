"""One request, one transaction: its effects, its answer as a delivery, and its mark as handled."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot import matching, router
from bot.batch import Batch
from bot.house import House
from bot.logs import trace
from bot.sending import Clock
from community.addresses import keep_addresses, reopen_address
from community.context import Claim, Context, Event, Place
from community.db.engine import Database, Session
from community.errors import CommunityError, NotMember
from community.groups import theme_of_group
from community.hearing import Hearing, come_back, hear
from community.members import touch
from community.post import inbox, outbox, told
from community.post.codec import load_request
from community.post.inbox import Outcome, Taken
from community.post.outbox import Parcel, Priority
from community.proof import prove
from community.roles import Rights, Role, administrators
from community.words import SILENCE, Address, Matter, Reply, Request, Sending
from content.search import Found
from handlers import COMMANDS, FORMS, forms

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answered:
    """What is left to do once a request is committed: an answer to send, and events.

    `others` says that something else may be due: an answer in a queue, words for somebody else.
    """

    parcel: Parcel | None
    events: tuple[Event, ...] = ()
    others: bool = True


MOST_PUZZLED = 5
MOST_UNPROVEN = 20
WINDOW = timedelta(hours=1)
NOTHING = Answered(None)


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """How a request would be answered, and whether it is `proven` who speaks."""

    reply: Reply
    proven: bool


@dataclass(frozen=True, slots=True)
class Asking:
    """A request about to be answered, and what search said of it."""

    taken: Taken
    request: Request
    found: Found | None


class _Rehearsed(Exception):
    """All that was done is to be undone, but what it would have said."""

    def __init__(self, told: Rehearsal) -> None:
        super().__init__()
        self.told = told


class Undone(Exception):
    """A handler raised: nothing it did stands, and the person is told why."""

    def __init__(self, cause: Exception) -> None:
        super().__init__()
        self.cause = cause


class _Apart(Exception):
    """Of those who were to be answered together somebody was not: each is answered alone."""


class Answering:
    """Gives each request its answer, whatever happens."""

    def __init__(self, database: Database, house: House, holder: str, clock: Clock) -> None:
        self._database = database
        self._house = house
        self._holder = holder
        self._clock = clock
        self._together = Batch(self._answer_together)
        self.after = house.after

    async def answer(self, taken: Taken) -> Answered | None:
        """Answer a request; None when another process did meanwhile.

        SQLite has one writer: those who would wait for it are answered in one transaction.
        """
        request = load_request(taken.payload)
        asking = Asking(taken, request, await self._find(request))
        if not self._database.embedded:
            return await self._answer_alone(asking)
        try:
            return await self._together.ask(asking)
        except _Apart:
            return await self._answer_alone(asking)

    async def _answer_together(self, some: Sequence[Asking]) -> Sequence[Answered | None]:
        """Answer some people. Raises _Apart, with nothing done, when one of several refuses."""
        if len(some) == 1:
            return [await self._answer_alone(some[0])]
        try:
            async with self._database.transaction() as session:
                return [await self._answer_next(session, asking) for asking in some]
        except Exception as error:
            raise _Apart from error

    async def _answer_next(self, session: Session, asking: Asking) -> Answered | None:
        """Answer one of several; the next hears the database, not what this one had loaded."""
        answered = await self._handle(session, asking)
        await session.flush()
        session.expunge_all()
        return answered

    async def _answer_alone(self, asking: Asking) -> Answered | None:
        """A refusal or a bug rolls back, then a second transaction says so and marks it handled."""
        try:
            async with self._database.transaction() as session:
                return await self._handle(session, asking)
        except Undone as undone:
            async with self._database.transaction() as session:
                return await self._apologise(session, asking, undone.cause)

    async def shelve(self, taken: Taken) -> Answered | None:
        """Set aside a request that failed three times; tell its sender and the administrators."""
        async with self._database.transaction() as session:
            heard = await hear(session, taken.id, taken.received_at)
            if heard is None:
                return None
            request = load_request(taken.payload)
            ctx = await self._context(session, heard, request)
            for administrator in await administrators(session):
                notice = ctx.reply(
                    "reception.shelved_admin",
                    ctx.choice("reception.retry", f"/reprendre_demande {taken.id}"),
                    id=taken.id,
                )
                await ctx.tell(administrator, notice, f"shelved/{taken.id}/{administrator}")
            reply = ctx.reply("reception.shelved_person", ctx.choice("router.help", "/aide"))
            return await self._close(ctx, heard, request, reply, Outcome.SHELVED)

    async def rehearse(self, request: Request) -> Rehearsal:
        """Tell how a request would be answered now, and undo all that it did."""
        found = await self._find(request)
        heard_as = replace(request, id=f"rehearsal/{uuid4().hex}")  # it may have been heard once
        try:
            async with self._database.transaction() as session:
                row_id = await inbox.receive_one(session, heard_as, self._clock())
                heard = await hear(session, row_id, self._clock())
                assert heard is not None
                ctx = await self._context(session, heard, heard_as, found)
                raise _Rehearsed(Rehearsal(await self._try(heard_as, ctx), ctx.claim is None))
        except _Rehearsed as rehearsed:
            return rehearsed.told

    async def _try(self, request: Request, ctx: Context) -> Reply:
        try:
            return await router.route(request, ctx)
        except CommunityError as error:
            return forms.remind(_refusal(error, ctx), ctx)

    async def _handle(self, session: Session, asking: Asking) -> Answered | None:
        request = asking.request
        heard = await hear(session, asking.taken.id, asking.taken.received_at)
        if heard is None:
            return None
        ctx = await self._context(session, heard, request, asking.found)
        if 0 < self._house.rate_limit < heard.recent and not _is_exempt(request, ctx):
            return await self._slow_down(ctx, heard, request)
        try:
            reply = await router.route(request, ctx)
        except Exception as error:
            raise Undone(error) from error
        reply, outcome = await self._measured(reply, ctx)
        answered = await self._close(ctx, heard, request, reply, outcome)
        return replace(answered, events=tuple(ctx.events))

    async def _apologise(
        self, session: Session, asking: Asking, cause: Exception
    ) -> Answered | None:
        request = asking.request
        heard = await hear(session, asking.taken.id, asking.taken.received_at)
        if heard is None:
            return None
        ctx = await self._context(session, heard, request)
        if isinstance(cause, CommunityError):
            reply = forms.remind(_refusal(cause, ctx), ctx)
        else:
            logger.error("a handler failed: %s", trace(cause))
            reply = ctx.reply("reception.bug", ctx.choice("router.help", "/aide"))
        return await self._close(ctx, heard, request, reply, Outcome.ANSWERED)

    async def _slow_down(self, ctx: Context, heard: Hearing, request: Request) -> Answered:
        """Say it once, then stay silent until they slow down."""
        reply = SILENCE if heard.limited else ctx.reply("reception.slow_down")
        return await self._close(ctx, heard, request, reply, Outcome.LIMITED)

    async def _measured(self, reply: Reply, ctx: Context) -> tuple[Reply, Outcome]:
        """A reply, or silence for who may be a machine, and is told too often that we are lost."""
        if not (reply.puzzled and self._house.is_wary(ctx.address.door)):
            return reply, Outcome.ANSWERED
        lately = await inbox.outcomes(ctx.db, ctx.address_id, ctx.now - WINDOW)
        if lately[Outcome.PUZZLED] >= MOST_PUZZLED:
            return SILENCE, Outcome.LIMITED
        return reply, Outcome.PUZZLED

    async def _bounded(self, reply: Reply, outcome: Outcome, ctx: Context) -> tuple[Reply, Outcome]:
        """A reply, or silence for who is written to too often in a name that anybody can bear."""
        if ctx.claim is None or reply == SILENCE or outcome is Outcome.SHELVED:
            return reply, outcome
        lately = await inbox.outcomes(ctx.db, ctx.address_id, ctx.now - WINDOW)
        if lately[Outcome.UNPROVEN] + lately[Outcome.PUZZLED] < MOST_UNPROVEN:
            return reply, Outcome.UNPROVEN if outcome is Outcome.ANSWERED else outcome
        if not lately[Outcome.SILENCED]:
            logger.warning("an address is not answered for a while: too much is said in its name")
        return SILENCE, Outcome.SILENCED

    async def _find(self, request: Request) -> Found | None:
        """Search before the transaction, beside the loop; most commands and taps need none."""
        text = "" if request.tapped else matching.asked(matching.clean(request.text))
        return await self._house.knowledge.find(text) if text else None

    async def _context(
        self, session: Session, heard: Hearing, request: Request, found: Found | None = None
    ) -> Context:
        now = self._clock()
        proof = await prove(session, request, heard.address_id, now)
        member = heard.member if proof.proven else None
        if heard.lost:
            await come_back(session, heard.address_id, proven=proof.proven)
        if member is not None:
            await touch(session, member, now)
        return Context(
            db=session,
            library=self._house.knowledge.library,
            address=heard.address,
            address_id=heard.address_id,
            member=member,
            rights=heard.rights if proof.proven else Rights(),
            now=now,
            zone=ZoneInfo(member.zone) if member else self._house.zone,
            home=self._house.zone,
            menu=COMMANDS,
            forms=FORMS,
            draft=None if request.place or not proof.proven else heard.draft,
            claim=None if proof.proven else Claim(heard.member, heard.rights, heard.draft),
            owner_id=proof.owner_id,
            found=found,
            called=request.name,
            place=await self._place(session, request.place) if request.place else None,
            doors=tuple(self._house.doors),
            links=self._house.links,
            reaches=self._house.reaches,
            report=self._house.report,
            threads=self._house.threads,
            at_once=self._house.asks_at_once(request.sender.door),
        )

    async def _place(self, session: Session, place: Address) -> Place:
        ids = await keep_addresses(session, [place], self._clock())
        await reopen_address(session, ids[place])
        return Place(ids[place], await theme_of_group(session, ids[place]))

    async def _close(
        self, ctx: Context, heard: Hearing, request: Request, reply: Reply, outcome: Outcome
    ) -> Answered:
        """Mark a request handled and write its answer down, leased to this process.

        The process sends it right after the commit; when an earlier answer still waits for its
        door, this one queues behind it, as does what is said in a group, where others speak too.
        What is said aside there goes to her, and is no part of the conversation that she has.
        A shelved request that is taken up again gets both words.
        """
        reply, outcome = await self._bounded(reply, outcome, ctx)
        await inbox.close(ctx.db, heard.row_id, outcome, ctx.now)
        edits = await _edited(ctx, request, reply)
        if reply == SILENCE or edits is None:
            return NOTHING
        place = None if reply.aside else ctx.place
        queued = heard.queued or place is not None
        matter = Matter(request.id, request.subject)
        kind = "shelved" if outcome is Outcome.SHELVED else "answer"
        posted = await outbox.add(
            ctx.db,
            key=f"{kind}/{heard.row_id}",
            address_id=place.address_id if place else heard.address_id,
            reply=reply,
            now=ctx.now,
            priority=Priority.NOTIFICATION if reply.aside else Priority.ANSWER,
            holder=None if queued else self._holder,
            edits=edits,
            matter=matter,
        )
        if posted is None or queued:
            return Answered(None, others=ctx.told)
        tap = request.tap if reply.aside else ""
        how = Sending(posted.token, edits=edits, tap=tap, matter=matter)
        parcel = Parcel(posted.id, heard.address_id, ctx.address, reply, 1, how)
        return Answered(parcel, others=ctx.told)


def _is_exempt(request: Request, ctx: Context) -> bool:
    """What nobody typed in haste: an event, many photos of an animator, or her tap after them."""
    sent = request.given is not None or bool(request.tapped)
    return request.event is not None or (sent and ctx.role >= Role.ANIMATOR)


async def _edited(ctx: Context, request: Request, reply: Reply) -> str | None:
    """The message that a reply takes the place of, empty for none; None when it shows it already.

    That is the one whose choice was taken, while it is a render of the same card.
    """
    if not (reply.card and request.tapped):
        return ""
    where = ctx.place.address_id if ctx.place else ctx.address_id
    shown = await told.by_ref(ctx.db, request.tapped, where)
    if shown is None or shown.card != reply.card:
        return ""
    return None if shown.digest == outbox.digest(reply) else request.tapped


def _refusal(error: CommunityError, ctx: Context) -> Reply:
    choices = [ctx.choice("router.help", "/aide")]
    if isinstance(error, NotMember):
        choices.insert(0, ctx.choice("router.join", "/rejoindre"))
    return Reply(ctx.say(error.text, **error.values), tuple(choices))
