"""What content files hold, one frozen model per kind of entry. Keys are checked on the way in."""

import re
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from content.markdown import to_html
from content.simple_html import plain

MORE, EASY = "En savoir plus", "Version facile"
SECTION = re.compile(rf"^## ({MORE}|{EASY})[ \t]*$", re.MULTILINE)
FOUNDING_DOCUMENT = "journee-ptce-2014"
# What a fiche must say to be complete, the most wanted first.
WANTED = ("region", "departement", "place", "sectors")


def is_source(value: str) -> bool:
    """Whether somebody could look it up."""
    return value == FOUNDING_DOCUMENT or bool(re.fullmatch(r"https?://[^\s/]+\.\S+", value))


def _address(value: str) -> str:
    """Refuse a source nobody could look up."""
    if is_source(value):
        return value
    raise PydanticCustomError(
        "source",
        "la source « {value} » n’est pas une adresse",
        {
            "value": value,
            "cure": f"écrivez une adresse entière (https://…), ou {FOUNDING_DOCUMENT}",
        },
    )


def _some(value: tuple[str, ...]) -> tuple[str, ...]:
    """Refuse to know something from nowhere."""
    if value:
        return value
    raise PydanticCustomError("too_short", "nothing")


def _clock(value: object) -> object:
    """YAML 1.1 reads a bare 16:30 as a number in base 60: take it back to hours and minutes."""
    return f"{value // 60:02d}:{value % 60:02d}" if isinstance(value, int) else value


def _code(value: object) -> object:
    """YAML reads a bare 01 as the number 1: take it back to a code."""
    return f"{value:02d}" if isinstance(value, int) else value


Line = Annotated[str, Field(min_length=1)]
Lines = tuple[Line, ...]
Address = Annotated[str, AfterValidator(_address)]
Month = Annotated[str, Field(pattern=r"^\d{4}-(0[1-9]|1[0-2])$")]
Clock = Annotated[time, BeforeValidator(_clock)]


