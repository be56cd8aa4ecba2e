"""An agenda written by hand, in the shape of `content/agenda/sample.yaml`, with real dates."""

import re
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from community.calendar.entries import Entry, Status
from community.calendar.prose import ADDRESS
from community.exchanges import Plan
from content.entries import Item, Line, Step
from content.faults import ContentFaults, Fault
from content.pages import Page, read_page
from content.validation import parse

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)[ T](\d{1,2}:\d\d(?::\d\d)?)")


def _fault(message: str, cure: str) -> PydanticCustomError:
    return PydanticCustomError("source", "{message}", {"message": message, "cure": cure})


def _moment(value: object) -> datetime:
    """A day and an hour by local clocks; YAML may have read them already."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value
    found = MOMENT.fullmatch(value) if isinstance(value, str) else None
    try:
        if found is not None:
            return datetime.combine(date.fromisoformat(found[1]), _hour(found[2]))
    except ValueError:
        pass
    cure = "écrivez le jour et l’heure du lieu, sans décalage, comme 2027-03-19 09:30"
    raise _fault(f"« {value} » n’est pas un moment", cure)


def _end(value: object) -> time | datetime | None:
    """An hour of the same day, which YAML may have counted in minutes, or a moment."""
    if value is None:
        return None
    try:
        if isinstance(value, int):
            return time(*divmod(value, 60))
        if isinstance(value, str) and not MOMENT.fullmatch(value):
            return _hour(value)
    except ValueError:
        message = f"« {value} » n’est pas une heure"
        raise _fault(message, 'écrivez-la comme "16:30"') from None
    return _moment(value)


def _hour(written: str) -> time:
    """Read « 9:30 ». Raises ValueError."""
    hours, _, rest = written.partition(":")
    return time.fromisoformat(f"{hours.zfill(2)}:{rest}")


def _zone(value: str) -> str:
    try:
        return ZoneInfo(value).key
    except (KeyError, ValueError, OSError):
        cure = "écrivez un nom de l’IANA, comme Europe/Paris ou Indian/Reunion"
        raise _fault(f"le fuseau « {value} » n’existe pas", cure) from None


def _link(value: str) -> str:
    if value and not ADDRESS.fullmatch(value):
        message = f"« {value} » n’est pas une adresse"
        raise _fault(message, "écrivez-la entière (https://…)")
    return value


class PlannedExchange(Item):
    """An exchange; its `id` is its name for ever. `ends` is an hour of the day it starts."""

    id: Line
    title: Line
    starts: Annotated[datetime, BeforeValidator(_moment)]
    ends: Annotated[time | datetime | None, BeforeValidator(_end)] = None
    zone: Annotated[str, AfterValidator(_zone)] | None = None
    theme: str = ""
    kind: Literal[
        "", "echange_de_pratiques", "visite_apprenante", "atelier", "webinaire", "journee"
    ] = ""
    place: str = ""
    visio: Annotated[str, AfterValidator(_link)] = ""
    description: str = ""
    programme: tuple[Step, ...] = ()
    meal: str = ""
    question: str = ""
    capacity: int | None = Field(default=None, gt=0, lt=2**31)
    cancelled: bool = False

    @property
    def ends_at(self) -> datetime | None:
        """When it ends, by local clocks."""
        if isinstance(self.ends, time):
            return datetime.combine(self.starts.date(), self.ends)
        return self.ends


class PlannedAgenda(Item):
    """The file: its exchanges."""

    exchanges: tuple[PlannedExchange, ...]


def read_yaml(path: Path, usual: str, now: datetime) -> tuple[Entry, ...]:
    """Read a file; `usual` is the zone of exchanges that name none. Raises ContentFaults."""
    faults: list[Fault] = []
    page = read_page(path.name, path, faults)
    agenda = parse(PlannedAgenda, page, faults) if page is not None else None
    if page is not None and agenda is not None:
        faults.extend(_crossed(page, agenda))
    if faults or page is None or agenda is None:
        raise ContentFaults(tuple(sorted(faults)))
    return tuple(
        _entry(planned, page.line("exchanges", index), usual, now)
        for index, planned in enumerate(agenda.exchanges)
    )


def _crossed(page: Page, agenda: PlannedAgenda) -> Iterator[Fault]:
    """What no single key can show."""
    names: set[str] = set()
    for index, planned in enumerate(agenda.exchanges):
        if planned.id in names:
            message = f"« {planned.id} » nomme déjà un autre échange"
            yield page.fault(message, "donnez-lui un autre id", "exchanges", index, "id")
        if planned.ends_at is not None and planned.ends_at <= planned.starts:
            message = "l’échange finit avant de commencer"
            yield page.fault(message, "corrigez « starts » ou « ends »", "exchanges", index, "ends")
        names.add(planned.id)


def _entry(planned: PlannedExchange, line: int, usual: str, now: datetime) -> Entry:
    return Entry(
        uid=f"agenda-{planned.id}",
        plan=Plan(
            theme=planned.theme,
            kind=planned.kind,
            title=planned.title,
            starts=planned.starts,
            zone=planned.zone or usual,
            ends=planned.ends_at,
            place=planned.place,
            visio=planned.visio,
            description=planned.description,
            programme="\n".join(f"{step.time} : {step.title}" for step in planned.programme),
            question=planned.question,
            meal=planned.meal,
            capacity=planned.capacity,
        ),
        stamp=now,
        status=Status.CANCELLED if planned.cancelled else Status.CONFIRMED,
        whole=True,
        line=line,
    )
