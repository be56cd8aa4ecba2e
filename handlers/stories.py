"""What the community tells of a pole: under its fiche, then a part at a time; its versions."""

from dataclasses import replace
from textwrap import shorten

from community import stories
from community.context import Context
from community.db.tables import Story
from community.errors import UnknownStory
from community.roles import Role
from community.stories import GRID
from community.words import Choice, Reply, Request
from content.entries import Fiche
from handlers.story_words import credit_of, sections
from handlers.told_poles import known_poles

BESIDE = 180  # characters of the first part that the card of a fiche shows
EXCERPT = 90  # of each part, where all are shown
CUT = " […]"
ENDS = (".", "!", "?", ":", ";", ",")  # what a line that needs no other sign ends with


async def under_card(card: Reply, fiche: Fiche, ctx: Context) -> Reply:
    """The card of a fiche with the beginning of what the community tells, apart from the facts."""
    story = await stories.story_of(ctx.db, fiche.id)
    if story is None:
        return card
    told = next(iter(stories.words_of(story.told).values()), "")
    html = ctx.say(
        "stories.beside",
        excerpt=_begun(told, BESIDE),
        **await _credit(story, ctx),
    )
    way = ctx.choice("stories.read", f"/recit {fiche.id}")
    return replace(card, html=card.html + html, choices=(way, *card.choices))


def telling(fiche: Fiche, ctx: Context) -> list[Choice]:
    """What a member may tell of a pole whose card asks nobody, for its facts are known."""
    if ctx.member is None or ctx.place is not None or not fiche.complete:
        return []
    return [ctx.choice("stories.tell", f"/proposer_fiche {fiche.id}")]


async def beside(text: str, reply: Reply, ctx: Context) -> Reply:
    """What a question gets, with the stories that hold most of what it asks, in private."""
    if ctx.place is not None:
        return reply
    ways = [
        ctx.choice("stories.found", f"/recit {one.pole}", name=await _name(one, ctx))
        for one in await stories.found(ctx.db, text)
    ]
    if not ways:
        return reply
    html = reply.html + ctx.say("stories.instead")
    return replace(reply, html=html, choices=(*reply.choices, *ways))


async def read(request: Request, ctx: Context) -> Reply:
    """`/recit POLE [PART]`: the beginning of each part, or one whole."""
    slug, _, part = request.text.partition(" ")
    story = await stories.story_of(ctx.db, slug)
    if story is None:
        raise UnknownStory
    told = stories.words_of(story.told)
    credit = await _credit(story, ctx)
    name = await _name(story, ctx)
    if part in told:
        html = ctx.say(
            "stories.part", name=name, told=sections({part: told[part]}, ctx.library), **credit
        )
        whole = ctx.choice("stories.whole", f"/recit {slug}")
        return Reply(html, (*_next_part(slug, part, told, ctx), whole, _back(slug, ctx)))
    begun = {one: _begun(told[one], EXCERPT) for one in told}
    html = ctx.say("stories.parts", name=name, told=sections(begun, ctx.library), **credit)
    cut = [one for one in told if begun[one].endswith(CUT)]
    return Reply(html, (*(_part(slug, one, ctx) for one in cut), *_ways_on(story, ctx)))


def _begun(told: str, most: int) -> str:
    """The beginning of a part, on one line."""
    lines = [line if line.endswith(ENDS) else f"{line} /" for line in told.splitlines()]
    return shorten(" ".join(lines).removesuffix(" /"), most, placeholder=CUT)


def _part(slug: str, part: str, ctx: Context) -> Choice:
    return Choice(ctx.library.texts.label(f"proposing.{part}"), f"/recit {slug} {part}")


def _next_part(slug: str, part: str, told: dict[str, str], ctx: Context) -> tuple[Choice, ...]:
    later = GRID[GRID.index(part) + 1 :]
    following = next((one for one in later if one in told), None)
    return (_part(slug, following, ctx),) if following else ()


def _back(slug: str, ctx: Context) -> Choice:
    return ctx.choice("fiches.back", f"/fiche {slug}")


