"""How a form is asked in a conversation: field by field, corrected, left and taken up again."""

from collections.abc import Mapping
from dataclasses import replace

from community.context import Context, Declined, Field, Form, Offer, Unreadable
from community.drafts import Draft, close_draft, save_draft
from community.words import Choice, Reply, Request
from content.search import FoundKind
from french import courtesy
from handlers import drafts, knowledge, sheets

WAYS_BACK = ("/continuer", "/annuler", "/reponse ")  # how commands of an open form begin
AGAIN = "again"  # among the answers: the fields asked again whose answer from before is kept
REPEATED = 80  # characters of her words
NOTHING_NEAR: Mapping[str, tuple[Offer, ...]] = {}


async def begin(
    form: Form, ctx: Context, given: Mapping[str, str], intro: str = "", *, anew: bool = False
) -> Reply:
    """Open a form with what is known already, or say that another one is open.

    What she answered to the same form a moment ago is not asked again, unless it begins `anew`.
    """
    if ctx.draft is not None and ctx.draft.form != form.name:
        return ctx.reply("forms.other_open", *_resume_choices(ctx))
    hers = drafts.hers(form, ctx.draft) if ctx.draft and not anew else {}
    return await _advance(form, ctx, Draft(form.name, "", hers | dict(given), tuple(given)), intro)


async def answer(request: Request, ctx: Context) -> Reply | None:
    """Take an answer to the field asked now. None when no form is open."""
    if ctx.draft is None or (form := drafts.form_of(ctx, ctx.draft)) is None:
        return None
    if together := _together(form, ctx.draft.asking, ctx.draft, ctx):
        return await _fill(form, together, request.text, ctx, ctx.draft)
    asked = drafts.field_of(form, ctx.draft.asking)
    if form.which and asked.confirms and (corrected := _named(form, request.text, ctx)):
        draft = replace(ctx.draft, answers=ctx.draft.answers | corrected.answers)
        return await _advance(form, ctx, draft, _said_of(corrected, form, ctx, asides=False))
    return await _take(form, asked, request.text, ctx, ctx.draft)


async def counted(request: Request, choice: Choice | None, ctx: Context) -> Reply | None:
    """Ask which a bare number is, where a number is asked: an answer, or that of a choice."""
    form = drafts.form_of(ctx, ctx.draft) if ctx.draft else None
    field = drafts.find(form, ctx.draft.asking) if ctx.draft and form else None
    if choice is None or field is None or not field.counts or not request.text.isdecimal():
        return None
    number = str(int(request.text))
    itself = ctx.choice(field.counts, f"/reponse {field.name} {number}", count=number)
    if itself.command == choice.command:
        return None
    return ctx.reply("forms.number_or_choice", itself, choice, number=number)


async def tapped(request: Request, ctx: Context) -> Reply:
    """`/reponse FIELD VALUE`: a choice of a form was taken, perhaps of an old message."""
    name, _, value = request.text.partition(" ")
    form = drafts.form_of(ctx, ctx.draft) if ctx.draft else None
    if ctx.draft is None or form is None or (field := drafts.find(form, name)) is None:
        return _closed(ctx)
    asked = drafts.field_of(form, ctx.draft.asking)
    if not value and name in _again(ctx.draft):
        answers = _ask_again(ctx.draft.answers, [])
        return await _advance(form, ctx, replace(ctx.draft, answers=answers))
    if field.confirms:
        value, _, mark = value.rpartition(" ")
    older = field.confirms and mark != drafts.mark(form, ctx.draft)
    if older or (field is not asked and name not in drafts.answered(form, ctx.draft)):
        return await _ask(form, asked, ctx, ctx.draft, ctx.say("forms.older"))
    return await _take(form, field, value, ctx, ctx.draft)


async def correct(request: Request, ctx: Context) -> Reply:
    """`/corriger [FIELD]`: ask a field again, the one before this one unless it is named."""
    form = drafts.form_of(ctx, ctx.draft) if ctx.draft else None
    if ctx.draft is None or form is None:
        return _closed(ctx)
    asked = drafts.field_of(form, ctx.draft.asking)
    if form.which and asked.confirms:
        named = drafts.find(form, request.text)
        if named is None or named.name not in ctx.draft.answers:
            return _which(form, ctx.draft, ctx)
        was = {drafts.WAS + named.name: ctx.draft.answers[named.name]}
        kept = {name: v for name, v in ctx.draft.answers.items() if name != named.name}
        return await _advance(form, ctx, replace(ctx.draft, answers=kept | was))
    hers = drafts.answered(form, ctx.draft)
    if not hers:
        return await _ask(form, drafts.field_of(form, ctx.draft.asking), ctx, ctx.draft)
    answers = {n: v for n, v in ctx.draft.answers.items() if n != hers[-1]}
    return await _advance(form, ctx, Draft(form.name, "", answers, ctx.draft.given))


def _named(form: Form, text: str, ctx: Context) -> sheets.Filled | None:
    """What a text says by name of the answers that are shown: « Partenaires : la mairie »."""
    shown = [field for field in form.fields if field.name in form.together]
    filled = sheets.fill(text, [], shown, ctx)
    return filled if filled.named else None


