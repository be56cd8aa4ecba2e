"""The words of the field, a page or a letter at a time, or the one that is named."""

from collections.abc import Sequence
from dataclasses import replace

from rapidfuzz import fuzz, process

from community.context import Context
from community.words import Choice, Reply, Request
from content.entries import Term
from content.search import FoundKind
from french.folding import essence, fold
from french.typography import typeset
from handlers import knowledge
from handlers.paging import page_of, split_page

CARD = "glossaire"
PAGE = 8
ALIKE = 75  # of 100
NEAR = 3
LETTERS = "lettres"


async def glossary(request: Request, ctx: Context) -> Reply:
    """`/glossaire [lettres|LETTER|WORD] [pN]`: the words, those of a letter, or one explained."""
    asked, page = split_page(request.text)
    terms = sorted(ctx.library.glossary.values(), key=lambda one: fold(one.term))
    if not asked:
        choices = _listed(terms, page, "/glossaire", ctx)
        return ctx.card(CARD, "glossary.list", *choices, total=len(terms), first=page == 1)
    if fold(asked) == LETTERS:
        return ctx.card(CARD, "glossary.letters", *_letters(terms, ctx))
    if len(asked) == 1 and asked.isalpha():
        letter = fold(asked)
        begun = [one for one in terms if _initial(one) == letter]
        return _of_letter(letter.upper(), begun, page, ctx)
    return _named(asked, page, terms, request, ctx)


def explained(term_id: str, ctx: Context) -> Reply | None:
    """A word with what it means, and the way back to the others. None for one that is gone."""
    said = knowledge.render(ctx.library, f"glossaire:{term_id}")
    back = ctx.choice("glossary.back", "/glossaire")
    return replace(said, choices=(*said.choices, back)) if said else None


def _named(asked: str, page: int, terms: Sequence[Term], request: Request, ctx: Context) -> Reply:
    text = asked[:80]
    for one in terms:
        if essence(asked) in {essence(way) for way in _ways(one)}:
            return explained(one.id, ctx) or _unknown(text, [], ctx)
    holding = [one for one in terms if _holds(one, asked)]
    if len(holding) == 1:
        return explained(holding[0].id, ctx) or _unknown(text, [], ctx)
    if holding:
        choices = _listed(holding, page, f"/glossaire {text[:40]}", ctx)
        return ctx.card(CARD, "glossary.several", *choices, text=text)
    names = {one.id: fold(one.term) for one in terms}
    alike = process.extract(
        fold(asked), names, scorer=fuzz.ratio, limit=NEAR, score_cutoff=ALIKE, processor=None
    )
    if not alike and ctx.found is not None and ctx.found.kind is FoundKind.ANSWER:
        return knowledge.reply(request, ctx)
    return _unknown(text, [ctx.library.glossary[term_id] for _, _, term_id in alike], ctx)


def _unknown(text: str, alike: Sequence[Term], ctx: Context) -> Reply:
    return ctx.reply(
        "glossary.unknown",
        *map(_offer, alike),
        ctx.choice("glossary.back", "/glossaire"),
        ctx.choice("glossary.question", "/question"),
        text=text,
        near=bool(alike),
    )


def _of_letter(letter: str, begun: Sequence[Term], page: int, ctx: Context) -> Reply:
    letters = ctx.choice("glossary.letters", f"/glossaire {LETTERS}")
    if not begun:
        back = ctx.choice("glossary.back", "/glossaire")
        return ctx.card(CARD, "glossary.no_letter", letters, back, letter=letter)
    choices = _listed(begun, page, f"/glossaire {letter}", ctx)
    return ctx.card(CARD, "glossary.letter", *choices, letter=letter, total=len(begun))


def _letters(terms: Sequence[Term], ctx: Context) -> list[Choice]:
    initials = dict.fromkeys(_initial(one).upper() for one in terms)
    back = ctx.choice("glossary.back", "/glossaire")
    return [*(Choice(letter, f"/glossaire {letter}") for letter in initials), back]


def _listed(terms: Sequence[Term], page: int, command: str, ctx: Context) -> list[Choice]:
    """A page of words to read, and where to go from there."""
    shown, more = page_of(terms, page, PAGE)
    choices = [_offer(one) for one in shown]
    if more:
        choices.append(ctx.choice("glossary.next", f"{command} p{page + 1}"))
    if command != "/glossaire" or page > 1:
        choices.append(ctx.choice("glossary.back", "/glossaire"))
    return [*choices, ctx.choice("glossary.letters", f"/glossaire {LETTERS}")]


def _offer(term: Term) -> Choice:
    return Choice(typeset(term.term), f"/mot {term.id}", tuple(filter(None, (term.meaning,))))


def _ways(term: Term) -> tuple[str, ...]:
    return (term.id, term.term, *filter(None, (term.meaning,)), *term.phrasings)


def _holds(term: Term, asked: str) -> bool:
    """Whether its name or what it stands for has these words."""
    said = fold(f"{term.term} {term.meaning or ''}").replace("’", " ").replace("'", " ").split()
    words = fold(asked).split()
    return bool(words) and set(words) <= set(said)


def _initial(term: Term) -> str:
    return fold(term.term)[:1]
