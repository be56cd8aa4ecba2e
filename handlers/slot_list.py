"""The dates of a poll, written in one message: one a line, or parted by commas and « ou ».

What is clear is kept, and what is not is asked again, one date after the other. A list is kept as
lines: the times of a form for what is clear (a day alone until its hours are known), `?` and the
words for what is not.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from community.context import Context, Offer, Unreadable
from community.exchanges import in_utc
from community.polls import FEWEST, MOST
from french.dates import DAYS, MONTHS, day
from french.folding import essence
from handlers.answers import is_offer, offer
from handlers.times import Times, capitalised, is_date, read_times, said

UNCLEAR = "?"
NO_HOURS = "polls.no_hours"
USUAL_HOURS = (("de 10h à 12h", "De 10 h à 12 h"), ("de 14h à 16h", "De 14 h à 16 h"))
MOST_READ = 20  # dates of one message
_BULLET = re.compile(r"^\s*(?:[-–—•*·]|(?:[0-9]{1,2}|[A-Fa-f])[.)°]\)?)\s+")
_JOINT = re.compile(r"(\s*[,;]\s*|\s+/\s+|\s*,?\s+(?:ou bien|ou|et)\s+)", re.IGNORECASE)
_MONTH = re.compile(rf"\b({'|'.join(MONTHS)})\b(?:\s+[0-9]{{4}}\b)?", re.IGNORECASE)
_NUMBER = re.compile(
    rf"(?:le\s+)?(?:(?:{'|'.join(DAYS)})\s+)?(?:le\s+)?[0-9]{{1,2}}(?:er)?\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is not clear of a list yet: the words, why, and what they may mean."""

    place: int
    text: str
    near: tuple[Offer, ...]
    values: dict[str, object]


def read_slots(text: str, ctx: Context) -> str:
    """A list whose dates are all clear. Raises Unreadable, with what is kept of it."""
    return take(text, kept_of(ctx), ctx)


def take(text: str, kept: list[str], ctx: Context) -> str:
    """The same, beside what is kept already."""
    lines = _settled(_taken(text, kept, ctx), ctx)
    if len([line for line in lines if not line.startswith(UNCLEAR)]) > MOST:
        near = (offer(ctx, "polls.first_six", "garder"),)
        raise Unreadable("polls.too_many", near, _keep(lines), count=len(lines), most=MOST)
    if (unclear := first_unclear(lines, ctx)) is not None:
        raise Unreadable(unclear.text, unclear.near, _keep(lines), **unclear.values)
    if len(lines) < FEWEST:
        raise Unreadable("polls.too_few", (), _keep(lines), count=len(lines), fewest=FEWEST)
    return "\n".join(sorted(lines))


def kept_of(ctx: Context) -> list[str]:
    """The list as far as it is known."""
    return ctx.draft.answers.get("kept", "").splitlines() if ctx.draft else []


def _keep(lines: Sequence[str]) -> dict[str, str]:
    return {"kept": "\n".join(lines)}


def _taken(text: str, kept: list[str], ctx: Context) -> list[str]:
    """The list with what was just said of it."""
    if len(kept) > MOST:
        first_six = is_offer(text, offer(ctx, "polls.first_six", "garder"))
        return kept[:MOST] if first_six else _dates(text, (), ctx)
    unclear = first_unclear(kept, ctx)
    if unclear is None:
        return [*kept, *_dates(text, (), ctx)]
    if is_offer(text, leave_out(ctx)):
        return [line for n, line in enumerate(kept) if n != unclear.place]
    if unclear.text == NO_HOURS:
        return _with_hours(kept, text, ctx)
    dates = _dates(text, unclear.near, ctx)
    return [*kept[: unclear.place], *dates, *kept[unclear.place + 1 :]]


def _dates(text: str, near: tuple[Offer, ...], ctx: Context) -> list[str]:
    """The dates of a message that has some. Raises Unreadable, with what is offered again."""
    lines = _read(text, ctx)
    if not any(Times.parse(line) or is_date(line.removeprefix(UNCLEAR), ctx) for line in lines):
        raise Unreadable("polls.no_date", near)
    return lines


def _with_hours(kept: list[str], text: str, ctx: Context) -> list[str]:
    """Hours for the days that have none; other dates are added to them."""
    lines = [
        (_one(f"{day(times.start)} {text}", ctx) or line) if times and not times.timed else line
        for line, times in ((line, Times.parse(line)) for line in kept)
    ]
    return lines if lines != kept else [*kept, *_dates(text, (leave_out(ctx),), ctx)]


def leave_out(ctx: Context) -> Offer:
    """« J'enlève cette date »."""
    return offer(ctx, "polls.leave_out", "retirer")


def first_unclear(lines: Sequence[str], ctx: Context) -> Asked | None:
    """What is to be asked of a list first."""
    for place, line in enumerate(lines):
        if line.startswith(UNCLEAR):
            return _why(place, line.removeprefix(UNCLEAR), ctx)
        if (twice := _twice(lines[: place + 1], ctx)) is not None:
            return twice
    days = [(n, times) for n, line in enumerate(lines) if (times := Times.parse(line))]
    bare = [(n, times) for n, times in days if not times.timed]
    if not bare:
        return None
    usual = tuple(Offer(hours, label) for hours, label in USUAL_HOURS)
    near = usual if len(bare) > 1 else (*usual, leave_out(ctx))
    return Asked(bare[0][0], NO_HOURS, near, {"days": [said(times) for _, times in bare]})


