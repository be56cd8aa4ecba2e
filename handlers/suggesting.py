"""What is worth sharing, while somebody types after the bot's name in any conversation."""

from collections.abc import Iterator

from community.words import Suggestion
from content.fiche_names import find_fiches
from content.library import Library
from content.search import Found
from content.search.decision import FITTED
from content.simple_html import plain
from handlers import knowledge
from handlers.faq import FIRST
from handlers.links import to_payload

MOST = 8
SHOWN = 120  # characters that tell one result from another
SHARED = frozenset({"", "fiche", "glossaire"})


def suggest(text: str, library: Library, found: Found) -> tuple[Suggestion, ...]:
    """Fiches, answers and words near a text; for an empty one, what newcomers ask first."""
    ids = dict.fromkeys(one for one in _near(text, library, found) if _shared(one))
    made = (_suggestion(one, library) for one in ids)
    return tuple(one for one in made if one)[:MOST]


def _near(text: str, library: Library, found: Found) -> Iterator[str]:
    if not text.strip():
        yield from FIRST
        return
    if found.entry is not None:
        yield found.entry
    yield from (f"fiche:{fiche.id}" for fiche in find_fiches(text, library).fiches)
    yield from (one for one, score in found.candidates if score >= FITTED.near)


def _shared(document_id: str) -> bool:
    return document_id.rpartition(":")[0] in SHARED


def _suggestion(document_id: str, library: Library) -> Suggestion | None:
    said, offered = knowledge.render(library, document_id), knowledge.offer(library, document_id)
    if said is None or offered is None:
        return None
    line = " ".join(plain(said.html).split())
    shown = line if len(line) <= SHOWN else f"{line[:SHOWN].rsplit(' ', 1)[0]}…"
    return Suggestion(document_id, offered.label, shown, said.html, to_payload(offered.command))
