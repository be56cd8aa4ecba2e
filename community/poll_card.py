"""A poll as people read it, wherever they do: its dates, what she said of them, how it stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from community.context import labelled
from community.db.tables import Poll, Slot
from community.exchanges import in_utc, local
from community.polls import takes_answers
from community.registrations import Partstat
from community.tallies import Standings, Tally
from community.words import Choice, Reply
from content.library import Library
from french.ballot import LETTERS
from french.dates import day_and_month, span
from french.zones import zone_name

WORDS = {Partstat.ACCEPTED: "yes", Partstat.TENTATIVE: "maybe", Partstat.DECLINED: "no"}
SAID = {Partstat.ACCEPTED: "oui", Partstat.TENTATIVE: "si besoin", Partstat.DECLINED: "non"}
ALL, NONE = "toutes", "aucune"
# What a tap makes of what she said: it is shown on the button, so an old one does no harm.
NEXT: Mapping[Partstat | None, Partstat] = {
    None: Partstat.ACCEPTED,
    Partstat.ACCEPTED: Partstat.TENTATIVE,
    Partstat.TENTATIVE: Partstat.DECLINED,
    Partstat.DECLINED: Partstat.ACCEPTED,
}
NAMES = 30  # shown for a date

Said = Mapping[int, Partstat]


@dataclass(frozen=True, slots=True)
class Line:
    """A date as it is read: its letter, when, the same where the reader lives, what is said of it.

    `yes`, `maybe` and `no` are the names of who said so: for who animates.
    """

    letter: str
    when: str
    here: datetime | None
    said: str
    yes: Sequence[str] = ()
    maybe: Sequence[str] = ()
    no: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A poll as somebody of a zone reads it; `until` is her time, `apart` when it is another."""

    title: str
    theme: str
    place: str
    visio: str
    until: datetime
    apart: bool
    lines: tuple[Line, ...]


def see(
    poll: Poll,
    slots: Sequence[Slot],
    library: Library,
    zone: str,
    said: Said | None = None,
    names: Mapping[tuple[int, Partstat], Sequence[str]] | None = None,
) -> Seen:
    """A poll as somebody of that zone (an IANA name) reads it."""
    theme = library.themes.get(poll.theme)
    until = poll.deadline.astimezone(ZoneInfo(zone))
    there = poll.deadline.astimezone(ZoneInfo(poll.zone))
    return Seen(
        title=poll.title,
        theme=theme.title if theme else poll.theme,
        place=poll.place,
        visio=poll.visio,
        until=until,
        apart=until.replace(tzinfo=None) != there.replace(tzinfo=None),
        lines=tuple(_line(poll, slot, library, zone, said or {}, names or {}) for slot in slots),
    )


def _line(
    poll: Poll,
    slot: Slot,
    library: Library,
    zone: str,
    said: Said,
    names: Mapping[tuple[int, Partstat], Sequence[str]],
) -> Line:
    starts = local(slot.starts, poll.zone)
    here = starts.astimezone(ZoneInfo(zone))
    apart = here.replace(tzinfo=None) != starts.replace(tzinfo=None)
    when = span(starts, local(slot.ends, poll.zone) if slot.ends else None)
    hers = said.get(slot.position)
    return Line(
        letter=letter_of(slot),
        when=when[:1].upper() + when[1:] + (f" ({zone_name(poll.zone)})" if apart else ""),
        here=here if apart else None,
        said=library.texts.label(f"polls.said_{WORDS[hers]}") if hers else "",
        **{word: names.get((slot.position, status), ())[:NAMES] for status, word in WORDS.items()},
    )


def letter_of(slot: Slot) -> str:
    """« A » for the first date."""
    return LETTERS[slot.position - 1]


def table(standings: Standings, library: Library) -> list[str]:
    """The counts in columns, to be shown in letters of one width; empty before any answer."""
    if not standings.answered:
        return []
    heads = [library.texts.label(f"polls.table_{name}") for name in ("date", *WORDS.values())]
    rows = [
        [letter_of(one.slot), str(one.yes), str(one.maybe), str(one.no)]
        for one in standings.tallies
    ]
    wide = [len(head) for head in heads]
    return [
        "  ".join([row[0].ljust(wide[0]), *map(str.rjust, row[1:], wide[1:])]).replace(
            " ", "\u00a0"
        )
        for row in (heads, *rows)
    ]


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads a poll: her zone (an IANA name), and what she said, by position."""

    zone: str
    said: Said = field(default_factory=dict)


def question(
    poll: Poll, standings: Standings, library: Library, to: Reader, intro: str = ""
) -> Reply:
    """The poll for who may answer it; `intro`: `asked`, `nudge` or none. A tap changes it there."""
    slots = [one.slot for one in standings.tallies]
    html = library.texts.html(
        "polls.card",
        intro=intro,
        poll=see(poll, slots, library, to.zone, to.said),
        table=table(standings, library),
        answered=standings.answered,
        hers=bool(to.said),
    )
    return Reply(html, answers(poll, slots, library, to.said), card=card_of(poll))


def card_of(poll: Poll) -> str:
    """What deliveries call the card of a poll."""
    return f"poll/{poll.id}"


def answers(poll: Poll, slots: Sequence[Slot], library: Library, said: Said) -> tuple[Choice, ...]:
    """What each tap would say next of its date, and of all at once."""
    choices = []
    for slot in slots:
        following = NEXT[said.get(slot.position)]
        letter = letter_of(slot)
        command = f"/vote {poll.id} {letter} {SAID[following]}"
        choices.append(labelled(library, f"polls.vote_{WORDS[following]}", command, letter=letter))
    every = {said.get(slot.position) for slot in slots}
    if every != {Partstat.ACCEPTED}:
        choices.append(labelled(library, "polls.all", f"/vote {poll.id} {ALL}"))
    if every != {Partstat.DECLINED}:
        choices.append(labelled(library, "polls.none", f"/vote {poll.id} {NONE}"))
    return tuple(choices)


def results(
    poll: Poll,
    standings: Standings,
    library: Library,
    zone: str,
    now: datetime,
    names: Mapping[tuple[int, Partstat], Sequence[str]] | None = None,
) -> Reply:
    """The poll for who animates, with names when given: how it stands, and the dates to choose.

    The best comes first; a date that passed is not offered.
    """
    slots = [one.slot for one in standings.tallies]
    best = [one for one in standings.best if _is_to_come(one, poll, now)]
    html = library.texts.html(
        "polls.results",
        poll=see(poll, slots, library, zone, names=names),
        table=table(standings, library),
        answered=standings.answered,
        silent=max(0, standings.asked - standings.answered),
        open=takes_answers(poll, now),
        best=[letter_of(one.slot) for one in best if _is_first(one, best[0])],
        past=not best,
    )
    return Reply(html, tuple(_choosing(one, poll, library) for one in best))


def _is_first(one: Tally, first: Tally) -> bool:
    """Whether a date suits somebody, and as many as the first."""
    return (one.yes, one.maybe) == (first.yes, first.maybe) != (0, 0)


def _is_to_come(one: Tally, poll: Poll, now: datetime) -> bool:
    return in_utc(datetime.fromisoformat(one.slot.starts), poll.zone) > now


def _choosing(one: Tally, poll: Poll, library: Library) -> Choice:
    return labelled(
        library,
        "polls.choose",
        f"/sondage_retenir {poll.id} {letter_of(one.slot)}",
        letter=letter_of(one.slot),
        day=day_and_month(local(one.slot.starts, poll.zone)),
    )
