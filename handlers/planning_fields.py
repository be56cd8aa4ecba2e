"""What an animator says of an exchange, and how each thing is read."""

import re
from collections.abc import Mapping

from community.context import Context, Field, Offer, Unreadable
from community.exchanges import KINDS
from french.folding import essence
from french.programme import programme
from french.zones import find_zone, zone_name
from handlers.answers import is_offer, offer
from handlers.themes import meant, title_of
from handlers.times import (
    capitalised,
    read_hours,
    read_length,
    read_times,
    readings,
    times_so_far,
)
from handlers.which_exchange import hers

LINE = 150
TEXT = 2000
MOST_SEATS = 5000
ONLINE = frozenset({"en ligne", "ligne", "visio", "en visio", "visioconference", "a distance"})
QUESTIONS = ("meal", "access", "car")
LENGTHS = ("1h", "1h30", "2h", "3h")
SEATS = (10, 15, 20, 30)
_URL = re.compile(r"(?:https?://|www\.)\S+|\b[a-z0-9-]+(?:\.[a-z0-9-]+)+/\S+", re.IGNORECASE)
_SEATS = re.compile(r"\D{0,20}?([0-9]{1,4})\D{0,20}")


def read_theme(text: str, ctx: Context) -> str:
    """One of the themes she animates."""
    mine = [ctx.library.themes[slug] for slug in hers(ctx)]
    found = meant(text, mine)
    if len(found) != 1:
        raise Unreadable("planning.theme_unclear", _themes(ctx))
    return found[0].id


def _themes(ctx: Context) -> tuple[Offer, ...]:
    return tuple(Offer(slug, title_of(slug, ctx)) for slug in hers(ctx))


def kind_name(kind: str, ctx: Context) -> str:
    """« Visite apprenante »."""
    return ctx.library.texts.label(f"planning.kind_{kind}")


def kinds(ctx: Context) -> tuple[Offer, ...]:
    """The kinds of exchange there are."""
    return tuple(offer(ctx, f"planning.kind_{kind}", kind) for kind in KINDS)


def read_kind(text: str, ctx: Context) -> str:
    """One of the kinds of exchange."""
    found = [one.value for one in kinds(ctx) if is_offer(text, one)]
    if not found:
        raise Unreadable("planning.kind_unclear", kinds(ctx))
    return found[0]


def read_title(text: str, _: Context) -> str:
    """A title fits on a line."""
    title = " ".join(text.split())
    if not any(c.isalpha() for c in title):
        raise Unreadable("planning.title_unreadable")
    return _short(title, LINE)


def _short(text: str, limit: int) -> str:
    if len(text) > limit:
        raise Unreadable("planning.too_long", limit=limit, length=len(text))
    return text


def read_zone(text: str, ctx: Context) -> str:
    """Her own zone, the community's, or one that is named."""
    known = [one.value for one in _zones(ctx) if is_offer(text, one)]
    key = known[0] if known else find_zone(text)[0] or find_zone(f"heure {text}")[0]
    if not key:
        raise Unreadable("planning.zone_unclear", _zones(ctx))
    return key


def _zones(ctx: Context) -> tuple[Offer, ...]:
    keys = dict.fromkeys((ctx.zone.key, ctx.home.key))
    return tuple(Offer(key, capitalised(zone_name(key))) for key in keys)


def read_where(text: str, ctx: Context) -> str:
    """A place, a link or both, as `split_where` parts them; empty when not known yet."""
    if is_offer(text, _unknown_yet(ctx)):
        return ""
    return _short(" ".join(text.split()), LINE + 300)


def split_where(said: str, ctx: Context) -> tuple[str, str]:
    """The place and the link in what was said of where it takes place."""
    link = read_link(said)
    place = _URL.sub(" ", said) if link else said
    place = " ".join(place.replace(" : ", " ").split()).strip(" ,;:-–(){}")
    online = essence(place) in ONLINE or (link and not place)
    return (ctx.library.texts.label("planning.online") if online else place), link


def read_link(text: str) -> str:
    """The address of a web page in a text, whole; empty when there is none."""
    found = _URL.search(text)
    if found is None:
        return ""
    link = found[0].rstrip(".,;)>")
    return link if "://" in link else f"https://{link}"


def read_visio(text: str, ctx: Context) -> str:
    """The link of a visioconference; empty when it comes later."""
    if is_offer(text, _link_later(ctx)) or is_offer(text, skip(ctx)):
        return ""
    if not (link := read_link(text)):
        raise Unreadable("planning.link_unreadable", (_link_later(ctx),))
    return _short(link, 500)


def read_place(text: str, ctx: Context) -> str:
    """Where to come; empty when not known yet."""
    if is_offer(text, _unknown_yet(ctx)) or is_offer(text, skip(ctx)):
        return ""
    return _short(" ".join(text.split()), LINE)