def _which(form: Form, draft: Draft, ctx: Context) -> Reply:
    """Ask which of the answers that are shown is to be corrected."""
    answered = (field for field in form.fields if field.name in draft.answers)
    choices = (Choice(sheets.name_of(f, ctx), f"/corriger {f.name}") for f in answered)
    return ctx.reply(form.which, *choices, ctx.choice("forms.resume", "/continuer"))


async def resume(_: Request, ctx: Context) -> Reply:
    """`/continuer`: ask the open question again."""
    form = drafts.form_of(ctx, ctx.draft) if ctx.draft else None
    if ctx.draft is None or form is None:
        return _closed(ctx)
    return await _ask(form, drafts.field_of(form, ctx.draft.asking), ctx, ctx.draft)


async def cancel(_: Request, ctx: Context) -> Reply:
    """`/annuler`: close the open form; nothing of it is kept."""
    if ctx.draft is None:
        return ctx.reply("forms.nothing_open", ctx.choice("forms.help", "/aide"))
    form, answers = drafts.form_of(ctx, ctx.draft), ctx.draft.answers
    await close(ctx)
    return await form.leave(answers, ctx) if form and form.leave else _cancelled(ctx)


def _closed(ctx: Context) -> Reply:
    return ctx.reply(
        "forms.closed",
        ctx.choice("forms.themes", "/themes"),
        ctx.choice("forms.agenda", "/agenda"),
    )


def _cancelled(ctx: Context) -> Reply:
    return ctx.reply(
        "forms.cancelled",
        ctx.choice("forms.themes", "/themes"),
        ctx.choice("forms.help", "/aide"),
    )


def remind(reply: Reply, ctx: Context) -> Reply:
    """Add to a reply given beside an open form the way back to it."""
    if ctx.draft is None or any(choice.command.startswith(WAYS_BACK) for choice in reply.choices):
        return reply
    html = reply.html + ctx.say("forms.still_open")
    way_back = ctx.choice("forms.resume", "/continuer")
    return Reply(html, (*reply.choices, way_back), reply.attachments)


async def _take(form: Form, field: Field, text: str, ctx: Context, draft: Draft) -> Reply:
    try:
        value = field.read(text if field.free else courtesy.bare(text), ctx)
    except Declined:
        return await _decline(form, ctx, draft)
    except Unreadable as unread:
        if not unread.kept and not field.free and (answered := _search_answer(ctx)):
            return await _ask(form, field, ctx, draft, answered)
        draft = replace(draft, answers=draft.answers | dict(unread.kept))
        said = ctx.say(unread.text, **unread.values)
        return await _ask(form, field, ctx, draft, said, unread.near)
    echoed = field.free and value and not form.shown
    noted = ctx.say("forms.noted", value=value) if echoed else ""
    answers = _ask_again(draft.answers | {field.name: value}, [])
    return await _advance(form, ctx, Draft(form.name, "", answers, draft.given), noted)


async def _fill(form: Form, asked: list[Field], text: str, ctx: Context, draft: Draft) -> Reply:
    """Take an answer to what asks several fields at once: all that is right of it is kept."""
    hers = drafts.hers(form, draft)
    known = [f for f in form.fields if f.name in {*form.together} & {*hers} and f not in asked]
    try:
        filled = sheets.fill(text, asked, known, ctx)
    except Declined:
        return await _decline(form, ctx, draft)
    answered = _search_answer(ctx) if filled.may_ask(asked) else ""
    if answered and filled.vague:
        return await _ask(form, asked[0], ctx, draft, answered)
    said = answered + _said_of(filled, form, ctx, asides=not answered)
    again = [f for f in (*asked, *known) if f.name in filled.wrong and f.name in draft.answers]
    said += "".join(ctx.say("forms.kept", value=_kept(f, draft, ctx)) for f in again)
    draft = replace(draft, answers=_ask_again(draft.answers | filled.answers, again))
    near = {name: unread.near for name, (_, unread) in filled.wrong.items()}
    if filled.heard:
        passed = (f.name for f in asked if f.passes and f.name not in filled.named)
        draft = replace(draft, answers=dict.fromkeys(passed, "") | draft.answers)
    left = _together(form, draft.asking, draft, ctx)
    if len(left) > 1:
        return await _hand_out(form, left, ctx, draft, said, near)
    if left:
        return await _ask(form, left[0], ctx, draft, said, near.get(left[0].name, ()))
    return await _advance(form, ctx, draft, said, told=said)


def _ask_again(answers: Mapping[str, str], fields: list[Field]) -> dict[str, str]:
    """Answers of which these fields are asked again, and no others."""
    kept = {name: value for name, value in answers.items() if name != AGAIN}
    return kept | ({AGAIN: " ".join(field.name for field in fields)} if fields else {})


def _again(draft: Draft) -> list[str]:
    return draft.answers.get(AGAIN, "").split()


def _kept(field: Field, draft: Draft, ctx: Context) -> str:
    """The answer from before, as she may read it; empty where it cannot be said."""
    value = draft.answers.get(field.name, "")
    return field.told(value, ctx) if field.told else value if field.free else ""


