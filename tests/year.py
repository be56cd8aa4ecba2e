"""A year of a community, made up by chance: who there is, what they do, when the bot is away.

A minute is a tick; what people do falls between two.
"""

import random
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.people import JOBS, PRODUCTIVE

START = datetime(2027, 1, 4, tzinfo=UTC)
END = datetime(2028, 1, 4, tzinfo=UTC)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
PARIS = "Europe/Paris"
FAR = (
    "Indian/Reunion", "America/Guadeloupe", "America/Martinique", "America/Cayenne",
    "Indian/Mayotte", "Pacific/Noumea", "Pacific/Tahiti", "America/Miquelon",
)  # fmt: skip
YES, MAYBE, NO, WAITS = "accepted", "tentative", "declined", "waitlisted"


@dataclass
class Person:
    name: str
    zone: str
    themes: tuple[str, ...]
    stopped: bool = False
    paused_until: datetime | None = None


@dataclass
class Meeting:
    """An exchange as the script and the model know it; `number` counts from 1, as its row does."""

    number: int
    theme: str
    zone: str
    starts: datetime  # local, naive
    capacity: int | None
    visio: str
    place: str = "Romans"
    cancelled: bool = False
    answers: dict[str, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    @property
    def start(self) -> datetime:
        return in_utc(self.starts, self.zone)

    def days_before(self, days: int) -> datetime:
        """The same local time, so many days before."""
        return in_utc(self.starts - timedelta(days=days), self.zone)

    @property
    def end(self) -> datetime:
        return self.start + timedelta(hours=2)

    @property
    def full(self) -> bool:
        return self.capacity is not None and self.coming >= self.capacity

    @property
    def coming(self) -> int:
        return sum(answer == YES for answer in self.answers.values())


def in_utc(naive: datetime, zone: str) -> datetime:
    return naive.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@dataclass(frozen=True, order=True)
class Deed:
    """Something that somebody does, halfway between two ticks."""

    at: datetime
    order: int
    what: str
    meeting: int = 0
    who: str = ""
    value: object = field(default=None, compare=False)


@dataclass
class Script:
    """Who there is, what happens and when the process is away."""

    people: list[Person]
    meetings: list[Meeting]
    deeds: list[Deed]
    away: list[tuple[datetime, datetime]]

    def up(self, moment: datetime) -> datetime:
        """The first tick at that moment or after."""
        minute = _ceil(moment)
        for gone, back in self.away:
            if gone <= minute < back:
                return back
        return minute


def _ceil(moment: datetime) -> datetime:
    floor = moment.replace(second=0, microsecond=0)
    return floor if floor == moment else floor + MINUTE


class Chance:
    """Makes a script up."""

    def __init__(self, seed: int, people: int, meetings: int) -> None:
        self._random = random.Random(seed)
        self._deeds: list[Deed] = []
        self._people = [self._person(n) for n in range(people)]
        self._meetings = [self._meeting(n, meetings) for n in range(meetings)]

    def script(self) -> Script:
        for meeting in self._meetings:
            self._life(meeting)
        for person in self._random.sample(self._people, len(self._people) // 2):
            self._moods(person)
        return Script(self._people, self._meetings, sorted(self._deeds), self._absences())

    def _person(self, n: int) -> Person:
        zone = PARIS if self._random.random() < 0.5 else self._random.choice(FAR)
        themes = self._random.choice(((PRODUCTIVE,), (JOBS,), (PRODUCTIVE, JOBS)))
        return Person(f"m{n}", zone, themes)

    def _meeting(self, n: int, count: int) -> Meeting:
        """They come in bunches, so that nudges meet; some lie around the changes of clock."""
        day = START.date() + timedelta(days=75 + (n // 3) * (260 // max(1, count // 3)))
        day += timedelta(days=self._random.randint(0, 5))
        around = {0: (2027, 3, 29), 1: (2027, 4, 1), 2: (2027, 4, 6), 9: (2027, 11, 2)}
        if n in around:
            day = datetime(*around[n]).date()  # noqa: DTZ001
        hour = self._random.choice((7, 9, 9, 14, 18, 20))
        starts = datetime(day.year, day.month, day.day, hour, self._random.choice((0, 30)))  # noqa: DTZ001
        return Meeting(
            number=n + 1,
            theme=self._random.choice((PRODUCTIVE, JOBS)),
            zone=self._random.choice((PARIS, PARIS, PARIS, "Indian/Reunion")),
            starts=starts,
            capacity=self._random.choice((None, None, 8, 40)),
            visio=self._random.choice(("", "https://visio.example.org/a")),
        )

    def _do(
        self, at: datetime, what: str, meeting: int = 0, who: str = "", value: object = None
    ) -> None:
        at = at.replace(second=30, microsecond=len(self._deeds))  # no two at once
        self._deeds.append(Deed(at, len(self._deeds), what, meeting, who, value))

    def _between(self, start: datetime, end: datetime) -> datetime:
        minutes = int((end - start) / MINUTE)
        return start + MINUTE * self._random.randint(0, max(0, minutes))

    def _life(self, meeting: Meeting) -> None:
        """It is published, moved perhaps, answered; some are cancelled, most have minutes."""
        n, start = meeting.number, meeting.start
        published = self._between(start - 60 * DAY, start - 8 * DAY)
        self._do(published, "publish", n)
        begins = meeting.starts
        for _ in range(self._random.choice((0, 1, 1, 2))):
            at = self._between(published + DAY, in_utc(begins, meeting.zone) - timedelta(hours=2))
            if at > in_utc(begins, meeting.zone) - timedelta(hours=2):
                continue
            begins = self._another_time(begins, at, meeting.zone)
            self._do(at, "move", n, value=begins)
            published = at
        last = in_utc(begins, meeting.zone)
        if self._random.random() < 0.4:
            self._do(
                self._between(published, last - timedelta(hours=1)), "place", n, value="Valence"
            )
        self._answers(meeting, last)
        if n % 6 == 5:
            self._do(
                max(published + MINUTE, self._between(last - 5 * DAY, last - 3 * HOUR)), "cancel", n
            )
        else:
            self._do(self._between(last + DAY, last + 6 * DAY), "minutes", n)

    def _another_time(self, begins: datetime, at: datetime, zone: str) -> datetime:
        moved = begins + timedelta(
            days=self._random.randint(-4, 20), hours=self._random.randint(-2, 2)
        )
        soonest = at + timedelta(hours=self._random.choice((3, 30, 240)))
        while in_utc(moved, zone) < soonest:
            moved += DAY
        return moved

    def _answers(self, meeting: Meeting, last: datetime) -> None:
        published = next(d.at for d in self._deeds if d.meeting == meeting.number)
        theirs = [person for person in self._people if meeting.theme in person.themes]
        for person in theirs:
            for _ in range(self._random.choice((0, 0, 0, 0, 0, 0, 1, 1, 2))):
                said = self._random.choice((YES, YES, YES, MAYBE, NO))
                at = self._between(published + MINUTE, last - MINUTE)
                self._do(at, "answer", meeting.number, person.name, said)

    def _moods(self, person: Person) -> None:
        """She says STOP, or pauses: around an exchange, when there is something to be held."""
        meeting = self._random.choice(self._meetings)
        at = self._between(meeting.start - 40 * DAY, meeting.start)
        if self._random.random() < 0.2:
            self._do(at, "stop", who=person.name)
            if self._random.random() < 0.5:
                self._do(self._between(at + DAY, END - DAY), "resume", who=person.name)
        else:
            until = at.replace(second=30) + timedelta(days=self._random.randint(1, 40))
            self._do(at, "pause", who=person.name, value=until)

    def _absences(self) -> list[tuple[datetime, datetime]]:
        """Short stops, long ones, and one over a time when something is due."""
        near = [m.start - d * DAY - 10 * MINUTE for m in self._meetings for d in (0, 1, 2, 3, 7)]
        times = [self._between(START, END) for _ in range(12)]
        away = []
        for time in [*self._random.sample(near, len(near) // 3), *times]:
            gone = _ceil(time)
            away.append((gone, gone + self._random.choice((7, 45, 240, 1500, 4000)) * MINUTE))
        return _merged(sorted(away))


def _merged(spans: list[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    merged = [spans[0]]
    for gone, back in spans[1:]:
        if gone <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(back, merged[-1][1]))
        else:
            merged.append((gone, back))
    return merged