def read_capacity(text: str, ctx: Context) -> str:
    """How many seats; empty for no limit."""
    if is_offer(text, _no_limit(ctx)) or is_offer(text, skip(ctx)):
        return ""
    found = _SEATS.fullmatch(text.strip())
    if found is None or not 1 <= int(found[1]) <= MOST_SEATS:
        raise Unreadable("planning.capacity_unclear")
    return str(int(found[1]))


def read_question(text: str, ctx: Context) -> str:
    """What is asked to those who come: a usual question, or her own."""
    usual = next((one for one in _questions(ctx) if is_offer(text, one)), None)
    return usual.label if usual else read_line(text, ctx)


def read_line(text: str, ctx: Context) -> str:
    """A line, or nothing."""
    return "" if is_offer(text, skip(ctx)) else _short(" ".join(text.split()), LINE)


def read_text(text: str, ctx: Context) -> str:
    """Some paragraphs, or nothing."""
    return "" if is_offer(text, skip(ctx)) else _short(text.strip(), TEXT)


def read_programme(text: str, ctx: Context) -> str:
    """A line for each hour, or nothing."""
    return "" if is_offer(text, skip(ctx)) else _short(programme(text), TEXT)


def skip(ctx: Context) -> Offer:
    """« Je passe » when she completes a draft, « Je laisse vide » when she corrects one thing."""
    completing = ctx.draft is not None and "completing" in ctx.draft.answers
    return offer(ctx, "planning.skip" if completing else "planning.empty", "rien")


def _skip(ctx: Context) -> tuple[Offer, ...]:
    return (skip(ctx),)


def _unknown_yet(ctx: Context) -> Offer:
    return offer(ctx, "planning.unknown_yet", "plus tard")


def _link_later(ctx: Context) -> Offer:
    return offer(ctx, "planning.link_later", "plus tard")


def _no_limit(ctx: Context) -> Offer:
    return offer(ctx, "planning.no_limit", "sans limite")


def _questions(ctx: Context) -> tuple[Offer, ...]:
    return tuple(offer(ctx, f"planning.question_{name}", name) for name in QUESTIONS)


def _dates(ctx: Context) -> tuple[Offer, ...]:
    """What the date of a line may mean, when it may mean several."""
    phrase = ctx.draft.answers.get("phrase", "") if ctx.draft else ""
    return readings(phrase, ctx) if phrase else ()


def _lengths(ctx: Context) -> tuple[Offer, ...]:
    usual = (offer(ctx, "planning.length", length, length=length) for length in LENGTHS)
    return (*usual, _end_unknown(ctx))


def _end_unknown(ctx: Context) -> Offer:
    return offer(ctx, "planning.end_unknown", "sans fin")


def _read_length(text: str, ctx: Context) -> str:
    return "" if is_offer(text, _end_unknown(ctx)) else read_length(text, ctx)


def _seats(ctx: Context) -> tuple[Offer, ...]:
    usual = (offer(ctx, "planning.seats", str(count), count=count) for count in SEATS)
    return (*usual, _no_limit(ctx))


def _where(ctx: Context) -> tuple[Offer, ...]:
    return (offer(ctx, "planning.online", "en ligne"), _unknown_yet(ctx))


def _no_hour(answers: Mapping[str, str], _: Context) -> bool:
    return not times_so_far(answers).timed


def _no_end(answers: Mapping[str, str], _: Context) -> bool:
    return times_so_far(answers).end is None


def _two_zones(answers: Mapping[str, str], ctx: Context) -> bool:
    return ctx.zone.key != ctx.home.key and not times_so_far(answers).zone


def _no_link(answers: Mapping[str, str], ctx: Context) -> bool:
    place, link = split_where(answers["where"], ctx)
    return essence(place) in ONLINE and not link


THEME = Field("theme", read_theme, _themes)
KIND = Field("kind", read_kind, kinds)
TITLE = Field("title", read_title, free=True)
WHEN = Field("when", read_times, _dates)
HOURS = Field("hours", read_hours, asked=_no_hour)
LENGTH = Field("length", _read_length, _lengths, asked=_no_end)
ZONE = Field("zone", read_zone, _zones, asked=_two_zones)
WHERE = Field("where", read_where, _where, free=True)
LINK = Field("visio", read_visio, lambda ctx: (_link_later(ctx),), asked=_no_link)
PLACE = Field("place", read_place, _where, free=True)
VISIO = Field("visio", read_visio, _skip)
CAPACITY = Field("capacity", read_capacity, _seats, counts="planning.seats")
MEAL = Field("meal", read_line, _skip, free=True)
DESCRIPTION = Field("description", read_text, _skip, free=True)
PROGRAMME = Field("programme", read_programme, _skip, free=True)
QUESTION = Field("question", read_question, lambda ctx: (*_questions(ctx), skip(ctx)), free=True)
