"""`/proposer_fiche`: a member tells of a pole, by the grid of the founding document."""

import re
from collections.abc import Mapping
from dataclasses import replace

from community import proposals, stories
from community.context import Context, Form
from community.db.tables import Proposal
from community.proposals import Draft
from community.stories import GRID, Pole
from community.words import Reply, Request
from french.folding import fold
from handlers import drafts, forms
from handlers.proposing_fields import (
    CALLED,
    COMMUNE,
    CREDIT,
    NEW,
    POLE,
    SURE,
    commune_name,
    pole_name,
    told_field,
)
from handlers.story_words import author_of, sections
from handlers.told_poles import known_poles

LONGEST = 40  # characters of a pole's id, which commands carry
VERSION = "version"  # among the answers: the story that they are written from


async def propose(request: Request, ctx: Context) -> Reply:
    """`/proposer_fiche [POLE]`: tell of a pole, going on from what stands or what she sent."""
    member = ctx.require_member()
    ctx.library = await known_poles(ctx.db, ctx.library)
    asked = request.text.strip()
    if (reply := await _already_begun(asked, request, ctx)) is not None:
        return reply
    hers = await proposals.proposed_by(ctx.db, member, asked)
    if hers is None and asked not in ctx.library.fiches:
        begun = await forms.begin(PROPOSE, ctx, {}, _intro({}, ctx), anew=True)
        if not asked or ctx.draft is None or ctx.draft.form != PROPOSE.name:
            return begun
        return await forms.answer(replace(request, text=asked), ctx) or begun
    given = _of_proposal(hers) if hers else await _of_story(asked, ctx)
    return await forms.begin(PROPOSE, ctx, given, _intro(given, ctx), anew=True)


async def _already_begun(asked: str, request: Request, ctx: Context) -> Reply | None:
    """What she wrote of a pole is not lost because she asks again, or of another one."""
    begun = ctx.draft.answers if ctx.draft and ctx.draft.form == PROPOSE.name else {}
    if not any(begun.get(one) for one in GRID):
        return None
    if not asked or asked == begun.get("pole"):
        return await forms.resume(request, ctx)
    return ctx.reply(
        "proposing.begun",
        ctx.choice("forms.resume", "/continuer"),
        ctx.choice("forms.leave", "/annuler"),
        name=pole_name(begun, ctx.library),
    )


def _of_proposal(hers: Proposal) -> dict[str, str]:
    """What she sent, as the form's answers."""
    return {
        "pole": NEW if hers.name else hers.pole,
        CALLED: hers.name,
        "commune": hers.commune,
        **_filled(stories.words_of(hers.told)),
        "credit": "oui" if hers.credited else "non",
        VERSION: str(hers.version),
    }


async def _of_story(slug: str, ctx: Context) -> dict[str, str]:
    """What stands, as the form's answers; under which name she goes on is hers to say."""
    story = await stories.story_of(ctx.db, slug)
    if story is None:
        return {"pole": slug}
    return {"pole": slug, **_filled(stories.words_of(story.told)), VERSION: str(story.version)}


def _filled(told: Mapping[str, str]) -> dict[str, str]:
    return {one: told.get(one, "") for one in GRID}


def _asked(answers: Mapping[str, str]) -> tuple[str, ...]:
    """What is answered when all is."""
    commune = ("commune",) if answers.get("pole") == NEW else ()
    return ("pole", *commune, *GRID, "credit")


def _intro(given: Mapping[str, str], ctx: Context) -> str:
    name = pole_name(given, ctx.library)
    return ctx.say("proposing.intro", name=name, filled=VERSION in given)


