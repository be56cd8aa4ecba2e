"""An animator's list of people, read line by line; each gets one invitation to consent.

A list is typed in a spreadsheet by somebody in a hurry: headings vary, columns are missing, and a
line that cannot be used must not cost the others.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.utils import parseaddr

from community.addresses import find_address, keep_addresses
from community.db.engine import Session
from community.db.tables import Invitation
from community.invitations import Invitee, invite_person
from community.post import outbox
from community.words import Address, Choice, Reply
from content.library import Library
from content.texts import Texts
from french.folding import fold

HEADINGS = {
    "name": "nom|nom complet|nom et prenom|nom prenom|prenom nom|prenom et nom|personne",
    "first_name": "prenom",
    "structure": "structure|organisation|organisme|association|entreprise|employeur",
    "territory": "territoire|departement|region",
    "mail": "courriel|adresse|email|e mail|mail|adresse mail|adresse e mail|adresse email"
    "|adresse electronique|adresse courriel|courrier electronique",
    "telegram": "telegram|telegram id|id telegram|identifiant telegram|numero telegram",
    "theme": "theme|thematique|groupe",
}
COLUMNS = {heading: column for column, all_ in HEADINGS.items() for heading in all_.split("|")}
LONGEST = 120
MAIL = re.compile(r"[^@\s,;<>\"]{1,64}@[^@\s,;<>\"]+\.[^@\s,;<>\".]{2,}")


@dataclass(frozen=True, slots=True)
class Guest:
    """A line that can be used."""

    address: Address
    name: str
    structure: str
    territory: str
    theme: str


@dataclass(frozen=True, slots=True)
class BadLine:
    """A line that cannot: its number in the file, and the label under `imports` that says why."""

    line: int
    reason: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class GuestList:
    """What a file holds."""

    guests: tuple[Guest, ...]
    faults: tuple[BadLine, ...]


@dataclass(frozen=True, slots=True)
class Tally:
    """How many were invited now, had been before, and are members."""

    invited: int = 0
    already: int = 0
    members: int = 0

    def __add__(self, other: "Tally") -> "Tally":
        return Tally(
            self.invited + other.invited,
            self.already + other.already,
            self.members + other.members,
        )


class _Unusable(Exception):
    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.value = value


def read_list(content: bytes, library: Library, theme: str) -> GuestList:
    """Read a file; `theme` is for the lines that name none."""
    guests: list[Guest] = []
    faults: list[BadLine] = []
    themes = themes_by_name(library)
    try:
        for number, cells in _lines(_decode(content)):
            try:
                guests.append(_guest(cells, themes, theme))
            except _Unusable as unusable:
                faults.append(BadLine(number, unusable.reason, unusable.value))
    except _Unusable as unusable:
        faults.append(BadLine(1, unusable.reason, unusable.value))
    return GuestList(tuple(guests), tuple(faults))


def _decode(content: bytes) -> str:
    """Spreadsheets save UTF-8, with or without a mark, or what Windows wrote before."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    return text.replace("\0", "")


def _lines(text: str) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The lines under the headings, each with its number and its known columns."""
    heading = text.lstrip("\r\n").partition("\n")[0]
    delimiter = max(";,\t", key=heading.count)
    reader = csv.reader(text.splitlines(keepends=True), delimiter=delimiter)
    columns: list[str | None] = []
    try:
        for row in reader:
            cells = [" ".join(cell.split()) for cell in row]
            if not any(cells):
                continue
            if columns:
                yield reader.line_num, _named(columns, cells)
            else:
                columns = _columns(cells)
    except csv.Error:
        raise _Unusable("unreadable") from None
    if not columns:
        raise _Unusable("empty")


def _columns(headings: Sequence[str]) -> list[str | None]:
    columns = [COLUMNS.get(fold(heading).replace("_", " ")) for heading in headings]
    if "mail" not in columns and "telegram" not in columns:
        raise _Unusable("no_address_column")
    return columns


def _named(columns: Sequence[str | None], cells: Sequence[str]) -> Mapping[str, str]:
    """The cells by column; of two columns of one kind, the first that is filled."""
    named: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column is not None and cell and column not in named:
            named[column] = cell
    return named


def _guest(cells: Mapping[str, str], themes: Mapping[str, str], otherwise: str) -> Guest:
    name = f"{cells.get('first_name', '')} {cells.get('name', '')}".strip()
    guest = Guest(
        address=_address(cells),
        name=name,
        structure=cells.get("structure", ""),
        territory=cells.get("territory", ""),
        theme=_theme(cells.get("theme") or otherwise, themes),
    )
    for text in (guest.name, guest.structure, guest.territory):
        if len(text) > LONGEST:
            raise _Unusable("too_long", f"{text[:30]}…")
    return guest


def _address(cells: Mapping[str, str]) -> Address:
    """Her mail first: on Telegram the bot may not write to somebody who never wrote to it."""
    if written := cells.get("mail"):
        mail = (parseaddr(written)[1] if "<" in written else written).lower()
        if len(mail) > 254 or not MAIL.fullmatch(mail):
            raise _Unusable("not_a_mail", written[:LONGEST])
        return Address("mail", mail)
    number = cells.get("telegram", "")
    if not number:
        raise _Unusable("no_address")
    if not (number.isascii() and number.isdecimal() and len(number) < 20):
        raise _Unusable("not_a_telegram", number[:LONGEST])
    return Address("telegram", number)


def themes_by_name(library: Library) -> Mapping[str, str]:
    """Every way a theme may be written, folded, with its slug."""
    ways = (
        (way, theme.id)
        for theme in library.themes.values()
        for way in (*theme.aliases, theme.title, theme.id)
    )
    return {fold(way): slug for way, slug in ways}


def _theme(written: str, themes: Mapping[str, str]) -> str:
    if not written:
        raise _Unusable("no_theme")
    slug = themes.get(fold(written))
    if slug is None:
        raise _Unusable("unknown_theme", written[:LONGEST])
    return slug


async def invite(
    session: Session, library: Library, guests: Iterable[Guest], now: datetime
) -> Tally:
    """Invite each person once to a theme; members and those already asked are counted."""
    tally = Tally()
    for guest in guests:
        tally += await _invite(session, library, guest, now)
    return tally


async def _invite(session: Session, library: Library, guest: Guest, now: datetime) -> Tally:
    row = await find_address(session, guest.address)
    if row is not None and row.member_id is not None:
        return Tally(members=1)
    address_id = (await keep_addresses(session, [guest.address], now))[guest.address]
    invitee = Invitee(address_id, guest.name, guest.structure, guest.territory)
    invitation = await invite_person(session, invitee, guest.theme, now)
    if invitation is None:
        return Tally(already=1)
    await outbox.add(
        session,
        key=f"invitation/{invitation.id}",
        address_id=address_id,
        reply=_message(invitation, library),
        now=now,
        expires_at=invitation.expires_at,
    )
    return Tally(invited=1)


def _message(invitation: Invitation, library: Library) -> Reply:
    theme = library.themes[invitation.theme]
    html = library.texts.html("imports.invitation", title=theme.title, name=invitation.name)
    return Reply(
        html,
        (
            _choice(library.texts, "imports.accept", f"/start {invitation.token}"),
            _choice(library.texts, "imports.decline", f"/refuser {invitation.token}"),
        ),
    )


def _choice(texts: Texts, label: str, command: str) -> Choice:
    return Choice(texts.label(label), command, texts.words(label))
