"""Whether a machine wrote: it is never answered (RFC 3834; what programs do in truth)."""

import re

from bot.doors.mail.reading.headers import Headers
from bot.doors.mail.reading.parts import parse_value
from french.folding import fold

BULK = ("bulk", "list", "junk", "auto_reply")
TELLTALE = ("X-Autoreply", "X-Autorespond", "X-Autoreply-From", "X-Mail-Autoreply", "List-Id")
SUPPRESSED = re.compile(r"\b(?:all|oof|autoreply)\b")
ROBOT = re.compile(
    r"(?:mailer[-_.]?daemon|postmaster|(?:no|do[-_.]?not|ne[-_.]?pas)[-_.]?(?:reply|repl|repondre)"
    r"|bounces?|mdaemon|listserv)(?:[-+_.=].*)?@"
)
AWAY = re.compile(
    r"(?:reponse automatique|absence du bureau|(?:message|reponse|notification|avis) d absence"
    r"|absent(?:e)? du bureau|absence :|repondeur|automatic reply|auto ?reply|auto ?response"
    r"|automatisch|auto :|auto:|out of (?:the )?office|vacation|away from my mail)"
)


def is_machine(headers: Headers, sender: str, subject: str) -> bool:
    """Whether the headers, the address or the subject of a mail are a machine's."""
    return (
        _says_so(headers)
        or has_no_envelope_sender(headers)
        or is_robot(sender)
        or AWAY.match(fold(subject)) is not None
        or _is_report(headers)
    )


def has_no_envelope_sender(headers: Headers) -> bool:
    """Whether it was sent so that nothing can come back (RFC 5321, 4.5.5)."""
    return any(path.strip() == "<>" for path in headers.every("Return-Path"))


def is_robot(address: str) -> bool:
    """Whether an address is one that nobody reads."""
    return ROBOT.match(address) is not None


def _says_so(headers: Headers) -> bool:
    submitted = fold(headers.first("Auto-Submitted").partition(";")[0])
    if submitted and submitted.split()[0] != "no":
        return True
    if headers.first("Precedence").strip().lower() in BULK:
        return True
    if SUPPRESSED.search(headers.first("X-Auto-Response-Suppress").lower()):
        return True
    return any(headers.first(name) for name in TELLTALE)


def _is_report(headers: Headers) -> bool:
    """A receipt, or a complaint about a mail (RFC 8098, RFC 5965)."""
    return parse_value(headers.first("Content-Type"))[0] == "multipart/report"
