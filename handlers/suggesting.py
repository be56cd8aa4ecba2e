"""What is worth sharing, while somebody types after the bot's name in any conversation."""

from collections.abc import Iterator

from community.words import Suggestion
from content.fiche_names import find_fiches
from content.library import Library
from content.search import Found
from french.typography import typeset
from handlers import knowledge
from handlers.faq import FIRST
from handlers.fiche_card import brief
from handlers.links import to_payload

MOST = 8
SHOWN = 120  # characters that tell one result from another


def suggest(text: str, library: Library, found: Found) -> tuple[Suggestion, ...]:
    """Fiches, answers and words near a text; for an empty one, what newcomers ask first."""
    ids = dict.fromkeys(_near(text, library, found))
    made = (_suggestion(one, library) for one in ids)
    return tuple(one for one in made if one)[:MOST]


def _near(text: str, library: Library, found: Found) -> Iterator[str]:
    if not text.strip():
        yield from FIRST
        return
    if found.entry is not None:
        yield found.entry
    yield from (f"fiche:{fiche.id}" for fiche in find_fiches(text, library).fiches)
    yield from found.suggestions


def _suggestion(document_id: str, library: Library) -> Suggestion | None:
    """A document as a result, and what is then sent; None for what is not shared."""
    named = _named(document_id, library)
    told, offered = knowledge.titled(library, document_id), knowledge.offer(library, document_id)
    if named is None or told is None or offered is None:
        return None
    name, line = named
    kind, _, slug = document_id.rpartition(":")
    html = brief(library, library.fiches[slug]) if kind == "fiche" else told.html
    return Suggestion(document_id, typeset(name), _cut(line), html, to_payload(offered.command))


def _named(document_id: str, library: Library) -> tuple[str, str] | None:
    """How a document is called, and what it begins to say."""
    kind, _, slug = document_id.rpartition(":")
    if kind == "fiche" and (fiche := library.fiches.get(slug)):
        return fiche.name, fiche.plain
    if kind == "glossaire" and (term := library.glossary.get(slug)):
        return term.term, term.meaning or term.plain
    if not kind and (asked := library.faq.get(slug)):
        return asked.button or asked.question, asked.plain
    return None


def _cut(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]}…"
