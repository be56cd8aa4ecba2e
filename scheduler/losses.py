"""Says, once, that a door lost somebody: to her by another, and of a mail to her animators too."""

from datetime import datetime

from community.context import labelled
from community.db.engine import Session
from community.losses import Loss, take_losses
from community.post import outbox
from community.words import Reply
from content.library import Library


async def tell(session: Session, library: Library, now: datetime) -> bool:
    """Tell of the losses of late. True when somebody is told."""
    told = False
    for loss in await take_losses(session):
        key = f"lost/{loss.id}/{loss.at:%Y%m%dT%H%M%S%f}"
        if loss.other_id is not None:
            told = True
            await outbox.add(
                session, key=key, address_id=loss.other_id, reply=_to_her(loss, library), now=now
            )
        for animator_id in loss.animator_ids if loss.address.door == "mail" else ():
            told = True
            await outbox.add(
                session,
                key=f"{key}/{animator_id}",
                address_id=animator_id,
                reply=_to_animator(loss, library),
                now=now,
                quoted_id=loss.member.id,
            )
    return told


def _to_her(loss: Loss, library: Library) -> Reply:
    address = loss.address.value if loss.address.door == "mail" else ""
    html = library.texts.html("losses.hers", address=address)
    ways = (("losses.channels", "/canal"), ("losses.part", f"/delier {loss.id}"))
    return Reply(html, tuple(labelled(library, label, command) for label, command in ways))


def _to_animator(loss: Loss, library: Library) -> Reply:
    html = library.texts.html(
        "losses.animator",
        name=loss.member.name,
        structure=loss.member.structure,
        elsewhere=loss.other_id is not None,
    )
    return Reply(html, (labelled(library, "losses.members", "/membres"),))
