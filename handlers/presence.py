"""`/presence`: who came, one tap each, on a card that changes where it stands."""

import re
from collections import Counter
from collections.abc import Sequence

from community import attendance
from community.attendance import Attendee, RollCall
from community.context import Context
from community.db.tables import Exchange
from community.words import Attachment, Choice, Reply, Request
from french.folding import essence
from handlers.exchange_card import shown
from handlers.paging import page_of, split_page
from handlers.which_exchange import by_number, exchange_of

PAGE = 20
HERE, AWAY = "oui", "non"
_MARKED = re.compile(rf"([0-9]{{1,9}}) ({HERE}|{AWAY}) ([0-9]{{1,9}}|reste)")


async def presence(request: Request, ctx: Context) -> Reply:
    """`/presence [exchange]`: the roll-call; `ID oui|non MEMBER|reste` marks."""
    text, page = split_page(request.text)
    marked = _MARKED.fullmatch(text)
    if marked:
        await _mark(int(marked[1]), marked[3], ctx, present=marked[2] == HERE)
        return await _card(await by_number(marked[1], ctx), page, ctx)
    one = await exchange_of(text if text.isdecimal() else request.text, "presence", ctx, begun=True)
    if isinstance(one, Reply):
        return one
    return await _card(await attendance.held(ctx.db, ctx.rights, one.id, ctx.now), page, ctx)


async def _mark(number: int, whom: str, ctx: Context, *, present: bool) -> None:
    if whom == "reste":
        await attendance.mark_rest(ctx.db, ctx.rights, number, ctx.now, present=present)
    else:
        await attendance.mark(ctx.db, ctx.rights, number, int(whom), ctx.now, present=present)


async def _card(one: Exchange, page: int, ctx: Context) -> Reply:
    call = await attendance.roll_call(ctx.db, ctx.rights, one)
    listed, more = page_of(call.people, page, PAGE)
    choices = [
        *_each(listed, one, page, ctx),
        *_rest(call, one, page, ctx),
        ctx.choice("presence.add", f"/presence_ajouter {one.id}"),
        *([] if call.count(True) else [ctx.choice("signing.get", f"/emargement {one.id}")]),
    ]
    if more or page > 1:
        following = page + 1 if more else 1
        choices.append(ctx.choice("presence.next", f"/presence {one.id} p{following}"))
    if call.present or call.count(False):
        choices.append(ctx.choice("presence.sheet", f"/presence_feuille {one.id}"))
        choices.append(ctx.choice("presence.minutes", f"/compte_rendu {one.id}"))
    return ctx.card(
        f"presence/{one.id}",
        "presence.card",
        *choices,
        exchange=shown(one, ctx),
        people=listed,
        present=call.present,
        awaited=len(call.people) + call.erased,
        unsaid=call.count(None),
        erased=call.erased,
    )


def _each(listed: Sequence[Attendee], one: Exchange, page: int, ctx: Context) -> list[Choice]:
    """A tap says that somebody is there; another one that she is not."""
    choices = []
    for attendee, name in zip(listed, _names(listed), strict=True):
        how = AWAY if attendee.attended else HERE
        command = f"/presence {one.id} {how} {attendee.member_id} p{page}"
        choices.append(
            ctx.choice(f"presence.{'away' if how == AWAY else 'here'}", command, name=name)
        )
    return choices


def _names(people: Sequence[Attendee]) -> list[str]:
    """Each name, with the structure when two people are called the same."""
    times = Counter(essence(one.name) for one in people)
    return [
        f"{one.name}, {one.structure}"
        if times[essence(one.name)] > 1 and one.structure
        else one.name
        for one in people
    ]


def _rest(call: RollCall, one: Exchange, page: int, ctx: Context) -> list[Choice]:
    """All at once: everybody while nobody is called, then those who are left."""
    if not call.count(None):
        return []
    called = call.count(None) < len(call.people)
    everybody = "presence.rest_here" if called else "presence.all_here"
    choices = [ctx.choice(everybody, f"/presence {one.id} {HERE} reste p{page}")]
    if called:
        choices.append(ctx.choice("presence.rest_away", f"/presence {one.id} {AWAY} reste p{page}"))
    return choices


async def add(request: Request, ctx: Context) -> Reply:
    """`/presence_ajouter ID [name] [pN]`: somebody of the theme who was not awaited came."""
    asked, page = split_page(request.text)
    number, _, name = asked.partition(" ")
    one = await by_number(number, ctx)
    others = await attendance.not_called(ctx.db, ctx.rights, one)
    said = set(essence(name).split())
    found = [other for other in others if said <= set(essence(other.name).split())]
    listed, more = page_of(found, page, PAGE)
    choices = [
        Choice(label, f"/presence {one.id} {HERE} {other.member_id}")
        for other, label in zip(listed, _names(listed), strict=True)
    ]
    if more:
        choices.append(ctx.choice("presence.next", f"/presence_ajouter {number} p{page + 1}"))
    back = ctx.choice("presence.back", f"/presence {one.id}")
    return ctx.reply("presence.who", *choices, back, found=bool(listed), title=one.title)


async def sheet(request: Request, ctx: Context) -> Reply:
    """`/presence_feuille ID`: who came, as a table for funders."""
    one = await by_number(request.text, ctx)
    table = Attachment(
        "attendance.csv", (str(one.id), one.theme), f"presences-{one.starts[:10]}-{one.id}.csv"
    )
    call = await attendance.roll_call(ctx.db, ctx.rights, one)
    return ctx.reply(
        "presence.sheet",
        ctx.choice("presence.back", f"/presence {one.id}"),
        attachments=(table,),
        title=one.title,
        unsaid=call.count(None),
    )
