"""What a member proposes to tell of a pole: read by an animator, then published or sent back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from community import roles, stories
from community.addresses import addresses_of
from community.db.tables import Member, Proposal, Story
from community.errors import ProposalHandled, UnknownProposal
from community.roles import Rights
from community.stories import Pole, Told
from community.themes import themes_of

KEPT = timedelta(days=365)  # what was sent back, or published, and nobody touched since


class ProposalStatus(StrEnum):
    """Where a proposal stands."""

    WAITING = "waiting"
    RETURNED = "returned"
    PUBLISHED = "published"


OPEN = (ProposalStatus.WAITING, ProposalStatus.RETURNED)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is proposed: the words by question, whether her name goes with them, and the version
    of the story that they were written from (0: none).
    """

    pole: Pole
    told: Told
    credited: bool
    version: int


async def propose(session: AsyncSession, member: Member, draft: Draft, now: datetime) -> Proposal:
    """Have the animators read it, in place of what she proposed of that pole before."""
    proposal = await proposed_by(session, member, draft.pole.slug)
    if proposal is None:
        proposal = Proposal(
            member_id=member.id,
            pole=draft.pole.slug,
            name=draft.pole.name,
            commune=draft.pole.commune,
            told="",
            credited=draft.credited,
            version=draft.version,
            status=ProposalStatus.WAITING,
            sent_at=now,
        )
        session.add(proposal)
    proposal.told = stories.dump(draft.told)
    proposal.credited = draft.credited
    proposal.name, proposal.commune = draft.pole.name, draft.pole.commune
    proposal.version = draft.version
    proposal.status, proposal.sent_at, proposal.corrected = ProposalStatus.WAITING, now, False
    await session.flush()
    return proposal


async def proposed_by(session: AsyncSession, member: Member, pole: str) -> Proposal | None:
    """What she proposes of a pole that is not published, if anything."""
    query = select(Proposal).where(
        Proposal.member_id == member.id, Proposal.pole == pole, Proposal.status.in_(OPEN)
    )
    return (await session.scalars(query.order_by(Proposal.id).limit(1))).one_or_none()


async def readers(session: AsyncSession, member: Member) -> list[int]:
    """The addresses of who may publish her words: who animates her themes, else administrators.

    She is not told herself.
    """
    hers = {address.id for address in await addresses_of(session, member.id)}
    found: set[int] = set()
    for membership in await themes_of(session, member.id):
        found |= set(await roles.animators(session, membership.theme))
    return sorted(found - hers) or sorted(set(await roles.administrators(session)) - hers)


async def waiting(session: AsyncSession, rights: Rights) -> Sequence[tuple[Proposal, Member]]:
    """What waits to be read, the oldest first, each with who proposes it. Raises NotAnimator."""
    rights.require_some_theme()
    query = (
        select(Proposal, Member)
        .join(Member, Member.id == Proposal.member_id)
        .where(Proposal.status == ProposalStatus.WAITING)
        .order_by(Proposal.sent_at, Proposal.id)
    )
    return [(proposal, member) for proposal, member in (await session.execute(query)).all()]


async def read(session: AsyncSession, rights: Rights, proposal_id: int) -> tuple[Proposal, Member]:
    """One that waits, which nobody else handles meanwhile, and who proposes it.

    Raises NotAnimator, UnknownProposal, ProposalHandled.
    """
    rights.require_some_theme()
    query = (
        select(Proposal)
        .where(Proposal.id == proposal_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    proposal = (await session.scalars(query)).one_or_none()
    if proposal is None:
        raise UnknownProposal
    if proposal.status != ProposalStatus.WAITING:
        by = await session.get(Member, proposal.handled_by) if proposal.handled_by else None
        raise ProposalHandled(status=proposal.status, by=by.name if by else "")
    return proposal, await session.get_one(Member, proposal.member_id)


async def correct(session: AsyncSession, rights: Rights, proposal_id: int, told: Told) -> Proposal:
    """Have a proposal say so before it is published. Raises as `read`."""
    proposal, _ = await read(session, rights, proposal_id)
    if stories.dump(told) != proposal.told:
        proposal.told, proposal.corrected = stories.dump(told), True
    return proposal


async def publish(
    session: AsyncSession,
    rights: Rights,
    proposal_id: int,
    called: str,
    by: Member | None,
    now: datetime,
) -> Story:
    """Make it the next version of what is told of its pole, which is found as it is `called`.

    Raises as `read`.
    """
    proposal, member = await read(session, rights, proposal_id)
    before = await stories.latest(session, proposal.pole)
    story = Story(
        pole=proposal.pole,
        version=before.version + 1 if before else 1,
        name=proposal.name,
        commune=proposal.commune,
        told=proposal.told,
        credited=proposal.credited,
        continues=proposal.version > 0,
        published_at=now,
        checked_at=now,
        author_id=member.id,
        published_by=by.id if by else None,
    )
    stories.index(story, called)
    session.add(story)
    _handle(proposal, ProposalStatus.PUBLISHED, by, now)
    proposal.told = stories.dump({})
    await session.flush()
    return story


async def send_back(
    session: AsyncSession,
    rights: Rights,
    proposal_id: int,
    word: str,
    by: Member | None,
    now: datetime,
) -> tuple[Proposal, Member]:
    """Ask its author for something more, in these words. Raises as `read`."""
    proposal, member = await read(session, rights, proposal_id)
    _handle(proposal, ProposalStatus.RETURNED, by, now)
    proposal.word = word
    return proposal, member


def _handle(proposal: Proposal, status: ProposalStatus, by: Member | None, now: datetime) -> None:
    proposal.status, proposal.handled_at = status, now
    proposal.handled_by = by.id if by else None


async def purge(session: AsyncSession, now: datetime) -> None:
    """Forget what was handled a year ago."""
    old = Proposal.status != ProposalStatus.WAITING, Proposal.handled_at < now - KEPT
    await session.execute(delete(Proposal).where(*old))
