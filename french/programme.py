"""The lines of a programme as people write them: « 10h-11h Visite de la grappe »."""

import re

_HOUR = r"([0-9]{1,2}) ?[hH:](?![a-z]) ?([0-9]{2})?"
_STEP = re.compile(
    rf"[-•*–—]?\s*(?:de )?{_HOUR}(?: ?(?:-|–|—|à|a|>|→) ?{_HOUR})? ?[:,–—-]? ?(?P<what>\S.*)"
)


def programme(text: str) -> str:
    """One « hour : what » a line, hours as French writes them; other lines as they are."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(_line(line) for line in lines if line)


def _line(line: str) -> str:
    found = _STEP.fullmatch(line)
    if found is None:
        return line.lstrip("-•* ")
    start, end = _hour(found[1], found[2]), _hour(found[3], found[4])
    return f"{start} – {end} : {found['what']}" if end else f"{start} : {found['what']}"


def _hour(hour: str | None, minutes: str | None) -> str:
    if hour is None:
        return ""
    return f"{int(hour)} h {minutes}" if minutes and minutes != "00" else f"{int(hour)} h"
