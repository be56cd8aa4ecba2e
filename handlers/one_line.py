"""An exchange said on one line: « Visite apprenante Pôle Sud Archer, vendredi 9h30, Romans »."""

import re
from dataclasses import dataclass, field
from itertools import combinations, pairwise, takewhile

from community.context import Context, Offer, Unreadable
from french.folding import essence
from french.when.clocks import MEETING
from french.when.small import SKIPPED
from french.when.spelling import spell
from handlers.planning_fields import LINE, kinds, read_link
from handlers.times import is_date, meaning, read_times

ONLINE = "webinaire"  # the kind that has no place
LONGEST_DATE = 14  # words
MOST_RUNS = 150  # tried: what has more is no line that somebody wrote
_SEATS = re.compile(
    r"[,;(]?\s*(?:limit[ée]e? à |maximum |max\.? )?\b([0-9]{1,4}) "
    r"(?:places?|participants?|personnes?)(?: (?:maximum|maxi?))?\b\)?",
    re.IGNORECASE,
)
_NOISE, _NAMED = re.compile(SKIPPED), re.compile(MEETING)
_JOINT = re.compile(r"\s*[,;\n]+\s*")
_LEADING = re.compile(r"^(?:à|a|lieu ?:|en ligne ?:)\s+", re.IGNORECASE)
_TRAILING = re.compile(r"[\s,;:(–-]+(?:le|du|au|à|pour|pour le|ce)?\s*$", re.IGNORECASE)


@dataclass(slots=True)
class Heard:
    """What a line says, as a form keeps it, and what is to be said of what it does not."""

    answers: dict[str, str] = field(default_factory=dict)
    said: str = ""


def read_line(line: str, ctx: Context) -> Heard:
    """What was understood of a line; the rest is asked."""
    heard = Heard()
    text = _without_seats(" ".join(line.split()), heard)
    link = read_link(text)
    text = re.sub(r"(?:https?://|www\.)\S+", " ", text) if link else text
    phrase, before, after = _parts(text.split(), ctx)
    if phrase:
        _take_date(phrase, heard, ctx)
    kind = _kind(before, ctx)
    titled = kind is None or not _is_kind(before, kind) or kind.value == ONLINE
    _read_names(_joined(before, after), link, heard, ctx, titled=titled or not phrase)
    return heard


def _without_seats(text: str, heard: Heard) -> str:
    found = _SEATS.search(text)
    if found is None:
        return text
    heard.answers["capacity"] = found[1]
    return f"{text[: found.start()]}, {text[found.end() :]}"


def split_date(words: list[str], ctx: Context) -> tuple[str, str]:
    """The longest run of words that is a date, if any, and the others."""
    phrase, before, after = _parts(words, ctx)
    return phrase, _joined(before, after)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _parts(words: list[str], ctx: Context) -> tuple[str, str, str]:
    """The longest run of words that is a date, if any, what is before it and what is after."""
    found = next((run for run in _runs(words, ctx) if is_date(_phrase(words, run), ctx)), None)
    if found is None:
        return "", " ".join(words), ""
    start, end = _tight(words, found)
    before = _TRAILING.sub("", " ".join(words[:start]))
    return _phrase(words, (start, end)), before, " ".join(words[end:])


def _phrase(words: list[str], run: tuple[int, int]) -> str:
    return " ".join(words[slice(*run)]).strip(" ,;")


def _runs(words: list[str], ctx: Context) -> list[tuple[int, int]]:
    """The runs of words that a date may take, the longest first: those between words it has not."""
    strange = set(essence(" ".join(meaning(" ".join(words), ctx).left)).split())
    parting = [-1, *(i for i, w in enumerate(words) if strange & set(essence(w).split()))]
    runs = [
        (start, end)
        for after, until in pairwise([*parting, len(words)])
        for start, end in combinations(range(after + 1, until + 1), 2)
        if end - start <= LONGEST_DATE
    ]
    return sorted(runs, key=lambda run: run[0] - run[1])[:MOST_RUNS]


def _tight(words: list[str], run: tuple[int, int]) -> tuple[int, int]:
    """The run without « atelier » or « visite du » at its ends, which a date may have around it."""
    start, end = run
    noise = [bool(_NOISE.fullmatch(spell(word).strip(" ,;"))) for word in words]
    named = [bool(_NAMED.fullmatch(spell(word).strip(" ,;"))) for word in words]
    before = list(takewhile(lambda i: noise[i], range(start, end)))
    after = list(takewhile(lambda i: noise[i], range(end - 1, start, -1)))
    start = max((i + 1 for i in before if named[i]), default=start)
    return start, min((i for i in after if named[i]), default=end)


def _take_date(phrase: str, heard: Heard, ctx: Context) -> None:
    try:
        heard.answers["when"] = read_times(phrase, ctx)
    except Unreadable as unread:
        if unread.near:
            heard.answers["phrase"] = phrase
        else:
            heard.said = ctx.say(unread.text, **unread.values)


def _read_names(text: str, link: str, heard: Heard, ctx: Context, *, titled: bool) -> None:
    """The first piece is a kind, a title or both; what follows is a place.

    « Visite, vendredi 18 décembre, Romans » has no title: what follows its date is a place.
    """
    pieces = [piece.strip(" .()") for piece in _JOINT.split(text)]
    pieces = [piece for piece in pieces if piece]
    if pieces and (kind := _kind(pieces[0], ctx)):
        heard.answers["kind"] = kind.value
        if _is_kind(pieces[0], kind):
            pieces = pieces[1:]
    if titled and pieces and len(pieces[0]) <= LINE:
        heard.answers["title"] = pieces[0][:1].upper() + pieces[0][1:]
    place = _LEADING.sub("", ", ".join(pieces[1:] if titled else pieces))
    if place or link:
        heard.answers["where"] = f"{place} {link}".strip()


def _kind(piece: str, ctx: Context) -> Offer | None:
    """The kind that a title begins by, the one said in most words if several."""
    said = f"{essence(piece)} "
    ways = [(essence(way), one) for one in kinds(ctx) for way in (one.label, *one.words)]
    fitting = [(len(way), one) for way, one in ways if said.startswith(f"{way} ")]
    return max(fitting, key=lambda found: found[0])[1] if fitting else None


def _is_kind(piece: str, kind: Offer) -> bool:
    return essence(piece) in {essence(way) for way in (kind.label, *kind.words)}
