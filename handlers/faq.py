"""Frequent questions, the rest of an answer, and the words of the field."""

from community.context import Context
from community.words import Choice, Reply, Request
from handlers import knowledge
from handlers.glossary import explained
from handlers.paging import page_of, split_page

PAGE = 6
# What newcomers ask most; the others follow in the order of their ids.
FIRST = (
    *("def", "exemples", "rejoindre", "creer", "financement", "emploi"),
    *("secteurs", "combien", "aap_prochain", "accompagnement", "ess", "coorace"),
)


async def faq(request: Request, ctx: Context) -> Reply:
    """`/faq [ID] [pN]`: the questions, a page at a time, or the answer to one."""
    asked, page = split_page(request.text)
    if asked:
        return _answered(asked, ctx)
    here = ctx.place is not None
    return ctx.card("faq", "faq.list", *_questions(page, ctx), here=here)


async def more(request: Request, ctx: Context) -> Reply:
    """`/plus ID`: the rest of an answer."""
    entry = ctx.library.faq.get(request.text)
    if entry is None or not entry.more_html:
        return _answered(request.text, ctx)
    return knowledge.more(ctx.library, entry)


async def easy(request: Request, ctx: Context) -> Reply:
    """`/facile ID`: an answer in plainer words; the answer itself when nobody wrote them."""
    entry = ctx.library.faq.get(request.text)
    if entry is None or not entry.easy:
        return _answered(request.text, ctx)
    return knowledge.easy(ctx.library, entry)


async def term(request: Request, ctx: Context) -> Reply:
    """`/mot ID`: a word of the field, explained."""
    return explained(request.text, ctx) or ctx.reply("faq.gone", *_questions(1, ctx))


def _answered(document_id: str, ctx: Context) -> Reply:
    """What is said of a document; kindly, when it is gone."""
    said = knowledge.titled(ctx.library, document_id)
    return said or ctx.reply("faq.gone", *_questions(1, ctx))


def _questions(page: int, ctx: Context) -> list[Choice]:
    known = ctx.library.faq
    ordered = [*(one for one in FIRST if one in known), *(one for one in known if one not in FIRST)]
    shown, rest = page_of(ordered, page, PAGE)
    choices = [choice for one in shown if (choice := knowledge.offer(ctx.library, one))]
    if rest:
        choices.append(ctx.choice("faq.next", f"/faq p{page + 1}"))
    elif page > 1:
        choices.append(ctx.choice("faq.all", "/faq"))
    return choices
