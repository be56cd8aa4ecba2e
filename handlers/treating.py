"""`/a_traiter`: what the bot did not know, read and answered by who animates."""

from collections.abc import Mapping

from community import answers as rows
from community import helpfulness
from community.alike import Item
from community.answers import Given
from community.context import Context, Declined, Field, Form, Offer, Unreadable
from community.errors import QuestionTaken, UnknownQuestion
from community.words import Choice, Reply, Request
from french import courtesy
from handlers import forms, knowledge
from handlers.answers import is_offer, offer
from handlers.paging import page_of, split_page

PAGE = 5
LIMIT = 2000
WORDINGS = 3  # of one item, that are worth reading


async def to_treat(request: Request, ctx: Context) -> Reply:
    """`/a_traiter [ID|pN]`: what waits, a page at a time, or one thing of it."""
    said, page = split_page(request.text)
    if said:
        return await _one(await rows.find_item(ctx.db, ctx.rights, _number(said)), ctx)
    items = await rows.open_items(ctx.db, ctx.rights)
    shown, more = page_of(items, page, PAGE)
    start = (page - 1) * PAGE
    choices = [
        ctx.choice("treating.open", f"/a_traiter {one.id}", number=n)
        for n, one in enumerate(shown, start + 1)
    ]
    if more:
        choices.append(ctx.choice("treating.next", f"/a_traiter p{page + 1}"))
    return ctx.reply(
        "treating.list",
        *choices,
        ctx.choice("treating.published", "/a_traiter_publiees"),
        items=[(n, _told(one, ctx)) for n, one in enumerate(shown, start + 1)],
        total=len(items),
    )


def _number(said: str) -> int:
    if not said.isdecimal() or len(said) > 9:
        raise UnknownQuestion
    return int(said)


def _told(one: Item, ctx: Context) -> Mapping[str, object]:
    """An item as it is read."""
    entry = ctx.library.faq.get(one.entry)
    texts = one.texts or ((entry.question,) if entry else ())
    guess = knowledge.offer(ctx.library, one.guess) if one.guess else None
    return {
        "text": texts[0] if texts else "",
        "others": texts[1:WORDINGS],
        "askers": one.askers,
        "waiting": one.waiting,
        "since": one.since.astimezone(ctx.zone),
        "entry": entry.question if entry else "",
        "guess": guess.label if guess else "",
    }


async def _one(item: Item, ctx: Context) -> Reply:
    told = _told(item, ctx)
    helped, failed = await helpfulness.of_entry(ctx.db, item.entry) if item.entry else (0, 0)
    send = ctx.choice("treating.send_guess", f"/a_traiter_envoyer {item.id}")
    see = knowledge.offer(ctx.library, item.guess) if told["guess"] else None
    choices = (
        *([send] if see else []),
        ctx.choice("treating.write", f"/a_traiter_ecrire {item.id}"),
        ctx.choice("treating.put_away", f"/a_traiter_classer {item.id}"),
        *([see] if see else []),
        _back(ctx),
    )
    return Reply(ctx.say("treating.item", helped=helped, failed=failed, **told), choices)


async def send_guess(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_envoyer ID`: those who wait get the nearest thing that is known."""
    item = await rows.find_item(ctx.db, ctx.rights, _number(request.text))
    said = knowledge.render(ctx.library, item.guess) if item.guess else None
    if said is None:
        return await _one(item, ctx)
    given = await rows.give(
        ctx.db, ctx.rights, item.id, document=item.guess, by=ctx.member, now=ctx.now
    )
    await _tell(given, said, ctx)
    return ctx.reply("treating.sent", _back(ctx), people=len(given.askers), own=False)


async def write(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_ecrire ID`: ask for an answer, which is shown before it goes."""
    item = await rows.find_item(ctx.db, ctx.rights, _number(request.text))
    return await forms.begin(WRITING, ctx, {"question": str(item.id)}, anew=True)


async def put_away(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_classer ID`: no answer; who waited is told kindly, and whom she may ask."""
    waited = await rows.put_away(ctx.db, ctx.rights, _number(request.text))
    for one in waited:
        told = ctx.reply(
            "treating.no_answer",
            ctx.choice("treating.contact", "/contact"),
            lines=one.text.splitlines(),
        )
        if one.address_id is not None:
            await ctx.tell(one.address_id, told, f"no-answer/{one.question_id}")
    return ctx.reply("treating.put_away", _back(ctx), people=len(waited))


async def _tell(given: Given, said: Reply, ctx: Context) -> None:
    """Each hears the answer below what she asked, where she asked it."""
    for one in given.askers:
        if one.address_id is None:
            continue
        html = ctx.say("treating.answered", lines=one.text.splitlines()) + said.html
        again = ctx.choice("treating.ask_again", "/demander")
        told = Reply(html, (*said.choices, again))
        await ctx.tell(one.address_id, told, f"person/{given.answer.id}/{one.question_id}")


async def _so_far(answers: Mapping[str, str], ctx: Context) -> str:
    """What is answered, and what those who wait will read."""
    lines = answers.get("text", "").splitlines()
    try:
        item = await rows.find_item(ctx.db, ctx.rights, int(answers["question"]))
    except QuestionTaken:
        return ctx.say("treating.taken")
    told = _told(item, ctx)
    return ctx.say("treating.so_far", text=told["text"], others=told["others"], lines=lines)


async def _send(answers: Mapping[str, str], ctx: Context) -> Reply:
    text = answers["text"]
    try:
        given = await rows.give(
            ctx.db,
            ctx.rights,
            int(answers["question"]),
            text=text,
            by=ctx.member,
            now=ctx.now,
        )
    except QuestionTaken:
        return ctx.reply("treating.too_late", _back(ctx), lines=text.splitlines())
    await _tell(given, Reply(ctx.say("treating.text", lines=text.splitlines())), ctx)
    publish = ctx.choice("treating.publish", f"/a_traiter_publier {given.answer.id}")
    return ctx.reply("treating.sent", publish, _back(ctx), people=len(given.askers), own=True)


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    see = ctx.choice("treating.see_again", f"/a_traiter {answers['question']}")
    return ctx.reply("treating.left", see, _back(ctx))


def _back(ctx: Context) -> Choice:
    return ctx.choice("treating.all", "/a_traiter")


def read_text(text: str, _: Context) -> str:
    """An answer: some words, not too many."""
    said = courtesy.set_apart(text).strip()
    if not any(c.isalnum() for c in said):
        raise Unreadable("treating.unreadable")
    if len(said) > LIMIT:
        raise Unreadable("planning.too_long", limit=LIMIT, length=len(said))
    return said


def _read_sure(text: str, ctx: Context) -> str:
    yes, no = _sure(ctx)
    if is_offer(text, no):
        raise Declined
    if not is_offer(text, yes):
        raise Unreadable("treating.sure_unclear")
    return yes.value


def _sure(ctx: Context) -> tuple[Offer, ...]:
    return (offer(ctx, "treating.confirm", "oui"), offer(ctx, "treating.refuse", "non"))


WRITING = Form(
    "treating",
    (Field("text", read_text, free=True), Field("sure", _read_sure, _sure, confirms=True)),
    _send,
    decline=_leave,
    leave=_leave,
    shown=_so_far,
)
