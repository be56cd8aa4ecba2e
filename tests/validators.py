"""What others think of our calendar files: libical, which checks RFC 5545 and 5546, and vobject."""

import ctypes
import ctypes.util
from typing import Any

import vobject

from tests.servers import do_without


def _libical() -> ctypes.CDLL:
    """Give the library, or skip saying what to install (fail when all is required)."""
    found = ctypes.util.find_library("ical")
    if found is None:
        do_without("libical is not installed: apt-get install libical3")
    library = ctypes.CDLL(found)
    library.icalparser_parse_string.argtypes = [ctypes.c_char_p]
    library.icalparser_parse_string.restype = ctypes.c_void_p
    library.icalrestriction_check.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.argtypes = [ctypes.c_void_p]
    library.icalcomponent_as_ical_string.restype = ctypes.c_char_p
    return library


def libical_flaws(content: bytes) -> list[str]:
    """What libical refuses of a file: what it cannot parse, and what the RFCs want otherwise."""
    library = _libical()
    parsed = library.icalparser_parse_string(content)
    if not parsed:
        return ["not a calendar"]
    library.icalrestriction_check(parsed)
    noted: bytes = library.icalcomponent_as_ical_string(parsed)
    lines = noted.decode().replace("\r\n ", "").splitlines()
    return [line for line in lines if line.startswith("X-LIC-ERROR")]


def vobject_reads(content: bytes) -> Any:
    """The only event of a file, as vobject reads and validates it."""
    calendar = vobject.readOne(content.decode())
    calendar.validate(raiseException=True)
    return calendar.vevent
