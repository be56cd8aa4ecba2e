"""Poles that only the community tells of: fiches made of what is published, beside the content's.

They are read from the rows when they are asked for, so that one that is withdrawn is gone at once,
in every process.
"""

from dataclasses import replace

from community import stories
from community.db.engine import Session
from community.db.tables import Story
from content.communes import Commune, commune
from content.entries import Fiche
from content.library import Library

STATUS = "propose"


async def known_poles(session: Session, library: Library) -> Library:
    """All that is known, with the poles that only the community tells of."""
    told = {
        one.pole: fiche_of(one, library)
        for one in await stories.new_poles(session)
        if one.pole not in library.fiches
    }
    return replace(library, fiches={**library.fiches, **told}) if told else library


def fiche_of(story: Story, library: Library) -> Fiche:
    """A pole that the content does not know: its name and place, and nothing that nobody said.

    It has no source beside its story, which no file may do: it is not checked as files are.
    """
    at = commune(story.commune) if story.commune else None
    departement = library.departements.get(at.departement) if at else None
    return Fiche.model_construct(
        id=story.pole,
        name=story.name,
        body="",
        place=at.name if at else None,
        departement=departement.code if departement else None,
        region=departement.region if departement else None,
        status=(STATUS,),
        sources=(),
        position=_position(at),
        checked=f"{story.published_at:%Y-%m}",
        confidence="basse",
    )


def _position(at: Commune | None) -> tuple[float, float] | None:
    """Where its commune is, when that is known exactly."""
    exact = at.position if at is not None and at.exact else None
    return (exact.latitude, exact.longitude) if exact else None
