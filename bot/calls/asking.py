"""`palabre ask`: what the bot would answer, from the content alone."""

import json
from argparse import Namespace

from bot.calls.indexing import tell
from bot.console import asked, say
from bot.doors.plain import show, to_text
from bot.knowledge import Knowledge
from bot.matching import clean
from bot.settings import Settings
from community.words import Reply
from content.library import Library
from content.search import Found, FoundKind
from handlers import knowledge


async def ask(arguments: Namespace, settings: Settings) -> int:
    """Answer a question, or each line of standard input."""
    known = Knowledge(settings.content, settings.contact, settings.index)
    known.complete(tell)
    for question in asked(arguments.question):
        found = known.finder.find(clean(question))
        reply = _answer(known.library, found)
        say(_line(question, found, to_text(reply.html)) if arguments.json else show(reply) + "\n")
    return 0


def _answer(library: Library, found: Found) -> Reply:
    """The entry that answers, else what may be meant."""
    reply = knowledge.render(library, found.entry) if found.entry else None
    if reply is not None:
        return reply
    offers = (knowledge.offer(library, one) for one in found.suggestions)
    near = tuple(choice for choice in offers if choice)
    suggested = found.kind is FoundKind.SUGGESTIONS
    text = "unknown" if not near else "suggestions" if suggested else "unknown_near"
    return Reply(library.texts.html(f"knowledge.{text}"), near)


def _line(question: str, found: Found, text: str) -> str:
    answer = {
        "question": question,
        "kind": found.kind,
        "entry": found.entry,
        "score": round(found.score, 4),
        "suggestions": found.suggestions,
        "candidates": [{"id": id_, "score": round(score, 4)} for id_, score in found.candidates],
        "text": text,
    }
    return json.dumps(answer, ensure_ascii=False)
