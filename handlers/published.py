"""What a person answered, made an answer for everybody: its question, its name, its end."""

from collections.abc import Mapping

from community import entries
from community.context import Context, Event, Field, Form, Unreadable
from community.db.tables import Answer
from community.errors import UnknownAnswer
from community.words import Choice, Reply, Request
from handlers import forms
from handlers.paging import page_of, split_page

PAGE = 6
LIMIT = 200


async def publish(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_publier ID`: everybody gets this answer; asks its question when none is kept."""
    number = _number(request.text)
    answer = await entries.publish(ctx.db, ctx.rights, number, ctx.now)
    if not answer.question:
        return await forms.begin(TITLE, ctx, {"answer": str(number)}, anew=True)
    ctx.after(Event.ENTRIES_CHANGED)
    return _shown(answer, "published.done", ctx)


async def entitle(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_titre ID`: ask the question of an answer again."""
    answer = await entries.find_answer(ctx.db, ctx.rights, _number(request.text))
    return await forms.begin(TITLE, ctx, {"answer": str(answer.id)}, anew=True)


async def withdraw(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_retirer ID`: nobody gets this answer any more."""
    answer = await entries.withdraw(ctx.db, ctx.rights, _number(request.text))
    ctx.after(Event.ENTRIES_CHANGED)
    again = ctx.choice("published.again", f"/a_traiter_publier {answer.id}")
    return ctx.reply("published.withdrawn", again, *_ways_on(ctx), question=answer.question)


async def sign(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_signer ID [non]`: her name stands below her answer, or not."""
    said, _, no = request.text.partition(" ")
    answer = await entries.sign(
        ctx.db, ctx.rights, _number(said), ctx.member, signed=not no.strip()
    )
    ctx.after(Event.ENTRIES_CHANGED)
    return _shown(answer, "published.changed", ctx)


async def listing(request: Request, ctx: Context) -> Reply:
    """`/a_traiter_publiees [ID|pN]`: the answers of persons, a page at a time, or one."""
    said, page = split_page(request.text)
    if said:
        answer = await entries.find_answer(ctx.db, ctx.rights, _number(said))
        return _shown(answer, "published.one", ctx)
    known = await entries.published(ctx.db)
    shown, more = page_of(known, page, PAGE)
    choices = [Choice(one.question, f"/a_traiter_publiees {one.id}") for one in shown]
    if more:
        choices.append(ctx.choice("published.next", f"/a_traiter_publiees p{page + 1}"))
    waiting = ctx.choice("published.waiting", "/a_traiter")
    return ctx.reply("published.list", *choices, waiting, total=len(known))


def _shown(answer: Answer, text: str, ctx: Context) -> Reply:
    """The answer as everybody reads it, and what can be changed of it."""
    mine = ctx.member is not None and answer.by_id == ctx.member.id
    name = "published.unsign" if answer.signed else "published.sign"
    tail = " non" if answer.signed else ""
    signing = ctx.choice(name, f"/a_traiter_signer {answer.id}{tail}")
    out = answer.published_at is not None
    end = (
        ctx.choice("published.withdraw", f"/a_traiter_retirer {answer.id}")
        if out
        else ctx.choice("published.again", f"/a_traiter_publier {answer.id}")
    )
    return ctx.reply(
        text,
        ctx.choice("published.entitle", f"/a_traiter_titre {answer.id}"),
        *([signing] if mine else []),
        end,
        *_ways_on(ctx),
        question=answer.question,
        lines=answer.text.splitlines(),
        name=ctx.member.name if mine and answer.signed and ctx.member else "",
        day=answer.answered_at.astimezone(ctx.zone),
    )


def _ways_on(ctx: Context) -> tuple[Choice, ...]:
    return (
        ctx.choice("published.all", "/a_traiter_publiees"),
        ctx.choice("published.waiting", "/a_traiter"),
    )


def _number(said: str) -> int:
    if not said.isdecimal() or len(said) > 9:
        raise UnknownAnswer
    return int(said)


def _read(text: str, _: Context) -> str:
    said = " ".join(text.split())
    if not any(c.isalnum() for c in said):
        raise Unreadable("published.unreadable")
    if len(said) > LIMIT:
        raise Unreadable("planning.too_long", limit=LIMIT, length=len(said))
    return said


async def _entitled(answers: Mapping[str, str], ctx: Context) -> Reply:
    number, said = int(answers["answer"]), answers["question"]
    answer = await entries.publish(ctx.db, ctx.rights, number, ctx.now, said)
    ctx.after(Event.ENTRIES_CHANGED)
    return _shown(answer, "published.done", ctx)


async def _leave(_: Mapping[str, str], ctx: Context) -> Reply:
    return ctx.reply("published.left", *_ways_on(ctx))


TITLE = Form("published", (Field("question", _read, free=True),), _entitled, leave=_leave)
