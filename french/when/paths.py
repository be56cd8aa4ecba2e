"""Every way to cut a phrase into pieces, or the words that no piece takes.

All ways are kept, and not the first that fits: where two of them say different things, one asks.
"""

from collections.abc import Iterator
from itertools import islice, pairwise

from french.when import clocks, days, rules, small
from french.when.pieces import Mark, Piece

PATTERNS = (*days.PATTERNS, *clocks.PATTERNS, *rules.PATTERNS, *small.PATTERNS)
LONGEST = 200  # characters: a date is shorter, and the work grows with the phrase
MOST = 400  # ways; what has more is no date

Path = tuple[Piece, ...]
# For each place where pieces may begin: what may begin there, and where the rest does.
Steps = dict[int, list[tuple[Path, int]]]


class TooLong(Exception):
    """More than one writes to say when."""


def cut(text: str) -> Steps:
    """What may begin at each place of a text that `spell` wrote. Raises TooLong."""
    if len(text) > LONGEST:  # it may be longer once spelt
        raise TooLong
    places = [at for at, char in enumerate(text) if char != " " and _is_edge(text, at)]
    return {at: list(_steps_at(text, at)) for at in places} | {len(text): []}


def _is_edge(text: str, at: int) -> bool:
    """Whether a piece may begin or end there: not within « 9h30 »."""
    return not (0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum())


def _steps_at(text: str, at: int) -> Iterator[tuple[Path, int]]:
    for regex, make in PATTERNS:
        match = regex.match(text, at)
        if match and match.end() > at and _is_edge(text, match.end()) and (made := make(match)):
            end = match.end()
            telling = tuple(piece for piece in made if piece is not Mark.SKIP)
            yield telling, end + text.startswith(" ", end)


def paths(steps: Steps) -> list[Path]:
    """The ways to cut the whole text. Raises TooLong."""
    end = max(steps)
    open_: set[int] = {end}
    for at in sorted(steps, reverse=True):
        if any(after in open_ for _, after in steps[at]):
            open_.add(at)
    found = list(islice(_walk(steps, open_, 0), MOST + 1))
    if len(found) > MOST:
        raise TooLong
    return list(dict.fromkeys(found))


def _walk(steps: Steps, open_: set[int], at: int) -> Iterator[Path]:
    """The ways to the end from a place, through places that lead there."""
    if at == max(steps):
        yield ()
        return
    for pieces, after in steps[at]:
        if after in open_:
            for rest in _walk(steps, open_, after):
                yield (*pieces, *rest)


def left(text: str, steps: Steps) -> tuple[str, ...]:
    """The stretches of the text in no piece, when as few words as can be are left out."""
    best: dict[int, tuple[int, int, bool]] = {max(steps): (0, max(steps), False)}
    for at, following in reversed(list(pairwise(sorted(steps)))):
        ways = [(best[after][0], after, False) for _, after in steps[at]]
        ways.append((best[following][0] + 1, following, True))
        best[at] = min(ways, key=lambda way: way[0])
    stretches: list[tuple[int, int]] = []
    at = 0
    while at < max(steps):
        _, after, is_left = best[at]
        if is_left:
            glued = stretches and stretches[-1][1] == at
            stretches.append((stretches.pop()[0] if glued else at, after))
        at = after
    return tuple(text[start:end].strip() for start, end in stretches)
