"""Changing an exchange: one thing at a time, shown before and after, told to whom it concerns."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from community import series
from community.context import Context, Declined, Field, Form, Offer, Unreadable
from community.db.tables import Exchange
from community.exchanges import PLACE as PLACES
from community.exchanges import TIME, ExchangeStatus, Plan, lock_exchange, plan_of
from community.replanning import reached, replan
from community.words import Reply, Request
from handlers import forms
from handlers.answers import is_offer, offer
from handlers.coming import tell_seated
from handlers.one_line import split_date
from handlers.planning import at_times, managed, preview
from handlers.planning_fields import (
    CAPACITY,
    DESCRIPTION,
    KIND,
    MEAL,
    PLACE,
    PROGRAMME,
    QUESTION,
    TITLE,
    VISIO,
    kind_name,
)
from handlers.times import Times, read_new_times, shown, times_so_far, with_rule
from handlers.which_exchange import by_number, exchange_of

CHANGES = {
    "titre": "title",
    "date": "when",
    "lieu": "place",
    "visio": "visio",
    "places": "capacity",
    "presentation": "description",
    "programme": "programme",
    "repas": "meal",
    "question": "question",
    "sorte": "kind",
}
OPTIONAL = ("place", "capacity", "description", "programme", "meal", "question")
LONG = frozenset({"description", "programme"})


@dataclass(frozen=True, slots=True)
class Changed:
    """One thing as it was and as it is now; nothing of a long text."""

    name: str
    before: str = ""
    after: str = ""


async def modify(request: Request, ctx: Context) -> Reply:
    """`/modifier [exchange] [what]`: choose an exchange and what changes of it."""
    number, _, what = request.text.rpartition(" ")
    name = CHANGES.get(what) if number.isdecimal() else None
    one = await exchange_of(number if name else request.text, "modifier", ctx, with_drafts=True)
    if isinstance(one, Reply):
        return one
    return await ask(one, [name], ctx) if name else _what(one, ctx)


def _what(one: Exchange, ctx: Context) -> Reply:
    choices = [ctx.choice(f"editing.{what}", f"/modifier {one.id} {what}") for what in CHANGES]
    if one.status == ExchangeStatus.DRAFT:
        choices.append(ctx.choice("editing.back", f"/brouillon {one.id}"))
    return ctx.reply("editing.what", *choices, title=one.title)


async def move(request: Request, ctx: Context) -> Reply:
    """`/deplacer [exchange] [date]`: another time for an exchange."""
    phrase, rest = split_date(request.text.split(), ctx)
    said, phrase = (rest, phrase) if rest else (request.text, "")
    one = await exchange_of(said, "deplacer", ctx)
    if isinstance(one, Reply):
        return one
    asked = await ask(one, ["when"], ctx)
    if phrase and ctx.draft is not None and ctx.draft.form == EDIT.name:
        return await forms.answer(replace(request, text=phrase), ctx) or asked
    return asked


async def complete(request: Request, ctx: Context) -> Reply:
    """`/completer ID`: everything optional that is not said yet, one question after the other."""
    one = await by_number(request.text, ctx)
    answers = await _answers_of(one, ctx)
    empty = [name for name in OPTIONAL if not answers[name]]
    if one.visio and "place" in empty:
        empty.remove("place")
    return await ask(one, empty, ctx, completing=True) if empty else _what(one, ctx)


async def ask(
    one: Exchange, names: Collection[str], ctx: Context, *, completing: bool = False
) -> Reply:
    """Ask some things of an exchange again."""
    answers = await _answers_of(one, ctx)
    given = {name: value for name, value in answers.items() if name not in names}
    given["asked"] = " ".join(names)
    given |= {"completing": "yes"} if completing else {"was": _current(one, names, ctx)}
    return await forms.begin(EDIT, ctx, given, anew=True)


async def _answers_of(one: Exchange, ctx: Context) -> dict[str, str]:
    """An exchange as the form's answers; `before` is when it was, with the rule of a draft."""
    draft = one.status == ExchangeStatus.DRAFT
    rule = await series.rule_of(ctx.db, one) if draft else ""
    times = with_rule(_times_of(plan_of(one)), rule).stored
    return {
        "exchange": str(one.id),
        "published": "" if draft else "yes",
        "kind": one.kind,
        "title": one.title,
        "when": times,
        "before": times,
        "place": one.place,
        "visio": one.visio,
        "capacity": str(one.capacity or ""),
        "meal": one.meal,
        "description": one.description,
        "programme": one.programme,
        "question": one.question,
    }


def _times_of(plan: Plan) -> Times:
    return Times(plan.starts, plan.ends, zone=plan.zone)


def _current(one: Exchange, names: Collection[str], ctx: Context) -> str:
    return next((_value(plan_of(one), name, ctx) for name in names), "")


def _value(plan: Plan, name: str, ctx: Context) -> str:
    """One thing of a plan, as it is read."""
    if name == "when":
        return shown(_times_of(plan), plan.zone, ctx)
    if name == "kind":
        return kind_name(plan.kind, ctx)
    value = getattr(plan, name)
    return str(value) if value is not None else ""


