"""Her data: what is kept and why, a copy of it, and its end."""

from community import diagnostics, fiche_watches, questions
from community.addresses import addresses_of
from community.context import Context, Event
from community.db.tables import Member
from community.members import consents_of
from community.privacy import erase_address, erase_member
from community.stories import told_by
from community.words import Attachment, Choice, Reply, Request
from handlers import territories
from handlers.coming import withdraw
from handlers.themes import my_themes, title_of


async def policy(_: Request, ctx: Context) -> Reply:
    """`/confidentialite`: the whole information of RGPD article 13."""
    return ctx.reply(
        "privacy.policy",
        ctx.choice("privacy.my_data", "/mesdonnees"),
        _erase(ctx),
        ctx.choice("privacy.contact", "/contact"),
        contact=ctx.library.contact,
    )


async def my_data(_: Request, ctx: Context) -> Reply:
    """`/mesdonnees`: a readable summary, and a file of every row about her."""
    args = (str(ctx.address_id), str(ctx.member.id) if ctx.member else "")
    copy = Attachment("my_data.json", args, "mes-donnees.json")
    choices = (_erase(ctx), ctx.choice("privacy.policy", "/confidentialite"))
    if ctx.member is None:
        return ctx.reply(
            "privacy.visitor",
            *choices,
            attachments=(copy,),
            address=str(ctx.address),
            answering=ctx.draft is not None,
            questions=await questions.count_of(ctx.db, [ctx.address_id]),
        )
    change = ctx.choice("privacy.change", "/moi")
    values = await _summary(ctx.member, ctx)
    return ctx.reply("privacy.my_data", change, *choices, attachments=(copy,), **values)


async def _summary(member: Member, ctx: Context) -> dict[str, object]:
    places = await addresses_of(ctx.db, member.id)
    consents = await consents_of(ctx.db, member.id)
    diagnostic = await diagnostics.kept_by(ctx.db, member.id)
    fiches = await fiche_watches.watched_by(ctx.db, member.id)
    return {
        "name": member.name,
        "structure": member.structure,
        "territory": territories.name_of(member.territory, ctx.library.departements),
        "themes": [title_of(slug, ctx) for slug in await my_themes(ctx)],
        "addresses": [f"{place.door}/{place.value}" for place in places],
        "since": member.created_at.astimezone(ctx.zone),
        "wording": consents[-1].wording if consents else "",
        "questions": await questions.count_of(ctx.db, [place.id for place in places]),
        "diagnostic": diagnostic.kept_at.astimezone(ctx.zone) if diagnostic else None,
        "followed": [ctx.library.fiches[one].name for one in fiches if one in ctx.library.fiches],
        "consented": consents[-1].given_at.astimezone(ctx.zone) if consents else None,
    }


async def erase(_: Request, ctx: Context) -> Reply:
    """`/effacer`: say what will go, and ask once more."""
    choices = (
        ctx.choice("privacy.erase_yes", "/effacer_oui"),
        ctx.choice("privacy.keep", "/effacer_non"),
        ctx.choice("privacy.copy_first", "/mesdonnees"),
    )
    if ctx.member is None:
        return ctx.reply("privacy.erase_visitor", *choices)
    told = await told_by(ctx.db, ctx.member)
    return ctx.reply("privacy.erase_member", *choices, told=bool(told))


async def kept(_: Request, ctx: Context) -> Reply:
    """`/effacer_non`: she changed her mind."""
    return ctx.reply(
        "privacy.kept",
        ctx.choice("privacy.themes", "/themes"),
        ctx.choice("privacy.my_data", "/mesdonnees"),
    )


async def erased(_: Request, ctx: Context) -> Reply:
    """`/effacer_oui`: erase, and say goodbye."""
    if ctx.member is not None:
        await withdraw(ctx)
        await erase_member(ctx.db, ctx.member)
    else:
        await erase_address(ctx.db, ctx.address_id)
    ctx.member = ctx.draft = None
    ctx.after(Event.PERSON_ERASED)
    return ctx.reply("privacy.erased", ctx.choice("privacy.start_again", "/start"))


def _erase(ctx: Context) -> Choice:
    return ctx.choice("privacy.erase", "/effacer")
