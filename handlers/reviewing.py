"""What members propose to tell of poles: who animates reads, corrects, publishes, sends back."""

from collections.abc import Mapping

from community import proposals, stories
from community.context import Context, Field, Form, Offer, Unreadable
from community.db.tables import Proposal
from community.errors import UnknownProposal
from community.stories import GRID
from community.words import Choice, Reply, Request
from handlers import forms
from handlers.answers import is_offer, offer
from handlers.paging import page_of, split_page
from handlers.proposing_fields import LIMIT, commune_name, tidy
from handlers.story_words import author_of, sections

PAGE = 7
WORD_LIMIT = 600
TEXT, WORD = "text", "word"


async def listing(request: Request, ctx: Context) -> Reply:
    """`/fiches_proposees [pN]`: what waits to be read."""
    _, page = split_page(request.text)
    waiting = await proposals.waiting(ctx.db, ctx.rights)
    shown, more = page_of(waiting, page, PAGE)
    choices = [
        ctx.choice(
            "reviewing.one",
            f"/fiche_proposee {one.id}",
            pole=_pole(one, ctx),
            name=member.name,
        )
        for one, member in shown
    ]
    if more:
        choices.append(ctx.choice("reviewing.next", f"/fiches_proposees p{page + 1}"))
    choices.append(ctx.choice("fiches.all", "/fiches"))
    return ctx.reply("reviewing.list", *choices, total=len(waiting))


async def read(request: Request, ctx: Context) -> Reply:
    """`/fiche_proposee ID`: the whole of one, and what can be done with it."""
    return await _whole(_number(request.text), ctx)


async def _whole(number: int, ctx: Context, said: str = "") -> Reply:
    proposal, member = await proposals.read(ctx.db, ctx.rights, number)
    before = await stories.story_of(ctx.db, proposal.pole)
    version = before.version if before else 0
    html = said + ctx.say(
        "reviewing.whole",
        pole=_pole(proposal, ctx),
        new=bool(proposal.name) and before is None,
        where=commune_name(proposal.commune, ctx.library),
        author=author_of(member, ctx.library),
        credit=author_of(member if proposal.credited else None, ctx.library),
        day=proposal.sent_at.astimezone(ctx.zone),
        told=sections(stories.words_of(proposal.told), ctx.library),
        version=version,
        newer=version > proposal.version,
        corrected=proposal.corrected,
    )
    ways = (
        ctx.choice("reviewing.publish", f"/fiche_proposee_publier {number}"),
        ctx.choice("reviewing.correct", f"/fiche_proposee_corriger {number}"),
        ctx.choice("reviewing.send_back", f"/fiche_proposee_renvoyer {number}"),
        ctx.choice("reviewing.list", "/fiches_proposees"),
    )
    return Reply(html, ways)


async def correct(request: Request, ctx: Context) -> Reply:
    """`/fiche_proposee_corriger ID [PART]`: another text in the place of a part of it."""
    number, _, part = request.text.partition(" ")
    proposal, _ = await proposals.read(ctx.db, ctx.rights, _number(number))
    if part not in GRID:
        title = ctx.library.texts.label
        parts = (
            Choice(title(f"proposing.{one}"), f"/fiche_proposee_corriger {proposal.id} {one}")
            for one in GRID
        )
        back = ctx.choice("reviewing.back", f"/fiche_proposee {proposal.id}")
        return ctx.reply("reviewing.which", *parts, back, pole=_pole(proposal, ctx))
    was = stories.words_of(proposal.told).get(part, "")
    given = {"proposal": str(proposal.id), "what": TEXT, "part": part, "was": was}
    return await forms.begin(REVIEW, ctx, given, anew=True)


async def publish(request: Request, ctx: Context) -> Reply:
    """`/fiche_proposee_publier ID`: everybody reads it; its author is told."""
    number = _number(request.text)
    proposal, member = await proposals.read(ctx.db, ctx.rights, number)
    pole, see = _pole(proposal, ctx), ctx.choice("reviewing.see", f"/fiche {proposal.pole}")
    story = await proposals.publish(ctx.db, ctx.rights, number, pole, ctx.member, ctx.now)
    if member.id != (ctx.member.id if ctx.member else None):
        told = ctx.reply("reviewing.hers_published", see, pole=pole, corrected=proposal.corrected)
        await ctx.tell(member, told, f"story/{story.id}/published")
    others = ctx.choice("reviewing.list", "/fiches_proposees")
    return ctx.reply("reviewing.published", see, others, pole=pole, version=story.version)


