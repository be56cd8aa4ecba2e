"""Tells those who asked that a fiche changed: once, and which of its parts."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from community import quiet
from community.context import labelled
from community.db.engine import Session
from community.fiche_watches import Change, Watcher, next_watchers
from community.post.notices import Notice, add_notices
from community.words import Choice, Reply
from content.fiche_parts import parts_of
from content.library import Library
from french.typography import typeset

KIND = "fiche"
USEFUL = timedelta(days=14)
LISTED = 3  # fiches that a message leads to


async def tell(session: Session, library: Library, now: datetime) -> bool:
    """Tell some of those who watch a fiche that changed. True when others may be left."""
    known = {slug: parts_of(fiche) for slug, fiche in library.fiches.items()}
    watchers = await next_watchers(session, known)
    notices = [_notice(one, library, now) for one in watchers if one.address_id is not None]
    told = [one for one in notices if one is not None]
    await add_notices(session, told, now, kind=KIND, exchange_id=None, theme="")
    return bool(watchers)


def _notice(watcher: Watcher, library: Library, now: datetime) -> Notice | None:
    """What she is told, when she may be; None to who said STOP."""
    member = watcher.member
    if member.stopped_at is not None or watcher.address_id is None:
        return None
    due = quiet.after(max(now, member.paused_until or now), member.zone)
    key = f"{KIND}/{member.id}/{now:%Y%m%dT%H%M%S%f}"
    return Notice(key, watcher.address_id, _reply(watcher, library), due, due + USEFUL)


def _reply(watcher: Watcher, library: Library) -> Reply:
    html = library.texts.html(
        "fiche_follow.news",
        fiches=[_said(change, library) for change in watcher.changes],
        gone=len(watcher.gone),
    )
    return Reply(html, tuple(_ways(watcher.changes, library)))


def _said(change: Change, library: Library) -> dict[str, object]:
    def named(parts: Iterable[str]) -> list[str]:
        return [library.texts.label(f"fiche_follow.part_{part}") for part in parts]

    name = library.fiches[change.fiche].name
    return {"name": name, "new": named(change.new), "changed": named(change.changed)}


def _ways(changes: tuple[Change, ...], library: Library) -> list[Choice]:
    """The fiches to read; then the way to stop, of one or of some."""
    ways = []
    for fiche in (library.fiches[change.fiche] for change in changes[:LISTED]):
        name = typeset(fiche.button or fiche.name)
        ways.append(labelled(library, "fiche_follow.read", f"/fiche {fiche.id}", name=name))
    if len(changes) == 1:
        stop = labelled(library, "fiche_follow.stop", f"/suivre {changes[0].fiche} non")
        return [*ways, stop]
    return [*ways, labelled(library, "fiche_follow.which", "/suivre")]
