"""`palabre export`, `erase` and `import`: what is held about a person, and a list to invite."""

import json
import sys
from argparse import Namespace
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bot.calls.speaking import context
from bot.console import Refusal, say, warn
from bot.opening import open_database
from bot.settings import Settings
from community import imports, privacy
from community.addresses import addresses_of, find_address
from community.context import Context
from community.db.engine import Session
from community.db.tables import Member
from community.words import Address
from content.loading import load
from french.plurals import plural
from handlers.coming import withdraw

BATCH = 100  # invitations in one transaction, so that a running bot never waits long
UNKNOWN = "Personne à ce numéro ou à cette adresse."


@dataclass(frozen=True, slots=True)
class _Person:
    """A member with her addresses, or an address that is nobody's yet."""

    member: Member | None
    address_ids: list[int]


async def export(arguments: Namespace, settings: Settings) -> int:
    """Write every row about a person as JSON."""
    async with open_database(settings) as database, database.transaction() as session:
        person = await _find(session, arguments.member)
        member_id = person.member.id if person.member else None
        rows = await privacy.rows_about(session, person.address_ids, member_id)
    say(json.dumps(rows, ensure_ascii=False, indent=2))
    return 0


async def erase(arguments: Namespace, settings: Settings) -> int:
    """Erase a person, once confirmed, and leave no bytes of her in the file."""
    async with open_database(settings) as database:
        async with database.transaction() as session:
            person = await _find(session, arguments.member)
        _confirm(arguments, person)
        library, now = load(settings.content, settings.contact), datetime.now(UTC)
        async with database.transaction() as session:
            person = await _find(session, arguments.member)
            ctx = context(session, library, settings.timezone, now, member=person.member)
            await _erase(ctx, person.address_ids)
            await privacy.forget_leaving(session)
        await database.compact()
    return 0


async def _erase(ctx: Context, address_ids: Iterable[int]) -> None:
    """Erase a member, once her seats went to those who wait, or an address."""
    if ctx.member is not None:
        await withdraw(ctx)
        await privacy.erase_member(ctx.db, ctx.member)
        return
    for address_id in address_ids:
        await privacy.erase_address(ctx.db, address_id)


def _confirm(arguments: Namespace, person: _Person) -> None:
    """Ask at a terminal; elsewhere only `--yes` is a yes."""
    if arguments.yes:
        return
    if not sys.stdin.isatty():
        raise Refusal("Ajoutez --yes pour effacer sans confirmation.", code=2)
    who = person.member.name if person.member else arguments.member
    sys.stdout.write(f"Effacer tout ce qui concerne {who} ? Écrivez oui : ")
    sys.stdout.flush()
    if sys.stdin.readline().strip().lower() != "oui":
        raise Refusal("Rien n’est effacé.")


async def _find(session: Session, asked: str) -> _Person:
    """Find a person by her number, an address, or a bare e-mail address."""
    if asked.isdecimal():
        member = await session.get(Member, int(asked)) if len(asked) < 19 else None
        if member is None:
            raise Refusal(UNKNOWN)
        return await _whole(session, member)
    row = await find_address(session, _address(asked))
    if row is None:
        raise Refusal(UNKNOWN)
    if row.member_id is None:
        return _Person(None, [row.id])
    return await _whole(session, await session.get_one(Member, row.member_id))


async def _whole(session: Session, member: Member) -> _Person:
    return _Person(member, [address.id for address in await addresses_of(session, member.id)])


def _address(asked: str) -> Address:
    try:
        return Address.parse(asked)
    except ValueError:
        if "@" in asked:
            return Address("mail", asked.strip().lower())
        raise Refusal(UNKNOWN) from None


async def invite(arguments: Namespace, settings: Settings) -> int:
    """Invite the people of a list; name the lines that need a hand, and do the rest."""
    content = _read(Path(arguments.file))
    library = load(settings.content, settings.contact)
    read = imports.read_list(content, library, arguments.theme or "")
    done = imports.Tally()
    async with open_database(settings) as database:
        for start in range(0, len(read.guests), BATCH):
            some = read.guests[start : start + BATCH]
            async with database.transaction() as session:
                done += await imports.invite(session, library, some, datetime.now(UTC))
    for fault in read.faults:
        reason = library.texts.label(f"imports.{fault.reason}", value=fault.value)
        warn(f"Ligne {fault.line} : {reason}")
    say(_summary(done, len(read.faults)))
    return 1 if read.faults else 0


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Refusal(f"Le fichier {path} ne se lit pas ({error.strerror}).") from None


def _summary(done: imports.Tally, faults: int) -> str:
    counts = (
        plural(done.invited, "invitation écrite", "invitations écrites"),
        plural(done.already, "déjà invitée", "déjà invitées"),
        plural(done.members, "déjà membre", "déjà membres"),
        plural(faults, "ligne à corriger", "lignes à corriger"),
    )
    return f"{', '.join(counts)}."
