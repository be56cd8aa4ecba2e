"""What came back: a mail of ours that did not arrive, whose it was, and for how long it is so.

RFC 3464 when a server follows it, else what servers write in prose.
"""

import re
from collections.abc import Iterator, Sequence

from bot.doors.mail.reading.headers import Headers, people
from bot.doors.mail.reading.machines import has_no_envelope_sender, is_robot
from bot.doors.mail.reading.parts import Part
from bot.doors.mail.reading.said import text_of
from bot.doors.mail.reading.words import Bounce, Severity
from french.folding import fold

STATUSES = ("message/delivery-status", "message/global-delivery-status")
RETURNS = ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers")
MOST = 20_000  # characters of prose that are looked at
RETURNED = re.compile(
    r"\b(?:undeliver(?:ed|able)|delivery status notification|delivery (?:failure|has failed|delayed"
    r"|incomplete|problem)|(?:mail|message) delivery (?:failed|failure)|failure notice|mail failure"
    r"|returned mail|returning message|delayed mail|message .{0,60}delayed|delay notification"
    r"|mail system error|could not (?:be )?sen[dt]|non (?:remise?|distribuee?|delivree?)"
    r"|(?:echec|erreur) de (?:la )?(?:remise|livraison|distribution|l envoi|l acheminement)"
    r"|remise (?:impossible|differee)|retour de courrier|notification d etat de remise)\b"
)
ADDRESS = re.compile(r"[\w.+%=~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,6}")
STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])")
CODE = re.compile(r"(?<![\d.#])([45])\d\d(?= |-|:|$)", re.MULTILINE)
DELAYED = re.compile(r"\b(?:delay(?:ed)?|still being retried|differee?|retardee?)\b")
DEAD = re.compile(
    r"\b(?:user unknown|unknown user|no such (?:user|mailbox)|(?:does not|doesn t) exist"
    r"|n existe pas|introuvable|address not found|not listed|invalid (?:recipient|address)"
    r"|adresse invalide|destinataire inconnu|utilisateur inconnu|no mailbox)\b"
)
# Permanent by their code, and yet not for ever: full, too big for it, refused by a filter.
PASSING = re.compile(r"5\.(?:2\.[23]|3\.4|4\.\d+|7\.\d+)$")
ORIGINAL = re.compile(r"(?im)^message-id:\s{0,5}<([^<>\s]{1,250})>")


def read_bounce(
    headers: Headers, parts: Sequence[Part], sender: str, subject: str
) -> Bounce | None:
    """The failure that a mail tells; None for any other mail, and when all went well."""
    statuses = [part for part in parts if part.media_type in STATUSES]
    if statuses:
        return _from_report(statuses[0], parts)
    if _came_back(headers, sender, subject):
        return _from_prose(headers, parts)
    return None


def _from_report(report: Part, parts: Sequence[Part]) -> Bounce | None:
    for fields in _blocks(text_of(report)):
        action = fields.get("action", "").lower()
        if action not in {"failed", "delayed"}:
            continue
        status = STATUS.search(fields.get("status", "") or fields.get("diagnostic-code", ""))
        address = fields.get("original-recipient") or fields.get("final-recipient", "")
        severity = Severity.DELAYED if action == "delayed" else _severity(status)
        return Bounce(_address(address), severity, status[0] if status else "", _about(parts))
    return None


def _blocks(text: str) -> Iterator[dict[str, str]]:
    """The fields of each block of a report, names in lower case (RFC 3464, 2.1)."""
    fields: dict[str, str] = {}
    name = ""
    for line in [*text.split("\n"), ""]:
        if not line.strip():
            yield fields
            fields, name = {}, ""
        elif line[0] in " \t" and name:
            fields[name] += line
        else:
            name, _, said = line.partition(":")
            name = name.strip().lower()
            fields.setdefault(name, said.strip())


def _came_back(headers: Headers, sender: str, subject: str) -> bool:
    """Whether a mail without a report is one that came back: by who sent it and its subject."""
    if headers.first("X-Failed-Recipients"):
        return True
    machine = is_robot(sender) or has_no_envelope_sender(headers)
    return machine and RETURNED.search(fold(subject)) is not None


def _from_prose(headers: Headers, parts: Sequence[Part]) -> Bounce:
    texts = [text_of(part) for part in parts if part.media_type.startswith("text/")]
    prose = "\n".join(texts)[:MOST]
    failed = next(people(headers, "X-Failed-Recipients"), ("", ""))[1]
    status = STATUS.search(prose)
    code = status or CODE.search(prose)
    if DELAYED.search(fold(headers.first("Subject"))):
        severity = Severity.DELAYED
    elif code is None and DEAD.search(fold(prose)):
        severity = Severity.HARD
    else:
        severity = _severity(code)
    about = _original(prose) or _about(parts)
    return Bounce(failed or _address(prose), severity, status[0] if status else "", about)


def _severity(status: re.Match[str] | None) -> Severity:
    """Hard for what will not heal; a status that nobody told may."""
    if status is None or status[1] != "5":
        return Severity.SOFT
    return Severity.SOFT if PASSING.match(status[0]) else Severity.HARD


def _address(text: str) -> str:
    """The first address of a text that somebody may read."""
    found = (match[0].lower() for match in ADDRESS.finditer(text[:MOST]))
    return next((address for address in found if not is_robot(address)), "")


def _about(parts: Sequence[Part]) -> str:
    """The Message-ID of the mail that came back, where it is joined."""
    joined = (_original(text_of(part)) for part in parts if part.media_type in RETURNS)
    return next(filter(None, joined), "")


def _original(text: str) -> str:
    found = ORIGINAL.search(text)
    return found[1] if found else ""
