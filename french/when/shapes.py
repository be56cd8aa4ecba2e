"""What a phrase says: which day, from which hour to which, how often."""

from dataclasses import dataclass

from french.recurrences import Recurrence
from french.when.pieces import Clock, Day, Length, Mark, Moment, Part, Times, Wrong


@dataclass(frozen=True, slots=True)
class Shape:
    """One thing that is said. Several `days` say the same day in several ways."""

    days: tuple[Day, ...] = ()
    last: tuple[Day, ...] = ()
    start: Clock | None = None
    end: Clock | None = None
    part: Part | None = None
    length: Length | None = None
    moment: Moment | None = None
    rule: Recurrence | None = None
    since: tuple[Day, ...] = ()
    until: tuple[Day, ...] = ()
    times: Times | None = None
    wrong: Wrong | None = None
    open: bool = False
    loose: bool = False
    about: bool = False


@dataclass(frozen=True, slots=True)
class Said:
    """What a phrase says: one thing, or several with what stands between them."""

    shapes: tuple[Shape, ...]
    joint: Mark | None = None