def _twice(lines: Sequence[str], ctx: Context) -> Asked | None:
    """The last of these again, when another begins as it does; who goes is the one without end."""
    last = Times.parse(lines[-1])
    if last is None:
        return None
    for place, line in enumerate(lines[:-1]):
        other = Times.parse(line)
        if other is not None and _begins(other, ctx) == _begins(last, ctx):
            leaves = place if last.end and not other.end else len(lines) - 1
            date = said(last if other == last else replace(last, end=None))
            return Asked(leaves, "polls.twice", (leave_out(ctx),), {"date": date})
    return None


def _begins(times: Times, ctx: Context) -> date:
    """When, in UTC; the day when no hour was said."""
    start = times.start
    return in_utc(start, times.zone or ctx.home.key) if isinstance(start, datetime) else start


def _why(place: int, phrase: str, ctx: Context) -> Asked:
    """Why a phrase is no date that can be kept, and what it may mean."""
    out = (leave_out(ctx),)
    try:
        times = Times.parse(read_times(phrase, ctx))
    except Unreadable as unread:
        reason = str(unread.values.get("reason", ""))
        values: dict[str, object] = {"phrase": phrase, "reason": reason, "count": len(unread.near)}
        return Asked(place, "polls.unclear", (*unread.near, *out), values)
    several = times is not None and (times.rule or not times.timed)
    text = "polls.one_moment" if several else "polls.past"
    return Asked(place, text, out, {"phrase": phrase})


def _settled(lines: list[str], ctx: Context) -> list[str]:
    """Days alone take the hours of the others, when these all have the same."""
    known = [times for line in lines if (times := Times.parse(line)) and times.timed]
    hours = {(f"{one.start:%H%M}", f"{one.end:%H%M}" if one.end else "") for one in known}
    if len(hours) != 1:
        return lines
    return [_at(line, known[0], ctx) for line in lines]


def _at(line: str, like: Times, ctx: Context) -> str:
    times = Times.parse(line)
    if times is None or times.timed or not isinstance(like.start, datetime):
        return line
    start = datetime.combine(times.start, like.start.time())
    end = start + (like.end - like.start) if isinstance(like.end, datetime) else None
    whole = replace(times, start=start, end=end, zone=like.zone)
    return _to_come(whole, said(whole), ctx)


def _to_come(times: Times, phrase: str, ctx: Context) -> str:
    """The times of a form, or the phrase as unclear when they passed."""
    start, zone = times.start, times.zone or ctx.home.key
    passed = isinstance(start, datetime) and in_utc(start, zone) <= ctx.now
    return UNCLEAR + phrase if passed else times.stored


def _read(text: str, ctx: Context) -> list[str]:
    """The dates of a message, in order; those that are not clear as they were written."""
    lines = [_BULLET.sub("", line).strip(" .;,") for line in text.splitlines()]
    found = [one for line in lines if line for one in _of_line(line, ctx)]
    return found[:MOST_READ]


def _of_line(line: str, ctx: Context) -> list[str]:
    if (whole := _one(line, ctx)) is not None:
        return [whole]
    pieces = _JOINT.split(line)
    words, joints = pieces[::2], pieces[1::2]
    found: list[str] = []
    at = 0
    while at < len(words):
        size, read = _longest(words[at:], joints[at:], ctx)
        if read is None:
            read = _in_context(words[at], found, words[at + 1 :], ctx)
        found.append(read)
        at += size
    return found


def _longest(words: list[str], joints: list[str], ctx: Context) -> tuple[int, str | None]:
    """How many pieces make the first date, and that date; one piece when none is one."""
    for size in range(min(len(words), 3), 0, -1):
        phrase = "".join(
            w + j for w, j in zip(words[:size], [*joints[: size - 1], ""], strict=True)
        )
        if (read := _one(phrase, ctx)) is not None:
            return size, read
    return 1, None


def _in_context(word: str, before: list[str], after: list[str], ctx: Context) -> str:
    """« 8 » before « 10 décembre », « 14 h » after « mardi 8 à 10 h »; else as it was written."""
    month = next((found[0] for one in after if (found := _MONTH.search(one))), "")
    if month and _NUMBER.match(word) and not _MONTH.search(word):
        rest = _NUMBER.sub(lambda found: f"{found[0]} {month}", word, count=1)
        if (read := _one(rest, ctx)) is not None:
            return read
    last = Times.parse(before[-1]) if before else None
    if last is None or is_date(word, ctx):
        return UNCLEAR + word.strip()
    return _one(f"{day(last.start)} {word}", ctx) or UNCLEAR + word.strip()


def _one(phrase: str, ctx: Context) -> str | None:
    """The one moment or day that a phrase says; None when it is not clear or not to come."""
    if not essence(phrase):
        return None
    try:
        times = Times.parse(read_times(phrase, ctx))
    except Unreadable:
        return None
    if times is None or times.rule or (times.end and _lasts_days(times, phrase)):
        return None
    kept = _to_come(times, phrase, ctx)
    return None if kept.startswith(UNCLEAR) else kept


def _lasts_days(times: Times, phrase: str) -> bool:
    """Whether it is several days without hours, or « 10 et 11 décembre », which are two dates."""
    if not times.timed:
        return True
    return bool(_JOINT.search(phrase)) and f"{times.start:%d}" != f"{times.end:%d}"


def slots_so_far(kept: str) -> list[tuple[str, bool]]:
    """What is known of a list, in words, and whether it is clear."""
    lines = []
    for line in kept.splitlines():
        times = Times.parse(line)
        lines.append((capitalised(said(times)), times.timed) if times else (line[1:], False))
    return lines
