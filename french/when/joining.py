"""From the pieces of a phrase to what it says."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from french.recurrences import Recurrence
from french.when.pieces import Clock, Length, Mark, Moment, Number, Part, Piece, Times, Wrong
from french.when.reductions import DAYS, Hours, Items, Since, Span, Until, reduced
from french.when.shapes import Said, Shape

T = TypeVar("T")


class _Twice(Exception):
    """What can be said once is said twice."""


def said(path: Sequence[Piece]) -> Said | None:
    """What the pieces say together; None when they do not go together."""
    items = reduced([piece for piece in path if piece is not Mark.ABOUT])
    joints = [item for item in items if item in {Mark.OR, Mark.AND}]
    runs = _parted(items)
    if len(set(joints)) > 1 or (Mark.OR in joints and len(runs) == 1):
        return None
    try:
        shapes = [_shape(run, about=Mark.ABOUT in path) for run in runs]
    except _Twice:
        return None
    made = tuple(shape for shape in shapes if shape is not None)
    if len(made) < len(shapes):
        return None
    return Said(_completed(made), joints[0] if len(made) > 1 else None)


def _parted(items: Items) -> list[Items]:
    """The runs between the joints; « soit » may come before the first."""
    runs: list[Items] = [[]]
    for item in items:
        if item not in {Mark.OR, Mark.AND}:
            runs[-1].append(item)
        elif runs[-1] or len(runs) > 1:
            runs.append([])
    return runs


def _shape(items: Items, *, about: bool) -> Shape | None:
    """A run of items as one thing; None when something has no place in it. Raises _Twice."""
    if any(isinstance(item, Number | Mark) and item is not Mark.FROM for item in items):
        return None
    span, hours, clock = _only(items, Span), _only(items, Hours), _only(items, Clock)
    since, until = _only(items, Since), _only(items, Until)
    bounds = [one for one in (hours, span) if one and one.start]
    if len(bounds) + (clock is not None) > 1:
        raise _Twice
    alone = tuple(item for item in items if isinstance(item, DAYS))
    return Shape(
        days=(*alone, *(span.days if span else ())),
        last=span.last if span else (),
        start=bounds[0].start if bounds else clock,
        end=bounds[0].end if bounds else None,
        part=_only(items, Part),
        length=_only(items, Length),
        moment=_only(items, Moment),
        rule=_only(items, Recurrence),
        since=since.days if since else (),
        until=until.days if until else (),
        times=_only(items, Times),
        wrong=_only(items, Wrong),
        open=Mark.FROM in items,
        loose=hours is not None and hours.loose,
        about=about,
    )


def _only(items: Items, kind: type[T]) -> T | None:
    found = [item for item in items if isinstance(item, kind)]
    if len(found) > 1:
        raise _Twice
    return found[0] if found else None


def _completed(shapes: tuple[Shape, ...]) -> tuple[Shape, ...]:
    """« mardi 14 h ou 15 h », « mardi ou jeudi à 14 h »: what is said once holds for the others."""
    days = next((shape.days for shape in shapes if shape.days), ())
    hours = next((shape for shape in reversed(shapes) if shape.start), None)
    done = []
    for shape in shapes:
        whole = shape if shape.days else replace(shape, days=days)
        if hours and whole.start is None and whole.moment is None:
            whole = replace(whole, start=hours.start, end=hours.end)
        done.append(whole)
    return tuple(done)
