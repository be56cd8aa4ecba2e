"""Whether our own mail server proved who a mail comes from (RFC 8601, DMARC)."""

import re

from bot.doors.mail.reading.headers import Headers, people

COMMENT = re.compile(r"\([^()]*\)")


def is_proven(headers: Headers, sender: str, authserv: str) -> bool:
    """Whether the server of that name says that DMARC passed for the sender's domain.

    Anyone may write such a header: only the topmost of that name counts, which is the last that
    was added. A mail from several people proves nobody.
    """
    if not authserv or len({address for _, address in people(headers, "From")}) != 1:
        return False
    results = (_results(value) for value in headers.written("Authentication-Results"))
    ours = next((said for name, said in results if name == authserv.lower()), [])
    return any(_passes(result, sender) for result in ours)


def _results(value: str) -> tuple[str, list[str]]:
    """Who says it, and what it says of each method."""
    who, *said = COMMENT.sub(" ", value).lower().split(";")
    return (who.split() or [""])[0], said


def _passes(result: str, sender: str) -> bool:
    words = result.split()
    if not words or words[0] != "dmarc=pass":
        return False
    of = next((word for word in words if word.startswith("header.from=")), "")
    return of.removeprefix("header.from=") in {"", sender.rpartition("@")[2]}