def _said_of(filled: sheets.Filled, form: Form, ctx: Context, *, asides: bool) -> str:
    """What was understood of an answer, what was not, and what is wrong."""
    names = {f.name: sheets.name_of(f, ctx) for f in form.fields if f.name in filled.named}
    heard = [] if form.shown else [(names[n], _short(said)) for n, said in filled.heard.items()]
    left = filled.left + (filled.asides if asides else [])
    wrong = (
        ctx.say("forms.wrong", field=names[name], said=_short(said))
        + ctx.say(unread.text, **unread.values)
        for name, (said, unread) in filled.wrong.items()
    )
    return ctx.say("forms.filled", heard=heard, left=list(map(_short, left))) + "".join(wrong)


def _short(said: str) -> str:
    words = " ".join(said.split())
    return words if len(words) <= REPEATED else f"{words[:REPEATED].rstrip()}…"


async def _decline(form: Form, ctx: Context, draft: Draft) -> Reply:
    await close(ctx)
    return await form.decline(draft.answers, ctx) if form.decline else _cancelled(ctx)


def _search_answer(ctx: Context) -> str:
    """What search answers to a text that was meant for it rather than for a field."""
    if ctx.found is not None and ctx.found.kind is FoundKind.ANSWER:
        return knowledge.answer(ctx, ctx.found).html
    return ""


async def _advance(
    form: Form, ctx: Context, draft: Draft, said: str = "", *, told: str = ""
) -> Reply:
    """Ask what is missing, having `said` something, or finish, having `told` something."""
    missing = (f for f in form.fields if f.name not in draft.answers and _asked(f, draft, ctx))
    if following := next(missing, None):
        return await _ask(form, following, ctx, draft, said)
    await close(ctx)
    reply = await form.finish(draft.answers, ctx)
    return replace(reply, html=told + reply.html)


def _asked(field: Field, draft: Draft, ctx: Context) -> bool:
    return field.asked is None or field.asked(draft.answers, ctx)


async def close(ctx: Context) -> None:
    """Close the open form."""
    await close_draft(ctx.db, ctx.address_id)
    ctx.draft = None


async def _ask(
    form: Form,
    field: Field,
    ctx: Context,
    draft: Draft,
    said: str = "",
    near: tuple[Offer, ...] = (),
) -> Reply:
    if len(asked := _together(form, field.name, draft, ctx)) > 1:
        return await _hand_out(form, asked, ctx, draft, said)
    ctx.draft = Draft(form.name, field.name, draft.answers, draft.given)
    await save_draft(ctx.db, ctx.address_id, ctx.draft, ctx.now)
    offers = near or (field.offer(ctx) if field.offer else ())
    mark = f" {drafts.mark(form, draft)}" if field.confirms else ""
    choices = [Choice(o.label, f"/reponse {field.name} {o.value}{mark}", o.words) for o in offers]
    if field.name in _again(draft):
        choices.insert(0, ctx.choice("forms.keep", f"/reponse {field.name}"))
    if drafts.may_be_a_slip(form, draft, field) or (form.which and field.confirms):
        choices.append(ctx.choice("forms.correct", "/corriger"))
    if not field.declines:
        choices.append(ctx.choice("forms.cancel", "/annuler"))
    if near:
        return Reply(said, tuple(choices))
    shown = await form.shown(draft.answers, ctx) if form.shown else ""
    return Reply(said + shown + _prompt(form, field, ctx), tuple(choices))


def _together(form: Form, name: str, draft: Draft, ctx: Context) -> list[Field]:
    """The fields that are asked on one text with that one; none at doors that ask one by one."""
    if not ctx.at_once or name not in form.together:
        return []
    named = (f for f in form.fields if f.name in form.together)
    missing = (f for f in named if f.name not in draft.answers or f.name in _again(draft))
    return [f for f in missing if _asked(f, draft, ctx)]


async def _hand_out(
    form: Form,
    asked: list[Field],
    ctx: Context,
    draft: Draft,
    said: str = "",
    near: Mapping[str, tuple[Offer, ...]] = NOTHING_NEAR,
) -> Reply:
    """Ask several fields at once, a line each."""
    ctx.draft = Draft(form.name, asked[0].name, draft.answers, draft.given)
    await save_draft(ctx.db, ctx.address_id, ctx.draft, ctx.now)
    shown = await form.shown(draft.answers, ctx) if form.shown else ""
    kept = {name: _kept(drafts.field_of(form, name), draft, ctx) for name in _again(draft)}
    sheet = ctx.say("forms.sheet", lines=sheets.lines(asked, ctx, near, kept))
    return Reply(said + shown + sheet, (ctx.choice("forms.cancel", "/annuler"),))


def _prompt(form: Form, field: Field, ctx: Context) -> str:
    quoted = ctx.say(field.quotes) if field.quotes else ""
    asked = field.asks(ctx) if field.asks else ctx.say(f"{form.name}.ask_{field.name}")
    return asked + quoted


def _resume_choices(ctx: Context) -> tuple[Choice, Choice]:
    return ctx.choice("forms.resume", "/continuer"), ctx.choice("forms.leave", "/annuler")
