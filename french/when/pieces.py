"""What a date phrase is made of. Weekdays count from Monday, 0; clocks in minutes of the day."""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum

from french.recurrences import Recurrence
from french.when.answers import Why


class Mark(Enum):
    """Words that say how their neighbours go together."""

    TO = "T"  # from this to that
    AT = "t"  # « à »: to as well, but first of all at
    AND = "A"
    OR = "O"
    BETWEEN = "B"
    FROM = "F"
    UNTIL = "U"
    ABOUT = "V"
    SKIP = "."  # says nothing more


class Turn(Enum):
    """Which of the weekdays to come."""

    BARE = "mardi"
    THIS = "ce mardi"
    COMING = "mardi qui vient"
    NEXT = "mardi prochain"
    IN_EIGHT = "mardi en huit"
    IN_FIFTEEN = "mardi en quinze"


class Part(StrEnum):
    """A part of the day."""

    MORNING = "le matin"
    AFTERNOON = "l’après-midi"
    EVENING = "le soir"


@dataclass(frozen=True, slots=True)
class Month:
    """A month by its number, with its year if said; or how many months ahead of this one."""

    number: int | None = None
    year: int | None = None
    ahead: int | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """« 18 décembre 2026 », « le 18 »."""

    day: int
    month: Month | None = None
    weekday: int | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """« mardi », « mardi prochain »."""

    weekday: int
    turn: Turn = Turn.BARE


@dataclass(frozen=True, slots=True)
class Away:
    """« demain », « dans trois semaines », « dans un mois »."""

    days: int = 0
    months: int = 0


@dataclass(frozen=True, slots=True)
class Nth:
    """« le premier lundi de janvier »; rank -1 is the last.

    Without a month, and with several ranks, it goes with a rule: « le premier et le troisième
    lundi, tous les deux mois ».
    """

    ranks: tuple[int, ...]
    weekday: int
    month: Month | None = None


@dataclass(frozen=True, slots=True)
class Feast:
    """« Noël »."""

    name: str
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """The week so many weeks ahead, or the one that holds a date, or « semaine 50 »."""

    ahead: int = 0
    holding: Date | None = None
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Weekend:
    """A Saturday and its Sunday."""

    turn: Turn


@dataclass(frozen=True, slots=True)
class Stretch:
    """« en janvier », « fin janvier »: more than a day."""

    month: Month
    end: bool = False
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Wrong:
    """What is understood and cannot be, or says no day."""

    why: Why
    about: str = ""


Day = Date | Weekday | Away | Nth | Feast | Week | Weekend | Stretch | Wrong


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour. `sure` when it cannot be of the other half of the day."""

    minutes: int
    sure: bool = True
    midnight: bool = False
    part: Part | None = None

    def of(self, part: Part) -> "Clock":
        """This hour, in a part of the day."""
        return replace(self, part=part)


@dataclass(frozen=True, slots=True)
class Number:
    """A number whose other half comes after « à », « et » or « ou »: « de 9 à 12 h »."""

    value: int


@dataclass(frozen=True, slots=True)
class Moment:
    """« dans vingt minutes »."""

    minutes: int


@dataclass(frozen=True, slots=True)
class Length:
    """« pendant 2 h », « pendant 3 jours »: one of the two."""

    minutes: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True)
class Times:
    """« 10 fois »."""

    count: int


Piece = Day | Clock | Part | Number | Moment | Length | Recurrence | Times | Mark
