"""`palabre role`: who administers the community, who animates which theme."""

from argparse import Namespace
from datetime import UTC, datetime

from bot.console import Refusal, say
from bot.opening import open_database
from bot.settings import Settings
from community import roles
from community.addresses import addresses_of, find_address, keep_addresses
from community.db.engine import Session
from community.words import Address
from content.loading import load

USAGE = (
    "Écrivez « palabre role {action} administrator ADRESSE » "
    "ou « palabre role {action} animator ADRESSE --theme THÈME »."
)


async def role(arguments: Namespace, settings: Settings) -> int:
    """Give a role to an address, take it back from a person, or show every role."""
    if arguments.action == "list":
        return await _list(arguments, settings)
    address, theme = _asked(arguments, settings)
    async with open_database(settings) as database, database.transaction() as session:
        if arguments.action == "grant":
            now = datetime.now(UTC)
            ids = await keep_addresses(session, [address], now)
            await roles.grant(session, ids[address], arguments.role, theme, now)
        elif not await _revoke(session, address, arguments.role, theme):
            sentence = "Cette personne n’a pas ce rôle : voyez « palabre role list »."
            raise Refusal(sentence)
    return 0


async def _list(arguments: Namespace, settings: Settings) -> int:
    if arguments.role or arguments.theme:
        raise Refusal("« palabre role list » ne prend pas d’argument.", code=2)
    async with open_database(settings) as database, database.transaction() as session:
        for grant in await roles.all_grants(session):
            say(f"{grant.address}\t{grant.role}\t{grant.theme}")
    return 0


async def _revoke(session: Session, address: Address, role: str, theme: str) -> bool:
    """Take a role back from whichever of her addresses has it."""
    row = await find_address(session, address)
    if row is None:
        return False
    ids = {row.id}
    if row.member_id is not None:
        ids |= {other.id for other in await addresses_of(session, row.member_id)}
    return await roles.revoke(session, ids, role, theme, datetime.now(UTC))


def _asked(arguments: Namespace, settings: Settings) -> tuple[Address, str]:
    """The address and the theme that are meant; an administrator has none."""
    animates = arguments.role == roles.ANIMATOR
    if not arguments.role or not arguments.address or animates is not bool(arguments.theme):
        raise Refusal(USAGE.format(action=arguments.action), code=2)
    try:
        address = Address.parse(arguments.address)
    except ValueError:
        sentence = "L’adresse s’écrit PORTE/VALEUR : telegram/42, mail/x@y.fr ou terminal/demo."
        raise Refusal(sentence, code=2) from None
    if animates and arguments.action == "grant":
        _require_theme(arguments.theme, settings)
    return address, arguments.theme or ""


def _require_theme(theme: str, settings: Settings) -> None:
    known = load(settings.content, settings.contact).themes
    if theme not in known:
        raise Refusal(f"Thème inconnu : {theme}. Thèmes : {', '.join(sorted(known))}.")
