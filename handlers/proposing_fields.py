"""What is asked of who tells of a pole: which one, the questions of the grid, under which name."""

from collections.abc import Mapping
from functools import partial

from community.context import Context, Declined, Field, Offer, Unreadable
from community.stories import GRID
from content.communes import Commune, commune, communes_at, communes_named
from content.fiche_names import find_fiches
from content.library import Library
from french.folding import essence
from french.typography import typeset
from handlers.answers import is_offer, offer
from handlers.drafts import WAS

NEW = "nouveau"
CALLED = "called"  # among the answers: the name that she wrote for a pole we do not know
SAID = "said"  # among them too: a commune that others are called like
NAME_LIMIT = 80
LIMIT = 1500
NEAR = 6
QUESTIONS = len(GRID) + 1  # with the name under which it is told


def read_pole(text: str, ctx: Context) -> str:
    """The id of a fiche, sure when its very name is written; else `nouveau`, which she chooses."""
    if is_offer(text, _new(ctx)) and _answer(CALLED, ctx):
        return NEW
    name = " ".join(text.split())
    if not any(c.isalpha() for c in name):
        raise Unreadable("proposing.pole_unreadable")
    if len(name) > NAME_LIMIT:
        raise Unreadable("proposing.pole_too_long", limit=NAME_LIMIT)
    if (known := _called_so(name, ctx.library)) is not None:
        return known
    found = find_fiches(name, ctx.library).fiches[:NEAR]
    near = (Offer(o.id, typeset(o.button or o.name), (o.name, *o.aliases)) for o in found)
    offers, kept = (*near, _new(ctx)), {CALLED: name}
    raise Unreadable("proposing.which_pole", offers, kept, name=name, known=bool(found))


def _called_so(name: str, library: Library) -> str | None:
    """The fiche of just that id or name."""
    for one in library.fiches.values():
        if essence(name) in map(essence, (one.id, one.name, *one.aliases)):
            return one.id
    return None


def _new(ctx: Context) -> Offer:
    return offer(ctx, "proposing.new_pole", NEW)


def pole_name(answers: Mapping[str, str], library: Library) -> str:
    """How the pole that is meant is called."""
    fiche = library.fiches.get(answers.get("pole", ""))
    return fiche.name if fiche else answers.get(CALLED, "")


def read_commune(text: str, ctx: Context) -> str:
    """The INSEE code of a commune; empty for who does not know it."""
    if is_offer(text, _unknown(ctx)):
        return ""
    if one := commune(text.strip().upper()):
        return one.code
    found = communes_at(text.strip()) if text.strip().isdecimal() else communes_named(text)
    if not found:
        raise Unreadable("proposing.no_commune", (_unknown(ctx),))
    if len(found) > 1:
        near = tuple(Offer(one.code, commune_name(one.code, ctx.library)) for one in found[:NEAR])
        raise Unreadable("proposing.which_commune", near, {SAID: text})
    return found[0].code


def _unknown(ctx: Context) -> Offer:
    return offer(ctx, "proposing.commune_unknown", "inconnue")


def commune_name(code: str, library: Library) -> str:
    """« Romans-sur-Isère (Drôme) »; empty for none."""
    found = commune(code) if code else None
    return f"{found.name} ({_departement(found, library)})" if found else ""


def _departement(one: Commune, library: Library) -> str:
    departement = library.departements.get(one.departement)
    return departement.name if departement else one.departement


def _reads(name: str, text: str, ctx: Context) -> str:
    """What she tells, its lines kept; empty for who passes."""
    if is_offer(text, _pass(ctx)) or is_offer(text, offer(ctx, "proposing.blank", "passer")):
        return ""
    if _answer(WAS + name, ctx) and is_offer(text, _keep(ctx)):
        return _answer(WAS + name, ctx)
    if not any(c.isalnum() for c in text):
        raise Unreadable("proposing.unreadable")
    if len(text) > LIMIT:
        raise Unreadable("proposing.too_long", limit=LIMIT, length=len(text))
    return tidy(text)


def tidy(text: str) -> str:
    """A text as it is kept: a line for each of its lines, without their signs, and a capital."""
    lines = (" ".join(line.split()).removeprefix("- ") for line in text.splitlines())
    told = "\n".join(line for line in lines if line)
    return told[:1].upper() + told[1:]


def _offers(name: str, ctx: Context) -> tuple[Offer, ...]:
    blank = offer(ctx, "proposing.blank", "passer")
    return (_keep(ctx), blank) if _answer(WAS + name, ctx) else (_pass(ctx),)


def _pass(ctx: Context) -> Offer:
    return offer(ctx, "proposing.pass", "passer")


def _keep(ctx: Context) -> Offer:
    return offer(ctx, "proposing.keep", "garder")


def _asks(name: str, ctx: Context) -> str:
    """A question of the grid: which of them it is and, when it is corrected, what was written."""
    was = _answer(WAS + name, ctx)
    number = (*GRID, "credit").index(name) + 1
    told = ctx.say("proposing.progress", number=number, total=QUESTIONS)
    return (
        told + ctx.say(f"proposing.ask_{name}") + ctx.say("proposing.was", lines=was.splitlines())
    )


def _answer(name: str, ctx: Context) -> str:
    return ctx.draft.answers.get(name, "") if ctx.draft else ""


def _line(name: str, ctx: Context) -> tuple[str, tuple[str, ...]]:
    texts = ctx.library.texts
    return texts.label(f"proposing.line_{name}"), texts.words(f"proposing.line_{name}")


def told_field(name: str) -> Field:
    """A question of the grid, which may be passed."""
    return Field(
        name,
        partial(_reads, name),
        partial(_offers, name),
        free=True,
        asks=partial(_asks, name),
        line=partial(_line, name),
        long=True,
        passes=True,
    )


def _read_credit(text: str, ctx: Context) -> str:
    for one in _credits(ctx):
        if is_offer(text, one):
            return one.value
    raise Unreadable("proposing.credit_unclear")


def _credits(ctx: Context) -> tuple[Offer, ...]:
    return offer(ctx, "proposing.credit_yes", "oui"), offer(ctx, "proposing.credit_no", "non")


def _read_sure(text: str, ctx: Context) -> str:
    if is_offer(text, offer(ctx, "proposing.not_sure", "non")):
        raise Declined
    if not is_offer(text, _sure(ctx)[0]):
        raise Unreadable("proposing.sure_unclear")
    return "oui"


def _sure(ctx: Context) -> tuple[Offer, ...]:
    return (offer(ctx, "proposing.send", "oui"),)


def _told_credit(value: str, ctx: Context) -> str:
    return ctx.library.texts.label(f"proposing.credit_{'yes' if value == 'oui' else 'no'}")


POLE = Field("pole", read_pole, free=True, line=partial(_line, "pole"))
COMMUNE = Field(
    "commune",
    read_commune,
    lambda ctx: (_unknown(ctx),),
    asked=lambda answers, _: answers.get("pole") == NEW,
    told=lambda code, ctx: commune_name(code, ctx.library),
    line=partial(_line, "commune"),
)
CREDIT = Field(
    "credit",
    _read_credit,
    _credits,
    asks=partial(_asks, "credit"),
    line=partial(_line, "credit"),
    told=_told_credit,
)
SURE = Field(
    "sure",
    _read_sure,
    _sure,
    confirms=True,
    asked=lambda answers, _: any(answers.get(one) for one in GRID),
    line=partial(_line, "sure"),
)
