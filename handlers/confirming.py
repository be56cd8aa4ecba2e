"""What a mail says without proof: kept, and asked about in one mail to who has that address."""

from community import pending
from community.context import Command, Context
from community.drafts import has_draft
from community.errors import NotAdministrator, NotAnimator, NotMember
from community.roles import Role, role_of
from community.words import SILENCE, Address, Choice, Reply, Request
from content.search import FoundKind
from french import courtesy
from french.ballot import read_ballot
from french.coming import is_late, names_coming, read_coming
from handlers.themes import meant

SHOWN = 200  # characters of what she wrote that are worth repeating


async def keep(command: Command, rest: str, request: Request, ctx: Context) -> Reply:
    """Keep a command until she confirms it; what she may not ask for is refused at once.

    Raises NotMember, NotAnimator or NotAdministrator.
    """
    if command.handler in {confirm, deny}:
        return ctx.reply("confirming.answer_here", *_answers(rest, ctx))
    _require(command.role, ctx)
    return await _ask(f"/{command.name} {rest}".strip(), request, ctx)


def _require(role: Role, ctx: Context) -> None:
    """Raise what a person of that address would be told, once she is known."""
    assert ctx.claim is not None
    if role_of(ctx.claim.rights, member=ctx.claim.member is not None) < role:
        raise {Role.MEMBER: NotMember, Role.ANIMATOR: NotAnimator}.get(role, NotAdministrator)


async def claimed(request: Request, ctx: Context) -> Reply | None:
    """Words that only somebody known could mean, said without proof: kept too.

    They answer the form she is in, or tell of her coming or of dates of a poll.
    """
    answered = ctx.found is not None and ctx.found.kind is FoundKind.ANSWER
    if ctx.owner_id is not None and not answered and await has_draft(ctx.db, ctx.owner_id):
        return await ask_owner(request.text, ctx.owner_id, request, ctx)
    if ctx.claim is None:
        return None
    if ctx.claim.draft is not None and not answered:
        return await _ask(request.text, request, ctx)
    return await told(request, ctx)


async def told(request: Request, ctx: Context) -> Reply | None:
    """What a member says, without proof, of her coming or of dates of a poll: kept too."""
    if ctx.claim is None or ctx.claim.member is None or not _tells(courtesy.bare(request.text)):
        return None
    return await _ask(request.text, request, ctx)


def _tells(text: str) -> bool:
    coming = read_coming(text) is not None and names_coming(text)
    ballot = read_ballot(text)
    return coming or is_late(text) or bool(ballot and ballot.slots)


async def _ask(said: str, request: Request, ctx: Context) -> Reply:
    number = await pending.keep(ctx.db, ctx.address_id, said, ctx.now)
    if number is None:
        return SILENCE
    written = _shortened(request.text)
    if title := _theme_to_join(said, ctx):
        agree = ctx.choice("joining.accept", f"/confirmer {number} oui")
        refuse = ctx.choice("joining.refuse", f"/ecarter {number}")
        asked = ctx.reply("confirming.join", agree, refuse, said=written, title=title)
        data = ctx.say("start.data", detail=False)  # the consent says where it is
        return Reply(asked.html + ctx.say("joining.consent") + data, asked.choices)
    return ctx.reply("confirming.ask", *_answers(str(number), ctx), said=written)


def _theme_to_join(said: str, ctx: Context) -> str:
    """The title of the theme that a newcomer asks to join, whose consent is asked at once."""
    name, _, theme = said.partition(" ")
    if name != "/rejoindre" or ctx.claim is None or ctx.claim.member is not None:
        return ""
    found = meant(theme, ctx.library.themes.values())
    return found[0].title if len(found) == 1 else ""


async def ask_owner(said: str, owner_id: int, request: Request, ctx: Context) -> Reply:
    """Ask who got a message of ours whether she answers it from elsewhere; nothing changes yet."""
    number = await pending.keep(ctx.db, owner_id, said, ctx.now)
    if number is not None:
        asked = ctx.reply(
            "confirming.elsewhere",
            *_answers(str(number), ctx),
            said=_shortened(request.text),
            sender=masked(ctx.address),
        )
        await ctx.tell(owner_id, asked, f"elsewhere/{number}")
    return ctx.reply(
        "confirming.not_yours",
        ctx.choice("confirming.themes", "/themes"),
        ctx.choice("confirming.agenda", "/agenda"),
        ctx.choice("confirming.question", "/question"),
    )


def _answers(number: str, ctx: Context) -> tuple[Choice, Choice]:
    number = number.partition(" ")[0]
    return (
        ctx.choice("confirming.hers", f"/confirmer {number}"),
        ctx.choice("confirming.not_hers", f"/ecarter {number}"),
    )


def _shortened(text: str) -> str:
    said = " ".join(courtesy.bare(text).split())
    return said if len(said) <= SHOWN else f"{said[:SHOWN].rstrip()}…"


def masked(address: Address) -> str:
    """An address as somebody else may see it: she knows it again when it is hers."""
    name, at, domain = address.value.rpartition("@")
    return f"{name[:1]}…@{domain}" if at else "…"


async def confirm(request: Request, ctx: Context) -> Reply:
    """`/confirmer ID [WORDS]`: it was her; it is done now, and she goes on with these words."""
    number, _, words = request.text.partition(" ")
    said = await pending.take(ctx.db, number, ctx.address_id, ctx.now)
    if said is None or ctx.again is None:
        return ctx.reply("confirming.gone", *_ways_on(ctx))
    reply = await ctx.again(said)
    return await ctx.again(words) if words else reply


async def deny(request: Request, ctx: Context) -> Reply:
    """`/ecarter ID`: it was not her, or she changed her mind."""
    await pending.take(ctx.db, request.text, ctx.address_id, ctx.now)
    return ctx.reply("confirming.denied", *_ways_on(ctx))


def _ways_on(ctx: Context) -> tuple[Choice, Choice]:
    return (
        ctx.choice("confirming.agenda", "/agenda"),
        ctx.choice("confirming.question", "/question"),
    )
