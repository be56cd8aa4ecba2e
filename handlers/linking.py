"""One person, two doors: linking an address to hers, and parting them again."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from community import linking, merging
from community.addresses import addresses_of
from community.context import Context, Field, Form, Unreadable
from community.db.tables import AddressRow, Member
from community.imports import MAIL
from community.linking import DIGITS, Pair, Trial
from community.members import find_member
from community.post import outbox
from community.roles import Rights, rights_of
from community.words import Address, Choice, Reply, Request
from french.folding import essence
from handlers import forms
from handlers.coming import tell_seated
from handlers.themes import title_of

LONGEST = 254  # characters of a mail address (RFC 5321, 4.5.3.1.3)
MAILED = "mail"


@dataclass(frozen=True, slots=True)
class Clash:
    """An exchange that she answered in two ways, and what is kept."""

    title: str
    here: str
    other: str
    kept: str


async def link(request: Request, ctx: Context) -> Reply:
    """`/relier ADDRESS`: mail it a code; `/relier telegram`: a link to open at the other door."""
    text = request.text.strip().strip("<>").lower()
    if MAIL.fullmatch(text) and len(text) <= LONGEST:
        return await _send_code(Address(MAILED, text), ctx)
    if text and (essence(text) in _others(ctx) or ctx.address.door == MAILED):
        return await _give_link(ctx)
    if text:
        ways = ctx.choice("linking.how", "/relier"), ctx.choice("linking.me", "/moi")
        return ctx.reply("linking.unclear", *ways, mail=MAILED in ctx.doors)
    return await _explain(ctx)


def _others(ctx: Context) -> dict[str, str]:
    """The other doors than mail, with the way to open a token there."""
    ways = zip(ctx.doors, ctx.links(""), strict=False)
    return {door: link for door, link in ways if door != MAILED}


async def _explain(ctx: Context) -> Reply:
    hers = await addresses_of(ctx.db, ctx.member.id) if ctx.member else []
    by_link = [ctx.choice("linking.by_link", "/relier telegram")] if "telegram" in ctx.doors else []
    parted = [ctx.choice("linking.part", "/delier")] if len(hers) > 1 else []
    return ctx.reply(
        "linking.how",
        *(by_link if ctx.address.door == MAILED else []),
        *parted,
        ctx.choice("linking.me", "/moi"),
        hers=[shown(one, ctx) for one in hers],
        mail=MAILED in ctx.doors,
    )


async def _send_code(target: Address, ctx: Context) -> Reply:
    """The same words whether the address is known here or not."""
    if MAILED not in ctx.doors:
        return ctx.reply("linking.no_mail", ctx.choice("linking.me", "/moi"))
    if not ctx.reaches(target):
        ways = ctx.choice("linking.how", "/relier"), ctx.choice("linking.me", "/moi")
        return ctx.reply("linking.accents", *ways, address=target.value)
    hers = await addresses_of(ctx.db, ctx.member.id) if ctx.member else []
    if target == ctx.address or target.value in {one.value for one in hers if one.door == MAILED}:
        return ctx.reply("linking.already", *_after(ctx), address=target.value)
    sent = await linking.make_code(ctx.db, ctx.address_id, target, ctx.now)
    if sent is None:
        return ctx.reply("linking.too_many", ctx.choice("linking.me", "/moi"))
    await outbox.add(
        ctx.db,
        key=f"link/{ctx.address_id}/{ctx.now.isoformat()}",
        address_id=sent.target_id,
        reply=ctx.reply("linking.code", code=f"{sent.code[:3]} {sent.code[3:]}"),
        now=ctx.now,
        expires_at=ctx.now + linking.LIFE,
    )
    ctx.told = True
    intro = ctx.say("linking.sent", address=target.value)
    return await forms.begin(CODE, ctx, {"address": target.value}, intro, anew=True)


async def _give_link(ctx: Context) -> Reply:
    """A link for another door; what it is for is asked again there, before anything is linked."""
    if not _others(ctx):
        return ctx.reply("linking.no_other", ctx.choice("linking.me", "/moi"))
    token = await linking.make_link(ctx.db, ctx.address_id, ctx.now)
    ways = zip(ctx.doors, ctx.links(token), strict=True)
    return ctx.reply("linking.link", links=[way for door, way in ways if door != MAILED])


def _read_code(text: str, _: Context) -> str:
    code = re.sub(r"[\s.,-]", "", text)
    if len(code) != DIGITS or not (code.isascii() and code.isdecimal()):
        raise Unreadable("linking.code_unreadable")
    return code


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    tried = await linking.try_code(ctx.db, ctx.address_id, answers["code"], ctx.now)
    if tried.trial is Trial.WRONG:
        said = ctx.say("linking.wrong", left=tried.left)
        return await forms.begin(CODE, ctx, {"address": answers["address"]}, said, anew=True)
    if tried.trial is Trial.OVER:
        return ctx.reply("linking.over", *_again(answers["address"], ctx))
    return await _proven(tried.id, ctx)


def _again(address: str, ctx: Context) -> list[Choice]:
    command = f"/relier {address}"
    fits = len(command.encode()) <= 64
    return [ctx.choice("linking.another", command if fits else "/relier")]


async def follow(token: str, ctx: Context) -> Reply | None:
    """Open a link that was asked for at another door; None when it is no such link."""
    number = await linking.open_link(ctx.db, token, ctx.address_id, ctx.now)
    return None if number is None else await _proven(number, ctx, ask=True)


async def _proven(number: int, ctx: Context, *, ask: bool = False) -> Reply:
    """Link at once what clashes with nothing; else show what would change, and ask."""
    pair = await linking.proven_pair(ctx.db, number, ctx.address_id, ctx.now)
    if pair is None:
        return ctx.reply("linking.over", ctx.choice("linking.me", "/moi"))
    here, other = pair.here.member_id, pair.other.member_id
    if here is None and other is None:
        return ctx.reply("linking.nobody", ctx.choice("linking.join", "/rejoindre"))
    if here == other:
        return ctx.reply("linking.already", *_after(ctx), address=shown(pair.other, ctx))
    choices = (
        ctx.choice("linking.agree", f"/relier_oui {number}"),
        ctx.choice("linking.refuse", f"/relier_non {number}"),
    )
    if here is not None and other is not None:
        return Reply(ctx.say("linking.two", **await _clashes(pair, ctx)), choices)
    if ask:
        return ctx.reply("linking.sure", *choices, address=shown(pair.other, ctx))
    return await _link(number, pair, ctx)


async def _clashes(pair: Pair, ctx: Context) -> dict[str, object]:
    """What either says of herself, may do, and answered, where they differ."""
    here, other = await _members(pair, ctx)
    said = await merging.differing(ctx.db, here, other)
    return {
        "address": shown(pair.other, ctx),
        "names": (here.name, other.name),
        "structures": (here.structure, other.structure),
        "roles": (await _roles(pair.here, ctx), await _roles(pair.other, ctx)),
        "clashes": [
            Clash(
                one.exchange.title,
                *(
                    ctx.say("registrations.answer", status=row.status, guests=row.guests, rank=0)
                    if row.status != "waitlisted"
                    else ctx.say("linking.waiting")
                    for row in (one.here, one.other, one.kept)
                ),
            )
            for one in said
        ],
    }


async def _members(pair: Pair, ctx: Context) -> tuple[Member, Member]:
    assert pair.here.member_id is not None
    assert pair.other.member_id is not None
    return (
        await find_member(ctx.db, pair.here.member_id),
        await find_member(ctx.db, pair.other.member_id),
    )


async def _roles(address: AddressRow, ctx: Context) -> list[str]:
    rights: Rights = await rights_of(ctx.db, address)
    animated = [
        ctx.say("linking.animator", title=title_of(slug, ctx)) for slug in sorted(rights.animated)
    ]
    return [*animated, *([ctx.say("linking.administrator")] if rights.administrator else [])]


async def linked(request: Request, ctx: Context) -> Reply:
    """`/relier_oui ID`: she saw what changes, and agrees."""
    number = int(request.text) if request.text.isdecimal() and len(request.text) < 10 else 0
    pair = await linking.proven_pair(ctx.db, number, ctx.address_id, ctx.now)
    if pair is None:
        return ctx.reply("linking.over", ctx.choice("linking.how", "/relier"))
    return await _link(number, pair, ctx)


async def _link(number: int, pair: Pair, ctx: Context) -> Reply:
    await linking.use(ctx.db, number)
    if pair.here.member_id is not None and pair.other.member_id is not None:
        here, other = await _members(pair, ctx)
        freed = await merging.merge(ctx.db, here, other)
        await ctx.db.refresh(pair.other)
        for exchange_id in sorted(freed):
            exchange, seated = await merging.reseat(ctx.db, exchange_id, ctx.now)
            await tell_seated(seated, exchange, ctx)
    member_id = pair.here.member_id or pair.other.member_id
    assert member_id is not None
    member = await find_member(ctx.db, member_id)
    await linking.move_roles(ctx.db, pair.other.id, pair.here.id)  # nobody is told twice
    for address in (pair.here, pair.other):
        await linking.attach(ctx.db, address, member, ctx.now)
    ctx.member = member
    warned = ctx.reply(
        "linking.warned",
        ctx.choice("linking.part_it", f"/delier {pair.here.id}"),
        address=shown(pair.here, ctx),
    )
    await ctx.tell(pair.other.id, warned, f"linked/{number}")
    hers = [shown(one, ctx) for one in await addresses_of(ctx.db, member.id)]
    return ctx.reply("linking.done", *_after(ctx), name=member.name, hers=hers)


async def apart(_: Request, ctx: Context) -> Reply:
    """`/relier_non ID`: they stay two."""
    return ctx.reply("linking.apart", ctx.choice("linking.me", "/moi"))


async def unlink(request: Request, ctx: Context) -> Reply:
    """`/delier [ID]`: part an address from hers; asks which."""
    member = ctx.require_member()
    hers = await addresses_of(ctx.db, member.id)
    if len(hers) < 2:
        return ctx.reply(
            "linking.only_one",
            ctx.choice("linking.how", "/relier"),
            ctx.choice("linking.erase", "/effacer"),
        )
    number = int(request.text) if request.text.isdecimal() and len(request.text) < 10 else 0
    gone = await linking.detach(ctx.db, member, number, ctx.now)
    if gone is None:
        choices = (_part(one, ctx) for one in hers)
        return ctx.reply("linking.part_which", *choices, ctx.choice("linking.me", "/moi"))
    here = gone.id == ctx.address_id
    if here:
        ctx.member = None
    return ctx.reply(
        "linking.parted", ctx.choice("linking.how", "/relier"), address=shown(gone, ctx), here=here
    )


def _part(one: AddressRow, ctx: Context) -> Choice:
    return ctx.choice("linking.part_one", f"/delier {one.id}", address=shown(one, ctx))


def shown(one: AddressRow, ctx: Context) -> str:
    """An address as its owner reads it: a mail address, or the name of another door."""
    return one.value if one.door == MAILED else name_of(one.door, ctx)


def name_of(door: str, ctx: Context) -> str:
    """What people call a door."""
    return ctx.library.texts.label(f"linking.door_{door}")


def _after(ctx: Context) -> tuple[Choice, ...]:
    return (ctx.choice("linking.agenda", "/agenda"), ctx.choice("linking.me", "/moi"))


CODE = Form("linking", (Field("code", _read_code),), _finish)
