"""The themes: what each works on, who is in, and how one leaves."""

from collections.abc import Collection
from dataclasses import dataclass

from rapidfuzz import fuzz, utils

from community.agenda import Next, next_exchange
from community.context import Context
from community.themes import count_members, leave_theme, themes_of
from community.words import Choice, Reply, Request
from content.entries import Theme
from french.folding import fold

NEAR = 80  # of 100: two letters wrong in ten still name a theme
APART = 8  # how much nearer the one that is meant must be


@dataclass(frozen=True, slots=True)
class Line:
    """A theme as the list shows it."""

    title: str
    summary: str
    members: int
    mine: bool
    next: Next | None


def meant(text: str, themes: Collection[Theme]) -> tuple[Theme, ...]:
    """The themes a person may mean by a slug, a part of a title or an alias, or something near."""
    if named := tuple(theme for theme in themes if theme.id == text):
        return named  # as a choice says it
    said = fold(text)
    if not said:
        return ()
    scored = [(max(_nearness(said, name) for name in _names(theme)), theme) for theme in themes]
    best = max((score for score, _ in scored), default=0)
    return tuple(theme for score, theme in scored if score >= max(NEAR, best - APART))


def _names(theme: Theme) -> list[str]:
    return [fold(name) for name in (theme.id, theme.title, *theme.aliases)]


def _nearness(said: str, name: str) -> float:
    """200 for the name itself, 150 for its words in order, else how near it is spelt."""
    if said == name:
        return 200
    if len(said) >= 3 and f" {said}" in f" {name}":
        return 150
    whole = fuzz.token_sort_ratio(said, name, processor=utils.default_process)
    part = fuzz.partial_ratio(said, name) if 5 <= len(said) <= len(name) else 0
    return max(whole, part)


def title_of(slug: str, ctx: Context) -> str:
    """The title of a theme; its slug, in words, when its file is gone."""
    theme = ctx.library.themes.get(slug)
    return theme.title if theme else slug.replace("-", " ").capitalize()


def button_of(slug: str, ctx: Context) -> str:
    """What a button calls a theme."""
    theme = ctx.library.themes.get(slug)
    return (theme and theme.button) or title_of(slug, ctx)


async def my_themes(ctx: Context) -> list[str]:
    """The slugs of the themes of who speaks; before a group, nobody's."""
    if ctx.member is None or ctx.place is not None:
        return []
    return [membership.theme for membership in await themes_of(ctx.db, ctx.member.id)]


async def listing(_: Request, ctx: Context) -> Reply:
    """`/themes`: each theme, its members, its next exchange, and the way in or out."""
    themes = ctx.library.themes.values()
    mine = await my_themes(ctx)
    members = await count_members(ctx.db)
    coming = {theme.id: await next_exchange(ctx.db, ctx.now, theme.id) for theme in themes}
    lines = [
        Line(t.title, t.summary, members.get(t.id, 0), t.id in mine, coming[t.id]) for t in themes
    ]
    choices = [door for t in themes for door in (_more(t, ctx), _door(t, t.id in mine, ctx))]
    return ctx.reply("themes.list", *choices, themes=lines)


async def detail(request: Request, ctx: Context) -> Reply:
    """`/theme SLUG`: everything about one theme."""
    found = meant(request.text, ctx.library.themes.values())
    if len(found) != 1:
        return ctx.reply(
            "themes.which", *(_more(t, ctx) for t in found or ctx.library.themes.values())
        )
    theme = found[0]
    reply = ctx.reply(
        "themes.detail",
        _door(theme, theme.id in await my_themes(ctx), ctx),
        ctx.choice("themes.all", "/themes"),
        next=await next_exchange(ctx.db, ctx.now, theme.id),
    )
    head = ctx.say("themes.head", title=theme.title)
    return Reply(head + theme.html + reply.html, reply.choices)


async def leave(request: Request, ctx: Context) -> Reply:
    """`/quitter [theme]`: leave one; asks which when she is in several."""
    member = ctx.require_member()
    mine = await my_themes(ctx)
    known = [theme for theme in ctx.library.themes.values() if theme.id in mine]
    slugs = [theme.id for theme in meant(request.text, known)] if request.text else mine
    slugs = [request.text] if request.text in mine else slugs
    if not mine:
        return ctx.reply("themes.in_none", ctx.choice("themes.all", "/themes"))
    if len(slugs) != 1:
        return ctx.reply("themes.leave_which", *(_leave(slug, ctx) for slug in slugs or mine))
    await leave_theme(ctx.db, member, slugs[0])
    return ctx.reply(
        "themes.left",
        ctx.choice("themes.come_back", f"/rejoindre {slugs[0]}"),
        ctx.choice("themes.all", "/themes"),
        title=title_of(slugs[0], ctx),
    )


def _door(theme: Theme, mine: bool, ctx: Context) -> Choice:
    return _leave(theme.id, ctx) if mine else join_choice(theme, ctx)


def join_choice(theme: Theme, ctx: Context) -> Choice:
    """The way into a theme."""
    return ctx.choice("themes.join", f"/rejoindre {theme.id}", title=button_of(theme.id, ctx))


def _leave(slug: str, ctx: Context) -> Choice:
    return ctx.choice("themes.leave", f"/quitter {slug}", title=button_of(slug, ctx))


def _more(theme: Theme, ctx: Context) -> Choice:
    return ctx.choice("themes.more", f"/theme {theme.id}", title=button_of(theme.id, ctx))