async def _so_far(answers: Mapping[str, str], ctx: Context) -> str:
    """What was understood, to be read before it is sent; by mail, what is noted meanwhile."""
    if any(one not in answers for one in _asked(answers)):
        return _noted(answers, ctx) if ctx.at_once else ""
    ctx.library = await known_poles(ctx.db, ctx.library)
    draft = await _draft(answers, ctx)
    return ctx.say(
        "proposing.echo",
        name=pole_name(answers, ctx.library),
        commune=commune_name(draft.pole.commune, ctx.library),
        new=draft.pole.slug not in ctx.library.fiches,
        told=sections(draft.told, ctx.library),
        credit=author_of(ctx.member if draft.credited else None, ctx.library),
    )


def _noted(answers: Mapping[str, str], ctx: Context) -> str:
    """What of a mail is noted while something else of it is asked again."""
    asked = [one for one in PROPOSE.together if one not in answers]
    corrected = any(name.startswith(drafts.WAS) for name in answers)
    told = {} if corrected else {one: answers.get(one, "") for one in GRID}
    titles = [title for title, _ in sections(told, ctx.library)]
    return ctx.say("proposing.noted", titles=titles, several=len(asked) > 1)


async def _draft(answers: Mapping[str, str], ctx: Context) -> Draft:
    """What the answers propose; what she passed of a story that stands is kept."""
    pole = await _pole(answers, ctx)
    told = {one: answers[one] for one in GRID if answers.get(one)}
    version = int(answers.get(VERSION, 0))
    if VERSION not in answers and (story := await stories.story_of(ctx.db, pole.slug)):
        told, version = stories.words_of(story.told) | told, story.version
    return Draft(pole, told, answers["credit"] == "oui", version)


async def _pole(answers: Mapping[str, str], ctx: Context) -> Pole:
    """The pole that is meant; what a story names is not in the content."""
    if answers["pole"] == NEW:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(answers[CALLED]))[:LONGEST].strip("-")
        return Pole(slug or NEW, answers[CALLED], answers.get("commune", ""))
    story = await stories.latest(ctx.db, answers["pole"])
    if story is not None and story.name:
        return Pole(story.pole, story.name, story.commune)
    return Pole(answers["pole"])


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    if not any(answers.get(one) for one in GRID):
        again = ctx.choice("proposing.again", "/proposer_fiche")
        return ctx.reply("proposing.empty", again, ctx.choice("fiches.all", "/fiches"))
    member = ctx.require_member()
    ctx.library = await known_poles(ctx.db, ctx.library)
    draft = await _draft(answers, ctx)
    proposal = await proposals.propose(ctx.db, member, draft, ctx.now)
    name = pole_name(answers, ctx.library)
    await _tell_readers(proposal, name, ctx)
    ways = [
        ctx.choice("proposing.reread", f"/proposer_fiche {proposal.pole}"),
        ctx.choice("fiches.all", "/fiches"),
    ]
    if ctx.rights.administrator or ctx.rights.animated:
        ways.insert(0, ctx.choice("reviewing.list", "/fiches_proposees"))
    return ctx.reply("proposing.sent", *ways, name=name)


async def _tell_readers(proposal: Proposal, name: str, ctx: Context) -> None:
    """Those who may publish it hear of it, once each time it is sent."""
    member = ctx.require_member()
    told = ctx.reply(
        "reviewing.told",
        ctx.choice("reviewing.read", f"/fiche_proposee {proposal.id}"),
        name=member.name,
        structure=member.structure,
        pole=name,
    )
    for address_id in await proposals.readers(ctx.db, member):
        key = f"proposal/{proposal.id}/{ctx.now.isoformat()}/{address_id}"
        await ctx.tell(address_id, told, key, quotes=member)


async def _leave(_: Mapping[str, str], ctx: Context) -> Reply:
    again = ctx.choice("proposing.again", "/proposer_fiche")
    return ctx.reply("proposing.left", again, ctx.choice("fiches.all", "/fiches"))


TOLD = tuple(told_field(one) for one in GRID)
PROPOSE = Form(
    "proposing",
    (POLE, COMMUNE, *TOLD, CREDIT, SURE),
    _finish,
    decline=_leave,
    leave=_leave,
    shown=_so_far,
    together=("pole", *GRID, "credit"),
    which="proposing.which",
)