async def _so_far(answers: Mapping[str, str], ctx: Context) -> str:
    """What is said now of the one thing that is asked; all there is when she completes."""
    if "completing" not in answers:
        was = answers.get("was", "")
        return ctx.say("editing.was", title=answers.get("title", was), was=was) if was else ""
    times = times_so_far(answers)
    capacity = answers.get("capacity")
    seats = ctx.library.texts.label("planning.seats", count=capacity) if capacity else ""
    texts = [answers.get(name, "") for name in ("place", "description", "meal", "question")]
    lines = [answers["title"], shown(times, times.zone, ctx), texts[0], seats, *texts[1:]]
    return ctx.say("planning.filled", lines=[line for line in lines if line])


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    """Change a draft at once; of what is published, confirm a date or what people count on."""
    one = await _locked(answers, ctx)
    plan = _changed(plan_of(one), answers)
    if one.status == ExchangeStatus.DRAFT:
        return await _change_draft(one, plan, answers, ctx)
    changed = _compare(plan_of(one), plan, ctx)
    if not changed:
        return managed(one, ctx, ctx.say("editing.unchanged"))
    people, _ = await _told(one, plan, ctx)
    if people or answers["when"] != answers["before"]:
        return await forms.begin(SURE, ctx, answers)
    return await _apply(answers, ctx)


async def _locked(answers: Mapping[str, str], ctx: Context) -> Exchange:
    """The exchange as it is now, which nobody else changes meanwhile."""
    return await lock_exchange(ctx.db, (await by_number(answers["exchange"], ctx)).id)


def _changed(plan: Plan, answers: Mapping[str, str]) -> Plan:
    """A plan with what was asked of her in its place: somebody may have changed the rest since."""
    said = {name: answers[name] for name in _asked(answers)}
    capacity = said.get("capacity", str(plan.capacity or ""))
    plan = replace(
        plan,
        kind=said.get("kind", plan.kind),
        title=said.get("title", plan.title),
        place=said.get("place", plan.place),
        visio=said.get("visio", plan.visio),
        meal=said.get("meal", plan.meal),
        description=said.get("description", plan.description),
        programme=said.get("programme", plan.programme),
        question=said.get("question", plan.question),
        capacity=int(capacity) if capacity else None,
    )
    if "when" not in said:
        return plan
    times = times_so_far(answers)
    return at_times(replace(plan, zone=times.zone or plan.zone), times)


def _asked(answers: Mapping[str, str]) -> frozenset[str]:
    """What a form asks; all there is for one that an older release began."""
    names = answers["asked"].split() if "asked" in answers else CHANGES.values()
    return frozenset(names)


async def _change_draft(
    one: Exchange, plan: Plan, answers: Mapping[str, str], ctx: Context
) -> Reply:
    await replan(ctx.db, ctx.rights, one.id, plan, ctx.now)
    if answers["when"] != answers["before"]:
        await series.set_rule(ctx.db, ctx.rights, one, times_so_far(answers).rrule, ctx.now)
    return await preview(one, ctx)


def _compare(before: Plan, after: Plan, ctx: Context) -> list[Changed]:
    """What differs between two plans, as one reads it."""
    differing = []
    for what, name in CHANGES.items():
        was, now = _value(before, name, ctx), _value(after, name, ctx)
        if was != now:
            label = ctx.library.texts.label(f"editing.{what}")
            differing.append(Changed(label) if name in LONG else Changed(label, was, now))
    return differing


async def _told(one: Exchange, plan: Plan, ctx: Context) -> tuple[int, int]:
    """How many people, and calendars of others, a change reaches: none of a title, nor of seats."""
    before = plan_of(one)
    moves = any(getattr(before, name) != getattr(plan, name) for name in TIME | PLACES)
    return await reached(ctx.db, [one.id]) if moves else (0, 0)


async def _before_after(answers: Mapping[str, str], ctx: Context) -> str:
    one = await by_number(answers["exchange"], ctx)
    plan = _changed(plan_of(one), answers)
    people, agendas = await _told(one, plan, ctx)
    return ctx.say(
        "editing.change",
        title=one.title,
        changed=_compare(plan_of(one), plan, ctx),
        people=people,
        agendas=agendas,
        done=False,
    )


async def _apply(answers: Mapping[str, str], ctx: Context) -> Reply:
    """Have it so: who counts on it is told of another time or place, who waits gets a seat."""
    one = await _locked(answers, ctx)
    before, plan = plan_of(one), _changed(plan_of(one), answers)
    people, agendas = await _told(one, plan, ctx)
    _, seated = await replan(ctx.db, ctx.rights, one.id, plan, ctx.now)
    await tell_seated(seated, one, ctx)
    changed = _compare(before, plan, ctx)
    return ctx.reply(
        "editing.change",
        ctx.choice("planning.see", f"/echange {one.id}"),
        ctx.choice("editing.again", f"/modifier {one.id}"),
        title=one.title,
        changed=changed,
        people=people,
        agendas=agendas,
        done=True,
    )


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    one = await by_number(answers["exchange"], ctx)
    said = ctx.say("editing.unchanged")
    if one.status == ExchangeStatus.DRAFT:
        return await preview(one, ctx, said)
    return managed(one, ctx, said)


def _read_sure(text: str, ctx: Context) -> str:
    if is_offer(text, offer(ctx, "editing.no", "non")):
        raise Declined
    yes = _sure(ctx)[0]
    if not is_offer(text, yes):
        raise Unreadable("editing.sure_unclear")
    return yes.value


def _sure(ctx: Context) -> tuple[Offer, ...]:
    return (offer(ctx, "editing.sure", "oui"),)


WHEN = Field("when", read_new_times)
EDIT = Form(
    "editing",
    (KIND, TITLE, WHEN, PLACE, VISIO, CAPACITY, DESCRIPTION, PROGRAMME, MEAL, QUESTION),
    _finish,
    leave=_leave,
    shown=_so_far,
)
SURE = Form(
    "moving",
    (Field("sure", _read_sure, _sure, confirms=True),),
    _apply,
    decline=_leave,
    leave=_leave,
    shown=_before_after,
)