def _ways_on(story: Story, ctx: Context) -> list[Choice]:
    ways = [ctx.choice("stories.complete", f"/proposer_fiche {story.pole}"), _back(story.pole, ctx)]
    if ctx.member is not None and story.author_id == ctx.member.id and ctx.place is None:
        ways.append(ctx.choice("stories.withdraw", f"/recit_retirer {story.id}"))
    if ctx.role >= Role.ANIMATOR and ctx.place is None:
        ways.append(ctx.choice("stories.versions", f"/recit_versions {story.pole}"))
    return ways


async def _credit(story: Story, ctx: Context) -> dict[str, object]:
    """Who told it and when; when it was last said to hold, if that is later."""
    later = story.checked_at > story.published_at
    return {
        "credit": credit_of(await stories.authors(ctx.db, story), ctx.library),
        "day": story.published_at.astimezone(ctx.zone),
        "checked": story.checked_at.astimezone(ctx.zone) if later else None,
    }


async def _name(story: Story, ctx: Context) -> str:
    fiche = (await known_poles(ctx.db, ctx.library)).fiches.get(story.pole)
    return fiche.name if fiche else story.name


async def versions(request: Request, ctx: Context) -> Reply:
    """`/recit_versions POLE`: every version of what is told, for who animates."""
    found = await stories.versions(ctx.db, ctx.rights, request.text)
    if not found:
        raise UnknownStory
    choices = [
        ctx.choice("stories.version", f"/recit_version {one.id}", version=one.version)
        for one in found
        if not one.taken_back
    ]
    latest = found[0]
    if latest.withdrawn_at is None:
        choices.append(ctx.choice("stories.withdraw", f"/recit_retirer {latest.id}"))
    elif not latest.taken_back:
        choices.append(ctx.choice("stories.restore", f"/recit_remettre {latest.id}"))
    days = [(one.version, one.published_at.astimezone(ctx.zone)) for one in found]
    return ctx.reply(
        "stories.versions",
        *choices,
        _back(latest.pole, ctx),
        name=await _name(latest, ctx),
        versions=days,
        withdrawn=latest.withdrawn_at is not None,
    )


async def version(request: Request, ctx: Context) -> Reply:
    """`/recit_version ID`: one of them, whole, for who animates."""
    story = await stories.version_of(ctx.db, ctx.rights, _number(request.text))
    told = sections(stories.words_of(story.told), ctx.library)
    html = ctx.say(
        "stories.part", name=await _name(story, ctx), told=told, **await _credit(story, ctx)
    )
    return Reply(html, (ctx.choice("stories.versions", f"/recit_versions {story.pole}"),))


async def withdraw(request: Request, ctx: Context) -> Reply:
    """`/recit_retirer ID`: nobody reads it any more; its author may, or who animates."""
    number = _number(request.text)
    story = await stories.withdraw(ctx.db, ctx.rights, ctx.member, number, ctx.now)
    ways = [ctx.choice("stories.tell", f"/proposer_fiche {story.pole}")]
    if ctx.role >= Role.ANIMATOR or story.taken_back:
        ways.insert(0, ctx.choice("stories.restore", f"/recit_remettre {story.id}"))
    return ctx.reply(
        "stories.withdrawn",
        *ways,
        ctx.choice("fiches.all", "/fiches"),
        name=await _name(story, ctx),
    )


async def restore(request: Request, ctx: Context) -> Reply:
    """`/recit_remettre ID`: it is read again."""
    story = await stories.restore(ctx.db, ctx.rights, ctx.member, _number(request.text))
    return ctx.reply("stories.restored", _back(story.pole, ctx), name=await _name(story, ctx))


async def unchanged(request: Request, ctx: Context) -> Reply:
    """`/recit_inchange ID`: it still holds; it is asked again in a year."""
    number = _number(request.text)
    story = await stories.still_holds(ctx.db, ctx.rights, ctx.member, number, ctx.now)
    name = await _name(story, ctx)
    return ctx.reply("stories.still_holds", _back(story.pole, ctx), name=name)


def _number(text: str) -> int:
    """The number of a version. Raises UnknownStory."""
    if not text.isdecimal() or len(text) > 9:
        raise UnknownStory
    return int(text)
