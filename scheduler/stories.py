"""Asks once whether what is told of a pole still holds, a year after somebody last said so."""

from datetime import datetime

from community import quiet, stories
from community.context import labelled
from community.db.engine import Session
from community.db.tables import Story
from community.post import outbox
from community.stories import Asked
from community.words import Reply
from content.library import Library


async def ask(session: Session, library: Library, now: datetime) -> bool:
    """Ask of what is due. True when somebody is asked."""
    told = False
    for story in await stories.due(session, now):
        for whom in await stories.whom_to_ask(session, story):
            told = True
            await outbox.add(
                session,
                key=f"story/{story.id}/{story.checked_at:%Y-%m-%d}/{whom.address_id}",
                address_id=whom.address_id,
                reply=_reply(story, whom, library),
                now=now,
                due_at=quiet.after(max(now, whom.paused_until or now), whom.zone),
            )
            story.asked_at = now
    return told


def _reply(story: Story, whom: Asked, library: Library) -> Reply:
    fiche = library.fiches.get(story.pole)
    html = library.texts.html(
        "stories.ask_still",
        name=fiche.name if fiche else story.name,
        day=story.published_at,
        hers=whom.hers,
    )
    ways = (
        ("stories.same", f"/recit_inchange {story.id}"),
        ("stories.changed", f"/proposer_fiche {story.pole}"),
        ("stories.take_away", f"/recit_retirer {story.id}"),
        ("stories.read", f"/recit {story.pole}"),
    )
    return Reply(html, tuple(labelled(library, label, command) for label, command in ways))