class Item(BaseModel):
    """A part of an entry: frozen, and no key we do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", coerce_numbers_to_str=True)


class Entry(Item):
    """A file of Markdown: `id` is the file's name, `body` what follows the front matter.

    `button` is what it is called on a button, when its name is too long for one.
    """

    id: str
    button: Line | None = None
    body: Annotated[str, Field(min_length=1)]
    phrasings: Lines = ()

    @cached_property
    def html(self) -> str:
        """The body, as simple HTML."""
        return to_html(self.body)

    @cached_property
    def plain(self) -> str:
        """The body, as text."""
        return plain(self.html)


class Source(Item):
    """Where an answer was learned."""

    name: Line
    url: Address
    year: int | None = None


class FaqEntry(Entry):
    """A frequent question. The body is a short answer; « En savoir plus », the rest of it; and
    « Version facile », the answer in plainer words, which search does not read.

    One that a person who animates gave says on which day it was `answered`, and `answered_by` whom
    if she agreed to that.
    """

    question: Line
    near: Lines = ()
    facts: Lines = ()
    sources: tuple[Source, ...] = ()
    checked: Month
    answered: date | None = None
    answered_by: Line | None = None

    @cached_property
    def _sections(self) -> dict[str, str]:
        short, *rest = SECTION.split(self.body)
        return {"": short, **dict(zip(rest[::2], rest[1::2], strict=True))}

    @property
    def short(self) -> str:
        """The short answer, in Markdown."""
        return self._sections[""]

    @property
    def easy(self) -> str:
        """The plainer answer, in Markdown; empty when there is none."""
        return self._sections.get(EASY, "")

    @cached_property
    def short_html(self) -> str:
        """The short answer, as simple HTML."""
        return to_html(self.short)

    @cached_property
    def more_html(self) -> str:
        """What « En savoir plus » adds, as simple HTML; empty when there is nothing."""
        return to_html(self._sections.get(MORE, ""))

    @cached_property
    def easy_html(self) -> str:
        """The plainer answer, as simple HTML; empty when there is none."""
        return to_html(self.easy)

    @cached_property
    def html(self) -> str:
        """The short answer and the rest."""
        return self.short_html + self.more_html


class Figure(Item):
    """A number a fiche gives, with the year it is of."""

    label: Line
    value: Line
    year: int | None = None


def dated(status: str) -> tuple[str, str]:
    """A status and its year, if it has one: `laureat_ami_2022` is `laureat_ami` of 2022."""
    name, _, year = status.rpartition("_")
    return (name, year) if year.isdecimal() else (status, "")


class Fiche(Entry):
    """A pole: who it is, where, and what it does."""

    name: Line
    aliases: Lines = ()
    place: str | None = None
    departement: Annotated[str | None, BeforeValidator(_code)] = None
    region: str | None = None
    status: Lines = ()
    sectors: Lines = ()
    created: int | None = None
    impulse: Literal["entrepreneuriale", "citoyenne", "collectivite"] | None = None
    dynamic: Literal["filiere", "sectoriel", "multi_activites"] | None = None
    shared_place: bool | None = None
    figures: tuple[Figure, ...] = ()
    sources: Annotated[tuple[Address, ...], AfterValidator(_some)]
    checked: Month
    confidence: Literal["haute", "moyenne", "basse"]
    position: tuple[float, float] | None = None
    site: Address | None = None

    @property
    def lacking(self) -> tuple[str, ...]:
        """The keys one would want first, and that no source tells."""
        return tuple(key for key in WANTED if not getattr(self, key))

    @property
    def complete(self) -> bool:
        """Whether we know where it is and what it does, from good sources."""
        return self.confidence == "haute" and not self.lacking


class Theme(Entry):
    """What a community learns about. The first paragraph says it in one sentence."""

    title: Line
    aliases: Lines = ()
    facts: Lines = ()
    sources: tuple[Source, ...] = ()
    checked: Month

    @property
    def summary(self) -> str:
        """The first paragraph, as text."""
        return self.plain.partition("\n")[0]


class Term(Entry):
    """A word of the field, explained."""

    term: Line
    meaning: str | None = None
    near: Lines = ()
    facts: Lines = ()
    sources: tuple[Source, ...] = ()


class Redirect(Entry):
    """A question we do not answer, and who does."""

    question: Line
    near: Lines = ()
    facts: Lines = ()


class Topic(StrEnum):
    """What commands are about: help tells those of one topic together, `ALWAYS` in passing."""

    ALWAYS = "toujours"
    DISCOVER = "decouvrir"
    TAKE_PART = "participer"
    MESSAGES = "messages"
    DATA = "donnees"
    ORGANISE = "organiser"
    KEEP_TRACK = "garder_trace"
    ANIMATE = "animer"
    SERVICE = "service"


class CommandEntry(Item):
    """A command's line in menus, and how people ask for it in plain words.

    `words`, said alone, are the command itself; `phrasings` lead to it. `said` is how its name is
    written out (« présence »), where accents or spaces are missing from it.
    """

    summary: Annotated[str, Field(min_length=1, max_length=256)]
    topic: Topic
    phrasings: Lines = ()
    words: Lines = ()
    said: str = ""


class Starts(Item):
    """When a sample exchange starts: so many days from today, at such a local time."""

    days: int
    time: Clock


class Step(Item):
    """A line of a programme; its time is text for people (« 10 h – 11 h »)."""

    time: Line
    title: Line


class SampleExchange(Item):
    """An exchange of the sample agenda, its dates relative to today."""

    id: Line
    theme: Line
    kind: Line
    title: Line
    place: str | None = None
    visio: Address | None = None
    starts: Starts
    ends: Clock
    description: Line
    capacity: int | None = Field(default=None, gt=0)
    programme: tuple[Step, ...] = ()
    meal: str | None = None


class Agenda(Item):
    """The sample agenda's file."""

    sample: Literal[True]
    exchanges: tuple[SampleExchange, ...]
