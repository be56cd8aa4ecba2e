"""The words of a reminder, made once for all who read the same."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from community.context import labelled
from community.db.tables import Poll
from community.exchanges import local
from community.passes import Pass
from community.poll_card import Reader, question, results
from community.shown import Shown, show
from community.tallies import Standings
from community.timing import Kind
from community.words import Choice, Reply
from content.library import Library
from french.zones import zone_name

WAYS = {
    "come": "/je_viens {}",
    "maybe": "/peut_etre {}",
    "decline": "/je_ne_viens_pas {}",
    "more": "/echange {}",
    "see": "/echange {}",
    "idea": "/idee {}",
    "agenda": "/agenda",
    "roll": "/presence {}",
    "write": "/compte_rendu {}",
    "opinions": "/retours {}",
    "files": "/fichiers {}",
}
ANSWERS = ("come", "maybe", "decline")
OFFERED: Mapping[Kind, tuple[str, ...]] = {
    Kind.INVITATION: (*ANSWERS, "more"),
    Kind.NUDGE: (*ANSWERS, "more"),
    Kind.WEEK: ("see", "decline"),
    Kind.EVE: ("see", "decline"),
    Kind.HOUR: ("see", "decline"),
    Kind.THANKS: ("idea",),
    Kind.WRAP_UP: ("roll", "write", "opinions"),
    Kind.MOVED: (*ANSWERS, "see"),
    Kind.CANCELLED: ("agenda",),
    Kind.CHOSEN: ("see", "decline"),
    Kind.CHOSEN_MAYBE: ("come", "decline", "see"),
}
INTRO = {Kind.POLL: "asked", Kind.POLL_NUDGE: "nudge"}
SCORES = range(1, 6)


class Saying:
    """What a pass says, as people of each zone read it when they get it.

    `facts` are what its text needs beside the exchange.
    """

    def __init__(self, library: Library, current: Pass, facts: Mapping[str, object]) -> None:
        self._library = library
        self._pass = current
        self._facts = facts
        self._made: dict[tuple[str, datetime], Reply] = {}

    def to(self, zone: str, at: datetime) -> Reply:
        """What somebody of that zone (an IANA name) gets at that moment."""
        if (zone, at) not in self._made:
            self._made[zone, at] = self._make(zone, at)
        return self._made[zone, at]

    def _make(self, zone: str, at: datetime) -> Reply:
        if self._pass.poll is not None:
            return self._of_poll(self._pass.poll, zone, at)
        values = dict(self._facts)
        if self._pass.exchange is not None and self._pass.kind is not Kind.MESSAGE:
            values["exchange"] = seen = show(self._pass.exchange, self._library, zone, at)
            if self._pass.kind is Kind.MOVED:
                values["before"] = before(seen, self._pass.reminder.body, zone)
        html = self._library.texts.html(f"reminders.{self._pass.kind}", **values)
        return Reply(html, self._choices())

    def _of_poll(self, poll: Poll, zone: str, at: datetime) -> Reply:
        standings = self._facts["standings"]
        assert isinstance(standings, Standings)
        if self._pass.kind in INTRO:
            intro = INTRO[self._pass.kind]
            return question(poll, standings, self._library, Reader(zone), intro)
        told = results(poll, standings, self._library, zone, at)
        follow = self._choice("follow", f"/sondage_suivre {poll.id}")
        return replace(told, choices=(*told.choices, follow))

    def _choices(self) -> tuple[Choice, ...]:
        row = self._pass.reminder
        if row.exchange_id is None:
            return (self._choice("theme", f"/theme {row.theme}"),)
        scores = SCORES if self._pass.kind is Kind.THANKS else ()
        offered = (*self._files(), *OFFERED.get(self._pass.kind, ("see",)))
        return (
            *(self._choice("score", f"/avis {row.exchange_id} {n}", score=n) for n in scores),
            *(self._choice(way, WAYS[way].format(row.exchange_id)) for way in offered),
        )

    def _files(self) -> tuple[str, ...]:
        """The way to the files that minutes come with."""
        joined = self._facts.get("joined", ())
        assert isinstance(joined, Sequence)
        return ("files",) if any(not one.url for one in joined) else ()

    def _choice(self, label: str, command: str, **values: object) -> Choice:
        return labelled(self._library, f"reminders.{label}", command, **values)


def before(now: Shown, told: str, zone: str) -> Shown:
    """An exchange as somebody of that zone read it before it changed (see `exchanges`, JSON)."""
    was = json.loads(told)
    return replace(
        now,
        starts=local(was["starts"], was["zone"]),
        ends=local(was["ends"], was["zone"]) if was["ends"] else None,
        zone=zone_name(was["zone"]) if was["zone"] != zone else "",
        place=was["place"],
        visio=was["visio"],
    )
