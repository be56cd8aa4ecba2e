"""What she wrote herself, apart from what her program quotes: above, below and between."""

import re
from collections.abc import Sequence

from bot.doors.mail.reading.lines import MOST, Line, Mark
from french.folding import fold

MOST_OWN = 500  # lines that one person writes in a mail
MOST_WRAPPED = 4  # lines of an attribution
MOST_FIELDS = 14  # lines of the headers of a mail quoted below
LONGEST = 500  # characters of an attribution
DELIMITER = "repondez au dessus de cette ligne"
BEGUN = frozenset("bdm")  # how a ruler without dashes begins
DECORATION = "*_|-–—=> \t"

RULER = re.compile(
    r"(?:(?:message|mail|courriel|e mail|courrier) (?:d origine|original|initial|precedent"
    r"|transfere|reexpedie)|(?:original|forwarded) (?:message|mail))\b"
)
FORWARDED = re.compile(r"(?:debut du message (?:transfere|reexpedie)|begin forwarded message) ?:?")
MESSAGE_OF = re.compile(r"message du \d\d?/\d\d?/\d\d(?:\d\d)?(?: a)? \d\d?:\d\d$")
# « Le maire nous a écrit : » is hers; « Marie a écrit : » is her program's.
WROTE = re.compile(
    r"(?<! m)(?<! t)(?<! nous)(?<! vous)(?<! lui) (?:a ecrit|a envoye|ecrivait|wrote)\b"
    r"(?P<then>[^:]*):?$"
)
WROTE_LAST = re.compile(r"(?i)(?:crit|crivait|wrote|envoy.{1,2})\b|:\s*$")
OPENS = re.compile(r"(?:le|on)\b")
DATED = re.compile(r"\d{4}|\d\d? ?[:h/.] ?\d\d?")
# Yahoo on a telephone writes the quote behind it, on the same line.
GLUED = re.compile(
    r"(?i)(?:le|on)\b(?=[^<]*\d)[^<]{1,200}<[^<>@\s]+@[^<>\s]+>\s*(?:a .{1,2}crit|wrote)\s?:\s"
)
CITED = re.compile(r"(?:\d{1,4}\b|quoting\b|citando\b).{0,200}<[^<>@ ]+@[^<> ]+> ?:$")
ADDRESSED = re.compile(r"<[^<>@\s]+@[^<>\s]+>|\S@\S")
FIELD = re.compile(
    r"(?P<from>de|from|expediteur)|(?P<sent>envoye(?: le)?|sent|date)|(?P<to>a|to|pour"
    r"|destinataire)|(?P<subject>objet|sujet|subject)|(?P<other>cc|cci|bcc|copie(?: a)?"
    r"|repondre a|reply to|importance|priorite|pieces? jointes?|attachments?)"
)


def own_passages(lines: Sequence[Line]) -> list[list[Line]]:
    """What she wrote, a list of lines for each passage between quotes."""
    passages: list[list[Line]] = [[]]
    at = own = 0
    while at < len(lines) and not _is_cut(lines[at]) and own < MOST_OWN:
        after = lines[at].depth or _introduction(lines, at)
        if not after:
            passages[-1].append(lines[at])
            at, own = at + 1, own + bool(lines[at].text)
            continue
        passages.append([])
        at = at + 1 if lines[at].depth else _behind(lines, after)
    return passages


def _is_cut(line: Line) -> bool:
    """Whether nothing below is hers: a program says so, or it is our own delimiter."""
    if line.depth:
        return False
    return line.mark is Mark.CUT or delimits(line.text)


def delimits(text: str) -> bool:
    """Whether a line is our own delimiter, above all that we write."""
    bare = text[:MOST].lstrip(DECORATION)
    return bare[:1] in {"R", "r"} and fold(bare[:120]).startswith(DELIMITER)


def _behind(lines: Sequence[Line], after: int) -> int:
    """Where to go on behind what introduces a quote: to a marked quote, else there is no more."""
    while after < len(lines) and not lines[after].text and not lines[after].depth:
        after += 1
    if after < len(lines) and lines[after].depth:
        return after
    return len(lines)


def _introduction(lines: Sequence[Line], at: int) -> int:
    """Where what introduces a quote ends, 0 where none begins: often a ruler, then headers."""
    ends = 0
    while at < len(lines):
        after = at + 1 if _ruler(lines[at].text) else 0
        after = after or _fields(lines, at) or _attribution(lines, at)
        if not after:
            break
        ends, at = after, _next_text(lines, after)
    return ends


def _next_text(lines: Sequence[Line], at: int) -> int:
    while at < len(lines) and not (lines[at].text or lines[at].depth):
        at += 1
    return at if at < len(lines) and not lines[at].depth else len(lines)


def _ruler(text: str) -> bool:
    """« -----Message d'origine----- », « Début du message transféré : »."""
    if len(text) > LONGEST:
        return False
    bare = text.lstrip(DECORATION)
    if len(text) - len(bare) >= 2:
        said = fold(bare.rstrip(DECORATION)[:120])
        if RULER.match(said) or (text.endswith("--") and WROTE.search(said)):
            return True
    if bare[:1].lower() not in BEGUN:
        return False
    said = fold(bare.rstrip(DECORATION)[:120])
    return bool(FORWARDED.fullmatch(said) or MESSAGE_OF.match(said))


def _attribution(lines: Sequence[Line], at: int) -> int:
    """« Le … a écrit : », « On … wrote: », on one line or several; 0 for anything else."""
    first = fold(lines[at].text.lstrip(DECORATION)[:20])
    if not (OPENS.match(first) or "@" in lines[at].text[:MOST] or first[:1].isdigit()):
        return 0
    said = ""
    for after in range(at + 1, min(at + MOST_WRAPPED, len(lines)) + 1):
        line = lines[after - 1]
        if not line.text or line.depth:
            return 0
        said = f"{said} {line.text[: LONGEST + 1]}".strip()
        if GLUED.match(said):
            return after
        if len(said) > LONGEST:
            return 0
        if WROTE_LAST.search(said[-80:]) and _attributes(said):
            return after
    return 0


def _attributes(said: str) -> bool:
    words = fold(said.lstrip(DECORATION))
    if CITED.match(words):
        return True
    found = WROTE.search(words)
    if found is None or not (words.endswith(":") or ADDRESSED.search(words)):
        return False
    if len(found["then"]) > 60:
        return False
    return bool(OPENS.match(words) and DATED.search(words)) or bool(ADDRESSED.search(words))


def _fields(lines: Sequence[Line], at: int) -> int:
    """The headers of a mail quoted below, « De : … Envoyé : … À : … Objet : … »; 0 without them."""
    if _field(lines[at].text) is None:
        return 0
    found: set[str] = set()
    after, wrapped = at, 0
    for number in range(at, min(at + MOST_FIELDS, len(lines))):
        line = lines[number]
        if line.depth or not line.text:
            break
        name = _field(line.text)
        wrapped = 0 if name else wrapped + 1
        if wrapped > 2 or name in found - {"other"}:
            break
        if name:
            found.add(name)
            after = number + 1
    whole = {"from"} <= found and {"sent", "subject"} & found and {"to", "subject"} & found
    return after if whole and len(found) >= 3 else 0


def _field(text: str) -> str | None:
    """Which header a line tells: `from`, `sent`, `to`, `subject` or `other`; None for none."""
    name, colon, _ = text.lstrip(DECORATION)[:40].partition(":")
    if not colon:
        return None
    found = FIELD.fullmatch(fold(name.strip(DECORATION)))
    return found.lastgroup if found else None
