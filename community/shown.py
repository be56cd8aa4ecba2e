"""An exchange as people read it, wherever they do."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from community.db.tables import Exchange
from community.exchanges import local
from content.library import Library
from french.dates import span
from french.zones import zone_name


@dataclass(frozen=True, slots=True)
class Shown:
    """An exchange as it is read at a moment.

    `zone` names its time zone, and `here` is its start where the reader lives; both are empty when
    she lives by the same time. `days` and `minutes` are what is left until the start.
    """

    title: str
    starts: datetime
    ends: datetime | None
    zone: str
    theme: str
    place: str
    sample: bool
    visio: str = ""
    here: datetime | None = None
    days: int = 0
    minutes: int = 0

    @property
    def when(self) -> str:
        """« Vendredi 18 décembre 2026, de 9 h 30 à 16 h 30 (heure de Paris) »."""
        said = span(self.starts, self.ends)
        return said[:1].upper() + said[1:] + (f" ({self.zone})" if self.zone else "")


def show(one: Exchange, library: Library, zone: str, now: datetime) -> Shown:
    """An exchange as somebody of that zone (an IANA name) reads it then."""
    theme = library.themes.get(one.theme)
    starts = local(one.starts, one.zone)
    here = starts.astimezone(ZoneInfo(zone))
    apart = here.replace(tzinfo=None) != starts.replace(tzinfo=None)
    return Shown(
        title=one.title,
        starts=starts,
        ends=local(one.ends, one.zone) if one.ends else None,
        zone=zone_name(one.zone) if one.zone != zone else "",
        theme=theme.title if theme else one.theme,
        place=one.place,
        sample=one.sample,
        visio=one.visio,
        here=here if apart else None,
        days=(here.date() - now.astimezone(ZoneInfo(zone)).date()).days,
        minutes=int((one.starts_at - now).total_seconds() // 60),
    )
