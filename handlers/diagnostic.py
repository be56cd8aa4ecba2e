"""« Est-ce un PTCE ? »: eleven questions, asked of anyone; nothing is kept unless a member asks."""

from collections.abc import Mapping
from functools import partial

from community import diagnostics
from community.context import Context, Field, Form, Offer, Unreadable
from community.words import Reply, Request
from content.diagnostic import QUESTIONS
from french.degrees import Degree, read_degree, says_everywhere
from french.sheets import pieces
from french.typography import typeset, typeset_html
from handlers import forms
from handlers.answers import TERRITORY, is_offer, offer
from handlers.diagnostic_result import Result, read_result, said_of


async def diagnostic(request: Request, ctx: Context) -> Reply:
    """`/diagnostic [nouveau]`: ask, or offer the result that she kept."""
    kept = await diagnostics.kept_by(ctx.db, ctx.member.id) if ctx.member else None
    if kept is None or request.text or ctx.draft is not None:
        given = {"territory": ctx.member.territory} if ctx.member else {}
        return await forms.begin(FORM, ctx, given, ctx.say("diagnostic.intro"))
    again = Result.of(kept.answers, kept.territory)
    return ctx.reply(
        "diagnostic.kept_before",
        ctx.choice("diagnostic.see_again", f"/diagnostic_resultat {again.code}"),
        ctx.choice("diagnostic.again", "/diagnostic nouveau"),
        ctx.choice("diagnostic.forget", "/diagnostic_oublier"),
        day=kept.kept_at.astimezone(ctx.zone),
    )


async def result(request: Request, ctx: Context) -> Reply:
    """`/diagnostic_resultat CODE`: what these answers say."""
    read = read_result(request.text)
    return _lost(ctx) if read is None else said_of(read, ctx)


async def keep(request: Request, ctx: Context) -> Reply:
    """`/diagnostic_garder CODE`: keep it in place of the one before."""
    read = read_result(request.text)
    if read is None:
        return _lost(ctx)
    member = ctx.require_member()
    await diagnostics.keep(ctx.db, member.id, read.stored, read.territory, ctx.now)
    return ctx.reply(
        "diagnostic.kept",
        ctx.choice("diagnostic.see_again", f"/diagnostic_resultat {read.code}"),
        ctx.choice("diagnostic.forget", "/diagnostic_oublier"),
        ctx.choice("diagnostic.my_data", "/mesdonnees"),
    )


async def forget(_: Request, ctx: Context) -> Reply:
    """`/diagnostic_oublier`: keep it no longer."""
    await diagnostics.forget(ctx.db, ctx.require_member().id)
    return ctx.reply("diagnostic.forgotten", ctx.choice("diagnostic.again", "/diagnostic"))


def _lost(ctx: Context) -> Reply:
    return ctx.reply("diagnostic.lost", ctx.choice("diagnostic.again", "/diagnostic"))


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    return said_of(Result.of(answers, answers["territory"]), ctx)


async def _leave(_: Mapping[str, str], ctx: Context) -> Reply:
    again = ctx.choice("diagnostic.again", "/diagnostic")
    return ctx.reply("diagnostic.left", again, ctx.choice("diagnostic.questions", "/faq"))


async def _shown(answers: Mapping[str, str], ctx: Context) -> str:
    """What is noted so far and how to answer, where all is asked at once."""
    if not ctx.at_once:
        return ""
    names = {one: ctx.library.diagnostic[one].name for one in QUESTIONS if one in answers}
    label = ctx.library.texts.label
    noted = [(name, label(f"diagnostic.said_{answers[one]}")) for one, name in names.items()]
    return ctx.say("diagnostic.noted", noted=noted)


def _read(text: str, ctx: Context) -> str:
    offered = next((one.value for one in _degrees(ctx) if is_offer(text, one)), None)
    if offered is not None:
        return offered
    if says_everywhere(text) or _several(text):
        raise Unreadable("diagnostic.one_each")
    degree = read_degree(text)
    if degree is None:
        raise Unreadable("diagnostic.unclear")
    return degree


def _several(text: str) -> bool:
    """Whether a text answers several questions: « oui, non, oui », or a line each."""
    lines = [line for line in text.splitlines() if read_degree(line)]
    return len(lines) > 1 or _answers_in(text) > 2


def _answers_in(text: str) -> int:
    return sum(read_degree(one) is not None for one in pieces(text))


def _sure(text: str, _: Context) -> bool:
    """« Oui, bien sûr » may be two answers of a line of several: then it is cut."""
    return read_degree(text) is not None and _answers_in(text) < 2


def _degrees(ctx: Context) -> tuple[Offer, ...]:
    return tuple(offer(ctx, f"diagnostic.said_{one}", one) for one in Degree)


def _asks(name: str, ctx: Context) -> str:
    question = ctx.library.diagnostic[name]
    return ctx.say(
        "diagnostic.question",
        number=QUESTIONS.index(name) + 1,
        total=len(QUESTIONS),
        criterion=question.criterion,
        specificity=question.specificity,
        question=question.question,
    ) + typeset_html(question.short_html)


def _line(name: str, ctx: Context) -> tuple[str, tuple[str, ...]]:
    question = ctx.library.diagnostic[name]
    return typeset(f"{question.name} ({question.note})"), question.words


FORM = Form(
    "diagnostic",
    (
        *(
            Field(
                name,
                _read,
                _degrees,
                sure=_sure,
                asks=partial(_asks, name),
                line=partial(_line, name),
            )
            for name in QUESTIONS
        ),
        TERRITORY,
    ),
    _finish,
    leave=_leave,
    shown=_shown,
    together=(*QUESTIONS, "territory"),
)