async def send_back(request: Request, ctx: Context) -> Reply:
    """`/fiche_proposee_renvoyer ID`: ask which word goes back with it."""
    proposal, member = await proposals.read(ctx.db, ctx.rights, _number(request.text))
    given = {"proposal": str(proposal.id), "what": WORD, "name": member.name}
    return await forms.begin(REVIEW, ctx, given, anew=True)


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    number = int(answers["proposal"])
    if answers["what"] == WORD:
        return await _send_back(number, answers[WORD], ctx)
    proposal, _ = await proposals.read(ctx.db, ctx.rights, number)
    told, part = stories.words_of(proposal.told), answers["part"]
    if told.get(part, "") != answers["was"]:
        lines = answers[TEXT].splitlines()
        return await _whole(number, ctx, ctx.say("reviewing.meanwhile", lines=lines))
    await proposals.correct(ctx.db, ctx.rights, number, told | {part: answers[TEXT]})
    return await _whole(number, ctx, ctx.say("reviewing.corrected"))


async def _send_back(number: int, word: str, ctx: Context) -> Reply:
    proposal, member = await proposals.send_back(
        ctx.db, ctx.rights, number, word, ctx.member, ctx.now
    )
    told = ctx.reply(
        "reviewing.hers_back",
        ctx.choice("reviewing.complete", f"/proposer_fiche {proposal.pole}"),
        pole=_pole(proposal, ctx),
        word=word.splitlines(),
        by=ctx.member.name if ctx.member else "",
    )
    await ctx.tell(member, told, f"proposal/{number}/back/{ctx.now.isoformat()}", quotes=ctx.member)
    others = ctx.choice("reviewing.list", "/fiches_proposees")
    return ctx.reply("reviewing.sent_back", others, name=member.name)


async def _leave(answers: Mapping[str, str], ctx: Context) -> Reply:
    return await _whole(int(answers["proposal"]), ctx, ctx.say("reviewing.unchanged"))


async def _so_far(answers: Mapping[str, str], ctx: Context) -> str:
    """The part that is corrected, as it stands."""
    if answers["what"] == WORD:
        return ""
    title = ctx.library.texts.label(f"proposing.{answers['part']}")
    return ctx.say("reviewing.was", title=title, lines=answers["was"].splitlines())


def _pole(proposal: Proposal, ctx: Context) -> str:
    fiche = ctx.library.fiches.get(proposal.pole)
    return fiche.name if fiche else proposal.name or proposal.pole


def _number(text: str) -> int:
    """The number of a proposal. Raises UnknownProposal."""
    if not text.isdecimal() or len(text) > 9:
        raise UnknownProposal
    return int(text)


def _read_text(text: str, ctx: Context) -> str:
    if is_offer(text, _empty(ctx)):
        return ""
    if len(text) > LIMIT:
        raise Unreadable("proposing.too_long", limit=LIMIT, length=len(text))
    return tidy(text)


def _empty(ctx: Context) -> Offer:
    return offer(ctx, "reviewing.empty", "rien")


def _read_word(text: str, _: Context) -> str:
    if not any(c.isalnum() for c in text):
        raise Unreadable("reviewing.word_unreadable")
    if len(text) > WORD_LIMIT:
        raise Unreadable("reviewing.word_too_long", limit=WORD_LIMIT, length=len(text))
    return tidy(text)


REVIEW = Form(
    "reviewing",
    (
        Field(
            TEXT,
            _read_text,
            lambda ctx: (_empty(ctx),),
            free=True,
            asked=lambda given, _: given["what"] == TEXT,
        ),
        Field(WORD, _read_word, free=True, asked=lambda given, _: given["what"] == WORD),
    ),
    _finish,
    leave=_leave,
    shown=_so_far,
)
