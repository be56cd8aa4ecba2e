"""Joining a theme: at once for a member, after consent and three questions for a newcomer."""

from collections.abc import Mapping
from dataclasses import replace

from community.agenda import next_exchange
from community.context import Context, Declined, Field, Form, Offer, Unreadable
from community.db.tables import Invitation
from community.errors import CommunityError, UnknownMember, UnknownTheme
from community.invitations import forget_invitee, invited_at
from community.members import Profile, find_member, join_community
from community.registrations import Partstat
from community.themes import closed_themes, join_theme
from community.words import Reply, Request
from content.entries import Theme
from content.simple_html import plain
from french.folding import fold
from handlers import forms, territories
from handlers.answers import NAME, STRUCTURE, TERRITORY, is_offer, offer
from handlers.coming import take
from handlers.themes import join_choice, meant, title_of


async def join(request: Request, ctx: Context) -> Reply:
    """`/rejoindre [theme]`: the theme that is meant, or those there are."""
    themes = ctx.library.themes.values()
    found = meant(request.text, themes)
    if len(found) == 1:
        return await enter(found[0], ctx)
    if shut := _closed_meant(request.text, await closed_themes(ctx.db)):
        return closed(shut, ctx)
    text = "joining.unknown" if request.text and not found else "joining.which"
    return ctx.reply(text, *(join_choice(theme, ctx) for theme in found or themes))


async def follow(link: Invitation, ctx: Context) -> Reply:
    """Do what an invitation is for: say who invites to what, and let in.

    A personal one that was forwarded says nothing of the person it was sent to.
    """
    theme = ctx.library.themes.get(link.theme)
    if theme is None:
        return closed(link.theme, ctx)
    intro = ctx.say("joining.invited", title=theme.title, by=await _host(link, ctx))
    return await enter(theme, ctx, intro, link if link.address_id == ctx.address_id else None)


async def _host(link: Invitation, ctx: Context) -> str:
    try:
        return (await find_member(ctx.db, link.created_by)).name if link.created_by else ""
    except UnknownMember:
        return ""


async def enter(
    theme: Theme,
    ctx: Context,
    intro: str = "",
    invitation: Invitation | None = None,
    *,
    then: str = "",
) -> Reply:
    """Let a member in at once; ask a newcomer, but not what an invitation already says.

    `then` is the answer to an exchange (its number, what she said, her guests) that is taken
    once she joined.
    """
    if ctx.member is not None:
        return await _let_in(theme.id, ctx)
    intro = intro or ctx.say("joining.entering", title=theme.title)
    invitation = invitation or await invited_at(ctx.db, ctx.address_id, theme.id, ctx.now)
    if invitation is None:
        return await forms.begin(JOIN, ctx, {"theme": theme.id, "then": then}, intro)
    known = _told(invitation, ctx)
    shown = known | {
        "territory": territories.name_of(known.get("territory", ""), ctx.library.departements)
    }
    intro += ctx.say("joining.told", **{name: shown.get(name, "") for name in TOLD})
    given = known | {"theme": theme.id, "invited": str(invitation.address_id), "then": then}
    return await forms.begin(JOIN, ctx, given, intro)


def _told(invitation: Invitation, ctx: Context) -> dict[str, str]:
    """What an animator's list says of a person, as she would have answered; the rest is asked."""
    known = {}
    for field in (NAME, STRUCTURE, TERRITORY):
        try:
            known[field.name] = field.read(getattr(invitation, field.name), ctx)
        except Unreadable:
            continue
    return known


async def _let_in(slug: str, ctx: Context) -> Reply:
    member = ctx.require_member()
    try:
        new = await join_theme(ctx.db, member, slug, ctx.now)
    except UnknownTheme:
        return closed(slug, ctx)
    told = {"title": title_of(slug, ctx), "next": await next_exchange(ctx.db, ctx.now, slug)}
    if new:
        html = ctx.say("joining.joined", **told, written_to=member.stopped_at is None)
    else:
        html = ctx.say("joining.already", **told)
    choices = (
        ctx.choice("joining.agenda", "/agenda"),
        ctx.choice("joining.me", "/moi"),
        ctx.choice("joining.ask", "/question"),
    )
    return Reply(html, choices)


def _closed_meant(text: str, slugs: list[str]) -> str | None:
    """The closed theme whose name holds all the words said."""
    said = set(fold(text).split())
    return next((slug for slug in slugs if said and said <= set(fold(slug).split())), None)


def closed(slug: str, ctx: Context) -> Reply:
    """Say that a theme is closed, and which are open."""
    themes = ctx.library.themes.values()
    return ctx.reply(
        "joining.closed", *(join_choice(t, ctx) for t in themes), title=title_of(slug, ctx)
    )


async def _finish(answers: Mapping[str, str], ctx: Context) -> Reply:
    if ctx.member is None:
        territory = answers["territory"]
        zone = territories.zone_of(territory, ctx.library.departements)
        profile = Profile(answers["name"], answers["structure"], territory, zone)
        ctx.member = await join_community(
            ctx.db, ctx.address_id, profile, answers["consent"], ctx.now
        )
        await forget_invitee(ctx.db, _invited(answers, ctx), ctx.now)
    welcome = await _let_in(answers["theme"], ctx)
    return await _answered(answers["then"], welcome, ctx) if answers.get("then") else welcome


async def _answered(then: str, welcome: Reply, ctx: Context) -> Reply:
    """Take the answer that she joined for, or say why it cannot be any more."""
    exchange_id, said, guests = then.split()
    try:
        taken = await take(int(exchange_id), Partstat(said), ctx, int(guests))
    except CommunityError as refused:
        return replace(welcome, html=welcome.html + ctx.say(refused.text, **refused.values))
    return replace(taken, html=ctx.say("joining.welcome") + taken.html)


async def _decline(answers: Mapping[str, str], ctx: Context) -> Reply:
    await forget_invitee(ctx.db, _invited(answers, ctx), ctx.now)
    return ctx.reply(
        "joining.declined",
        ctx.choice("joining.ask", "/question"),
        ctx.choice("joining.themes", "/themes"),
    )


def _invited(answers: Mapping[str, str], ctx: Context) -> int:
    return int(answers.get("invited", ctx.address_id))


def _read_consent(text: str, ctx: Context) -> str:
    """The wording she agreed to, as it was when she did. Raises Declined."""
    accept, refuse = _consents(ctx)
    if is_offer(text, refuse):
        raise Declined
    if not is_offer(text, accept):
        raise Unreadable("joining.consent_unclear")
    return plain(ctx.say(CONSENT))


def _consents(ctx: Context) -> tuple[Offer, Offer]:
    return offer(ctx, "joining.accept", "oui"), offer(ctx, "joining.refuse", "non")


CONSENT = "joining.consent"
TOLD = ("name", "structure", "territory")
JOIN = Form(
    "joining",
    (
        Field("consent", _read_consent, _consents, quotes=CONSENT, declines=True),
        NAME,
        STRUCTURE,
        TERRITORY,
    ),
    _finish,
    _decline,
    together=TOLD,
)
