"""The guided tour of what a PTCE is. Nothing is kept: each choice carries where she stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from community.context import Context
from community.words import Choice, Reply, Request
from content.entries import Fiche
from content.tour import TourStep
from french.folding import fold
from french.typography import typeset, typeset_html
from handlers import knowledge, recall, start, territories
from handlers.fiche_card import card, region_codes
from handlers.nearby import poles_of
from handlers.paging import page_of, split_page

CARD = "visite"
SHOWN = 3
REGIONS = 9  # of a page: two hold them all
STAND = re.compile(r"(?P<step>[1-9])(?: (?P<territory>(?:DEP|REG)-\w+))?(?: (?P<word>[\w-]+))?")
LEAVE, REGION = "quitter", "region"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where somebody stands: a step, from 1, and the territory that she chose on the way."""

    number: int
    territory: str = ""

    def at(self, number: int, word: str = "") -> str:
        """The command that leads to a step, and to something seen from there."""
        return " ".join(filter(None, ("/ptce", str(number), self.territory, word)))

    def see(self, word: str) -> str:
        """The command for something seen from here."""
        return self.at(self.number, word)


async def tour(request: Request, ctx: Context) -> Reply:
    """`/ptce [STEP [TERRITORY] [quitter|region|ID]]`: the tour; any other words are a question."""
    if not ctx.library.tour:
        return await start.question(request, ctx)
    asked, page = split_page(request.text)
    read = STAND.fullmatch(asked or "1")
    if read is None or int(read["step"]) > len(ctx.library.tour):
        return await recall.beside(request, knowledge.reply(request, ctx), ctx)
    known = territories.name_of(read["territory"] or "", ctx.library.departements)
    stand = Stand(int(read["step"]), read["territory"] if known else "")
    seen = _seen(read["word"], page, stand, ctx) if read["word"] else _step(stand, ctx)
    return seen or await recall.beside(request, knowledge.reply(request, ctx), ctx)


def _step(stand: Stand, ctx: Context) -> Reply:
    step = _steps(ctx)[stand.number - 1]
    near = _near(stand, ctx) if step.fiches else []
    said = _told_near(stand, near, ctx) if near else typeset_html(step.short_html)
    html = ctx.say(
        "tour.head", number=stand.number, total=len(ctx.library.tour), title=step.question
    )
    sources = "" if near else knowledge.brief_sources(ctx.library, step)
    last = stand.number == len(ctx.library.tour)
    fiches = near or [one for name in step.fiches if (one := ctx.library.fiches.get(name))]
    other = "other_" if near else ""
    choices = (
        *(_ways_on(ctx) if last else (ctx.choice("tour.next", stand.at(stand.number + 1)),)),
        *(_shown(one, stand) for one in fiches),
        *([ctx.choice(f"tour.{other}region", stand.see(REGION))] if step.fiches else []),
        *([ctx.choice("tour.more", stand.see(step.near[0]))] if step.near else []),
        *([ctx.choice("tour.back", stand.at(stand.number - 1))] if stand.number > 1 else []),
        *([] if last else [ctx.choice("tour.leave", stand.see(LEAVE))]),
    )
    hint = ctx.say("tour.hint") if stand.number == 1 else ctx.say("tour.end") if last else ""
    return Reply(html + said + sources + hint, choices, card=CARD)


def _seen(word: str, page: int, stand: Stand, ctx: Context) -> Reply | None:
    """What was chosen beside the way, and how to come back; None when it is no such thing."""
    back = ctx.choice("tour.resume", stand.at(stand.number))
    if word == LEAVE:
        return ctx.reply("tour.left", back, *_ways_on(ctx))
    if word == REGION:
        return _regions(page, stand, ctx)
    if (fiche := ctx.library.fiches.get(word)) is not None:
        said: Reply | None = card(ctx.library, fiche)
    else:
        said = knowledge.titled(ctx.library, word)
    return Reply(said.html, (back, *said.choices)) if said else None


def _territory(stand: Stand, ctx: Context) -> str:
    """Where she is from. What a member told of herself is not shown to a group."""
    return stand.territory or (ctx.member.territory if ctx.member and not ctx.place else "")


def _near(stand: Stand, ctx: Context) -> list[Fiche]:
    """A few poles near her, those that a fiche says something of first."""
    near = poles_of(_territory(stand, ctx), ctx.library)
    return sorted(near, key=lambda one: one.confidence == "basse")[:SHOWN]


def _told_near(stand: Stand, near: list[Fiche], ctx: Context) -> str:
    return ctx.say(
        "tour.near",
        where=territories.name_of(_territory(stand, ctx), ctx.library.departements),
        poles=[
            {"name": one.name, "where": _where(one, ctx), "does": ", ".join(one.sectors[:3])}
            for one in near
        ],
    )


def _where(fiche: Fiche, ctx: Context) -> str:
    departement = ctx.library.departements.get(fiche.departement or "")
    named = (fiche.place, departement.name if departement else fiche.region)
    return ", ".join(dict.fromkeys(filter(None, named)))


def _regions(page: int, stand: Stand, ctx: Context) -> Reply:
    """The regions that have a pole to show, in the order of their names."""
    codes = region_codes(ctx.library)
    having = {one.region or "" for one in ctx.library.fiches.values()}
    shown, rest = page_of(sorted(having & codes.keys(), key=fold), page, REGIONS)
    choices = [
        Choice(typeset(name), Stand(stand.number, f"REG-{codes[name]}").at(stand.number))
        for name in shown
    ]
    if rest:
        choices.append(ctx.choice("tour.other_regions", f"{stand.see(REGION)} p{page + 1}"))
    back = ctx.choice("tour.resume", stand.at(stand.number))
    return ctx.card(CARD, "tour.which_region", *choices, back)


def _shown(fiche: Fiche, stand: Stand) -> Choice:
    return Choice(
        typeset(fiche.button or fiche.name), stand.see(fiche.id), (fiche.name, *fiche.aliases)
    )


def _ways_on(ctx: Context) -> Iterator[Choice]:
    yield ctx.choice("tour.question", "/question")
    yield ctx.choice("tour.join", "/rejoindre")
    yield ctx.choice("tour.diagnostic", "/diagnostic")
    yield ctx.choice("tour.fiches", "/fiches")


def _steps(ctx: Context) -> list[TourStep]:
    return list(ctx.library.tour.values())
